#include "cli/cli.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_ENTRY = 1000, OPT_ACCEPT, OPT_TRUST, OPT_KEY };

#define PROOF_MAX	(1024 * 1024)

const struct cli_option cmd_log_options[] = {
	{ "entry", 0, OPT_ENTRY, "N",
	  "prove: the entry of that number (default: the package's last)" },
	{ "trust", 0, OPT_TRUST, "FILE",
	  "check-proof: whose signatures count, as trust.txt says it" },
	{ "key", 0, OPT_KEY, "VKEY",
	  "check-proof: the log's public key, as holdfast key show has it" },
	{ "accept", 0, OPT_ACCEPT, NULL,
	  "mend: put whole entries behind the checkpoint under it" },
	{ 0 },
};

/* One call. */
struct log {
	struct cli *cli;
	struct cli_report report;
	struct hf_ledger ledger;	/* for show and prove */
	const char *trust, *key;
	bool accept, has_entry;
	uint64_t entry;
};

static int judged(const struct log *log, const struct hf_error *err)
{
	return cli_report_failed(&log->report, err);
}

/* --- verify, mend: what is there, whatever state it is in. --- */

static void cosigned_json(struct hf_json *json,
			  const struct hf_register_cosigned *cosigned)
{
	char time[HF_DATETIME_MAX];

	if (!cosigned->name)
		return;
	hf_json_text(json, "quorum", cosigned->name);
	hf_json_flag(json, "quorum_met", cosigned->quorum.is_met);
	if (!cosigned->quorum.is_met)
		return;
	hf_json_number(json, "quorum_entries", cosigned->quorum.size);
	hf_json_text(json, "quorum_time",
		     cli_time(time, cosigned->quorum.time));
}

static struct hf_json *summary_json(const struct hf_log_summary *seen)
{
	struct hf_json *json = hf_json_begin("log");
	char time[HF_DATETIME_MAX];

	hf_json_text(json, "origin", seen->head.origin);
	hf_json_number(json, "entries", seen->entries);
	hf_json_number(json, "octets", seen->octets);
	hf_json_number(json, "tail_entries", seen->tail_entries);
	hf_json_number(json, "tail_octets", seen->tail_octets);
	hf_json_flag(json, "signed", seen->is_signed);
	if (seen->entries) {
		hf_json_text(json, "first", cli_time(time, seen->first));
		hf_json_text(json, "last", cli_time(time, seen->last));
	}
	return json;
}

static void summary_text(const struct hf_log_summary *seen, bool good)
{
	char first[HF_DATETIME_MAX], last[HF_DATETIME_MAX];

	printf("%s: %s (%" PRIu64 " entr%s", seen->head.origin,
	       !good ? "DOES NOT VERIFY" : seen->is_signed ? "VERIFIED, signed"
							: "VERIFIED, unsigned",
	       seen->entries, seen->entries == 1 ? "y" : "ies");
	if (seen->entries)
		printf(", %s to %s", cli_time(first, seen->first),
		       cli_time(last, seen->last));
	printf(")\n");
	if (good && !seen->is_signed)
		printf("Not signed, it proves only that its entries belong together: who can write to the register can write it anew.\n");
}

/* Who cosigned it, and how far enough of them did. */
static void cosigned_text(const struct hf_register *reg,
			  const struct hf_register_cosigned *cosigned)
{
	const struct hf_quorum *quorum = &cosigned->quorum;
	char time[HF_DATETIME_MAX];

	for (size_t i = 0; i < cosigned->n; i++) {
		const struct hf_cosigned *at = &cosigned->at[i];
		const char *name = hf_trust_witness_name(reg->trust, i);

		if (at->is)
			printf("  cosigned by %s: %" PRIu64 " entr%s, %s\n",
			       hf_shown(name), at->size,
			       at->size == 1 ? "y" : "ies",
			       cli_time(time, at->time));
		else
			printf("  cosigned by %s: never\n", hf_shown(name));
	}
	if (quorum->is_met)
		printf("  quorum %s: %" PRIu64 " entr%s, since %s\n",
		       hf_shown(cosigned->name), quorum->size,
		       quorum->size == 1 ? "y" : "ies",
		       cli_time(time, quorum->time));
	else if (cosigned->name)
		printf("  quorum %s: never met\n", hf_shown(cosigned->name));
}

