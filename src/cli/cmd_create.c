#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPT_OUTPUT = 1000, OPT_ALGORITHM, OPT_INFO, OPT_EXCLUDE, OPT_SYMLINKS,
	OPT_KEEP_EMPTY, OPT_NEST, OPT_READ_BACK, OPT_IN_PLACE, OPT_INFO_FILE,
	OPT_EXPECT, OPT_VERSION, OPT_PROFILE,
};

const struct cli_option cmd_create_options[] = {
	{ "output", 'o', OPT_OUTPUT, "DEST",
	  "where to put the package; with / at its end, in that folder" },
	{ "in-place", 0, OPT_IN_PLACE, NULL,
	  "make the folder itself a bag; what it holds moves into data/" },
	{ "algorithm", 'a', OPT_ALGORITHM, "NAME",
	  "a manifest with this digest; may be repeated (default: sha512)" },
	{ "info", 0, OPT_INFO, "LABEL=VALUE",
	  "a line for bag-info.txt; may be repeated, the order is kept" },
	{ "info-file", 0, OPT_INFO_FILE, "FILE",
	  "lines for bag-info.txt from a file of labels and values" },
	{ "expect", 0, OPT_EXPECT, "FILE",
	  "a list by md5sum or its kin that the source must agree with; may be repeated" },
	{ "profile", 0, OPT_PROFILE, "FILE",
	  "a BagIt profile that the package must meet; may be repeated" },
	{ "bag-version", 0, OPT_VERSION, "1.0",
	  "the version of BagIt to write; there is but this one" },
	{ "exclude", 0, OPT_EXCLUDE, "PATTERN",
	  "leave out what matches, such as '*.tmp'; may be repeated" },
	{ "symlinks", 0, OPT_SYMLINKS, "refuse|follow|skip",
	  "what to do with symbolic links (default: refuse)" },
	{ "keep-empty", 0, OPT_KEEP_EMPTY, NULL,
	  "keep empty folders, by a file .keep in each" },
	{ "nest", 0, OPT_NEST, NULL, "package a bag within a bag" },
	{ "verify-copy", 0, OPT_READ_BACK, "medium|cache|none",
	  "how to read the package back before it counts (default: medium)" },
	CLI_ENGINE_OPTIONS,
	{ 0 },
};

/* One call, and what its options gathered. */
struct create {
	struct cli *cli;
	struct hf_create_options options;
	const char *output;
	bool in_place;
	struct cli_info info;
	const char **exclude, **expect;
	struct cli_profiles profiles;
};

/* One word of a few; its number, or -1 with the misuse told. */
static int choose(struct cli *cli, const char *option,
		  const char *const *words)
{
	for (int i = 0; words[i]; i++) {
		if (!strcmp(cli->value, words[i]))
			return i;
	}
	cli_misuse(cli, "--%s is %s, %s or %s, not '%s'", option, words[0],
		   words[1], words[2], hf_shown(cli->value));
	return -1;
}

static bool take_version(struct cli *cli)
{
	if (!strcmp(cli->value, "1.0"))
		return true;
	cli_misuse(cli, "holdfast writes BagIt 1.0, not '%s'; it reads 0.93 to 1.0",
		   hf_shown(cli->value));
	return false;
}

/* A name or a path beneath the source: other patterns would match nothing. */
static bool take_exclude(struct create *create)
{
	struct cli *cli = create->cli;
	const char *pattern = cli->value;
	size_t len = strlen(pattern);

	if (!len || *pattern == '/' || pattern[len - 1] == '/' ||
	    !strncmp(pattern, "./", 2)) {
		cli_misuse(cli, "--exclude takes a name, or a path beneath SOURCE, without a slash before or behind it, not '%s'",
			   hf_shown(pattern));
		return false;
	}
	return cli_add_text(cli, &create->exclude, &create->options.n_exclude);
}

static bool take_option(struct create *create, int code)
{
	static const char *const symlinks[] = { "refuse", "follow", "skip",
						NULL };
	static const char *const read_back[] = { "medium", "cache", "none",
						 NULL };
	struct cli *cli = create->cli;
	int chosen;

	switch (code) {
	case OPT_OUTPUT:
		create->output = cli->value;
		return true;
	case OPT_ALGORITHM:
		return cli_algorithm(cli, &create->options.algs);
	case OPT_INFO:
		return cli_info_add(cli, &create->info);
	case OPT_INFO_FILE:
		return cli_info_file(cli, &create->info);
	case OPT_EXCLUDE:
		return take_exclude(create);
	case OPT_EXPECT:
		return cli_add_text(cli, &create->expect,
				    &create->options.n_expect);
	case OPT_PROFILE:
		return cli_add_text(cli, &create->profiles.paths,
				    &create->profiles.n_paths);
	case OPT_VERSION:
		return take_version(cli);
	case OPT_SYMLINKS:
		chosen = choose(cli, "symlinks", symlinks);
		create->options.symlinks = chosen < 0 ? 0 : chosen;
		return chosen >= 0;
	case OPT_KEEP_EMPTY:
		return create->options.keep_empty = true;
	case OPT_IN_PLACE:
		return create->in_place = true;
	case OPT_NEST:
		return create->options.nest = true;
	case OPT_READ_BACK:
		chosen = choose(cli, "verify-copy", read_back);
		create->options.read_back = chosen < 0 ? 0 : chosen;
		return chosen >= 0;
	default:
		return cli_engine_option(cli, code, &create->options.engine);
	}
}

