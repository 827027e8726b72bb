/* A folder of links to another's files: a copy that copies nothing. */
#ifndef HF_PACKAGE_RELINK_H
#define HF_PACKAGE_RELINK_H

#include <stdbool.h>

#include "base/error.h"

/*
 * Fill the open folder @to with all that is beneath the open folder @from:
 * folders are made anew, with their times; files become hard links; symbolic
 * links are made again.  What @leave_out says yes to is left out.
 */
int hf_relink(int to, int from, bool (*leave_out)(void *ctx, const char *path),
	      void *ctx, struct hf_error *err);

/*
 * Give the open folder @to, and those beneath it, the permissions that they
 * have in @from, and those beneath it their times.
 */
int hf_relink_folders(int to, int from, struct hf_error *err);

#endif
