/* What commands that work on a register share: opening it, and receipts. */
#include "cli/cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

bool cli_custody_open(struct cli_custody *custody, struct cli *cli)
{
	struct hf_error err;

	cli_report_begin(&custody->report, cli, NULL);
	if (hf_custody_open(&custody->in, cli->args[0],
			    &custody->report.judge.sink, &err) == 0)
		return true;
	cli_report_end(&custody->report);
	cli->status = cli_custody_failed(custody, &err);
	hf_custody_close(&custody->in);
	return false;
}

int cli_custody_failed(const struct cli_custody *custody,
		       const struct hf_error *err)
{
	enum hf_status found = custody->report.judge.status;

	fflush(stdout);
	cli_trouble(custody->report.cli, err);
	return err->code == HF_EREFUSED && found != HF_STATUS_OK
	       ? found : HF_STATUS_TROUBLE;
}

void cli_custody_close(struct cli_custody *custody)
{
	cli_report_end(&custody->report);
	hf_custody_close(&custody->in);
}

const char *cli_time(char out[32], int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm tm;

	if (!gmtime_r(&when, &tm) ||
	    !strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm))
		snprintf(out, 32, "@%" PRId64, seconds);
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
	char time[32];

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
	char time[32], octets[32], shown[1024];

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

bool cli_write_new(struct cli *cli, const char *path, const struct hf_buf *text)
{
	FILE *out = fopen(path, "wx");
	bool good = out && fwrite(text->data, 1, text->len, out) == text->len;

	good &= out && fclose(out) == 0;
	if (!good)
		fprintf(stderr, "holdfast: '%s' cannot be written: %s; what it was to say is in the log\n",
			hf_shown(path), hf_errno_text(errno));
	(void)cli;
	return good;
}
