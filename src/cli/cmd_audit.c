#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum {
	OPT_MAX_BYTES = 1000, OPT_MAX_TIME, OPT_LOCATION, OPT_PACKAGE,
	OPT_LIMIT_RATE, OPT_NICE, OPT_FROM_MEDIUM, OPT_NO_FROM_MEDIUM, OPT_PLAN,
	OPT_REPORT
};

const struct cli_option cmd_audit_options[] = {
	{ "max-bytes", 0, OPT_MAX_BYTES, "N[K|M|G|T]",
	  "read so much, and go on from there in the next run" },
	{ "max-time", 0, OPT_MAX_TIME, "TIME",
	  "read for so long (90s, 30min, 6h), and go on in the next run" },
	{ "location", 0, OPT_LOCATION, "LOCATION", "only what lies there" },
	{ "package", 0, OPT_PACKAGE, "PACKAGE", "only its copies" },
	{ "limit-rate", 0, OPT_LIMIT_RATE, "N[K|M|G|T]",
	  "read no more than so many octets a second" },
	{ "nice", 0, OPT_NICE, NULL,
	  "let everything else have processor and disk first" },
	{ "from-medium", 0, OPT_FROM_MEDIUM, NULL,
	  "read what the medium has, and not what memory still has (default)" },
	{ "no-from-medium", 0, OPT_NO_FROM_MEDIUM, NULL,
	  "take from memory what is there: quicker, and blind for the disk" },
	{ "plan", 0, OPT_PLAN, NULL,
	  "say what is due, and what budget it needs; read no copy" },
	{ "report", 0, OPT_REPORT, "FILE",
	  "write the run to a file too, by its ending: .json, or a page .html (repeatable)" },
	{ "no-sandbox", 0, CLI_NO_SANDBOX, NULL,
	  "let it do more than read the bag, whatever a bag makes it do" },
	CLI_ENGINE_OPTIONS,
	{ 0 },
};

/* One call. */
struct audit {
	struct cli *cli;
	struct hf_audit_options options;
	struct hf_engine_options engine;
	struct cli_report report;
	struct cli_progress progress;
	const char **files;	/* for reports */
	size_t n_files;
};

/* --- To be told to end. --- */

/* In memory that the processes have together that read the copies. */
static volatile sig_atomic_t *told_to_stop;

/* The second signal ends it at once. */
static void note_signal(int number)
{
	*told_to_stop = 1;
	signal(number, SIG_DFL);
}

