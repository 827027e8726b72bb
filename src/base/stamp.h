/* The time, as our packages record it. */
#ifndef HF_BASE_STAMP_H
#define HF_BASE_STAMP_H

#include <stdint.h>
#include <time.h>

#include "base/clock.h"
#include "base/error.h"

/*
 * Now, in seconds since 1970; or what SOURCE_DATE_EPOCH says, so that the same
 * input makes the same bytes (reproducible-builds.org).  An unusable value of
 * the variable is HF_EUSAGE.
 */
int hf_clock_now(int64_t *seconds_ret, struct hf_error *err);

/* "2026-11-20", in UTC; see also hf_clock_datetime(). */
#define HF_DATE_MAX	16
void hf_clock_date(int64_t seconds, char out[HF_DATE_MAX]);

/* The moment so many nanoseconds from now, as pthread_cond_timedwait(3) asks. */
struct timespec hf_clock_in(long nanoseconds);

#endif
