/*
 * What is left of a package of which no copy is good: for each copy, which of
 * its files are right by its manifests, and whether those are the anchored ones.
 */
#ifndef HF_REGISTER_LEFT_H
#define HF_REGISTER_LEFT_H

#include "base/arena_type.h"
#include "register/custody.h"
#include "register/moving.h"

struct hf_left_copy {
	const char *location;
	bool seen;		/* it lies there, and was read */
	bool anchored;		/* its tag files are those that the log anchors */
	uint64_t files, right;	/* that its manifests list, and that are right */
	const char *const *bad;	/* the others, in the order of bytes */
	size_t n_bad;
};

struct hf_left {
	struct hf_left_copy *copies;
	size_t n, room;
	size_t n_anchored;	/* copies whose manifests can be believed */
	const char **lost;	/* what none of those has right */
	size_t n_lost;
	struct hf_arena arena;
};

/* Read every copy that the log says is held and can be reached. */
HF_API int hf_left_gather(struct hf_left *left_ret, struct hf_custody *custody,
			  const char *package,
			  const struct hf_moving_options *options,
			  struct hf_error *err);
HF_API void hf_left_release(struct hf_left *left);

#endif
