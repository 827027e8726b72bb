/*
 * From what is held back to the archived original, along the events that made
 * each copy from its sources.  Every copy is settled once, after its sources,
 * by a walk that keeps its own stack: a chain may be 100,000 copies long.
 */
#include "chain/checks.h"

#include <stdio.h>
#include <stdlib.h>

enum mark { FRESH, OPEN, SETTLED };

struct walk {
	const struct hf_graph *graph;
	struct hf_sink *sink;
	struct hf_descent *of;	/* of every copy */
	size_t *via;		/* the source that it is settled by */
	unsigned char *mark;
	bool *told;		/* a break at this copy was told */
	size_t *stack;
	size_t *next;		/* source to be looked at, of each on the stack */
};

static const struct hf_copy *copy_at(const struct walk *walk, size_t copy)
{
	return &walk->graph->record->copies[copy];
}

/*
 * The @i-th copy that @copy may have been made from; HF_NONE: no more.  What
 * nobody is known to have made, but is one of several, comes from those.
 */
static size_t source_at(const struct walk *walk, size_t copy, size_t i)
{
	size_t origin = walk->graph->origin[copy];
	const struct hf_refs *one_of = &copy_at(walk, copy)->one_of;
	const struct hf_event *event;

	if (origin == HF_NONE)
		return i < one_of->n ? one_of->at[i].at : HF_NONE;
	event = &walk->graph->record->events[origin];
	if (i < event->sources.n)
		return event->sources.at[i].at;
	i -= event->sources.n;
	return i < event->candidates.n ? event->candidates.at[i].at : HF_NONE;
}

static size_t count_sources(const struct walk *walk, size_t copy)
{
	size_t origin = walk->graph->origin[copy];
	const struct hf_event *event;

	if (origin == HF_NONE)
		return copy_at(walk, copy)->one_of.n;
	event = &walk->graph->record->events[origin];
	return event->sources.n + event->candidates.n;
}

/*
 * Where a lineage may end.  A record without an accession is of something
 * that never went into an archive: there it ends with what was made from
 * nothing.
 */
static bool is_root(const struct walk *walk, size_t copy)
{
	if (walk->graph->has_accession)
		return walk->graph->archived[copy];
	return walk->graph->origin[copy] != HF_NONE &&
	       count_sources(walk, copy) == 0;
}

/* Whether it is not known which of several it is, or was made from. */
static bool is_ambiguous(const struct walk *walk, size_t copy)
{
	size_t origin = walk->graph->origin[copy];

	return copy_at(walk, copy)->one_of.n > 0 ||
	       (origin != HF_NONE &&
		walk->graph->record->events[origin].candidates.n > 1);
}

static void settle(struct walk *walk, size_t copy)
{
	struct hf_descent *of = &walk->of[copy];
	size_t n = count_sources(walk, copy);
	/* To be one of several is no hop. */
	size_t hop = walk->graph->origin[copy] != HF_NONE;

	of->copy = copy;
	of->root = HF_DANGLING;
	of->broken_at = copy;
	walk->mark[copy] = SETTLED;
	walk->via[copy] = HF_DANGLING;
	if (is_root(walk, copy)) {
		of->root = copy;
		of->ambiguous = is_ambiguous(walk, copy);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		size_t source = source_at(walk, copy, i);
		const struct hf_descent *from;

		if (source == HF_DANGLING || walk->mark[source] != SETTLED)
			continue;	/* dangling, or a cycle: told */
		from = &walk->of[source];
		if (of->root == HF_DANGLING && walk->via[copy] == HF_DANGLING) {
			of->broken_at = from->broken_at;
			walk->via[copy] = source;
		}
		if (from->root == HF_DANGLING ||
		    (of->root != HF_DANGLING && of->hops <= from->hops + hop))
			continue;
		walk->via[copy] = source;
		of->root = from->root;
		of->hops = from->hops + hop;
		of->ambiguous = from->ambiguous || is_ambiguous(walk, copy);
	}
}

static void tell_cycle(const struct walk *walk, size_t copy)
{
	hf_found(walk->sink, LINEAGE_CYCLE,
		 .path = walk->graph->record->name,
		 .line = copy_at(walk, copy)->head.line,
		 .subject = copy_at(walk, copy)->head.id);
}

static void settle_from(struct walk *walk, size_t start)
{
	size_t depth = 0;

	if (walk->mark[start] != FRESH)
		return;
	walk->mark[start] = OPEN;
	walk->stack[depth] = start;
	walk->next[depth++] = 0;
	while (depth) {
		size_t copy = walk->stack[depth - 1], source;

		if (walk->next[depth - 1] == count_sources(walk, copy)) {
			settle(walk, copy);
			depth--;
			continue;
		}
		source = source_at(walk, copy, walk->next[depth - 1]++);
		if (source == HF_DANGLING || walk->mark[source] == SETTLED)
			continue;
		if (walk->mark[source] == OPEN) {
			tell_cycle(walk, source);
			continue;
		}
		walk->mark[source] = OPEN;
		walk->stack[depth] = source;
		walk->next[depth++] = 0;
	}
}

