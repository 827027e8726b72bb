/*
 * A register that is open with its log and its catalogue: what is held, to be
 * looked at.  Nothing is written but the catalogue.
 */
#ifndef HF_REGISTER_LEDGER_H
#define HF_REGISTER_LEDGER_H

#include "base/error.h"
#include "finding/finding.h"
#include "log/log.h"
#include "register/catalogue.h"
#include "register/register.h"

struct hf_ledger {
	struct hf_register *reg;
	struct hf_log *log;
	struct hf_catalogue *catalogue;
	struct hf_log_summary verified;	/* what hf_log_verify() said */
};

/*
 * Open the register at @path and verify all of its log (invariant 17).  What is
 * wrong with either goes to @sink, and is HF_EREFUSED: nothing else can be
 * trusted then.  On success the caller closes *@ledger_ret.
 */
HF_API int hf_ledger_open(struct hf_ledger *ledger_ret,
			    const char *path, struct hf_sink *sink,
			    struct hf_error *err);
/*
 * Verify the log of @reg, as opening a ledger does: -1 with HF_EREFUSED where
 * anything speaks against it, which went to @sink.
 */
HF_API int hf_believe_log(const struct hf_register *reg,
			  struct hf_log_summary *verified_ret,
			  struct hf_sink *sink, struct hf_error *err);
HF_API void hf_ledger_close(struct hf_ledger *ledger);

#endif
