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

/* Members, each once, however often it is named. */
static uint64_t count_members(const struct hf_graph *graph, size_t index,
			      size_t *seen)
{
	const struct hf_refs *members =
		&graph->record->populations[index].members;
	uint64_t n = 0;

	for (size_t i = 0; i < members->n; i++) {
		size_t copy = members->at[i].at;

		if (copy == HF_DANGLING || seen[copy] == index + 1)
			continue;
		seen[copy] = index + 1;
		n++;
	}
	return n;
}

/* @outside: how many copies of the same makings are members of no other. */
static void check_count(const struct hf_graph *graph, size_t index,
			size_t *seen, uint64_t outside, struct hf_sink *sink)
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
		n += outside;
	if (n > population->count && !population->count_is_least)
		tell_count(population, HF_COPY_COUNT_EXCESS, n, name, sink);
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
			  size_t index, size_t *seen, uint64_t minimum,
			  struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;
	const struct hf_population *population = &record->populations[index];
	size_t gone = 0, known = 0;
	char left[32], least[32];

	for (size_t i = 0; i < population->members.n; i++) {
		size_t copy = population->members.at[i].at;

		/* They were counted: those named twice are told apart so. */
		if (copy == HF_DANGLING || seen[copy] != index + 1)
			continue;
		seen[copy] = 0;
		known++;
		gone += hf_is_gone(account->copies[copy].state);
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

static void check_declared(const struct hf_graph *graph,
			   const struct hf_chain_account *account,
			   uint64_t minimum, size_t *seen, size_t *of,
			   const uint64_t *outside, struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;

	for (size_t i = 0; i < record->n_populations; i++) {
		const struct hf_population *population =
			&record->populations[i];

		check_count(graph, i, seen, outside[i], sink);
		check_conflict(graph, i, of, sink);
		if (population->closed != HF_YES)
			hf_found(sink, POPULATION_OPEN, .path = record->name,
				 .line = population->head.line,
				 .subject = population->head.id);
		check_members(graph, account, i, seen, minimum, sink);
	}
}

int hf_check_populations(const struct hf_graph *graph,
			 const struct hf_chain_account *account,
			 const struct hf_chain_policy *policy,
			 struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_record *record = graph->record;
	/* For each copy, the last population that named it, plus one. */
	size_t *seen = calloc(record->n_copies + 1, sizeof(*seen));
	size_t *of = calloc(record->n_copies + 1, sizeof(*of));
	uint64_t *outside = calloc(record->n_populations + 1,
				   sizeof(*outside));
	int ret = -1;

	if (!seen || !of || !outside) {
		hf_fail_memory(err);
		goto out;
	}
	if (hf_count_outsiders(graph, outside, err) < 0)
		goto out;
	check_declared(graph, account, policy->minimum, seen, of, outside,
		       sink);
	ret = 0;
	if (record->n_populations)
		goto out;
	/* Where no number was ever declared, the record's own copies count. */
	hf_found(sink, POPULATION_OPEN, .path = record->name,
		 .detail = "the record declares no population");
	for (size_t c = 0; c < record->n_copies; c++)
		check_account(graph, account, c, sink);
out:
	free(seen);
	free(of);
	free(outside);
	return ret;
}
