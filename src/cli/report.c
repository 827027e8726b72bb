/* How commands tell what is found, and what they make. */
#include "cli/cli.h"

#include <stdio.h>

void cli_report_begin(struct cli_report *report, struct cli *cli,
		      const char *bag)
{
	*report = (struct cli_report){ .cli = cli };
	hf_policy_init(&report->policy, false);
	hf_text_report_init(&report->text, stdout, &report->policy);
	hf_json_report_init(&report->json, stdout, &report->policy);
	report->text.least = cli->quiet ? HF_ERROR : HF_INFO;
	report->json.least = report->text.least;
	report->sink = cli->json ? &report->json.sink : &report->text.sink;
	cli_report_bag(report, bag);
}

void cli_report_bag(struct cli_report *report, const char *bag)
{
	report->json.bag = bag;
	hf_judge_init(&report->judge, &report->policy, report->sink);
}

void cli_report_result(struct cli_report *report, struct hf_json *json)
{
	report->failed |= hf_json_end(json, stdout) < 0;
}

void cli_report_end(struct cli_report *report)
{
	if (!report->cli->json)
		hf_text_report_remedies(&report->text);
}

int cli_report_failed(const struct cli_report *report,
		      const struct hf_error *err)
{
	return cli_failed(report->cli, report->judge.status, err);
}

int cli_report_status(const struct cli_report *report, int status)
{
	return report->failed || report->json.failed ? (int)cli_untold()
						     : status;
}

void cli_work_begin(struct cli_work *work, struct cli *cli)
{
	work->hint = NULL;
	cli_report_begin(&work->report, cli, cli->args[0]);
	cli_watch_begin(&work->watch);
	cli_progress_begin(&work->progress, cli);
}

void cli_work_end(struct cli_work *work)
{
	cli_progress_end(&work->progress);
	cli_watch_end(&work->watch);
	cli_report_end(&work->report);
}

int cli_work_failed(const struct cli_work *work, const struct hf_error *err)
{
	fflush(stdout);
	cli_trouble(work->report.cli, err);
	if (err->code == HF_EREFUSED && work->hint)
		fprintf(stderr, "holdfast: %s\n", work->hint);
	/* What could not be looked at is no fault of the bag. */
	return err->code == HF_EREFUSED &&
	       work->report.judge.fixity != HF_UNDETERMINED
	       ? HF_STATUS_INVALID : HF_STATUS_TROUBLE;
}
