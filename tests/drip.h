/* A reader that gives a few bytes at a time, so that any place is a seam. */
#ifndef HF_TESTS_DRIP_H
#define HF_TESTS_DRIP_H

#include <sys/types.h>

#include "base/read.h"

struct drip {
	struct hf_memory_reader memory;
	size_t step;		/* the most that comes at once */
};

/* A hf_read_fn; @ctx is the struct drip. */
static inline ssize_t read_drip(void *ctx, void *data, size_t size)
{
	struct drip *drip = ctx;

	return hf_read_memory(&drip->memory, data,
			      size < drip->step ? size : drip->step);
}

#endif
