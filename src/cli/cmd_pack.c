#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_OUTPUT = 1000, OPT_COMPRESS, OPT_INCOMPLETE, OPT_JOBS };

const struct cli_option cmd_pack_options[] = {
	{ "output", 'o', OPT_OUTPUT, "FILE",
	  "the archive; its ending says which: .tar, .tar.gz, .tgz, .tar.bz2, .tar.xz, .tar.zst, .zip" },
	{ "compress", 0, OPT_COMPRESS, NULL,
	  "compress the files in a .zip, which else are stored as they are" },
	{ "allow-incomplete", 0, OPT_INCOMPLETE, NULL,
	  "pack a bag of which fetch.txt still has to bring something" },
	{ "jobs", 'j', OPT_JOBS, "N",
	  "threads to compress with, for .tar.xz and .tar.zst (default: one per core)" },
	{ 0 },
};

/* One call. */
struct pack {
	struct cli *cli;
	struct hf_pack_options options;
	const char *output;
};

static bool take_option(struct pack *pack, int code)
{
	unsigned long jobs;

	switch (code) {
	case OPT_OUTPUT:
		pack->output = pack->cli->value;
		return true;
	case OPT_COMPRESS:
		return pack->options.deflate = true;
	case OPT_INCOMPLETE:
		return pack->options.allow_incomplete = true;
	default:
		if (!cli_number(pack->cli, "jobs", 1, &jobs))
			return false;
		pack->options.jobs = (unsigned int)jobs;
		return true;
	}
}

/* What is asked for must have a meaning. */
static bool check_options(struct pack *pack)
{
	struct cli *cli = pack->cli;

	if (!pack->output || !*pack->output) {
		cli_misuse(cli, "say which archive to make, with --output");
		return false;
	}
	if (!hf_pack_form_parse(pack->output, &pack->options.form)) {
		cli_misuse(cli, "'%s' does not end with .tar, .tar.gz, .tgz, .tar.bz2, .tar.xz, .tar.zst or .zip, after a name",
			   hf_shown(pack->output));
		return false;
	}
	if (pack->options.deflate && pack->options.form != HF_PACK_ZIP) {
		cli_misuse(cli, "--compress is for a .zip; the ending of a tar says whether it is compressed, as in .tar.zst");
		return false;
	}
	return true;
}

static bool read_options(struct pack *pack)
{
	int code;

	while ((code = cli_next_option(pack->cli)) > 0) {
		if (!take_option(pack, code))
			return false;
	}
	return code == 0 && cli_want_args(pack->cli, 1, 1) &&
	       check_options(pack);
}

/* Whether that could not be told. */
static bool tell_packed(const struct pack *pack,
			const struct hf_pack_summary *summary)
{
	char octets[32], archive[32], shown[4096];
	struct hf_json *json;

	if (pack->cli->json) {
		json = hf_json_begin("packed");
		hf_json_text(json, "bag", pack->cli->args[0]);
		hf_json_text(json, "archive", pack->output);
		hf_json_text(json, "form",
			     hf_pack_form_name(pack->options.form));
		hf_json_text(json, "verdict",
			     hf_fixity_name(summary->verdict));
		hf_json_number(json, "files", summary->files);
		hf_json_number(json, "octets", summary->octets);
		hf_json_number(json, "archive_octets",
			       summary->archive_octets);
		hf_json_flag(json, "recovered", summary->recovered);
		return hf_json_end(json, stdout) < 0;
	}
	if (pack->cli->quiet)
		return false;
	if (summary->recovered)
		printf("removed what an interrupted run had left\n");
	printf("%s: packed (%" PRIu64 " file%s, %s in %s; the bag is %s)\n",
	       hf_escape_into(shown, sizeof(shown), pack->output),
	       summary->files, summary->files == 1 ? "" : "s",
	       hf_format_bytes(octets, summary->octets),
	       hf_format_bytes(archive, summary->archive_octets),
	       hf_fixity_name(summary->verdict));
	return false;
}

int cmd_pack(struct cli *cli)
{
	struct pack pack = { .cli = cli };
	struct hf_pack_summary summary;
	struct cli_progress progress;
	struct cli_watch watch;
	struct hf_policy policy;
	struct hf_text_report text;
	struct hf_json_report json;
	struct hf_judge judge;
	struct hf_error err;
	char *folder;
	int ret = -1;

	if (!read_options(&pack))
		return cli->status;
	hf_policy_init(&policy, false);
	hf_text_report_init(&text, stdout, &policy);
	text.least = cli->quiet ? HF_ERROR : HF_INFO;
	hf_json_report_init(&json, stdout, &policy);
	json.least = text.least;
	json.bag = cli->args[0];
	pack.options.progress = cli_progress_show;
	pack.options.progress_ctx = &progress;

	hf_judge_init(&judge, &policy, cli->json ? &json.sink : &text.sink);
	cli_watch_begin(&watch);
	cli_progress_begin(&progress, cli);
	folder = cli_folder(cli->args[0]);
	if (folder)
		ret = hf_pack(folder, pack.output, &pack.options, &judge.sink,
			      &summary, &err);
	else
		hf_fail_memory(&err);
	free(folder);
	cli_progress_end(&progress);
	cli_watch_end(&watch);
	if (!cli->json)
		hf_text_report_remedies(&text);
	if (ret == 0)
		return tell_packed(&pack, &summary) || json.failed
		       ? cli_untold() : HF_STATUS_OK;
	fflush(stdout);
	cli_trouble(cli, &err);
	/* What could not be looked at is no fault of the bag. */
	return err.code == HF_EREFUSED && judge.fixity != HF_UNDETERMINED
	       ? HF_STATUS_INVALID : HF_STATUS_TROUBLE;
}
