/*
 * A bag that arrives at a location: copied and verified in one read by a
 * process that is shut in, put into the form of the place, and read back from
 * the medium, before anybody decides whether it is admitted.
 */
#ifndef HF_REGISTER_ARRIVAL_H
#define HF_REGISTER_ARRIVAL_H

#include <stdbool.h>

#include "bag/mending.h"
#include "bag/root.h"
#include "base/error.h"
#include "finding/sink.h"
#include "profile/folder.h"
#include "register/incoming.h"
#include "register/moving.h"
#include "verify/verify.h"

struct hf_arrival {
	const struct hf_moving_options *options;
	struct hf_incoming incoming;
	struct hf_policy policy;
	struct hf_findings findings;	/* all that was found, in order */
	struct hf_judge judge;		/* over them */
	struct hf_verify_summary seen;
	char name[256];			/* of the bag */
	char *held;			/* the name of what lies in the folder */
	struct hf_bag_root root;	/* of what was written, then of what was read back */
};

/* Begin, at an open place; to be ended, also after a failure. */
int hf_arrival_begin(struct hf_arrival *arrival, const struct hf_place *place,
		     const struct hf_moving_options *options,
		     struct hf_error *err);

/*
 * Take in the bag at @path, which must meet @profiles (may be NULL).  What is
 * wrong with it is in the findings, and judged; then it still lies there.
 */
int hf_arrival_take(struct hf_arrival *arrival, const char *path,
		    const struct hf_profile_set *profiles,
		    struct hf_error *err);

/*
 * The same of the bag in the folder @path, with what is not @bad in its payload
 * read from the folder @damaged.
 */
int hf_arrival_take_mending(struct hf_arrival *arrival, const char *path,
			    const char *damaged,
			    const struct hf_bad_files *bad,
			    struct hf_error *err);

/* Whether it may be admitted, as far as the bag itself says. */
bool hf_arrival_is_fit(const struct hf_arrival *arrival);

/*
 * Give it the form of the place, and read it back from the medium.  What then
 * is not as it was written is an error: the medium's, not the bag's.
 */
int hf_arrival_settle(struct hf_arrival *arrival, struct hf_error *err);

/* Let it appear at the place under its name. */
int hf_arrival_admit(const struct hf_arrival *arrival, struct hf_error *err);

/*
 * Put it into quarantine, with a report that says that it came @from
 * somewhere, and what became of it: "was not admitted".
 */
int hf_arrival_put_aside(struct hf_arrival *arrival, const char *from,
			 const char *what, struct hf_error *err);

void hf_arrival_end(struct hf_arrival *arrival);

#endif
