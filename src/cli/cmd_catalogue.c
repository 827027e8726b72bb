#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static struct hf_json *counts_json(const struct hf_catalogue_counts *counts)
{
	struct hf_json *json = hf_json_begin("catalogue");

	hf_json_number(json, "packages", counts->packages);
	hf_json_number(json, "copies", counts->copies);
	hf_json_number(json, "octets", counts->octets);
	return json;
}

static void tell_counts(struct cli_custody *custody,
			const struct hf_catalogue_counts *counts)
{
	struct cli *cli = custody->report.cli;
	char octets[32];

	if (cli->json)
		cli_report_result(&custody->report, counts_json(counts));
	else if (!cli->quiet)
		printf("%s: %" PRIu64 " entr%s; held: %" PRIu64 " package%s, %" PRIu64
		       " cop%s, %s\n", hf_log_head(custody->in.log)->origin,
		       hf_log_head(custody->in.log)->size,
		       hf_log_head(custody->in.log)->size == 1 ? "y" : "ies",
		       counts->packages, counts->packages == 1 ? "" : "s",
		       counts->copies, counts->copies == 1 ? "y" : "ies",
		       hf_format_bytes(octets, counts->octets));
}

static int rebuild(struct cli_custody *custody, struct hf_error *err)
{
	const struct hf_custody *in = &custody->in;
	struct hf_catalogue *catalogue = NULL;
	struct hf_catalogue_counts counts;
	int ret;

	if (hf_catalogue_rebuild(in->reg->dir, in->log, err) < 0 ||
	    hf_catalogue_open(&catalogue, in->reg->dir, in->log, err) < 0)
		return -1;
	ret = hf_catalogue_count(catalogue, &counts, err);
	hf_catalogue_close(catalogue);
	if (ret == 0)
		tell_counts(custody, &counts);
	return ret;
}

static int show(struct cli_custody *custody, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	int ret = hf_catalogue_dump(custody->in.catalogue, &text, err);

	if (ret == 0)
		fwrite(text.data, 1, text.len, stdout);
	hf_buf_release(&text);
	return ret;
}

static const struct {
	const char *word;
	int (*run)(struct cli_custody *custody, struct hf_error *err);
} actions[] = {
	{ "rebuild", rebuild },
	{ "show", show },
};

#define N_ACTIONS	(sizeof(actions) / sizeof(actions[0]))

int cmd_catalogue(struct cli *cli)
{
	struct cli_custody custody;
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
	/* The register is the first of what is left. */
	cli->args++;
	cli->n_args--;
	if (!cli_custody_open(&custody, cli))
		return cli->status;
	if (actions[i].run(&custody, &err) < 0)
		status = cli_report_failed(&custody.report, &err);
	cli_custody_close(&custody);
	return cli_report_status(&custody.report, status);
}
