/* Replicas: the same bits as their source, and read again (I10, I13). */
#include "chain/checks.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "digest/algorithm.h"

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

/* What two copies' recorded digests have in common. */
struct common {
	bool any, strong, differs;
	enum hf_alg alg;
	const char *expected, *actual;
};

static void compare(const struct hf_copy *source, const struct hf_copy *replica,
		    struct common *common)
{
	memset(common, 0, sizeof(*common));
	for (size_t i = 0; i < source->digests.n; i++) {
		enum hf_alg alg, other;
		const char *a = split_digest(source->digests.at[i], &alg), *b;

		for (size_t j = 0; a && j < replica->digests.n; j++) {
			b = split_digest(replica->digests.at[j], &other);
			if (!b || other != alg)
				continue;
			common->any = true;
			common->strong |= !hf_alg_is_weak(alg);
			if (!hf_ascii_casecmp(a, b))
				continue;
			common->differs = true;
			common->alg = alg;
			common->expected = a;
			common->actual = b;
		}
	}
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

static void check_digests(const struct hf_record *record,
			  const struct hf_event *event,
			  const struct hf_copy *source,
			  const struct hf_copy *replica, struct hf_sink *sink)
{
	struct common common;

	compare(source, replica, &common);
	if (common.differs)
		hf_found(sink, REPLICA_MISMATCH, .path = record->name,
			 .line = event->head.line, .subject = replica->head.id,
			 .algorithm = hf_alg_name(common.alg),
			 .expected = common.expected, .actual = common.actual);
	else if (!common.any && source->digests.n && replica->digests.n)
		hf_found(sink, NO_COMMON_DIGEST, .path = record->name,
			 .line = event->head.line,
			 .subject = replica->head.id);
	else if (common.any && !common.strong)
		hf_found(sink, REPLICA_DIGEST_WEAK, .path = record->name,
			 .line = event->head.line,
			 .subject = replica->head.id);
}

const struct hf_event *hf_last_check(const struct hf_graph *graph,
				     size_t copy, const struct hf_event *made)
{
	const struct hf_event *last = NULL;

	for (HF_USES(graph, copy, use)) {
		const struct hf_event *event =
			&graph->record->events[use->event];

		if (hf_event_act(event) != HF_ACT_CHECK ||
		    use->role != HF_ROLE_SOURCE ||
		    hf_record_grade(graph->record, &event->claim) <
			    graph->accounted ||
		    (made && hf_date_is_before(&event->when, &made->when)))
			continue;
		if (!last || !hf_date_is_before(&event->when, &last->when))
			last = event;
	}
	return last;
}

static void check_replica(const struct hf_graph *graph,
			  const struct hf_event *event, size_t copy,
			  struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;
	const struct hf_copy *replica = &record->copies[copy];

	for (size_t i = 0; i < event->sources.n; i++) {
		if (event->sources.at[i].at != HF_DANGLING)
			check_digests(record, event,
				      &record->copies[event->sources.at[i].at],
				      replica, sink);
	}
	if (!hf_last_check(graph, copy, event) && !hf_copy_ending(graph, copy))
		hf_found(sink, NEVER_VERIFIED, .path = record->name,
			 .line = replica->head.line,
			 .subject = replica->head.id);
}

void hf_check_replicas(const struct hf_graph *graph, struct hf_sink *sink)
{
	const struct hf_record *record = graph->record;

	for (size_t e = 0; e < record->n_events; e++) {
		const struct hf_event *event = &record->events[e];

		if (hf_event_act(event) != HF_ACT_REPLICATION)
			continue;
		for (size_t i = 0; i < event->outcomes.n; i++) {
			if (event->outcomes.at[i].at != HF_DANGLING)
				check_replica(graph, event,
					      event->outcomes.at[i].at, sink);
		}
	}
	for (size_t c = 0; c < record->n_copies; c++)
		check_own_digests(record, &record->copies[c], sink);
	for (size_t c = 0; c < record->n_copies; c++) {
		const struct hf_event *check =
			hf_last_check(graph, c, NULL);

		/* What was ended since is no copy that anybody could use. */
		if (check && check->failed && !hf_copy_ending(graph, c))
			hf_found(sink, CORRUPT, .path = record->name,
				 .line = check->head.line,
				 .subject = record->copies[c].head.id);
	}
}
