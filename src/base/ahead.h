/*
 * Folders that wait to be walked, and helpers that list them ahead.
 *
 * A stack: what was pushed last comes first, with or without helpers.  To look
 * at every entry of a large tree takes much longer than to note what it is, so
 * helpers on the other cores list those that will be popped soon.  They only
 * look; and not before so many folders wait that it is worth their while.
 */
#ifndef HF_BASE_AHEAD_H
#define HF_BASE_AHEAD_H

#include "base/buf.h"
#include "base/error.h"
#include "base/listing.h"

struct hf_ahead;

/*
 * With at most @jobs threads, the caller's among them; 0: one for each core.
 * On success the caller owns *@ahead_ret.
 */
int hf_ahead_new(struct hf_ahead **ahead_ret, int root, unsigned int jobs,
		 struct hf_error *err);
void hf_ahead_free(struct hf_ahead *ahead);		/* NULL is allowed */

/* A folder, relative to the root; -1 when out of memory. */
int hf_ahead_push(struct hf_ahead *ahead, const char *path,
		  struct hf_error *err);

/*
 * The folder that was pushed last, and the first block of what it holds, in
 * @listing, to be closed by the caller.  1; 0 if none waits; -1 when out of
 * memory.
 */
int hf_ahead_pop(struct hf_ahead *ahead, struct hf_buf *path_ret,
		 struct hf_listing *listing_ret, struct hf_error *err);

#endif
