/* Whether the witnesses that the register asks for have cosigned its log. */
#ifndef HF_REGISTER_COSIGNED_H
#define HF_REGISTER_COSIGNED_H

#include "log/quorum.h"
#include "register/register.h"

struct hf_register_cosigned {
	struct hf_cosigned *at;		/* of each witness of trust.txt */
	size_t n;
	/*
	 * What is asked for: Quorum of register.txt, else quorum of trust.txt;
	 * NULL: nothing.  How far it is met, whatever the time of that.
	 */
	const char *name;
	struct hf_quorum quorum;
};

/*
 * See who cosigned the log of @reg, which verifies.  quorum-unmet, for what
 * register.txt and for what trust.txt asks, where too few did so within the
 * Interval before @now, in seconds since 1970.
 */
HF_API int hf_register_cosigned(struct hf_register_cosigned *cosigned_ret,
				const struct hf_register *reg, int64_t now,
				struct hf_sink *sink, struct hf_error *err);
HF_API void hf_register_cosigned_release(struct hf_register_cosigned *cosigned);

#endif