/* "packages/" means the folder: the package has the source's name there. */
static char *dest_of(const struct create *create, const char *source)
{
	size_t out = strlen(create->output), len;
	const char *name = hf_last_part(source, &len);
	char *dest;

	if (create->output[out - 1] != '/')
		return strdup(create->output);
	return asprintf(&dest, "%s%.*s", create->output, (int)len, name) < 0
	       ? NULL : dest;
}

/* The package goes to one place. */
static bool is_placed(struct create *create)
{
	if (create->in_place && create->output)
		cli_misuse(create->cli, "--output and --in-place exclude each other; choose one");
	else if (!create->in_place && !(create->output && *create->output))
		cli_misuse(create->cli, "say where to put the package, with --output; or --in-place");
	else
		return true;
	return false;
}

/* "." has no name that the package could have; what it stands for does. */
static char *source_of(struct create *create)
{
	const char *path = create->cli->args[0], *last = strrchr(path, '/');

	last = last ? last + 1 : path;
	if (create->in_place || !strcmp(last, ".") || !strcmp(last, ".."))
		return cli_folder(create->cli, path);
	return strdup(path);
}

static struct hf_json *as_json(const char *dest,
			       const struct hf_create_summary *summary)
{
	struct hf_json *json = hf_json_begin("created");

	hf_json_text(json, "bag", dest);
	hf_json_number(json, "payload_files", summary->files);
	hf_json_number(json, "payload_octets", summary->octets);
	hf_json_flag(json, "record", summary->has_record);
	hf_json_flag(json, "recovered", summary->recovered);
	hf_json_flag(json, "finished", summary->finished);
	return json;
}

static void tell_text(const struct create *create, const char *dest,
		      const struct hf_create_summary *summary)
{
	char size[32], shown[4096];

	if (summary->recovered)
		printf("removed what an interrupted run had left\n");
	if (summary->finished) {
		printf("%s: an interrupted run had made it; it was put in place\n",
		       hf_escape_into(shown, sizeof(shown), dest));
		return;
	}
	printf("%s: made (%" PRIu64 " file%s, %s%s%s)\n",
	       hf_escape_into(shown, sizeof(shown), dest), summary->files,
	       summary->files == 1 ? "" : "s",
	       hf_format_bytes(size, summary->octets),
	       summary->has_record ? ", with its record" : "",
	       create->in_place ? "" :
	       create->options.read_back == HF_READ_BACK_NONE
			? "; not read back" : ", read back");
}

static int make(struct create *create, const char *source, const char *dest)
{
	struct hf_create_options *options = &create->options;
	struct hf_create_summary summary;
	struct cli *cli = create->cli;
	struct cli_work work;
	struct hf_sink *sink;
	struct hf_error err;
	bool opened;
	int ret = -1;

	options->profiles = &create->profiles.set;
	options->progress = cli_progress_show;
	options->progress_ctx = &work.progress;
	cli_work_begin(&work, cli);
	work.report.json.bag = NULL;	/* what is found, is in the source */
	sink = work.report.sink;
	opened = cli_profiles_open(cli, &create->profiles, sink);
	if (opened)
		ret = create->in_place
		      ? hf_create_in_place(dest, options, sink, &summary, &err)
		      : hf_create(source, dest, options, sink, &summary, &err);
	cli_work_end(&work);
	if (!opened)
		return cli->status;
	if (ret < 0) {
		fflush(stdout);
		cli_trouble(cli, &err);
		return HF_STATUS_TROUBLE;
	}
	if (cli->json)
		cli_report_result(&work.report, as_json(dest, &summary));
	else if (!cli->quiet)
		tell_text(create, dest, &summary);
	return cli_report_status(&work.report, HF_STATUS_OK);
}

static int create_from(struct create *create)
{
	char *source = source_of(create), *dest = NULL;
	int status;

	if (source)
		dest = create->in_place ? strdup(source)
					: dest_of(create, source);
	status = dest ? make(create, source, dest)
		      : cli_no_memory(create->cli);
	free(source);
	free(dest);
	return status;
}

static bool read_options(struct create *create)
{
	int code;

	while ((code = cli_next_option(create->cli)) > 0) {
		if (!take_option(create, code))
			return false;
	}
	create->options.exclude = create->exclude;
	create->options.expect = create->expect;
	create->options.info = create->info.at;
	create->options.n_info = create->info.n;
	return code == 0 && cli_want_args(create->cli, 1, 1) &&
	       is_placed(create);
}

int cmd_create(struct cli *cli)
{
	struct create create = { .cli = cli };
	int status = read_options(&create) ? create_from(&create)
					   : cli->status;

	cli_info_release(&create.info);
	cli_profiles_release(&create.profiles);
	free(create.exclude);
	free(create.expect);
	return status;
}
