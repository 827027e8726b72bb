/* The copy chain for Graphviz: dot -Tpdf draws it. */
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
	case HF_STATE_UNACCOUNTED:
		return "style=filled, fillcolor=\"#f4c7c3\"";
	default:
		return "style=filled, fillcolor=\"#fff7d6\"";
	}
}

static void print_edges(const struct hf_event *event,
			const struct hf_refs *from, const char *style,
			FILE *out)
{
	for (size_t i = 0; i < from->n; i++) {
		for (size_t k = 0; k < event->outcomes.n; k++) {
			fputs("\t", out);
			quoted(out, from->at[i].id);
			fputs(" -> ", out);
			quoted(out, event->outcomes.at[k].id);
			fputs(" [label=", out);
			quoted(out, event->type ? event->type->label : "");
			fprintf(out, ", style=%s];\n", style);
		}
	}
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
	for (size_t e = 0; e < record->n_events; e++) {
		const struct hf_event *event = &record->events[e];

		print_edges(event, &event->sources, "solid", out);
		print_edges(event, &event->candidates, "dashed", out);
	}
	fputs("}\n", out);
}
