/* bag-info.txt, rewritten: what is not ours goes through byte for byte. */
#ifndef HF_PACKAGE_REINFO_H
#define HF_PACKAGE_REINFO_H

#include "base/buf.h"
#include "package/create.h"

/*
 * Append to @out the text @old (UTF-8, of @len bytes), with each label of @set
 * given its values, as many as @set has of it, in order: where it stands first,
 * or else at the end.  Its further occurrences go; where the value is NULL, all
 * of them.  All other lines keep every byte, in their order; or, with @lift,
 * all but the blanks that a draft allows around the colon and 1.0 does not.
 */
int hf_reinfo(struct hf_buf *out, const char *old, size_t len, bool lift,
	      const struct hf_label_value *set, size_t n_set,
	      struct hf_error *err);

#endif
