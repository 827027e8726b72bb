/*
 * The digest algorithms that a manifest may name.
 */
#ifndef HF_DIGEST_ALGORITHM_H
#define HF_DIGEST_ALGORITHM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/api.h"

/* In the order in which they are listed and computed, weakest first. */
enum hf_alg {
	HF_MD5, HF_SHA1,
	HF_SHA224, HF_SHA256, HF_SHA384, HF_SHA512, HF_SHA512_256,
	HF_SHA3_224, HF_SHA3_256, HF_SHA3_384, HF_SHA3_512,
	HF_BLAKE2S_256, HF_BLAKE2B_512,
	HF_ALG_COUNT
};

#define HF_DIGEST_MAX	64			/* bytes of the longest digest */
#define HF_HEX_MAX	(2 * HF_DIGEST_MAX + 1)	/* in hexadecimal, and a NUL */

/* A set of algorithms: bit 1u << alg for each. */
typedef uint32_t hf_alg_set;
#define HF_ALG_BIT(alg)	((hf_alg_set)1 << (alg))

/* The name as in "manifest-<name>.txt" (RFC 8493, 2.4): "sha256". */
HF_API const char *hf_alg_name(enum hf_alg alg);

/* Bytes of a digest: 16 (MD5) to HF_DIGEST_MAX. */
HF_API size_t hf_alg_size(enum hf_alg alg);

/* MD5 and SHA-1: collisions can be made, so they prove no origin. */
HF_API bool hf_alg_is_weak(enum hf_alg alg);

/*
 * Find @name after RFC 8493 2.4 normalization (lower case, nothing but letters
 * and digits): "SHA-256" means "sha256".  False if it is none that we know.
 */
HF_API bool hf_alg_parse(const char *name, enum hf_alg *alg_ret);

#endif
