#include "chain/checks.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *hf_list_copies(char *out, size_t size, const struct hf_refs *copies)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < copies->n; i++) {
		const char *id = copies->at[i].id;

		if (n + strlen(id) + 6 > size) {
			snprintf(out + n, size - n, "...");
			break;
		}
		n += (size_t)snprintf(out + n, size - n, "%s%s",
				      i ? ", " : "", id);
	}
	return out;
}

static void tell_count(const struct hf_population *population,
		       enum hf_finding_id id, uint64_t seen,
		       const char *record, struct hf_sink *sink)
{
	char expected[40], actual[40], members[200], detail[240];

	snprintf(expected, sizeof(expected), "%s%" PRIu64,
		 population->count_is_least ? "at least " : "",
		 population->count);
	snprintf(actual, sizeof(actual), "%" PRIu64, seen);
	snprintf(detail, sizeof(detail), "recorded are %s",
		 hf_list_copies(members, sizeof(members),
				&population->members));
	hf_emit(sink, &(struct hf_finding){
		.id = id, .path = record, .line = population->head.line,
		.subject = population->head.id, .expected = expected,
		.actual = actual, .detail = detail });
}

/*
 * What was seen while populations are gone through: for each copy, the last
 * population that counted it, and for each event, the last that looked at what
 * it made; plus one.
 */
struct seen {
	size_t *copy, *event;
};

/* Members, each once, however often it is named. */
static uint64_t count_members(const struct hf_graph *graph, size_t index,
			      const struct seen *seen)
{
	const struct hf_refs *members =
		&graph->record->populations[index].members;
	uint64_t n = 0;

	for (size_t i = 0; i < members->n; i++) {
		size_t copy = members->at[i].at;

		if (copy == HF_DANGLING || seen->copy[copy] == index + 1)
			continue;
		seen->copy[copy] = index + 1;
		n++;
	}
	return n;
}

/* Copies of the work, of the same makings, that are not members. */
static uint64_t count_outside(const struct hf_graph *graph, size_t index,
			      const struct seen *seen)
{
	const struct hf_record *record = graph->record;
	const struct hf_population *population = &record->populations[index];
	uint64_t outside = 0;

	for (size_t i = 0; i < population->members.n; i++) {
		size_t member = population->members.at[i].at, origin;
		const struct hf_refs *made;

		origin = member == HF_DANGLING ? HF_NONE
					       : graph->origin[member];
		if (origin == HF_NONE || seen->event[origin] == index + 1)
			continue;
		seen->event[origin] = index + 1;
		made = &record->events[origin].outcomes;
		for (size_t k = 0; k < made->n; k++) {
			size_t copy = made->at[k].at;

			if (copy == HF_DANGLING ||
			    seen->copy[copy] == index + 1 ||
			    record->copies[copy].of.at != population->of.at)
				continue;
			seen->copy[copy] = index + 1;
			outside++;
		}
	}
	return outside;
}

static void check_count(const struct hf_graph *graph, size_t index,
			const struct seen *seen, struct hf_sink *sink)
{
	const struct hf_population *population =
		&graph->record->populations[index];
	uint64_t n = count_members(graph, index, seen);
	const char *name = graph->record->name;

	if (!population->count_known)
		return;
	/* What is not named is no member, also where the number would fit. */
	if (n < population->count) {
		tell_count(population, HF_COPY_COUNT_SHORT, n, name, sink);
		return;
	}
	if (population->closed == HF_YES)
		n += count_outside(graph, index, seen);
	if (n > population->count && !population->count_is_least)
		tell_count(population, HF_COPY_COUNT_EXCESS, n, name, sink);
}

static bool is_gone(enum hf_copy_state state)
{
	return state == HF_STATE_DESTROYED || state == HF_STATE_LOST ||
	       state == HF_STATE_DESTROYED_ASSERTED;
}

/* That a copy has something to show for itself. */
static void check_account(const struct hf_graph *graph,
			  const struct hf_chain_account *account, size_t copy,
			  struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;

	if (account->copies[copy].state == HF_STATE_UNACCOUNTED)
		hf_found(sink, COPY_UNACCOUNTED, .path = record->name,
			 .line = record->copies[copy].head.line,
			 .subject = record->copies[copy].head.id);
}

