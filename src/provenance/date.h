/*
 * Dates of the Extended Date/Time Format (EDTF, ISO 8601-2:2019), as far as a
 * record needs them, each as the interval of time that it can mean.
 *
 * Understood: 1961, 1961-01, 1961-01-18, 2026-11-20T10:00:00Z (or an offset
 * +02:00), 19XX, 1961-XX-XX, a qualifier ~ (approximate), ? (uncertain) or %
 * (both) behind a date, A/B, the open ends A/.. and ../B, the unknown ends A/
 * and /B, and the word "unknown".  Years are 0000 to 9999.
 */
#ifndef HF_PROVENANCE_DATE_H
#define HF_PROVENANCE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/api.h"

#define HF_DATE_FIRST	INT64_MIN	/* no earliest moment is known */
#define HF_DATE_LAST	INT64_MAX	/* no latest moment is known */

struct hf_date {
	const char *text;	/* as written; NULL where no date was given */
	int64_t earliest;	/* seconds since 1970 UTC, inclusive */
	int64_t latest;		/* likewise, inclusive: 1961 ends with its last second */
	int64_t doubt;		/* seconds by which either end may be off: ~ ? % */
};

/*
 * Parse @text; false if it is not such a date (1961-13, 1961-02-30, an
 * interval that ends before it begins).  @date_ret->text borrows @text.
 * "unknown" yields the widest interval.
 */
HF_API bool hf_date_parse(const char *text, struct hf_date *date_ret);

/* No date given, "unknown", or an interval open at both ends. */
HF_API bool hf_date_is_unknown(const struct hf_date *date);

/*
 * Whether @a lies wholly before @b: true only where the intervals decide it.
 * A qualified date (~ ? %) decides nothing within its own doubt, which is a
 * month for a day, a year for a month, and ten years for a year.
 */
HF_API bool hf_date_is_before(const struct hf_date *a, const struct hf_date *b);

/*
 * The ends with their doubt: @a is before @b where hf_date_until(a) is less
 * than hf_date_from(b).  No date given is as good as "unknown".
 */
HF_API int64_t hf_date_from(const struct hf_date *date);
HF_API int64_t hf_date_until(const struct hf_date *date);

#endif
