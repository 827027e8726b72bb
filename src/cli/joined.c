/* chain check --register: a package that a register holds, or a bag in hand. */
#include "cli/cli.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is open and known while the account is told. */
struct account {
	struct cli *cli;
	const char *wanted;		/* a package, or the path of a bag */
	struct hf_policy policy;
	struct hf_findings findings;
	struct hf_judge judge;
	struct hf_ledger ledger;
	struct hf_joined joined;
	size_t before;			/* findings of register and log */
};

/* The findings from @from up to @to, as a list that owns nothing. */
static struct hf_findings some_of(const struct account *a, size_t from,
				  size_t to)
{
	struct hf_findings some = { .at = a->findings.at ? a->findings.at + from
							 : NULL,
				    .n = to - from };

	return some;
}

static int tell_json(const struct account *a, size_t from, size_t to)
{
	struct hf_json_report json;

	hf_json_report_init(&json, stdout, &a->policy);
	for (size_t i = from; i < to; i++)
		hf_emit(&json.sink, &a->findings.at[i]);
	return json.failed ? -1 : 0;
}

static void tell_text(const struct account *a, size_t from, size_t to)
{
	struct hf_text_report text;

	hf_text_report_init(&text, stdout, &a->policy);
	for (size_t i = from; i < to; i++)
		hf_emit(&text.sink, &a->findings.at[i]);
}

static void tell_remedies(const struct account *a)
{
	struct hf_text_report text;

	hf_text_report_init(&text, stdout, &a->policy);
	for (size_t i = 0; i < a->findings.n; i++)
		hf_text_report_note(&text, a->findings.at[i].id);
	hf_text_report_remedies(&text);
}

/* Severities are known once the record is read: judge what was kept. */
static void judge(struct account *a)
{
	hf_policy_declared(&a->policy, a->joined.provenance.policy);
	hf_judge_init(&a->judge, &a->policy, NULL);
	for (size_t i = 0; i < a->findings.n; i++)
		hf_emit(&a->judge.sink, &a->findings.at[i]);
}

static void report_of(const struct account *a, struct hf_chain_report *report,
		      const struct hf_findings *findings)
{
	const struct hf_provenance *p = &a->joined.provenance;

	*report = (struct hf_chain_report){
		.record = p->record,
		.folder = p->record->in_folder ? a->joined.record_in : NULL,
		.account = p->account,
		.findings = findings, .policy = &a->policy,
		.population = hf_chain_worse(p->account->population,
					     a->judge.population),
		.lineage = hf_chain_worse(p->account->lineage,
					  a->judge.lineage),
		.utf8 = setlocale(LC_CTYPE, "") &&
			!strcmp(nl_langinfo(CODESET), "UTF-8"),
	};
}

static int print_json(const struct account *a, size_t kept,
		      const struct hf_chain_report *report)
{
	if (tell_json(a, 0, kept) < 0 ||
	    hf_joined_report_json(&a->joined, stdout) < 0)
		return -1;
	if (report)
		return hf_chain_report_json(report, stdout);
	return tell_json(a, kept, a->findings.n);
}

static void print_text(const struct account *a, size_t kept,
		       const struct hf_chain_report *report)
{
	if (report)
		hf_chain_report_text(report, stdout);
	hf_joined_report_text(&a->joined, stdout);
	tell_text(a, 0, kept);
	if (!report)
		tell_text(a, kept, a->findings.n);
	tell_remedies(a);
}

static int tell(struct account *a)
{
	size_t kept = a->before + a->joined.n_kept_findings;
	struct hf_findings of_record = some_of(a, kept, a->findings.n);
	const struct hf_chain_account *chain = a->joined.provenance.account;
	struct hf_chain_report report;
	enum hf_status status;

	judge(a);
	status = a->judge.status;
	if (chain) {
		report_of(a, &report, &of_record);
		status = hf_status_worse(status,
					 hf_chain_status(report.population));
		status = hf_status_worse(status,
					 hf_chain_status(report.lineage));
	}
	if (a->cli->json)
		return print_json(a, kept, chain ? &report : NULL) < 0
		       ? (int)cli_untold() : (int)status;
	if (!a->cli->quiet || status != HF_STATUS_OK)
		print_text(a, kept, chain ? &report : NULL);
	return status;
}

/* There is no account; but what was found before that is told. */
static int refuse(struct account *a, const struct hf_error *err)
{
	enum hf_status untold = HF_STATUS_OK;

	judge(a);
	if (!a->cli->json) {
		tell_text(a, 0, a->findings.n);
		tell_remedies(a);
	} else if (tell_json(a, 0, a->findings.n) < 0) {
		untold = cli_untold();
	}
	return hf_status_worse(untold,
			       cli_failed(a->cli, a->judge.status, err));
}

/*
 * A path has a slash, or is "." or "..".  What has none is a package where the
 * register has one of that name, and else what lies under that name here.
 */
static int is_path(const struct account *a, struct hf_error *err)
{
	struct hf_error unseen;
	int known;

	if (strchr(a->wanted, '/') || !strcmp(a->wanted, ".") ||
	    !strcmp(a->wanted, ".."))
		return 1;
	known = hf_is_registered(&a->ledger, a->wanted, err);
	if (known)
		return known < 0 ? -1 : 0;
	/* A folder or a file of that name is there, whatever it is. */
	return hf_is_archive(a->wanted, &unseen) >= 0;
}

static int join(struct account *a, const struct hf_declared_policy *declared,
		struct hf_error *err)
{
	const struct hf_joined_options options = { .declared = declared };
	char *folder;
	int path, ret;

	a->before = a->findings.n;
	path = is_path(a, err);
	if (path < 0)
		return -1;
	if (!path)
		return hf_join(&a->joined, &a->ledger, a->wanted, &options,
			       &a->findings.sink, err);
	folder = cli_folder(a->cli, a->wanted);
	if (!folder)
		return hf_fail_memory(err);
	ret = hf_join_bag(&a->joined, &a->ledger, folder, &options,
			  &a->findings.sink, err);
	free(folder);
	return ret;
}

int cli_joined_check(struct cli *cli, const char *path, const char *wanted,
		     const struct cli_policy *asked)
{
	struct account a = { .cli = cli, .wanted = wanted };
	struct hf_error err;
	int status;

	hf_policy_init(&a.policy, false);
	hf_findings_init(&a.findings);
	if (hf_ledger_open(&a.ledger, path, &a.findings.sink, &err) < 0 ||
	    join(&a, cli_policy_declared(asked), &err) < 0)
		status = refuse(&a, &err);
	else
		status = tell(&a);
	if (a.findings.failed)
		status = hf_status_worse(status, cli_no_memory(cli));
	hf_joined_release(&a.joined);
	hf_ledger_close(&a.ledger);
	hf_findings_release(&a.findings);
	return status;
}
