/* What a bag is, without reading its payload. */
#ifndef HF_PACKAGE_DESCRIBE_H
#define HF_PACKAGE_DESCRIBE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "digest/algorithm.h"
#include "finding/finding.h"

struct hf_description {
	unsigned int major, minor;	/* of BagIt, as declared */
	char encoding[64];		/* of tag files */
	uint64_t files, octets;		/* of payload, that are there */
	uint64_t to_fetch;		/* files that fetch.txt has to bring */
	uint64_t tag_files;
	hf_alg_set payload_algs, tag_algs;
	bool has_record;
};

/*
 * Describe the bag in the folder @path.  Each line of bag-info.txt, in order,
 * goes to @info (may be NULL); its strings die when that returns.  What is
 * wrong with the tag files goes to @sink; a folder that is no bag is
 * HF_EUSAGE.
 */
HF_API int hf_describe(const char *path,
		       void (*info)(void *ctx, const char *label,
				    const char *value),
		       void *ctx, struct hf_description *description_ret,
		       struct hf_sink *sink, struct hf_error *err);

#endif
