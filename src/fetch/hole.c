#include "fetch/hole.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

static const char *keep_text(struct hf_site *site, const char *text)
{
	const char *kept = hf_arena_strdup(&site->arena, text);

	if (!kept)
		hf_fail_memory(site->err);
	return kept;
}

static void let_go(struct hf_site *site, struct hf_hole *hole)
{
	if (hole->outcome == HF_HOLE_FAILED && hole->part.size)
		hf_part_close(&hole->part);
	else
		hf_part_discard(&hole->part, site->beside);
}

int hf_hole_give_up(struct hf_site *site, struct hf_hole *hole,
		    enum hf_outcome outcome, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	hole->outcome = outcome;
	hole->why = keep_text(site, text);
	let_go(site, hole);
	return hole->why ? 0 : -1;
}

int hf_hole_wrong_length(struct hf_site *site, struct hf_hole *hole,
			 uint64_t length)
{
	char expected[40], actual[40];

	snprintf(expected, sizeof(expected), "%" PRIu64 " octets",
		 hole->entry->length);
	snprintf(actual, sizeof(actual), "%" PRIu64 " octets%s", length,
		 length > hole->entry->length ? " or more" : "");
	hole->outcome = HF_HOLE_DIFFERS;
	hole->expected = keep_text(site, expected);
	hole->actual = keep_text(site, actual);
	let_go(site, hole);
	return hole->expected && hole->actual ? 0 : -1;
}

/* The strongest algorithm by which it is not what was recorded, or -1. */
static int differing(struct hf_site *site, const struct hf_hole *hole,
		     const struct hf_digests *seen)
{
	for (int alg = HF_ALG_COUNT - 1; alg >= 0; alg--) {
		if (hole->part.algs & HF_ALG_BIT(alg) &&
		    memcmp(hf_inventory_digest(site->bag->inventory,
					       hole->entry->index, alg),
			   seen->of[alg], hf_alg_size(alg)) != 0)
			return alg;
	}
	return -1;
}

static int wrong_digest(struct hf_site *site, struct hf_hole *hole, int alg,
			const struct hf_digests *seen)
{
	char expected[HF_HEX_MAX], actual[HF_HEX_MAX];

	hf_hex_encode(expected, hf_inventory_digest(site->bag->inventory,
						    hole->entry->index, alg),
		      hf_alg_size(alg));
	hf_hex_encode(actual, seen->of[alg], hf_alg_size(alg));
	hole->outcome = HF_HOLE_DIFFERS;
	hole->algorithm = hf_alg_name(alg);
	hole->expected = keep_text(site, expected);
	hole->actual = keep_text(site, actual);
	let_go(site, hole);
	return hole->expected && hole->actual ? 1 : -1;
}

static int place(struct hf_site *site, struct hf_hole *hole)
{
	int placed = hf_part_place(&hole->part, site->beside, site->root,
				   site->err);

	if (placed < 0)
		return -1;
	if (!placed)
		return hf_hole_give_up(site, hole, HF_HOLE_FAILED,
				       "it arrived, but cannot be put in its place: %s",
				       hf_errno_text(errno)) < 0 ? -1 : 1;
	hole->outcome = HF_HOLE_FILLED;
	hf_part_close(&hole->part);
	return 1;
}

int hf_hole_settle(struct hf_site *site, struct hf_hole *hole)
{
	struct hf_digests seen;
	int alg;

	if (hf_part_end(&hole->part, &seen, site->err) < 0)
		return -1;
	alg = differing(site, hole, &seen);
	if (alg < 0)
		return place(site, hole);
	if (!hole->continued || hole->again)
		return wrong_digest(site, hole, alg, &seen);
	hole->again = true;
	hole->continued = hole->begun_before = false;
	hf_part_discard(&hole->part, site->beside);
	return 0;
}

void hf_hole_tell(const struct hf_site *site, const struct hf_hole *hole,
		  struct hf_sink *sink)
{
	static const enum hf_finding_id ids[] = {
		[HF_HOLE_REFUSED] = HF_FETCH_REFUSED,
		[HF_HOLE_FAILED]  = HF_FETCH_FAILED,
		[HF_HOLE_DIFFERS] = HF_FETCH_DIFFERS,
	};
	const struct hf_file *file = hf_inventory_at(site->bag->inventory,
						     hole->entry->index);

	if (hole->outcome == HF_HOLE_OPEN || hole->outcome == HF_HOLE_FILLED)
		return;
	hf_emit(sink, &(struct hf_finding){
		.id = ids[hole->outcome], .path = file->path,
		.subject = hole->entry->url, .detail = hole->why,
		.algorithm = hole->algorithm, .expected = hole->expected,
		.actual = hole->actual });
}
