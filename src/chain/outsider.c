/*
 * What was made together with the members of a population, and is none (I2).
 *
 * Populations of one work that share a member speak of the same making, and are
 * put into one group; those that share none divide a making between them.  So a
 * copy is outside a population, if the event that made it made a member too, and
 * it is a member of nothing, or of others of the same group alone.  That is
 * counted for each event, work and group at once, and not for each population:
 * a record may hold 100,000 of each.
 */
#include "chain/checks.h"

#include <stdlib.h>

/* One copy, by what it is counted with.  A copy in no group counts with all. */
struct entry {
	size_t event, work, group;
};

struct outsiders {
	const struct hf_graph *graph;
	const struct hf_record *record;
	size_t *group;		/* of each population: one of the group */
	size_t *last;		/* of each copy: a population it is in, plus one */
	size_t *looked;		/* of each event: the last population, plus one */
	struct entry *entries;	/* sorted */
	size_t n;
};

/* The population that stands for the group; the way there is made shorter. */
static size_t find_group(const struct outsiders *o, size_t p)
{
	while (o->group[p] != p) {
		o->group[p] = o->group[o->group[p]];
		p = o->group[p];
	}
	return p;
}

static void make_groups(struct outsiders *o)
{
	for (size_t p = 0; p < o->record->n_populations; p++)
		o->group[p] = p;
	for (size_t p = 0; p < o->record->n_populations; p++) {
		const struct hf_population *population =
			&o->record->populations[p];

		for (size_t i = 0; i < population->members.n; i++) {
			size_t copy = population->members.at[i].at, other;

			/* A copy is a member of populations of its own work. */
			if (copy == HF_DANGLING || population->of.at !=
			    o->record->copies[copy].of.at)
				continue;
			other = o->last[copy];
			if (other)
				o->group[find_group(o, p)] =
					find_group(o, other - 1);
			o->last[copy] = p + 1;
		}
	}
}

static int by_entry(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->event != y->event)
		return x->event < y->event ? -1 : 1;
	if (x->work != y->work)
		return x->work < y->work ? -1 : 1;
	return (x->group > y->group) - (x->group < y->group);
}

/* How many entries are before @entry, or with @after not behind it. */
static size_t count_before(const struct outsiders *o,
			   const struct entry *entry, bool after)
{
	size_t low = 0, high = o->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_entry(&o->entries[middle], entry) < (int)after)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static uint64_t count_like(const struct outsiders *o, size_t event,
			   size_t work, size_t group)
{
	const struct entry entry = { event, work, group };

	return count_before(o, &entry, true) - count_before(o, &entry, false);
}

static void make_entries(struct outsiders *o)
{
	for (size_t c = 0; c < o->record->n_copies; c++) {
		if (o->graph->origin[c] == HF_NONE)
			continue;
		o->entries[o->n++] = (struct entry){
			.event = o->graph->origin[c],
			.work = o->record->copies[c].of.at,
			.group = o->last[c] ? find_group(o, o->last[c] - 1)
					    : HF_NONE };
	}
	if (o->n)
		qsort(o->entries, o->n, sizeof(*o->entries), by_entry);
}

/* @named: for each copy, the last population that it was a member of, plus one. */
static uint64_t count_outside(const struct outsiders *o, size_t p,
			      size_t *named)
{
	const struct hf_population *population = &o->record->populations[p];
	size_t work = population->of.at, group = find_group(o, p);
	uint64_t outside = 0, members = 0;

	for (size_t i = 0; i < population->members.n; i++) {
		size_t copy = population->members.at[i].at, origin;

		if (copy == HF_DANGLING || named[copy] == p + 1)
			continue;
		named[copy] = p + 1;
		origin = o->graph->origin[copy];
		if (origin == HF_NONE)
			continue;
		members += o->record->copies[copy].of.at == work;
		if (o->looked[origin] == p + 1)
			continue;
		o->looked[origin] = p + 1;
		outside += count_like(o, origin, work, group) +
			   count_like(o, origin, work, HF_NONE);
	}
	return outside - members;
}

int hf_count_outsiders(const struct hf_graph *graph, uint64_t *outside,
		       struct hf_error *err)
{
	const struct hf_record *record = graph->record;
	struct outsiders o = { .graph = graph, .record = record };
	int ret = -1;

	o.group = calloc(record->n_populations + 1, sizeof(*o.group));
	o.last = calloc(record->n_copies + 1, sizeof(*o.last));
	o.looked = calloc(record->n_events + 1, sizeof(*o.looked));
	o.entries = calloc(record->n_copies + 1, sizeof(*o.entries));
	if (!o.group || !o.last || !o.looked || !o.entries) {
		hf_fail_memory(err);
		goto out;
	}
	make_groups(&o);
	make_entries(&o);
	for (size_t c = 0; c < record->n_copies; c++)
		o.last[c] = 0;
	for (size_t p = 0; p < record->n_populations; p++)
		outside[p] = count_outside(&o, p, o.last);
	ret = 0;
out:
	free(o.group);
	free(o.last);
	free(o.looked);
	free(o.entries);
	return ret;
}
