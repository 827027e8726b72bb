/* What all commands do that are given a register. */
#include "cli/cli.h"

#include <stdio.h>

bool cli_register_open(struct cli_report *report, const char *path,
		       struct hf_register **register_ret)
{
	struct cli *cli = report->cli;
	struct hf_error err;

	if (hf_register_open(register_ret, path, &report->judge.sink,
			     &err) == 0)
		return true;
	fflush(stdout);
	cli->status = cli_trouble(cli, &err);
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
