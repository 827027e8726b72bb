/* What time it is. */
#ifndef HF_BASE_CLOCK_H
#define HF_BASE_CLOCK_H

#include <stdint.h>

#include "base/api.h"

/* Now, in seconds since 1970: for judging whether a date can be. */
HF_API int64_t hf_clock_wall(void);

/* "2026-11-20T10:00:00Z", in UTC. */
#define HF_DATETIME_MAX	32
HF_API void hf_clock_datetime(int64_t seconds, char out[HF_DATETIME_MAX]);

/* Seconds from an arbitrary point, never backwards: for rates. */
HF_API double hf_clock_elapsed(void);

#endif
