#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPT_URL = 1000, OPT_SITE, OPT_ZONE, OPT_MEDIUM, OPT_SINCE, OPT_DOMAIN,
	OPT_TRUST, OPT_FORM,
};

const struct cli_option cmd_location_options[] = {
	{ "url", 0, OPT_URL, "PATH",
	  "add: the folder, by its whole path or from the register's folder" },
	{ "site", 0, OPT_SITE, "NAME", "add: the building that it is in" },
	{ "threat-zone", 0, OPT_ZONE, "NAME",
	  "add: what one disaster would take together (repeatable)" },
	{ "medium", 0, OPT_MEDIUM, "NAME", "add: what it is kept on" },
	{ "media-since", 0, OPT_SINCE, "DATE",
	  "add: since when the medium is in use" },
	{ "credential-domain", 0, OPT_DOMAIN, "NAME",
	  "add: whose passwords or keys open it" },
	{ "trust", 0, OPT_TRUST, "trusted|semi|untrusted|dead",
	  "add: how far who runs it is trusted (default: trusted)" },
	{ "form", 0, OPT_FORM, "bag|tar",
	  "add: how packages are kept there (default: bag)" },
	{ 0 },
};

/* One call. */
struct location_call {
	struct cli *cli;
	struct hf_location location;	/* to be added */
	bool adds;			/* an option for that was given */
};

static const char *trust_at(void *ctx, size_t i)
{
	return i <= HF_DEAD ? hf_location_trust_name((enum hf_location_trust)i)
			    : NULL;
}

static bool take_trust(struct location_call *call)
{
	struct cli *cli = call->cli;
	char hint[256];

	for (int i = HF_TRUSTED; i <= HF_DEAD; i++) {
		if (!strcmp(cli->value, trust_at(NULL, (size_t)i))) {
			call->location.trust = (enum hf_location_trust)i;
			return true;
		}
	}
	cli_misuse(cli, "--trust cannot be '%s'; %s", hf_shown(cli->value),
		   hf_suggest(hint, sizeof(hint), cli->value, trust_at, NULL));
	return false;
}

static bool take_form(struct location_call *call)
{
	struct cli *cli = call->cli;

	if (hf_held_form_parse(cli->value, &call->location.form))
		return true;
	cli_misuse(cli, "--form is bag or tar, not '%s'", hf_shown(cli->value));
	return false;
}

static bool take_option(struct location_call *call, int code)
{
	struct hf_location *location = &call->location;
	const struct {
		int code;
		const char **into;
	} texts[] = {
		{ OPT_URL, &location->url },
		{ OPT_SITE, &location->site },
		{ OPT_MEDIUM, &location->medium },
		{ OPT_SINCE, &location->media_since },
		{ OPT_DOMAIN, &location->credential_domain },
	};

	call->adds = true;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (texts[i].code == code) {
			*texts[i].into = call->cli->value;
			return true;
		}
	}
	if (code == OPT_ZONE)
		return cli_add_text(call->cli, &location->threat_zones,
				    &location->n_threat_zones);
	return code == OPT_TRUST ? take_trust(call) : take_form(call);
}

/* What must be said, in the words of the command line. */
static bool want_values(struct location_call *call)
{
	const struct hf_location *location = &call->location;
	const char *missing = !location->url ? "url" :
			      !location->site ? "site" :
			      !location->n_threat_zones ? "threat-zone" :
			      !location->medium ? "medium" : NULL;

	if (missing)
		cli_misuse(call->cli, "--%s is missing: a location has a --url, a --site, a --threat-zone and a --medium",
			   missing);
	return !missing;
}

static struct hf_json *as_json(const char *path,
			       const struct hf_location *location)
{
	struct hf_json *json = hf_json_begin("location");

	hf_json_text(json, "register", path);
	hf_json_text(json, "location", location->id);
	hf_json_text(json, "path", location->path);
	hf_json_text(json, "site", location->site);
	for (size_t i = 0; i < location->n_threat_zones; i++)
		hf_json_append(json, "threat_zones",
			       location->threat_zones[i]);
	hf_json_text(json, "medium", location->medium);
	hf_json_text(json, "media_since", location->media_since);
	hf_json_text(json, "credential_domain", location->credential_domain);
	hf_json_text(json, "trust", hf_location_trust_name(location->trust));
	hf_json_text(json, "form", hf_held_form_name(location->form));
	return json;
}

