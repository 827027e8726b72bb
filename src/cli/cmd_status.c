#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_MAX_BYTES = 1000 };

const struct cli_option cmd_status_options[] = {
	{ "max-bytes", 0, OPT_MAX_BYTES, "OCTETS",
	  "what each audit may read, to say what that is short of" },
	{ 0 },
};

static const char *const formats[] = { "nagios", "prometheus", NULL };

/* What was found of register, log and places. */
static void tell_findings(struct cli *cli, const struct hf_overview *overview)
{
	struct cli_report report;

	cli_report_begin(&report, cli, NULL);
	for (size_t i = 0; i < overview->findings.n; i++)
		hf_emit(report.sink, &overview->findings.at[i]);
	cli_report_end(&report);
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
		tell_findings(cli, overview);
		if (hf_overview_json(overview, stdout) < 0)
			return (int)cli_untold();
		return overview->status;
	}
	if (!cli->quiet || overview->status != HF_STATUS_OK) {
		hf_overview_text(overview, stdout);
		tell_findings(cli, overview);
	}
	return overview->status;
}

/* A monitor takes 1 for a warning, and must hear that nothing is known. */
static int fail(struct cli *cli, const struct hf_error *err)
{
	int status = cli_trouble(cli, err);

	if (!cli->format || strcmp(cli->format, "nagios") != 0)
		return status;
	printf("HOLDFAST UNKNOWN - %s\n", err->text);
	return 3;
}

static bool read_options(struct cli *cli, struct hf_overview_options *options)
{
	unsigned long long octets;
	char *end;
	int code;

	while ((code = cli_next_option(cli)) > 0) {
		if (code != OPT_MAX_BYTES)
			continue;
		octets = strtoull(cli->value, &end, 10);
		if (*cli->value < '0' || *cli->value > '9' || *end || !octets) {
			cli_misuse(cli, "--max-bytes is a number of octets, not '%s'",
				   hf_shown(cli->value));
			return false;
		}
		options->budget.max_bytes = octets;
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
		return cli->status;
	if (hf_overview_gather(&overview, cli->args[0], &options, &err) < 0)
		status = fail(cli, &err);
	else
		status = tell(cli, &overview);
	hf_overview_release(&overview);
	return status;
}
