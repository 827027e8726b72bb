#include "cli/cli.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { OPT_EXPLAIN = 1000, OPT_DOT, OPT_SVG, OPT_POLICY, OPT_REGISTER };

const struct cli_option cmd_chain_options[] = {
	{ "explain", 0, OPT_EXPLAIN, "COPY",
	  "with check: say step by step why a copy is in its state" },
	{ "policy", 0, OPT_POLICY, "FILE",
	  "a record with a Policy: what is asked of the evidence" },
	{ "register", 0, OPT_REGISTER, "REGISTER",
	  "with check: a package that it holds, or a bag, with its log and places" },
	{ "dot", 0, OPT_DOT, NULL, "with show: for Graphviz" },
	{ "svg", 0, OPT_SVG, NULL, "with show: a picture" },
	{ 0 },
};

/* What the three things that can be done with a chain have in common. */
struct chain {
	struct cli *cli;
	struct hf_policy policy;
	struct hf_findings findings;
	struct hf_judge judge;
	struct hf_provenance provenance;
	const char *explain;		/* a copy's id */
	const char *holder;		/* a register's path */
	bool dot, svg;
	struct cli_policy asked;
};

static const char *folder_of(const struct chain *chain)
{
	return chain->provenance.record->in_folder ? chain->cli->args[1] : NULL;
}

/* The columns of the terminal; 0 where there is none. */
static unsigned int terminal_width(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) ||
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0)
		return 0;
	return size.ws_col;
}

static void chain_report(const struct chain *chain,
			 struct hf_chain_report *report)
{
	*report = (struct hf_chain_report){
		.record = chain->provenance.record,
		.folder = folder_of(chain),
		.account = chain->provenance.account,
		.findings = &chain->findings, .policy = &chain->policy,
		.population = hf_chain_worse(
			chain->provenance.account->population,
			chain->judge.population),
		.lineage = hf_chain_worse(chain->provenance.account->lineage,
					  chain->judge.lineage),
		.width = terminal_width(),
		.utf8 = setlocale(LC_CTYPE, "") &&
			!strcmp(nl_langinfo(CODESET), "UTF-8"),
	};
}

/* Say what is wrong with a record that cannot be judged as it stands. */
static int tell_unsound(const struct chain *chain)
{
	struct hf_text_report text;
	struct hf_json_report json;
	struct hf_sink *sink = &text.sink;

	hf_text_report_init(&text, stdout, &chain->policy);
	hf_json_report_init(&json, stdout, &chain->policy);
	text.prefix = json.bag = folder_of(chain);
	if (chain->cli->json)
		sink = &json.sink;
	for (size_t i = 0; i < chain->findings.n; i++)
		hf_emit(sink, &chain->findings.at[i]);
	if (chain->cli->json && json.failed)
		return (int)cli_untold();
	if (!chain->cli->json) {
		hf_text_report_remedies(&text);
		fprintf(stderr, "holdfast: the record has mistakes, so its copy chain was not decided; correct what is told above\n");
	}
	return HF_STATUS_TROUBLE;
}

static void print_remedies(const struct chain *chain)
{
	struct hf_text_report text;

	hf_text_report_init(&text, stdout, &chain->policy);
	for (size_t i = 0; i < chain->findings.n; i++)
		hf_text_report_note(&text, chain->findings.at[i].id);
	hf_text_report_remedies(&text);
}

static int explain(struct chain *chain, const struct hf_chain_report *report)
{
	const struct hf_record *record = report->record;

	for (size_t c = 0; c < record->n_copies; c++) {
		if (!strcmp(record->copies[c].head.id, chain->explain)) {
			hf_chain_report_explain(report, c, stdout);
			return HF_STATUS_OK;
		}
	}
	return cli_misuse(chain->cli, "the record has no copy '%s'; holdfast chain show lists them",
			  hf_shown(chain->explain));
}

static int check(struct chain *chain)
{
	struct hf_chain_report report;
	enum hf_status status;

	chain_report(chain, &report);
	if (chain->explain)
		return explain(chain, &report);
	status = hf_status_worse(hf_chain_status(report.population),
				 hf_chain_status(report.lineage));
	if (chain->cli->json)
		return hf_chain_report_json(&report, stdout) < 0
		       ? (int)cli_untold() : (int)status;
	if (chain->cli->quiet && status == HF_STATUS_OK)
		return status;
	hf_chain_report_text(&report, stdout);
	print_remedies(chain);
	return status;
}

