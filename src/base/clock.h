/* What time it is. */
#ifndef HF_BASE_CLOCK_H
#define HF_BASE_CLOCK_H

#include <stdint.h>

#include "base/api.h"

/* Now, in seconds since 1970: for judging whether a date can be. */
HF_API int64_t hf_clock_wall(void);

/* Seconds from an arbitrary point, never backwards: for rates. */
HF_API double hf_clock_elapsed(void);

#endif
