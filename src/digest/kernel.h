/*
 * Kernels: one digest algorithm over several streams at once, a lane each.
 *
 * A processor that works on 512 bits at a time has room for eight streams of
 * SHA-512 where OpenSSL, given one stream, uses a lane of it.  What a kernel
 * does is the compression function of its standard, nothing else: padding,
 * partial blocks, and which stream goes where are multi.c's.
 */
#ifndef HF_DIGEST_KERNEL_H
#define HF_DIGEST_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest/algorithm.h"

#define HF_MAX_LANES	32

/* The chaining value of one stream: words of 32 or 64 bits. */
union hf_chain_value {
	uint32_t w32[8];
	uint64_t w64[8];
};

struct hf_kernel {
	const char *name;	/* "sha512 x8, AVX-512" */
	enum hf_alg alg;
	unsigned int lanes;
	double rate;		/* GB/s with all lanes filled; only ratios matter */
	/* Whether this processor has what it needs. */
	bool (*usable)(void);
	/*
	 * Take @blocks blocks of each of the lanes' streams.  @state and @data
	 * have one element for each lane; several may be the same.
	 */
	void (*run)(union hf_chain_value *const *state,
		    const unsigned char *const *data, size_t blocks);
};

/*
 * The @i-th of those that were compiled in, for each algorithm the widest
 * first; NULL behind the last.
 */
const struct hf_kernel *hf_kernel_at(size_t i);

/* What an algorithm that has kernels begins with, and how it pads. */
struct hf_multi_alg {
	enum hf_alg alg;
	size_t block;			/* bytes */
	size_t word;			/* bytes of a word: 4 or 8 */
	size_t words;			/* of the chaining value */
	bool little_endian;		/* MD5 */
	union hf_chain_value initial;
};

/* NULL where the algorithm has no kernels: then OpenSSL computes it. */
const struct hf_multi_alg *hf_multi_alg(enum hf_alg alg);

#endif