static int show(struct chain *chain)
{
	struct hf_chain_report report;
	struct hf_error err;

	chain_report(chain, &report);
	if (chain->cli->json)
		return hf_chain_report_json(&report, stdout) < 0
		       ? (int)cli_untold() : HF_STATUS_OK;
	if (chain->svg)
		return hf_chain_report_svg(&report, stdout, &err) < 0
		       ? cli_trouble(chain->cli, &err) : HF_STATUS_OK;
	if (chain->dot) {
		hf_chain_report_dot(&report, stdout);
		return HF_STATUS_OK;
	}
	return hf_chain_report_tree(&report, stdout) < 0 ? (int)cli_untold()
							 : HF_STATUS_OK;
}

static int export(struct chain *chain)
{
	struct hf_buf premis = { 0 };
	struct hf_error err;
	int status = HF_STATUS_OK;

	if (hf_premis_write(&premis, chain->provenance.record, NULL, &err) < 0)
		status = cli_trouble(chain->cli, &err);
	else
		fwrite(premis.data, 1, premis.len, stdout);
	hf_buf_release(&premis);
	return status;
}

static const struct {
	const char *name;
	int (*run)(struct chain *chain);
} actions[] = {
	{ "check", check },
	{ "show", show },
	{ "export", export },
};

#define N_ACTIONS	(sizeof(actions) / sizeof(actions[0]))

static const char *action_at(void *ctx, size_t i)
{
	(void)ctx;
	return i < N_ACTIONS ? actions[i].name : NULL;
}

/*
 * Decide the chain.  Severities are known only once the record is read, so
 * findings are kept first, and judged after.
 */
static int decide(struct chain *chain)
{
	struct hf_error err;

	if (hf_provenance_decide(&chain->provenance, chain->cli->args[1],
				 cli_policy_declared(&chain->asked),
				 &chain->findings.sink, &err) < 0) {
		cli_trouble(chain->cli, &err);
		return HF_STATUS_TROUBLE;
	}
	hf_policy_declared(&chain->policy, chain->provenance.policy);
	chain->judge.next = NULL;
	for (size_t i = 0; i < chain->findings.n; i++)
		hf_emit(&chain->judge.sink, &chain->findings.at[i]);
	return chain->findings.failed ? cli_no_memory(chain->cli)
				      : HF_STATUS_OK;
}

static int check_registered(struct chain *chain, size_t action)
{
	if (actions[action].run != check || chain->explain)
		return cli_misuse(chain->cli, "--register is for chain check, without --explain; to show the chain of a package, name the bag of one of its copies");
	return cli_joined_check(chain->cli, chain->holder, chain->cli->args[1],
				&chain->asked);
}

int cmd_chain(struct cli *cli)
{
	struct chain chain = { .cli = cli };
	size_t action = 0;
	const char *near;
	int status, code;

	while ((code = cli_next_option(cli)) > 0) {
		if (code == OPT_EXPLAIN)
			chain.explain = cli->value;
		if (code == OPT_REGISTER)
			chain.holder = cli->value;
		if (code == OPT_POLICY && !cli_policy_read(cli, &chain.asked))
			return cli->status;
		chain.dot |= code == OPT_DOT;
		chain.svg |= code == OPT_SVG;
	}
	if (code < 0 || !cli_want_args(cli, 2, 2)) {
		cli_policy_release(&chain.asked);
		return cli->status;
	}
	while (action < N_ACTIONS && strcmp(cli->args[0], actions[action].name))
		action++;
	if (action == N_ACTIONS) {
		cli_policy_release(&chain.asked);
		near = hf_nearest(cli->args[0], action_at, NULL);
		return cli_misuse(cli, "a chain can be checked, shown or exported, not '%s'%s%s%s",
				  hf_shown(cli->args[0]),
				  near ? "; did you mean '" : "",
				  near ? near : "", near ? "'?" : "");
	}
	if (chain.holder) {
		status = check_registered(&chain, action);
		cli_policy_release(&chain.asked);
		return status;
	}
	hf_policy_init(&chain.policy, false);
	hf_findings_init(&chain.findings);
	hf_judge_init(&chain.judge, &chain.policy, &chain.findings.sink);
	status = decide(&chain);
	if (status == HF_STATUS_OK)
		status = chain.provenance.account ? actions[action].run(&chain)
						  : tell_unsound(&chain);
	cli_policy_release(&chain.asked);
	hf_provenance_release(&chain.provenance);
	hf_findings_release(&chain.findings);
	return status;
}
