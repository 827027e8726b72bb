#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPT_ALLOW_HOST = 1000, OPT_ALLOW_SCHEME, OPT_ALLOW_PRIVATE, OPT_CA_FILE,
	OPT_MAX_BYTES, OPT_RETRIES, OPT_TIMEOUT, OPT_JOBS,
};

const struct cli_option cmd_fetch_options[] = {
	{ "allow-host", 0, OPT_ALLOW_HOST, "HOST",
	  "ask this host only, or with a dot before it those beneath; may be repeated" },
	{ "allow-scheme", 0, OPT_ALLOW_SCHEME, "http|https",
	  "ask by this scheme only; may be repeated" },
	{ "allow-private", 0, OPT_ALLOW_PRIVATE, NULL,
	  "ask also hosts at loopback, link-local and private addresses" },
	{ "ca-file", 0, OPT_CA_FILE, "FILE",
	  "trust the certificates in FILE (PEM), and no others" },
	{ "max-bytes", 0, OPT_MAX_BYTES, "N[K|M|G|T]",
	  "most of a file whose length is not stated (default: 16G)" },
	{ "retries", 0, OPT_RETRIES, "N",
	  "tries again of a file that does not get further (default: 5)" },
	{ "timeout", 0, OPT_TIMEOUT, "SECONDS",
	  "how long a server may be silent (default: 60)" },
	{ "jobs", 'j', OPT_JOBS, "N", "files at a time (default: 4)" },
	{ 0 },
};

#define JOBS_MAX	64

/* What one call fetches, and how it tells. */
struct fetch {
	struct cli *cli;
	struct hf_fetch_options options;
	const char **hosts;		/* as options.rules has them */
	struct cli_progress progress;
	struct cli_report report;
};

static bool take_host(struct fetch *f)
{
	if (!*f->cli->value || strpbrk(f->cli->value, "/@")) {
		cli_misuse(f->cli, "--allow-host takes the name of a host, not '%s'",
			   hf_shown(f->cli->value));
		return false;
	}
	return cli_add_text(f->cli, &f->hosts, &f->options.rules.n_hosts);
}

static bool take_scheme(struct fetch *f)
{
	if (!strcmp(f->cli->value, "http"))
		f->options.rules.schemes |= HF_SCHEME_HTTP;
	else if (!strcmp(f->cli->value, "https"))
		f->options.rules.schemes |= HF_SCHEME_HTTPS;
	else {
		cli_misuse(f->cli, "--allow-scheme is http or https, not '%s'",
			   hf_shown(f->cli->value));
		return false;
	}
	return true;
}

/* A number of octets, perhaps in units of 1024. */
static bool take_max_bytes(struct fetch *f)
{
	static const char units[] = "KMGT";
	const char *text = f->cli->value, *unit;
	uint64_t value = 0;
	bool good = *text >= '0' && *text <= '9';

	for (; *text >= '0' && *text <= '9'; text++)
		good &= !__builtin_mul_overflow(value, 10, &value) &&
			!__builtin_add_overflow(value, (uint64_t)(*text - '0'),
						&value);
	unit = *text ? strchr(units, *text) : NULL;
	for (const char *u = units; unit && u <= unit; u++)
		good &= !__builtin_mul_overflow(value, 1024, &value);
	if (!good || (*text && (!unit || text[1]))) {
		cli_misuse(f->cli, "--max-bytes takes a number of bytes, such as 500M, not '%s'",
			   hf_shown(f->cli->value));
		return false;
	}
	f->options.max_octets = value;
	return true;
}

static bool take_option(struct fetch *f, int code)
{
	switch (code) {
	case OPT_ALLOW_HOST:
		return take_host(f);
	case OPT_ALLOW_SCHEME:
		return take_scheme(f);
	case OPT_ALLOW_PRIVATE:
		f->options.rules.allow_private = true;
		return true;
	case OPT_CA_FILE:
		f->options.ca_file = f->cli->value;
		return true;
	case OPT_MAX_BYTES:
		return take_max_bytes(f);
	case OPT_RETRIES:
		return cli_number(f->cli, "retries", 0, &f->options.retries);
	case OPT_TIMEOUT:
		return cli_number(f->cli, "timeout", 1, &f->options.timeout);
	case OPT_JOBS:
		if (!cli_number(f->cli, "jobs", 1, &f->options.transfers))
			return false;
		if (f->options.transfers > JOBS_MAX)
			f->options.transfers = JOBS_MAX;
		return true;
	}
	return true;
}