/* @cosigned is NULL where nobody was asked who did. */
static void tell_summary(struct log *log, const struct hf_register *reg,
			 const struct hf_log_summary *seen,
			 const struct hf_register_cosigned *cosigned, bool good)
{
	struct hf_json *json;

	if (log->cli->json) {
		json = summary_json(seen);
		if (cosigned)
			cosigned_json(json, cosigned);
		cli_report_result(&log->report, json);
	} else if (!log->cli->quiet || !good) {
		summary_text(seen, good);
		if (cosigned)
			cosigned_text(reg, cosigned);
	}
}

static bool is_good(const struct log *log)
{
	return log->report.judge.status == HF_STATUS_OK;
}

/* What a log that does not verify was cosigned for, says nothing. */
static int verify_in(struct log *log, const struct hf_register *reg,
		     struct hf_error *err)
{
	struct hf_sink *sink = &log->report.judge.sink;
	struct hf_register_cosigned cosigned = { 0 };
	struct hf_log_summary seen = { 0 };

	if (hf_log_verify(reg->dir, reg->origin, reg->trust, sink, &seen,
			  err) < 0)
		return -1;
	if (!is_good(log)) {
		tell_summary(log, reg, &seen, NULL, false);
		return 0;
	}
	if (hf_register_cosigned(&cosigned, reg, hf_clock_wall(), sink,
				 err) < 0)
		return -1;
	tell_summary(log, reg, &seen, &cosigned, true);
	hf_register_cosigned_release(&cosigned);
	return 0;
}

static int verify(struct log *log)
{
	struct hf_register *reg;
	struct hf_error err;
	int ret;

	if (!cli_register_open(&log->report, log->cli->args[1], &reg))
		return log->cli->status;
	ret = verify_in(log, reg, &err);
	hf_register_close(reg);
	return ret < 0 ? judged(log, &err)
		       : (int)log->report.judge.status;
}

static int mend_in(struct log *log, const struct hf_register *reg,
		   struct hf_sink *sink, struct hf_error *err)
{
	struct hf_log_summary seen = { 0 };
	struct hf_signer signer;
	int has = hf_register_signer(reg, &signer, err);
	int ret;

	if (has < 0)
		return -1;
	ret = hf_log_mend(reg->dir, reg->origin, reg->trust,
			  has ? &signer : NULL, log->accept, sink, &seen, err);
	if (has)
		hf_signer_forget(&signer);
	return ret;
}

/* What was found is told as it was before; and then what is so now. */
static int tell_mended(struct log *log, const struct hf_findings *found)
{
	for (size_t i = 0; i < found->n && !log->cli->quiet; i++) {
		const struct hf_finding *f = &found->at[i];

		if (hf_finding_area(f->id) == HF_LOG &&
		    hf_finding_bearing(f->id) == HF_UNSEEN)
			fprintf(stderr, "holdfast: mended: %s\n",
				hf_finding_name(f->id));
	}
	return verify(log);
}

static int mend(struct log *log)
{
	struct hf_findings found;
	struct hf_register *reg;
	struct hf_error err;
	int ret, status;

	if (!cli_register_open(&log->report, log->cli->args[1], &reg))
		return log->cli->status;
	hf_findings_init(&found);
	ret = mend_in(log, reg, &found.sink, &err);
	hf_register_close(reg);
	if (ret == 0) {
		status = tell_mended(log, &found);
	} else {
		for (size_t i = 0; i < found.n; i++)
			hf_emit(&log->report.judge.sink, &found.at[i]);
		log->report.failed |= found.failed;
		status = judged(log, &err);
	}
	hf_findings_release(&found);
	return status;
}

/* --- show, prove: of a log that verifies. --- */

