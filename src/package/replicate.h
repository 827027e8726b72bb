/*
 * Make a copy of a bag, of whatever form, in one read: hashed, and held
 * against its manifests, while it is copied.
 */
#ifndef HF_PACKAGE_REPLICATE_H
#define HF_PACKAGE_REPLICATE_H

#include "bag/mending.h"
#include "bag/root.h"
#include "base/error.h"
#include "finding/finding.h"
#include "verify/verify.h"

/* What a bag was called where it came from. */
struct hf_replica_name {
	/*
	 * Of a folder the last part of its path, of an archive the folder at its
	 * top; "" where there is none, or none that a file system could hold.
	 */
	char text[256];
};

/*
 * Verify the bag at @path (a folder, an archive, "-": as hf_open_bag()) in
 * full, and write every file of it beneath the open, empty folder @into,
 * durably and with its time; what an archive needs to have kept meanwhile is
 * kept there too.  All that is found goes to @sink: also a link, which is left
 * out, so that no judge holds the bag to be fit.  What is not fit is copied as
 * far as it can be read.  -1 only where we failed, as where the copy cannot be
 * written; whether the bag is fit is for the caller's judge to say.
 */
int hf_replicate_into(const char *path, int into,
		      const struct hf_verify_options *options,
		      struct hf_sink *sink,
		      struct hf_verify_summary *summary_ret,
		      struct hf_replica_name *name_ret, struct hf_error *err);

/*
 * The same of the folder @path, but what is not @bad in the payload is read from
 * the bag in the folder @damaged, where that opens (bag/mending.h).
 */
int hf_replicate_mending(const char *path, const char *damaged,
			 const struct hf_bad_files *bad, int into,
			 const struct hf_verify_options *options,
			 struct hf_sink *sink,
			 struct hf_verify_summary *summary_ret,
			 struct hf_replica_name *name_ret,
			 struct hf_error *err);

/*
 * Read back: verify the copy at @path, of either form, every byte from the
 * medium, and compute its root in the same opening.  The root is "" where
 * @sink was told why it cannot be had.
 */
int hf_read_back(const char *path, const struct hf_verify_options *options,
		 struct hf_sink *sink, struct hf_bag_root *root_ret,
		 struct hf_error *err);

#endif
