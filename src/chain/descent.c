/*
 * The way of every copy back to a root (I12), and cycles (I3).
 *
 * The graph has copies and events as its nodes: a copy leads to the event that
 * made it, and that to its sources.  So an event is gone through once, however
 * many copies it made of however many.  Ways are found from the roots, by
 * breadth, which makes them the shortest; cycles, and where a way that leads to
 * no root breaks off, by depth, with a stack that is kept here: a chain may be
 * 100,000 copies long.
 */
#include "chain/checks.h"

#include <stdlib.h>

enum mark { FRESH, OPEN, SETTLED };

struct trace {
	const struct hf_graph *graph;
	const struct hf_record *record;
	struct hf_sink *sink;
	struct hf_descent *of;
	size_t *via;
	size_t n_copies;
	unsigned char *mark;	/* of each node: copies, then events */
	bool *told;		/* that a copy descends from itself */
	size_t *stack, *next;	/* nodes, and what each is to look at next */
	size_t *first_kin;	/* of each copy: those that may be it; one more */
	size_t *kin;
	size_t *order;		/* copies as they were reached from the roots */
	size_t *later;		/* those that come a hop later */
	size_t *place;		/* in @order, plus one; 0: not reached */
	bool *passed;		/* events that were gone through */
	size_t *by;		/* of each event: the source that settles it */
	size_t n_order, n_later;
};

/* Copies that nobody is known to have made, but that are one of several. */
static const struct hf_refs *kin_of(const struct trace *t, size_t copy)
{
	static const struct hf_refs none;

	return t->graph->origin[copy] == HF_NONE ?
	       &t->record->copies[copy].one_of : &none;
}

/* The sources of an event, then its candidates; false behind the last. */
static bool source_at(const struct hf_event *event, size_t i, size_t *copy_ret)
{
	if (i < event->sources.n)
		*copy_ret = event->sources.at[i].at;
	else if (i - event->sources.n < event->candidates.n)
		*copy_ret = event->candidates.at[i - event->sources.n].at;
	else
		return false;
	return true;
}

/* Where a node leads to, in the order of the record; dangling ones too. */
static bool node_at(const struct trace *t, size_t node, size_t i,
		    size_t *node_ret)
{
	const struct hf_refs *kin;

	if (node >= t->n_copies)
		return source_at(&t->record->events[node - t->n_copies], i,
				 node_ret);
	if (t->graph->origin[node] != HF_NONE) {
		*node_ret = t->n_copies + t->graph->origin[node];
		return i == 0;
	}
	kin = kin_of(t, node);
	if (i < kin->n)
		*node_ret = kin->at[i].at;
	return i < kin->n;
}

/*
 * Where a lineage may end.  A record without an accession is of something
 * that never went into an archive: there it ends with what was made from
 * nothing.
 */
static bool is_root(const struct trace *t, size_t copy)
{
	size_t origin = t->graph->origin[copy], source;

	if (t->graph->has_accession)
		return t->graph->archived[copy];
	return origin != HF_NONE &&
	       !source_at(&t->record->events[origin], 0, &source);
}

/* Whether it is not known which of several it is, or was made from. */
static bool is_ambiguous(const struct trace *t, size_t copy)
{
	size_t origin = t->graph->origin[copy];

	return t->record->copies[copy].one_of.n > 0 ||
	       (origin != HF_NONE &&
		t->record->events[origin].candidates.n > 1);
}

static void tell_cycle(const struct trace *t, size_t copy)
{
	const struct hf_head *head = &t->record->copies[copy].head;

	if (t->told[copy])
		return;
	t->told[copy] = true;
	hf_found(t->sink, LINEAGE_CYCLE, .path = t->record->name,
		 .line = head->line, .subject = head->id);
}

