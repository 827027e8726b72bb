#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>

enum { OPT_ALL = 1000, OPT_DRY_RUN, OPT_LOCATION, OPT_NOTE };

const struct cli_option cmd_repair_options[] = {
	{ "all", 0, OPT_ALL, NULL, "the copies of all packages" },
	{ "location", 0, OPT_LOCATION, "LOCATION", "only those that lie there" },
	{ "dry-run", 'n', OPT_DRY_RUN, NULL,
	  "read, and say what would be done; write nothing" },
	{ "note", 0, OPT_NOTE, "TEXT", "for the entry in the log" },
	CLI_MOVING_OPTIONS,
	{ 0 },
};

/* One call. */
struct repair {
	struct cli *cli;
	struct hf_repair_options options;
	const char *location;
	bool all;
	struct cli_custody custody;
	struct cli_progress progress;
	uint64_t seen;
};

static bool take_option(struct repair *repair, int code)
{
	switch (code) {
	case OPT_ALL:
		repair->all = true;
		return true;
	case OPT_LOCATION:
		repair->location = repair->cli->value;
		return true;
	case OPT_DRY_RUN:
		repair->options.dry_run = true;
		return true;
	case OPT_NOTE:
		repair->options.note = repair->cli->value;
		return true;
	default:
		return cli_moving_option(repair->cli, code,
					 &repair->options.moving);
	}
}

static bool read_options(struct repair *repair)
{
	struct cli *cli = repair->cli;
	int code;

	while ((code = cli_next_option(cli)) > 0) {
		if (!take_option(repair, code))
			return false;
	}
	if (code < 0 || !cli_want_args(cli, 1, SIZE_MAX))
		return false;
	if (repair->all == (cli->n_args == 1))
		return true;
	cli_misuse(cli, repair->all ? "--all means all packages; name none beside it"
		   : "name the packages, or say --all");
	return false;
}

/* --- What is told. --- */

static const char *const deeds[] = {
	[HF_REPAIR_NOT_NEEDED] = "not-needed",
	[HF_REPAIR_DONE]       = "done",
	[HF_REPAIR_POSSIBLE]   = "possible",
	[HF_REPAIR_IMPOSSIBLE] = "impossible",
	[HF_REPAIR_UNSEEN]     = "unseen",
};

static void left_json(struct cli_report *report, const char *package,
		      const struct hf_left *left)
{
	for (size_t i = 0; i < left->n; i++) {
		const struct hf_left_copy *copy = &left->copies[i];
		struct hf_json *json = hf_json_begin("left");

		hf_json_text(json, "package", package);
		hf_json_text(json, "location", copy->location);
		hf_json_flag(json, "seen", copy->seen);
		if (copy->seen) {
			hf_json_flag(json, "anchored", copy->anchored);
			hf_json_number(json, "files", copy->files);
			hf_json_number(json, "right", copy->right);
		}
		for (size_t k = 0; k < copy->n_bad; k++)
			hf_json_append(json, "bad", copy->bad[k]);
		cli_report_result(report, json);
	}
}

static void tell_json(struct repair *repair, const struct hf_suspect *suspect,
		      const struct hf_repair *done)
{
	struct hf_json *json = hf_json_begin("repair");

	hf_json_text(json, "deed", deeds[done->deed]);
	hf_json_text(json, "package", suspect->package);
	hf_json_text(json, "location", suspect->location);
	hf_json_text(json, "bag_root", done->root);
	hf_json_text(json, "found_root", *done->found ? done->found : NULL);
	hf_json_text(json, "source", done->source);
	hf_json_number(json, "bad_files", done->bad_files);
	if (done->deed == HF_REPAIR_DONE)
		hf_json_number(json, "entry", done->receipt.place.number);
	if (done->deed == HF_REPAIR_IMPOSSIBLE)
		hf_json_text(json, "why", done->why);
	for (size_t i = 0; i < done->left.n_lost; i++)
		hf_json_append(json, "lost", done->left.lost[i]);
	cli_report_result(&repair->custody.report, json);
	left_json(&repair->custody.report, suspect->package, &done->left);
}

static void left_text(const struct hf_left *left)
{
	for (size_t i = 0; i < left->n; i++) {
		const struct hf_left_copy *copy = &left->copies[i];

		if (!copy->seen) {
			printf("  at %s: nothing could be read\n",
			       copy->location);
			continue;
		}
		printf("  at %s: %" PRIu64 " of %" PRIu64 " files are right by its manifests%s\n",
		       copy->location, copy->right, copy->files,
		       copy->anchored ? "" : ", which are not those that the log anchors");
		for (size_t k = 0; k < copy->n_bad; k++)
			printf("    bad: %s\n", hf_shown(copy->bad[k]));
	}
	for (size_t i = 0; i < left->n_lost; i++)
		printf("  no copy has right: %s\n", hf_shown(left->lost[i]));
	if (left->n_anchored && !left->n_lost)
		printf("  each file is right in one of the copies with the anchored manifests: a whole one can be put together by hand, and ingested\n");
}

