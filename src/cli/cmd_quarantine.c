#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* One call. */
struct quarantine {
	struct cli *cli;
	struct cli_report report;
	uint64_t n;
};

static int tell(void *ctx, const struct hf_quarantined *one,
		struct hf_error *err)
{
	struct quarantine *q = ctx;
	struct hf_json *json;
	const char *name = one->name ? one->name : "(its report cannot be read)";

	(void)err;
	q->n++;
	if (q->cli->json) {
		json = hf_json_begin("quarantined");
		hf_json_text(json, "location", one->location);
		hf_json_text(json, "folder", one->id);
		hf_json_text(json, "package", one->name);
		hf_json_text(json, "from", one->from);
		hf_json_text(json, "finding", one->finding);
		hf_json_number(json, "errors", one->errors);
		cli_report_result(&q->report, json);
		return 0;
	}
	printf("%s: %s, from '%s': %s (%" PRIu64 " error%s)\n  in %s, as %s\n",
	       one->location, hf_shown(name),
	       hf_shown(one->from ? one->from : "?"),
	       hf_shown(one->finding ? one->finding : "put aside"),
	       one->errors, one->errors == 1 ? "" : "s", one->location,
	       hf_shown(one->id));
	return 0;
}

/* One that cannot be reached is a finding: nobody knows what lies there. */
static int list_place(struct quarantine *q, const struct hf_location *location,
		      struct hf_error *err)
{
	struct hf_place place;
	int ret = hf_place_open(&place, location, &q->report.judge.sink, err);

	if (ret <= 0)
		return ret;
	ret = hf_quarantine_list(&place, tell, q, err);
	hf_place_close(&place);
	return ret;
}

/* All that are not given up, also where one cannot be reached. */
static int list(struct quarantine *q, const struct hf_register *reg)
{
	enum hf_status status = HF_STATUS_OK;
	struct hf_error err;

	for (size_t i = 0; i < reg->n_locations; i++) {
		if (reg->locations[i].trust != HF_DEAD &&
		    list_place(q, &reg->locations[i], &err) < 0)
			status = hf_status_worse(
				status, cli_report_failed(&q->report, &err));
	}
	return hf_status_worse(status, q->report.judge.status);
}

int cmd_quarantine(struct cli *cli)
{
	struct quarantine q = { .cli = cli };
	struct hf_register *reg;
	int code, status;

	while ((code = cli_next_option(cli)) > 0)
		;
	if (code < 0 || !cli_want_args(cli, 1, 1))
		return cli->status;
	cli_report_begin(&q.report, cli, NULL);
	if (cli_register_open(&q.report, cli->args[0], &reg)) {
		status = list(&q, reg);
		hf_register_close(reg);
		if (!q.n && status == HF_STATUS_OK && !cli->json && !cli->quiet)
			printf("nothing is in quarantine\n");
	} else {
		status = cli->status;
	}
	cli_report_end(&q.report);
	return cli_report_status(&q.report, status);
}