static int print_entry(void *ctx, const struct hf_entry *entry,
		       const struct hf_log_place *place, const char *text,
		       struct hf_error *err)
{
	struct log *log = ctx;
	struct hf_json *json;
	char time[HF_DATETIME_MAX];

	(void)err;
	if (!log->cli->json) {
		fwrite(text, 1, place->length, stdout);
		return 0;
	}
	json = hf_json_begin("entry");
	hf_json_number(json, "entry", entry->number);
	hf_json_text(json, "time", cli_time(time, entry->time));
	for (int i = 0; i < HF_ENTRY_LABELS; i++)
		hf_json_text(json, hf_entry_label_name(i), entry->at[i]);
	cli_report_result(&log->report, json);
	return 0;
}

static int show_place(void *ctx, const struct hf_log_place *place,
		      struct hf_error *err)
{
	struct log *log = ctx;
	struct hf_buf storage = { 0 }, text = { 0 };
	struct hf_entry entry;
	int ret = hf_log_read(log->ledger.log, place, &entry, &storage, err);

	if (ret == 0)
		ret = hf_entry_format(&text, &entry, err);
	if (ret == 0)
		ret = print_entry(log, &entry, place, text.data, err);
	hf_buf_release(&storage);
	hf_buf_release(&text);
	return ret;
}

static int show(struct log *log)
{
	const struct hf_log_place start = { 0 };
	struct hf_error err;
	int ret;

	if (log->cli->n_args == 2)
		ret = hf_log_walk(log->ledger.log, &start, print_entry, log,
				  &err);
	else
		ret = hf_catalogue_entries(log->ledger.catalogue,
					   log->cli->args[2], show_place, log,
					   &err);
	return ret < 0 ? judged(log, &err) : HF_STATUS_OK;
}

struct search {
	const struct log *log;
	struct hf_log_place found;
	bool is_found;
};

static int look(void *ctx, const struct hf_log_place *place,
		struct hf_error *err)
{
	struct search *search = ctx;

	(void)err;
	if (search->log->has_entry && search->log->entry != place->number)
		return 0;
	search->found = *place;
	search->is_found = true;
	return 0;
}

static int prove(struct log *log)
{
	struct search search = { .log = log };
	struct hf_buf proof = { 0 };
	struct hf_error err;
	int status = HF_STATUS_OK;

	if (log->cli->n_args != 3)
		return cli_misuse(log->cli, "say of which package");
	if (hf_catalogue_entries(log->ledger.catalogue, log->cli->args[2],
				 look, &search, &err) < 0)
		return judged(log, &err);
	if (!search.is_found) {
		fprintf(stderr, "holdfast: the log has no such entry of '%s'\n",
			hf_shown(log->cli->args[2]));
		return HF_STATUS_TROUBLE;
	}
	if (hf_log_prove(log->ledger.log, &search.found, &proof, &err) < 0)
		status = judged(log, &err);
	else
		fwrite(proof.data, 1, proof.len, stdout);
	hf_buf_release(&proof);
	return status;
}

/* --- check-proof: with the proof and a public key alone. --- */

static int open_trust(struct log *log, struct hf_trust **trust,
		      struct hf_error *err)
{
	struct hf_sink *sink = &log->report.judge.sink;

	return log->trust ? hf_trust_open(trust, log->trust, sink, err)
			  : hf_trust_key(trust, log->key, sink, err);
}

static void tell_proved(const struct hf_checkpoint *head,
			const struct hf_entry *entry, const struct hf_buf *text)
{
	printf("PROVED: entry %" PRIu64 " of %s is under its checkpoint of %" PRIu64 " entries\n\n",
	       entry->number, head->origin, head->size);
	fwrite(text->data, 1, text->len, stdout);
}

