/* Whole trees of files: remove one, or make sure that it is on the medium. */
#ifndef HF_BASE_TREE_H
#define HF_BASE_TREE_H

#include "base/error.h"

/*
 * Remove the folder @name in the open folder @parent, with all that is in it.
 * No link is followed.  0 also where it is not there.
 */
int hf_tree_remove(int parent, const char *name, struct hf_error *err);

/*
 * fsync every folder beneath the open folder @root, and itself.  (Files are
 * for whoever wrote them to sync.)
 */
int hf_tree_sync_folders(int root, struct hf_error *err);

#endif
