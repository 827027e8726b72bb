#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPT_ADD = 1000, OPT_ACCEPT, OPT_FIX, OPT_UPGRADE, OPT_INFO,
};

const struct cli_option cmd_update_options[] = {
	{ "accept", 0, OPT_ACCEPT, "WHAT",
	  "take what is there for right: changed, added, removed, or several" },
	{ "add-algorithm", 'a', OPT_ADD, "NAME",
	  "add manifests with this digest; may be repeated" },
	{ "fix-manifests", 0, OPT_FIX, NULL,
	  "write the manifests anew, as the standard does" },
	{ "upgrade", 0, OPT_UPGRADE, NULL, "lift a draft of BagIt to 1.0" },
	{ "info", 0, OPT_INFO, "LABEL=VALUE",
	  "set a line of bag-info.txt; may be repeated" },
	CLI_ENGINE_OPTIONS,
	{ 0 },
};

/* In the order of enum hf_accept. */
static const char *const accepted_words[] = { "changed", "added", "removed" };

static bool take_accept(struct cli *cli, struct hf_update_options *options)
{
	const char *at = cli->value;

	while (*at) {
		size_t len = strcspn(at, ","), i = 0;

		while (i < 3 && (strlen(accepted_words[i]) != len ||
				 strncmp(accepted_words[i], at, len) != 0))
			i++;
		if (i == 3) {
			cli_misuse(cli, "--accept takes changed, added, removed, or several with commas between, not '%s'",
				   hf_shown(cli->value));
			return false;
		}
		options->accept |= 1u << i;
		at += len + (at[len] == ',');
	}
	return true;
}

static bool take_option(struct cli *cli, int code,
			struct hf_update_options *options,
			struct cli_info *info)
{
	switch (code) {
	case OPT_ADD:
		return cli_algorithm(cli, &options->add);
	case OPT_ACCEPT:
		return take_accept(cli, options);
	case OPT_FIX:
		return options->fix_manifests = true;
	case OPT_UPGRADE:
		return options->upgrade = true;
	case OPT_INFO:
		return cli_info_add(cli, info);
	default:
		return cli_engine_option(cli, code, &options->engine);
	}
}

static bool read_options(struct cli *cli, struct hf_update_options *options,
			 struct cli_info *info)
{
	int code;

	while ((code = cli_next_option(cli)) > 0) {
		if (!take_option(cli, code, options, info))
			return false;
	}
	options->info = info->at;
	options->n_info = info->n;
	return code == 0 && cli_want_args(cli, 1, 1);
}

static struct hf_json *as_json(const char *path,
			       const struct hf_update_summary *s)
{
	struct hf_json *json = hf_json_begin("updated");

	hf_json_text(json, "bag", path);
	hf_json_flag(json, "written", s->written);
	hf_json_flag(json, "recovered", s->recovered);
	hf_json_number(json, "changed", s->changed);
	hf_json_number(json, "added", s->added);
	hf_json_number(json, "removed", s->removed);
	return json;
}

static void tell_text(const char *path, const struct hf_update_summary *s)
{
	char shown[4096];

	if (s->recovered)
		printf("removed what an interrupted run had left\n");
	hf_escape_into(shown, sizeof(shown), path);
	if (!s->written)
		printf("%s: as recorded, and nothing was asked for; nothing was written\n",
		       shown);
	else
		printf("%s: updated (%" PRIu64 " changed, %" PRIu64
		       " added, %" PRIu64 " removed)\n",
		       shown, s->changed, s->added, s->removed);
}

/* The option that has it done all the same, and no more than that; or NULL. */
static const char *remedy(char *hint, size_t size, unsigned int accepted,
			  const struct hf_update_summary *s)
{
	const uint64_t found[] = { s->changed, s->added, s->removed };
	const char *between = "--accept=";
	bool more = false;

	if (s->draft)
		return "--upgrade lifts it to 1.0";
	*hint = '\0';
	for (size_t i = 0; i < 3; i++) {
		if (!found[i])
			continue;
		more |= !(accepted & 1u << i);
		strncat(hint, between, size - strlen(hint) - 1);
		strncat(hint, accepted_words[i], size - strlen(hint) - 1);
		between = ",";
	}
	strncat(hint, " takes it into the record", size - strlen(hint) - 1);
	return more ? hint : NULL;
}

static int update(struct cli *cli, struct hf_update_options *options)
{
	struct hf_update_summary summary;
	struct cli_work work;
	struct hf_error err;
	char hint[96];
	char *folder = cli_folder(cli, cli->args[0]);
	int ret;

	if (!folder)
		return cli->status;
	options->progress = cli_progress_show;
	options->progress_ctx = &work.progress;
	cli_work_begin(&work, cli);
	ret = hf_update(folder, options, &work.report.judge.sink, &summary,
			&err);
	cli_work_end(&work);
	free(folder);
	work.hint = remedy(hint, sizeof(hint), options->accept, &summary);
	if (ret < 0)
		return cli_work_failed(&work, &err);
	if (cli->json)
		cli_report_result(&work.report,
				  as_json(cli->args[0], &summary));
	else if (!cli->quiet)
		tell_text(cli->args[0], &summary);
	return cli_report_status(&work.report, HF_STATUS_OK);
}

int cmd_update(struct cli *cli)
{
	struct hf_update_options options = { 0 };
	struct cli_info info = { 0 };
	int status = read_options(cli, &options, &info) ? update(cli, &options)
							: cli->status;

	cli_info_release(&info);
	return status;
}
