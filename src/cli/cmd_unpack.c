#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_OUTPUT = 1000, OPT_INCOMPLETE, OPT_NO_LIMITS };

const struct cli_option cmd_unpack_options[] = {
	{ "output", 'o', OPT_OUTPUT, "FOLDER",
	  "the folder to make (default: the archive's name without its ending, here)" },
	{ "allow-incomplete", 0, OPT_INCOMPLETE, NULL,
	  "unpack a bag of which fetch.txt still has to bring something" },
	{ "no-limits", 0, OPT_NO_LIMITS, NULL,
	  "read the archive on, however much it unpacks to" },
	CLI_ENGINE_OPTIONS,
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
	switch (code) {
	case OPT_OUTPUT:
		u->output = u->cli->value;
		return true;
	case OPT_INCOMPLETE:
		return u->options.allow_incomplete = true;
	case OPT_NO_LIMITS:
		u->options.limits = (struct hf_archive_limits)HF_NO_LIMITS;
		return true;
	default:
		return cli_engine_option(u->cli, code, &u->options.engine);
	}
}

/* "bag" of "some/where/bag.tar.gz": its name without what follows a dot. */
static bool choose_output(struct unpack *u)
{
	const char *archive = u->cli->args[0];
	const char *name = strrchr(archive, '/');
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
	if (!u->output)
		cli_no_memory(u->cli);
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

static struct hf_json *as_json(const struct unpack *u,
			       const struct hf_unpack_summary *summary)
{
	struct hf_json *json = hf_json_begin("unpacked");

	hf_json_text(json, "archive", u->cli->args[0]);
	hf_json_text(json, "bag", u->output);
	hf_json_text(json, "verdict", hf_fixity_name(summary->verdict));
	hf_json_number(json, "payload_files", summary->payload_files);
	hf_json_number(json, "payload_octets", summary->payload_octets);
	hf_json_flag(json, "recovered", summary->recovered);
	return json;
}

static void tell_text(const struct unpack *u,
		      const struct hf_unpack_summary *summary)
{
	char octets[32], shown[4096];

	if (summary->recovered)
		printf("removed what an interrupted run had left\n");
	printf("%s: unpacked (%" PRIu64 " file%s, %s; the bag is %s)\n",
	       hf_escape_into(shown, sizeof(shown), u->output),
	       summary->payload_files, summary->payload_files == 1 ? "" : "s",
	       hf_format_bytes(octets, summary->payload_octets),
	       hf_fixity_name(summary->verdict));
}

static int unpack(struct unpack *u)
{
	struct cli *cli = u->cli;
	struct hf_unpack_summary summary;
	struct cli_work work;
	struct hf_error err;
	int ret;

	u->options.progress = cli_progress_show;
	u->options.progress_ctx = &work.progress;
	cli_work_begin(&work, cli);
	ret = hf_unpack(cli->args[0], u->output, &u->options,
			&work.report.judge.sink, &summary, &err);
	cli_work_end(&work);
	if (work.report.judge.fixity == HF_INCOMPLETE)
		work.hint = "--allow-incomplete unpacks it as it is";
	if (ret < 0)
		return cli_work_failed(&work, &err);
	if (cli->json)
		cli_report_result(&work.report, as_json(u, &summary));
	else if (!cli->quiet)
		tell_text(u, &summary);
	return cli_report_status(&work.report, HF_STATUS_OK);
}

int cmd_unpack(struct cli *cli)
{
	struct unpack u = { .cli = cli };
	int status = read_options(&u) ? unpack(&u) : cli->status;

	free(u.own_output);
	return status;
}
