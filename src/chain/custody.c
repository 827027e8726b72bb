/*
 * Who had each copy, and whether they took it (I5, I6).
 *
 * Custody is told by transfers (From, To), by receipts, and by accessions and
 * observations in which an agent takes part as custodian.  They are walked in
 * the order of their dates; where two dates decide no order, nothing is
 * concluded from them.
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
};

struct custody {
	const struct hf_graph *graph;
	struct hf_sink *sink;
	struct holding *list;	/* of the copy at hand */
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

		if (role && (strstr(role, "custodian") ||
			     strstr(role, "holder")))
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

/* qsort(3) has no context; every comparison is of one record at a time. */
static int by_date(const void *a, const void *b, void *ctx)
{
	const struct holding *x = a, *y = b;
	const struct hf_event *e = event_of(ctx, x), *f = event_of(ctx, y);

	if (e->when.earliest != f->when.earliest)
		return e->when.earliest < f->when.earliest ? -1 : 1;
	return (x->event > y->event) - (x->event < y->event);
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

/* Whether @agent is @other, or acts for them, or they for it. */
static bool same_hands(const struct custody *custody, size_t agent,
		       size_t other)
{
	const struct hf_agent *agents = custody->graph->record->agents;

	return agent == other || agent_of(&agents[agent].acts_for) == other ||
	       agent_of(&agents[other].acts_for) == agent;
}

/* I5: from one statement to the next. */
static void check_step(const struct custody *custody, size_t copy,
		       const struct holding *before,
		       const struct holding *after)
{
	const struct hf_event *event = event_of(custody, after);
	char detail[400];

	if (before->agent == HF_NONE)
		return;
	if (after->act == HF_ACT_TRANSFER) {
		if (after->from == HF_NONE ||
		    same_hands(custody, after->from, before->agent))
			return;
		snprintf(detail, sizeof(detail),
			 "'%s' gave it away; it was last with '%s'",
			 name_of(custody, after->from),
			 name_of(custody, before->agent));
		tell(custody, HF_CUSTODY_GAP, copy, event, detail);
		return;
	}
	if (after->act == HF_ACT_RECEIPT || after->agent == HF_NONE ||
	    same_hands(custody, after->agent, before->agent) ||
	    !hf_date_is_before(&event_of(custody, before)->when, &event->when))
		return;
	snprintf(detail, sizeof(detail),
		 "it is with '%s', though '%s' has not given it away",
		 name_of(custody, after->agent),
		 name_of(custody, before->agent));
	tell(custody, HF_CUSTODY_OVERLAP, copy, event, detail);
}

/* A receipt that may answer @transfer: not decidedly before it. */
static const struct holding *find_receipt(const struct custody *custody,
					  const struct holding *transfer)
{
	const struct hf_event *sent = event_of(custody, transfer);

	for (size_t i = 0; i < custody->n; i++) {
		const struct holding *holding = &custody->list[i];

		if (holding->act == HF_ACT_RECEIPT &&
		    !hf_date_is_before(&event_of(custody, holding)->when,
				       &sent->when))
			return holding;
	}
	return NULL;
}

/* I6: a hand-over closes with the receiver's acceptance. */
static void check_transfer(const struct custody *custody, size_t copy,
			   const struct holding *transfer)
{
	const struct hf_record *record = custody->graph->record;
	const struct hf_event *event = event_of(custody, transfer);
	const struct holding *receipt = find_receipt(custody, transfer);
	char detail[400];

	if (transfer->agent == HF_NONE) {
		tell(custody, HF_TRANSFER_OPEN, copy, event, NULL);
		return;
	}
	if (receipt && receipt->agent != HF_NONE &&
	    !same_hands(custody, receipt->agent, transfer->agent)) {
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

static void check_copy(struct custody *custody, size_t copy,
		       struct hf_chain_account *account, const bool *members)
{
	const struct hf_record *record = custody->graph->record;
	size_t holder = HF_NONE;

	qsort_r(custody->list, custody->n, sizeof(*custody->list), by_date,
		custody);
	for (size_t i = 0; i < custody->n; i++) {
		const struct holding *holding = &custody->list[i];

		if (i)
			check_step(custody, copy, holding - 1, holding);
		if (holding->act == HF_ACT_TRANSFER)
			check_transfer(custody, copy, holding);
		if (holding->agent != HF_NONE)
			holder = holding->agent;
	}
	if (holder != HF_NONE)
		account->copies[copy].custodian = name_of(custody, holder);
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
