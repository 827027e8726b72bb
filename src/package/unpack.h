/*
 * Unpack a bag from an archive.
 *
 * It is verified by the same read that unpacks it, and appears under its name
 * whole, durable and valid, or not at all.  Files and folders are made, and
 * nothing else; nothing is made outside of the folder.
 */
#ifndef HF_PACKAGE_UNPACK_H
#define HF_PACKAGE_UNPACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "container/open.h"
#include "digest/engine_options.h"
#include "finding/finding.h"
#include "finding/verdict.h"

struct hf_unpack_options {
	struct hf_engine_options engine;
	struct hf_archive_limits limits;
	bool allow_incomplete;		/* what fetch.txt can supply may be missing */
	/* @done of @total octets are read; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

struct hf_unpack_summary {
	enum hf_fixity verdict;		/* on the bag: VALID, or INCOMPLETE */
	uint64_t payload_files, payload_octets;	/* that are there now */
	bool recovered;			/* what an earlier run left was removed */
};

/*
 * Unpack the bag in the archive @path, "-" for standard input, as the folder
 * @dest, where nothing may be yet.  What is wrong with the archive or the bag,
 * and what is not unpacked, goes to @sink.  Where that forbids it: HF_EREFUSED,
 * and there is nothing.  HF_EUSAGE if @path is no archive that we read, or
 * something is at @dest.
 */
HF_API int hf_unpack(const char *path, const char *dest,
		     const struct hf_unpack_options *options,
		     struct hf_sink *sink,
		     struct hf_unpack_summary *summary_ret,
		     struct hf_error *err);

#endif
