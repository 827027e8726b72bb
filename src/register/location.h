/*
 * A location that is open: a folder with the marker of its own identifier.
 *
 * An empty mount point has no marker, and is unreachable, not empty: what lies
 * there is never taken for lost.
 */
#ifndef HF_REGISTER_LOCATION_H
#define HF_REGISTER_LOCATION_H

#include "base/error.h"
#include "finding/finding.h"
#include "register/register.h"

#define HF_MARKER	".holdfast-location"
#define HF_INCOMING	".holdfast-incoming"
#define HF_QUARANTINE	".holdfast-quarantine"

struct hf_place {
	const struct hf_location *location;
	int dir;		/* its folder, open */
};

/*
 * Open @location: 1; or 0 where it is unreachable, which is a finding that
 * says why: no folder, no marker, another's marker.  -1 only where we failed.
 */
HF_API int hf_place_open(struct hf_place *place_ret,
			 const struct hf_location *location,
			 struct hf_sink *sink, struct hf_error *err);
HF_API void hf_place_close(struct hf_place *place);

/* A copy as it lies there. */
struct hf_lying {
	char name[256];		/* of the package: without ".tar" */
	enum hf_held_form form;
};

/*
 * Visit what lies there as a copy may, in order of names: folders, and files
 * NAME.tar; of both with one name, the folder first.  Links are none, nor is
 * what begins with a dot, nor what a system puts there ("lost+found").  A name
 * that no package can have (hf_package_name_is_good()) is visited too.
 */
HF_API int hf_place_list(const struct hf_place *place,
			 int (*visit)(void *ctx, const struct hf_lying *lying,
				      struct hf_error *err),
			 void *ctx, struct hf_error *err);

/*
 * Whether @package lies there: 1 with its form, 0, or -1 (HF_ESYS).  Where it
 * does in both, the location's own form is told.
 */
HF_API int hf_place_find(const struct hf_place *place, const char *package,
			 enum hf_held_form *form_ret, struct hf_error *err);

#endif
