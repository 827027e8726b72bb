#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static enum hf_status check_one(struct cli_report *report, const char *path)
{
	struct cli *cli = report->cli;
	struct hf_profile *profile = NULL;
	struct hf_judge *judge = &report->judge;
	struct hf_error err;
	char shown[4096];

	cli_report_bag(report, NULL);
	if (hf_profile_open(&profile, path, &judge->sink, &err) < 0) {
		fflush(stdout);
		cli_trouble(cli, &err);
		return HF_STATUS_TROUBLE;
	}
	hf_profile_free(profile);
	if (judge->count[HF_ERROR])
		return HF_STATUS_INVALID;
	if (!cli->json && !cli->quiet)
		printf("%s: the profile has no mistakes%s\n",
		       hf_escape_into(shown, sizeof(shown), path),
		       judge->count[HF_WARNING] ? ", but there are warnings"
						: "");
	return HF_STATUS_OK;
}

int cmd_profile(struct cli *cli)
{
	struct cli_report report;
	enum hf_status status = HF_STATUS_OK;

	if (cli_next_option(cli) < 0 || !cli_want_args(cli, 2, SIZE_MAX))
		return cli->status;
	if (strcmp(cli->args[0], "check"))
		return cli_misuse(cli, "a profile can be checked, not '%s'",
				  hf_shown(cli->args[0]));
	cli_report_begin(&report, cli, NULL);
	for (size_t i = 1; i < cli->n_args; i++)
		status = hf_status_worse(status,
					 check_one(&report, cli->args[i]));
	cli_report_end(&report);
	return cli_report_status(&report, status);
}
