/*
 * Verify a bag: structure, completeness, and fixity (RFC 8493, 3).
 *
 * Reads, and changes nothing.  Every fact goes to a sink as it is met, in an
 * order that depends on the bag alone; hand in a judge (finding/sink.h) to
 * have the verdict.
 */
#ifndef HF_VERIFY_VERIFY_H
#define HF_VERIFY_VERIFY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/error.h"
#include "digest/algorithm.h"
#include "digest/engine_options.h"
#include "finding/finding.h"

struct hf_profile_set;
struct hf_source;

enum hf_verify_depth {
	HF_VERIFY_FULL,		/* every byte of every listed file is read */
	HF_VERIFY_STRUCTURE,	/* structure and completeness; no digest */
	HF_VERIFY_FAST,		/* declaration, info, and Payload-Oxum alone */
};

/*
 * A bag that is read in several sittings: what of it is read in this one.  All
 * that can be said without digests is said each time.  Called on the caller's
 * thread, in the order of the paths; but opened() on any, several at a time.
 */
enum hf_sitting_turn {
	HF_TURN_NOW,
	HF_TURN_BEFORE,		/* it was read before, and was right */
	HF_TURN_LATER,		/* another time: then the summary is undone */
};

struct hf_verify_sitting {
	enum hf_sitting_turn (*turn)(void *ctx, const char *path,
				     uint64_t size);
	/*
	 * The @nth of those whose turn is now, from 0, was opened and is not
	 * read yet: what fstat(2) says of it.  Not called for a link, nor for
	 * what lies in an archive.
	 */
	void (*opened)(void *ctx, uint64_t nth, const struct stat *st);
	/* It was read now, and every byte is as recorded. */
	void (*right)(void *ctx, uint64_t nth, const char *path);
	/* Whether to end here, which leaves the rest for later: see engine.h. */
	enum hf_engine_stop (*stop)(void *ctx);
	void *ctx;
};

struct hf_verify_options {
	enum hf_verify_depth depth;
	struct hf_engine_options engine;
	/* @done of @total octets are read; on the caller's thread; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
	/* What the bag is to meet, unless depth is FAST; may be NULL. */
	const struct hf_profile_set *profiles;
	const struct hf_verify_sitting *sitting;	/* NULL: all of it is read */
};

/* What was looked at. */
struct hf_verify_summary {
	char version[16];	/* of BagIt, as declared; "" if it is not known */
	uint64_t payload_files, payload_octets;		/* that are there */
	/* Of the whole bag, unless depth is FAST; links do not count. */
	uint64_t files, octets;
	uint64_t octets_read;	/* to compute digests */
	hf_alg_set payload_algs, tag_algs;	/* of manifests that counted */
	bool has_record;	/* it carries provenance for hf_chain_... */
	bool undone;		/* less was looked at than a verdict needs */
};

/*
 * Verify an open bag (container/open.h), be it a folder or an archive; it stays
 * open.  What hinders is a finding.  -1 only where we failed.
 */
HF_API int hf_verify_open(struct hf_source *bag,
			  const struct hf_verify_options *options,
			  struct hf_sink *sink,
			  struct hf_verify_summary *summary_ret,
			  struct hf_error *err);

/*
 * Verify the bag at @path: a folder, an archive, or "-" for one on standard
 * input.  HF_ESYS or HF_EUSAGE if it cannot be opened as either: we were not
 * given a package.  Everything else that hinders is a finding.
 */
HF_API int hf_verify_bag(const char *path,
			 const struct hf_verify_options *options,
			 struct hf_sink *sink,
			 struct hf_verify_summary *summary_ret,
			 struct hf_error *err);

/* The same for the open folder @dir, which stays the caller's. */
HF_API int hf_verify_folder(int dir, const struct hf_verify_options *options,
			    struct hf_sink *sink,
			    struct hf_verify_summary *summary_ret,
			    struct hf_error *err);

#endif
