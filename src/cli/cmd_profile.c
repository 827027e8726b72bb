#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

/* What one call of profile check tells, and how. */
struct check {
	struct cli *cli;
	struct hf_policy policy;
	struct hf_text_report text;
	struct hf_json_report json;
};

static enum hf_status check_one(struct check *check, const char *path)
{
	struct cli *cli = check->cli;
	struct hf_profile *profile = NULL;
	struct hf_judge judge;
	struct hf_error err;
	char shown[4096];

	hf_judge_init(&judge, &check->policy,
		      cli->json ? &check->json.sink : &check->text.sink);
	if (hf_profile_open(&profile, path, &judge.sink, &err) < 0) {
		fflush(stdout);
		cli_trouble(cli, &err);
		return HF_STATUS_TROUBLE;
	}
	hf_profile_free(profile);
	if (judge.count[HF_ERROR])
		return HF_STATUS_INVALID;
	if (!cli->json && !cli->quiet)
		printf("%s: the profile has no mistakes%s\n",
		       hf_escape_into(shown, sizeof(shown), path),
		       judge.count[HF_WARNING] ? ", but there are warnings"
					       : "");
	return HF_STATUS_OK;
}

int cmd_profile(struct cli *cli)
{
	struct check check = { .cli = cli };
	enum hf_status status = HF_STATUS_OK;

	if (cli_next_option(cli) < 0 || !cli_want_args(cli, 2, SIZE_MAX))
		return cli->status;
	if (strcmp(cli->args[0], "check"))
		return cli_misuse(cli, "a profile can be checked, not '%s'",
				  hf_shown(cli->args[0]));
	hf_policy_init(&check.policy, false);
	hf_text_report_init(&check.text, stdout, &check.policy);
	check.text.least = cli->quiet ? HF_ERROR : HF_INFO;
	hf_json_report_init(&check.json, stdout, &check.policy);
	check.json.least = check.text.least;
	for (size_t i = 1; i < cli->n_args; i++)
		status = hf_status_worse(status,
					 check_one(&check, cli->args[i]));
	if (!cli->json)
		hf_text_report_remedies(&check.text);
	return check.json.failed ? HF_STATUS_TROUBLE : status;
}
