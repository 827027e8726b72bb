#include "cli/cli.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_OPTIONS	48
#define FIRST_CODE	1000	/* below are letters */

enum { OPT_HELP = 10000, OPT_FORMAT, OPT_QUIET, OPT_DEBUG };

/* Options that mean the same thing everywhere. */
static const struct cli_option common[] = {
	{ "format", 0, OPT_FORMAT, "text|json",
	  "how to print results (JSON: one object per line)" },
	{ "quiet", 'q', OPT_QUIET, NULL,
	  "print nothing where all is well, and no progress" },
	{ "debug", 0, OPT_DEBUG, NULL,
	  "say which line of the program raised an error" },
	{ "help", 'h', OPT_HELP, NULL, "show this help" },
	{ 0 },
};

/* Visit the command's own options, then the common ones; NULL at the end. */
static const struct cli_option *option_at(const struct command *command,
					  size_t i)
{
	const struct cli_option *own = command->options;

	for (; own && own->name; own++) {
		if (i-- == 0)
			return own;
	}
	return i < sizeof(common) / sizeof(common[0]) - 1 ? &common[i] : NULL;
}

static const char *name_at(void *ctx, size_t i)
{
	const struct cli_option *option = option_at(ctx, i);

	return option ? option->name : NULL;
}

static void print_option(const struct cli_option *option)
{
	char left[64];

	snprintf(left, sizeof(left), "%c%c%s--%s%s%s",
		 option->letter ? '-' : ' ',
		 option->letter ? option->letter : ' ',
		 option->letter ? ", " : "  ", option->name,
		 option->argument ? "=" : "",
		 option->argument ? option->argument : "");
	if (strlen(left) > 28)
		printf("  %s\n  %-28s  %s\n", left, "", option->help);
	else
		printf("  %-28s  %s\n", left, option->help);
}

void cli_help(const struct command *command)
{
	const struct cli_option *option;

	printf("usage: holdfast %s [OPTION]...%s%s\n\n%s.\n", command->name,
	       *command->arguments ? " " : "", command->arguments,
	       command->summary);
	if (command->description)
		printf("\n%s\n", command->description);
	printf("\nOptions:\n");
	for (size_t i = 0; (option = option_at(command, i)); i++)
		print_option(option);
	if (command->example)
		printf("\nExample:\n%s", command->example);
}

int cli_misuse(struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "holdfast %s: ", cli->command->name);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fprintf(stderr, "\n'holdfast %s --help' shows how it is used\n",
		cli->command->name);
	return cli->status = HF_STATUS_USAGE;
}

int cli_trouble(const struct cli *cli, const struct hf_error *err)
{
	fprintf(stderr, "holdfast: %s\n", err->text);
	if (cli->debug)
		fprintf(stderr, "holdfast: raised at %s:%d\n", err->file,
			err->line);
	return err->code == HF_EUSAGE ? HF_STATUS_USAGE : HF_STATUS_TROUBLE;
}

int cli_failed(const struct cli *cli, enum hf_status found,
	       const struct hf_error *err)
{
	enum hf_status status;

	fflush(stdout);
	status = cli_trouble(cli, err);
	if (err->code == HF_EREFUSED && found != HF_STATUS_OK)
		return found;
	return hf_status_worse(status, found);
}

enum hf_status cli_untold(void)
{
	/* What could not be written, main() tells. */
	if (!ferror(stdout))
		fprintf(stderr, "holdfast: out of memory: not all of the report was made\n");
	return HF_STATUS_TROUBLE;
}

int cli_no_memory(struct cli *cli)
{
	struct hf_error err;

	hf_fail_memory(&err);
	return cli->status = cli_trouble(cli, &err);
}

bool cli_want_args(struct cli *cli, size_t least, size_t most)
{
	if (cli->n_args < least) {
		cli_misuse(cli, "%s missing: it takes %s",
			   cli->n_args ? "an argument is" : "arguments are",
			   cli->command->arguments);
		return false;
	}
	if (cli->n_args > most) {
		cli_misuse(cli, "'%s' is one argument too many",
			   hf_shown(cli->args[most]));
		return false;
	}
	return true;
}

char *cli_folder(struct cli *cli, const char *path)
{
	char *given, *above, *real = realpath(path, NULL), *same = NULL;
	size_t len, begin;

	begin = (size_t)(hf_last_part(path, &len) - path);
	given = len || !*path ? strndup(path, begin + len) : strdup("/");
	if (!given || !real)
		goto out;
	above = begin ? strndup(path, begin) : strdup(".");
	if (above) {
		char *resolved = realpath(above, NULL);

		if (resolved &&
		    asprintf(&same, "%s/%s", strcmp(resolved, "/") ? resolved
								   : "",
			     given + begin) < 0)
			same = NULL;
		free(resolved);
	}
	free(above);
	if (same && strcmp(same, real) != 0) {
		free(given);
		given = real;
		real = NULL;
	}
out:
	free(same);
	free(real);
	if (!given)
		cli_no_memory(cli);
	return given;
}

