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

#include "chain/hands.h"
#include "provenance/facts.h"

struct holding {
	size_t event;
	size_t agent;		/* who has it from now on; HF_NONE: not said */
	size_t from;		/* who had it; HF_NONE: not said */
	enum hf_act act;
	int64_t since, until;	/* when, doubt included */
	int64_t next_gone;	/* the earliest until of transfers from here on */
	bool told;		/* a receipt that differs was told */
	bool lent;		/* it was copied, in the hands of @from */
};

/* A statement by its end; of those up to here, the one that begins last. */
struct ended {
	int64_t until;
	size_t at, last;
};

/* A receipt that answers no transfer; of those up to here, the latest until. */
struct stray {
	size_t at;
	int64_t reach;
};

struct custody {
	const struct hf_graph *graph;
	struct hf_sink *sink;
	struct holding *list;	/* of the copy at hand, by since */
	struct ended *ended;	/* what is not lent, by until */
	struct stray *strays;	/* by since */
	size_t n, n_ended, n_strays, size;
	struct hf_hands had, receipts, transfers;
};

static size_t agent_of(const struct hf_ref *ref)
{
	return ref->id ? ref->at : HF_NONE;	/* dangling: as good as unsaid */
}

static size_t receiver_in(const struct hf_graph *graph, size_t index)
{
	const struct hf_event *event = &graph->record->events[index];
	size_t agent = agent_of(&event->to);

	if (agent == HF_NONE)
		agent = graph->parties[index].custodian;
	if (agent == HF_NONE && event->n_by)
		agent = agent_of(&event->by[0].agent);
	return agent;
}

/* What @use says of custody; false if nothing. */
static bool read_holding(const struct hf_graph *graph,
			 const struct hf_use *use, struct holding *holding)
{
	const struct hf_event *event = &graph->record->events[use->event];
	size_t custodian = graph->parties[use->event].custodian;

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
		holding->agent = receiver_in(graph, use->event);
		return use->role == HF_ROLE_SOURCE;
	case HF_ACT_RELEASE:
		/* Nobody is said to have it from then on. */
		holding->agent = HF_NONE;
		return use->role == HF_ROLE_SOURCE;
	case HF_ACT_SIGHTING:
		holding->agent = custodian;
		return use->role == HF_ROLE_SOURCE &&
		       holding->agent != HF_NONE;
	default:
		/* Who made it may be said to have kept it. */
		holding->agent = custodian;
		return use->role == HF_ROLE_OUTCOME &&
		       holding->agent != HF_NONE;
	}
}

static int make_room(struct custody *custody)
{
	size_t size = custody->size ? 2 * custody->size : 16;
	struct holding *list;
	struct ended *ended;
	struct stray *strays;

	list = reallocarray(custody->list, size, sizeof(*list));
	if (list)
		custody->list = list;
	ended = reallocarray(custody->ended, size, sizeof(*ended));
	if (ended)
		custody->ended = ended;
	strays = reallocarray(custody->strays, size, sizeof(*strays));
	if (strays)
		custody->strays = strays;
	if (!list || !ended || !strays)
		return -1;
	custody->size = size;
	return 0;
}

