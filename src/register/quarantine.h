/*
 * What was put aside: it lies in a folder of its own beneath
 * .holdfast-quarantine/ of its location, whole, with a report beside it in
 * words (report.txt) and for machines (report.json).
 */
#ifndef HF_REGISTER_QUARANTINE_H
#define HF_REGISTER_QUARANTINE_H

#include <stdint.h>

#include "base/error.h"
#include "register/location.h"

/* One that is in quarantine.  Strings die with the visit. */
struct hf_quarantined {
	const char *location;
	const char *id;		/* the name of its folder: when, and by which process */
	const char *name;	/* of the bag, as it came; NULL: its report cannot be read */
	const char *from;	/* where it came from */
	const char *finding;	/* the name of the first error, or NULL */
	uint64_t errors;	/* how many */
};

/* Visit what is in quarantine at @place, in the order of time. */
HF_API int hf_quarantine_list(const struct hf_place *place,
			      int (*visit)(void *ctx,
					   const struct hf_quarantined *one,
					   struct hf_error *err),
			      void *ctx, struct hf_error *err);

#endif
