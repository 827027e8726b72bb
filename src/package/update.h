/*
 * Update a bag: make its manifests true again after a change that was meant,
 * give it stronger digests, write what is irregular as the standard does, or
 * lift it from a draft of the standard to 1.0.
 *
 * Every byte is verified in the same read that computes what is new.  Nothing
 * that changed is accepted unless the caller says so.  The new bag is built
 * beside the old one, of links to its files, and takes its place in one
 * exchange of names.
 */
#ifndef HF_PACKAGE_UPDATE_H
#define HF_PACKAGE_UPDATE_H

#include "package/create.h"

/* What the caller has looked at and found right. */
enum hf_accept {
	HF_ACCEPT_CHANGED = 1 << 0,	/* files whose bytes are not as recorded */
	HF_ACCEPT_ADDED	  = 1 << 1,	/* payload files that no manifest lists */
	HF_ACCEPT_REMOVED = 1 << 2,	/* listed files that are not there */
};

struct hf_update_options {
	hf_alg_set add;			/* algorithms beside those of the bag */
	unsigned int accept;		/* enum hf_accept, or'ed */
	bool fix_manifests;		/* write anew though nothing calls for it */
	bool upgrade;			/* from a draft to 1.0 */
	const struct hf_label_value *info;	/* set these in bag-info.txt */
	size_t n_info;
	struct hf_engine_options engine;
	/* @done of @total octets are read; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

struct hf_update_summary {
	bool written;		/* false: there was nothing to do */
	bool recovered;		/* what an earlier run left was removed */
	bool draft;		/* refused: a draft, and no upgrade was asked for */
	uint64_t changed, added, removed;	/* files, as found */
	uint64_t files, octets;	/* of payload, now */
};

/*
 * Update the bag in the folder @path.  What it finds goes to @sink.  Where that
 * forbids the update: HF_EREFUSED, and the bag is as it was; the summary then
 * says what there was to accept.  HF_EUSAGE if @path is no bag; HF_ESYS where
 * the system failed us: the bag is then the old one, or the new one, whole.
 */
HF_API int hf_update(const char *path, const struct hf_update_options *options,
		     struct hf_sink *sink,
		     struct hf_update_summary *summary_ret,
		     struct hf_error *err);

#endif