/* Each member, and I9. */
static void check_members(const struct hf_graph *graph,
			  const struct hf_chain_account *account,
			  size_t index, const struct seen *seen,
			  uint64_t minimum, struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;
	const struct hf_population *population = &record->populations[index];
	size_t gone = 0, known = 0;
	char left[32], least[32];

	for (size_t i = 0; i < population->members.n; i++) {
		size_t copy = population->members.at[i].at;

		/* They were counted: those named twice are told apart so. */
		if (copy == HF_DANGLING || seen->copy[copy] != index + 1)
			continue;
		seen->copy[copy] = 0;
		known++;
		gone += is_gone(account->copies[copy].state);
		check_account(graph, account, copy, sink);
	}
	if (known && gone == known)
		hf_found(sink, LAST_COPY_DESTROYED, .path = record->name,
			 .line = population->head.line,
			 .subject = population->head.id);
	else if (known - gone < minimum) {
		snprintf(left, sizeof(left), "%zu", known - gone);
		snprintf(least, sizeof(least), "%" PRIu64, minimum);
		hf_found(sink, BELOW_MINIMUM, .path = record->name,
			 .line = population->head.line,
			 .subject = population->head.id, .expected = least,
			 .actual = left);
	}
}

/*
 * Two populations of one work that share a member, are both closed, and are
 * not of one number.  @of has, for each copy, the last such population that
 * named it, plus one.
 */
static void check_conflict(const struct hf_graph *graph, size_t index,
			   size_t *of, struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;
	const struct hf_population *p = &record->populations[index], *other;
	bool told = false;
	char detail[300];

	if (p->closed != HF_YES || !p->count_known || p->count_is_least)
		return;
	for (size_t i = 0; i < p->members.n; i++) {
		size_t copy = p->members.at[i].at;

		if (copy == HF_DANGLING)
			continue;
		other = of[copy] ? &record->populations[of[copy] - 1] : NULL;
		of[copy] = index + 1;
		if (told || !other || other->of.at != p->of.at ||
		    other->count == p->count)
			continue;
		told = true;
		snprintf(detail, sizeof(detail),
			 "'%s' has '%s' too, and is closed at %" PRIu64,
			 other->head.id, record->copies[copy].head.id,
			 other->count);
		hf_found(sink, CLAIM_CONFLICT, .path = record->name,
			 .line = p->head.line, .subject = p->head.id,
			 .detail = detail);
	}
}

int hf_check_populations(const struct hf_graph *graph,
			 const struct hf_chain_account *account,
			 const struct hf_chain_policy *policy,
			 struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_record *record = graph->record;
	struct seen seen = {
		.copy = calloc(record->n_copies + 1, sizeof(*seen.copy)),
		.event = calloc(record->n_events + 1, sizeof(*seen.event)),
	};
	size_t *of = calloc(record->n_copies + 1, sizeof(*of));

	if (!seen.copy || !seen.event || !of) {
		free(seen.copy);
		free(seen.event);
		free(of);
		return hf_fail_memory(err);
	}
	for (size_t i = 0; i < record->n_populations; i++) {
		const struct hf_population *population =
			&record->populations[i];

		check_count(graph, i, &seen, sink);
		check_conflict(graph, i, of, sink);
		if (population->closed != HF_YES)
			hf_found(sink, POPULATION_OPEN, .path = record->name,
				 .line = population->head.line,
				 .subject = population->head.id);
		check_members(graph, account, i, &seen, policy->minimum, sink);
	}
	free(seen.copy);
	free(seen.event);
	free(of);
	if (record->n_populations)
		return 0;
	/* Where no number was ever declared, the record's own copies count. */
	hf_found(sink, POPULATION_OPEN, .path = record->name,
		 .detail = "the record declares no population");
	for (size_t c = 0; c < record->n_copies; c++)
		check_account(graph, account, c, sink);
	return 0;
}