static void tell_done(const struct hf_repair *done)
{
	printf("repaired\n  bag root   %s\n  was        %s\n"
	       "  log entry  %" PRIu64 " of %s\n", done->root,
	       *done->found ? done->found : "no bag that could be read",
	       done->receipt.place.number, done->receipt.head.origin);
}

static void tell_text(const struct hf_suspect *suspect,
		      const struct hf_repair *done)
{
	char shown[1024];

	hf_escape_into(shown, sizeof(shown), suspect->package);
	printf("%s at %s: ", shown, suspect->location);
	switch (done->deed) {
	case HF_REPAIR_DONE:
		tell_done(done);
		break;
	case HF_REPAIR_NOT_NEEDED:
		printf("is as the log says, every byte; nothing was replaced\n");
		break;
	case HF_REPAIR_POSSIBLE:
		printf("would be replaced from %s, where the copy was read and has the root that the log anchors\n",
		       done->source);
		break;
	case HF_REPAIR_IMPOSSIBLE:
		printf("was not replaced: %s\n", done->why);
		left_text(&done->left);
		break;
	case HF_REPAIR_UNSEEN:
		printf("was not replaced: it cannot be reached, or is being written to\n");
	}
}

/* What is mended is told, and does not count against the run. */
static void tell_findings(struct repair *repair,
			  const struct hf_suspect *suspect,
			  const struct hf_repair *done)
{
	struct cli_report *report = &repair->custody.report;
	bool mended = done->deed == HF_REPAIR_DONE ||
		      done->deed == HF_REPAIR_POSSIBLE ||
		      done->deed == HF_REPAIR_NOT_NEEDED;

	for (size_t i = 0; i < done->findings.n; i++) {
		struct hf_finding f = done->findings.at[i];

		if (!f.subject)
			f.subject = suspect->location;
		hf_emit(mended ? report->sink : &report->judge.sink, &f);
	}
}

/* --- What is done. --- */

static int repair_one(struct repair *repair, const struct hf_suspect *suspect)
{
	struct cli_custody *custody = &repair->custody;
	struct cli *cli = repair->cli;
	struct hf_repair done;
	struct cli_watch watch;
	struct hf_error err;
	int ret, status;

	cli_report_bag(&custody->report, suspect->package);
	cli_watch_begin(&watch);
	cli_progress_begin(&repair->progress, cli);
	ret = hf_repair_copy(&done, &custody->in, suspect->package,
			     suspect->location, &repair->options,
			     custody->report.sink, &err);
	cli_progress_end(&repair->progress);
	cli_watch_end(&watch);
	repair->seen++;
	tell_findings(repair, suspect, &done);
	if (ret < 0) {
		status = cli_report_failed(&custody->report, &err);
	} else {
		status = custody->report.judge.status;
		if (done.deed == HF_REPAIR_IMPOSSIBLE)
			status = hf_status_worse(status, HF_STATUS_INVALID);
		else if (done.deed == HF_REPAIR_UNSEEN)
			status = hf_status_worse(status, HF_STATUS_TROUBLE);
		if (cli->json)
			tell_json(repair, suspect, &done);
		else if (!cli->quiet || status != HF_STATUS_OK)
			tell_text(suspect, &done);
	}
	hf_repair_release(&done);
	return status;
}

/* Another copy may have been found bad when it was to be copied from. */
static int status_of_rest(struct repair *repair, const char *package)
{
	struct hf_error err;
	uint64_t n;

	if (repair->options.dry_run)
		return HF_STATUS_OK;
	if (hf_suspects_left(&repair->custody.in, package, &n, &err) < 0)
		return cli_report_failed(&repair->custody.report, &err);
	return n ? HF_STATUS_INVALID : HF_STATUS_OK;
}

static int repair_all(struct repair *repair, const char *package)
{
	struct cli_custody *custody = &repair->custody;
	struct hf_suspects suspects;
	struct hf_error err;
	int status = HF_STATUS_OK;

	cli_report_bag(&custody->report, package);
	if (hf_suspects_find(&suspects, &custody->in, package,
			     repair->location, &repair->options.moving,
			     &custody->report.judge.sink, &err) < 0)
		status = cli_report_failed(&custody->report, &err);
	else
		status = custody->report.judge.status;
	for (size_t i = 0; i < suspects.n; i++)
		status = hf_status_worse(status,
					 repair_one(repair, &suspects.at[i]));
	hf_suspects_release(&suspects);
	return hf_status_worse(status, status_of_rest(repair, package));
}

int cmd_repair(struct cli *cli)
{
	struct repair repair = { .cli = cli };
	int status = HF_STATUS_OK;

	if (!read_options(&repair))
		return cli->status;
	if (!cli_custody_open(&repair.custody, cli))
		return cli->status;
	repair.options.moving.progress = cli_progress_show;
	repair.options.moving.progress_ctx = &repair.progress;
	if (repair.all)
		status = repair_all(&repair, NULL);
	for (size_t i = 1; i < cli->n_args; i++)
		status = hf_status_worse(status,
					 repair_all(&repair, cli->args[i]));
	if (!repair.seen && status == HF_STATUS_OK && !cli->quiet && !cli->json)
		printf("no copy is known to be in need of repair\n");
	cli_custody_close(&repair.custody);
	return cli_report_status(&repair.custody.report, status);
}
