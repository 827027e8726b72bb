#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

enum { OPT_TO = 1000, OPT_NEW_VERSION, OPT_NOTE, OPT_RECEIPT };

const struct cli_option cmd_ingest_options[] = {
	{ "to", 0, OPT_TO, "LOCATION", "where it is to lie (holdfast location list)" },
	{ "new-version", 0, OPT_NEW_VERSION, NULL,
	  "it may take the place of an older version of the package" },
	{ "note", 0, OPT_NOTE, "TEXT", "for the entry in the log" },
	{ "receipt", 0, OPT_RECEIPT, "FILE",
	  "write the proof that it is in the log, for whoever handed it in" },
	CLI_MOVING_OPTIONS,
	{ 0 },
};

/* One call. */
struct ingest {
	struct cli *cli;
	struct hf_ingest_options options;
	const char *to, *receipt;
	struct cli_custody custody;
	struct cli_progress progress;
};

static bool take_option(struct ingest *in, int code)
{
	struct cli *cli = in->cli;

	switch (code) {
	case OPT_TO:
		in->to = cli->value;
		return true;
	case OPT_NEW_VERSION:
		return in->options.new_version = true;
	case OPT_NOTE:
		in->options.note = cli->value;
		return true;
	case OPT_RECEIPT:
		in->receipt = cli->value;
		return true;
	default:
		return cli_moving_option(cli, code, &in->options.moving);
	}
}

static bool read_options(struct ingest *in)
{
	struct cli *cli = in->cli;
	int code;

	while ((code = cli_next_option(cli)) > 0) {
		if (!take_option(in, code))
			return false;
	}
	if (code < 0 || !cli_want_args(cli, 2, SIZE_MAX))
		return false;
	if (!in->to) {
		cli_misuse(cli, "say where it is to lie, with --to");
		return false;
	}
	if (in->receipt && cli->n_args > 2) {
		cli_misuse(cli, "--receipt is for one bag at a time");
		return false;
	}
	return true;
}

static int write_receipt(const struct ingest *in,
			 const struct hf_receipt *receipt)
{
	struct hf_error err;

	if (hf_receipt_write(receipt, in->receipt, &err) == 0)
		return HF_STATUS_OK;
	cli_trouble(in->cli, &err);
	fprintf(stderr, "holdfast: the bag is held nevertheless; holdfast log prove has what the receipt was to say\n");
	return HF_STATUS_TROUBLE;
}

static int ingest(struct ingest *in, const char *path)
{
	struct cli_custody *custody = &in->custody;
	struct hf_receipt receipt;
	struct cli_watch watch;
	struct hf_error err;
	int ret, status;

	cli_report_bag(&custody->report, path);
	custody->report.text.prefix = NULL;
	cli_watch_begin(&watch);
	cli_progress_begin(&in->progress, in->cli);
	ret = hf_ingest(&custody->in, path, in->to, &in->options,
			&custody->report.judge.sink, &receipt, &err);
	cli_progress_end(&in->progress);
	cli_watch_end(&watch);
	if (ret < 0) {
		status = cli_report_failed(&custody->report, &err);
	} else {
		cli_custody_receipt(custody, &receipt, "ingested");
		status = receipt.deed != HF_PUT_ASIDE ? HF_STATUS_OK
			 : custody->report.judge.status;
		if (in->receipt && receipt.deed != HF_PUT_ASIDE)
			status = write_receipt(in, &receipt);
	}
	hf_receipt_release(&receipt);
	return status;
}

int cmd_ingest(struct cli *cli)
{
	struct ingest in = { .cli = cli };
	enum hf_status status = HF_STATUS_OK;

	if (!read_options(&in))
		return cli->status;
	if (!cli_custody_open(&in.custody, cli))
		return cli->status;
	in.options.moving.progress = cli_progress_show;
	in.options.moving.progress_ctx = &in.progress;
	for (size_t i = 1; i < cli->n_args; i++)
		status = hf_status_worse(status, ingest(&in, cli->args[i]));
	cli_custody_close(&in.custody);
	return cli_report_status(&in.custody.report, status);
}
