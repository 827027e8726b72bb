/*
 * Each location (and each interval there) is a queue, read round and round.
 * Between two readings of a copy no other of its queue is read twice, so a
 * queue that gets octets / runs in each run comes round in as many runs,
 * however large its copies are and whenever they came.  A queue asks for that
 * much and no more, so that one with a short interval does not spend what one
 * with a long interval has to read by and by; among what queues ask for, the
 * earliest deadline goes first.
 *
 * A budget that is larger than what is needed lets the queues come round
 * somewhat sooner: in three quarters of the interval at the least.  What is
 * gained is time for runs that are missed and for what comes in at once, which
 * is read first.
 */
#include "audit/pace.h"

#include <stdlib.h>
#include <string.h>

#include "audit/wide.h"
#include "base/text.h"

#define MICRO	1000000u

uint64_t hf_pace_cost(const struct hf_pace *pace, size_t location,
		      uint64_t octets, enum hf_bound bound)
{
	uint64_t rate = pace->held->places[location].rate;

	if (bound == HF_IN_OCTETS)
		return octets;
	return hf_share_up(octets, MICRO, rate ? rate : HF_RATE_ASSUMED);
}

/* Due whatever its deadline is. */
static bool comes_first(const struct hf_queued *item)
{
	return item->why < HF_DUE_LATE;
}

/* LATE and TURN differ in words only: the deadline tells them apart. */
static int rank(enum hf_due why)
{
	return why == HF_DUE_TURN ? HF_DUE_LATE : (int)why;
}

/* A total order, so that sorting yields the same in each run. */
static int reading_order(const void *left, const void *right, void *ctx)
{
	const struct hf_queued *a = left, *b = right;
	const struct hf_pace *pace = ctx;
	const struct hf_holding_place *places = pace->held->places;
	int order = rank(a->why) - rank(b->why);

	if (order)
		return order;
	if (a->deadline != b->deadline)
		return a->deadline < b->deadline ? -1 : 1;
	order = strcmp(a->copy->package, b->copy->package);
	if (!order)
		order = strcmp(places[a->copy->location].id,
			       places[b->copy->location].id);
	if (!order)	/* One twice: the caller's order, lest it be chance. */
		order = a->copy < b->copy ? -1 : a->copy > b->copy;
	return order;
}

void hf_pace_order(const struct hf_pace *pace, struct hf_queued *items,
		   size_t n)
{
	qsort_r(items, n, sizeof(*items), reading_order, (void *)pace);
}

static int queue_order(const void *left, const void *right, void *ctx)
{
	const struct hf_queued *a = left, *b = right;

	if (a->copy->location != b->copy->location)
		return a->copy->location < b->copy->location ? -1 : 1;
	if (a->copy->interval != b->copy->interval)
		return a->copy->interval < b->copy->interval ? -1 : 1;
	return reading_order(a, b, ctx);
}

static enum hf_due reason(const struct hf_holding *copy, int64_t deadline,
			  int64_t now)
{
	if (copy->suspended)
		return HF_DUE_SUSPENDED;
	if (copy->failed)
		return HF_DUE_FAILED;
	if (!copy->checked)
		return HF_DUE_NEVER;
	return deadline < now ? HF_DUE_LATE : HF_DUE_TURN;
}

static void enqueue(struct hf_pace *pace, const struct hf_holding *copy)
{
	int64_t from = copy->checked ? copy->checked : copy->since;
	struct hf_queued *item = &pace->items[pace->n++];

	item->copy = copy;
	item->left = copy->suspended ?
		hf_less(copy->octets, copy->progress) : copy->octets;
	item->deadline = copy->interval ?
		hf_later(from, (uint64_t)copy->interval) : INT64_MAX;
	item->why = reason(copy, item->deadline, pace->now);
	item->due = comes_first(item);
}

static bool is_wanted(const struct hf_pace *pace,
		      const struct hf_holding *copy,
		      const struct hf_audit_budget *budget)
{
	const char *location = pace->held->places[copy->location].id;

	return (!budget->location || !strcmp(budget->location, location)) &&
	       (!budget->package || !strcmp(budget->package, copy->package));
}

