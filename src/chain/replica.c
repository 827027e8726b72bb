/* Replicas: the same bits as their source, and read again (I10, I13). */
#include "chain/checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/chars.h"
#include "digest/algorithm.h"
#include "provenance/facts.h"

/* "sha512:<hex>": the algorithm, and the digits behind it; NULL if neither. */
static const char *split_digest(const char *digest, enum hf_alg *alg_ret)
{
	const char *colon = strchr(digest, ':');
	char name[24];

	if (!colon || (size_t)(colon - digest) >= sizeof(name))
		return NULL;
	memcpy(name, digest, (size_t)(colon - digest));
	name[colon - digest] = '\0';
	return hf_alg_parse(name, alg_ret) ? colon + 1 : NULL;
}

/*
 * What the sources of one replication have in common, so that each replica is
 * compared with all of them at once: for each algorithm the first digest, and
 * the first that is another; and each set of algorithms that a source has,
 * once.
 */
#define N_SETS	(1 << HF_ALG_COUNT)

struct originals {
	const char *one[HF_ALG_COUNT], *other[HF_ALG_COUNT];
	hf_alg_set sets[N_SETS];
	size_t n_sets;
	bool has[N_SETS];
	size_t *seen;		/* of each copy: the last list that named it */
};

/* Whether a list names a copy for the first time. */
static bool is_first(const struct originals *all, size_t copy, size_t list)
{
	if (copy == HF_DANGLING || all->seen[copy] == list)
		return false;
	all->seen[copy] = list;
	return true;
}

static void forget_originals(struct originals *all)
{
	while (all->n_sets)
		all->has[all->sets[--all->n_sets]] = false;
	memset(all->one, 0, sizeof(all->one));
	memset(all->other, 0, sizeof(all->other));
}

static void add_original(struct originals *all, const struct hf_copy *copy)
{
	hf_alg_set algs = 0;
	enum hf_alg alg;

	for (size_t i = 0; i < copy->digests.n; i++) {
		const char *digits = split_digest(copy->digests.at[i], &alg);

		if (!digits)
			continue;
		algs |= HF_ALG_BIT(alg);
		if (!all->one[alg])
			all->one[alg] = digits;
		else if (!all->other[alg] &&
			 hf_ascii_casecmp(all->one[alg], digits) != 0)
			all->other[alg] = digits;
	}
	if (!algs || all->has[algs])
		return;
	all->has[algs] = true;
	all->sets[all->n_sets++] = algs;
}

/* Of one algorithm a copy has one digest. */
static void check_own_digests(const struct hf_record *record,
			      const struct hf_copy *copy, struct hf_sink *sink)
{
	const char *seen[HF_ALG_COUNT] = { 0 }, *digits;
	enum hf_alg alg;

	for (size_t i = 0; i < copy->digests.n; i++) {
		digits = split_digest(copy->digests.at[i], &alg);
		if (!digits)
			continue;
		if (seen[alg] && hf_ascii_casecmp(seen[alg], digits) != 0) {
			hf_found(sink, CLAIM_CONFLICT, .path = record->name,
				 .line = copy->head.line,
				 .subject = copy->head.id,
				 .algorithm = hf_alg_name(alg),
				 .expected = seen[alg], .actual = digits,
				 .detail = "it has two digests by one algorithm");
			return;
		}
		seen[alg] = digits;
	}
}

/* The first of a replica's digests that some source has otherwise. */
static bool find_mismatch(const struct originals *all,
			  const struct hf_copy *replica,
			  struct hf_finding *finding)
{
	enum hf_alg alg;

	for (size_t i = 0; i < replica->digests.n; i++) {
		const char *digits = split_digest(replica->digests.at[i], &alg);

		if (!digits || !all->one[alg])
			continue;
		finding->expected = all->one[alg];
		if (!hf_ascii_casecmp(all->one[alg], digits))
			finding->expected = all->other[alg];
		if (!finding->expected)
			continue;
		finding->algorithm = hf_alg_name(alg);
		finding->actual = digits;
		return true;
	}
	return false;
}

static hf_alg_set algs_of(const struct hf_copy *copy)
{
	hf_alg_set algs = 0;
	enum hf_alg alg;

	for (size_t i = 0; i < copy->digests.n; i++) {
		if (split_digest(copy->digests.at[i], &alg))
			algs |= HF_ALG_BIT(alg);
	}
	return algs;
}

static bool are_weak(hf_alg_set algs)
{
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if ((algs & HF_ALG_BIT(alg)) && !hf_alg_is_weak(alg))
			return false;
	}
	return true;
}

