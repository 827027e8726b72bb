/*
 * A profile: what two parties agreed that a bag must be, beyond RFC 8493
 * (BagIt Profiles 1.1 to 1.4, and Payload-Files after it).  It is a file of
 * JSON that a stranger may have written; docs/formats/profile.md says how it
 * is read.
 */
#ifndef HF_PROFILE_PROFILE_H
#define HF_PROFILE_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena_type.h"
#include "base/error.h"
#include "finding/finding.h"

#define HF_PROFILE_SIZE_MAX	(4u * 1024 * 1024)	/* octets of the file */
#define HF_PROFILE_DEPTH_MAX	32	/* of lists and objects in one another */
#define HF_PROFILE_LIST_MAX	4096	/* members of one list */

/* The lists of a profile, by what they are of. */
enum hf_profile_list {
	HF_MANIFESTS_REQUIRED, HF_MANIFESTS_ALLOWED,
	HF_TAG_MANIFESTS_REQUIRED, HF_TAG_MANIFESTS_ALLOWED,
	HF_TAG_FILES_REQUIRED, HF_TAG_FILES_ALLOWED,
	HF_PAYLOAD_FILES_REQUIRED, HF_PAYLOAD_FILES_ALLOWED,
	HF_ACCEPT_SERIALIZATION, HF_ACCEPT_VERSION,
	HF_PROFILE_LISTS
};

enum hf_profile_serialization {
	HF_SERIALIZATION_OPTIONAL,
	HF_SERIALIZATION_FORBIDDEN,
	HF_SERIALIZATION_REQUIRED,
};

struct hf_profile_texts {
	bool given;		/* the key is there, perhaps with an empty list */
	const char **at;
	size_t *index;		/* of each in the list, which may hold others */
	size_t n;
	const char *shown;	/* for a message: the first of them, in quotes */
};

/* What is asked of a label of bag-info.txt. */
struct hf_profile_tag {
	const char *label;
	bool required, recommended, repeatable;
	struct hf_profile_texts values;		/* none: any value */
};

struct hf_profile {
	struct hf_arena arena;
	const char *name;	/* of the file */
	const char *title;	/* for a message: "by the profile IDENTIFIER" */
	const char *identifier;	/* NULL where it states none */
	unsigned int version;	/* of the specification: 3 is 1.3 */
	struct hf_profile_tag *tags;	/* sorted by label, without case */
	size_t n_tags;
	struct hf_profile_texts lists[HF_PROFILE_LISTS];
	bool allow_fetch, fetch_required, data_empty;
	enum hf_profile_serialization serialization;
	bool serialization_given;
	bool usable;		/* no mistake hides what it asks of a bag */
};

/*
 * Read the profile in the file @path.  Its mistakes go to @sink, all of them: a
 * file that is no profile at all yields one that is not usable.  -1 only where
 * we failed; HF_ESYS if it cannot be read.  On success the caller owns
 * *@profile_ret.
 */
HF_API int hf_profile_open(struct hf_profile **profile_ret, const char *path,
			   struct hf_sink *sink, struct hf_error *err);
HF_API void hf_profile_free(struct hf_profile *profile);	/* or NULL */

#endif
