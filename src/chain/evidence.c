/* Who, by what claim, and when (I15, I16, I19, and I4 by its dates). */
#include "chain/checks.h"

#include <stdio.h>
#include <string.h>

#include "provenance/facts.h"

/* The days on which clocks begin that nobody set: Unix's, and the PC's. */
static bool is_clocks_birth(const struct hf_date *date)
{
	static const int64_t days[] = { 0, 3652 };

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		if (date->text && date->earliest == date->latest &&
		    date->earliest / 86400 == days[i] && date->earliest >= 0)
			return true;
	}
	return false;
}

/* A machine's time that no clock gave, and a claim of what was yet to come. */
static void check_clock(const struct hf_record *record,
			const struct hf_event *event, bool machine,
			struct hf_sink *sink)
{
	const struct hf_claim *claim = event->claim.id &&
		event->claim.at != HF_DANGLING ?
		&record->claims[event->claim.at] : NULL;
	char detail[300];

	if (claim && hf_date_is_before(&claim->when, &event->when))
		snprintf(detail, sizeof(detail),
			 "the claim '%s' is of %s, before it",
			 claim->head.id, claim->when.text);
	else if (machine && is_clocks_birth(&event->when))
		snprintf(detail, sizeof(detail),
			 "clocks begin on that day when nobody has set them");
	else
		return;
	hf_found(sink, CLOCK_SUSPECT, .path = record->name,
		 .line = event->head.line, .subject = event->head.id,
		 .actual = event->when.text, .detail = detail);
}

static void check_event(const struct hf_graph *graph, size_t index,
			const struct hf_chain_options *options,
			struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;
	const struct hf_event *event = &record->events[index];
	int64_t now = options->now;
	const struct hf_head *head = &event->head;

	if (!graph->parties[index].named)
		hf_found(sink, UNATTRIBUTED, .path = record->name,
			 .line = head->line, .subject = head->id);
	if (hf_record_grade(record, &event->claim) < options->policy.accounted)
		hf_found(sink, UNSOURCED_CLAIM, .path = record->name,
			 .line = head->line, .subject = head->id);
	check_clock(record, event, graph->parties[index].machine, sink);
	if (now && event->when.text && event->when.earliest > now &&
	    event->when.earliest - now > event->when.doubt)
		hf_found(sink, TIME_IMPOSSIBLE, .path = record->name,
			 .line = head->line, .subject = head->id,
			 .actual = event->when.text);
}

/* Nothing happens to a copy before it is made. */
static void check_order(const struct hf_graph *graph, size_t copy,
			struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;
	const struct hf_event *origin;
	char detail[400];

	if (graph->origin[copy] == HF_NONE)
		return;
	origin = &record->events[graph->origin[copy]];
	for (HF_USES(graph, copy, use)) {
		const struct hf_event *event = &record->events[use->event];

		if (use->role != HF_ROLE_SOURCE ||
		    !hf_date_is_before(&event->when, &origin->when))
			continue;
		snprintf(detail, sizeof(detail),
			 "'%s' is of %s, but '%s', which made it, of %s",
			 event->head.id, event->when.text, origin->head.id,
			 origin->when.text);
		hf_emit(sink, &(struct hf_finding){
			.id = hf_event_makes(event) ? HF_SOURCE_NOT_EXTANT
						    : HF_TIME_REVERSED,
			.path = record->name, .line = event->head.line,
			.subject = record->copies[copy].head.id,
			.detail = detail });
	}
}

void hf_check_events(const struct hf_graph *graph,
		     const struct hf_chain_options *options,
		     struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;

	for (size_t e = 0; e < record->n_events; e++)
		check_event(graph, e, options, sink);
	for (size_t p = 0; p < record->n_populations; p++) {
		const struct hf_population *population =
			&record->populations[p];

		if (hf_record_grade(record, &population->claim) <
		    options->policy.accounted)
			hf_found(sink, UNSOURCED_CLAIM, .path = record->name,
				 .line = population->head.line,
				 .subject = population->head.id);
	}
	for (size_t c = 0; c < record->n_copies; c++)
		check_order(graph, c, sink);
}