/* I10: with every source, each of them told once. */
static void check_digests(const struct hf_record *record,
			  const struct hf_event *event,
			  const struct originals *all,
			  const struct hf_copy *replica, struct hf_sink *sink)
{
	struct hf_finding finding = {
		.id = HF_REPLICA_MISMATCH, .path = record->name,
		.line = event->head.line, .subject = replica->head.id };
	hf_alg_set algs = algs_of(replica);
	bool apart = false, weak = false;

	if (!algs)
		return;
	if (find_mismatch(all, replica, &finding)) {
		hf_emit(sink, &finding);
		return;
	}
	for (size_t i = 0; i < all->n_sets; i++) {
		hf_alg_set both = all->sets[i] & algs;

		apart |= !both;
		weak |= both && are_weak(both);
	}
	if (apart)
		hf_found(sink, NO_COMMON_DIGEST, .path = record->name,
			 .line = event->head.line,
			 .subject = replica->head.id);
	if (weak)
		hf_found(sink, REPLICA_DIGEST_WEAK, .path = record->name,
			 .line = event->head.line,
			 .subject = replica->head.id);
}

/* Whether the copy was read again in that event, by a claim that counts. */
static bool is_check(const struct hf_graph *graph, const struct hf_use *use)
{
	const struct hf_event *event = &graph->record->events[use->event];

	return use->act == HF_ACT_CHECK &&
	       use->role == HF_ROLE_SOURCE &&
	       hf_record_grade(graph->record, &event->claim) >=
		       graph->accounted;
}

const struct hf_event *hf_last_check(const struct hf_graph *graph,
				     size_t copy, const struct hf_event *made)
{
	const struct hf_event *last = NULL;

	for (HF_USES(graph, copy, use)) {
		const struct hf_event *event =
			&graph->record->events[use->event];

		if (!is_check(graph, use) ||
		    (made && hf_date_is_before(&event->when, &made->when)))
			continue;
		if (!last || !hf_date_is_before(&event->when, &last->when))
			last = event;
	}
	return last;
}

bool hf_is_checked(const struct hf_graph *graph, size_t copy, bool passed)
{
	size_t origin = graph->origin[copy];

	for (HF_USES(graph, copy, use)) {
		const struct hf_event *event =
			&graph->record->events[use->event];

		if (is_check(graph, use) && !(passed && event->failed) &&
		    (origin == HF_NONE ||
		     !hf_date_is_before(&event->when,
					&graph->record->events[origin].when)))
			return true;
	}
	return false;
}

static bool is_kept(const struct hf_graph *graph, size_t copy)
{
	return !graph->ending[copy] && !graph->release[copy];
}

/* I10, of what one event replicated. */
static void check_event(const struct hf_record *record,
			const struct hf_event *event, struct originals *all,
			struct hf_sink *sink)
{
	size_t number = 2 * (size_t)(event - record->events) + 1;

	for (size_t i = 0; i < event->sources.n; i++) {
		size_t source = event->sources.at[i].at;

		if (is_first(all, source, number))
			add_original(all, &record->copies[source]);
	}
	for (size_t i = 0; i < event->outcomes.n; i++) {
		size_t outcome = event->outcomes.at[i].at;

		if (is_first(all, outcome, number + 1))
			check_digests(record, event, all,
				      &record->copies[outcome], sink);
	}
	forget_originals(all);
}

/* I13: what a replication made was read again; and the last check passed. */
static void check_reading(const struct hf_graph *graph, size_t c,
			  struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;
	const struct hf_copy *copy = &record->copies[c];
	size_t origin = graph->origin[c];
	const struct hf_event *check = hf_last_check(graph, c, NULL);

	/* What was ended, or given up, is no copy that anybody here could use. */
	if (!is_kept(graph, c))
		return;
	if (origin != HF_NONE && hf_event_act(&record->events[origin]) ==
				 HF_ACT_REPLICATION &&
	    !hf_is_checked(graph, c, false))
		hf_found(sink, NEVER_VERIFIED, .path = record->name,
			 .line = copy->head.line, .subject = copy->head.id);
	if (check && check->failed)
		hf_found(sink, CORRUPT, .path = record->name,
			 .line = check->head.line, .subject = copy->head.id);
}

int hf_check_replicas(const struct hf_graph *graph, struct hf_sink *sink,
		      struct hf_error *err)
{
	const struct hf_record *record = graph->record;
	struct originals *all = calloc(1, sizeof(*all));

	if (all)
		all->seen = calloc(record->n_copies + 1, sizeof(*all->seen));
	if (!all || !all->seen) {
		free(all);
		return hf_fail_memory(err);
	}
	for (size_t e = 0; e < record->n_events; e++) {
		const struct hf_event *event = &record->events[e];

		if (hf_event_act(event) == HF_ACT_REPLICATION)
			check_event(record, event, all, sink);
	}
	free(all->seen);
	free(all);
	for (size_t c = 0; c < record->n_copies; c++) {
		check_reading(graph, c, sink);
		check_own_digests(record, &record->copies[c], sink);
	}
	return 0;
}
