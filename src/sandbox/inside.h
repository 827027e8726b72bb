/* What the files of this layer share. */
#ifndef HF_SANDBOX_INSIDE_H
#define HF_SANDBOX_INSIDE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Landlock.  *@abi_ret is the version in force, 0 where the kernel has none.
 * The process must have given up new privileges (PR_SET_NO_NEW_PRIVS).  Beneath
 * @into, an open folder, may be written; -1: nowhere.
 */
int hf_landlock_enter(const char *const *paths, size_t n, int into,
		      int *abi_ret, struct hf_error *err);

/*
 * The filter.  @beneath: Landlock watches over openat2(2), whose flags a
 * filter cannot see; where nobody does, that call is refused.  @writes: so
 * does whoever makes files.  *@on_ret is false where the kernel has no filters.
 */
int hf_filter_enter(bool beneath, bool writes, bool *on_ret,
		    struct hf_error *err);

/* See hf_sandbox_prepare(). */
void hf_landlock_prepare(bool *on_ret);
void hf_filter_prepare(bool beneath, bool writes);

#endif