/* All that @node leads to was looked at: where would it break off? */
static void close_node(struct trace *t, size_t node)
{
	bool is_event = node >= t->n_copies;
	size_t to = HF_DANGLING, found = HF_DANGLING;

	for (size_t i = 0; found == HF_DANGLING && node_at(t, node, i, &to);
	     i++) {
		if (to == HF_DANGLING || t->mark[to] != SETTLED)
			continue;	/* dangling, or a cycle: told */
		found = to < t->n_copies ? to : t->by[to - t->n_copies];
	}
	t->mark[node] = SETTLED;
	if (is_event) {
		t->by[node - t->n_copies] = found;
		return;
	}
	t->via[node] = found;
	t->of[node].copy = node;
	t->of[node].root = HF_DANGLING;
	t->of[node].broken_at = found == HF_DANGLING ? node :
				t->of[found].broken_at;
}

static void open_node(struct trace *t, size_t node, size_t *depth)
{
	t->mark[node] = OPEN;
	t->stack[*depth] = node;
	t->next[(*depth)++] = 0;
}

static void search_from(struct trace *t, size_t start)
{
	size_t depth = 0;

	if (t->mark[start] != FRESH)
		return;
	open_node(t, start, &depth);
	while (depth) {
		size_t node = t->stack[depth - 1], to;

		if (!node_at(t, node, t->next[depth - 1]++, &to)) {
			close_node(t, node);
			depth--;
		} else if (to == HF_DANGLING || t->mark[to] == SETTLED) {
			continue;
		} else if (t->mark[to] == OPEN) {
			tell_cycle(t, to < t->n_copies ? to : node);
		} else {
			open_node(t, to, &depth);
		}
	}
}

/* For each copy, those that are one of several, and perhaps it. */
static int index_kin(struct trace *t, struct hf_error *err)
{
	size_t total = 0, *next;

	for (size_t c = 0; c < t->n_copies; c++) {
		const struct hf_refs *kin = kin_of(t, c);

		for (size_t i = 0; i < kin->n; i++) {
			if (kin->at[i].at == HF_DANGLING)
				continue;
			t->first_kin[kin->at[i].at + 1]++;
			total++;
		}
	}
	for (size_t c = 0; c < t->n_copies; c++)
		t->first_kin[c + 1] += t->first_kin[c];
	t->kin = calloc(total + 1, sizeof(*t->kin));
	next = t->later;	/* not needed yet, and as long */
	if (!t->kin)
		return hf_fail_memory(err);
	for (size_t c = 0; c < t->n_copies; c++)
		next[c] = t->first_kin[c];
	for (size_t c = 0; c < t->n_copies; c++) {
		const struct hf_refs *kin = kin_of(t, c);

		for (size_t i = 0; i < kin->n; i++) {
			if (kin->at[i].at != HF_DANGLING)
				t->kin[next[kin->at[i].at]++] = c;
		}
	}
	return 0;
}

static void reach(struct trace *t, size_t copy, size_t hops)
{
	t->order[t->n_order++] = copy;
	t->place[copy] = t->n_order;
	t->of[copy].hops = hops;
}

/* What @copy leads on to: at no cost what may be it, else a hop later. */
static void spread(struct trace *t, size_t copy, size_t hops)
{
	for (size_t k = t->first_kin[copy]; k < t->first_kin[copy + 1]; k++) {
		if (!t->place[t->kin[k]])
			reach(t, t->kin[k], hops);
	}
	for (HF_USES(t->graph, copy, use)) {
		const struct hf_refs *made =
			&t->record->events[use->event].outcomes;

		if (use->role == HF_ROLE_OUTCOME || t->passed[use->event])
			continue;
		t->passed[use->event] = true;
		for (size_t i = 0; i < made->n; i++) {
			size_t o = made->at[i].at;

			if (o != HF_DANGLING &&
			    t->graph->origin[o] == use->event)
				t->later[t->n_later++] = o;
		}
	}
}

static void spread_from_roots(struct trace *t)
{
	size_t hops = 0, at = 0;

	for (size_t c = 0; c < t->n_copies; c++) {
		if (is_root(t, c))
			reach(t, c, 0);
	}
	while (at < t->n_order) {
		while (at < t->n_order)
			spread(t, t->order[at++], hops);
		hops++;
		for (size_t i = 0; i < t->n_later; i++) {
			if (!t->place[t->later[i]])
				reach(t, t->later[i], hops);
		}
		t->n_later = 0;
	}
}