static int enqueue_all(struct hf_pace *pace,
		       const struct hf_audit_budget *budget,
		       struct hf_error *err)
{
	const struct hf_holding_set *held = pace->held;

	pace->items = calloc(held->n ? held->n : 1, sizeof(*pace->items));
	if (!pace->items)
		return hf_fail_memory(err);
	for (size_t i = 0; i < held->n; i++) {
		const struct hf_holding *copy = &held->copies[i];

		if (!copy->package || copy->location >= held->n_places)
			return hf_fail(err, HF_EUSAGE,
				       "copy %zu has no name or no location", i);
		if (copy->interval < 0)
			return hf_fail(err, HF_EUSAGE,
				       "%s has an interval below zero",
				       hf_shown(copy->package));
		if (is_wanted(pace, copy, budget))
			enqueue(pace, copy);
	}
	qsort_r(pace->items, pace->n, sizeof(*pace->items), queue_order, pace);
	return 0;
}

static void count(struct hf_queue *queue, const struct hf_queued *item)
{
	queue->n++;
	if (comes_first(item))
		queue->left = hf_sum(queue->left, item->left);
	if (item->copy->failed)
		queue->failed = hf_sum(queue->failed, item->copy->octets);
	else
		queue->octets = hf_sum(queue->octets, item->copy->octets);
}

static bool begins_queue(const struct hf_pace *pace, size_t i)
{
	return !i ||
	       pace->items[i].copy->location !=
			pace->items[i - 1].copy->location ||
	       pace->items[i].copy->interval !=
			pace->items[i - 1].copy->interval;
}

static int divide(struct hf_pace *pace, struct hf_error *err)
{
	struct hf_queue *queue;
	size_t n = 0;

	for (size_t i = 0; i < pace->n; i++)
		n += begins_queue(pace, i);
	pace->queues = queue = calloc(n ? n : 1, sizeof(*queue));
	if (!queue)
		return hf_fail_memory(err);
	for (size_t i = 0; i < pace->n; i++) {
		if (begins_queue(pace, i)) {
			const struct hf_holding *copy = pace->items[i].copy;

			queue = &pace->queues[pace->n_queues++];
			queue->location = copy->location;
			queue->interval = copy->interval;
			queue->items = &pace->items[i];
			queue->runs = (uint64_t)copy->interval / pace->between;
			/* An interval shorter than a night asks for each night. */
			if (!queue->runs)
				queue->runs = 1;
		}
		count(queue, &pace->items[i]);
	}
	return 0;
}

uint64_t hf_pace_need(const struct hf_pace *pace, uint64_t later,
		      enum hf_bound bound)
{
	uint64_t need = 0;

	for (size_t i = 0; i < pace->n_queues; i++) {
		const struct hf_queue *queue = &pace->queues[i];
		uint64_t octets = queue->failed;

		if (queue->interval)
			octets = hf_sum(octets, hf_share_up(queue->octets, 1,
						hf_sum(queue->runs, later)));
		need = hf_sum(need, hf_pace_cost(pace, queue->location, octets,
						 bound));
	}
	return need;
}

static uint64_t failed_cost(const struct hf_pace *pace, enum hf_bound bound)
{
	uint64_t cost = 0;

	for (size_t i = 0; i < pace->n_queues; i++)
		cost = hf_sum(cost, hf_pace_cost(pace, pace->queues[i].location,
						 pace->queues[i].failed, bound));
	return cost;
}

/*
 * In how many runs a queue is to come round: as soon as the budget allows, but
 * not sooner than in three quarters of its interval, and not later than in it.
 */
static uint64_t target(const struct hf_pace *pace, uint64_t runs)
{
	uint64_t most = runs - runs / 4;

	for (int b = 0; b < HF_BOUNDS; b++) {
		uint64_t failed, needed;

		if (pace->budget[b] == UINT64_MAX)
			continue;
		failed = failed_cost(pace, b);
		needed = hf_share_up(runs, hf_less(pace->need[b], failed),
				     hf_less(pace->budget[b], failed));
		if (needed > most)
			most = needed;
	}
	return most < runs ? most : runs;
}

