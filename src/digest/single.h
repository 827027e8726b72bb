/*
 * One stream's blocks by OpenSSL, from a chaining value and to one: for when
 * no other lane has anything left, and to compare kernels with.
 */
#ifndef HF_DIGEST_SINGLE_H
#define HF_DIGEST_SINGLE_H

#include "digest/kernel.h"

void hf_single_blocks(enum hf_alg alg, union hf_chain_value *value,
		      const unsigned char *data, size_t blocks);

/* GB/s of one stream, as measured; only ratios to kernels matter. */
double hf_single_rate(enum hf_alg alg);

#endif
