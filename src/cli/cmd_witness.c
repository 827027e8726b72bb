#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_NAME = 1000, OPT_ORIGIN, OPT_LOG_KEY, OPT_REPLICA };

const struct cli_option cmd_witness_options[] = {
	{ "name", 0, OPT_NAME, "NAME",
	  "init: what the witness is called: a-z, 0-9, and . _ -" },
	{ "origin", 0, OPT_ORIGIN, "ORIGIN",
	  "init: what the log is called, as register.txt has it" },
	{ "log-key", 0, OPT_LOG_KEY, "VKEY",
	  "init: the log's public key, as holdfast key show has it" },
	{ "replica", 0, OPT_REPLICA, "FOLDER",
	  "cosign: the location at this site, read in full before" },
	CLI_MOVING_OPTIONS,
	{ 0 },
};

/* One call. */
struct witness {
	struct cli *cli;
	struct cli_report report;
	struct hf_witness_init init;
	struct hf_witness_options options;
};

/* --- init --- */

static void tell_made(struct witness *w, const char *path, const char *vkey)
{
	struct hf_json *json;

	if (w->cli->json) {
		json = hf_json_begin("witness");
		hf_json_text(json, "site", path);
		hf_json_text(json, "name", w->init.name);
		hf_json_text(json, "vkey", vkey);
		cli_report_result(&w->report, json);
	} else if (!w->cli->quiet) {
		printf("%s: a witness of %s\n"
		       "In trust.txt of the register, above the line quorum:\n"
		       "witness %s %s\n", hf_shown(path),
		       hf_shown(w->init.origin), w->init.name, vkey);
	}
}

static int init(struct witness *w)
{
	struct hf_buf vkey = { 0 };
	struct hf_error err;
	char *folder;
	int status = HF_STATUS_OK;

	if (w->cli->n_args != 2)
		return cli_misuse(w->cli, "init is of one folder");
	if (!w->init.name || !w->init.origin || !w->init.log_key)
		return cli_misuse(w->cli, "say --name, --origin and --log-key");
	folder = cli_folder(w->cli, w->cli->args[1]);
	if (!folder)
		return w->cli->status;
	if (hf_witness_create(folder, &w->init, &vkey, &err) < 0)
		status = cli_report_failed(&w->report, &err);
	else
		tell_made(w, folder, vkey.data);
	hf_buf_release(&vkey);
	free(folder);
	return status;
}

/* --- cosign --- */

static struct hf_json *cosigned_json(const struct hf_witness *site,
				     const struct hf_witnessed *seen)
{
	struct hf_json *json = hf_json_begin("cosigned");

	hf_json_text(json, "witness", site->name);
	hf_json_text(json, "origin", site->origin);
	hf_json_number(json, "entries", seen->head.size);
	hf_json_flag(json, "cosigned", seen->cosigned);
	hf_json_flag(json, "delivered", seen->delivered);
	if (*seen->location) {
		hf_json_text(json, "location", seen->location);
		hf_json_number(json, "packages", seen->packages);
		hf_json_number(json, "octets", seen->octets);
		hf_json_number(json, "wrong", seen->wrong);
	}
	return json;
}

static void cosigned_text(const struct hf_witness *site,
			  const struct hf_witnessed *seen)
{
	char octets[32];

	if (*seen->location)
		printf("%s: %" PRIu64 " package%s read in full and right (%s), %" PRIu64 " wrong\n",
		       hf_shown(seen->location), seen->packages,
		       seen->packages == 1 ? "" : "s",
		       hf_format_bytes(octets, seen->octets), seen->wrong);
	if (!seen->cosigned) {
		printf("%s: NOT COSIGNED by %s; what was seen before stands\n",
		       hf_shown(site->origin), site->name);
		return;
	}
	printf("%s: COSIGNED by %s, %" PRIu64 " entr%s\n",
	       hf_shown(site->origin), site->name, seen->head.size,
	       seen->head.size == 1 ? "y" : "ies");
	if (seen->delivered)
		printf("It is in '%s/cosigned', and in the register.\n",
		       hf_shown(site->path));
	else
		printf("It is in '%s/cosigned'; the register cannot be written to from here: put it there as log/witness/%s.\n",
		       hf_shown(site->path), site->name);
}

