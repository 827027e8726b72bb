#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

int cmd_version(struct cli *cli)
{
	int code = cli_next_option(cli);

	if (code < 0)
		return cli->status;
	if (!cli_want_args(cli, 0, 0))
		return cli->status;
	printf("holdfast %s\n", HOLDFAST_VERSION);
	return HF_STATUS_OK;
}

static void list_commands(void)
{
	printf("usage: holdfast COMMAND [OPTION]... [ARGUMENT]...\n\n"
	       "Package records with their provenance, and audit the packages.\n\n"
	       "Commands:\n");
	for (const struct command *c = cli_commands; c->name; c++)
		printf("  %-10s %s\n", c->name, c->summary);
	printf("\n'holdfast COMMAND --help' shows the options of a command with an\n"
	       "example; holdfast(1) is the manual.\n");
}

int cmd_help(struct cli *cli)
{
	if (cli_next_option(cli) < 0 || !cli_want_args(cli, 0, 1))
		return cli->status;
	if (!cli->n_args) {
		list_commands();
		return HF_STATUS_OK;
	}
	for (const struct command *c = cli_commands; c->name; c++) {
		if (!strcmp(c->name, cli->args[0])) {
			cli_help(c);
			return HF_STATUS_OK;
		}
	}
	return cli_misuse(cli, "there is no command '%s'",
			  hf_shown(cli->args[0]));
}
