#include "report/chain.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "provenance/facts.h"
#include "report/json.h"
#include "report/text.h"

static const struct hf_copy *copy_at(const struct hf_chain_report *report,
				     size_t copy)
{
	return &report->record->copies[copy];
}

static int id_width(const struct hf_record *record)
{
	size_t width = 0;

	for (size_t c = 0; c < record->n_copies; c++) {
		size_t len = strlen(record->copies[c].head.id);

		if (len > width && len <= 32)
			width = len;
	}
	return (int)width;
}

/* "    copy-1  DECLARED  G1 by sent-to-hoxha, with Enver Hoxha". */
static void print_copy(const struct hf_chain_report *report, int width,
		       size_t copy, FILE *out)
{
	const struct hf_copy_status *status = &report->account->copies[copy];

	fprintf(out, "    %-*s  ", width,
		copy_at(report, copy)->head.id);
	if (status->event)
		fprintf(out, "%-18s  %s by '%s'",
			hf_copy_state_name(status->state),
			hf_grade_name(status->grade), status->event->head.id);
	else
		fputs(hf_copy_state_name(status->state), out);
	if (status->custodian)
		fprintf(out, ", with %s", hf_shown(status->custodian));
	fputc('\n', out);
}

static void print_population(const struct hf_chain_report *report, int width,
			     const struct hf_population *p, FILE *out)
{
	static const char *const closed[] = {
		", and there may be more", ", and no more were made",
		"; whether there were more is unknown",
	};

	fprintf(out, "  %s: %zu of ", p->head.id, p->members.n);
	if (p->count_known)
		fprintf(out, "%s%" PRIu64, p->count_is_least ? "at least " : "",
			p->count);
	else
		fputs("an unknown number of", out);
	fprintf(out, " %s recorded%s\n",
		p->count == 1 && p->count_known ? "copy" : "copies",
		closed[p->closed]);
	for (size_t i = 0; i < p->members.n; i++) {
		if (p->members.at[i].at != HF_DANGLING)
			print_copy(report, width, p->members.at[i].at, out);
	}
}

static void print_others(const struct hf_chain_report *report, int width,
			 FILE *out)
{
	const struct hf_record *record = report->record;
	bool *member = calloc(record->n_copies + 1, sizeof(*member));
	bool any = false;

	for (size_t p = 0; member && p < record->n_populations; p++) {
		const struct hf_refs *members = &record->populations[p].members;

		for (size_t i = 0; i < members->n; i++) {
			if (members->at[i].at != HF_DANGLING)
				member[members->at[i].at] = true;
		}
	}
	for (size_t c = 0; c < record->n_copies; c++) {
		if (member && member[c])
			continue;
		if (!any)
			fputs("  beside them:\n", out);
		any = true;
		print_copy(report, width, c, out);
	}
	free(member);
}

/* Findings of an area; those that bear on both are told with the second. */
static void print_findings(const struct hf_chain_report *report,
			   enum hf_area area, FILE *out)
{
	struct hf_text_report text;

	hf_text_report_init(&text, out, report->policy);
	text.prefix = report->folder;
	for (size_t i = 0; i < report->findings->n; i++) {
		enum hf_area of = hf_finding_area(report->findings->at[i].id);

		if (of == area || (area == HF_LINEAGE && of == HF_BOTH_CHAINS))
			hf_emit(&text.sink, &report->findings->at[i]);
	}
}

/* By area and claim, and those of one claim in the order in which they are. */
static int by_claim(const void *a, const void *b)
{
	const struct hf_basis *x = *(const struct hf_basis *const *)a;
	const struct hf_basis *y = *(const struct hf_basis *const *)b;
	int order = x->area != y->area ? (x->area > y->area) - (x->area < y->area)
				       : strcmp(x->claim, y->claim);

	return order ? order : (x > y) - (x < y);
}

/*
 * For each basis the next one of the same area and claim, or HF_DANGLING; and
 * whether it is the first of them.
 */
static bool link_basis(const struct hf_chain_account *account, size_t *next,
		       bool *first)
{
	const struct hf_basis **sorted = calloc(account->n_basis + 1,
						sizeof(*sorted));

	if (!sorted)
		return false;
	for (size_t i = 0; i < account->n_basis; i++) {
		sorted[i] = &account->basis[i];
		next[i] = HF_DANGLING;
		first[i] = true;
	}
	if (account->n_basis)
		qsort(sorted, account->n_basis, sizeof(*sorted), by_claim);
	for (size_t i = 1; i < account->n_basis; i++) {
		if (sorted[i - 1]->area != sorted[i]->area ||
		    strcmp(sorted[i - 1]->claim, sorted[i]->claim) != 0)
			continue;
		next[sorted[i - 1] - account->basis] =
			(size_t)(sorted[i] - account->basis);
		first[sorted[i] - account->basis] = false;
	}
	free(sorted);
	return true;
}

/* "  rests on 'closing-note' (G1) for: typed sent-to-hoxha ...". */
static void print_basis(const struct hf_chain_report *report,
			enum hf_area area, FILE *out)
{
	const struct hf_chain_account *account = report->account;
	size_t *next = calloc(account->n_basis + 1, sizeof(*next));
	bool *first = calloc(account->n_basis + 1, sizeof(*first));
	bool linked = next && first && link_basis(account, next, first);

