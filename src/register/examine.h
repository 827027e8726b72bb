/*
 * What comes from strangers is read by a process of its own that has shut
 * itself in (sandbox/sandbox.h): it can read the bag and write into the folder
 * in which it is quarantined, and nothing else.
 */
#ifndef HF_REGISTER_EXAMINE_H
#define HF_REGISTER_EXAMINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "finding/finding.h"

/*
 * Run @work(@ctx, sink, err) in a child of this process that may read @n
 * @paths and, of what can be written, only beneath the open folder @into (-1:
 * nothing).  What it finds is emitted into @sink here, in order; its error
 * becomes *@err; what it writes to @result (of @size bytes, shared) is there
 * afterwards.  A child that died is HF_ELIB: nothing is known then.  Without
 * @shut_in there is a child all the same, that is not shut in.
 */
int hf_examine(int (*work)(void *ctx, struct hf_sink *sink, void *result,
			   struct hf_error *err),
	       void *ctx, const char *const *paths, size_t n, int into,
	       bool shut_in, void *result, size_t size, struct hf_sink *sink,
	       struct hf_error *err);

#endif
