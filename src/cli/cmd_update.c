#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPT_ADD = 1000, OPT_ACCEPT, OPT_FIX, OPT_UPGRADE, OPT_INFO, OPT_JOBS,
	OPT_ENGINE,
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
	{ "engine", 0, OPT_ENGINE, "auto|openssl",
	  "what computes digests (default: auto)" },
	{ "jobs", 'j', OPT_JOBS, "N", "threads (default: one per core)" },
	{ 0 },
};

static bool take_accept(struct cli *cli, struct hf_update_options *options)
{
	static const char *const words[] = { "changed", "added", "removed" };
	const char *at = cli->value;

	while (*at) {
		size_t len = strcspn(at, ","), i = 0;

		while (i < 3 && (strlen(words[i]) != len ||
				 strncmp(words[i], at, len) != 0))
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

static bool read_options(struct cli *cli, struct hf_update_options *options,
			 struct cli_info *info)
{
	unsigned long jobs;
	int code;

	while ((code = cli_next_option(cli)) > 0) {
		bool good = true;

		switch (code) {
		case OPT_ADD:
			good = cli_algorithm(cli, &options->add);
			break;
		case OPT_ACCEPT:
			good = take_accept(cli, options);
			break;
		case OPT_ENGINE:
			good = cli_engine(cli, &options->engine);
			break;
		case OPT_FIX:
			options->fix_manifests = true;
			break;
		case OPT_UPGRADE:
			options->upgrade = true;
			break;
		case OPT_INFO:
			good = cli_info_add(cli, info);
			break;
		case OPT_JOBS:
			good = cli_number(cli, "jobs", 1, &jobs);
			if (good)
				options->engine.jobs = (unsigned int)jobs;
			break;
		}
		if (!good)
			return false;
	}
	options->info = info->at;
	options->n_info = info->n;
	return code == 0 && cli_want_args(cli, 1, 1);
}

static void tell(const struct cli *cli, const char *path,
		 const struct hf_update_summary *s)
{
	char shown[4096];

	if (cli->json) {
		struct hf_json *json = hf_json_begin("updated");

		hf_json_text(json, "bag", path);
		hf_json_flag(json, "written", s->written);
		hf_json_flag(json, "recovered", s->recovered);
		hf_json_number(json, "changed", s->changed);
		hf_json_number(json, "added", s->added);
		hf_json_number(json, "removed", s->removed);
		hf_json_end(json, stdout);
		return;
	}
	if (cli->quiet)
		return;
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

int cmd_update(struct cli *cli)
{
	struct hf_update_options options = { 0 };
	struct hf_update_summary summary;
	struct cli_info info = { 0 };
	struct cli_progress progress;
	struct cli_watch watch;
	struct hf_policy policy;
	struct hf_text_report text;
	struct hf_json_report json;
	struct hf_judge judge;
	struct hf_error err;
	char *folder;
	int ret = -1, status = HF_STATUS_OK;

	if (!read_options(cli, &options, &info)) {
		cli_info_release(&info);
		return cli->status;
	}
	hf_policy_init(&policy, false);
	hf_text_report_init(&text, stdout, &policy);
	text.least = cli->quiet ? HF_ERROR : HF_INFO;
	hf_json_report_init(&json, stdout, &policy);
	json.least = text.least;
	json.bag = cli->args[0];
	options.progress = cli_progress_show;
	options.progress_ctx = &progress;

	hf_judge_init(&judge, &policy, cli->json ? &json.sink : &text.sink);
	cli_watch_begin(&watch);
	cli_progress_begin(&progress, cli);
	folder = cli_folder(cli->args[0]);
	if (folder)
		ret = hf_update(folder, &options, &judge.sink, &summary, &err);
	else
		hf_fail_memory(&err);
	free(folder);
	cli_progress_end(&progress);
	cli_watch_end(&watch);
	if (!cli->json)
		hf_text_report_remedies(&text);
	if (ret < 0) {
		fflush(stdout);
		cli_trouble(cli, &err);
		/* What could not be looked at is no fault of the bag. */
		status = err.code == HF_EREFUSED &&
			 judge.fixity != HF_UNDETERMINED ? HF_STATUS_INVALID
							 : HF_STATUS_TROUBLE;
	} else {
		tell(cli, cli->args[0], &summary);
	}
	cli_info_release(&info);
	return status;
}
