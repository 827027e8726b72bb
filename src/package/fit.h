/* Whether a bag is fit to be passed on, into an archive or out of one. */
#ifndef HF_PACKAGE_FIT_H
#define HF_PACKAGE_FIT_H

#include <stdbool.h>

#include "base/error.h"
#include "finding/verdict.h"

/* What is wrong should not be passed on as if it were right. */
bool hf_is_fit(enum hf_fixity fixity, bool allow_incomplete);

/* Say why it is not: HF_EREFUSED.  @what was looked at: "bag" or "archive". */
int hf_refuse_unfit(enum hf_fixity fixity, const char *what,
		    struct hf_error *err);

#endif
