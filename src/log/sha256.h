/*
 * SHA-256 of what is in memory, which cannot fail: a tree has two hashes for
 * each entry, most of them of two blocks, and EVP would make and free a
 * context for each.
 */
#ifndef HF_LOG_SHA256_H
#define HF_LOG_SHA256_H

#include <stddef.h>

#define HF_SHA256_SIZE	32

void hf_sha256(unsigned char hash_ret[HF_SHA256_SIZE], const void *data,
	       size_t size);
/* Of the octet @first, and @data behind it. */
void hf_sha256_behind(unsigned char hash_ret[HF_SHA256_SIZE],
		      unsigned char first, const void *data, size_t size);

#endif
