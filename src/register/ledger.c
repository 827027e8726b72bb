#include "register/ledger.h"

#include <stdbool.h>

#include "finding/sink.h"

/* Passes findings on, and notes whether one of them speaks against the log. */
struct watch {
	struct hf_sink sink;	/* must be first */
	struct hf_sink *next;
	bool refuses;
};

static void watch(struct hf_sink *sink, const struct hf_finding *finding)
{
	struct watch *w = (struct watch *)sink;

	w->refuses |= hf_finding_area(finding->id) == HF_LOG &&
		      hf_finding_bearing(finding->id) != HF_NOTES;
	hf_emit(w->next, finding);
}

/*
 * All of the log is read, for opening it looks at its end alone: what was
 * changed before that would not show.
 */
int hf_believe_log(const struct hf_register *reg,
		   struct hf_log_summary *verified, struct hf_sink *sink,
		   struct hf_error *err)
{
	struct watch w = { .sink = { watch }, .next = sink };

	if (hf_log_verify(reg->dir, reg->origin, reg->trust, &w.sink,
			  verified, err) < 0)
		return -1;
	return !w.refuses ? 0 : hf_fail(err, HF_EREFUSED,
		"the log does not verify, and nothing that it says is believed: no copy was looked at");
}

static int open_log(struct hf_ledger *h, struct hf_sink *sink,
		    struct hf_error *err)
{
	struct hf_findings twice;
	int ret;

	if (hf_believe_log(h->reg, &h->verified, sink, err) < 0)
		return -1;
	/* What opening finds has been told. */
	hf_findings_init(&twice);
	ret = hf_log_open(&h->log, h->reg->dir, h->reg->origin, h->reg->trust,
			  NULL, &twice.sink, err);
	hf_findings_release(&twice);
	return ret;
}

int hf_ledger_open(struct hf_ledger *ledger_ret, const char *path,
		     struct hf_sink *sink, struct hf_error *err)
{
	struct hf_ledger h = { 0 };

	if (hf_register_open(&h.reg, path, sink, err) < 0)
		return -1;
	if (open_log(&h, sink, err) < 0 ||
	    hf_catalogue_open(&h.catalogue, h.reg->dir, h.log, err) < 0) {
		hf_ledger_close(&h);
		return -1;
	}
	*ledger_ret = h;
	return 0;
}

void hf_ledger_close(struct hf_ledger *ledger)
{
	if (ledger->catalogue)
		hf_catalogue_close(ledger->catalogue);
	hf_log_close(ledger->log);
	hf_register_close(ledger->reg);
	*ledger = (struct hf_ledger){ 0 };
}
