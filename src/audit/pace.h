/*
 * The pace of an audit: how much a location has to read in each run so that
 * everything there comes round within its interval, and what that makes due.
 *
 * If copies were due only when their interval has run out, those that came in
 * together would run out together, and no steady budget could read them in
 * time.  So where there is a budget, a copy is also due when waiting longer
 * would ask more of the runs that are left than the pace.
 */
#ifndef HF_AUDIT_PACE_H
#define HF_AUDIT_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/holding.h"
#include "audit/plan.h"
#include "base/error.h"

/* What is bounded. */
enum hf_bound { HF_IN_OCTETS, HF_IN_TIME, HF_BOUNDS };	/* time: microseconds */

/* A copy in its queue. */
struct hf_queued {
	const struct hf_holding *copy;
	uint64_t left;		/* octets to read */
	int64_t deadline;	/* when its interval has run out */
	enum hf_due why;
	bool due;
};

/* The copies of one location with one interval: they have one pace. */
struct hf_queue {
	size_t location;
	int64_t interval;
	struct hf_queued *items;	/* in order of reading */
	size_t n;
	uint64_t octets;	/* without those that failed last time */
	uint64_t failed;	/* octets of those: they are read in each run */
	uint64_t left;		/* to read of what is suspended, failed or never verified */
	uint64_t runs;		/* in an interval */
	uint64_t target;	/* runs within which it is to come round */
};

struct hf_pace {
	const struct hf_holding_set *held;
	int64_t now;
	uint64_t between;
	struct hf_queued *items;
	size_t n;
	struct hf_queue *queues;
	size_t n_queues;
	uint64_t budget[HF_BOUNDS];	/* UINT64_MAX: no bound */
	uint64_t need[HF_BOUNDS];	/* of each run, that nothing is older than its interval */
	bool bounded;
};

/* Queue the copies, and say which are due.  To be released also after a failure. */
int hf_pace_set(struct hf_pace *pace, const struct hf_holding_set *held,
		int64_t now, const struct hf_audit_budget *budget,
		struct hf_error *err);
void hf_pace_release(struct hf_pace *pace);

/* What reading @octets at @location costs. */
uint64_t hf_pace_cost(const struct hf_pace *pace, size_t location,
		      uint64_t octets, enum hf_bound bound);

/* What each run needs, where intervals are lengthened by so many runs. */
uint64_t hf_pace_need(const struct hf_pace *pace, uint64_t later,
		      enum hf_bound bound);

/* Put @n items into the order of reading: by rank, deadline, and names. */
void hf_pace_order(const struct hf_pace *pace, struct hf_queued *items,
		   size_t n);

#endif
