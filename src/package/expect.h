/*
 * Digests that somebody made before us: lists as md5sum, sha512sum and their
 * kin write them.  The source is verified against them while it is packaged,
 * and their algorithms become manifests: so the custody of the bytes is told
 * from where the list was made, not only from here.
 */
#ifndef HF_PACKAGE_EXPECT_H
#define HF_PACKAGE_EXPECT_H

#include "bag/inventory.h"
#include "package/plan.h"

/*
 * Read the lists that @options name into @expected, under the paths that the
 * files will have in the bag; what algorithms they use is or'ed to *@algs.
 * What does not fit the plan, or cannot be understood, goes to @sink.
 */
int hf_expect_read(struct hf_plan *plan,
		   const struct hf_create_options *options,
		   struct hf_inventory *expected, hf_alg_set *algs,
		   struct hf_sink *sink, struct hf_error *err);

#endif
