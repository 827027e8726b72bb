#include "cli/cli.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void escaped(const char *text)
{
	struct hf_buf line = { 0 };

	hf_escape(&line, text, strlen(text));
	fputs(line.data ? line.data : "", stdout);
	hf_buf_release(&line);
}

static void print_info(void *ctx, const char *label, const char *value)
{
	char *copy = strdup(value);
	bool *headed = ctx;

	if (!*headed)
		printf("bag-info.txt:\n");
	*headed = true;
	printf("  ");
	escaped(label);
	printf(": ");
	/* A value over several lines stands below one another. */
	for (char *line = copy, *end; line; line = end) {
		end = strchr(line, '\n');
		if (end)
			*end++ = '\0';
		escaped(line);
		printf(end ? "\n    " : "\n");
	}
	free(copy);
}

/* bag-info.txt as members of the object: a list for each label. */
static void info_json(void *ctx, const char *label, const char *value)
{
	char name[256];

	snprintf(name, sizeof(name), "info: %s", label);
	hf_json_append(ctx, name, value);
}

static void print_algorithms(const char *what, hf_alg_set algs)
{
	const char *between = " ";

	printf("%s:", what);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (!(algs & HF_ALG_BIT(alg)))
			continue;
		printf("%s%s", between, hf_alg_name(alg));
		between = ", ";
	}
	printf(algs ? "\n" : " none\n");
}

static void print_description(const struct hf_description *d)
{
	char size[32];

	printf("BagIt %u.%u, tag files in ", d->major, d->minor);
	escaped(d->encoding);
	printf("\nPayload: %" PRIu64 " file%s, %s (%" PRIu64 " octet%s)",
	       d->files, d->files == 1 ? "" : "s",
	       hf_format_bytes(size, d->octets), d->octets,
	       d->octets == 1 ? "" : "s");
	if (d->to_fetch)
		printf("; %" PRIu64 " more to be fetched", d->to_fetch);
	printf("\nTag files: %" PRIu64 "\n", d->tag_files);
	print_algorithms("Payload manifests", d->payload_algs);
	print_algorithms("Tag manifests", d->tag_algs);
}

/*
 * What is wrong with a bag is for verify to tell; but what could not be looked
 * at is missing from what is shown, and so is told.
 */
static int tell_unseen(struct cli *cli, const char *path,
		       const struct hf_findings *found)
{
	struct cli_report report;
	int status = found->failed ? HF_STATUS_TROUBLE : HF_STATUS_OK;

	cli_report_begin(&report, cli, path);
	for (size_t i = 0; i < found->n; i++) {
		if (found->at[i].id != HF_UNREADABLE &&
		    found->at[i].id != HF_READ_ERROR &&
		    found->at[i].id != HF_CITE_UNREADABLE)
			continue;
		hf_emit(report.sink, &found->at[i]);
		status = HF_STATUS_TROUBLE;
	}
	return cli_report_status(&report, status);
}

/* The record on a page: its works, and how far the chain goes. */
static int print_provenance(struct cli *cli, const char *path)
{
	struct hf_provenance p;
	struct hf_policy policy;
	struct hf_findings found;
	struct hf_judge judge;
	struct hf_error err;
	int status;

	hf_policy_init(&policy, false);
	hf_findings_init(&found);
	hf_judge_init(&judge, &policy, &found.sink);
	if (hf_provenance_decide(&p, path, NULL, &judge.sink, &err) < 0) {
		hf_findings_release(&found);
		return cli_trouble(cli, &err);
	}
	printf("Provenance:\n");
	for (size_t i = 0; i < p.record->n_works; i++) {
		printf("  ");
		escaped(p.record->works[i].title ? p.record->works[i].title
						 : p.record->works[i].head.id);
		printf("\n");
	}
	printf("  ");
	cli_print_record(p.record);
	printf("\n");
	if (p.account)
		printf("  population %s, lineage %s\n",
		       hf_chain_name(hf_chain_worse(judge.population,
						    p.account->population)),
		       hf_chain_name(hf_chain_worse(judge.lineage,
						    p.account->lineage)));
	else
		printf("  the record has mistakes; holdfast chain check names them\n");
	hf_provenance_release(&p);
	status = tell_unseen(cli, path, &found);
	hf_findings_release(&found);
	return status;
}

static int show_json(const char *path, struct hf_json *json,
		     const struct hf_description *d)
{
	char version[32];

	snprintf(version, sizeof(version), "%u.%u", d->major, d->minor);
	hf_json_text(json, "bag", path);
	hf_json_text(json, "version", version);
	hf_json_text(json, "encoding", d->encoding);
	hf_json_number(json, "payload_files", d->files);
	hf_json_number(json, "payload_octets", d->octets);
	hf_json_number(json, "to_fetch", d->to_fetch);
	hf_json_number(json, "tag_files", d->tag_files);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (d->payload_algs & HF_ALG_BIT(alg))
			hf_json_append(json, "algorithms", hf_alg_name(alg));
		if (d->tag_algs & HF_ALG_BIT(alg))
			hf_json_append(json, "tag_algorithms",
				       hf_alg_name(alg));
	}
	hf_json_flag(json, "record", d->has_record);
	return hf_json_end(json, stdout) < 0 ? (int)cli_untold()
					     : HF_STATUS_OK;
}

int cmd_show(struct cli *cli)
{
	struct hf_json *json = NULL;
	struct hf_description d;
	struct hf_findings found;
	struct hf_error err;
	bool headed = false;
	const char *path;
	int ret, status;

	if (cli_next_option(cli) < 0 || !cli_want_args(cli, 1, 1))
		return cli->status;
	path = cli->args[0];
	if (cli->json)
		json = hf_json_begin("description");
	hf_findings_init(&found);
	ret = hf_describe(path, json ? info_json : print_info,
			  json ? (void *)json : &headed, &d, &found.sink,
			  &err);
	status = tell_unseen(cli, path, &found);
	hf_findings_release(&found);
	if (ret < 0) {
		hf_json_free(json);
		cli_trouble(cli, &err);
		return HF_STATUS_TROUBLE;
	}
	if (json)
		return hf_status_worse(status, show_json(path, json, &d));
	print_description(&d);
	if (d.has_record)
		status = hf_status_worse(status, print_provenance(cli, path));
	return status;
}
