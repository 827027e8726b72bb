/* The padding of FIPS 180-4, 5.1.1, around the digest layer's blocks. */
#include "log/sha256.h"

#include <stdint.h>
#include <string.h>

#include "digest/single.h"

#define BLOCK	64	/* octets */
#define LENGTH	8	/* of the length in bits, at the end of the last block */

static void put_number(unsigned char *at, uint64_t number, size_t size)
{
	for (size_t i = size; i-- > 0; number >>= 8)
		at[i] = (unsigned char)number;
}

/*
 * The last @size octets of a message of @length, fewer than a block, with the
 * padding that makes one block of them, or two.
 */
static void finish(unsigned char hash[HF_SHA256_SIZE],
		   union hf_chain_value *value, const unsigned char *rest,
		   size_t size, uint64_t length)
{
	unsigned char end[2 * BLOCK] = { 0 };
	size_t blocks = size + 1 + LENGTH <= BLOCK ? 1 : 2;

	if (size)
		memcpy(end, rest, size);
	end[size] = 0x80;
	put_number(end + blocks * BLOCK - LENGTH, length * 8, LENGTH);
	hf_single_blocks(HF_SHA256, value, end, blocks);
	for (size_t i = 0; i < HF_SHA256_SIZE / 4; i++)
		put_number(hash + 4 * i, value->w32[i], 4);
}

static void blocks_and_end(unsigned char hash[HF_SHA256_SIZE],
			   union hf_chain_value *value,
			   const unsigned char *data, size_t size,
			   uint64_t length)
{
	size_t blocks = size / BLOCK;

	if (blocks)
		hf_single_blocks(HF_SHA256, value, data, blocks);
	finish(hash, value, blocks ? data + blocks * BLOCK : data,
	       size % BLOCK, length);
}

void hf_sha256(unsigned char hash[HF_SHA256_SIZE], const void *data,
	       size_t size)
{
	union hf_chain_value value = hf_multi_alg(HF_SHA256)->initial;

	blocks_and_end(hash, &value, data, size, size);
}

void hf_sha256_behind(unsigned char hash[HF_SHA256_SIZE], unsigned char first,
		      const void *data, size_t size)
{
	union hf_chain_value value = hf_multi_alg(HF_SHA256)->initial;
	unsigned char block[BLOCK] = { first };
	size_t taken = size < BLOCK - 1 ? size : BLOCK - 1;

	if (taken)
		memcpy(block + 1, data, taken);
	if (taken < BLOCK - 1) {
		finish(hash, &value, block, taken + 1, (uint64_t)size + 1);
		return;
	}
	hf_single_blocks(HF_SHA256, &value, block, 1);
	blocks_and_end(hash, &value, (const unsigned char *)data + taken,
		       size - taken, (uint64_t)size + 1);
}
