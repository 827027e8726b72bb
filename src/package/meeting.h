/* A package that we make, and the profiles that it is to meet. */
#ifndef HF_PACKAGE_MEETING_H
#define HF_PACKAGE_MEETING_H

#include "package/create.h"
#include "package/plan.h"

/* The algorithms of the payload manifests, and of the tag manifests. */
struct hf_meeting_algs {
	hf_alg_set payload, tag;
};

/*
 * Choose them: those in @asked, and those that the profiles require.  Where
 * nobody asks for a strong one, the strongest usual one that all allow is
 * added; without profiles that is sha512.
 */
void hf_meeting_algorithms(struct hf_meeting_algs *chosen,
			   const struct hf_create_options *options,
			   hf_alg_set asked);

/*
 * Hold the bag that the plan will become against the profiles, before anything
 * is written.  What it would not meet goes to @sink, and is refused.
 */
int hf_meeting_check(struct hf_plan *plan,
		     const struct hf_create_options *options,
		     const struct hf_meeting_algs *algs, struct hf_sink *sink,
		     struct hf_error *err);

#endif
