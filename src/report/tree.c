/*
 * The tree of derivations.  Each copy hangs from the source by which its
 * lineage was settled; the walk keeps its own stack, since a chain may be as
 * long as a record.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/chain.h"

#define MAX_INDENT	40	/* levels shown indented; deeper ones stay there */

struct tree {
	const struct hf_chain_report *report;
	FILE *out;
	size_t *first;		/* each copy's first child, or HF_DANGLING */
	size_t *next;		/* each copy's next sibling */
	size_t *stack;
	bool *drawn;
};

struct strokes {
	const char *child, *last, *bar, *blank;
};

static const struct strokes in_utf8 = { "├─ ", "└─ ", "│  ", "   " };
static const struct strokes in_ascii = { "|- ", "`- ", "|  ", "   " };

static void link_children(struct tree *tree)
{
	const struct hf_record *record = tree->report->record;

	for (size_t c = 0; c < record->n_copies; c++)
		tree->first[c] = tree->next[c] = HF_DANGLING;
	/* From the last, so that each list is in the order of the record. */
	for (size_t c = record->n_copies; c-- > 0;) {
		size_t source = tree->report->account->sources[c];

		if (source == HF_DANGLING)
			continue;
		tree->next[c] = tree->first[source];
		tree->first[source] = c;
	}
}

static void print_agents(const struct tree *tree, const struct hf_event *event)
{
	const struct hf_record *record = tree->report->record;

	for (size_t i = 0; i < event->n_by; i++) {
		const struct hf_event_agent *by = &event->by[i];

		fprintf(tree->out, "%s%s", i ? ", " : " by ",
			hf_shown(hf_record_agent_name(record, &by->agent)));
		if (by->role)
			fprintf(tree->out, " (%s)", hf_shown(by->role));
	}
}

/* "copy-1: typescript, print 1; printing on 1961-01-18 by ...". */
static void print_copy(const struct tree *tree, size_t c)
{
	const struct hf_chain_report *report = tree->report;
	const struct hf_copy *copy = &report->record->copies[c];
	const struct hf_copy_status *status = &report->account->copies[c];
	size_t origin = report->account->origins[c];

	fprintf(tree->out, "%s: %s, %s%s%s [%s", copy->head.id,
		hf_shown(copy->form ? copy->form : "?"),
		hf_kind_name(copy->kind), copy->number ? " " : "",
		copy->number ? hf_shown(copy->number) : "",
		hf_copy_state_name(status->state));
	if (status->custodian)
		fprintf(tree->out, ", %s", hf_shown(status->custodian));
	fputc(']', tree->out);
	if (origin != HF_DANGLING) {
		const struct hf_event *event = &report->record->events[origin];

		fprintf(tree->out, " %s, %s", event->type->label,
			event->when.text ? event->when.text : "unknown");
		print_agents(tree, event);
		fprintf(tree->out, ", %s", hf_grade_name(
				hf_record_grade(report->record,
						&event->claim)));
	}
	for (size_t i = 0; i < copy->one_of.n; i++)
		fprintf(tree->out, "%s%s", i ? ", " : "; it is one of ",
			copy->one_of.at[i].id);
	fputc('\n', tree->out);
}

static void print_indent(const struct tree *tree, size_t depth)
{
	const struct strokes *strokes = tree->report->utf8 ? &in_utf8
							   : &in_ascii;
	size_t shown = depth < MAX_INDENT ? depth : MAX_INDENT;

	for (size_t i = 1; i < shown; i++)
		fputs(tree->next[tree->stack[i]] == HF_DANGLING
		      ? strokes->blank : strokes->bar, tree->out);
	if (shown)
		fputs(tree->next[tree->stack[depth]] == HF_DANGLING
		      ? strokes->last : strokes->child, tree->out);
}

static void print_from(struct tree *tree, size_t root)
{
	size_t depth = 0;

	tree->stack[0] = root;
	for (;;) {
		size_t copy = tree->stack[depth];

		print_indent(tree, depth);
		print_copy(tree, copy);
		tree->drawn[copy] = true;
		if (tree->first[copy] != HF_DANGLING &&
		    !tree->drawn[tree->first[copy]]) {
			tree->stack[++depth] = tree->first[copy];
			continue;
		}
		while (depth && tree->next[tree->stack[depth]] == HF_DANGLING)
			depth--;
		if (!depth)
			return;
		tree->stack[depth] = tree->next[tree->stack[depth]];
	}
}

int hf_chain_report_tree(const struct hf_chain_report *report, FILE *out)
{
	size_t n = report->record->n_copies + 1;
	struct tree tree = { .report = report, .out = out };
	int ret = -1;

	tree.first = calloc(n, sizeof(*tree.first));
	tree.next = calloc(n, sizeof(*tree.next));
	tree.stack = calloc(n, sizeof(*tree.stack));
	tree.drawn = calloc(n, sizeof(*tree.drawn));
	if (!tree.first || !tree.next || !tree.stack || !tree.drawn)
		goto out;
	link_children(&tree);
	for (size_t c = 0; c < report->record->n_copies; c++) {
		if (report->account->sources[c] == HF_DANGLING)
			print_from(&tree, c);
	}
	/* What descends from itself hangs from nothing. */
	for (size_t c = 0; c < report->record->n_copies; c++) {
		if (!tree.drawn[c])
			print_from(&tree, c);
	}
	ret = 0;
out:
	free(tree.first);
	free(tree.next);
	free(tree.stack);
	free(tree.drawn);
	return ret;
}
