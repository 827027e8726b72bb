/*
 * No more octets a second than were asked for: whoever has read some waits
 * until they are due.  All threads of a run wait in one line.
 */
#include "digest/inside.h"

#include <time.h>

#define SECOND	1000000000u
#define MOMENT	50000000u	/* nanoseconds between two looks whether it is over */

static uint64_t now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (uint64_t)at.tv_sec * SECOND + (uint64_t)at.tv_nsec;
}

/* When @size octets behind those of all others are due. */
static uint64_t take_turn(struct hf_engine *engine, size_t size)
{
	uint64_t rate = engine->options->limit_rate;
	uint64_t takes = (uint64_t)((double)size * SECOND / (double)rate);
	uint_fast64_t before = atomic_load(&engine->paid), after;

	do {
		uint64_t from = now();

		after = (from > before ? from : before) + takes;
	} while (!atomic_compare_exchange_weak(&engine->paid, &before, after));
	return after;
}

void hf_rate_wait(struct hf_engine *engine, size_t size)
{
	uint64_t due, at;

	if (!engine->options->limit_rate)
		return;
	due = take_turn(engine, size);
	while ((at = now()) < due && !atomic_load(&engine->cancelled)) {
		uint64_t left = due - at;
		struct timespec wait = {
			.tv_nsec = (long)(left < MOMENT ? left : MOMENT) };

		nanosleep(&wait, NULL);
	}
}
