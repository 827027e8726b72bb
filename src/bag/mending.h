/*
 * A damaged bag and a good one, read as one: what is right in the damaged one
 * is read there, and all else in the good one.
 */
#ifndef HF_BAG_MENDING_H
#define HF_BAG_MENDING_H

#include "bag/source.h"

/* Files of the damaged bag, within its payload, that are not to be read. */
struct hf_bad_files {
	const char *const *paths;	/* in the order of bytes, each once */
	size_t n;
};

/*
 * A damaged bag of which so little is bad that the rest may be copied from
 * itself.
 */
struct hf_mending {
	const char *damaged;		/* the path of its folder */
	struct hf_bad_files bad;
	uint64_t octets;		/* of all of it */
};

/* Whether @path is among them. */
bool hf_is_bad_file(const struct hf_bad_files *bad, const char *path);

/*
 * A source of which names, tag files, and what is @bad in the payload are
 * those of @good, and the other payload files those of @damaged; both must be
 * folders, and they and @bad must outlive it.  Whoever reads it has to hold it
 * against its manifests: nothing is believed to be right because it was.
 */
int hf_source_mending(struct hf_source **source_ret, struct hf_source *good,
		      struct hf_source *damaged,
		      const struct hf_bad_files *bad, struct hf_error *err);

#endif
