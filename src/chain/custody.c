/*
 * Who had each copy, and whether they took it (I5, I6).
 *
 * Custody is told by transfers (From, To), by receipts, and by accessions and
 * observations in which an agent takes part as custodian.  Their dates put
 * them in a partial order.  A statement may come next after another that is
 * not decidedly after it, unless a third lies decidedly between the two: it is
 * at odds with what was before only if it is with each that it may come next
 * after, and if something is decidedly before it at all.
 */
#include "chain/checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct holding {
	size_t event;
	size_t agent;		/* who has it from now on; HF_NONE: not said */
	size_t from;		/* who had it; HF_NONE: not said */
	enum hf_act act;
	int64_t since, until;	/* when, doubt included */
	int64_t reach;		/* the latest until up to here in the list */
	int64_t next_gone;	/* the earliest until of transfers from here on */
	bool told;		/* a receipt that differs was told */
	bool lent;		/* it was copied, in the hands of @from */
};

struct custody {
	const struct hf_graph *graph;
	struct hf_sink *sink;
	struct holding *list;	/* of the copy at hand, by since */
	size_t n, size;
};

static size_t agent_of(const struct hf_ref *ref)
{
	return ref->id ? ref->at : HF_NONE;	/* dangling: as good as unsaid */
}

/* The agent who takes part as custodian; HF_NONE if none does. */
static size_t custodian_in(const struct hf_event *event)
{
	for (size_t i = 0; i < event->n_by; i++) {
		const char *role = event->by[i].role;

		if (role && (strcasestr(role, "custodian") ||
			     strcasestr(role, "holder")))
			return agent_of(&event->by[i].agent);
	}
	return HF_NONE;
}

static size_t receiver_in(const struct hf_event *event)
{
	size_t agent = agent_of(&event->to);

	if (agent == HF_NONE)
		agent = custodian_in(event);
	if (agent == HF_NONE && event->n_by)
		agent = agent_of(&event->by[0].agent);
	return agent;
}

/* What @use says of custody; false if nothing. */
static bool read_holding(const struct hf_record *record,
			 const struct hf_use *use, struct holding *holding)
{
	const struct hf_event *event = &record->events[use->event];

	holding->event = use->event;
	holding->act = hf_event_act(event);
	holding->from = HF_NONE;
	holding->since = hf_date_from(&event->when);
	holding->until = hf_date_until(&event->when);
	holding->told = holding->lent = false;
	/* From whom a source was had says nothing of who has it afterwards. */
	if (use->role == HF_ROLE_SOURCE && hf_event_makes(event)) {
		holding->lent = true;
		holding->agent = HF_NONE;
		holding->from = agent_of(&event->from);
		return holding->from != HF_NONE;
	}
	switch (holding->act) {
	case HF_ACT_TRANSFER:
		holding->agent = agent_of(&event->to);
		holding->from = agent_of(&event->from);
		return use->role == HF_ROLE_SOURCE;
	case HF_ACT_RECEIPT:
		holding->agent = receiver_in(event);
		return use->role == HF_ROLE_SOURCE;
	case HF_ACT_SIGHTING:
		holding->agent = custodian_in(event);
		return use->role == HF_ROLE_SOURCE &&
		       holding->agent != HF_NONE;
	default:
		/* Who made it may be said to have kept it. */
		holding->agent = custodian_in(event);
		return use->role == HF_ROLE_OUTCOME &&
		       holding->agent != HF_NONE;
	}
}

static int add_holding(struct custody *custody, const struct holding *holding)
{
	if (custody->n == custody->size) {
		size_t size = custody->size ? 2 * custody->size : 16;
		struct holding *list = reallocarray(custody->list, size,
						    sizeof(*list));

		if (!list)
			return -1;
		custody->list = list;
		custody->size = size;
	}
	custody->list[custody->n++] = *holding;
	return 0;
}

static const struct hf_event *event_of(const struct custody *custody,
				       const struct holding *holding)
{
	return &custody->graph->record->events[holding->event];
}

static int by_date(const void *a, const void *b)
{
	const struct holding *x = a, *y = b;

	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	return (x->event > y->event) - (x->event < y->event);
}

static void sort_holdings(struct custody *custody)
{
	struct holding *list = custody->list;
	int64_t reach = HF_DATE_FIRST, gone = HF_DATE_LAST;

	if (custody->n)
		qsort(list, custody->n, sizeof(*list), by_date);
	for (size_t i = 0; i < custody->n; i++) {
		if (list[i].until > reach)
			reach = list[i].until;
		list[i].reach = reach;
	}
	for (size_t i = custody->n; i-- > 0;) {
		if (list[i].act == HF_ACT_TRANSFER && list[i].until < gone)
			gone = list[i].until;
		list[i].next_gone = gone;
	}
}

