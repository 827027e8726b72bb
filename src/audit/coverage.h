/*
 * Coverage by age: how much was read how long ago, measured in its interval.
 * The numbers behind the bars of a report.
 */
#ifndef HF_AUDIT_COVERAGE_H
#define HF_AUDIT_COVERAGE_H

#include <stdint.h>

#include "audit/holding.h"
#include "base/error.h"

/* Each copy is in one; an age that is just a quarter is within it. */
enum hf_age {
	HF_AGE_QUARTER,		/* read within a quarter of its interval */
	HF_AGE_HALF,
	HF_AGE_THREE_QUARTERS,
	HF_AGE_WHOLE,
	HF_AGE_LATER,		/* read, but longer ago than its interval */
	HF_AGE_NEVER,		/* never verified */
	HF_AGE_UNASKED,		/* read; there is no interval */
	HF_AGE_COUNT
};

struct hf_coverage {
	uint64_t copies[HF_AGE_COUNT], octets[HF_AGE_COUNT];
	uint64_t all_copies, all_octets;
	/* Those whose last reading did not pass; they are counted above too. */
	uint64_t failed_copies, failed_octets;
};

/* "within a quarter of the interval". */
HF_API const char *hf_age_text(enum hf_age age);

/* In which a copy is. */
HF_API enum hf_age hf_age_of(const struct hf_holding *copy, int64_t now);

/*
 * Count for each location, into as many @places_ret as there are locations,
 * and, unless it is NULL, for all of them into *@all_ret.  HF_EUSAGE for a copy
 * at no location.
 */
HF_API int hf_coverage_count(const struct hf_holding_set *held, int64_t now,
			     struct hf_coverage *places_ret,
			     struct hf_coverage *all_ret, struct hf_error *err);

#endif
