/*
 * What others have seen of the log: each checkpoint that was signed before
 * must be of a beginning of what we have.  One of more entries than ours shows
 * that the log was set back; one of another root, that there are two.
 */
#include "log/inside.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/list.h"
#include "base/listing.h"
#include "base/text.h"

int hf_sights_add(struct hf_sights *sights, const char *path,
		  const struct hf_checkpoint *seen, struct hf_error *err)
{
	struct hf_sight *at = hf_list_grow(sights->at, sights->n,
					   &sights->room, sizeof(*at));
	size_t i = sights->n;
	char *copy = strdup(path);

	if (at)
		sights->at = at;
	if (!at || !copy) {
		free(copy);
		return hf_fail_memory(err);
	}
	/* By size, and then by name, so that findings come in one order. */
	for (; i && (at[i - 1].size > seen->size ||
		     (at[i - 1].size == seen->size &&
		      strcmp(at[i - 1].path, path) > 0)); i--)
		at[i] = at[i - 1];
	at[i] = (struct hf_sight){ copy, seen->size, seen->root };
	sights->n++;
	return 0;
}

/*
 * What a witness has seen counts whether or not its signature is known: to
 * show a rollback, the text is enough to make people look.
 */
static void judge(const struct hf_note *note, const struct hf_trust *trust,
		  const char *path, struct hf_sink *sink)
{
	struct hf_signed is;

	hf_signatures_check(&is, note, trust, path, sink);
	if (!is.by_log && !is.by_witness && !is.bad)
		hf_found(sink, SIGNATURE_UNKNOWN, .path = path,
			 .detail = "neither a witness nor the log is known to have signed it");
}

/* 0, or -1; of a file that is too long, what fits. */
static int read_file(struct hf_buf *text, int folder, const char *name,
		     struct hf_error *err)
{
	char path[300];

	snprintf(path, sizeof(path), "witness/%s", name);
	if (hf_read_beneath(folder, path, text, HF_CHECKPOINT_MAX) == 0 ||
	    errno == EFBIG)
		return 0;
	return hf_fail(err, HF_ESYS, "cannot read 'log/%s'", hf_shown(path));
}

static int visit_file(int folder, const char *name, hf_witness_file_fn *visit,
		      void *ctx, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	char path[300];
	int ret = read_file(&text, folder, name, err);

	snprintf(path, sizeof(path), "log/witness/%s", name);
	if (ret == 0)
		ret = visit(ctx, path, &text, err);
	hf_buf_release(&text);
	return ret;
}

int hf_witness_files(int folder, hf_witness_file_fn *visit, void *ctx,
		     struct hf_error *err)
{
	struct hf_listing listing = { 0 };
	int ret = 0;

	hf_listing_open(&listing, folder, "witness");
	while (ret == 0) {
		for (size_t i = 0; i < listing.n && ret == 0; i++) {
			const char *name = hf_listing_name(&listing, i);

			/* What begins with a dot is being written. */
			if (*name != '.')
				ret = visit_file(folder, name, visit, ctx, err);
		}
		if (listing.ended || listing.sys_errno || listing.failed)
			break;
		hf_listing_next(&listing);
	}
	if (ret == 0 && listing.failed)
		ret = hf_fail_memory(err);
	errno = listing.sys_errno;
	if (ret == 0 && errno && errno != ENOENT)
		ret = hf_fail(err, HF_ESYS, "cannot list the folder 'log/witness'");
	hf_listing_close(&listing);
	hf_listing_release(&listing);
	return ret;
}

struct loading {
	struct hf_sights *sights;
	const char *origin;
	const struct hf_trust *trust;
	struct hf_sink *sink;
};

static int take(void *ctx, const char *path, const struct hf_buf *text,
		struct hf_error *err)
{
	const struct loading *l = ctx;
	struct hf_checkpoint seen;
	struct hf_note note;
	int ret = hf_checkpoint_take(&seen, &note, text, l->origin, path,
				     l->sink, err);

	if (ret <= 0)
		return ret;
	judge(&note, l->trust, path, l->sink);
	return hf_sights_add(l->sights, path, &seen, err);
}

int hf_sights_load(struct hf_sights *sights, int folder, const char *origin,
		   const struct hf_trust *trust, struct hf_sink *sink,
		   struct hf_error *err)
{
	struct loading loading = { sights, origin, trust, sink };

	return hf_witness_files(folder, take, &loading, err);
}

void hf_sights_skip(struct hf_sights *sights, uint64_t size)
{
	while (sights->next < sights->n &&
	       sights->at[sights->next].size < size)
		sights->next++;
}

void hf_sights_meet(struct hf_sights *sights,
		    const struct hf_frontier *frontier, struct hf_sink *sink)
{
	struct hf_hash root;

	if (sights->next >= sights->n ||
	    sights->at[sights->next].size != frontier->size)
		return;
	hf_frontier_root(frontier, &root);
	for (; sights->next < sights->n; sights->next++) {
		const struct hf_sight *sight = &sights->at[sights->next];
		char expected[65], actual[65], detail[96];

		if (sight->size != frontier->size)
			break;
		if (!memcmp(&sight->root, &root, sizeof(root)))
			continue;
		hf_hex_encode(expected, sight->root.at, HF_HASH_SIZE);
		hf_hex_encode(actual, root.at, HF_HASH_SIZE);
		snprintf(detail, sizeof(detail),
			 "it is of other entries than the first %" PRIu64 " of %s",
			 sight->size, HF_ENTRIES_PATH);
		hf_found(sink, LOG_FORK, .path = sight->path,
			 .expected = expected, .actual = actual,
			 .detail = detail);
	}
}

void hf_sights_beyond(const struct hf_sights *sights, uint64_t size,
		      struct hf_sink *sink)
{
	for (size_t i = 0; i < sights->n; i++) {
		const struct hf_sight *sight = &sights->at[i];
		char detail[160], expected[32], actual[32];

		if (sight->size <= size)
			continue;
		snprintf(expected, sizeof(expected), "%" PRIu64, sight->size);
		snprintf(actual, sizeof(actual), "%" PRIu64, size);
		snprintf(detail, sizeof(detail),
			 "%.100s is of more entries than that",
			 hf_shown(sight->path));
		hf_found(sink, LOG_ROLLBACK, .path = HF_CHECKPOINT_PATH,
			 .expected = expected, .actual = actual,
			 .detail = detail);
	}
}

void hf_sights_release(struct hf_sights *sights)
{
	for (size_t i = 0; i < sights->n; i++)
		free(sights->at[i].path);
	free(sights->at);
	*sights = (struct hf_sights){ 0 };
}