static int add_holding(struct custody *custody, const struct holding *holding,
		       struct hf_error *err)
{
	if (custody->n == custody->size && make_room(custody) < 0)
		return hf_fail_memory(err);
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

static int by_until(const void *a, const void *b)
{
	const struct ended *x = a, *y = b;

	if (x->until != y->until)
		return x->until < y->until ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static void sort_ended(struct custody *custody)
{
	size_t last = 0;

	custody->n_ended = 0;
	for (size_t i = 0; i < custody->n; i++) {
		if (!custody->list[i].lent)
			custody->ended[custody->n_ended++] = (struct ended){
				.until = custody->list[i].until, .at = i };
	}
	if (custody->n_ended)
		qsort(custody->ended, custody->n_ended,
		      sizeof(*custody->ended), by_until);
	for (size_t i = 0; i < custody->n_ended; i++) {
		if (custody->ended[i].at > last)
			last = custody->ended[i].at;
		custody->ended[i].last = last;
	}
}

static int sort_holdings(struct custody *custody, struct hf_error *err)
{
	struct holding *list = custody->list;
	int64_t gone = HF_DATE_LAST;

	if (custody->n)
		qsort(list, custody->n, sizeof(*list), by_date);
	for (size_t i = custody->n; i-- > 0;) {
		if (list[i].act == HF_ACT_TRANSFER && list[i].until < gone)
			gone = list[i].until;
		list[i].next_gone = gone;
	}
	sort_ended(custody);
	hf_hands_clear(&custody->had);
	hf_hands_clear(&custody->receipts);
	hf_hands_clear(&custody->transfers);
	for (size_t i = 0; i < custody->n; i++) {
		const struct hf_hand hand = { list[i].agent, list[i].since,
					      list[i].until, i };

		if ((!list[i].lent &&
		     hf_hands_add(&custody->had, &hand, err) < 0) ||
		    (list[i].act == HF_ACT_RECEIPT &&
		     hf_hands_add(&custody->receipts, &hand, err) < 0) ||
		    (list[i].act == HF_ACT_TRANSFER &&
		     hf_hands_add(&custody->transfers, &hand, err) < 0))
			return -1;
	}
	hf_hands_sort(&custody->had);
	hf_hands_sort(&custody->receipts);
	hf_hands_sort(&custody->transfers);
	return 0;
}

/* Receipts that no transfer explains: nothing was sent to who accepted. */
static void find_strays(struct custody *custody)
{
	int64_t reach = HF_DATE_FIRST;

	custody->n_strays = 0;
	for (size_t i = 0; i < custody->n; i++) {
		const struct holding *h = &custody->list[i];

		if (h->act != HF_ACT_RECEIPT || h->agent == HF_NONE ||
		    hf_hands_find(&custody->transfers, h->agent, false,
				  HF_DATE_FIRST, h->until, HF_NONE))
			continue;
		if (h->until > reach)
			reach = h->until;
		custody->strays[custody->n_strays++] = (struct stray){ i, reach };
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

/* Of the statements that are decidedly before @at, the one that begins last. */
static const struct holding *last_before(const struct custody *custody,
					 const struct holding *at)
{
	size_t low = 0, high = custody->n_ended;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (custody->ended[middle].until < at->since)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &custody->list[custody->ended[low - 1].last] : NULL;
}

/*
 * The last statement that is decidedly before @at, if @agent had it by none
 * that may have come next before; else NULL.
 */
static const struct holding *contradicted(const struct custody *custody,
					  const struct holding *at,
					  size_t agent)
{
	const struct holding *before = last_before(custody, at);

	/* What ended before that one began was superseded by it. */
	if (!before || hf_hands_find(&custody->had, agent, true, before->since,
				     at->until, (size_t)(at - custody->list)))
		return NULL;
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

/*
 * Whether a receipt answers @transfer: the receiver's, not decidedly before it,
 * nor after the copy had gone on.
 */
static bool is_receipted(const struct custody *custody,
			 const struct holding *transfer)
{
	return hf_hands_find(&custody->receipts, transfer->agent, true,
			     transfer->since, gone_on(custody, transfer),
			     HF_NONE);
}

/* Of the same time, the first receipt that answers no transfer; or NULL. */
static struct holding *find_stray(const struct custody *custody,
				  const struct holding *transfer)
{
	size_t low = 0, high = custody->n_strays;
	struct holding *stray;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (custody->strays[middle].reach < transfer->since)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == custody->n_strays)
		return NULL;
	stray = &custody->list[custody->strays[low].at];
	return stray->since <= gone_on(custody, transfer) ? stray : NULL;
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
	if (is_receipted(custody, transfer))
		return;
	receipt = find_stray(custody, transfer);
	if (receipt) {
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
	if (!event->receipt && hf_record_grade(record, &event->claim) < HF_G3) {
		snprintf(detail, sizeof(detail), "sent to '%s'",
			 name_of(custody, transfer->agent));
		tell(custody, HF_TRANSFER_UNRECEIPTED, copy, event, detail);
	}
}

static bool is_member(const struct hf_graph *graph, const bool *members,
		      size_t copy)
{
	return members[copy] && !graph->ending[copy];
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

/* Whether @holder is decidedly before the copy was given up for good. */
static bool is_given_up(const struct custody *custody, size_t copy,
			const struct holding *holder)
{
	if (!custody->graph->release[copy])
		return false;
	for (size_t i = 0; i < custody->n; i++) {
		if (custody->list[i].act == HF_ACT_RELEASE &&
		    holder->until < custody->list[i].since)
			return true;
	}
	return false;
}

static int check_copy(struct custody *custody, size_t copy,
		      struct hf_chain_account *account, const bool *members,
		      struct hf_error *err)
{
	const struct hf_record *record = custody->graph->record;
	const struct holding *holder = NULL;

	if (sort_holdings(custody, err) < 0)
		return -1;
	find_strays(custody);
	for (size_t i = 0; i < custody->n; i++) {
		const struct holding *holding = &custody->list[i];

		check_step(custody, copy, holding);
		if (holding->act == HF_ACT_TRANSFER)
			check_transfer(custody, copy, holding);
		if (holding->agent != HF_NONE &&
		    (!holder || is_later(custody, holding, holder)))
			holder = holding;
	}
	if (holder && !is_given_up(custody, copy, holder))
		account->copies[copy].custodian = name_of(custody,
							  holder->agent);
	else if (is_member(custody->graph, members, copy))
		hf_found(custody->sink, CUSTODIAN_UNNAMED,
			 .path = record->name,
			 .line = record->copies[copy].head.line,
			 .subject = record->copies[copy].head.id);
	return 0;
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

static int check_all(struct custody *custody, struct hf_chain_account *account,
		     const bool *members, struct hf_error *err)
{
	const struct hf_graph *graph = custody->graph;

	for (size_t c = 0; c < graph->record->n_copies; c++) {
		struct holding holding;

		custody->n = 0;
		for (HF_USES(graph, c, use)) {
			if (read_holding(graph, use, &holding) &&
			    add_holding(custody, &holding, err) < 0)
				return -1;
		}
		if (check_copy(custody, c, account, members, err) < 0)
			return -1;
	}
	return 0;
}

int hf_check_custody(const struct hf_graph *graph,
		     struct hf_chain_account *account, struct hf_sink *sink,
		     struct hf_error *err)
{
	const struct hf_record *record = graph->record;
	struct custody custody = {
		.graph = graph, .sink = sink, .had.record = record,
		.receipts.record = record, .transfers.record = record };
	bool *members = calloc(record->n_copies + 1, sizeof(*members));
	int ret = -1;

	if (!members) {
		hf_fail_memory(err);
		goto out;
	}
	mark_members(record, members);
	ret = check_all(&custody, account, members, err);
out:
	free(members);
	free(custody.list);
	free(custody.ended);
	free(custody.strays);
	hf_hands_release(&custody.had);
	hf_hands_release(&custody.receipts);
	hf_hands_release(&custody.transfers);
	return ret;
}
