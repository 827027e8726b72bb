#include "cli/cli.h"

#include <stdio.h>

static int tell(struct cli *cli, const struct hf_levels_account *account)
{
	if (!cli->json) {
		hf_levels_text(account, stdout);
		return HF_STATUS_OK;
	}
	return hf_levels_json(account, stdout) < 0 ? (int)cli_untold()
						   : HF_STATUS_OK;
}

int cmd_levels(struct cli *cli)
{
	struct hf_levels_account account;
	struct cli_report report;
	struct hf_error err;
	int status;

	if (cli_next_option(cli) < 0 || !cli_want_args(cli, 1, 1))
		return cli->status;
	cli_report_begin(&report, cli, NULL);
	if (hf_levels_account(&account, cli->args[0], 0, &report.judge.sink,
			      &err) < 0) {
		cli_report_end(&report);
		status = cli_report_failed(&report, &err);
	} else {
		status = tell(cli, &account);
		cli_report_end(&report);
	}
	hf_levels_account_release(&account);
	return cli_report_status(&report, status);
}
