#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/chars.h"
#include "base/stamp.h"
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

int64_t hf_clock_wall(void)
{
	return (int64_t)time(NULL);
}

static struct tm in_utc(int64_t seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm = { 0 };

	gmtime_r(&t, &tm);
	return tm;
}

void hf_clock_date(int64_t seconds, char out[HF_DATE_MAX])
{
	struct tm tm = in_utc(seconds);

	strftime(out, HF_DATE_MAX, "%Y-%m-%d", &tm);
}

void hf_clock_datetime(int64_t seconds, char out[HF_DATETIME_MAX])
{
	struct tm tm = in_utc(seconds);

	strftime(out, HF_DATETIME_MAX, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

double hf_clock_elapsed(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

struct timespec hf_clock_in(long nanoseconds)
{
	const long second = 1000000000;
	struct timespec at;

	clock_gettime(CLOCK_REALTIME, &at);
	at.tv_sec += (at.tv_nsec + nanoseconds) / second;
	at.tv_nsec = (at.tv_nsec + nanoseconds) % second;
	return at;
}