bool cli_number(struct cli *cli, const char *option, unsigned int least,
		unsigned int *value_ret)
{
	char *end;
	unsigned long value;

	value = strtoul(cli->value, &end, 10);
	if (*cli->value < '0' || *cli->value > '9' || *end || value < least ||
	    value > 1000000) {
		cli_misuse(cli, "--%s takes a number from %u to 1000000, not '%s'",
			   option, least, hf_shown(cli->value));
		return false;
	}
	*value_ret = (unsigned int)value;
	return true;
}

bool cli_add_text(struct cli *cli, const char ***list, size_t *n)
{
	const char **grown = reallocarray(*list, *n + 1, sizeof(*grown));

	if (!grown) {
		cli_no_memory(cli);
		return false;
	}
	*list = grown;
	grown[(*n)++] = cli->value;
	return true;
}

/* The tables that getopt_long() wants, made from ours. */
struct state {
	struct option longs[MAX_OPTIONS + 1];
	char shorts[2 * MAX_OPTIONS + 2];
};

static struct state *prepare(const struct command *command)
{
	struct state *state = calloc(1, sizeof(*state));
	const struct cli_option *option;
	char *s;

	if (!state)
		return NULL;
	s = state->shorts;
	*s++ = ':';	/* tell a missing argument from an unknown option */
	for (size_t i = 0; i < MAX_OPTIONS &&
	     (option = option_at(command, i)); i++) {
		state->longs[i].name = option->name;
		state->longs[i].has_arg = option->argument != NULL;
		state->longs[i].val = option->code;
		if (option->letter) {
			*s++ = option->letter;
			if (option->argument)
				*s++ = ':';
		}
	}
	return state;
}

static int code_of_letter(const struct command *command, int letter)
{
	const struct cli_option *option;

	for (size_t i = 0; (option = option_at(command, i)); i++) {
		if (option->letter == letter)
			return option->code;
	}
	return -1;
}

static int tell_unknown(struct cli *cli)
{
	char word[128];
	const char *given = cli->argv[optind - 1], *near;

	/* A letter, perhaps of several behind one hyphen. */
	if (optopt && optopt < FIRST_CODE) {
		snprintf(word, sizeof(word), "-%c", optopt);
		cli_misuse(cli, "unknown option '%s'", hf_shown(word));
		return -1;
	}
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(given + 2, "="),
		 given + 2);
	if (optopt) {
		cli_misuse(cli, "option '--%s' takes no argument",
			   hf_shown(word));
		return -1;
	}
	near = hf_nearest(word, name_at, (void *)cli->command);
	if (near)
		cli_misuse(cli, "unknown option '--%s'; did you mean '--%s'?",
			   hf_shown(word), near);
	else
		cli_misuse(cli, "unknown option '--%s'", hf_shown(word));
	return -1;
}

static int take_format(struct cli *cli)
{
	const char *const *own = cli->formats;

	cli->json = !strcmp(cli->value, "json");
	cli->format = NULL;
	if (cli->json || !strcmp(cli->value, "text"))
		return 1;
	while (own && *own && strcmp(*own, cli->value) != 0)
		own++;
	cli->format = own ? *own : NULL;
	if (cli->format)
		return 1;
	if (cli->formats)
		cli_misuse(cli, "--format is text, json, nagios or prometheus, not '%s'",
			   hf_shown(cli->value));
	else
		cli_misuse(cli, "--format is text or json, not '%s'",
			   hf_shown(cli->value));
	return -1;
}

/* Take a common option: 1 if it was one, 0 if not, -1 to end. */
static int take_common(struct cli *cli, int code)
{
	switch (code) {
	case OPT_HELP:
		cli_help(cli->command);
		cli->status = HF_STATUS_OK;
		return -1;
	case OPT_FORMAT:
		return take_format(cli);
	case OPT_QUIET:
		cli->quiet = true;
		return 1;
	case OPT_DEBUG:
		cli->debug = true;
		return 1;
	default:
		return 0;
	}
}

static int end_of_options(struct cli *cli)
{
	cli->args = cli->argv + optind;
	cli->n_args = (size_t)(cli->argc - optind);
	free(cli->getopt_state);
	cli->getopt_state = NULL;
	return 0;
}

int cli_next_option(struct cli *cli)
{
	struct state *state = cli->getopt_state;
	int code, taken;

	if (!state) {
		state = cli->getopt_state = prepare(cli->command);
		if (!state) {
			cli_no_memory(cli);
			return -1;
		}
		opterr = 0;
		optind = 1;
	}
	for (;;) {
		code = getopt_long(cli->argc, cli->argv, state->shorts,
				   state->longs, NULL);
		if (code == -1)
			return end_of_options(cli);
		if (code == ':') {
			cli_misuse(cli, "option '%s' needs an argument",
				   hf_shown(cli->argv[optind - 1]));
			return -1;
		}
		if (code == '?')
			return tell_unknown(cli);
		if (code < FIRST_CODE)
			code = code_of_letter(cli->command, code);
		cli->value = optarg;
		taken = take_common(cli, code);
		if (taken <= 0)
			return taken < 0 ? -1 : code;
	}
}
