#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* One call; no key is needed for it. */
struct catalogue {
	struct cli_report report;
	struct hf_ledger ledger;
};

static struct hf_json *counts_json(const struct hf_catalogue_counts *counts)
{
	struct hf_json *json = hf_json_begin("catalogue");

	hf_json_number(json, "packages", counts->packages);
	hf_json_number(json, "copies", counts->copies);
	hf_json_number(json, "octets", counts->octets);
	return json;
}

static void tell_counts(struct catalogue *c,
			const struct hf_catalogue_counts *counts)
{
	struct cli *cli = c->report.cli;
	char octets[32];

	if (cli->json)
		cli_report_result(&c->report, counts_json(counts));
	else if (!cli->quiet)
		printf("%s: %" PRIu64 " entr%s; held: %" PRIu64 " package%s, %" PRIu64
		       " cop%s, %s\n", hf_log_head(c->ledger.log)->origin,
		       hf_log_head(c->ledger.log)->size,
		       hf_log_head(c->ledger.log)->size == 1 ? "y" : "ies",
		       counts->packages, counts->packages == 1 ? "" : "s",
		       counts->copies, counts->copies == 1 ? "y" : "ies",
		       hf_format_bytes(octets, counts->octets));
}

static int rebuild(struct catalogue *c, struct hf_error *err)
{
	const struct hf_ledger *in = &c->ledger;
	struct hf_catalogue *catalogue = NULL;
	struct hf_catalogue_counts counts;
	int ret;

	if (hf_catalogue_rebuild(in->reg->dir, in->log, err) < 0 ||
	    hf_catalogue_open(&catalogue, in->reg->dir, in->log, err) < 0)
		return -1;
	ret = hf_catalogue_count(catalogue, &counts, err);
	hf_catalogue_close(catalogue);
	if (ret == 0)
		tell_counts(c, &counts);
	return ret;
}

static int show(struct catalogue *c, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	int ret = hf_catalogue_dump(c->ledger.catalogue, &text, err);

	if (ret == 0)
		fwrite(text.data, 1, text.len, stdout);
	hf_buf_release(&text);
	return ret;
}

static const struct {
	const char *word;
	int (*run)(struct catalogue *c, struct hf_error *err);
} actions[] = {
	{ "rebuild", rebuild },
	{ "show", show },
};

#define N_ACTIONS	(sizeof(actions) / sizeof(actions[0]))

int cmd_catalogue(struct cli *cli)
{
	struct catalogue c;
	struct hf_error err;
	int status = HF_STATUS_OK;
	size_t i = 0;

	if (cli_next_option(cli) < 0 || !cli_want_args(cli, 2, 2))
		return cli->status;
	while (i < N_ACTIONS && strcmp(cli->args[0], actions[i].word))
		i++;
	if (i == N_ACTIONS)
		return cli_misuse(cli, "a catalogue can be shown or rebuilt, not '%s'",
				  hf_shown(cli->args[0]));
	cli_report_begin(&c.report, cli, NULL);
	if (cli_ledger_open(&c.report, cli->args[1], &c.ledger)) {
		if (actions[i].run(&c, &err) < 0)
			status = cli_report_failed(&c.report, &err);
		hf_ledger_close(&c.ledger);
	} else {
		status = cli->status;
	}
	cli_report_end(&c.report);
	return cli_report_status(&c.report, status);
}
