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

/* All of them, also where one cannot be reached. */
static int list(struct quarantine *q, const struct hf_register *reg)
{
	enum hf_status status = HF_STATUS_OK;
	struct hf_place place;
	struct hf_error err;

	for (size_t i = 0; i < reg->n_locations; i++) {
		int there = hf_place_open(&place, &reg->locations[i],
					  &q->report.judge.sink, &err);

		if (there > 0 && hf_quarantine_list(&place, tell, q, &err) < 0)
			there = -1;
		if (there < 0)
			status = cli_trouble(q->cli, &err);
		if (there)
			hf_place_close(&place);
	}
	return hf_status_worse(status, q->report.judge.status);
}

int cmd_quarantine(struct cli *cli)
{
	struct quarantine q = { .cli = cli };
	struct hf_register *reg;
	struct hf_error err;
	int code, status;

	while ((code = cli_next_option(cli)) > 0)
		;
	if (code < 0 || !cli_want_args(cli, 1, 1))
		return cli->status;
	cli_report_begin(&q.report, cli, NULL);
	if (hf_register_open(&reg, cli->args[0], &q.report.judge.sink,
			     &err) < 0) {
		cli_report_end(&q.report);
		return cli_trouble(cli, &err);
	}
	status = list(&q, reg);
	hf_register_close(reg);
	if (!q.n && !cli->json && !cli->quiet)
		printf("nothing is in quarantine\n");
	cli_report_end(&q.report);
	return cli_report_status(&q.report, status);
}
