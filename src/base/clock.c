#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The last second of the year 9999: what a date of four digits can say. */
#define LATEST	INT64_C(253402300799)

int hf_clock_now(int64_t *seconds_ret, struct hf_error *err)
{
	const char *pinned = getenv("SOURCE_DATE_EPOCH");
	uint64_t value;

	if (!pinned || !*pinned) {
		*seconds_ret = time(NULL);
		return 0;
	}
	if (!hf_parse_uint64(pinned, strlen(pinned), &value) || value > LATEST)
		return hf_fail(err, HF_EUSAGE,
			       "SOURCE_DATE_EPOCH is '%s': it must be a number of seconds since 1970",
			       hf_shown(pinned));
	*seconds_ret = (int64_t)value;
	return 0;
}

static void format(int64_t seconds, const char *pattern, char *out, size_t size)
{
	time_t t = (time_t)seconds;
	struct tm tm;

	if (!gmtime_r(&t, &tm) || !strftime(out, size, pattern, &tm))
		out[0] = '\0';
}

void hf_clock_date(int64_t seconds, char out[HF_DATE_MAX])
{
	format(seconds, "%Y-%m-%d", out, HF_DATE_MAX);
}

void hf_clock_datetime(int64_t seconds, char out[HF_DATETIME_MAX])
{
	format(seconds, "%Y-%m-%dT%H:%M:%SZ", out, HF_DATETIME_MAX);
}

double hf_clock_elapsed(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}
