/*
 * Events that people decide, and the program only writes down: a transfer, a
 * destruction, a loss, an observation.
 */
#ifndef HF_REGISTER_DECIDING_H
#define HF_REGISTER_DECIDING_H

#include "base/error.h"
#include "finding/finding.h"
#include "log/entry.h"
#include "register/custody.h"
#include "register/receipt.h"

/* What is written down; NULL: it is not said. */
struct hf_decided {
	const char *event;	/* its type: hf_decided_type() */
	const char *location;	/* of the copy; NULL: of the package as such */
	const char *agent;	/* who did it, or saw it; always */
	const char *date;	/* EDTF, if it was not now */
	const char *from, *to;	/* of a transfer */
	const char *authority, *method;	/* of an ending */
	const char *evidence;	/* a receipt, a certificate */
	const char *grade;	/* of it: "G1" to "G4" */
	const char *note;
	const char *forced;	/* why it is written down all the same */
};

/* The @i-th type of event that can be written down; NULL behind the last. */
HF_API const char *hf_decided_type(size_t i);

/*
 * Write it down for @package.  What speaks against it is found: that an event
 * would come after the end of a copy, or end it twice (I7), that an ending
 * leaves no copy or fewer than the policy asks (I9), that an ending lacks its
 * authority or method (I8).  Errors among that refuse it (HF_EREFUSED), unless
 * decided->forced says why not.  HF_EUSAGE for what cannot be written at all.
 */
HF_API int hf_write_down(struct hf_custody *custody, const char *package,
			 const struct hf_decided *decided,
			 struct hf_sink *sink, struct hf_receipt *receipt_ret,
			 struct hf_error *err);

#endif
