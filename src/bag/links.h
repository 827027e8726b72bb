/*
 * Links in a bag: symbolic ones, which may lead out of it or to nothing, and
 * hard ones, through which a file can be changed from outside.
 */
#ifndef HF_BAG_LINKS_H
#define HF_BAG_LINKS_H

#include "bag/bag.h"

void hf_links_free(struct hf_hard_links *links);	/* NULL is allowed */

/* Note that the file @index has further names, which may be in the bag too. */
int hf_links_count_hard(struct hf_bag *bag, uint32_t index,
			const struct stat *st, struct hf_error *err);

/*
 * When all entries are known: tell which links leave the bag, and note where
 * the others lead (bag->links).  A link to a regular file of the bag counts as
 * that file; a link to a folder is not followed.
 */
int hf_links_resolve(struct hf_bag *bag, struct hf_sink *sink,
		     struct hf_error *err);

#endif