static int tell_added(struct cli_report *report, const char *path,
		      const char *id)
{
	struct cli *cli = report->cli;
	struct hf_register *reg;
	const struct hf_location *location;
	char shown[4096];

	if (!cli_register_open(report, path, &reg))
		return cli->status;
	location = cli_location(cli, reg, id);
	if (location && cli->json)
		cli_report_result(report, as_json(path, location));
	else if (location && !cli->quiet)
		printf("%s: added; its folder is %s\n", location->id,
		       hf_escape_into(shown, sizeof(shown), location->path));
	hf_register_close(reg);
	return location ? HF_STATUS_OK : cli->status;
}

static int add(struct location_call *call, struct cli_report *report)
{
	struct cli *cli = call->cli;
	const char *path = cli->args[1];
	struct hf_register *reg;
	struct hf_error err;
	int ret;

	call->location.id = cli->args[2];
	if (!want_values(call) || !cli_register_open(report, path, &reg))
		return cli->status;
	ret = hf_register_add_location(reg, &call->location, &err);
	hf_register_close(reg);
	return ret < 0 ? cli_report_failed(report, &err)
		       : tell_added(report, path, call->location.id);
}

static void print_location(const struct hf_location *location)
{
	char shown[4096];

	printf("%s: %s\n", location->id,
	       hf_escape_into(shown, sizeof(shown), location->path));
	printf("    site: %s\n", hf_shown(location->site));
	printf("    threat zones: ");
	for (size_t i = 0; i < location->n_threat_zones; i++)
		printf("%s%s", i ? "; " : "",
		       hf_shown(location->threat_zones[i]));
	printf("\n    medium: %s", hf_shown(location->medium));
	if (location->media_since)
		printf(", since %s", hf_shown(location->media_since));
	printf("\n");
	if (location->credential_domain)
		printf("    credentials: %s\n",
		       hf_shown(location->credential_domain));
	printf("    trust: %s\n    form: %s\n",
	       hf_location_trust_name(location->trust),
	       hf_held_form_name(location->form));
}

static int list(struct location_call *call, struct cli_report *report)
{
	struct cli *cli = call->cli;
	const char *path = cli->args[1];
	struct hf_register *reg;

	if (!cli_register_open(report, path, &reg))
		return cli->status;
	for (size_t i = 0; i < reg->n_locations; i++) {
		if (cli->json)
			cli_report_result(report,
					  as_json(path, &reg->locations[i]));
		else
			print_location(&reg->locations[i]);
	}
	if (!reg->n_locations && !cli->json && !cli->quiet)
		printf("there is no location yet; holdfast location add adds one\n");
	hf_register_close(reg);
	return HF_STATUS_OK;
}

static void print_checked(const char *id, const struct hf_inspected *seen)
{
	printf("%s: reachable", id);
	if (seen->copies)
		printf("; copies as the log has them: %llu of %llu",
		       (unsigned long long)seen->sound,
		       (unsigned long long)seen->copies);
	printf("\n");
}

/* What is found at the place is told before the line that sums it up. */
static int check_one(struct cli_report *report, const char *path,
		     const struct hf_ledger *ledger,
		     const struct hf_location *location, struct hf_error *err)
{
	const struct hf_inspect_options options = { 0 };
	struct cli *cli = report->cli;
	struct hf_inspected seen;
	struct hf_json *json;

	if (hf_inspect_places(ledger, &location->id, 1, &options,
			      &report->judge.sink, &seen, err) < 0)
		return -1;
	if (cli->json) {
		json = as_json(path, location);
		hf_json_flag(json, "reachable", seen.places);
		if (seen.places) {
			hf_json_number(json, "copies", seen.copies);
			hf_json_number(json, "sound", seen.sound);
			hf_json_number(json, "strangers", seen.strangers);
		}
		cli_report_result(report, json);
	} else if (seen.places && !cli->quiet) {
		print_checked(location->id, &seen);
	}
	return 0;
}

