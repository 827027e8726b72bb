/*
 * The filter as the kernel takes it.  To make it takes 2 ms, much of the time of
 * a small bag: so it is made once, and whoever is forked has it.
 */
#ifndef HF_SANDBOX_FILTER_PROGRAM_H
#define HF_SANDBOX_FILTER_PROGRAM_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/* Stands where the process must be that enters: no call has such a number. */
#define HF_FILTER_SELF	UINT32_C(0x7e1f5e1f)

/* Twice as long as it is now, with whatever an instrument needs. */
#define HF_FILTER_STEPS	512

struct hf_filter_program {
	unsigned short n;
	struct sock_filter steps[HF_FILTER_STEPS];
};

/*
 * For hf_filter_enter(), which says what @beneath and @writes are.  It stays
 * until the process ends.  NULL: an error.
 */
const struct hf_filter_program *hf_filter_program(bool beneath, bool writes,
						  struct hf_error *err);

#endif