/* The first of the sources of an event by which its outcomes' way is shortest. */
static size_t best_source(struct trace *t, size_t origin, size_t hops)
{
	const struct hf_event *event = &t->record->events[origin];
	size_t source;

	if (!t->passed[origin])
		return t->by[origin];	/* found for another outcome */
	t->passed[origin] = false;
	for (size_t i = 0; source_at(event, i, &source); i++) {
		if (source == HF_DANGLING || !t->place[source] ||
		    t->of[source].hops + 1 != hops)
			continue;
		t->by[origin] = source;
		break;
	}
	return t->by[origin];
}

/* Of several that a copy may be, the first that was reached before it. */
static size_t best_kin(const struct trace *t, size_t copy)
{
	const struct hf_refs *kin = kin_of(t, copy);

	for (size_t i = 0; i < kin->n; i++) {
		size_t c = kin->at[i].at;

		if (c != HF_DANGLING && t->place[c] &&
		    t->place[c] < t->place[copy] &&
		    t->of[c].hops == t->of[copy].hops)
			return c;
	}
	return HF_DANGLING;
}

/* Each copy that was reached, by what it was reached. */
static void settle(struct trace *t)
{
	for (size_t i = 0; i < t->n_order; i++) {
		size_t copy = t->order[i], via = HF_DANGLING;
		struct hf_descent *of = &t->of[copy];

		if (!is_root(t, copy))
			via = t->graph->origin[copy] == HF_NONE ?
			      best_kin(t, copy) :
			      best_source(t, t->graph->origin[copy], of->hops);
		t->via[copy] = via;
		of->root = via == HF_DANGLING ? copy : t->of[via].root;
		of->ambiguous = is_ambiguous(t, copy) ||
				(via != HF_DANGLING && t->of[via].ambiguous);
	}
}

static int take_memory(struct trace *t, struct hf_error *err)
{
	size_t n = t->n_copies + 1, nodes = n + t->record->n_events;
	size_t outcomes = 0;

	for (size_t e = 0; e < t->record->n_events; e++)
		outcomes += t->record->events[e].outcomes.n;
	t->mark = calloc(nodes, sizeof(*t->mark));
	t->told = calloc(n, sizeof(*t->told));
	t->stack = calloc(nodes, sizeof(*t->stack));
	t->next = calloc(nodes, sizeof(*t->next));
	t->first_kin = calloc(n + 1, sizeof(*t->first_kin));
	t->order = calloc(n, sizeof(*t->order));
	t->later = calloc(n + outcomes, sizeof(*t->later));
	t->place = calloc(n, sizeof(*t->place));
	t->passed = calloc(t->record->n_events + 1, sizeof(*t->passed));
	t->by = calloc(t->record->n_events + 1, sizeof(*t->by));
	if (t->mark && t->told && t->stack && t->next && t->first_kin &&
	    t->order && t->later && t->place && t->passed && t->by)
		return 0;
	return hf_fail_memory(err);
}

int hf_trace_descents(const struct hf_graph *graph, struct hf_descent *of,
		      size_t *via, struct hf_sink *sink, struct hf_error *err)
{
	struct trace t = { .graph = graph, .record = graph->record,
			   .sink = sink, .of = of, .via = via,
			   .n_copies = graph->record->n_copies };
	int ret = -1;

	if (take_memory(&t, err) < 0 || index_kin(&t, err) < 0)
		goto out;
	for (size_t c = 0; c < t.n_copies; c++)
		search_from(&t, c);
	spread_from_roots(&t);
	settle(&t);
	ret = 0;
out:
	free(t.mark);
	free(t.told);
	free(t.stack);
	free(t.next);
	free(t.first_kin);
	free(t.kin);
	free(t.order);
	free(t.later);
	free(t.place);
	free(t.passed);
	free(t.by);
	return ret;
}