	for (size_t i = 0; linked && i < account->n_basis; i++) {
		const struct hf_basis *basis = &account->basis[i];

		if (basis->area != area || !first[i])
			continue;
		fprintf(out, "  rests on '%s' (%s) for:", basis->claim,
			hf_grade_name(basis->grade));
		for (size_t j = i; j != HF_DANGLING; j = next[j])
			fprintf(out, " %s", account->basis[j].id);
		fputc('\n', out);
	}
	free(next);
	free(first);
}

#define MAX_HOPS_SHOWN	12	/* of one way; the rest is counted below it */

static void print_descent(const struct hf_chain_report *report,
			  const struct hf_descent *descent, FILE *out)
{
	const struct hf_copy *root = descent->root == HF_DANGLING ? NULL :
				     copy_at(report, descent->root);
	size_t end = root ? descent->root : descent->broken_at;
	size_t copy = descent->copy;
	char list[400] = "";
	size_t n = 0;

	fprintf(out, "  %s", copy_at(report, copy)->head.id);
	for (int i = 0; copy != end; i++) {
		copy = report->account->sources[copy];
		if (copy == HF_DANGLING)
			break;
		if (i >= MAX_HOPS_SHOWN && copy != end) {
			fputs(" <- ...", out);
			copy = end;
		}
		fprintf(out, " <- %s", copy_at(report, copy)->head.id);
	}
	if (!root) {
		fputs(" <- ?\n    broken: no recorded way to the archived original\n",
		      out);
		return;
	}
	for (size_t i = 0; i < root->one_of.n && n < sizeof(list) - 1; i++)
		n += (size_t)snprintf(list + n, sizeof(list) - n, "%s%s",
				      i ? ", " : ", which is one of ",
				      root->one_of.at[i].id);
	fprintf(out, "\n    %zu hop%s to the archived original%s\n",
		descent->hops, descent->hops == 1 ? "" : "s", list);
}

void hf_chain_report_text(const struct hf_chain_report *report, FILE *out)
{
	const struct hf_record *record = report->record;
	int width = id_width(record);

	fprintf(out, "Population: %s\n", hf_chain_name(report->population));
	for (size_t p = 0; p < record->n_populations; p++)
		print_population(report, width, &record->populations[p], out);
	if (!record->n_populations)
		fputs("  the record declares none\n", out);
	print_others(report, width, out);
	print_basis(report, HF_POPULATION, out);
	print_findings(report, HF_POPULATION, out);

	fprintf(out, "Lineage: %s\n", hf_chain_name(report->lineage));
	for (size_t d = 0; d < report->account->n_descents; d++)
		print_descent(report, &report->account->descents[d], out);
	print_basis(report, HF_LINEAGE, out);
	print_findings(report, HF_LINEAGE, out);
}

static int copies_json(const struct hf_chain_report *report, FILE *out)
{
	const struct hf_record *record = report->record;

	for (size_t c = 0; c < record->n_copies; c++) {
		const struct hf_copy_status *status =
			&report->account->copies[c];
		struct hf_json *json = hf_json_begin("copy");

		hf_json_text(json, "bag", report->folder);
		hf_json_text(json, "record", record->name);
		hf_json_text(json, "copy", record->copies[c].head.id);
		hf_json_text(json, "kind", hf_kind_name(record->copies[c].kind));
		hf_json_text(json, "state", hf_copy_state_name(status->state));
		if (status->event) {
			hf_json_text(json, "event", status->event->head.id);
			hf_json_text(json, "grade",
				     hf_grade_name(status->grade));
		}
		hf_json_text(json, "custodian", status->custodian);
		if (hf_json_end(json, out) < 0)
			return -1;
	}
	return 0;
}

static int descents_json(const struct hf_chain_report *report, FILE *out)
{
	for (size_t d = 0; d < report->account->n_descents; d++) {
		const struct hf_descent *descent =
			&report->account->descents[d];
		struct hf_json *json = hf_json_begin("descent");

		hf_json_text(json, "bag", report->folder);
		hf_json_text(json, "record", report->record->name);
		hf_json_text(json, "copy",
			     copy_at(report, descent->copy)->head.id);
		if (descent->root == HF_DANGLING) {
			hf_json_text(json, "broken_at",
				     copy_at(report,
					     descent->broken_at)->head.id);
		} else {
			hf_json_text(json, "root",
				     copy_at(report, descent->root)->head.id);
			hf_json_number(json, "hops", descent->hops);
			hf_json_flag(json, "ambiguous", descent->ambiguous);
		}
		if (hf_json_end(json, out) < 0)
			return -1;
	}
	return 0;
}

int hf_chain_report_json(const struct hf_chain_report *report, FILE *out)
{
	struct hf_json_report findings;
	struct hf_json *json;

	hf_json_report_init(&findings, out, report->policy);
	findings.bag = report->folder;
	for (size_t i = 0; i < report->findings->n; i++)
		hf_emit(&findings.sink, &report->findings->at[i]);
	if (findings.failed || copies_json(report, out) < 0 ||
	    descents_json(report, out) < 0)
		return -1;
	json = hf_json_begin("chain");
	hf_json_text(json, "bag", report->folder);
	hf_json_text(json, "record", report->record->name);
	hf_json_text(json, "population", hf_chain_name(report->population));
	hf_json_text(json, "lineage", hf_chain_name(report->lineage));
	return hf_json_end(json, out);
}
