/*
 * A register that is open with its log and its catalogue: what everything
 * works on that changes what is held.
 */
#ifndef HF_REGISTER_CUSTODY_H
#define HF_REGISTER_CUSTODY_H

#include <stdbool.h>

#include "base/error.h"
#include "finding/finding.h"
#include "log/log.h"
#include "register/catalogue.h"
#include "register/location.h"
#include "register/register.h"

struct hf_custody {
	struct hf_register *reg;
	/*
	 * What the log is signed by; NULL: it is not.  In memory that a child of
	 * this process does not get: what examines a bag must not know it.
	 */
	struct hf_signer *signer;
	struct hf_log *log;
	struct hf_catalogue *catalogue;	/* at the head of the log */
};

/*
 * Open the register at @path with all that belongs to it.  Mistakes in its
 * text, and a log that does not verify, are findings, and HF_EREFUSED: nothing
 * is added to what cannot be trusted.  To be closed, also after a failure.
 */
HF_API int hf_custody_open(struct hf_custody *custody_ret, const char *path,
			   struct hf_sink *sink, struct hf_error *err);
HF_API void hf_custody_close(struct hf_custody *custody);

/*
 * Keep other processes from admitting, moving or ending copies, and take up
 * what they did.  Held for moments, not while files are read.
 */
HF_API int hf_custody_lock(struct hf_custody *custody, struct hf_sink *sink,
			   struct hf_error *err);
HF_API void hf_custody_unlock(struct hf_custody *custody);

/* Add one entry, with this program as its agent unless it has one. */
HF_API int hf_custody_record(struct hf_custody *custody,
			     struct hf_entry *entry,
			     struct hf_log_place *place_ret,
			     struct hf_error *err);

/*
 * Open the location @id of the register, to be changed: HF_EUSAGE where there is
 * none, or it is given up (Trust: dead); HF_EREFUSED where it is unreachable,
 * which is a finding that says why.
 */
HF_API int hf_custody_place(const struct hf_custody *custody, const char *id,
			    struct hf_place *place_ret, struct hf_sink *sink,
			    struct hf_error *err);

/* "holdfast 0.1.0 (software)". */
HF_API const char *hf_custody_agent(void);

#endif