/* What we hold: what is packaged, packages, and replicas. */
static void mark_held(const struct hf_graph *graph, bool *held)
{
	const struct hf_record *record = graph->record;

	for (size_t c = 0; c < record->n_copies; c++) {
		enum hf_kind kind = record->copies[c].kind;

		held[c] = (kind == HF_KIND_PACKAGE ||
			   kind == HF_KIND_REPLICA) &&
			  !hf_copy_ending(graph, c);
	}
	for (size_t i = 0; i < record->n_payloads; i++) {
		const struct hf_ref *copy = &record->payloads[i].copy;

		if (copy->id && copy->at != HF_DANGLING)
			held[copy->at] = true;
	}
}

static int take_descents(struct walk *walk, struct hf_chain_account *account,
			 const bool *held, struct hf_error *err)
{
	const struct hf_record *record = walk->graph->record;
	size_t n = 0;

	account->descents = calloc(record->n_copies + 1,
				   sizeof(*account->descents));
	if (!account->descents)
		return hf_fail_memory(err);
	for (size_t c = 0; c < record->n_copies; c++) {
		const struct hf_descent *of = &walk->of[c];
		const struct hf_head *at;
		char detail[200];

		if (!held[c])
			continue;
		account->descents[n++] = *of;
		if (of->root != HF_DANGLING || walk->told[of->broken_at])
			continue;
		walk->told[of->broken_at] = true;
		at = &record->copies[of->broken_at].head;
		snprintf(detail, sizeof(detail),
			 of->broken_at == c ? "it is among what is held%s" :
			 "'%s', which is held, leads back to here and no further",
			 of->broken_at == c ? "" : record->copies[c].head.id);
		hf_found(walk->sink, CHAIN_BROKEN, .path = record->name,
			 .line = at->line, .subject = at->id,
			 .detail = detail);
	}
	account->n_descents = n;
	if (!n)
		hf_found(walk->sink, NOTHING_HELD, .path = record->name);
	return 0;
}

/* I3, for copies that no break was told of; and I12's ambiguity. */
static void check_origins(const struct walk *walk)
{
	const struct hf_graph *graph = walk->graph;
	const struct hf_record *record = graph->record;

	for (size_t c = 0; c < record->n_copies; c++) {
		const struct hf_copy *copy = &record->copies[c];
		const struct hf_refs *candidates = &copy->one_of;
		char detail[200], list[160];
		size_t makings = 0, last = HF_NONE;

		for (HF_USES(graph, c, use)) {
			const struct hf_event *event =
				&record->events[use->event];

			/* An event that names it twice made it once. */
			if (use->role == HF_ROLE_OUTCOME &&
			    use->event != last && hf_event_makes(event) &&
			    hf_event_act(event) != HF_ACT_RECOVERY) {
				makings++;
				last = use->event;
			}
			if (use->role == HF_ROLE_OUTCOME &&
			    event->candidates.n > 1 && !candidates->n)
				candidates = &event->candidates;
		}
		if (makings > 1)
			hf_found(walk->sink, MULTIPLE_ORIGIN,
				 .path = record->name, .line = copy->head.line,
				 .subject = copy->head.id);
		if (!makings && !copy->one_of.n && !walk->told[c])
			hf_found(walk->sink, ORPHAN_COPY,
				 .path = record->name, .line = copy->head.line,
				 .subject = copy->head.id);
		if (!candidates->n)
			continue;
		snprintf(detail, sizeof(detail), "it is one of %s",
			 hf_list_copies(list, sizeof(list), candidates));
		hf_found(walk->sink, SOURCE_AMBIGUOUS, .path = record->name,
			 .line = copy->head.line, .subject = copy->head.id,
			 .detail = detail);
	}
}

int hf_check_lineage(const struct hf_graph *graph,
		     struct hf_chain_account *account, struct hf_sink *sink,
		     struct hf_error *err)
{
	size_t n = graph->record->n_copies + 1;
	struct walk walk = { .graph = graph, .sink = sink,
			     .via = account->sources };
	bool *held = calloc(n, sizeof(*held));
	int ret = -1;

	walk.of = calloc(n, sizeof(*walk.of));
	walk.mark = calloc(n, sizeof(*walk.mark));
	walk.told = calloc(n, sizeof(*walk.told));
	walk.stack = calloc(n, sizeof(*walk.stack));
	walk.next = calloc(n, sizeof(*walk.next));
	if (!held || !walk.of || !walk.mark || !walk.told || !walk.stack ||
	    !walk.next) {
		hf_fail_memory(err);
		goto out;
	}
	mark_held(graph, held);
	for (size_t c = 0; c < graph->record->n_copies; c++)
		settle_from(&walk, c);
	for (size_t c = 0; c < graph->record->n_copies; c++)
		account->after_accession[c] = graph->has_accession &&
					      walk.of[c].root != HF_DANGLING;
	if (take_descents(&walk, account, held, err) < 0)
		goto out;
	check_origins(&walk);
	ret = 0;
out:
	free(held);
	free(walk.of);
	free(walk.mark);
	free(walk.told);
	free(walk.stack);
	free(walk.next);
	return ret;
}
