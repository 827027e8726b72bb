/* Hold a bag against the profiles that it is to meet. */
#ifndef HF_PROFILE_CHECK_H
#define HF_PROFILE_CHECK_H

#include "bag/bag.h"
#include "profile/folder.h"
#include "profile/profile.h"

/* In the place of a media type: the bag will be put into a file later. */
#define HF_SERIALIZED_LATER	"later"

/*
 * Hold @bag, which was read in full, against each profile of @set; all that
 * is not as it must be goes to @sink.  @serialization is the media type of the
 * file that the bag came in, NULL for a folder.
 *
 * What could not be looked at is not held to be missing: it has its own
 * finding, which keeps the verdict from being good.
 */
int hf_profiles_check(const struct hf_profile_set *set,
		      const struct hf_bag *bag, const char *serialization,
		      struct hf_sink *sink, struct hf_error *err);

#endif
