/* What all commands do that are given a register. */
#include "cli/cli.h"

#include <stdio.h>

bool cli_register_open(struct cli_report *report, const char *path,
		       struct hf_register **register_ret)
{
	struct hf_error err;

	if (hf_register_open(register_ret, path, &report->judge.sink,
			     &err) == 0)
		return true;
	report->cli->status = cli_report_failed(report, &err);
	return false;
}

bool cli_ledger_open(struct cli_report *report, const char *path,
		     struct hf_ledger *ledger_ret)
{
	struct hf_findings found;
	struct hf_error err;
	int ret;

	hf_findings_init(&found);
	ret = hf_ledger_open(ledger_ret, path, &found.sink, &err);
	for (size_t i = 0; i < found.n; i++) {
		if (hf_finding_bearing(found.at[i].id) != HF_NOTES)
			hf_emit(&report->judge.sink, &found.at[i]);
	}
	report->failed |= found.failed;
	hf_findings_release(&found);
	if (ret == 0)
		return true;
	report->cli->status = cli_report_failed(report, &err);
	return false;
}

static const char *location_at(void *ctx, size_t i)
{
	const struct hf_register *reg = ctx;

	return i < reg->n_locations ? reg->locations[i].id : NULL;
}

const struct hf_location *cli_location(struct cli *cli,
				       const struct hf_register *reg,
				       const char *id)
{
	const struct hf_location *location = hf_register_location(reg, id);
	char hint[512];

	if (location)
		return location;
	if (reg->n_locations)
		cli_misuse(cli, "the register has no location '%s'; %s",
			   hf_shown(id),
			   hf_suggest(hint, sizeof(hint), id, location_at,
				      (void *)reg));
	else
		cli_misuse(cli, "the register has no location yet; holdfast location add adds one");
	return NULL;
}
