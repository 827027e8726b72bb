/* Round constants that several kernels share. */
#ifndef HF_DIGEST_CONSTANTS_H
#define HF_DIGEST_CONSTANTS_H

#include <stdint.h>

/* FIPS 180-4, 4.2.2; aligned, for a kernel takes four at a time. */
extern const uint32_t hf_sha256_k[64] __attribute__((aligned(16)));

extern const uint64_t hf_sha512_k[80];	/* FIPS 180-4, 4.2.3 */
extern const uint32_t hf_md5_t[64];	/* RFC 1321, 3.4 */

#endif
