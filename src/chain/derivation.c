/* Derivations that change the words or bits say who, how, and what (I11). */
#include "chain/checks.h"

#include <stdlib.h>
#include <string.h>

#include "bag/inventory.h"
#include "provenance/facts.h"

static const struct hf_copy *first_of(const struct hf_record *record,
				      const struct hf_refs *refs)
{
	if (!refs->n || refs->at[0].at == HF_DANGLING)
		return NULL;
	return &record->copies[refs->at[0].at];
}

static bool changes_language(const struct hf_copy *source,
			     const struct hf_copy *outcome)
{
	return source && source->language && outcome->language &&
	       strcmp(source->language, outcome->language) != 0;
}

/* Whether the outcome is the source in other words or other bits. */
static bool is_rewriting(const struct hf_event *event,
			 const struct hf_copy *source,
			 const struct hf_copy *outcome)
{
	return hf_event_act(event) == HF_ACT_REWRITING ||
	       outcome->kind == HF_KIND_TRANSLATION ||
	       outcome->kind == HF_KIND_TRANSCRIPT ||
	       changes_language(source, outcome);
}

/* Who, by which method or tool, and for a translation into which language. */
static bool is_documented(const struct hf_event *event,
			  const struct hf_parties *parties,
			  const struct hf_copy *outcome)
{
	if (!parties->named || (!event->method && !parties->machine))
		return false;
	return outcome->kind != HF_KIND_TRANSLATION || outcome->language;
}

/*
 * What of one event's outcomes is packaged, for each language the last event
 * that has a transcript in it, plus one.
 */
struct packaged {
	bool *held;		/* of each copy: a Payload is of it */
	size_t *language;	/* of each copy: its number; 0: none given */
	size_t *seen;		/* of each language */
	bool *checkable;	/* of each copy */
};

static int number_languages(const struct hf_record *record, size_t *language,
			    struct hf_error *err)
{
	struct hf_inventory *names;

	if (hf_inventory_new(&names, err) < 0)
		return -1;
	for (size_t c = 0; c < record->n_copies; c++) {
		const char *name = record->copies[c].language;
		uint32_t at = name ? hf_inventory_add(names, name, strlen(name))
				   : 0;

		if (at == HF_NO_FILE) {
			hf_inventory_free(names);
			return hf_fail_memory(err);
		}
		language[c] = name ? (size_t)at + 1 : 0;
	}
	hf_inventory_free(names);
	return 0;
}

/* Whether a transcript is held that is in the language of its source. */
static bool is_in_words(const struct packaged *p, size_t event, size_t source)
{
	return p->language[source] ?
	       p->seen[p->language[source]] == event + 1 : true;
}

/*
 * The sources that are packaged too, as a scan or in their own language: there
 * the reader can check the derivation against what it was made from.
 */
static void mark_sources(const struct hf_graph *graph, size_t index,
			 struct packaged *p)
{
	const struct hf_record *record = graph->record;
	const struct hf_event *event = &record->events[index];
	bool transcript = false, all = false;

	for (size_t i = 0; i < event->outcomes.n; i++) {
		size_t c = event->outcomes.at[i].at;
		enum hf_kind kind;

		if (c == HF_DANGLING || !p->held[c] ||
		    graph->origin[c] != index)
			continue;
		kind = record->copies[c].kind;
		/* A transcript in no language that is given may be in any. */
		all |= kind == HF_KIND_SCAN ||
		       (kind == HF_KIND_TRANSCRIPT && !p->language[c]);
		if (kind != HF_KIND_TRANSCRIPT)
			continue;
		transcript = true;
		p->seen[p->language[c]] = index + 1;
	}
	for (size_t i = 0; (all || transcript) && i < event->sources.n; i++) {
		size_t source = event->sources.at[i].at;

		if (source != HF_DANGLING)
			p->checkable[source] |= all ||
				is_in_words(p, index, source);
	}
}

static void mark_checkable(const struct hf_graph *graph, struct packaged *p)
{
	const struct hf_record *record = graph->record;

	for (size_t i = 0; i < record->n_payloads; i++) {
		const struct hf_ref *copy = &record->payloads[i].copy;

		if (copy->id && copy->at != HF_DANGLING)
			p->held[copy->at] = p->checkable[copy->at] = true;
	}
	for (size_t e = 0; e < record->n_events; e++)
		mark_sources(graph, e, p);
}

static void check_event(const struct hf_graph *graph, size_t index,
			const bool *checkable, struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;
	const struct hf_event *event = &record->events[index];
	const struct hf_refs *from = event->sources.n ? &event->sources
						      : &event->candidates;
	const struct hf_copy *source = first_of(record, from);

	if (!hf_event_makes(event) || (source && checkable[from->at[0].at]))
		return;
	for (size_t i = 0; i < event->outcomes.n; i++) {
		const struct hf_copy *outcome;

		if (event->outcomes.at[i].at == HF_DANGLING)
			continue;
		outcome = &record->copies[event->outcomes.at[i].at];
		if (is_rewriting(event, source, outcome) &&
		    !is_documented(event, &graph->parties[index], outcome))
			hf_found(sink, DERIVATION_UNDOCUMENTED,
				 .path = record->name,
				 .line = event->head.line,
				 .subject = outcome->head.id,
				 .detail = !event->method ?
				 "the event has no Method" :
				 "its maker is unknown, or its Language is not given");
	}
}

int hf_check_derivations(const struct hf_graph *graph, struct hf_sink *sink,
			 struct hf_error *err)
{
	const struct hf_record *record = graph->record;
	size_t n = record->n_copies + 1;
	struct packaged p = {
		.held = calloc(n, sizeof(*p.held)),
		.language = calloc(n, sizeof(*p.language)),
		.seen = calloc(n, sizeof(*p.seen)),
		.checkable = calloc(n, sizeof(*p.checkable)),
	};
	int ret = -1;

	if (!p.held || !p.language || !p.seen || !p.checkable) {
		hf_fail_memory(err);
		goto out;
	}
	if (number_languages(record, p.language, err) < 0)
		goto out;
	mark_checkable(graph, &p);
	for (size_t e = 0; e < record->n_events; e++)
		check_event(graph, e, p.checkable, sink);
	ret = 0;
out:
	free(p.held);
	free(p.language);
	free(p.seen);
	free(p.checkable);
	return ret;
}
