/*
 * Walk everything beneath a folder: each name once, no link followed, nothing
 * opened but folders, and no recursion, however deep a stranger made it.
 */
#ifndef HF_BASE_WALK_H
#define HF_BASE_WALK_H

#include <stddef.h>
#include <sys/stat.h>

#include "base/error.h"

enum hf_walk_kind {
	HF_WALK_FILE,
	HF_WALK_DIRECTORY,	/* its entries follow, unless it is pruned */
	HF_WALK_SYMLINK,
	HF_WALK_SPECIAL,	/* FIFO, socket, device */
	HF_WALK_UNREADABLE,	/* could not be listed or looked at: sys_errno */
};

struct hf_walk_entry {
	enum hf_walk_kind kind;
	const char *path;	/* relative to the root; dies with the call */
	size_t len;
	const struct stat *st;	/* NULL where UNREADABLE */
	int sys_errno;
	int dir;		/* the folder that holds it, open */
	const char *name;	/* its name in @dir */
};

enum { HF_WALK_GO_ON = 0, HF_WALK_PRUNE = 1 };

/* GO_ON, PRUNE (do not enter this folder), or -1 with @err filled: stop. */
typedef int hf_walk_fn(void *ctx, const struct hf_walk_entry *entry,
		       struct hf_error *err);

/*
 * Visit what is beneath the open folder @root, in no promised order; a folder
 * comes before what it holds.  With @start not NULL, only what is beneath
 * root/@start.  0, or -1 if @visit said so or memory ended.
 */
int hf_walk(int root, const char *start, hf_walk_fn *visit, void *ctx,
	    struct hf_error *err);

/*
 * The same, entry for entry, in less time where there are many folders: up to
 * @jobs threads with this one, or with 0 one for each core, look ahead at what
 * is not yet visited.  @visit is called on this thread alone; it must change
 * nothing beneath @root.
 */
int hf_walk_wide(int root, const char *start, unsigned int jobs,
		 hf_walk_fn *visit, void *ctx, struct hf_error *err);

#endif
