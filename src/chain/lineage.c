/* What is held, and where its way leads; and origins (I3, I12). */
#include "chain/checks.h"

#include <stdio.h>
#include <stdlib.h>

#include "provenance/facts.h"

struct walk {
	const struct hf_graph *graph;
	struct hf_sink *sink;
	struct hf_descent *of;	/* of every copy */
	bool *told;		/* a break at this copy was told */
};

/* What we hold: what is packaged, packages, and replicas. */
static void mark_held(const struct hf_graph *graph, bool *held)
{
	const struct hf_record *record = graph->record;

	for (size_t c = 0; c < record->n_copies; c++) {
		enum hf_kind kind = record->copies[c].kind;

		held[c] = (kind == HF_KIND_PACKAGE ||
			   kind == HF_KIND_REPLICA) &&
			  !graph->ending[c] && !graph->release[c];
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
	struct walk walk = { .graph = graph, .sink = sink };
	bool *held = calloc(n, sizeof(*held));
	int ret = -1;

	walk.of = calloc(n, sizeof(*walk.of));
	walk.told = calloc(n, sizeof(*walk.told));
	if (!held || !walk.of || !walk.told) {
		hf_fail_memory(err);
		goto out;
	}
	mark_held(graph, held);
	if (hf_trace_descents(graph, walk.of, account->sources, sink, err) < 0)
		goto out;
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
	free(walk.told);
	return ret;
}
