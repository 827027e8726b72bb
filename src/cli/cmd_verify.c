#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
	OPT_STRICT = 1000, OPT_NO_FIXITY, OPT_FAST, OPT_POLICY,
	OPT_FROM_MEDIUM, OPT_PROFILE, OPT_PROFILES, OPT_NO_SANDBOX,
	OPT_NO_LIMITS,
};

const struct cli_option cmd_verify_options[] = {
	{ "strict", 0, OPT_STRICT, NULL,
	  "take for an error what is tolerated of careless makers" },
	{ "no-fixity", 0, OPT_NO_FIXITY, NULL,
	  "structure and completeness only; compute no digest" },
	{ "fast", 0, OPT_FAST, NULL,
	  "count octets and files (Payload-Oxum) only" },
	{ "policy", 0, OPT_POLICY, "FILE",
	  "a record with a Policy: severities, and what is asked of the evidence" },
	{ "profile", 0, OPT_PROFILE, "FILE",
	  "a BagIt profile that each bag must meet; may be repeated" },
	{ "profiles", 0, OPT_PROFILES, "FOLDER",
	  "where to look up the profiles that a bag names itself" },
	{ "from-medium", 0, OPT_FROM_MEDIUM, NULL,
	  "read what the disk has, not what memory still has of it" },
	{ "no-sandbox", 0, OPT_NO_SANDBOX, NULL,
	  "let it do more than read the bags, whatever a bag makes it do" },
	{ "no-limits", 0, OPT_NO_LIMITS, NULL,
	  "read an archive on, however much it unpacks to" },
	CLI_ENGINE_OPTIONS,
	{ 0 },
};

/* What one call verifies, and how it tells. */
struct verify {
	struct cli *cli;
	struct cli_policy asked;
	struct cli_profiles profiles;
	struct hf_verify_options options;
	struct cli_progress progress;
	struct cli_report report;
	bool strict, several, open;	/* open: not in a sandbox */
	uint64_t bags, good;
	struct hf_archive_limits limits;
	int spool;		/* to keep in what comes as a stream (hf_open_options) */
};

/* The other two verdicts, of a bag that carries its provenance. */
struct chains {
	bool decided;
	enum hf_chain population, lineage;
};

static bool is_good(const struct hf_judge *judge, const struct chains *chains)
{
	return judge->fixity <= HF_UNCHECKED &&
	       (!chains->decided ||
		(chains->population <= HF_CHAIN_AS_DECLARED &&
		 chains->lineage <= HF_CHAIN_AS_DECLARED));
}

static void print_counts(const struct hf_judge *judge)
{
	static const char *const one[] = { "note", "warning", "error" };

	for (int i = HF_ERROR; i >= HF_INFO; i--) {
		if (judge->count[i])
			printf(", %" PRIu64 " %s%s", judge->count[i], one[i],
			       judge->count[i] == 1 ? "" : "s");
	}
}

static void print_algorithms(hf_alg_set algs)
{
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (algs & HF_ALG_BIT(alg))
			printf(", %s", hf_alg_name(alg));
	}
}

static void tell_bag_text(struct verify *v, const char *path,
			  const struct hf_judge *judge,
			  const struct chains *chains,
			  const struct hf_verify_summary *summary)
{
	char size[32], shown[4096];

	if (v->cli->quiet && is_good(judge, chains))
		return;
	printf("%s: %s (%" PRIu64 " file%s, %s",
	       hf_escape_into(shown, sizeof(shown), path),
	       hf_fixity_name(judge->fixity), summary->payload_files,
	       summary->payload_files == 1 ? "" : "s",
	       hf_format_bytes(size, summary->payload_octets));
	print_algorithms(summary->payload_algs);
	print_counts(judge);
	printf(")\n");
	if (chains->decided)
		printf("%s: population %s, lineage %s\n", shown,
		       hf_chain_name(chains->population),
		       hf_chain_name(chains->lineage));
}

