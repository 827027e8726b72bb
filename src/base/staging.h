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
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"

struct hf_staging {
	int parent;	/* the folder in which it will appear, open */
	int dir;	/* the folder in which it is built, or the file; locked */
	bool over_empty;	/* an empty folder of its name is in no way */
	mode_t mode;	/* ... which has these permissions; 0: there is none */
	bool is_file;	/* what is built is one file, and dir is that */
	char *name;	/* that it will have in @parent */
	char *temp;	/* that it has until then: ".NAME.holdfast-partial" */
	bool recovered;	/* something left by an earlier run was removed */
	bool encloses;	/* the folder that it goes around was moved into it */
	bool complete;	/* it has its name; all that is left is tidying */
	bool finished;	/* what an earlier run had left only to be named, is */
	int replaced;	/* the old folder, locked until it is removed; or -1 */
};

/*
 * Begin to build what is to appear at @path, where nothing may be yet
 * (HF_EUSAGE).  The folder above it must be there.  HF_ESYS where another run
 * is building the same.
 */
int hf_staging_begin(struct hf_staging *staging, const char *path,
		     struct hf_error *err);

/*
 * The same, where an empty folder may have the name: what is built takes its
 * place, and its permissions.
 */
int hf_staging_begin_over_empty(struct hf_staging *staging, const char *path,
				struct hf_error *err);

/*
 * The same for one file, which the caller writes to staging->dir.  What an
 * earlier run left of it is removed.
 */
int hf_staging_begin_file(struct hf_staging *staging, const char *path,
			  struct hf_error *err);

/*
 * Sync all folders, or the file, and let it appear: never over something that
 * came there meanwhile.  After a failure, abandon it.  Files in folders must
 * have been synced.
 */
int hf_staging_publish(struct hf_staging *staging, struct hf_error *err);

/*
 * The other way round: begin to build what is to go around the folder @path
 * (HF_EUSAGE for a link to one), which then becomes the folder @inner of it.
 * The name that says so is ".NAME.holdfast-around".  Where an earlier run was
 * cut after it had moved @path inside, its work is finished instead: then
 * finished is set, and there is nothing left to do but to end.
 */
int hf_staging_begin_around(struct hf_staging *staging, const char *path,
			    const char *inner, struct hf_error *err);

/*
 * Move the folder inside, and let the whole appear under its name.  Between
 * the two renames the name leads to nothing, never to a part.  On failure the
 * folder is where it was.
 */
int hf_staging_enclose(struct hf_staging *staging, const char *inner,
		       struct hf_error *err);

/*
 * Begin to build what is to take the place of the folder @path, which must be
 * there, and be no link to one (HF_EUSAGE).  The name that says so is
 * ".NAME.holdfast-update".  What an earlier run left is removed; where that was
 * cut while it exchanged the two, the old one has its name again.
 */
int hf_staging_begin_replacing(struct hf_staging *staging, const char *path,
			       struct hf_error *err);

/*
 * Exchange the two, in one step where the file system can (renameat2(2)), and
 * remove the old one.
 */
int hf_staging_replace(struct hf_staging *staging, struct hf_error *err);

/*
 * A system call failed: let the error begin with what could not be done, such
 * as "'@path' could not be made", before it is told.  Yields -1.
 */
int hf_staging_failed(const struct hf_staging *staging, const char *path,
		      const char *what, struct hf_error *err);

/*
 * Begin to gather what is to go into the folder @path, file by file.  The name
 * that says so is ".NAME.holdfast-fetch".  What an earlier run left there stays
 * (then recovered is set).
 */
int hf_staging_begin_gathering(struct hf_staging *staging, const char *path,
			       struct hf_error *err);

/* Close; what was gathered stays, for the next run to go on with. */
void hf_staging_keep(struct hf_staging *staging);

/*
 * Close; and remove what was built, unless it was published.  Also for what
 * never began (parent < 0).
 */
void hf_staging_end(struct hf_staging *staging);

/*
 * The same for one file: write @name, which may not be there yet, into the open
 * folder @dir under another name (".NAME.holdfast-partial"), sync it, let it
 * appear, and sync the folder.  0; or -1 with errno (EEXIST), and nothing is
 * there; whoever else writes @name must be kept away by a lock of the caller's.
 */
int hf_publish_file(int dir, const char *name, const void *data, size_t size);

/*
 * Give @from the name @to, where nothing may be yet; 0, or -1 with errno
 * (EEXIST).
 */
int hf_rename_to_new(int from_dir, const char *from, int to_dir,
		     const char *to);

#define HF_STAGING_NONE	{ .parent = -1, .dir = -1, .replaced = -1 }

#endif
