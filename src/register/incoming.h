/*
 * What is on its way into a location lies in a folder of its own there, on the
 * same file system: it becomes a copy by one rename, or is put into quarantine
 * by one.  What a killed run left is cleared by the next.
 */
#ifndef HF_REGISTER_INCOMING_H
#define HF_REGISTER_INCOMING_H

#include "base/error.h"
#include "register/location.h"

struct hf_incoming {
	const struct hf_place *place;
	int area;		/* .holdfast-incoming, open */
	int dir;		/* the folder of this one in it, open and locked */
	char id[64];		/* its name */
	char *path;		/* its absolute path */
};

#define HF_INCOMING_NONE	{ .area = -1, .dir = -1 }

/* Clear what dead runs left, and make a new folder.  To be ended. */
int hf_incoming_begin(struct hf_incoming *incoming_ret,
		      const struct hf_place *place, struct hf_error *err);

/* Make the folder @name in it, and open it; -1 on error. */
int hf_incoming_folder(const struct hf_incoming *incoming, const char *name,
		       struct hf_error *err);

/* The absolute path of @name in it, to be freed; NULL when out of memory. */
char *hf_incoming_path(const struct hf_incoming *incoming, const char *name);

/*
 * Make @name durable, and let it appear at the location as @as: never over
 * something that is there (HF_EUSAGE).
 */
int hf_incoming_admit(const struct hf_incoming *incoming, const char *name,
		      const char *as, struct hf_error *err);

/* Make all of it durable, and put it into quarantine, under the same name. */
int hf_incoming_put_aside(struct hf_incoming *incoming, struct hf_error *err);

/* Remove what is left in it, and close. */
void hf_incoming_end(struct hf_incoming *incoming);

#endif
