/*
 * Write a bag (RFC 8493) into an empty folder: payload files are copied and
 * hashed in one read, tag files are written and hashed, and the manifests
 * follow from what was hashed.  Every file is synced before it counts.
 *
 * The folder is the caller's; so is making it appear whole (base/staging.h).
 */
#ifndef HF_BAG_WRITER_H
#define HF_BAG_WRITER_H

#include "bag/inventory.h"
#include "base/buf.h"
#include "digest/engine.h"
#include "finding/finding.h"

struct hf_bag_writer {
	int dir;			/* of the bag; borrowed */
	hf_alg_set algs;		/* of every digest that is computed */
	hf_alg_set payload_algs, tag_algs;	/* of the manifests: of all these */
	struct hf_inventory *payload;	/* "data/..." with its digests */
	struct hf_inventory *tags;	/* tag files likewise */
	const char **sources;		/* of each payload file, by index */
	size_t sources_size;
	uint64_t octets;		/* of payload */
	struct hf_inventory *expected;	/* digests that it must have; or NULL */
	bool drop_cache;		/* so that reading back reads the medium */
	bool follow_links;		/* a source may be a symbolic link */
	bool in_place;			/* the payload is where it is to be: hash it */
};

/*
 * Begin to write into the open and empty folder @dir.  With @in_place, the
 * payload is not copied, and data/ is left for the caller to put there.
 */
int hf_bag_writer_init(struct hf_bag_writer *writer, int dir, hf_alg_set algs,
		       bool in_place, struct hf_error *err);
void hf_bag_writer_release(struct hf_bag_writer *writer);

/*
 * Have the file @source (beneath the source's folder; borrowed until the
 * writer ends) become the payload file @path ("data/...").  NULL: an empty
 * file that the source does not have.
 */
int hf_bag_writer_add(struct hf_bag_writer *writer, const char *source,
		      const char *path, uint64_t size, struct hf_error *err);

struct hf_copy_options {
	struct hf_engine_options engine;
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

/*
 * Copy all that was added from beneath the open folder @root: one read of
 * each, contents, permissions and modification times kept.  A source that
 * cannot be read, or changes meanwhile, is a finding in @sink, each of them,
 * and in the end HF_EREFUSED.  What cannot be written is an error.
 */
int hf_bag_writer_copy(struct hf_bag_writer *writer, int root,
		       const struct hf_copy_options *options,
		       struct hf_sink *sink, struct hf_error *err);

/*
 * Write a payload file ("data/...") whose bytes are in memory: digested from
 * there, and not from what was written.  It may not be there yet.
 */
int hf_bag_writer_payload(struct hf_bag_writer *writer, const char *path,
			  const void *data, size_t size, struct hf_error *err);

/* Write a tag file, with the folders that it needs. */
int hf_bag_writer_tag(struct hf_bag_writer *writer, const char *path,
		      const void *data, size_t size, struct hf_error *err);

/* Write bagit.txt, the payload manifests, and the tag manifests. */
int hf_bag_writer_finish(struct hf_bag_writer *writer, struct hf_error *err);

/* Append a line of bag-info.txt; line ends in @value become blanks. */
void hf_info_line(struct hf_buf *buf, const char *label, const char *value);

#endif
