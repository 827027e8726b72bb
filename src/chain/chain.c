#include "chain/chain.h"

#include <stdlib.h>

#include "chain/checks.h"
#include "provenance/facts.h"

/* What a verdict is made of, while it is. */
struct resting {
	struct hf_chain_account *account;
	const struct hf_record *record;
	const struct hf_graph *graph;
	const struct hf_chain_policy *policy;
};

/*
 * Note that a verdict rests on the claim of an event or population, if that is
 * less than is asked.  One event may be asked for several copies, and more for
 * one than for another: it is noted once.
 */
static void rest_on(const struct resting *r, enum hf_area area,
		    const struct hf_head *head, const struct hf_ref *claim,
		    enum hf_grade asked, bool *noted)
{
	struct hf_chain_account *account = r->account;
	enum hf_grade grade = hf_record_grade(r->record, claim);
	enum hf_chain *verdict = area == HF_POPULATION ? &account->population
						       : &account->lineage;

	/* What does not count at all has a finding of its own. */
	if (*noted || grade >= asked || grade < r->policy->accounted)
		return;
	*noted = true;
	*verdict = HF_CHAIN_AS_DECLARED;
	account->basis[account->n_basis++] = (struct hf_basis){
		.area = area, .id = head->id, .claim = claim->id,
		.grade = grade };
}

/* What is known of a copy now rests on an event. */
static void rest_copy(const struct resting *r, size_t copy, bool *noted)
{
	const struct hf_event *event = r->account->copies[copy].event;

	if (event)
		rest_on(r, HF_POPULATION, &event->head, &event->claim,
			hf_grade_asked(r->policy, r->record, r->account, copy),
			&noted[event - r->record->events]);
}

/*
 * Population: what is declared of it, and where each member is now; of a
 * record that declares none, every copy.
 */
static void rest_population(const struct resting *r, bool *noted)
{
	const struct hf_record *record = r->record;

	for (size_t p = 0; p < record->n_populations; p++) {
		const struct hf_population *population =
			&record->populations[p];
		bool once = false;

		rest_on(r, HF_POPULATION, &population->head,
			&population->claim, r->policy->before, &once);
		for (size_t i = 0; i < population->members.n; i++) {
			size_t copy = population->members.at[i].at;

			if (copy != HF_DANGLING)
				rest_copy(r, copy, noted);
		}
	}
	for (size_t c = 0; !record->n_populations && c < record->n_copies; c++)
		rest_copy(r, c, noted);
}

/* That a replica is what its source was rests on the last check of it. */
static void rest_check(const struct resting *r, size_t copy, bool *noted)
{
	size_t origin = r->account->origins[copy];
	const struct hf_event *made, *check;

	if (origin == HF_DANGLING)
		return;
	made = &r->record->events[origin];
	if (hf_event_act(made) != HF_ACT_REPLICATION)
		return;
	check = hf_last_check(r->graph, copy, made);
	if (check)
		rest_on(r, HF_LINEAGE, &check->head, &check->claim,
			hf_grade_asked(r->policy, r->record, r->account, copy),
			&noted[check - r->record->events]);
}

/* That a copy was made of its source rests on the event that made it. */
static void rest_making(const struct resting *r, size_t copy, bool *noted)
{
	size_t origin = r->account->origins[copy];
	const struct hf_event *event;

	if (origin == HF_DANGLING)
		return;
	event = &r->record->events[origin];
	rest_on(r, HF_LINEAGE, &event->head, &event->claim,
		hf_grade_asked(r->policy, r->record, r->account, copy),
		&noted[origin]);
}

/*
 * Lineage: every event on the way from what is held to the root, and the
 * checks of replicas on it.  Where a way was walked before, so was the rest.
 */
static void rest_lineage(const struct resting *r, bool *noted, bool *walked)
{
	const struct hf_chain_account *account = r->account;

	for (size_t d = 0; d < account->n_descents; d++) {
		size_t copy = account->descents[d].copy;

		while (copy != HF_DANGLING && !walked[copy]) {
			walked[copy] = true;
			rest_check(r, copy, noted);
			rest_making(r, copy, noted);
			if (copy == account->descents[d].root)
				break;
			copy = account->sources[copy];
		}
	}
}

static int find_basis(struct hf_chain_account *account,
		      const struct hf_graph *graph,
		      const struct hf_chain_policy *policy,
		      struct hf_error *err)
{
	const struct hf_record *record = graph->record;
	const struct resting r = { account, record, graph, policy };
	size_t n = record->n_populations + 2 * record->n_events + 1;
	bool *noted = calloc(2 * record->n_events + record->n_copies + 1,
			     sizeof(*noted));

	account->basis = calloc(n, sizeof(*account->basis));
	if (!noted || !account->basis) {
		free(noted);
		return hf_fail_memory(err);
	}
	rest_population(&r, noted);
	rest_lineage(&r, noted + record->n_events,
		     noted + 2 * record->n_events);
	free(noted);
	return 0;
}

static struct hf_chain_account *make_account(const struct hf_record *record)
{
	struct hf_chain_account *account = calloc(1, sizeof(*account));
	size_t n = record->n_copies + 1;

	if (!account)
		return NULL;
	account->copies = calloc(n, sizeof(*account->copies));
	account->sources = calloc(n, sizeof(*account->sources));
	account->origins = calloc(n, sizeof(*account->origins));
	account->after_accession = calloc(n, sizeof(bool));
	if (account->copies && account->sources && account->origins &&
	    account->after_accession)
		return account;
	hf_chain_account_free(account);
	return NULL;
}

int hf_chain_decide(struct hf_chain_account **account_ret,
		    const struct hf_record *record,
		    const struct hf_chain_options *options,
		    struct hf_sink *sink, struct hf_error *err)
{
	struct hf_chain_account *account = make_account(record);
	struct hf_graph graph = { 0 };
	int ret = -1;

	if (!account)
		return hf_fail_memory(err);
	if (hf_graph_make(&graph, record, options->policy.accounted, err) < 0)
		goto out;
	for (size_t c = 0; c < record->n_copies; c++)
		account->origins[c] = graph.origin[c];
	hf_derive_states(&graph, &options->policy, account);
	if (hf_check_populations(&graph, account, &options->policy, sink,
				 err) < 0 ||
	    hf_check_custody(&graph, account, sink, err) < 0)
		goto out;
	hf_check_endings(&graph, sink);
	if (hf_check_last_sources(&graph, account, sink, err) < 0)
		goto out;
	if (hf_check_lineage(&graph, account, sink, err) < 0 ||
	    hf_check_derivations(&graph, sink, err) < 0)
		goto out;
	if (hf_check_replicas(&graph, sink, err) < 0)
		goto out;
	hf_check_events(&graph, options, sink);
	if (find_basis(account, &graph, &options->policy, err) < 0)
		goto out;
	*account_ret = account;
	account = NULL;
	ret = 0;
out:
	hf_graph_release(&graph);
	hf_chain_account_free(account);
	return ret;
}

void hf_chain_account_free(struct hf_chain_account *account)
{
	if (!account)
		return;
	free(account->copies);
	free(account->sources);
	free(account->origins);
	free(account->after_accession);
	free(account->descents);
	free(account->basis);
	free(account);
}