/* Whether the location was asked for; all are, where none is named. */
static bool is_asked(const struct cli *cli, const char *id)
{
	for (size_t i = 2; i < cli->n_args; i++) {
		if (!strcmp(cli->args[i], id))
			return true;
	}
	return cli->n_args == 2;
}

static int check_places(struct cli_report *report, const char *path,
			const struct hf_ledger *ledger)
{
	const struct hf_register *reg = ledger->reg;
	struct cli *cli = report->cli;
	enum hf_status status = HF_STATUS_OK;
	struct hf_error err;

	for (size_t i = 0; i < reg->n_locations; i++) {
		if (is_asked(cli, reg->locations[i].id) &&
		    check_one(report, path, ledger, &reg->locations[i],
			      &err) < 0)
			status = hf_status_worse(
				status, cli_report_failed(report, &err));
	}
	if (cli->n_args == 2 &&
	    hf_inspect_unknown_places(ledger, &report->judge.sink, &err) < 0)
		status = hf_status_worse(status,
					 cli_report_failed(report, &err));
	if (!reg->n_locations && !cli->json && !cli->quiet)
		printf("there is no location yet; holdfast location add adds one\n");
	return hf_status_worse(status, report->judge.status);
}

static int check(struct location_call *call, struct cli_report *report)
{
	struct cli *cli = call->cli;
	const char *path = cli->args[1];
	struct hf_ledger ledger;
	int status = HF_STATUS_OK;

	if (!cli_ledger_open(report, path, &ledger))
		return cli->status;
	for (size_t i = 2; status == HF_STATUS_OK && i < cli->n_args; i++) {
		if (!cli_location(cli, ledger.reg, cli->args[i]))
			status = cli->status;
	}
	if (status == HF_STATUS_OK)
		status = check_places(report, path, &ledger);
	hf_ledger_close(&ledger);
	return status;
}

static const struct {
	const char *name;
	size_t least, most;		/* arguments */
	int (*run)(struct location_call *call, struct cli_report *report);
} actions[] = {
	{ "add", 3, 3, add },
	{ "list", 2, 2, list },
	{ "check", 2, SIZE_MAX, check },
};

#define N_ACTIONS	(sizeof(actions) / sizeof(actions[0]))

static const char *action_at(void *ctx, size_t i)
{
	return i < N_ACTIONS ? actions[i].name : NULL;
}

static int run_action(struct location_call *call, size_t i)
{
	struct cli *cli = call->cli;
	struct cli_report report;
	int status;

	if (!cli_want_args(cli, actions[i].least, actions[i].most))
		return cli->status;
	if (call->adds && actions[i].run != add)
		return cli_misuse(cli, "'%s' takes none of the options that describe a location",
				  actions[i].name);
	cli_report_begin(&report, cli, NULL);
	status = actions[i].run(call, &report);
	cli_report_end(&report);
	return cli_report_status(&report, status);
}

static int run(struct location_call *call)
{
	struct cli *cli = call->cli;
	char hint[128];
	int code;

	while ((code = cli_next_option(cli)) > 0) {
		if (!take_option(call, code))
			return cli->status;
	}
	if (code < 0 || !cli_want_args(cli, 2, SIZE_MAX))
		return cli->status;
	for (size_t i = 0; i < N_ACTIONS; i++) {
		if (!strcmp(cli->args[0], actions[i].name))
			return run_action(call, i);
	}
	return cli_misuse(cli, "nothing is done with a location by '%s'; %s",
			  hf_shown(cli->args[0]),
			  hf_suggest(hint, sizeof(hint), cli->args[0],
				     action_at, NULL));
}

int cmd_location(struct cli *cli)
{
	struct location_call call = { .cli = cli };
	int status = run(&call);

	free(call.location.threat_zones);
	return status;
}
