#include "audit/pictures.h"

#include <stdlib.h>
#include <string.h>

#include "register/joined.h"
#include "report/chain.h"

/* --- Of which packages. --- */

static bool is_among(const struct hf_pictures *pictures, const char *package)
{
	for (size_t i = 0; i < pictures->n; i++) {
		if (!strcmp(pictures->at[i].package, package))
			return true;
	}
	return false;
}

static int choose(struct hf_pictures *pictures, const char *package,
		  struct hf_error *err)
{
	struct hf_page_picture *p = &pictures->at[pictures->n];

	if (is_among(pictures, package))
		return 0;
	if (pictures->n == HF_PICTURES_MOST) {
		pictures->undrawn = true;
		return 0;
	}
	p->package = strdup(package);
	if (!p->package)
		return hf_fail_memory(err);
	pictures->n++;
	return 0;
}

/* Those of which a copy was read come first. */
static int choose_read(struct hf_pictures *pictures,
		       const struct hf_audit_result *result,
		       struct hf_error *err)
{
	for (size_t i = 0; i < result->n_copies; i++) {
		if (result->copies[i].n &&
		    choose(pictures, result->copies[i].package, err) < 0)
			return -1;
	}
	return 0;
}

/* Then those that the policy, or something else, has found wanting. */
static int choose_named(struct hf_pictures *pictures,
			const struct hf_findings *findings,
			const struct hf_ledger *ledger, struct hf_error *err)
{
	for (size_t i = 0; i < findings->n && !pictures->undrawn; i++) {
		const char *subject = findings->at[i].subject;
		struct hf_error unknown;

		if (subject && hf_is_registered(ledger, subject,
						&unknown) == 1 &&
		    choose(pictures, subject, err) < 0)
			return -1;
	}
	return 0;
}

/* --- Each of them. --- */

static void give_reason(struct hf_page_picture *p, const char *why)
{
	free(p->why);
	p->why = strdup(why);
}

static int draw(struct hf_page_picture *p,
		const struct hf_chain_report *report, struct hf_error *err)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	const char *element;
	int ret;

	if (!out)
		return hf_fail_memory(err);
	ret = hf_chain_report_svg(report, out, err);
	if (fclose(out) != 0 && ret == 0)
		ret = hf_fail_memory(err);
	/* Within a page there is no XML declaration. */
	element = ret == 0 ? strstr(text, "<svg") : NULL;
	p->svg = element ? strdup(element) : NULL;
	p->population = report->population;
	p->lineage = report->lineage;
	free(text);
	if (ret == 0 && !p->svg)
		return hf_fail_memory(err);
	return ret;
}

static int draw_joined(struct hf_page_picture *p, struct hf_joined *joined,
		       const struct hf_audit_report *report,
		       const struct hf_findings *findings,
		       struct hf_error *err)
{
	const struct hf_provenance *provenance = &joined->provenance;
	const struct hf_chain_report chain = {
		.record = provenance->record, .account = provenance->account,
		.findings = findings, .policy = report->policy,
		.population = provenance->account
			      ? provenance->account->population : 0,
		.lineage = provenance->account ? provenance->account->lineage
					       : 0,
		.utf8 = true,
	};

	if (!provenance->record) {
		give_reason(p, "the package carries no record, or no copy of it could be read");
		return 0;
	}
	if (!provenance->account) {
		give_reason(p, "its record has mistakes, so its copy chain was not decided");
		return 0;
	}
	return draw(p, &chain, err);
}

static int draw_package(struct hf_page_picture *p,
			const struct hf_ledger *ledger,
			const struct hf_audit_report *report,
			struct hf_error *err)
{
	const struct hf_joined_options options = {
		.now = report->result->begin,
		.inspect = { .no_sandbox = report->no_sandbox },
	};
	struct hf_findings findings;
	struct hf_joined joined = { 0 };
	int ret;

	hf_findings_init(&findings);
	ret = hf_join(&joined, ledger, p->package, &options, &findings.sink,
		      err);
	if (ret == 0)
		ret = draw_joined(p, &joined, report, &findings, err);
	hf_joined_release(&joined);
	hf_findings_release(&findings);
	if (ret == 0 || err->code == HF_ENOMEM)
		return ret;
	give_reason(p, err->text);
	return 0;
}

static int draw_all(struct hf_pictures *pictures,
		    const struct hf_audit_report *report,
		    const struct hf_ledger *ledger, struct hf_error *err)
{
	if (choose_named(pictures, &report->result->findings, ledger, err) < 0)
		return -1;
	for (size_t i = 0; i < pictures->n; i++) {
		if (draw_package(&pictures->at[i], ledger, report, err) < 0)
			return -1;
	}
	return 0;
}

int hf_pictures_draw(struct hf_pictures *pictures,
		     const struct hf_audit_report *report,
		     struct hf_error *err)
{
	struct hf_findings findings;
	struct hf_ledger ledger;
	int ret;

	*pictures = (struct hf_pictures){ 0 };
	if (choose_read(pictures, report->result, err) < 0)
		return -1;
	/* Nothing is believed of a log that kept the run from beginning. */
	if (report->result->ended == HF_AUDIT_REFUSED ||
	    !report->result->findings.n)
		return 0;
	hf_findings_init(&findings);
	ret = hf_ledger_open(&ledger, report->path, &findings.sink, err);
	if (ret == 0) {
		ret = draw_all(pictures, report, &ledger, err);
		hf_ledger_close(&ledger);
	} else {
		for (size_t i = 0; i < pictures->n; i++)
			give_reason(&pictures->at[i], err->text);
		ret = 0;
	}
	hf_findings_release(&findings);
	return ret;
}

void hf_pictures_release(struct hf_pictures *pictures)
{
	for (size_t i = 0; i < pictures->n; i++) {
		free(pictures->at[i].package);
		free(pictures->at[i].svg);
		free(pictures->at[i].why);
	}
	*pictures = (struct hf_pictures){ 0 };
}
