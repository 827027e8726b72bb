/* The copy chain for Graphviz: dot -Tpdf draws it. */
#include <stdio.h>
#include <stdlib.h>

#include "report/chain.h"

static void quoted(FILE *out, const char *text)
{
	fputc('"', out);
	for (; text && *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text == '\n' ? ' ' : *text, out);
	}
	fputc('"', out);
}

static const char *style_of(enum hf_copy_state state)
{
	switch (state) {
	case HF_STATE_VERIFIED:
	case HF_STATE_ATTESTED:
		return "style=\"filled,bold\", fillcolor=\"#d9f0d3\"";
	case HF_STATE_DESTROYED:
	case HF_STATE_DESTROYED_ASSERTED:
	case HF_STATE_LOST:
		return "style=\"filled,diagonals\", fillcolor=\"#dddddd\"";
	case HF_STATE_CORRUPT:
	case HF_STATE_MISSING:
	case HF_STATE_UNACCOUNTED:
		return "style=filled, fillcolor=\"#f4c7c3\"";
	default:
		return "style=filled, fillcolor=\"#fff7d6\"";
	}
}

/* Copies go by their ids, events by "event " and theirs. */
struct node {
	const char *prefix, *id;
};

static void print_node(struct node node, FILE *out)
{
	char *name;

	if (asprintf(&name, "%s%s", node.prefix, node.id) < 0)
		return;
	quoted(out, name);
	free(name);
}

static void print_edge(struct node from, struct node to, const char *label,
		       const char *style, FILE *out)
{
	fputs("\t", out);
	print_node(from, out);
	fputs(" -> ", out);
	print_node(to, out);
	fputs(" [", out);
	if (label) {
		fputs("label=", out);
		quoted(out, label);
		fputs(", ", out);
	}
	fprintf(out, "style=%s];\n", style);
}

static void print_edges(const struct hf_event *event,
			const struct hf_refs *from, const char *style,
			FILE *out)
{
	const char *label = event->type ? event->type->label : "";

	for (size_t i = 0; i < from->n; i++) {
		for (size_t k = 0; k < event->outcomes.n; k++)
			print_edge((struct node){ "", from->at[i].id },
				   (struct node){ "", event->outcomes.at[k].id },
				   label, style, out);
	}
}

/*
 * Many of many go through a point, which stands for the event: a line from each
 * to each could be neither drawn nor read.
 */
static void print_gathered(const struct hf_event *event, FILE *out)
{
	const struct node point = { "event ", event->head.id };
	const struct hf_refs *from[] = { &event->sources, &event->candidates };
	const char *const style[] = { "solid", "dashed" };

	fputs("\t", out);
	print_node(point, out);
	fputs(" [shape=point, xlabel=", out);
	quoted(out, event->type ? event->type->label : "");
	fputs("];\n", out);
	for (int k = 0; k < 2; k++) {
		for (size_t i = 0; i < from[k]->n; i++)
			print_edge((struct node){ "", from[k]->at[i].id },
				   point, NULL, style[k], out);
	}
	for (size_t i = 0; i < event->outcomes.n; i++)
		print_edge(point, (struct node){ "", event->outcomes.at[i].id },
			   NULL, "solid", out);
}

static void print_event(const struct hf_event *event, FILE *out)
{
	if (event->sources.n + event->candidates.n > 3 &&
	    event->outcomes.n > 3) {
		print_gathered(event, out);
		return;
	}
	print_edges(event, &event->sources, "solid", out);
	print_edges(event, &event->candidates, "dashed", out);
}

void hf_chain_report_dot(const struct hf_chain_report *report, FILE *out)
{
	const struct hf_record *record = report->record;

	fputs("digraph chain {\n\tnode [shape=box, fontname=\"sans-serif\"];\n",
	      out);
	for (size_t c = 0; c < record->n_copies; c++) {
		const struct hf_copy *copy = &record->copies[c];
		enum hf_copy_state state = report->account->copies[c].state;

		fputs("\t", out);
		quoted(out, copy->head.id);
		fputs(" [label=", out);
		quoted(out, copy->label ? copy->label : copy->head.id);
		fprintf(out, ", tooltip=\"%s\", %s];\n",
			hf_copy_state_name(state), style_of(state));
	}
	for (size_t e = 0; e < record->n_events; e++)
		print_event(&record->events[e], out);
	fputs("}\n", out);
}
