/*
 * A receipt: what was done with a package, as the log has it.
 */
#ifndef HF_REGISTER_RECEIPT_H
#define HF_REGISTER_RECEIPT_H

#include <stdint.h>

#include "base/buf_type.h"
#include "base/error.h"
#include "log/log.h"
#include "register/custody.h"

enum hf_deed {
	HF_DONE,		/* it was done, and is in the log */
	HF_DONE_BEFORE,		/* it was so already; the entry is the old one */
	HF_PUT_ASIDE,		/* into quarantine; there is no entry that says it is held */
};

struct hf_receipt {
	enum hf_deed deed;
	char package[256];
	const char *location;		/* the register's */
	char root[65];
	uint64_t files, octets;
	struct hf_log_place place;	/* of the entry */
	int64_t time;			/* of the entry, in seconds since 1970 */
	struct hf_checkpoint head;	/* that the entry is under */
	char quarantine[64];		/* the folder there, if it was put aside */
	/*
	 * For a stranger: the entry, and the proof that it is under the signed
	 * checkpoint (hf_log_prove()); empty where it was put aside.
	 */
	struct hf_buf proof;
};

HF_API void hf_receipt_release(struct hf_receipt *receipt);

/*
 * Fill in what the log has of the entry at @place, of @time, and prove it.  Needs
 * no lock, and should have none: for an older entry all of the log is read.
 */
HF_API int hf_receipt_of(struct hf_receipt *receipt, struct hf_custody *custody,
			 const struct hf_log_place *place, int64_t time,
			 struct hf_error *err);
/* The same for the entry of that number, of receipt->package. */
HF_API int hf_receipt_by_number(struct hf_receipt *receipt,
				struct hf_custody *custody, uint64_t number,
				struct hf_error *err);

/*
 * Write the proof to a file @path, which may not be there yet (HF_EUSAGE): all
 * of it, or nothing.
 */
HF_API int hf_receipt_write(const struct hf_receipt *receipt, const char *path,
			    struct hf_error *err);

#endif
