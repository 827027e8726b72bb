/*
 * fetch.txt: where payload files that are not in the bag can be had (RFC
 * 8493, 2.2.3).
 */
#ifndef HF_BAG_FETCH_H
#define HF_BAG_FETCH_H

#include "bag/inventory.h"
#include "bag/manifest.h"
#include "bag/source.h"
#include "base/arena.h"
#include "finding/finding.h"

#define HF_LENGTH_UNKNOWN	UINT64_MAX

struct hf_fetch_entry {
	const char *url;	/* as written: never printed unescaped */
	uint64_t length;	/* octets, or HF_LENGTH_UNKNOWN */
	uint32_t index;		/* in the inventory */
	unsigned long line;
};

/* Zero-initialized is empty. */
struct hf_fetch {
	struct hf_arena arena;
	struct hf_fetch_entry *at;
	size_t n, size;
	bool unread;		/* it was not read to its end */
};

void hf_fetch_release(struct hf_fetch *fetch);

/*
 * Read fetch.txt: each of its files is in @inventory afterwards, marked
 * HF_FILE_FETCH.  What is wrong goes to @sink; -1 only where we failed.
 */
int hf_fetch_read(struct hf_fetch *fetch, struct hf_source *source,
		  const struct hf_manifest_rules *rules,
		  struct hf_inventory *inventory, struct hf_sink *sink,
		  struct hf_error *err);

#endif
