/*
 * Several streams digested side by side: each lane has a queue of pieces of
 * files, and the kernels take from as many lanes at once as they can.
 */
#ifndef HF_DIGEST_MULTI_H
#define HF_DIGEST_MULTI_H

#include "digest/digester.h"
#include "digest/kernel.h"

/* The algorithms that kernels were written for. */
#define HF_MULTI_ALGS	(HF_ALG_BIT(HF_MD5) | HF_ALG_BIT(HF_SHA1) | \
			 HF_ALG_BIT(HF_SHA256) | HF_ALG_BIT(HF_SHA512))

/* One file on its way through: a chaining value for each such algorithm. */
struct hf_multi_stream {
	hf_alg_set algs;		/* that are wanted of it */
	union hf_chain_value value[HF_SHA512 + 1];
	uint64_t length;		/* bytes so far */
};

/* A piece of a stream, in memory.  All but the last are whole blocks. */
struct hf_piece {
	struct hf_multi_stream *stream;
	const unsigned char *data;
	size_t size;
	bool last;
};

#define HF_PIECE_BLOCK	128	/* sizes of pieces are multiples of this */
#define HF_LANE_PIECES	32

struct hf_lane {
	struct hf_piece pieces[HF_LANE_PIECES];
	size_t n;
};

/* Whether @alg is better computed here than by OpenSSL on this machine. */
bool hf_multi_usable(enum hf_alg alg);

/* GB/s of @alg over @active streams, by what is best for so many. */
double hf_multi_rate(enum hf_alg alg, size_t active);

/* The kernels in use: what `version --verbose` tells; NULL behind the last. */
const char *hf_multi_kernel_name(size_t i);

void hf_multi_begin(struct hf_multi_stream *stream, hf_alg_set algs);

/*
 * Take all pieces of @n lanes, for each of @algs (of HF_MULTI_ALGS).  After
 * its last piece a stream's digest is in its value.
 */
void hf_multi_run(struct hf_lane *lanes, size_t n, hf_alg_set algs);

/* The digest of a stream that has ended. */
void hf_multi_digest(const struct hf_multi_stream *stream, enum hf_alg alg,
		     unsigned char *digest);

/* For tests: use the @i-th kernel alone, or (SIZE_MAX) all that are usable. */
void hf_multi_force(size_t i);

#endif
