#include "audit/rhythm.h"

#include <stdlib.h>

#include "audit/wide.h"

#define GAPS		7	/* between runs, of which the middle one counts */
#define HOURLY		3600

static int by_length(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/*
 * Between two runs lies what the log shows: the middle one of the last gaps,
 * which a run by hand or one that was missed does not move.  Where there are
 * few, a run by hand would: then it is a night at least.
 */
static int64_t usual_gap(const struct hf_run_seen *runs, int n)
{
	int64_t gaps[GAPS], least = n < 4 ? HF_NIGHTLY : HOURLY;

	if (n < 2)
		return HF_NIGHTLY;
	for (int i = 0; i + 1 < n; i++)
		gaps[i] = runs[i].time - runs[i + 1].time;
	qsort(gaps, (size_t)n - 1, sizeof(gaps[0]), by_length);
	return gaps[(n - 1) / 2] > least ? gaps[(n - 1) / 2] : least;
}

/* Since when an audit could have run: something has been held. */
static int64_t held_since(const struct hf_holding_set *held)
{
	int64_t since = 0;

	for (size_t i = 0; i < held->n; i++) {
		if (!since || held->copies[i].since < since)
			since = held->copies[i].since;
	}
	return since;
}

/* One run may fail to come about; that two did is no accident. */
int hf_rhythm_read(struct hf_rhythm *rhythm, struct hf_catalogue *catalogue,
		   const struct hf_holding_set *held, int64_t now,
		   struct hf_error *err)
{
	struct hf_run_seen runs[GAPS + 1];
	int n = hf_catalogue_runs(catalogue, "audit", runs, GAPS + 1, err);

	if (n < 0)
		return -1;
	*rhythm = (struct hf_rhythm){ .n = n, .between = usual_gap(runs, n) };
	if (n)
		rhythm->last = runs[0];
	rhythm->since = held->n ? held_since(held) : 0;
	if (n && held->n)
		rhythm->since = runs[0].time;
	rhythm->late = rhythm->since && hf_span(rhythm->since, now) >
					2 * (uint64_t)rhythm->between;
	return 0;
}
