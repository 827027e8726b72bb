/*
 * What comes from strangers is read by a process of its own that has shut
 * itself in (sandbox/sandbox.h): it can read the bag and write into the folder
 * in which it is quarantined, and nothing else.
 *
 * Whoever has taken that process over can still say what he likes, by way of
 * findings, error and result: they are held to their form, not to the truth.
 */
#ifndef HF_REGISTER_EXAMINE_H
#define HF_REGISTER_EXAMINE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "finding/finding.h"

/* The errno of HF_ESYS where the process cannot be shut in. */
#define ENOT_SHUT_IN	ENOPKG

/* What is done in the child: what it finds goes to @sink; 0, or -1. */
typedef int hf_examine_fn(void *ctx, struct hf_sink *sink, void *result,
			  struct hf_error *err);

struct hf_examination {
	const char *const *paths;	/* that may be read; "-": standard input */
	size_t n_paths;
	int into;			/* an open folder: beneath it may be written; or -1 */
	int spool;			/* above 0: an open file, which the child keeps too */
	bool shut_in;			/* false: a child all the same, that may do all */
	/* What hf_examine_progress() was told, here; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
	/* What hf_examine_note() was told, here; may be NULL. */
	int (*note)(void *ctx, const void *data, size_t size,
		    struct hf_error *err);
	void *note_ctx;
};

/*
 * Run @work(@ctx) in a child of this process, with an empty result of @size
 * octets.  What it finds is emitted into @sink here, in order, as it comes.  0
 * where @work yielded that: then @result is what it left there, which is not
 * to be believed more than the bag (a text may lack its NUL).  -1: @work's
 * error, or that we failed.  A child that died, or said what nobody can have
 * found, is HF_ELIB: nothing is known then.
 *
 * No other thread may be running that could hold a lock.  The child has a copy
 * of this process's memory: what it must not know (a key) is to be read later.
 * Of open files it keeps @into, @spool, and standard input where it may read
 * that.
 */
int hf_examine(hf_examine_fn *work, void *ctx,
	       const struct hf_examination *how, void *result, size_t size,
	       struct hf_sink *sink, struct hf_error *err);

/*
 * In the child: tell that @done of @total octets are read.  @sink is the one
 * that @work was given, so that this can be a progress() of its options.
 */
void hf_examine_progress(void *sink, uint64_t done, uint64_t total);

/*
 * In the child: tell how far it is, in octets that both sides understand; they
 * are no more to be believed than the result.  Where @note fails, all does.
 */
void hf_examine_note(struct hf_sink *sink, const void *data, size_t size);

#endif
