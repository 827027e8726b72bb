/* A proof for a stranger (C2SP tlog-proof). */
#include "log/inside.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "log/base64.h"
#include "log/proof_format.h"

struct gathering {
	struct hf_hash *leaves;
	uint64_t n;
};

static int gather(void *ctx, const struct hf_entry *entry,
		  const struct hf_log_place *place, const char *text,
		  struct hf_error *err)
{
	struct gathering *g = ctx;

	hf_leaf_hash(&g->leaves[g->n++], text, (size_t)place->length);
	return 0;
}

/* All leaves: 32 octets for each entry. */
static int gather_all(struct hf_log *log, struct gathering *g,
		      struct hf_error *err)
{
	g->leaves = calloc(log->head.size, sizeof(*g->leaves));
	if (!g->leaves)
		return hf_fail_memory(err);
	return hf_log_walk(log, NULL, gather, g, err);
}

static void write_proof(struct hf_buf *proof, const struct hf_buf *entry,
			uint64_t number, const struct hf_proof *path,
			const struct hf_buf *note)
{
	hf_buf_adds(proof, HF_PROOF_FIRST_LINE "\n" HF_PROOF_EXTRA);
	hf_base64_encode(proof, entry->data, entry->len);
	hf_buf_printf(proof, "\n" HF_PROOF_INDEX "%" PRIu64 "\n", number);
	for (size_t i = 0; i < path->n; i++) {
		hf_base64_encode(proof, path->at[i].at, HF_HASH_SIZE);
		hf_buf_addc(proof, '\n');
	}
	hf_buf_addc(proof, '\n');
	hf_buf_add(proof, note->data, note->len);
}

/*
 * The way from the entry to the root.  For the last one, if this process added
 * it, nothing need be read: a receipt does not cost more as the log grows.
 */
static int find_path(struct hf_log *log, uint64_t number,
		     struct hf_proof *path, struct hf_error *err)
{
	struct gathering g = { 0 };
	int ret;

	if (number + 1 == log->head.size && number == log->before.size) {
		hf_prove_next(path, &log->before);
		return 0;
	}
	ret = gather_all(log, &g, err);
	if (ret == 0)
		hf_prove_inclusion(path, g.leaves, g.n, number);
	free(g.leaves);
	return ret;
}

int hf_log_prove(struct hf_log *log, const struct hf_log_place *place,
		 struct hf_buf *proof, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	struct hf_proof path;
	struct hf_hash leaf;
	int ret = hf_log_read_text(log, place, &text, err);

	if (ret == 0)
		ret = find_path(log, place->number, &path, err);
	if (ret == 0) {
		hf_leaf_hash(&leaf, text.data, text.len);
		/* Nothing is handed out that would not be taken. */
		if (hf_inclusion_holds(&path, &leaf, place->number,
				       log->head.size, &log->head.root))
			write_proof(proof, &text, place->number, &path,
				    &log->note);
		else
			ret = hf_fail(err, HF_EREFUSED, "the entries are not those of the checkpoint: see holdfast log verify");
	}
	hf_buf_release(&text);
	return ret < 0 ? ret : hf_buf_check(proof, err);
}
