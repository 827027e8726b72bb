/* What commands that work on a register share: opening it, and receipts. */
#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>

bool cli_custody_open(struct cli_custody *custody, struct cli *cli)
{
	struct hf_error err;

	cli_report_begin(&custody->report, cli, NULL);
	if (hf_custody_open(&custody->in, cli->args[0],
			    &custody->report.judge.sink, &err) == 0)
		return true;
	cli_report_end(&custody->report);
	cli->status = cli_report_failed(&custody->report, &err);
	hf_custody_close(&custody->in);
	return false;
}

void cli_custody_close(struct cli_custody *custody)
{
	cli_report_end(&custody->report);
	hf_custody_close(&custody->in);
}

const char *cli_time(char out[HF_DATETIME_MAX], int64_t seconds)
{
	hf_clock_datetime(seconds, out);
	return out;
}

static struct hf_json *receipt_json(const struct hf_receipt *receipt,
				    const char *done)
{
	static const char *const deeds[] = {
		[HF_DONE]	 = "done",
		[HF_DONE_BEFORE] = "done-before",
		[HF_PUT_ASIDE]	 = "put-aside",
	};
	struct hf_json *json = hf_json_begin("receipt");
	char time[HF_DATETIME_MAX];

	hf_json_text(json, "deed", deeds[receipt->deed]);
	hf_json_text(json, "event", done);
	hf_json_text(json, "package", receipt->package);
	hf_json_text(json, "location", receipt->location);
	if (receipt->deed == HF_PUT_ASIDE) {
		hf_json_text(json, "quarantine", receipt->quarantine);
		return json;
	}
	if (*receipt->root) {
		hf_json_text(json, "bag_root", receipt->root);
		hf_json_number(json, "files", receipt->files);
		hf_json_number(json, "octets", receipt->octets);
	}
	hf_json_number(json, "entry", receipt->place.number);
	hf_json_text(json, "time", cli_time(time, receipt->time));
	hf_json_text(json, "log", receipt->head.origin);
	hf_json_number(json, "log_size", receipt->head.size);
	hf_json_bytes(json, "proof", receipt->proof.data, receipt->proof.len);
	return json;
}

static void receipt_text(const struct hf_receipt *receipt, const char *done)
{
	char time[HF_DATETIME_MAX], octets[32], shown[1024];

	hf_escape_into(shown, sizeof(shown), receipt->package);
	if (receipt->deed == HF_PUT_ASIDE) {
		printf("%s: not admitted; it is in the quarantine of %s, as %s\n",
		       shown, receipt->location, receipt->quarantine);
		return;
	}
	printf("%s: %s", shown, receipt->deed == HF_DONE_BEFORE
	       ? "held already" : done);
	if (receipt->location)
		printf(", at %s", receipt->location);
	putchar('\n');
	if (*receipt->root)
		printf("  bag root   %s\n  files      %" PRIu64 ", %s\n",
		       receipt->root, receipt->files,
		       hf_format_bytes(octets, receipt->octets));
	printf("  log entry  %" PRIu64 " of %s, %s\n", receipt->place.number,
	       receipt->head.origin, cli_time(time, receipt->time));
}

void cli_custody_receipt(struct cli_custody *custody,
			 const struct hf_receipt *receipt, const char *done)
{
	struct cli *cli = custody->report.cli;

	if (cli->json)
		cli_report_result(&custody->report,
				  receipt_json(receipt, done));
	else if (!cli->quiet || receipt->deed == HF_PUT_ASIDE)
		receipt_text(receipt, done);
}
