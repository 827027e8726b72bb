#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPT_OUTPUT = 1000, OPT_ALGORITHM, OPT_INFO, OPT_EXCLUDE, OPT_SYMLINKS,
	OPT_KEEP_EMPTY, OPT_NEST, OPT_READ_BACK, OPT_JOBS, OPT_IN_PLACE,
	OPT_INFO_FILE, OPT_EXPECT, OPT_VERSION, OPT_ENGINE, OPT_PROFILE,
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
	{ "engine", 0, OPT_ENGINE, "auto|openssl",
	  "what computes digests (default: auto)" },
	{ "jobs", 'j', OPT_JOBS, "N", "threads (default: one per core)" },
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
	struct cli_progress progress;
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

/* Append the value to a list of texts. */
static bool add_text(struct cli *cli, const char ***list, size_t *n)
{
	const char **grown = reallocarray(*list, *n + 1, sizeof(*grown));

	if (!grown) {
		cli_misuse(cli, "out of memory");
		return false;
	}
	*list = grown;
	grown[(*n)++] = cli->value;
	return true;
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
	return add_text(cli, &create->exclude, &create->options.n_exclude);
}

static bool take_option(struct create *create, int code)
{
	static const char *const symlinks[] = { "refuse", "follow", "skip",
						NULL };
	static const char *const read_back[] = { "medium", "cache", "none",
						 NULL };
	struct cli *cli = create->cli;
	unsigned long jobs;
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
		return add_text(cli, &create->expect,
				&create->options.n_expect);
	case OPT_PROFILE:
		return cli_profiles_add(cli, &create->profiles);
	case OPT_ENGINE:
		return cli_engine(cli, &create->options.engine);
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
		if (!cli_number(cli, "jobs", 1, &jobs))
			return false;
		create->options.engine.jobs = (unsigned int)jobs;
		return true;
	}
}

/* "packages/" means the folder: the package has the source's name there. */
static char *dest_of(const struct create *create, const char *source)
{
	size_t out = strlen(create->output), end = strlen(source), begin;
	char *dest;

	if (create->output[out - 1] != '/')
		return strdup(create->output);
	while (end > 1 && source[end - 1] == '/')
		end--;
	begin = end;
	while (begin && source[begin - 1] != '/')
		begin--;
	if (asprintf(&dest, "%s%.*s", create->output, (int)(end - begin),
		     source + begin) < 0)
		return NULL;
	return dest;
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
static char *source_of(const char *path)
{
	const char *last = strrchr(path, '/');

	last = last ? last + 1 : path;
	return strcmp(last, ".") && strcmp(last, "..") ? strdup(path)
						       : cli_folder(path);
}

static void tell_made(const struct create *create, const char *dest,
		      const struct hf_create_summary *summary)
{
	char size[32], shown[4096];

	if (create->cli->json) {
		struct hf_json *json = hf_json_begin("created");

		hf_json_text(json, "bag", dest);
		hf_json_number(json, "payload_files", summary->files);
		hf_json_number(json, "payload_octets", summary->octets);
		hf_json_flag(json, "record", summary->has_record);
		hf_json_flag(json, "recovered", summary->recovered);
		hf_json_flag(json, "finished", summary->finished);
		hf_json_end(json, stdout);
		return;
	}
	if (create->cli->quiet)
		return;
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

static int run(struct create *create, const char *source, const char *dest)
{
	struct cli *cli = create->cli;
	struct hf_sink *sink;
	struct hf_policy policy;
	struct hf_text_report text;
	struct hf_json_report json;
	struct hf_create_summary summary;
	struct cli_watch watch;
	struct hf_error err;
	int ret;

	hf_policy_init(&policy, false);
	hf_text_report_init(&text, stdout, &policy);
	text.least = cli->quiet ? HF_ERROR : HF_INFO;
	hf_json_report_init(&json, stdout, &policy);
	json.least = text.least;

	sink = cli->json ? &json.sink : &text.sink;
	if (!cli_profiles_open(cli, &create->profiles, sink))
		return cli->status;
	create->options.profiles = &create->profiles.set;
	cli_watch_begin(&watch);
	cli_progress_begin(&create->progress, cli);
	ret = create->in_place
	      ? hf_create_in_place(dest, &create->options, sink, &summary, &err)
	      : hf_create(source, dest, &create->options, sink, &summary, &err);
	cli_progress_end(&create->progress);
	cli_watch_end(&watch);
	if (!cli->json)
		hf_text_report_remedies(&text);
	if (ret < 0) {
		fflush(stdout);
		cli_trouble(cli, &err);
		return HF_STATUS_TROUBLE;
	}
	tell_made(create, dest, &summary);
	return json.failed ? HF_STATUS_TROUBLE : HF_STATUS_OK;
}

int cmd_create(struct cli *cli)
{
	struct create create = { .cli = cli };
	int code, status = HF_STATUS_USAGE;
	char *source = NULL, *dest = NULL;

	while ((code = cli_next_option(cli)) > 0) {
		if (!take_option(&create, code))
			goto out;
	}
	if (code < 0) {
		status = cli->status;
		goto out;
	}
	if (!cli_want_args(cli, 1, 1))
		goto out;
	if (!is_placed(&create))
		goto out;
	source = create.in_place ? cli_folder(cli->args[0])
				 : source_of(cli->args[0]);
	if (source)
		dest = create.in_place ? strdup(source)
				       : dest_of(&create, source);
	create.options.exclude = create.exclude;
	create.options.expect = create.expect;
	create.options.info = create.info.at;
	create.options.n_info = create.info.n;
	create.options.progress = cli_progress_show;
	create.options.progress_ctx = &create.progress;
	status = dest ? run(&create, source, dest) : HF_STATUS_TROUBLE;
out:
	cli_info_release(&create.info);
	cli_profiles_release(&create.profiles);
	free(create.exclude);
	free(create.expect);
	free(source);
	free(dest);
	return status;
}