static void tell_bag_json(struct verify *v, const char *path,
			  const struct hf_judge *judge,
			  const struct chains *chains,
			  const struct hf_verify_summary *summary)
{
	struct hf_json *json = hf_json_begin("bag");

	hf_json_text(json, "bag", path);
	hf_json_text(json, "verdict", hf_fixity_name(judge->fixity));
	if (chains->decided) {
		hf_json_text(json, "population",
			     hf_chain_name(chains->population));
		hf_json_text(json, "lineage", hf_chain_name(chains->lineage));
	}
	hf_json_text(json, "version", summary->version);
	hf_json_number(json, "payload_files", summary->payload_files);
	hf_json_number(json, "payload_octets", summary->payload_octets);
	hf_json_number(json, "octets_read", summary->octets_read);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (summary->payload_algs & HF_ALG_BIT(alg))
			hf_json_append(json, "algorithms",
				       hf_alg_name(alg));
	}
	hf_json_number(json, "errors", judge->count[HF_ERROR]);
	hf_json_number(json, "warnings", judge->count[HF_WARNING]);
	hf_json_number(json, "notes", judge->count[HF_INFO]);
	cli_report_result(&v->report, json);
}

static int tell_trouble(struct verify *v, const char *path,
			const struct hf_error *err)
{
	int status = cli_trouble(v->cli, err);

	if (v->cli->json) {
		struct hf_json *json = hf_json_begin("error");

		hf_json_text(json, "bag", path);
		hf_json_text(json, "message", err->text);
		cli_report_result(&v->report, json);
	}
	return status == HF_STATUS_USAGE ? HF_STATUS_TROUBLE : status;
}

static int decide_chains(const struct verify *v, struct hf_source *bag,
			 const char *path, struct hf_judge *judge,
			 struct chains *chains, struct hf_error *err)
{
	struct hf_provenance provenance;

	if (hf_provenance_decide_in(&provenance, bag, path,
				    cli_policy_declared(&v->asked),
				    &judge->sink, err) < 0)
		return -1;
	chains->decided = true;
	chains->population = judge->population;
	chains->lineage = judge->lineage;
	if (provenance.account) {
		chains->population = hf_chain_worse(
			judge->population, provenance.account->population);
		chains->lineage = hf_chain_worse(
			judge->lineage, provenance.account->lineage);
	}
	hf_provenance_release(&provenance);
	return 0;
}

/* Open, verify, decide: a bag that comes as a stream comes only once. */
static int look_at(struct verify *v, const char *path, struct hf_judge *judge,
		   struct chains *chains, struct hf_verify_summary *summary,
		   struct hf_error *err)
{
	const struct hf_open_options open = {
		.jobs = v->options.engine.jobs,
		.no_digests = v->options.depth != HF_VERIFY_FULL,
		.spool = v->spool, .limits = v->limits,
		.progress = cli_progress_show, .progress_ctx = &v->progress,
	};
	struct hf_source *bag;
	int ret;

	if (hf_open_bag(&bag, path, &open, &judge->sink, err) < 0)
		return -1;
	ret = hf_verify_open(bag, &v->options, &judge->sink, summary, err);
	cli_progress_end(&v->progress);
	/* Without its digests, a record's words prove nothing. */
	if (ret == 0 && summary->has_record && !summary->undone)
		ret = decide_chains(v, bag, path, judge, chains, err);
	hf_close_bag(bag);
	return ret;
}

static int verify_one(struct verify *v, const char *path)
{
	struct hf_verify_summary summary;
	struct chains chains = { 0 };
	struct hf_judge *judge = &v->report.judge;
	enum hf_status status;
	struct hf_error err;
	int ret;

	v->report.text.prefix = v->several ? path : NULL;
	cli_report_bag(&v->report, path);
	cli_progress_begin(&v->progress, v->cli);
	ret = look_at(v, path, judge, &chains, &summary, &err);
	cli_progress_end(&v->progress);
	v->bags++;
	if (ret < 0)
		return tell_trouble(v, path, &err);

	if (summary.undone)
		hf_judge_fixity(judge, HF_UNCHECKED);
	v->good += is_good(judge, &chains);
	if (v->cli->json)
		tell_bag_json(v, path, judge, &chains, &summary);
	else
		tell_bag_text(v, path, judge, &chains, &summary);
	status = hf_fixity_status(judge->fixity);
	if (chains.decided) {
		status = hf_status_worse(status,
					 hf_chain_status(chains.population));
		status = hf_status_worse(status,
					 hf_chain_status(chains.lineage));
	}
	return status;
}