/*
 * How many octets a queue has to read now, so that those up to each of its
 * copies can be read by what it gets, octets / target, in the runs that are
 * left for that copy.
 */
static uint64_t owed(const struct hf_pace *pace, const struct hf_queue *queue)
{
	uint64_t early = (queue->runs - queue->target) * pace->between;
	uint64_t sum = queue->left, most = 0;

	for (size_t i = 0; i < queue->n; i++) {
		const struct hf_queued *item = &queue->items[i];
		uint64_t runs, now;

		if (comes_first(item))
			continue;
		sum = hf_sum(sum, item->left);
		runs = hf_less(hf_span(pace->now, item->deadline), early) /
			pace->between;
		now = hf_less(sum, hf_share_down(queue->octets, runs,
						 queue->target));
		if (now > most)
			most = now;
	}
	return most;
}

/*
 * Whether a copy is so large that it has to be begun now, or the whole budget
 * of the runs that are left would not finish it in time.
 */
static bool is_urgent(const struct hf_pace *pace, const struct hf_queue *queue,
		      const struct hf_queued *item)
{
	uint64_t runs = hf_span(pace->now, item->deadline) / pace->between;

	for (int b = 0; b < HF_BOUNDS; b++) {
		if (hf_pace_cost(pace, queue->location, item->left, b) >
		    hf_share_down(pace->budget[b], runs, 1))
			return true;
	}
	return false;
}

/*
 * What is in the queue up to the octets that it owes is due.  The copy that
 * they would end in has time: what is read early comes round early for ever
 * after, at the cost of the other queues; so it comes behind what they ask, and
 * only where no run can be spared.
 */
static void ask_pace(const struct hf_pace *pace, struct hf_queue *queue)
{
	uint64_t sum = queue->left, before, most;
	bool is_tight;

	queue->target = target(pace, queue->runs);
	is_tight = queue->target == queue->runs;
	most = owed(pace, queue);
	for (size_t i = 0; i < queue->n; i++) {
		struct hf_queued *item = &queue->items[i];

		if (comes_first(item))
			continue;
		before = sum;
		sum = hf_sum(sum, item->left);
		if (sum <= most || is_urgent(pace, queue, item)) {
			item->due = true;
		} else if (before < most && !item->due && is_tight) {
			item->due = true;
			item->why = HF_DUE_AHEAD;
		}
	}
}

/* What would be older than its interval when the next run comes is due. */
static void ask_deadline(const struct hf_pace *pace, struct hf_queue *queue)
{
	int64_t next = hf_later(pace->now, pace->between);

	queue->target = queue->runs;
	for (size_t i = 0; i < queue->n; i++)
		queue->items[i].due |= queue->items[i].deadline < next;
}

static void set_budget(struct hf_pace *pace,
		       const struct hf_audit_budget *budget)
{
	pace->between = budget->between > 0 ? (uint64_t)budget->between :
					      HF_NIGHTLY;
	pace->budget[HF_IN_OCTETS] = budget->max_bytes ? budget->max_bytes :
							 UINT64_MAX;
	pace->budget[HF_IN_TIME] = budget->max_time ?
		hf_share_up(budget->max_time, MICRO, 1) : UINT64_MAX;
	for (int b = 0; b < HF_BOUNDS; b++)
		pace->bounded |= pace->budget[b] != UINT64_MAX;
}

int hf_pace_set(struct hf_pace *pace, const struct hf_holding_set *held,
		int64_t now, const struct hf_audit_budget *budget,
		struct hf_error *err)
{
	*pace = (struct hf_pace){ .held = held, .now = now };
	set_budget(pace, budget);
	if (enqueue_all(pace, budget, err) || divide(pace, err))
		return -1;
	for (int b = 0; b < HF_BOUNDS; b++)
		pace->need[b] = hf_pace_need(pace, 0, b);
	for (size_t i = 0; i < pace->n_queues; i++) {
		struct hf_queue *queue = &pace->queues[i];

		ask_deadline(pace, queue);
		if (pace->bounded && queue->interval)
			ask_pace(pace, queue);
	}
	return 0;
}

void hf_pace_release(struct hf_pace *pace)
{
	free(pace->items);
	free(pace->queues);
}
