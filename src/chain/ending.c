/* How copies ended, and that they did (I7, I8). */
#include "chain/checks.h"

#include <stdio.h>

#include "provenance/facts.h"

/*
 * Recoveries, as they are met from the last to the first.  One undoes an
 * ending that is before it, and one that it may be after, if it stands behind
 * it in the record.
 */
struct recoveries {
	int64_t latest_from;	/* of all of them */
	int64_t latest_until;	/* of those met so far */
};

static bool counts_as(const struct hf_graph *graph,
		      const struct hf_event *event, enum hf_act act)
{
	return hf_event_act(event) == act &&
	       hf_record_grade(graph->record, &event->claim) >=
		       graph->accounted;
}

static struct recoveries find_recoveries(const struct hf_graph *graph,
					 size_t copy)
{
	struct recoveries found = { HF_DATE_FIRST, HF_DATE_FIRST };

	for (HF_USES(graph, copy, use)) {
		const struct hf_event *event =
			&graph->record->events[use->event];

		if (use->act == HF_ACT_RECOVERY &&
		    counts_as(graph, event, HF_ACT_RECOVERY) &&
		    hf_date_from(&event->when) > found.latest_from)
			found.latest_from = hf_date_from(&event->when);
	}
	return found;
}

/* Whether @event, of @act, says so of the copy for good; notes recoveries. */
static bool ends_for_good(const struct hf_graph *graph,
			  struct recoveries *recoveries, enum hf_act act,
			  const struct hf_event *event, enum hf_role role)
{
	int64_t until = hf_date_until(&event->when);

	if (counts_as(graph, event, HF_ACT_RECOVERY) &&
	    until > recoveries->latest_until)
		recoveries->latest_until = until;
	if (!counts_as(graph, event, act) || role != HF_ROLE_SOURCE ||
	    until < recoveries->latest_from)
		return false;
	return recoveries->latest_until == HF_DATE_FIRST ||
	       recoveries->latest_until < hf_date_from(&event->when);
}

const struct hf_event *hf_find_end(const struct hf_graph *graph, size_t copy,
				   enum hf_act act)
{
	const struct hf_use *first = graph->uses + graph->first_use[copy];
	const struct hf_use *use = graph->uses + graph->first_use[copy + 1];
	struct recoveries recoveries = find_recoveries(graph, copy);
	const struct hf_event *end = NULL;

	while (use-- > first) {
		const struct hf_event *event =
			&graph->record->events[use->event];

		if ((use->act == act || use->act == HF_ACT_RECOVERY) &&
		    ends_for_good(graph, &recoveries, act, event, use->role))
			end = event;
	}
	return end;
}

static const char *when(const struct hf_event *event)
{
	return event->when.text ? event->when.text : "a day unknown";
}

static void tell(const struct hf_graph *graph, struct hf_sink *sink,
		 enum hf_finding_id id, size_t copy,
		 const struct hf_event *event, const struct hf_event *ending)
{
	const struct hf_record *record = graph->record;
	char detail[400];

	snprintf(detail, sizeof(detail), "%s '%s' on %s, %s '%s' on %s",
		 ending->type->label, ending->head.id, when(ending),
		 event->type->label, event->head.id, when(event));
	hf_emit(sink, &(struct hf_finding){
		.id = id, .path = record->name, .line = event->head.line,
		.subject = record->copies[copy].head.id, .detail = detail });
}

/* What an event shows of a copy that had ended before it. */
static bool shows_life(const struct hf_use *use, enum hf_act act,
		       enum hf_finding_id *id_ret)
{
	if (use->role != HF_ROLE_SOURCE)
		return false;
	switch (act) {
	case HF_ACT_SIGHTING:
	case HF_ACT_CHECK:
	case HF_ACT_RECEIPT:
		*id_ret = HF_RESURRECTED_COPY;
		return true;
	case HF_ACT_MAKING:
	case HF_ACT_REPLICATION:
	case HF_ACT_REWRITING:
	case HF_ACT_ACCESSION:
	case HF_ACT_TRANSFER:
		*id_ret = HF_POST_TERMINAL_ACTIVITY;
		return true;
	default:
		return false;
	}
}

/*
 * It ended once, or was given up once: @end is the first event of @act that no
 * recovery undid.
 */
static void check_once(const struct hf_graph *graph, size_t copy,
		       enum hf_act act, const struct hf_event *end,
		       struct hf_sink *sink)
{
	const struct hf_use *first = graph->uses + graph->first_use[copy];
	const struct hf_use *use = graph->uses + graph->first_use[copy + 1];
	struct recoveries recoveries = find_recoveries(graph, copy);

	while (use-- > first) {
		const struct hf_event *event =
			&graph->record->events[use->event];

		if (event != end &&
		    ends_for_good(graph, &recoveries, act, event, use->role))
			tell(graph, sink, HF_ENDED_TWICE, copy, event, end);
	}
}

/*
 * Whether somebody may have had it since @release, and may give it up in turn:
 * it was handed over, or accepted, and not decidedly before.
 */
static bool went_on(const struct hf_graph *graph, size_t copy,
		    const struct hf_event *release)
{
	for (HF_USES(graph, copy, use)) {
		const struct hf_event *event =
			&graph->record->events[use->event];
		enum hf_act act = hf_event_act(event);

		if (use->role == HF_ROLE_SOURCE &&
		    (act == HF_ACT_TRANSFER || act == HF_ACT_RECEIPT ||
		     act == HF_ACT_ACCESSION) &&
		    !hf_date_is_before(&event->when, &release->when))
			return true;
	}
	return false;
}

static void check_after(const struct hf_graph *graph, size_t copy,
			const struct hf_event *ending, struct hf_sink *sink)
{
	for (HF_USES(graph, copy, use)) {
		const struct hf_event *event =
			&graph->record->events[use->event];
		enum hf_finding_id id;

		if (shows_life(use, hf_event_act(event), &id) &&
		    hf_date_is_before(&ending->when, &event->when))
			tell(graph, sink, id, copy, event, ending);
	}
}

/* I8: agent, authority, method and date; and somebody else's word. */
static void check_evidence(const struct hf_graph *graph, size_t copy,
			   const struct hf_event *ending, struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;
	enum hf_grade grade = hf_record_grade(record, &ending->claim);
	const char *id = record->copies[copy].head.id;

	if (grade < HF_G2)
		hf_found(sink, DESTRUCTION_ASSERTED_ONLY, .path = record->name,
			 .line = ending->head.line, .subject = id);
	else if (!ending->authority || !ending->method ||
		 !graph->parties[ending - record->events].named ||
		 hf_date_is_unknown(&ending->when))
		hf_found(sink, DESTRUCTION_UNAUTHORISED, .path = record->name,
			 .line = ending->head.line, .subject = id);
}

void hf_check_endings(const struct hf_graph *graph, struct hf_sink *sink)
{
	for (size_t c = 0; c < graph->record->n_copies; c++) {
		const struct hf_event *ending = graph->ending[c];
		const struct hf_event *release = graph->release[c];

		if (release && !went_on(graph, c, release))
			check_once(graph, c, HF_ACT_RELEASE, release, sink);
		if (!ending)
			continue;
		check_evidence(graph, c, ending, sink);
		check_once(graph, c, HF_ACT_ENDING, ending, sink);
		check_after(graph, c, ending, sink);
	}
}
