#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

enum { OPT_MAX_BYTES = 1000 };

const struct cli_option cmd_status_options[] = {
	{ "max-bytes", 0, OPT_MAX_BYTES, "N[K|M|G|T]",
	  "what each audit may read, to say what that is short of" },
	{ 0 },
};

static const char *const formats[] = { "nagios", "prometheus", NULL };

/* What was found of register, log and places. */
static int tell_findings(struct cli *cli, const struct hf_overview *overview)
{
	struct cli_report report;

	cli_report_begin(&report, cli, NULL);
	for (size_t i = 0; i < overview->findings.n; i++)
		hf_emit(report.sink, &overview->findings.at[i]);
	cli_report_end(&report);
	return cli_report_status(&report, overview->status);
}

static int tell(struct cli *cli, const struct hf_overview *overview)
{
	if (cli->format && !strcmp(cli->format, "nagios")) {
		hf_overview_nagios(overview, stdout);
		return hf_overview_nagios_status(overview);
	}
	if (cli->format) {
		hf_overview_prometheus(overview, stdout);
		return overview->status;
	}
	if (cli->json) {
		int status = tell_findings(cli, overview);

		return hf_overview_json(overview, stdout) < 0
		       ? (int)cli_untold() : status;
	}
	if (cli->quiet && overview->status == HF_STATUS_OK)
		return HF_STATUS_OK;
	hf_overview_text(overview, stdout);
	return tell_findings(cli, overview);
}

/* Also where a mistake kept the options from being read to their end. */
static bool is_for_nagios(const struct cli *cli)
{
	for (int i = 1; i < cli->argc; i++) {
		const char *arg = cli->argv[i];

		if (!strcmp(arg, "--format") && i + 1 < cli->argc)
			arg = cli->argv[i + 1];
		else if (!strncmp(arg, "--format=", 9))
			arg += 9;
		else
			continue;
		if (!strcmp(arg, "nagios"))
			return true;
	}
	return false;
}

/*
 * Nothing is known, and a monitor must hear that: it takes 1 for a warning, and
 * 2 for a failed copy.  A bar would begin the performance data.
 */
static int fail(const struct cli *cli, int status, const char *why)
{
	if (!is_for_nagios(cli))
		return status;
	fputs("HOLDFAST UNKNOWN - ", stdout);
	for (; *why; why++)
		putchar(*why == '|' ? '/' : *why);
	putchar('\n');
	return 3;
}

static bool read_options(struct cli *cli, struct hf_overview_options *options)
{
	int code;

	while ((code = cli_next_option(cli)) > 0) {
		if (!cli_octets(cli, "max-bytes", &options->budget.max_bytes))
			return false;
	}
	return code == 0 && cli_want_args(cli, 1, 1);
}

int cmd_status(struct cli *cli)
{
	struct hf_overview_options options = { 0 };
	struct hf_overview overview;
	struct hf_error err;
	int status;

	cli->formats = formats;
	if (!read_options(cli, &options))
		return cli->status == HF_STATUS_OK ? cli->status
		       : fail(cli, cli->status, "the command was not understood");
	if (hf_overview_gather(&overview, cli->args[0], &options, &err) < 0)
		status = fail(cli, cli_trouble(cli, &err), err.text);
	else
		status = tell(cli, &overview);
	hf_overview_release(&overview);
	return status;
}
