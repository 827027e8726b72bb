/* What lies at a place under a name, and how something else comes to lie there. */
#ifndef HF_REGISTER_REPLACING_H
#define HF_REGISTER_REPLACING_H

#include "register/arrival.h"
#include "register/lying.h"

/* What lies at a place, as it was read. */
struct hf_lying_bag {
	bool sound;		/* it is a valid bag, every byte */
	bool undetermined;	/* not all of it could be read */
	struct hf_bag_root root;	/* hex is "" where it could not be had */
};

/*
 * Read what lies at @place as @package in full; what is found goes to @sink, or
 * NULL.  What cannot be opened is unreadable, and undetermined; -1 only where we
 * failed.
 */
int hf_lying_read(const struct hf_place *place, const char *package,
		  enum hf_held_form form,
		  const struct hf_moving_options *options,
		  struct hf_sink *sink, struct hf_lying_bag *bag_ret,
		  struct hf_error *err);

/*
 * Put what lies there, in @form, aside, and let @arrival, which is settled,
 * have its place: where the name stays the same, in one step.  At no moment is
 * either of them nowhere.
 */
int hf_replace_lying(struct hf_arrival *arrival, const char *from,
		     enum hf_held_form form, struct hf_error *err);

#endif
