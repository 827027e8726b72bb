/*
 * Items that come one after the other, and only once: the members of a stream.
 * Whoever has the bytes hands them in; meanwhile other threads compute the
 * digests, each an algorithm at a time.  Memory is a few chunks, whatever the
 * items.
 *
 * What came by cannot be looked at again where a digest is not as recorded.  So
 * OpenSSL computes all of them, by which the engine's kernels are judged.
 */
#ifndef HF_DIGEST_PIPE_H
#define HF_DIGEST_PIPE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "digest/digester.h"

struct hf_pipe;

/*
 * What became of an item: on the thread that hands in, in the order of the
 * items, some time after it ended.  0, or -1 with @err filled, which ends all.
 */
typedef int hf_pipe_fn(void *ctx, uint64_t item, hf_alg_set algs,
		       const struct hf_digests *digests, struct hf_error *err);

/* @jobs threads, 0: one per core.  On success the caller owns *@pipe_ret. */
int hf_pipe_new(struct hf_pipe **pipe_ret, unsigned int jobs, hf_pipe_fn *done,
		void *ctx, struct hf_error *err);
void hf_pipe_free(struct hf_pipe *pipe);		/* NULL is allowed */

/* An item begins; the one before has ended.  0 or -1, as all that follow. */
int hf_pipe_begin(struct hf_pipe *pipe, uint64_t item, hf_alg_set algs,
		  struct hf_error *err);
int hf_pipe_write(struct hf_pipe *pipe, const void *data, size_t size,
		  struct hf_error *err);
/* It ended; what is told of it comes later. */
void hf_pipe_end(struct hf_pipe *pipe);
/* Wait for all that was handed in, and tell it. */
int hf_pipe_finish(struct hf_pipe *pipe, struct hf_error *err);

#endif
