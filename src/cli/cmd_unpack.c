#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPT_OUTPUT = 1000, OPT_INCOMPLETE, OPT_NO_LIMITS, OPT_ENGINE, OPT_JOBS,
};

const struct cli_option cmd_unpack_options[] = {
	{ "output", 'o', OPT_OUTPUT, "FOLDER",
	  "the folder to make (default: the archive's name without its ending, here)" },
	{ "allow-incomplete", 0, OPT_INCOMPLETE, NULL,
	  "unpack a bag of which fetch.txt still has to bring something" },
	{ "no-limits", 0, OPT_NO_LIMITS, NULL,
	  "read the archive on, however much it unpacks to" },
	{ "engine", 0, OPT_ENGINE, "auto|openssl",
	  "what computes digests (default: auto)" },
	{ "jobs", 'j', OPT_JOBS, "N", "threads (default: one per core)" },
	{ 0 },
};

/* One call. */
struct unpack {
	struct cli *cli;
	struct hf_unpack_options options;
	const char *output;
	char *own_output;
};

static bool take_option(struct unpack *u, int code)
{
	unsigned long jobs;

	switch (code) {
	case OPT_OUTPUT:
		u->output = u->cli->value;
		return true;
	case OPT_INCOMPLETE:
		return u->options.allow_incomplete = true;
	case OPT_NO_LIMITS:
		u->options.limits = (struct hf_archive_limits)HF_NO_LIMITS;
		return true;
	case OPT_ENGINE:
		return cli_engine(u->cli, &u->options.engine);
	default:
		if (!cli_number(u->cli, "jobs", 1, &jobs))
			return false;
		u->options.engine.jobs = (unsigned int)jobs;
		return true;
	}
}

/* "bag" of "some/where/bag.tar.gz": its name without what follows a dot. */
static bool choose_output(struct unpack *u)
{
	const char *archive = u->cli->args[0];
	const char *name = strrchr(archive, '/');
	struct hf_error err;
	size_t len;

	if (u->output && *u->output)
		return true;
	name = name ? name + 1 : archive;
	len = hf_pack_stem(name);
	if (u->output || !strcmp(archive, "-") || !len || len == strlen(name)) {
		cli_misuse(u->cli, "say which folder to make, with --output");
		return false;
	}
	u->output = u->own_output = strndup(name, len);
	if (!u->output) {
		hf_fail_memory(&err);
		u->cli->status = cli_trouble(u->cli, &err);
	}
	return u->output != NULL;
}

static bool read_options(struct unpack *u)
{
	int code;

	while ((code = cli_next_option(u->cli)) > 0) {
		if (!take_option(u, code))
			return false;
	}
	return code == 0 && cli_want_args(u->cli, 1, 1) && choose_output(u);
}

/* Whether that could not be told. */
static bool tell_unpacked(const struct unpack *u,
			  const struct hf_unpack_summary *summary)
{
	char octets[32], shown[4096];
	struct hf_json *json;

	if (u->cli->json) {
		json = hf_json_begin("unpacked");
		hf_json_text(json, "archive", u->cli->args[0]);
		hf_json_text(json, "bag", u->output);
		hf_json_text(json, "verdict",
			     hf_fixity_name(summary->verdict));
		hf_json_number(json, "payload_files", summary->payload_files);
		hf_json_number(json, "payload_octets",
			       summary->payload_octets);
		hf_json_flag(json, "recovered", summary->recovered);
		return hf_json_end(json, stdout) < 0;
	}
	if (u->cli->quiet)
		return false;
	if (summary->recovered)
		printf("removed what an interrupted run had left\n");
	printf("%s: unpacked (%" PRIu64 " file%s, %s; the bag is %s)\n",
	       hf_escape_into(shown, sizeof(shown), u->output),
	       summary->payload_files, summary->payload_files == 1 ? "" : "s",
	       hf_format_bytes(octets, summary->payload_octets),
	       hf_fixity_name(summary->verdict));
	return false;
}

int cmd_unpack(struct cli *cli)
{
	struct unpack u = { .cli = cli };
	struct hf_unpack_summary summary;
	struct cli_progress progress;
	struct cli_watch watch;
	struct hf_policy policy;
	struct hf_text_report text;
	struct hf_json_report json;
	struct hf_judge judge;
	struct hf_error err;
	bool untold;
	int ret;

	if (!read_options(&u))
		return cli->status;
	hf_policy_init(&policy, false);
	hf_text_report_init(&text, stdout, &policy);
	text.least = cli->quiet ? HF_ERROR : HF_INFO;
	hf_json_report_init(&json, stdout, &policy);
	json.least = text.least;
	json.bag = cli->args[0];
	u.options.progress = cli_progress_show;
	u.options.progress_ctx = &progress;

	hf_judge_init(&judge, &policy, cli->json ? &json.sink : &text.sink);
	cli_watch_begin(&watch);
	cli_progress_begin(&progress, cli);
	ret = hf_unpack(cli->args[0], u.output, &u.options, &judge.sink,
			&summary, &err);
	cli_progress_end(&progress);
	cli_watch_end(&watch);
	if (!cli->json)
		hf_text_report_remedies(&text);
	untold = ret == 0 && tell_unpacked(&u, &summary);
	free(u.own_output);
	if (ret == 0)
		return untold || json.failed ? cli_untold() : HF_STATUS_OK;
	fflush(stdout);
	cli_trouble(cli, &err);
	/* What could not be looked at is no fault of the bag. */
	return err.code == HF_EREFUSED && judge.fixity != HF_UNDETERMINED
	       ? HF_STATUS_INVALID : HF_STATUS_TROUBLE;
}
