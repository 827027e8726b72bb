/*
 * The tree of derivations.  Each copy hangs from the source by which its
 * lineage was settled; the walk keeps its own stack, since a chain may be as
 * long as a record.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/buf.h"
#include "provenance/facts.h"
#include "report/chain.h"

#define MAX_NAMED	20	/* of each list; the rest is counted */
#define MAX_INDENT	40	/* levels shown indented; deeper ones stay there */

struct tree {
	const struct hf_chain_report *report;
	FILE *out;
	size_t *first;		/* each copy's first child, or HF_DANGLING */
	size_t *next;		/* each copy's next sibling */
	size_t *stack;
	bool *drawn;
	struct hf_buf line;	/* about the copy at hand */
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

static void add_shown(struct hf_buf *line, const char *text)
{
	hf_escape(line, text, strlen(text));
}

static void add_rest(struct hf_buf *line, size_t n)
{
	if (n > MAX_NAMED)
		hf_buf_printf(line, " and %zu more", n - MAX_NAMED);
}

static void add_agents(struct tree *tree, const struct hf_event *event)
{
	const struct hf_record *record = tree->report->record;

	for (size_t i = 0; i < event->n_by && i < MAX_NAMED; i++) {
		const struct hf_event_agent *by = &event->by[i];

		hf_buf_adds(&tree->line, i ? ", " : " by ");
		add_shown(&tree->line,
			  hf_record_agent_name(record, &by->agent));
		if (!by->role)
			continue;
		hf_buf_adds(&tree->line, " (");
		add_shown(&tree->line, by->role);
		hf_buf_adds(&tree->line, ")");
	}
}

/* "copy-1: typescript, print 1 [...] printing, 1961-01-18 by ...". */
static void describe(struct tree *tree, size_t c)
{
	const struct hf_chain_report *report = tree->report;
	const struct hf_copy *copy = &report->record->copies[c];
	const struct hf_copy_status *status = &report->account->copies[c];
	size_t origin = report->account->origins[c];
	struct hf_buf *line = &tree->line;

	hf_buf_clear(line);
	add_shown(line, copy->head.id);
	hf_buf_adds(line, ": ");
	add_shown(line, copy->form ? copy->form : "form unknown");
	hf_buf_printf(line, ", %s", hf_kind_name(copy->kind));
	if (copy->number) {
		hf_buf_addc(line, ' ');
		add_shown(line, copy->number);
	}
	hf_buf_printf(line, " [%s", hf_copy_state_name(status->state));
	if (status->custodian) {
		hf_buf_adds(line, ", ");
		add_shown(line, status->custodian);
	}
	hf_buf_addc(line, ']');
	if (origin != HF_DANGLING) {
		const struct hf_event *event = &report->record->events[origin];

		hf_buf_printf(line, " %s, %s", event->type->label,
			      event->when.text ? event->when.text : "unknown");
		add_agents(tree, event);
		hf_buf_printf(line, ", %s", hf_grade_name(
				hf_record_grade(report->record,
						&event->claim)));
	}
	for (size_t i = 0; i < copy->one_of.n && i < MAX_NAMED; i++) {
		hf_buf_adds(line, i ? ", " : "; it is one of ");
		add_shown(line, copy->one_of.at[i].id);
	}
	add_rest(line, copy->one_of.n);
}

static bool is_last(const struct tree *tree, size_t depth)
{
	return tree->next[tree->stack[depth]] == HF_DANGLING;
}

/*
 * The strokes before a copy's first line, or before those that continue it;
 * their width in columns is returned.
 */
static size_t print_strokes(const struct tree *tree, size_t depth, bool first)
{
	const struct strokes *strokes = tree->report->utf8 ? &in_utf8
							   : &in_ascii;
	size_t shown = depth < MAX_INDENT ? depth : MAX_INDENT;

	for (size_t i = 1; i < shown; i++)
		fputs(is_last(tree, i) ? strokes->blank : strokes->bar,
		      tree->out);
	if (!shown)
		return 0;
	if (first)
		fputs(is_last(tree, depth) ? strokes->last : strokes->child,
		      tree->out);
	else
		fputs(is_last(tree, depth) ? strokes->blank : strokes->bar,
		      tree->out);
	return 3 * shown;
}

/* How many bytes of @text fit into @columns, ending before a blank. */
static size_t fitting(const char *text, size_t columns)
{
	size_t at = 0, used = 0, blank = 0;

	for (; text[at] && used <= columns; at++) {
		if (text[at] == ' ')
			blank = at;
		used += (text[at] & 0xc0) != 0x80;
	}
	return !text[at] && used <= columns ? at : blank ? blank : at;
}

/* The line, broken at blanks where the terminal is narrower. */
static void print_copy(struct tree *tree, size_t depth)
{
	const char *text = hf_buf_text(&tree->line);
	size_t width = tree->report->width, used, n;
	bool first = true;

	while (*text) {
		used = print_strokes(tree, depth, first);
		if (!first) {
			fputs("  ", tree->out);
			used += 2;
		}
		n = width ? fitting(text, width > used + 20 ? width - used
							    : 20)
			  : strlen(text);
		fprintf(tree->out, "%.*s\n", (int)n, text);
		text += n;
		text += strspn(text, " ");
		first = false;
	}
}

static void print_from(struct tree *tree, size_t root)
{
	size_t depth = 0;

	tree->stack[0] = root;
	for (;;) {
		size_t copy = tree->stack[depth];

		describe(tree, copy);
		print_copy(tree, depth);
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
	ret = tree.line.failed ? -1 : 0;
out:
	hf_buf_release(&tree.line);
	free(tree.first);
	free(tree.next);
	free(tree.stack);
	free(tree.drawn);
	return ret;
}