static int check_with(struct log *log, const struct hf_trust *trust,
		      const char *proof, size_t len)
{
	struct hf_sink *sink = &log->report.judge.sink;
	struct hf_checkpoint head;
	struct hf_entry entry;
	struct hf_buf storage = { 0 }, text = { 0 };
	struct hf_error err;
	int ret = hf_log_check_proof(proof, len, trust, sink, &head, &entry,
				     &storage, &err);

	if (ret == 0 && is_good(log) && !log->cli->quiet) {
		ret = hf_entry_format(&text, &entry, &err);
		if (ret == 0)
			tell_proved(&head, &entry, &text);
	}
	hf_buf_release(&storage);
	hf_buf_release(&text);
	return ret < 0 ? judged(log, &err) : (int)log->report.judge.status;
}

static int read_file(const char *path, char *at, size_t size)
{
	FILE *in = strcmp(path, "-") ? fopen(path, "r") : stdin;
	size_t n = in ? fread(at, 1, size, in) : 0;
	bool good = in && !ferror(in) && n < size;

	if (!good)
		fprintf(stderr, "holdfast: '%s' cannot be read as a proof: %s\n",
			hf_shown(path), n == size ? "it is too long"
						  : hf_errno_text(errno));
	if (in && in != stdin)
		fclose(in);
	return good ? (int)n : -1;
}

static int check_proof(struct log *log)
{
	struct hf_trust *trust = NULL;
	struct hf_error err;
	char *proof;
	int len, status = HF_STATUS_TROUBLE;

	if (!log->trust == !log->key)
		return cli_misuse(log->cli, "say whose signature counts, with --key or --trust");
	proof = malloc(PROOF_MAX);
	if (!proof)
		return cli_no_memory(log->cli);
	len = read_file(log->cli->args[1], proof, PROOF_MAX);
	if (len >= 0 && open_trust(log, &trust, &err) < 0)
		status = judged(log, &err);
	else if (len >= 0)
		status = check_with(log, trust, proof, (size_t)len);
	hf_trust_free(trust);
	free(proof);
	return status;
}

/* --- Which of them. --- */

static const struct {
	const char *name;
	int (*run)(struct log *log);
	bool of_ledger;	/* of a register whose log verifies; no key is needed */
} actions[] = {
	{ "verify", verify, false },
	{ "show", show, true },
	{ "prove", prove, true },
	{ "check-proof", check_proof, false },
	{ "mend", mend, false },
};

#define N_ACTIONS	(sizeof(actions) / sizeof(actions[0]))

static bool take_option(struct log *log, int code)
{
	struct cli *cli = log->cli;
	char *end;

	switch (code) {
	case OPT_ENTRY:
		errno = 0;
		log->entry = strtoull(cli->value, &end, 10);
		log->has_entry = true;
		if (!errno && *cli->value >= '0' && *cli->value <= '9' && !*end)
			return true;
		cli_misuse(cli, "--entry is a number, not '%s'",
			   hf_shown(cli->value));
		return false;
	case OPT_TRUST:
		log->trust = cli->value;
		return true;
	case OPT_KEY:
		log->key = cli->value;
		return true;
	default:
		return log->accept = true;
	}
}

static int run_action(struct log *log, size_t action)
{
	int status;

	if (!actions[action].of_ledger)
		return actions[action].run(log);
	if (!cli_ledger_open(&log->report, log->cli->args[1], &log->ledger))
		return log->cli->status;
	status = actions[action].run(log);
	hf_ledger_close(&log->ledger);
	return status;
}

int cmd_log(struct cli *cli)
{
	struct log log = { .cli = cli };
	size_t i = 0;
	int code, status;

	while ((code = cli_next_option(cli)) > 0) {
		if (!take_option(&log, code))
			return cli->status;
	}
	if (code < 0 || !cli_want_args(cli, 2, 3))
		return cli->status;
	while (i < N_ACTIONS && strcmp(cli->args[0], actions[i].name) != 0)
		i++;
	if (i == N_ACTIONS)
		return cli_misuse(cli, "a log can be verified, shown or mended, an entry proved (prove), and a proof checked (check-proof), not '%s'",
				  hf_shown(cli->args[0]));
	cli_report_begin(&log.report, cli, NULL);
	status = run_action(&log, i);
	cli_report_end(&log.report);
	return cli_report_status(&log.report, status);
}
