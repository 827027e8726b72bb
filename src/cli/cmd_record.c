#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

static int make_new(struct cli *cli, const char *path)
{
	struct hf_error err;
	char shown[4096];

	if (hf_record_new(path, &err) < 0) {
		cli_trouble(cli, &err);
		return HF_STATUS_TROUBLE;
	}
	if (!cli->quiet)
		printf("%s/record.txt: made, to be filled in; then: holdfast record check %s\n",
		       hf_escape_into(shown, sizeof(shown), path), shown);
	return HF_STATUS_OK;
}

/* Everything that can be said of the record itself; its chain is not decided. */
static int check(struct cli *cli, const char *path)
{
	struct hf_record *record = NULL;
	struct cli_report report;
	struct hf_error err;
	bool good;

	cli_report_begin(&report, cli, NULL);
	if (hf_record_open(&record, path, report.sink, &err) < 0 ||
	    hf_record_check_unused(record, report.sink, &err) < 0) {
		hf_record_free(record);
		cli_trouble(cli, &err);
		return HF_STATUS_TROUBLE;
	}
	good = record->sound && !record->misquoted;
	cli_report_end(&report);
	if (good && !cli->json && !cli->quiet) {
		printf("the record has no mistakes (");
		cli_print_record(record);
		printf(")\n");
	}
	hf_record_free(record);
	return cli_report_status(&report,
				 good ? HF_STATUS_OK : HF_STATUS_TROUBLE);
}

int cmd_record(struct cli *cli)
{
	static const char *const actions[] = { "new", "check" };

	if (cli_next_option(cli) < 0 || !cli_want_args(cli, 2, 2))
		return cli->status;
	if (!strcmp(cli->args[0], actions[0]))
		return make_new(cli, cli->args[1]);
	if (!strcmp(cli->args[0], actions[1]))
		return check(cli, cli->args[1]);
	return cli_misuse(cli, "a record can be made new, or checked, not '%s'",
			  hf_shown(cli->args[0]));
}
