/*
 * What was made of a copy that is gone, and that nobody checked (I9).
 *
 * As long as the source is there, a file that was made of it can be compared,
 * or made anew.  Once it is destroyed or lost, what nobody read again must be
 * believed.  Copies that were replicated from one another stand for each other:
 * one of them that is left and can be trusted is as good as the source.
 */
#include "chain/checks.h"

#include <stdio.h>
#include <stdlib.h>

#include "provenance/facts.h"

struct bits {
	const struct hf_graph *graph;
	const struct hf_chain_account *account;
	size_t *same;		/* of each copy: one with the same bits */
	bool *left;		/* of what stands for all of them: one is left */
	bool *checked;		/* of each copy; or that it was not was told */
};

/* The copy that stands for all of the same bits; the way there is halved. */
static size_t find_same(const struct bits *bits, size_t copy)
{
	while (bits->same[copy] != copy) {
		bits->same[copy] = bits->same[bits->same[copy]];
		copy = bits->same[copy];
	}
	return copy;
}

static void join(const struct bits *bits, const struct hf_refs *copies,
		 size_t *first)
{
	for (size_t i = 0; i < copies->n; i++) {
		size_t copy = copies->at[i].at;

		if (copy == HF_DANGLING)
			continue;
		if (*first == HF_NONE)
			*first = copy;
		bits->same[find_same(bits, copy)] = find_same(bits, *first);
	}
}

static enum hf_act act_of(const struct bits *bits, size_t copy)
{
	size_t origin = bits->graph->origin[copy];

	return origin == HF_NONE ? HF_ACT_OTHER :
	       hf_event_act(&bits->graph->record->events[origin]);
}

static bool is_gone(const struct bits *bits, size_t copy)
{
	return hf_is_gone(bits->account->copies[copy].state);
}

/* It is there, and did not fail; and what replicated it was checked. */
static bool is_trusted(const struct bits *bits, size_t copy)
{
	return !is_gone(bits, copy) &&
	       bits->account->copies[copy].state != HF_STATE_CORRUPT &&
	       (act_of(bits, copy) != HF_ACT_REPLICATION ||
		bits->checked[copy]);
}

static void find_what_is_left(const struct bits *bits)
{
	const struct hf_record *record = bits->graph->record;

	for (size_t c = 0; c < record->n_copies; c++) {
		bits->same[c] = c;
		bits->checked[c] = hf_is_checked(bits->graph, c, true);
	}
	for (size_t e = 0; e < record->n_events; e++) {
		const struct hf_event *event = &record->events[e];
		size_t first = HF_NONE;

		if (hf_event_act(event) != HF_ACT_REPLICATION)
			continue;
		join(bits, &event->sources, &first);
		join(bits, &event->outcomes, &first);
	}
	for (size_t c = 0; c < record->n_copies; c++)
		bits->left[find_same(bits, c)] |= is_trusted(bits, c);
}

/* Whether some copy is still there; else *@gone_ret is the last that went. */
static bool are_left(const struct bits *bits, const struct hf_refs *from,
		     size_t *gone_ret)
{
	for (size_t i = 0; i < from->n; i++) {
		size_t copy = from->at[i].at;

		if (copy == HF_DANGLING)
			continue;
		if (!is_gone(bits, copy) || bits->left[find_same(bits, copy)])
			return true;
		*gone_ret = copy;
	}
	return false;
}

/* A copy of bits that is there, and that no check has found right. */
static bool is_unchecked(const struct bits *bits, size_t copy)
{
	return hf_is_digital(&bits->graph->record->copies[copy]) &&
	       !is_gone(bits, copy) && !bits->graph->release[copy] &&
	       !bits->checked[copy];
}

static void tell(const struct bits *bits, size_t copy, size_t source,
		 struct hf_sink *sink)
{
	const struct hf_record *record = bits->graph->record;
	const struct hf_event *end = bits->account->copies[source].event;
	char detail[300];

	bits->checked[copy] = true;	/* told once */
	snprintf(detail, sizeof(detail),
		 "it was made of '%s', of which nothing is left since %s '%s' on %s",
		 record->copies[source].head.id, end->type->label,
		 end->head.id, end->when.text ? end->when.text : "a day unknown");
	hf_found(sink, LAST_SOURCE_DESTROYED, .path = record->name,
		 .line = end->head.line, .subject = record->copies[copy].head.id,
		 .detail = detail);
}

static void check_event(const struct bits *bits, size_t index,
			struct hf_sink *sink)
{
	const struct hf_event *event = &bits->graph->record->events[index];
	enum hf_act act = hf_event_act(event);
	size_t gone = HF_NONE;

	if ((act != HF_ACT_REPLICATION && act != HF_ACT_REWRITING) ||
	    are_left(bits, &event->sources, &gone) ||
	    are_left(bits, &event->candidates, &gone) || gone == HF_NONE)
		return;
	for (size_t i = 0; i < event->outcomes.n; i++) {
		size_t copy = event->outcomes.at[i].at;

		if (copy != HF_DANGLING && bits->graph->origin[copy] == index &&
		    is_unchecked(bits, copy))
			tell(bits, copy, gone, sink);
	}
}

int hf_check_last_sources(const struct hf_graph *graph,
			  const struct hf_chain_account *account,
			  struct hf_sink *sink, struct hf_error *err)
{
	size_t n = graph->record->n_copies + 1;
	struct bits bits = { .graph = graph, .account = account };
	int ret = -1;

	bits.same = calloc(n, sizeof(*bits.same));
	bits.left = calloc(n, sizeof(*bits.left));
	bits.checked = calloc(n, sizeof(*bits.checked));
	if (!bits.same || !bits.left || !bits.checked) {
		hf_fail_memory(err);
		goto out;
	}
	find_what_is_left(&bits);
	for (size_t e = 0; e < graph->record->n_events; e++)
		check_event(&bits, e, sink);
	ret = 0;
out:
	free(bits.same);
	free(bits.left);
	free(bits.checked);
	return ret;
}