static bool read_options(struct fetch *f)
{
	int code;

	while ((code = cli_next_option(f->cli)) > 0) {
		if (!take_option(f, code))
			return false;
	}
	f->options.rules.hosts = f->hosts;
	return code == 0 && cli_want_args(f->cli, 1, 1);
}

/* Every file is there, or not: whether its bytes are right, verify says. */
static const char *verdict(const struct fetch *f)
{
	enum hf_fixity fixity = f->report.judge.fixity;

	return fixity <= HF_UNCHECKED ? "COMPLETE" : hf_fixity_name(fixity);
}

static struct hf_json *as_json(const struct fetch *f,
			       const struct hf_fetch_summary *s)
{
	struct hf_json *json = hf_json_begin("fetched");

	hf_json_text(json, "bag", f->cli->args[0]);
	hf_json_text(json, "verdict", verdict(f));
	hf_json_number(json, "fetched", s->fetched);
	hf_json_number(json, "octets", s->octets);
	hf_json_number(json, "resumed", s->resumed);
	hf_json_number(json, "present", s->present);
	hf_json_number(json, "left", s->left);
	hf_json_flag(json, "doubtful", s->doubtful);
	hf_json_flag(json, "kept", s->kept);
	return json;
}

static void tell_text(const struct fetch *f, const struct hf_fetch_summary *s)
{
	char shown[4096], size[32];

	printf("%s: %s (%" PRIu64 " file%s fetched, %s",
	       hf_escape_into(shown, sizeof(shown), f->cli->args[0]),
	       verdict(f), s->fetched, s->fetched == 1 ? "" : "s",
	       hf_format_bytes(size, s->octets));
	if (s->present)
		printf("; %" PRIu64 " there before", s->present);
	if (s->left)
		printf("; %" PRIu64 " not there", s->left);
	printf(")\n");
	if (s->doubtful)
		printf("nothing was fetched: the tag files that say what and from where are not as recorded, or could not be read\n");
	if (s->kept)
		printf("what has arrived in part is kept beside the bag; run it again to go on\n");
}

static int tell(struct fetch *f, const struct hf_fetch_summary *summary)
{
	enum hf_fixity fixity = f->report.judge.fixity;

	if (f->cli->json)
		cli_report_result(&f->report, as_json(f, summary));
	else if (!f->cli->quiet || fixity > HF_UNCHECKED)
		tell_text(f, summary);
	cli_report_end(&f->report);
	return cli_report_status(&f->report, hf_fixity_status(fixity));
}

static int fetch(struct fetch *f)
{
	struct hf_fetch_summary summary = { 0 };
	struct hf_error err;
	char *folder = cli_folder(f->cli, f->cli->args[0]);
	int ret, status;

	if (!folder)
		return f->cli->status;
	f->options.progress = cli_progress_show;
	f->options.progress_ctx = &f->progress;
	cli_report_begin(&f->report, f->cli, f->cli->args[0]);
	cli_progress_begin(&f->progress, f->cli);
	ret = hf_fetch_bag(folder, &f->options, &f->report.judge.sink,
			   &summary, &err);
	cli_progress_end(&f->progress);
	free(folder);
	if (ret == 0)
		return tell(f, &summary);
	fflush(stdout);
	status = cli_trouble(f->cli, &err);
	if (summary.kept)
		fprintf(stderr, "holdfast: what has arrived in part is kept beside the bag; run it again to go on\n");
	return status;
}

int cmd_fetch(struct cli *cli)
{
	struct fetch f = { .cli = cli, .options = HF_FETCH_DEFAULTS };
	int status = read_options(&f) ? fetch(&f) : cli->status;

	free(f.hosts);
	return status;
}
