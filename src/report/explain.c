/* Why a copy's state is what it is: each event, each claim, each grade. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "provenance/facts.h"
#include "report/chain.h"
#include "report/text.h"

static const char *role_in(const struct hf_event *event, size_t copy)
{
	static const char *const words[] = {
		"it was the source", "it may have been the source",
		"it was made",
	};
	const struct hf_refs *lists[] = { &event->sources, &event->candidates,
					  &event->outcomes };

	for (int i = 0; i < 3; i++) {
		for (size_t k = 0; k < lists[i]->n; k++) {
			if (lists[i]->at[k].at == copy)
				return words[i];
		}
	}
	return NULL;
}

static void print_claim(const struct hf_record *record,
			const struct hf_ref *ref, FILE *out)
{
	const struct hf_claim *claim;
	const char *words;

	if (!ref->id || ref->at == HF_DANGLING) {
		fputs("       nothing supports it\n", out);
		return;
	}
	claim = &record->claims[ref->at];
	words = claim->quote ? claim->quote : claim->statement;
	fprintf(out, "       claim '%s', %s", claim->head.id,
		hf_grade_name(claim->grade));
	if (words)
		fprintf(out, ": %s", hf_shown(words));
	if (claim->cite)
		fprintf(out, " [%s]", hf_shown(claim->cite));
	fputc('\n', out);
}

static void print_custody(const struct hf_record *record,
			  const struct hf_event *event, FILE *out)
{
	if (event->from.id)
		fprintf(out, ", from %s",
			hf_shown(hf_record_agent_name(record, &event->from)));
	if (event->to.id)
		fprintf(out, ", to %s",
			hf_shown(hf_record_agent_name(record, &event->to)));
}

static void print_event(const struct hf_record *record,
			const struct hf_event *event, const char *role,
			unsigned int number, FILE *out)
{
	fprintf(out, "  %2u. %s '%s', %s: %s", number,
		event->type ? event->type->label : "an event", event->head.id,
		event->when.text ? event->when.text : "date unknown", role);
	print_custody(record, event, out);
	for (size_t i = 0; i < event->n_by; i++)
		fprintf(out, "%s%s", i ? ", " : ", by ",
			hf_shown(hf_record_agent_name(record,
						      &event->by[i].agent)));
	fputc('\n', out);
	print_claim(record, &event->claim, out);
}

/* What would lift a copy from its state. */
static const char *better(enum hf_copy_state state)
{
	static const char *const words[] = {
		[HF_STATE_VERIFIED] = "nothing; read it again within its interval",
		[HF_STATE_STALE] = "a fixity check that reads all of it again",
		[HF_STATE_ATTESTED] = "a fixity check that reads all of it again (grade G4) would make a digital copy VERIFIED",
		[HF_STATE_DECLARED] = "a receipt signed by whoever has it (grade G3) would make it ATTESTED",
		[HF_STATE_IN_TRANSIT] = "record who received it, and their receipt",
		[HF_STATE_UNREACHABLE] = "mount or connect the place where it lies",
		[HF_STATE_CORRUPT] = "restore it, and record a fixity check that passes",
		[HF_STATE_MISSING] = "look for it, or record its loss",
		[HF_STATE_DESTROYED] = "nothing; its end is evidenced",
		[HF_STATE_DESTROYED_ASSERTED] = "a certificate of destruction, or a witness (grade G3), would make it DESTROYED",
		[HF_STATE_LOST] = "if it turns up, record a recovery",
		[HF_STATE_UNACCOUNTED] = "record who held it, or what became of it, with a claim",
	};

	return words[state];
}

static void print_findings(const struct hf_chain_report *report,
			   const char *id, FILE *out)
{
	struct hf_text_report text;

	hf_text_report_init(&text, out, report->policy);
	text.prefix = report->folder;
	for (size_t i = 0; i < report->findings->n; i++) {
		const char *subject = report->findings->at[i].subject;

		if (subject && !strcmp(subject, id))
			hf_emit(&text.sink, &report->findings->at[i]);
	}
	hf_text_report_remedies(&text);
}

void hf_chain_report_explain(const struct hf_chain_report *report, size_t copy,
			     FILE *out)
{
	const struct hf_record *record = report->record;
	const struct hf_copy_status *status = &report->account->copies[copy];
	const char *id = record->copies[copy].head.id;
	unsigned int n = 0;

	fprintf(out, "%s: %s\n", id, hf_copy_state_name(status->state));
	for (size_t e = 0; e < record->n_events; e++) {
		const char *role = role_in(&record->events[e], copy);

		if (role)
			print_event(record, &record->events[e], role, ++n, out);
	}
	if (!n)
		fputs("  no event of the record names it\n", out);
	fprintf(out, "  so it is %s", hf_copy_state_name(status->state));
	if (status->event)
		fprintf(out, " (%s), by '%s'", hf_grade_name(status->grade),
			status->event->head.id);
	if (status->custodian)
		fprintf(out, ", last with %s", hf_shown(status->custodian));
	fprintf(out, "\n  to do better: %s\n", better(status->state));
	print_findings(report, id, out);
}