static int cosign_at(struct witness *w, struct hf_witness *site)
{
	struct hf_witnessed seen;
	struct cli_progress progress;
	struct hf_error err;
	int ret;

	cli_progress_begin(&progress, w->cli);
	w->options.reading.progress = cli_progress_show;
	w->options.reading.progress_ctx = &progress;
	ret = hf_witness_cosign(site, w->cli->args[2], &w->options,
				&w->report.judge.sink, &seen, &err);
	cli_progress_end(&progress);
	if (w->cli->json && (ret == 0 || seen.cosigned))
		cli_report_result(&w->report, cosigned_json(site, &seen));
	else if (ret == 0 && (!w->cli->quiet || !seen.cosigned))
		cosigned_text(site, &seen);
	return ret < 0 ? cli_report_failed(&w->report, &err)
		       : (int)w->report.judge.status;
}

static int cosign(struct witness *w)
{
	struct hf_witness *site;
	struct hf_error err;
	int status;

	if (w->cli->n_args != 3)
		return cli_misuse(w->cli, "say which site, and where the register is");
	if (hf_witness_open(&site, w->cli->args[1], &err) < 0)
		return cli_report_failed(&w->report, &err);
	status = cosign_at(w, site);
	hf_witness_close(site);
	return status;
}

/* --- show --- */

static void show_text(const struct hf_witness *site, const char *vkey,
		      const char *root)
{
	printf("witness %s %s\nlog     %s\n", site->name, vkey,
	       hf_shown(site->origin));
	if (site->has_seen)
		printf("seen    %" PRIu64 " entr%s, root %s\n",
		       site->seen.head.size,
		       site->seen.head.size == 1 ? "y" : "ies", root);
	else
		printf("seen    nothing yet: the next cosign is the first\n");
}

static void show_site(struct witness *w, const struct hf_witness *site,
		      const char *vkey)
{
	char root[2 * HF_HASH_SIZE + 1];
	struct hf_json *json;

	hf_hex_encode(root, site->seen.head.root.at, HF_HASH_SIZE);
	if (!w->cli->json) {
		show_text(site, vkey, root);
		return;
	}
	json = hf_json_begin("witness");
	hf_json_text(json, "site", site->path);
	hf_json_text(json, "name", site->name);
	hf_json_text(json, "vkey", vkey);
	hf_json_text(json, "origin", site->origin);
	if (site->has_seen) {
		hf_json_number(json, "entries", site->seen.head.size);
		hf_json_text(json, "root", root);
	}
	cli_report_result(&w->report, json);
}

static int show(struct witness *w)
{
	struct hf_buf vkey = { 0 };
	struct hf_witness *site;
	struct hf_error err;
	int status = HF_STATUS_OK;

	if (w->cli->n_args != 2)
		return cli_misuse(w->cli, "show is of one site");
	if (hf_witness_open(&site, w->cli->args[1], &err) < 0)
		return cli_report_failed(&w->report, &err);
	if (hf_witness_vkey(site, &vkey, &err) < 0)
		status = cli_report_failed(&w->report, &err);
	else
		show_site(w, site, vkey.data);
	hf_buf_release(&vkey);
	hf_witness_close(site);
	return status;
}

/* --- Which of them. --- */

static const struct {
	const char *name;
	int (*run)(struct witness *w);
} actions[] = {
	{ "init", init },
	{ "cosign", cosign },
	{ "show", show },
};

#define N_ACTIONS	(sizeof(actions) / sizeof(actions[0]))

static bool take_option(struct witness *w, int code)
{
	const char **into = code == OPT_NAME ? &w->init.name :
			    code == OPT_ORIGIN ? &w->init.origin :
			    code == OPT_LOG_KEY ? &w->init.log_key :
			    code == OPT_REPLICA ? &w->options.replica : NULL;

	if (!into)
		return cli_moving_option(w->cli, code, &w->options.reading);
	*into = w->cli->value;
	return true;
}

int cmd_witness(struct cli *cli)
{
	struct witness w = { .cli = cli };
	size_t i = 0;
	int code, status;

	while ((code = cli_next_option(cli)) > 0) {
		if (!take_option(&w, code))
			return cli->status;
	}
	if (code < 0 || !cli_want_args(cli, 2, 3))
		return cli->status;
	while (i < N_ACTIONS && strcmp(cli->args[0], actions[i].name) != 0)
		i++;
	if (i == N_ACTIONS)
		return cli_misuse(cli, "a witness can be made (init), let cosign (cosign), or shown (show), not '%s'",
				  hf_shown(cli->args[0]));
	cli_report_begin(&w.report, cli, NULL);
	status = actions[i].run(&w);
	cli_report_end(&w.report);
	return cli_report_status(&w.report, status);
}
