/*
 * Manifests: which files, with which digests (RFC 8493, 2.1.3, 2.2.1, 2.4).
 */
#ifndef HF_BAG_MANIFEST_H
#define HF_BAG_MANIFEST_H

#include <stdbool.h>

#include "bag/inventory.h"
#include "bag/source.h"
#include "base/error.h"
#include "finding/finding.h"

/* A manifest by its name: "manifest-sha256.txt", "tagmanifest-md5.txt". */
struct hf_manifest {
	const char *name;
	bool tag;		/* a tag manifest */
	bool supported;		/* @alg can be computed */
	enum hf_alg alg;
	hf_alg_set bit;		/* in hf_file.named; set when the bag is read */
	bool irregular;		/* the name is not normalized (2.4) */
	bool repeated;		/* another of its algorithm came before it */
	bool unread;		/* it could not be read, or not to its end */
	char algorithm[24];	/* the normalized name, cut where longer */
};

/* Whether @name is that of a manifest, and of which. */
bool hf_manifest_parse_name(struct hf_manifest *manifest, const char *name);

/*
 * A name that was written otherwise than it was taken: with a percent code
 * decoded, or not.  Where the file is not there, the other may be.
 */
struct hf_alias {
	uint32_t index;		/* in the inventory */
	const char *other;
};

struct hf_aliases {
	struct hf_alias *at;
	size_t n, size;
	struct hf_arena *arena;
};

/* How lines are to be judged. */
struct hf_manifest_rules {
	const char *encoding;
	bool final;		/* 1.0; else a draft */
};

/*
 * Read @manifest into @inventory: each path is there afterwards, with the bits
 * of this manifest in named and listed, and its digest.  What is wrong goes to
 * @sink.  -1 only where we failed.
 */
int hf_manifest_read(struct hf_manifest *manifest,
		     struct hf_source *source,
		     const struct hf_manifest_rules *rules,
		     struct hf_inventory *inventory,
		     struct hf_aliases *aliases, struct hf_sink *sink,
		     struct hf_error *err);

#endif
