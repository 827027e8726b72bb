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
	switch (code) {
	case OPT_OUTPUT:
		pack->output = pack->cli->value;
		return true;
	case OPT_COMPRESS:
		return pack->options.deflate = true;
	case OPT_INCOMPLETE:
		return pack->options.allow_incomplete = true;
	default:
		return cli_number(pack->cli, "jobs", 1, &pack->options.jobs);
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

static struct hf_json *as_json(const struct pack *pack,
			       const struct hf_pack_summary *summary)
{
	struct hf_json *json = hf_json_begin("packed");

	hf_json_text(json, "bag", pack->cli->args[0]);
	hf_json_text(json, "archive", pack->output);
	hf_json_text(json, "form", hf_pack_form_name(pack->options.form));
	hf_json_text(json, "verdict", hf_fixity_name(summary->verdict));
	hf_json_number(json, "files", summary->files);
	hf_json_number(json, "octets", summary->octets);
	hf_json_number(json, "archive_octets", summary->archive_octets);
	hf_json_flag(json, "recovered", summary->recovered);
	return json;
}

static void tell_text(const struct pack *pack,
		      const struct hf_pack_summary *summary)
{
	char octets[32], archive[32], shown[4096];

	if (summary->recovered)
		printf("removed what an interrupted run had left\n");
	printf("%s: packed (%" PRIu64 " file%s, %s in %s; the bag is %s)\n",
	       hf_escape_into(shown, sizeof(shown), pack->output),
	       summary->files, summary->files == 1 ? "" : "s",
	       hf_format_bytes(octets, summary->octets),
	       hf_format_bytes(archive, summary->archive_octets),
	       hf_fixity_name(summary->verdict));
}

int cmd_pack(struct cli *cli)
{
	struct pack pack = { .cli = cli };
	struct hf_pack_summary summary;
	struct cli_work work;
	struct hf_error err;
	char *folder;
	int ret;

	if (!read_options(&pack))
		return cli->status;
	folder = cli_folder(cli, cli->args[0]);
	if (!folder)
		return cli->status;
	pack.options.progress = cli_progress_show;
	pack.options.progress_ctx = &work.progress;
	cli_work_begin(&work, cli);
	ret = hf_pack(folder, pack.output, &pack.options,
		      &work.report.judge.sink, &summary, &err);
	cli_work_end(&work);
	free(folder);
	if (work.report.judge.fixity == HF_INCOMPLETE)
		work.hint = "--allow-incomplete packs it as it is";
	if (ret < 0)
		return cli_work_failed(&work, &err);
	if (cli->json)
		cli_report_result(&work.report, as_json(&pack, &summary));
	else if (!cli->quiet)
		tell_text(&pack, &summary);
	return cli_report_status(&work.report, HF_STATUS_OK);
}
