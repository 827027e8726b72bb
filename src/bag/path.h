/*
 * Paths as RFC 8493 writes them in manifests and fetch.txt: relative to the
 * bag, parts joined by "/", and LF, CR and % written as %0A, %0D and %25
 * (2.1.3).
 */
#ifndef HF_BAG_PATH_H
#define HF_BAG_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Append @path as a manifest writes it. */
void hf_path_encode(struct hf_buf *buf, const char *path, size_t len);

enum hf_path_percent {
	HF_PERCENT_NONE,	/* nothing was encoded */
	HF_PERCENT_DECODED,	/* at least one of %0A %0D %25 was decoded */
	HF_PERCENT_RAW = 2,	/* a % stands that begins none of the three */
	HF_PERCENT_BOTH = 3,
};

/*
 * Append what a manifest's @text means: exactly the three codes are decoded,
 * in either case of their digits; everything else is as it stands.
 */
enum hf_path_percent hf_path_decode(struct hf_buf *buf, const char *text,
				    size_t len);

enum hf_path_flaw {
	HF_FLAW_NONE,
	HF_FLAW_EMPTY,
	HF_FLAW_UNSAFE,		/* absolute, leads out, "~", drive, UNC, NUL */
	HF_FLAW_IRREGULAR,	/* an empty, "." or ".." part, yet inside */
};

/*
 * Judge a decoded path (RFC 8493, 5.1) before anything is opened by it.
 * A leading "./" must have been removed.
 */
enum hf_path_flaw hf_path_judge(const char *path, size_t len);

/*
 * Put on @out where a link at @path that says @target leads, by its text alone:
 * links to folders are not followed, so "a/../b" can only mean "b".  False if
 * it leads out of the bag.
 */
bool hf_path_join(struct hf_buf *out, const char *path, const char *target);

/* Whether the path is under data/. */
bool hf_path_is_payload(const char *path, size_t len);

/*
 * Why Windows cannot have this name (6.1.5): a reserved character or name, a
 * trailing dot or blank, or a part too long.  NULL if it can.
 */
const char *hf_path_unportable(const char *path, size_t len);

/* Left behind by an operating system: .DS_Store, Thumbs.db, and their kin. */
bool hf_path_is_system_litter(const char *path, size_t len);

#endif
