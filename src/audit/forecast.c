#include "audit/forecast.h"

#include <stdlib.h>

#include "audit/pace.h"
#include "audit/wide.h"

#define MICRO	1000000u

static void add(struct hf_amount *amount, uint64_t octets)
{
	amount->copies++;
	amount->octets = hf_sum(amount->octets, octets);
}

static void look(struct hf_outlook *outlook, const struct hf_queued *item,
		 int64_t now)
{
	const struct hf_holding *copy = item->copy;
	uint64_t age = hf_span(copy->checked ? copy->checked : copy->since,
			       now);

	add(&outlook->held, copy->octets);
	if (item->due)
		add(&outlook->due, item->left);
	if (item->deadline < now)
		add(&outlook->late, copy->octets);
	if (!copy->checked)
		add(&outlook->never, copy->octets);
	if (age > outlook->oldest)
		outlook->oldest = age;
}

/* How many runs @spent takes. */
static uint64_t runs_for(const struct hf_pace *pace,
			 const uint64_t spent[HF_BOUNDS])
{
	uint64_t most = 1;

	for (int b = 0; b < HF_BOUNDS; b++) {
		uint64_t runs = hf_share_up(spent[b], 1, pace->budget[b]);

		if (pace->budget[b] != UINT64_MAX && runs > most)
			most = runs;
	}
	return most;
}

/* When all that is due is read: where its last copy stands in the order. */
static void count_runs(const struct hf_pace *pace, struct hf_forecast *f)
{
	uint64_t spent[HF_BOUNDS] = { 0 };

	for (size_t i = 0; i < pace->n; i++) {
		const struct hf_queued *item = &pace->items[i];
		size_t location = item->copy->location;

		if (!item->due)
			continue;
		for (int b = 0; b < HF_BOUNDS; b++)
			spent[b] = hf_sum(spent[b],
					  hf_pace_cost(pace, location,
						       item->left, b));
		f->all.runs = runs_for(pace, spent);
		f->places[location].runs = f->all.runs;
	}
}

/*
 * The least octets in each run so that whatever is not late is reached, in the
 * order of reading, in the runs up to its deadline, this one included.
 */
static uint64_t rush(const struct hf_pace *pace)
{
	uint64_t sum = 0, most = pace->need[HF_IN_OCTETS];

	for (size_t i = 0; i < pace->n; i++) {
		const struct hf_queued *item = &pace->items[i];
		uint64_t runs = hf_span(pace->now, item->deadline) /
			pace->between;
		uint64_t each;

		sum = hf_sum(sum, item->left);
		if (item->deadline < pace->now || !item->copy->interval)
			continue;
		each = hf_share_up(sum, 1, hf_sum(runs, 1));
		if (each > most)
			most = each;
	}
	return most;
}

static bool suffices(const struct hf_pace *pace, uint64_t later)
{
	for (int b = 0; b < HF_BOUNDS; b++) {
		if (hf_pace_need(pace, later, b) > pace->budget[b])
			return false;
	}
	return true;
}

/* By how many runs intervals had to be longer for the budget to suffice. */
static uint64_t lateness(const struct hf_pace *pace)
{
	uint64_t least = 0, most = UINT64_MAX / 2;

	if (suffices(pace, 0))
		return 0;
	if (!suffices(pace, most))
		return HF_NEVER_DONE;
	while (most - least > 1) {
		uint64_t middle = least + (most - least) / 2;

		if (suffices(pace, middle))
			most = middle;
		else
			least = middle;
	}
	return most;
}

static void need(const struct hf_pace *pace, struct hf_forecast *f)
{
	for (size_t i = 0; i < pace->n_queues; i++) {
		const struct hf_queue *queue = &pace->queues[i];
		struct hf_outlook *place = &f->places[queue->location];
		uint64_t octets = queue->failed;

		if (queue->interval)
			octets = hf_sum(octets, hf_share_up(queue->octets, 1,
							    queue->runs));
		place->per_run = hf_sum(place->per_run, octets);
		f->all.per_run = hf_sum(f->all.per_run, octets);
	}
	f->needed_bytes = pace->need[HF_IN_OCTETS];
	f->short_bytes = hf_less(f->needed_bytes, pace->budget[HF_IN_OCTETS]);
	f->needed_time = hf_share_up(pace->need[HF_IN_TIME], 1, MICRO);
	f->short_time = hf_share_up(hf_less(pace->need[HF_IN_TIME],
					    pace->budget[HF_IN_TIME]),
				    1, MICRO);
	f->runs_late = lateness(pace);
}

static int fill(struct hf_forecast *f, struct hf_pace *pace,
		struct hf_error *err)
{
	f->n = pace->held->n_places;
	f->between = (int64_t)pace->between;
	f->places = calloc(f->n ? f->n : 1, sizeof(*f->places));
	if (!f->places)
		return hf_fail_memory(err);
	need(pace, f);
	/* From here on the items are in the order of reading, not in queues. */
	hf_pace_order(pace, pace->items, pace->n);
	for (size_t i = 0; i < pace->n; i++) {
		const struct hf_queued *item = &pace->items[i];

		look(&f->places[item->copy->location], item, pace->now);
		look(&f->all, item, pace->now);
	}
	count_runs(pace, f);
	f->rush_bytes = rush(pace);
	return 0;
}

int hf_forecast_make(struct hf_forecast **forecast_ret,
		     const struct hf_holding_set *held, int64_t now,
		     const struct hf_audit_budget *budget, struct hf_error *err)
{
	struct hf_forecast *f = calloc(1, sizeof(*f));
	struct hf_pace pace = { 0 };

	if (!f)
		return hf_fail_memory(err);
	if (hf_pace_set(&pace, held, now, budget, err) ||
	    fill(f, &pace, err)) {
		hf_pace_release(&pace);
		hf_forecast_free(f);
		return -1;
	}
	hf_pace_release(&pace);
	*forecast_ret = f;
	return 0;
}

void hf_forecast_free(struct hf_forecast *forecast)
{
	if (!forecast)
		return;
	free(forecast->places);
	free(forecast);
}