static void tell(const struct custody *custody, enum hf_finding_id id,
		 size_t copy, const struct hf_event *event, const char *detail)
{
	const struct hf_record *record = custody->graph->record;

	hf_emit(custody->sink, &(struct hf_finding){
		.id = id, .path = record->name, .line = event->head.line,
		.subject = record->copies[copy].head.id, .detail = detail });
}

static const char *name_of(const struct custody *custody, size_t agent)
{
	const struct hf_agent *at = &custody->graph->record->agents[agent];

	return at->name ? at->name : at->head.id;
}

/* Agents may act for one another, even in a ring. */
#define MOST_STEPS	32

static bool acts_for(const struct custody *custody, size_t agent, size_t other)
{
	const struct hf_agent *agents = custody->graph->record->agents;

	for (int i = 0; i < MOST_STEPS && agent != HF_NONE; i++) {
		if (agent == other)
			return true;
		agent = agent_of(&agents[agent].acts_for);
	}
	return false;
}

/* Whether @agent is @other, or acts for them, or they for it. */
static bool same_hands(const struct custody *custody, size_t agent,
		       size_t other)
{
	return acts_for(custody, agent, other) ||
	       acts_for(custody, other, agent);
}

static bool may_have(const struct custody *custody,
		     const struct holding *holding, size_t agent)
{
	return holding->agent == HF_NONE ||
	       same_hands(custody, holding->agent, agent);
}

/*
 * The last statement that is decidedly before @at, if @agent had it by none
 * that may have come next before; else NULL.
 */
static const struct holding *contradicted(const struct custody *custody,
					  const struct holding *at,
					  size_t agent)
{
	const struct holding *list = custody->list, *before = NULL;
	size_t place = (size_t)(at - list);

	/* Those that begin later, and may have been earlier all the same. */
	for (size_t i = place + 1; i < custody->n && list[i].since <= at->until;
	     i++) {
		if (!list[i].lent && may_have(custody, &list[i], agent))
			return NULL;
	}
	for (size_t i = place; i-- > 0;) {
		const struct holding *h = &list[i];

		if (h->lent)
			continue;
		if (before && h->reach < before->since)
			break;		/* it, and all above, were superseded */
		if (!before && h->until < at->since)
			before = h;
		if ((!before || h->until >= before->since) &&
		    may_have(custody, h, agent))
			return NULL;
	}
	return before;
}

/* I5: a statement, and what was before. */
static void check_step(const struct custody *custody, size_t copy,
		       const struct holding *at)
{
	bool gives = at->act == HF_ACT_TRANSFER || at->lent;
	size_t agent = gives ? at->from : at->agent;
	enum hf_finding_id id = at->lent ? HF_SOURCE_NOT_IN_CUSTODY :
				gives ? HF_CUSTODY_GAP : HF_CUSTODY_OVERLAP;
	const struct holding *before;
	char detail[400];

	if (at->act == HF_ACT_RECEIPT || agent == HF_NONE)
		return;
	before = contradicted(custody, at, agent);
	if (!before)
		return;
	snprintf(detail, sizeof(detail), at->lent ?
		 "'%s' gave it to be copied; it was with '%s'" : gives ?
		 "'%s' gave it away; it was last with '%s'" :
		 "it is with '%s', though '%s' has not given it away",
		 name_of(custody, agent), name_of(custody, before->agent));
	tell(custody, id, copy, event_of(custody, at), detail);
}

/* When what @transfer brought had decidedly gone on to somebody else. */
static int64_t gone_on(const struct custody *custody,
		       const struct holding *transfer)
{
	size_t low = 0, high = custody->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (custody->list[middle].since <= transfer->until)
			low = middle + 1;
		else
			high = middle;
	}
	return low < custody->n ? custody->list[low].next_gone : HF_DATE_LAST;
}