static bool watch_signals(struct audit *audit)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = note_signal,
				    .sa_flags = SA_RESTART }, before;
	void *shared = mmap(NULL, sizeof(*told_to_stop),
			    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			    -1, 0);

	if (shared == MAP_FAILED) {
		cli_no_memory(audit->cli);
		return false;
	}
	told_to_stop = shared;
	audit->options.stop = told_to_stop;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		/* What nohup ignores stays ignored. */
		if (sigaction(numbers[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
	}
	return true;
}

/* --- Options. --- */

static bool take_option(struct audit *audit, int code)
{
	struct hf_audit_options *options = &audit->options;
	struct cli *cli = audit->cli;

	switch (code) {
	case OPT_MAX_BYTES:
		return cli_octets(cli, "max-bytes", &options->budget.max_bytes);
	case OPT_MAX_TIME:
		return cli_duration(cli, "max-time", &options->budget.max_time);
	case OPT_LIMIT_RATE:
		return cli_octets(cli, "limit-rate", &options->limit_rate);
	case OPT_LOCATION:
		options->budget.location = cli->value;
		return true;
	case OPT_PACKAGE:
		options->budget.package = cli->value;
		return true;
	case OPT_NICE:
		return options->nice = true;
	case OPT_FROM_MEDIUM:
	case OPT_NO_FROM_MEDIUM:
		options->from_cache = code == OPT_NO_FROM_MEDIUM;
		return true;
	case OPT_PLAN:
		return options->plan_only = true;
	case OPT_REPORT:
		return cli_add_text(cli, &audit->files, &audit->n_files);
	case CLI_NO_SANDBOX:
		return options->no_sandbox = true;
	default:
		return cli_engine_option(cli, code, &audit->engine);
	}
}

/* What cannot be written is told before hours of reading. */
static bool check_files(struct audit *audit)
{
	struct cli *cli = audit->cli;
	struct hf_error err;

	if (audit->n_files && audit->options.plan_only) {
		cli_misuse(cli, "--report is for a run, and --plan makes none");
		return false;
	}
	for (size_t i = 0; i < audit->n_files; i++) {
		if (hf_audit_report_check(audit->files[i], &err) == 0)
			continue;
		cli->status = err.code == HF_EUSAGE
			      ? cli_misuse(cli, "%s", err.text)
			      : cli_trouble(cli, &err);
		return false;
	}
	return true;
}

static bool read_options(struct audit *audit)
{
	int code;

	while ((code = cli_next_option(audit->cli)) > 0) {
		if (!take_option(audit, code))
			return false;
	}
	if (code < 0 || !cli_want_args(audit->cli, 1, 1))
		return false;
	audit->options.jobs = audit->engine.jobs;
	audit->options.engine = audit->engine.engine;
	audit->options.progress = cli_progress_show;
	audit->options.progress_ctx = &audit->progress;
	return check_files(audit);
}

/* --- The plan. --- */

static void outlook_json(struct audit *audit, const char *location,
			 const struct hf_outlook *outlook)
{
	struct hf_json *json = hf_json_begin("outlook");

	hf_json_text(json, "location", location);
	hf_amount_json(json, "held_copies", "held_octets", &outlook->held);
	hf_amount_json(json, "due_copies", "due_octets", &outlook->due);
	hf_amount_json(json, "late_copies", "late_octets", &outlook->late);
	hf_amount_json(json, "never_copies", "never_octets", &outlook->never);
	hf_json_number(json, "octets_per_run", outlook->per_run);
	hf_json_number(json, "oldest", outlook->oldest);
	if (outlook->runs != HF_NEVER_DONE)
		hf_json_number(json, "runs", outlook->runs);
	cli_report_result(&audit->report, json);
}

static void outlook_text(const char *location, const struct hf_outlook *outlook)
{
	char a[32], b[32], c[32];

	printf("%s: held %" PRIu64 " (%s), due %" PRIu64 " (%s), late %" PRIu64
	       ", never verified %" PRIu64 "\n", location,
	       outlook->held.copies, hf_format_bytes(a, outlook->held.octets),
	       outlook->due.copies, hf_format_bytes(b, outlook->due.octets),
	       outlook->late.copies, outlook->never.copies);
	printf("  each run %s, oldest reading %" PRIu64 " days ago, ",
	       hf_format_bytes(c, outlook->per_run), outlook->oldest / 86400);
	if (outlook->runs == HF_NEVER_DONE)
		puts("never all read");
	else
		printf("all that is due read in %" PRIu64 " run%s\n",
		       outlook->runs, outlook->runs == 1 ? "" : "s");
}

static void budget_text(const struct hf_forecast *forecast)
{
	char a[32], b[32];

	printf("a run every %" PRId64 " h needs %s, %" PRIu64 " s, so that nothing is older than its interval\n",
	       forecast->between / 3600,
	       hf_format_bytes(a, forecast->needed_bytes),
	       forecast->needed_time);
	if (!forecast->short_bytes && !forecast->short_time) {
		puts("the budget suffices");
		return;
	}
	printf("the budget is short by %s, %" PRIu64 " s in each run",
	       hf_format_bytes(b, forecast->short_bytes),
	       forecast->short_time);
	if (forecast->runs_late == HF_NEVER_DONE)
		puts(": what failed takes all of it");
	else
		printf(": everything will be late by %" PRIu64 " run%s\n",
		       forecast->runs_late, forecast->runs_late == 1 ? "" : "s");
}

static void budget_json(struct audit *audit, const struct hf_forecast *forecast)
{
	struct hf_json *json = hf_json_begin("forecast");

	hf_json_number(json, "between", (uint64_t)forecast->between);
	hf_json_number(json, "needed_octets", forecast->needed_bytes);
	hf_json_number(json, "needed_seconds", forecast->needed_time);
	hf_json_number(json, "short_octets", forecast->short_bytes);
	hf_json_number(json, "short_seconds", forecast->short_time);
	hf_json_number(json, "rush_octets", forecast->rush_bytes);
	if (forecast->runs_late != HF_NEVER_DONE)
		hf_json_number(json, "runs_late", forecast->runs_late);
	cli_report_result(&audit->report, json);
}

static void tell_plan(struct audit *audit, const struct hf_audit_result *result)
{
	const struct hf_forecast *forecast = result->forecast;
	bool json = audit->cli->json;

	for (size_t i = 0; i < forecast->n; i++) {
		const char *location = result->places[i].location;

		if (json)
			outlook_json(audit, location, &forecast->places[i]);
		else
			outlook_text(location, &forecast->places[i]);
	}
	if (json) {
		outlook_json(audit, NULL, &forecast->all);
		budget_json(audit, forecast);
	} else {
		outlook_text("all", &forecast->all);
		budget_text(forecast);
	}
}

/* --- The command. --- */

static void tell(struct audit *audit, const struct hf_audit_result *result)
{
	if (audit->options.plan_only) {
		tell_plan(audit, result);
	} else if (audit->cli->json) {
		audit->report.failed |= hf_audit_json(result, stdout) < 0;
	} else if (result->ended == HF_AUDIT_STOPPED) {
		fprintf(stderr, "holdfast: the audit was told to stop; %" PRIu64 " cop%s left, and the next run goes on there\n",
			result->left.copies,
			result->left.copies == 1 ? "y is" : "ies are");
	}
}

/* The plan is good or not whatever it says; what was found on the way counts. */
static int status_of(const struct hf_audit_result *result, int ret,
		     const struct hf_error *err)
{
	if (ret < 0 && err->code == HF_EUSAGE)
		return HF_STATUS_USAGE;
	return result->status;
}

/*
 * A run that did not come about is told too; but not one that another run was
 * in the way of, which writes its own.
 */
static int write_files(struct audit *audit,
		       const struct hf_audit_result *result, int ret,
		       const struct hf_error *trouble)
{
	const struct hf_audit_report report = {
		.result = result, .policy = &audit->report.policy,
		.path = audit->cli->args[0],
		.trouble = ret < 0 ? trouble->text : NULL,
		.no_sandbox = audit->options.no_sandbox,
	};
	enum hf_status status = HF_STATUS_OK;
	struct hf_error err;

	if (ret < 0 && (trouble->code == HF_EUSAGE ||
			(trouble->code == HF_EREFUSED &&
			 result->status == HF_STATUS_TROUBLE)))
		return HF_STATUS_OK;
	for (size_t i = 0; i < audit->n_files; i++) {
		if (hf_audit_report_write(audit->files[i], &report, &err) < 0)
			status = cli_trouble(audit->cli, &err);
	}
	return status;
}

int cmd_audit(struct cli *cli)
{
	struct audit audit = { .cli = cli };
	struct hf_audit_result result;
	struct hf_error err;
	int ret, status;

	if (!read_options(&audit) || !watch_signals(&audit)) {
		free(audit.files);
		return cli->status;
	}
	cli_report_begin(&audit.report, cli, NULL);
	/* Cron sends what is said: nothing, where there is nothing to be done. */
	audit.report.text.brief = true;
	audit.report.text.least = cli->quiet ? HF_ERROR : HF_WARNING;
	cli_progress_begin(&audit.progress, cli);
	ret = hf_audit(cli->args[0], &audit.options, audit.report.sink,
		       &result, &err);
	cli_progress_end(&audit.progress);
	if (ret == 0) {
		tell(&audit, &result);
	} else {
		fflush(stdout);
		cli_trouble(cli, &err);
	}
	status = cli_report_status(&audit.report,
				   status_of(&result, ret, &err));
	status = hf_status_worse(status, write_files(&audit, &result, ret,
						     &err));
	hf_audit_release(&result);
	free(audit.files);
	return status;
}
