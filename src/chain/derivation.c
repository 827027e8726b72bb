/* Derivations that change the words or bits say who, how, and what (I11). */
#include "chain/checks.h"

#include <stdlib.h>
#include <string.h>

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
static bool is_documented(const struct hf_record *record,
			  const struct hf_event *event,
			  const struct hf_copy *outcome)
{
	bool named = false, tool = false;

	for (size_t i = 0; i < event->n_by; i++) {
		size_t agent = event->by[i].agent.at;
		const char *type;

		if (agent == HF_DANGLING)
			continue;
		named = true;
		type = record->agents[agent].type;
		tool |= type && (!strcmp(type, "software") ||
				 !strcmp(type, "hardware"));
	}
	if (!named || (!event->method && !tool))
		return false;
	return outcome->kind != HF_KIND_TRANSLATION || outcome->language;
}

/*
 * The sources that are packaged too, as a scan or in their own language: there
 * the reader can check the derivation against what it was made from.
 */
static void mark_checkable(const struct hf_graph *graph, bool *checkable)
{
	const struct hf_record *record = graph->record;

	for (size_t p = 0; p < record->n_payloads; p++) {
		size_t held = record->payloads[p].copy.at;
		const struct hf_event *origin;

		if (!record->payloads[p].copy.id || held == HF_DANGLING)
			continue;
		checkable[held] = true;
		if (graph->origin[held] == HF_NONE)
			continue;
		origin = &record->events[graph->origin[held]];
		for (size_t i = 0; i < origin->sources.n; i++) {
			size_t source = origin->sources.at[i].at;

			if (source == HF_DANGLING)
				continue;
			checkable[source] |=
				record->copies[held].kind == HF_KIND_SCAN ||
				(record->copies[held].kind ==
					HF_KIND_TRANSCRIPT &&
				 !changes_language(&record->copies[source],
						   &record->copies[held]));
		}
	}
}

static void check_event(const struct hf_record *record,
			const struct hf_event *event, const bool *checkable,
			struct hf_sink *sink)
{
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
		    !is_documented(record, event, outcome))
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
	bool *checkable = calloc(record->n_copies + 1, sizeof(*checkable));

	if (!checkable)
		return hf_fail_memory(err);
	mark_checkable(graph, checkable);
	for (size_t e = 0; e < record->n_events; e++)
		check_event(record, &record->events[e], checkable, sink);
	free(checkable);
	return 0;
}
