/* Options that several commands take: digests, and lines for bag-info.txt. */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool cli_algorithm(struct cli *cli, hf_alg_set *algs)
{
	enum hf_alg alg;

	if (!hf_alg_parse(cli->value, &alg)) {
		cli_misuse(cli, "'%s' is no digest that holdfast computes; sha512 and sha256 are usual",
			   hf_shown(cli->value));
		return false;
	}
	*algs |= HF_ALG_BIT(alg);
	return true;
}

void cli_print_record(const struct hf_record *record)
{
	printf("%zu %s, %zu event%s, %zu claim%s", record->n_copies,
	       record->n_copies == 1 ? "copy" : "copies", record->n_events,
	       record->n_events == 1 ? "" : "s", record->n_claims,
	       record->n_claims == 1 ? "" : "s");
}

bool cli_engine_option(struct cli *cli, int code,
		       struct hf_engine_options *engine)
{
	if (code == CLI_JOBS)
		return cli_number(cli, "jobs", 1, &engine->jobs);
	if (!strcmp(cli->value, "auto"))
		engine->engine = HF_ENGINE_AUTO;
	else if (!strcmp(cli->value, "openssl"))
		engine->engine = HF_ENGINE_OPENSSL;
	else {
		cli_misuse(cli, "--engine is auto or openssl, not '%s'",
			   hf_shown(cli->value));
		return false;
	}
	return true;
}

bool cli_moving_option(struct cli *cli, int code,
		       struct hf_moving_options *moving)
{
	if (code == CLI_NO_SANDBOX)
		return moving->no_sandbox = true;
	return cli_engine_option(cli, code, &moving->engine);
}

/* Take a line apart at @at; both parts are copied. */
static bool add(struct cli *cli, struct cli_info *info, const char *line,
		size_t label_len, const char *value)
{
	struct hf_label_value *grown;
	char *label = strndup(line, label_len), *copy = strdup(value);

	if (label && !strcasecmp(label, "Payload-Oxum")) {
		cli_misuse(cli, "Payload-Oxum is counted by holdfast and cannot be given");
		goto fail;
	}
	grown = reallocarray(info->at, info->n + 1, sizeof(*grown));
	if (!grown || !label || !copy) {
		cli_no_memory(cli);
		goto fail;
	}
	info->at = grown;
	grown[info->n].label = label;
	grown[info->n++].value = copy;
	return true;
fail:
	free(label);
	free(copy);
	return false;
}

/* RFC 8493, 2.2.2: no colon in a label, and no blank at either end of it. */
static bool is_label(const char *line, size_t len)
{
	return len && !memchr(line, ':', len) && !strchr(" \t", line[0]) &&
	       !strchr(" \t", line[len - 1]);
}

bool cli_info_add(struct cli *cli, struct cli_info *info)
{
	const char *equals = strchr(cli->value, '=');
	size_t len = equals ? (size_t)(equals - cli->value) : 0;

	if (!is_label(cli->value, len) || strpbrk(cli->value, "\r\n") ||
	    !hf_utf8_is_valid(cli->value, strlen(cli->value))) {
		cli_misuse(cli, "--info takes LABEL=VALUE in one line of UTF-8, with no colon in LABEL and no blank around it, not '%s'",
			   hf_shown(cli->value));
		return false;
	}
	/* More than one blank behind the colon would not be of the value. */
	return add(cli, info, cli->value, len,
		   equals + 1 + strspn(equals + 1, " \t"));
}

/* Append a line that continues the one above. */
static bool continue_last(struct cli *cli, struct cli_info *info,
			  const char *text)
{
	struct hf_label_value *last = &info->at[info->n - 1];
	char *joined;

	if (asprintf(&joined, "%s %s", last->value, text) < 0) {
		cli_no_memory(cli);
		return false;
	}
	free((char *)last->value);
	last->value = joined;
	return true;
}

/* Cut off the line's end; false if the line is no text of one line. */
static bool chop(char *line, size_t len)
{
	if (len && line[len - 1] == '\n')
		len--;
	if (len && line[len - 1] == '\r')
		len--;
	line[len] = '\0';
	return strlen(line) == len && !strchr(line, '\r') &&
	       hf_utf8_is_valid(line, len);
}

static bool take_line(struct cli *cli, struct cli_info *info, char *line,
		      size_t len, size_t first, unsigned long number)
{
	bool good = chop(line, len);
	char *colon, *text;

	if (number == 1 && !strncmp(line, "\xef\xbb\xbf", 3))
		line += 3;	/* the mark that some editors put there */
	colon = strchr(line, ':');
	text = line + strspn(line, " \t");
	if (good && !*text)
		return true;
	if (good && text != line && info->n > first)
		return continue_last(cli, info, text);
	if (!good || !colon || !is_label(line, (size_t)(colon - line))) {
		cli_misuse(cli, "%s:%lu: is not a label, a colon, and a value, in UTF-8; write 'Label: value', and begin a line with a blank to continue the one above",
			   hf_shown(cli->value), number);
		return false;
	}
	return add(cli, info, line, (size_t)(colon - line),
		   colon + 1 + strspn(colon + 1, " \t"));
}

bool cli_info_file(struct cli *cli, struct cli_info *info)
{
	FILE *file = fopen(cli->value, "re");
	unsigned long number = 0;
	size_t size = 0, first = info->n;
	char *line = NULL;
	bool good = true;
	ssize_t len;

	if (!file) {
		cli_misuse(cli, "cannot open '%s': %s", hf_shown(cli->value),
			   hf_errno_text(errno));
		return false;
	}
	while (good && (len = getline(&line, &size, file)) > 0)
		good = take_line(cli, info, line, (size_t)len, first, ++number);
	if (good && ferror(file)) {
		cli_misuse(cli, "cannot read '%s': %s", hf_shown(cli->value),
			   hf_errno_text(errno));
		good = false;
	}
	free(line);
	fclose(file);
	return good;
}

void cli_info_release(struct cli_info *info)
{
	for (size_t i = 0; i < info->n; i++) {
		free((char *)info->at[i].label);
		free((char *)info->at[i].value);
	}
	free(info->at);
	*info = (struct cli_info){ 0 };
}