/* The first in the list behind which something is not decidedly before @at. */
static size_t first_reaching(const struct custody *custody,
			     const struct holding *at)
{
	size_t low = 0, high = custody->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (custody->list[middle].reach < at->since)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether another transfer than @transfer explains @receipt. */
static bool is_explained(const struct custody *custody,
			 const struct holding *receipt,
			 const struct holding *transfer)
{
	for (size_t i = 0; i < custody->n; i++) {
		const struct holding *other = &custody->list[i];

		if (other != transfer && other->act == HF_ACT_TRANSFER &&
		    other->agent != HF_NONE && receipt->until >= other->since &&
		    same_hands(custody, receipt->agent, other->agent))
			return true;
	}
	return false;
}

/*
 * The receipt that answers @transfer: not decidedly before it, nor after the
 * copy had gone on; the receiver's if there is one, else one that answers no
 * other transfer either.
 */
static struct holding *find_receipt(const struct custody *custody,
				    const struct holding *transfer)
{
	int64_t gone = gone_on(custody, transfer);
	struct holding *other = NULL;

	for (size_t i = first_reaching(custody, transfer); i < custody->n;
	     i++) {
		struct holding *holding = &custody->list[i];

		if (holding->since > gone)
			break;
		if (holding->act != HF_ACT_RECEIPT ||
		    holding->until < transfer->since)
			continue;
		if (may_have(custody, holding, transfer->agent))
			return holding;
		if (!other && !is_explained(custody, holding, transfer))
			other = holding;
	}
	return other;
}

/* I6: a hand-over closes with the receiver's acceptance. */
static void check_transfer(const struct custody *custody, size_t copy,
			   const struct holding *transfer)
{
	const struct hf_record *record = custody->graph->record;
	const struct hf_event *event = event_of(custody, transfer);
	struct holding *receipt;
	char detail[400];

	if (transfer->agent == HF_NONE) {
		tell(custody, HF_TRANSFER_OPEN, copy, event, NULL);
		return;
	}
	receipt = find_receipt(custody, transfer);
	if (receipt && !may_have(custody, receipt, transfer->agent)) {
		if (receipt->told)
			return;
		receipt->told = true;
		snprintf(detail, sizeof(detail),
			 "sent to '%s', accepted by '%s'",
			 name_of(custody, transfer->agent),
			 name_of(custody, receipt->agent));
		tell(custody, HF_RECEIPT_DIFFERS, copy,
		     event_of(custody, receipt), detail);
		return;
	}
	if (!receipt && !event->receipt &&
	    hf_record_grade(record, &event->claim) < HF_G3) {
		snprintf(detail, sizeof(detail), "sent to '%s'",
			 name_of(custody, transfer->agent));
		tell(custody, HF_TRANSFER_UNRECEIPTED, copy, event, detail);
	}
}

static bool is_member(const struct hf_graph *graph, const bool *members,
		      size_t copy)
{
	return members[copy] && !hf_copy_ending(graph, copy);
}

/* By dates as they stand, and where these are one, by the order of the record. */
static bool is_later(const struct custody *custody, const struct holding *a,
		     const struct holding *b)
{
	const struct hf_date *x = &event_of(custody, a)->when;
	const struct hf_date *y = &event_of(custody, b)->when;

	if (x->earliest != y->earliest)
		return x->earliest > y->earliest;
	return a->event > b->event;
}

static void check_copy(struct custody *custody, size_t copy,
		       struct hf_chain_account *account, const bool *members)
{
	const struct hf_record *record = custody->graph->record;
	const struct holding *holder = NULL;

	sort_holdings(custody);
	for (size_t i = 0; i < custody->n; i++) {
		const struct holding *holding = &custody->list[i];

		check_step(custody, copy, holding);
		if (holding->act == HF_ACT_TRANSFER)
			check_transfer(custody, copy, holding);
		if (holding->agent != HF_NONE &&
		    (!holder || is_later(custody, holding, holder)))
			holder = holding;
	}
	if (holder)
		account->copies[copy].custodian = name_of(custody,
							  holder->agent);
	else if (is_member(custody->graph, members, copy))
		hf_found(custody->sink, CUSTODIAN_UNNAMED,
			 .path = record->name,
			 .line = record->copies[copy].head.line,
			 .subject = record->copies[copy].head.id);
}

static void mark_members(const struct hf_record *record, bool *members)
{
	for (size_t p = 0; p < record->n_populations; p++) {
		const struct hf_refs *refs = &record->populations[p].members;

		for (size_t i = 0; i < refs->n; i++) {
			if (refs->at[i].at != HF_DANGLING)
				members[refs->at[i].at] = true;
		}
	}
}

int hf_check_custody(const struct hf_graph *graph,
		     struct hf_chain_account *account, struct hf_sink *sink,
		     struct hf_error *err)
{
	const struct hf_record *record = graph->record;
	struct custody custody = { .graph = graph, .sink = sink };
	bool *members = calloc(record->n_copies + 1, sizeof(*members));
	int ret = -1;

	if (!members) {
		hf_fail_memory(err);
		goto out;
	}
	mark_members(record, members);
	for (size_t c = 0; c < record->n_copies; c++) {
		struct holding holding;

		custody.n = 0;
		for (HF_USES(graph, c, use)) {
			if (read_holding(record, use, &holding) &&
			    add_holding(&custody, &holding) < 0) {
				hf_fail_memory(err);
				goto out;
			}
		}
		check_copy(&custody, c, account, members);
	}
	ret = 0;
out:
	free(members);
	free(custody.list);
	return ret;
}
