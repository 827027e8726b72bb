#include "cli/cli.h"

#include <stdio.h>

enum { OPT_TO = 1000, OPT_FROM, OPT_NOTE };

const struct cli_option cmd_copy_options[] = {
	{ "to", 0, OPT_TO, "LOCATION", "where the new copy is to lie" },
	{ "from", 0, OPT_FROM, "LOCATION",
	  "which copy to copy (default: one that verifies)" },
	{ "note", 0, OPT_NOTE, "TEXT", "for the entry in the log" },
	CLI_MOVING_OPTIONS,
	{ 0 },
};

/* One call. */
struct copy {
	struct cli *cli;
	struct hf_copying_options options;
	const char *to;
	struct cli_custody custody;
	struct cli_progress progress;
};

static bool take_option(struct copy *copy, int code)
{
	const char *value = copy->cli->value;

	switch (code) {
	case OPT_TO:
		copy->to = value;
		return true;
	case OPT_FROM:
		copy->options.from = value;
		return true;
	case OPT_NOTE:
		copy->options.note = value;
		return true;
	default:
		return cli_moving_option(copy->cli, code,
					 &copy->options.moving);
	}
}

static bool read_options(struct copy *copy)
{
	int code;

	while ((code = cli_next_option(copy->cli)) > 0) {
		if (!take_option(copy, code))
			return false;
	}
	if (code < 0 || !cli_want_args(copy->cli, 2, SIZE_MAX))
		return false;
	if (copy->to)
		return true;
	cli_misuse(copy->cli, "say where the copy is to lie, with --to");
	return false;
}

static int make_copy(struct copy *copy, const char *package)
{
	struct cli_custody *custody = &copy->custody;
	struct hf_receipt receipt;
	struct cli_watch watch;
	struct hf_error err;
	int ret, status = HF_STATUS_OK;

	cli_report_bag(&custody->report, package);
	cli_watch_begin(&watch);
	cli_progress_begin(&copy->progress, copy->cli);
	ret = hf_copy_package(&custody->in, package, copy->to, &copy->options,
			      &custody->report.judge.sink, &receipt, &err);
	cli_progress_end(&copy->progress);
	cli_watch_end(&watch);
	if (ret < 0) {
		status = cli_report_failed(&custody->report, &err);
	} else {
		cli_custody_receipt(custody, &receipt, "copied");
		/* A copy that was tried, and is not as it was, must be heard of. */
		status = custody->report.judge.status;
	}
	hf_receipt_release(&receipt);
	return status;
}

int cmd_copy(struct cli *cli)
{
	struct copy copy = { .cli = cli };
	enum hf_status status = HF_STATUS_OK;

	if (!read_options(&copy))
		return cli->status;
	if (!cli_custody_open(&copy.custody, cli))
		return cli->status;
	copy.options.moving.progress = cli_progress_show;
	copy.options.moving.progress_ctx = &copy.progress;
	for (size_t i = 1; i < cli->n_args; i++)
		status = hf_status_worse(status, make_copy(&copy, cli->args[i]));
	cli_custody_close(&copy.custody);
	return cli_report_status(&copy.custody.report, status);
}