static void tell_summary(struct verify *v)
{
	if (v->cli->json) {
		struct hf_json *json = hf_json_begin("summary");

		hf_json_number(json, "bags", v->bags);
		hf_json_number(json, "good", v->good);
		cli_report_result(&v->report, json);
	} else if (!v->cli->quiet || v->good != v->bags) {
		printf("%" PRIu64 " of %" PRIu64 " bags are as they should be\n",
		       v->good, v->bags);
	}
}

static bool read_options(struct verify *v)
{
	struct cli *cli = v->cli;
	int code;

	while ((code = cli_next_option(cli)) > 0) {
		switch (code) {
		case OPT_STRICT:
			v->strict = true;
			break;
		case OPT_NO_FIXITY:
			v->options.depth = HF_VERIFY_STRUCTURE;
			break;
		case OPT_FAST:
			v->options.depth = HF_VERIFY_FAST;
			break;
		case OPT_FROM_MEDIUM:
			v->options.engine.from_medium = true;
			break;
		case OPT_NO_SANDBOX:
			v->open = true;
			break;
		case OPT_NO_LIMITS:
			v->limits = (struct hf_archive_limits)HF_NO_LIMITS;
			break;
		case OPT_PROFILE:
			if (!cli_add_text(cli, &v->profiles.paths,
					  &v->profiles.n_paths))
				return false;
			break;
		case OPT_PROFILES:
			v->profiles.folder = cli->value;
			break;
		case OPT_POLICY:
			if (!cli_policy_read(cli, &v->asked))
				return false;
			break;
		default:
			if (!cli_engine_option(cli, code, &v->options.engine))
				return false;
			break;
		}
	}
	if (code < 0 || !cli_want_args(cli, 1, SIZE_MAX))
		return false;
	if (v->options.depth == HF_VERIFY_FAST &&
	    (v->profiles.n_paths || v->profiles.folder)) {
		cli_misuse(cli, "--fast does not look at what a profile asks for; leave it out, or take --no-fixity");
		return false;
	}
	return true;
}

static void release(struct verify *v)
{
	cli_policy_release(&v->asked);
	cli_profiles_release(&v->profiles);
}

int cmd_verify(struct cli *cli)
{
	struct verify v = { .cli = cli };
	enum hf_status status = HF_STATUS_OK;

	if (!read_options(&v)) {
		release(&v);
		return cli->status;
	}
	v.several = cli->n_args > 1;
	v.options.progress = cli_progress_show;
	v.options.progress_ctx = &v.progress;
	cli_report_begin(&v.report, cli, NULL);
	hf_policy_init(&v.report.policy, v.strict);
	hf_policy_declared(&v.report.policy, cli_policy_declared(&v.asked));

	/* What is wrong with a profile is told once, before all bags. */
	v.options.profiles = &v.profiles.set;
	if (!cli_profiles_open(cli, &v.profiles, v.report.sink)) {
		release(&v);
		return cli->status;
	}
	/* All that we choose is read; what follows is a stranger's. */
	if (!v.open && !cli_sandbox_enter(cli, &v.spool)) {
		release(&v);
		return cli->status;
	}
	for (size_t i = 0; i < cli->n_args; i++)
		status = hf_status_worse(status, verify_one(&v, cli->args[i]));
	if (v.several)
		tell_summary(&v);
	cli_report_end(&v.report);
	release(&v);
	return cli_report_status(&v.report, status);
}
