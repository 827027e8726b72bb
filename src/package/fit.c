#include "package/fit.h"

bool hf_is_fit(enum hf_fixity fixity, bool allow_incomplete)
{
	return fixity == HF_VALID ||
	       (fixity == HF_INCOMPLETE && allow_incomplete);
}

int hf_refuse_unfit(enum hf_fixity fixity, const char *what,
		    struct hf_error *err)
{
	switch (fixity) {
	case HF_INCOMPLETE:
		return hf_fail(err, HF_EREFUSED,
			       "the bag lacks files that fetch.txt names, and nothing was made; fetch them first, or allow an incomplete bag and fetch them then");
	case HF_UNDETERMINED:
		return hf_fail(err, HF_EREFUSED,
			       "not all of the %s could be looked at, and nothing was made; see what was found",
			       what);
	default:
		return hf_fail(err, HF_EREFUSED,
			       "the bag is not valid, and nothing was made; mend what was found, or get another copy");
	}
}
