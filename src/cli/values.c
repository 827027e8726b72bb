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

bool cli_engine(struct cli *cli, struct hf_engine_options *engine)
{
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
		cli_misuse(cli, "out of memory");
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

bool cli_info_add(struct cli *cli, struct cli_info *info)
{
	const char *equals = strchr(cli->value, '=');
	size_t len = equals ? (size_t)(equals - cli->value) : 0;

	if (!len || memchr(cli->value, ':', len) ||
	    strpbrk(cli->value, "\r\n")) {
		cli_misuse(cli, "--info takes LABEL=VALUE in one line, with no colon in LABEL, not '%s'",
			   hf_shown(cli->value));
		return false;
	}
	return add(cli, info, cli->value, len, equals + 1);
}

/* Append a line that continues the one above. */
static bool continue_last(struct cli_info *info, const char *text)
{
	struct hf_label_value *last = &info->at[info->n - 1];
	char *joined;

	if (asprintf(&joined, "%s %s", last->value, text) < 0)
		return false;
	free((char *)last->value);
	last->value = joined;
	return true;
}

static bool take_line(struct cli *cli, struct cli_info *info, char *line,
		      size_t first, unsigned long number)
{
	char *colon = strchr(line, ':'), *text;

	line[strcspn(line, "\r\n")] = '\0';
	text = line + strspn(line, " \t");
	if (!*text)
		return true;
	if (text != line && info->n > first)
		return continue_last(info, text);
	if (text != line || !colon || colon == line) {
		cli_misuse(cli, "%s:%lu: is not a label, a colon, and a value",
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

	if (!file) {
		cli_misuse(cli, "cannot open '%s': %s", hf_shown(cli->value),
			   strerror(errno));
		return false;
	}
	while (good && getline(&line, &size, file) > 0)
		good = take_line(cli, info, line, first, ++number);
	if (good && ferror(file)) {
		cli_misuse(cli, "cannot read '%s'", hf_shown(cli->value));
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
