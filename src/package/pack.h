/*
 * Pack a bag into one file, a tar or a zip: "serialise" it.
 *
 * The bag is verified by the same read that packs it, so that the bytes in the
 * archive are those that agreed with the manifests.  The archive appears whole
 * or not at all, the bag is only read, and the same bag makes the same bytes.
 */
#ifndef HF_PACKAGE_PACK_H
#define HF_PACKAGE_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "container/form.h"
#include "finding/finding.h"
#include "finding/verdict.h"

struct hf_pack_options {
	enum hf_pack_form form;		/* hf_pack_form_parse() has it of a name */
	bool deflate;			/* in a zip: compress the members */
	bool allow_incomplete;		/* what fetch.txt can supply may be missing */
	unsigned int jobs;		/* threads to compress with; 0: one per core */
	/* @done of @total octets are packed; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

struct hf_pack_summary {
	enum hf_fixity verdict;		/* on the bag: VALID, or INCOMPLETE */
	uint64_t files, octets;		/* of the bag, tag files included */
	uint64_t archive_octets;
	bool recovered;			/* what an earlier run left was removed */
};

/*
 * Pack the bag in the folder @path, which must end with its name, into the file
 * @dest, where nothing may be yet.  What is wrong with the bag goes to @sink.
 * Where that forbids it: HF_EREFUSED, and there is no archive.  HF_EUSAGE if
 * something is at @dest, or @dest lies within the bag.  For the time of a zip,
 * TZ of the process is set to UTC: nothing else may ask for local time then.
 */
HF_API int hf_pack(const char *path, const char *dest,
		   const struct hf_pack_options *options,
		   struct hf_sink *sink, struct hf_pack_summary *summary_ret,
		   struct hf_error *err);

#endif
