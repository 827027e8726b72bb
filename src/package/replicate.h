/*
 * Make a copy of a bag, of whatever form, in one read: hashed, and held
 * against its manifests, while it is copied.
 */
#ifndef HF_PACKAGE_REPLICATE_H
#define HF_PACKAGE_REPLICATE_H

#include <stdbool.h>
#include <stdint.h>

#include "bag/root.h"
#include "base/error.h"
#include "base/staging.h"
#include "verify/verify.h"

/*
 * Verify the bag at @path (a folder, an archive, "-": as hf_open_bag()), and
 * write every file of it beneath the open, empty folder @into, durably and with
 * its time.  All that is found goes to @sink.  What may not be written (links,
 * pipes, a path that leaves the bag) is found and left out.  -1 only where we
 * failed; whether the bag is fit is for the caller's judge to say.
 */
int hf_replicate_into(const char *path, int into,
		      const struct hf_verify_options *options,
		      struct hf_sink *sink,
		      struct hf_verify_summary *summary_ret,
		      struct hf_error *err);

/* The name of the bag at @path as an archive's top folder, or the folder's own, has it. */
int hf_replica_name(const char *path, char name_ret[256],
		    struct hf_error *err);

/*
 * Read back: verify the copy at @path, of either form, every byte from the
 * medium, and compute its root in the same opening.
 */
int hf_read_back(const char *path, const struct hf_verify_options *options,
		 struct hf_sink *sink, struct hf_bag_root *root_ret,
		 struct hf_error *err);

#endif
