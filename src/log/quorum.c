#include "log/quorum.h"

#include <stdlib.h>

#include "base/file.h"
#include "finding/sink.h"
#include "log/inside.h"

/* --- Who cosigned what. --- */

struct reading {
	const char *origin;
	const struct hf_trust *trust;
	struct hf_cosigned *at;
};

static void keep(struct hf_cosigned *at, uint64_t size, uint64_t time)
{
	if (at->is && (size < at->size ||
		       (size == at->size && (int64_t)time <= at->time)))
		return;
	*at = (struct hf_cosigned){ true, size, (int64_t)time };
}

static int take(void *ctx, const char *path, const struct hf_buf *text,
		struct hf_error *err)
{
	struct reading *r = ctx;
	const struct hf_verifier *key;
	struct hf_checkpoint head;
	struct hf_findings twice;
	struct hf_note note;
	uint64_t time;
	int got;

	/* What is wrong with it, hf_log_verify() has told. */
	hf_findings_init(&twice);
	got = hf_checkpoint_take(&head, &note, text, r->origin, path,
				 &twice.sink, err);
	hf_findings_release(&twice);
	if (got <= 0)
		return got;
	for (size_t i = 0; (key = hf_trust_witness_key(r->trust, i)); i++) {
		for (size_t k = 0; k < note.n_signatures; k++) {
			if (hf_signature_holds(&note.signatures[k], key,
					       note.text, note.len, &time))
				keep(&r->at[i], head.size, time);
		}
	}
	return 0;
}

int hf_log_cosigned(int dir, const char *origin, const struct hf_trust *trust,
		    struct hf_cosigned **at_ret, size_t *n_ret,
		    struct hf_error *err)
{
	struct reading reading = { .origin = origin, .trust = trust };
	int folder, ret;
	size_t n = 0;

	while (hf_trust_witness_key(trust, n))
		n++;
	reading.at = calloc(n + 1, sizeof(*reading.at));
	if (!reading.at)
		return hf_fail_memory(err);
	folder = hf_log_folder(dir, err);
	ret = folder < 0 ? -1 : hf_witness_files(folder, take, &reading, err);
	hf_close(folder);
	if (ret < 0) {
		free(reading.at);
		return -1;
	}
	*at_ret = reading.at;
	*n_ret = n;
	return 0;
}

/* --- How far enough of them have. --- */

/* Those that cosigned at least so much, in a span of time. */
struct span {
	const struct hf_cosigned *at;
	uint64_t size;
	int64_t not_before, not_after;
};

static bool is_within(void *ctx, size_t witness)
{
	const struct span *span = ctx;
	const struct hf_cosigned *at = &span->at[witness];

	return at->is && at->size >= span->size &&
	       at->time >= span->not_before && at->time <= span->not_after;
}

/* The moment at which the last came that it took. */
static int64_t met_at(const struct hf_trust *trust, const char *name,
		      const struct span *met)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; hf_trust_witness_key(trust, i); i++) {
		struct span span = *met;

		span.not_after = met->at[i].time;
		if (met->at[i].is && span.not_after < first &&
		    hf_trust_group(trust, name, is_within, &span) > 0)
			first = span.not_after;
	}
	return first;
}

void hf_quorum_of(struct hf_quorum *quorum, const struct hf_trust *trust,
		  const char *name, const struct hf_cosigned *at,
		  int64_t not_before)
{
	struct span met = { .at = at, .not_before = not_before };

	*quorum = (struct hf_quorum){ 0 };
	for (size_t i = 0; hf_trust_witness_key(trust, i); i++) {
		struct span span = { at, at[i].size, not_before, INT64_MAX };

		if (at[i].is && (!quorum->is_met || span.size > met.size) &&
		    hf_trust_group(trust, name, is_within, &span) > 0) {
			quorum->is_met = true;
			met = span;
		}
	}
	met.not_after = INT64_MAX;
	quorum->is_named = hf_trust_group(trust, name, is_within, &met) >= 0;
	if (!quorum->is_met)
		return;
	quorum->size = met.size;
	quorum->time = met_at(trust, name, &met);
}
