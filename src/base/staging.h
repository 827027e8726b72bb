/*
 * Nothing half-made: what is to appear at a path is built in a folder beside
 * it, under a name that says so, and appears by one rename, after everything
 * in it was made durable.  After a kill at any moment there is the whole thing
 * or nothing; what the kill left behind goes when the same path is staged
 * again.
 */
#ifndef HF_BASE_STAGING_H
#define HF_BASE_STAGING_H

#include <stdbool.h>

#include "base/error.h"

struct hf_staging {
	int parent;	/* the folder in which it will appear, open */
	int dir;	/* the folder in which it is built, open and locked */
	char *name;	/* that it will have in @parent */
	char *temp;	/* that it has until then: ".NAME.holdfast-partial" */
	bool recovered;	/* something left by an earlier run was removed */
};

/*
 * Begin to build what is to appear at @path, where nothing may be yet
 * (HF_EUSAGE).  The folder above it must be there.  HF_ESYS where another run
 * is building the same.
 */
int hf_staging_begin(struct hf_staging *staging, const char *path,
		     struct hf_error *err);

/*
 * Sync all folders, and let it appear: never over something that came there
 * meanwhile.  After a failure, abandon it.  Files must have been synced.
 */
int hf_staging_publish(struct hf_staging *staging, struct hf_error *err);

/*
 * Close; and remove what was built, unless it was published.  Also for what
 * never began (parent < 0).
 */
void hf_staging_end(struct hf_staging *staging);

#define HF_STAGING_NONE	{ .parent = -1, .dir = -1 }

#endif
