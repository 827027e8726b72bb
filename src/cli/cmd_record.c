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
	struct hf_policy policy;
	struct hf_text_report text;
	struct hf_json_report json;
	struct hf_judge judge;
	struct hf_error err;
	bool good;

	hf_policy_init(&policy, false);
	hf_text_report_init(&text, stdout, &policy);
	text.least = cli->quiet ? HF_ERROR : HF_INFO;
	hf_json_report_init(&json, stdout, &policy);
	json.least = text.least;
	hf_judge_init(&judge, &policy, cli->json ? &json.sink : &text.sink);
	if (hf_record_open(&record, path, &judge.sink, &err) < 0 ||
	    hf_record_check_unused(record, &judge.sink, &err) < 0) {
		hf_record_free(record);
		cli_trouble(cli, &err);
		return HF_STATUS_TROUBLE;
	}
	good = record->sound && !record->misquoted;
	if (!cli->json) {
		hf_text_report_remedies(&text);
		if (good && !cli->quiet) {
			printf("the record has no mistakes (");
			cli_print_record(record);
			printf(")\n");
		}
	}
	hf_record_free(record);
	return good ? HF_STATUS_OK : HF_STATUS_TROUBLE;
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
