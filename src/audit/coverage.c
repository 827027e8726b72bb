#include "audit/coverage.h"

#include <string.h>

#include "audit/wide.h"

const char *hf_age_text(enum hf_age age)
{
	static const char *const texts[HF_AGE_COUNT] = {
		[HF_AGE_QUARTER] = "within a quarter of the interval",
		[HF_AGE_HALF] = "within half of the interval",
		[HF_AGE_THREE_QUARTERS] = "within three quarters of the interval",
		[HF_AGE_WHOLE] = "within the interval",
		[HF_AGE_LATER] = "longer ago than the interval",
		[HF_AGE_NEVER] = "never verified",
		[HF_AGE_UNASKED] = "read, no interval is asked",
	};

	return texts[age];
}

enum hf_age hf_age_of(const struct hf_holding *copy, int64_t now)
{
	hf_wide age = hf_span(copy->checked, now);

	if (!copy->checked)
		return HF_AGE_NEVER;
	if (copy->interval <= 0)
		return HF_AGE_UNASKED;
	for (unsigned int quarters = 1; quarters <= 4; quarters++) {
		if (4 * age <= (hf_wide)quarters * (uint64_t)copy->interval)
			return HF_AGE_QUARTER + quarters - 1;
	}
	return HF_AGE_LATER;
}

static void count(struct hf_coverage *coverage, const struct hf_holding *copy,
		  enum hf_age age)
{
	coverage->copies[age]++;
	coverage->octets[age] = hf_sum(coverage->octets[age], copy->octets);
	coverage->all_copies++;
	coverage->all_octets = hf_sum(coverage->all_octets, copy->octets);
	if (copy->failed) {
		coverage->failed_copies++;
		coverage->failed_octets = hf_sum(coverage->failed_octets,
						 copy->octets);
	}
}

int hf_coverage_count(const struct hf_holding_set *held, int64_t now,
		      struct hf_coverage *places_ret,
		      struct hf_coverage *all_ret, struct hf_error *err)
{
	for (size_t i = 0; i < held->n_places; i++)
		places_ret[i] = (struct hf_coverage){ 0 };
	if (all_ret)
		*all_ret = (struct hf_coverage){ 0 };
	for (size_t i = 0; i < held->n; i++) {
		const struct hf_holding *copy = &held->copies[i];
		enum hf_age age = hf_age_of(copy, now);

		if (copy->location >= held->n_places)
			return hf_fail(err, HF_EUSAGE,
				       "copy %zu has no location", i);
		count(&places_ret[copy->location], copy, age);
		if (all_ret)
			count(all_ret, copy, age);
	}
	return 0;
}
