/* Make a further copy of a package, at another location, and log it. */
#ifndef HF_REGISTER_COPYING_H
#define HF_REGISTER_COPYING_H

#include "base/error.h"
#include "finding/finding.h"
#include "register/custody.h"
#include "register/moving.h"
#include "register/receipt.h"

struct hf_mending;	/* bag/mending.h */

struct hf_copying_options {
	struct hf_moving_options moving;
	const char *from;	/* the location to copy from; NULL: one that verifies */
	const char *note;	/* for the entry, or NULL */
	/* What lies at the location is put aside, unless it is sound: a repair. */
	bool replaces;
	const char *findings;	/* what is wrong with that, for the entry; or NULL */
	const struct hf_mending *mending;	/* or NULL */
	/* Set where it was refused because no copy is fit to be copied; or NULL. */
	bool *none_found;
};

/*
 * Copy @package to the location @to, from a copy that verifies and has the
 * root that the log says it has: places that the register trusts come first.
 * What is wrong with copies that were tried goes to @sink, and to the log as a
 * failed fixity check.  HF_EUSAGE where the register holds no such package;
 * HF_EREFUSED where no copy that could be copied was found.  The receipt is to
 * be released.
 */
HF_API int hf_copy_package(struct hf_custody *custody, const char *package,
			   const char *to,
			   const struct hf_copying_options *options,
			   struct hf_sink *sink, struct hf_receipt *receipt_ret,
			   struct hf_error *err);

#endif
