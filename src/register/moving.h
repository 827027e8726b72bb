/* How bags are moved into a location. */
#ifndef HF_REGISTER_MOVING_H
#define HF_REGISTER_MOVING_H

#include <stdbool.h>
#include <stdint.h>

#include "digest/engine_options.h"

struct hf_moving_options {
	struct hf_engine_options engine;
	bool no_sandbox;		/* let reading a bag do what it will */
	/* @done of @total octets are read; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

#endif
