/*
 * One pass over a stream that feeds several algorithms at once.
 */
#ifndef HF_DIGEST_DIGESTER_H
#define HF_DIGEST_DIGESTER_H

#include "base/error.h"
#include "digest/algorithm.h"

struct hf_digester;

/*
 * The digests of one item.  Only the members whose algorithm was asked for
 * mean anything; each holds hf_alg_size() bytes.
 */
struct hf_digests {
	unsigned char of[HF_ALG_COUNT][HF_DIGEST_MAX];
};

/*
 * Begin a pass that computes every algorithm in @algs.
 * On success the caller owns *@d_ret.
 */
HF_API int hf_digester_new(struct hf_digester **d_ret, hf_alg_set algs,
			   struct hf_error *err);
HF_API void hf_digester_free(struct hf_digester *d);	/* NULL is allowed */

/* Take in @size bytes more, which all algorithms get. */
HF_API int hf_digester_update(struct hf_digester *d, const void *data,
			      size_t size, struct hf_error *err);

/*
 * End the pass: the digests of all since it began, in @out; the digester is
 * ready for the next one, with the same algorithms.
 */
HF_API int hf_digester_finish(struct hf_digester *d, struct hf_digests *out,
			      struct hf_error *err);

#endif
