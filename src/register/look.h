/*
 * One location, while it is looked into: what lies there in the place of a copy,
 * and what lies there besides.
 */
#ifndef HF_REGISTER_LOOK_H
#define HF_REGISTER_LOOK_H

#include "base/buf_type.h"
#include "register/inspect.h"
#include "register/location.h"

struct hf_look {
	const struct hf_ledger *ledger;
	const struct hf_inspect_options *options;
	const struct hf_location *location;
	struct hf_place place;
	struct hf_inspected *counts;
	struct hf_sink *sink;
	struct hf_buf subject, path;	/* of the copy in hand */
};

/* Open the place: 1, or 0 where it is unreachable, which @sink is told. */
int hf_look_begin(struct hf_look *look, const struct hf_location *location,
		  struct hf_sink *sink, struct hf_error *err);
void hf_look_end(struct hf_look *look);
/* Give back what serves for all places. */
void hf_look_release(struct hf_look *look);

/*
 * A copy by the log; @form is that of what lies in its place, NULL if nothing
 * does.  Of one that is held, *@state is lowered to MISSING, CORRUPT or
 * UNREACHABLE where that is seen, and @root is that of what lies there, or "".
 */
int hf_look_at(struct hf_look *look, const struct hf_held_copy *copy,
	       const enum hf_held_form *form, enum hf_copy_state *state,
	       char root[65], struct hf_error *err);

/* The log knows of no copy of it there; of the package, perhaps. */
int hf_tell_stranger(struct hf_look *look, const char *package,
		     const char *detail, struct hf_error *err);

/* The log speaks of a location that register.txt does not have. */
void hf_tell_unknown_place(const char *id, struct hf_sink *sink);

#endif
