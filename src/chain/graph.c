#include "chain/checks.h"

#include <stdlib.h>
#include <string.h>

#include "provenance/facts.h"

/* The lists of copies that an event holds, by role. */
static const struct hf_refs *list_of(const struct hf_event *event,
				     enum hf_role role)
{
	switch (role) {
	case HF_ROLE_SOURCE:
		return &event->sources;
	case HF_ROLE_CANDIDATE:
		return &event->candidates;
	default:
		return &event->outcomes;
	}
}

/* Count the uses of each copy into the place behind its own. */
static size_t count_uses(struct hf_graph *graph)
{
	const struct hf_record *record = graph->record;
	size_t total = 0;

	for (size_t e = 0; e < record->n_events; e++) {
		for (int role = 0; role <= HF_ROLE_OUTCOME; role++) {
			const struct hf_refs *refs =
				list_of(&record->events[e], role);

			for (size_t i = 0; i < refs->n; i++) {
				if (refs->at[i].at == HF_DANGLING)
					continue;
				graph->first_use[refs->at[i].at + 1]++;
				total++;
			}
		}
	}
	for (size_t c = 0; c < record->n_copies; c++)
		graph->first_use[c + 1] += graph->first_use[c];
	return total;
}

/* Events come in the order of the record, so each copy's uses do too. */
static void place_uses(struct hf_graph *graph, size_t *next)
{
	const struct hf_record *record = graph->record;

	for (size_t e = 0; e < record->n_events; e++) {
		enum hf_act act = hf_event_act(&record->events[e]);

		for (int role = 0; role <= HF_ROLE_OUTCOME; role++) {
			const struct hf_refs *refs =
				list_of(&record->events[e], role);

			for (size_t i = 0; i < refs->n; i++) {
				size_t copy = refs->at[i].at;

				if (copy == HF_DANGLING)
					continue;
				graph->uses[next[copy]++] = (struct hf_use){
					.event = e, .role = role, .act = act };
			}
		}
	}
}

/* A recovery makes a copy only where nothing made it before. */
static bool is_better_origin(const struct hf_graph *graph, size_t copy,
			     const struct hf_event *event)
{
	if (graph->origin[copy] == HF_NONE)
		return true;
	return hf_event_act(event) != HF_ACT_RECOVERY &&
	       hf_event_act(&graph->record->events[graph->origin[copy]]) ==
			HF_ACT_RECOVERY;
}

static void find_origins(struct hf_graph *graph)
{
	const struct hf_record *record = graph->record;

	for (size_t c = 0; c < record->n_copies; c++) {
		graph->origin[c] = HF_NONE;
		for (HF_USES(graph, c, use)) {
			const struct hf_event *event =
				&record->events[use->event];

			if (use->role != HF_ROLE_OUTCOME ||
			    !hf_event_makes(event))
				continue;
			if (is_better_origin(graph, c, event))
				graph->origin[c] = use->event;
			if (hf_event_act(event) == HF_ACT_ACCESSION)
				graph->archived[c] = graph->has_accession = true;
		}
	}
}

static void read_parties(const struct hf_record *record,
			 const struct hf_event *event,
			 struct hf_parties *parties)
{
	bool found = false;

	parties->custodian = HF_NONE;
	for (size_t i = 0; i < event->n_by; i++) {
		const char *role = event->by[i].role, *type;
		size_t agent = event->by[i].agent.at;

		if (!found && role && (strcasestr(role, "custodian") ||
				       strcasestr(role, "holder"))) {
			found = true;
			parties->custodian = agent;
		}
		if (agent == HF_DANGLING)
			continue;
		parties->named = true;
		type = record->agents[agent].type;
		parties->machine |= type && (!strcmp(type, "software") ||
					     !strcmp(type, "hardware"));
	}
}

static void settle(struct hf_graph *graph)
{
	const struct hf_record *record = graph->record;

	find_origins(graph);
	for (size_t e = 0; e < record->n_events; e++)
		read_parties(record, &record->events[e], &graph->parties[e]);
	for (size_t c = 0; c < record->n_copies; c++) {
		graph->ending[c] = hf_find_end(graph, c, HF_ACT_ENDING);
		graph->release[c] = hf_find_end(graph, c, HF_ACT_RELEASE);
	}
}

int hf_graph_make(struct hf_graph *graph, const struct hf_record *record,
		  enum hf_grade accounted, struct hf_error *err)
{
	size_t n = record->n_copies + 1;
	size_t *next = calloc(n, sizeof(*next));

	memset(graph, 0, sizeof(*graph));
	graph->record = record;
	graph->accounted = accounted;
	graph->first_use = calloc(n + 1, sizeof(*graph->first_use));
	graph->origin = calloc(n, sizeof(*graph->origin));
	graph->archived = calloc(n, sizeof(*graph->archived));
	graph->ending = calloc(n, sizeof(*graph->ending));
	graph->release = calloc(n, sizeof(*graph->release));
	graph->parties = calloc(record->n_events + 1, sizeof(*graph->parties));
	if (next && graph->first_use && graph->origin && graph->archived &&
	    graph->ending && graph->release && graph->parties)
		graph->uses = calloc(count_uses(graph) + 1,
				     sizeof(*graph->uses));
	if (!graph->uses) {
		free(next);
		hf_graph_release(graph);
		return hf_fail_memory(err);
	}
	memcpy(next, graph->first_use, n * sizeof(*next));
	place_uses(graph, next);
	settle(graph);
	free(next);
	return 0;
}

void hf_graph_release(struct hf_graph *graph)
{
	free(graph->uses);
	free(graph->first_use);
	free(graph->origin);
	free(graph->archived);
	free(graph->ending);
	free(graph->release);
	free(graph->parties);
	memset(graph, 0, sizeof(*graph));
}
