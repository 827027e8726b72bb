#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

enum { OPT_VERBOSE = 1000 };

const struct cli_option cmd_version_options[] = {
	{ "verbose", 'v', OPT_VERBOSE, NULL,
	  "and what computes digests on this machine" },
	{ 0 },
};

int cmd_version(struct cli *cli)
{
	bool verbose = false;
	const char *kernel;
	int code;

	while ((code = cli_next_option(cli)) > 0)
		verbose = true;
	if (code < 0 || !cli_want_args(cli, 0, 0))
		return cli->status;
	printf("holdfast %s\n", HOLDFAST_VERSION);
	for (size_t i = 0; verbose && (kernel = hf_engine_kernel(i)); i++)
		printf("kernel: %s\n", kernel);
	if (verbose)
		printf("else: %s\n", hf_engine_library());
	return HF_STATUS_OK;
}

static void list_commands(const struct command *commands)
{
	printf("usage: holdfast COMMAND [OPTION]... [ARGUMENT]...\n\n"
	       "Package records with their provenance, and audit the packages.\n\n"
	       "Commands:\n");
	for (const struct command *c = commands; c->name; c++)
		printf("  %-12s %s\n", c->name, c->summary);
	printf("\n'holdfast COMMAND --help' shows the options of a command with an\n"
	       "example; holdfast(1) is the manual.\n");
}

int cmd_help(struct cli *cli)
{
	if (cli_next_option(cli) < 0 || !cli_want_args(cli, 0, 1))
		return cli->status;
	if (!cli->n_args) {
		list_commands(cli->commands);
		return HF_STATUS_OK;
	}
	for (const struct command *c = cli->commands; c->name; c++) {
		if (!strcmp(c->name, cli->args[0])) {
			cli_help(c);
			return HF_STATUS_OK;
		}
	}
	return cli_misuse(cli, "there is no command '%s'; holdfast help lists them",
			  hf_shown(cli->args[0]));
}
