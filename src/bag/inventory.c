#include "bag/inventory.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/arena.h"

/*
 * Files live in chunks that never move; with each chunk goes a column of
 * digests for every algorithm that somebody asked for.  A table of indices,
 * open addressing with linear steps, finds them by name.
 */
#define CHUNK_BITS	12
#define CHUNK		(1u << CHUNK_BITS)

struct chunk {
	struct hf_file files[CHUNK];
	unsigned char *digests[HF_ALG_COUNT];
};

struct hf_inventory {
	struct hf_arena paths;
	struct chunk **chunks;
	uint32_t n_chunks, chunks_size;
	uint32_t count;
	uint32_t *slots;	/* index + 1; 0 is free */
	uint32_t n_slots;	/* a power of two */
	uint64_t key[2];
	uint32_t *sorted;
	uint32_t n_sorted;
};

static uint64_t rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1]; v[1] = rotate(v[1], 13) ^ v[0]; v[0] = rotate(v[0], 32);
	v[2] += v[3]; v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3]; v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1]; v[1] = rotate(v[1], 17) ^ v[2]; v[2] = rotate(v[2], 32);
}

/*
 * SipHash-1-3 (Aumasson and Bernstein, 2012) under a key of this run: nobody
 * can make a manifest whose names all fall into one slot.
 */
static uint32_t hash_path(const struct hf_inventory *inventory,
			  const char *path, size_t len)
{
	uint64_t v[4] = {
		inventory->key[0] ^ UINT64_C(0x736f6d6570736575),
		inventory->key[1] ^ UINT64_C(0x646f72616e646f6d),
		inventory->key[0] ^ UINT64_C(0x6c7967656e657261),
		inventory->key[1] ^ UINT64_C(0x7465646279746573),
	};
	uint64_t word, last = (uint64_t)len << 56;
	size_t left = len;

	for (; left >= 8; path += 8, left -= 8) {
		memcpy(&word, path, 8);
		v[3] ^= word;
		sip_round(v);
		v[0] ^= word;
	}
	word = 0;
	memcpy(&word, path, left);
	last |= word;
	v[3] ^= last;
	sip_round(v);
	v[0] ^= last;
	v[2] ^= 0xff;
	sip_round(v);
	sip_round(v);
	sip_round(v);
	last = v[0] ^ v[1] ^ v[2] ^ v[3];
	return (uint32_t)(last ^ last >> 32);
}

int hf_inventory_new(struct hf_inventory **inventory_ret, struct hf_error *err)
{
	struct hf_inventory *inventory = calloc(1, sizeof(*inventory));

	if (!inventory)
		return hf_fail_memory(err);
	/* Without entropy the table still works; it is only easier to annoy. */
	if (getrandom(inventory->key, sizeof(inventory->key), GRND_NONBLOCK) < 0)
		inventory->key[0] = (uint64_t)(uintptr_t)inventory;
	*inventory_ret = inventory;
	return 0;
}

void hf_inventory_free(struct hf_inventory *inventory)
{
	if (!inventory)
		return;
	for (uint32_t i = 0; i < inventory->n_chunks; i++) {
		for (int alg = 0; alg < HF_ALG_COUNT; alg++)
			free(inventory->chunks[i]->digests[alg]);
		free(inventory->chunks[i]);
	}
	free(inventory->chunks);
	free(inventory->slots);
	free(inventory->sorted);
	hf_arena_release(&inventory->paths);
	free(inventory);
}

uint32_t hf_inventory_count(const struct hf_inventory *inventory)
{
	return inventory->count;
}

struct hf_file *hf_inventory_at(const struct hf_inventory *inventory,
				uint32_t index)
{
	return &inventory->chunks[index >> CHUNK_BITS]
			->files[index & (CHUNK - 1)];
}

/* The slot that holds @path, or the free one where it would go. */
static uint32_t *find_slot(const struct hf_inventory *inventory,
			   const char *path, size_t len, uint32_t hash)
{
	uint32_t mask = inventory->n_slots - 1;

	for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
		uint32_t *slot = &inventory->slots[i];
		const struct hf_file *file;

		if (!*slot)
			return slot;
		file = hf_inventory_at(inventory, *slot - 1);
		if (file->hash == hash && file->path_len == len &&
		    !memcmp(file->path, path, len))
			return slot;
	}
}

uint32_t hf_inventory_find(const struct hf_inventory *inventory,
			   const char *path, size_t len)
{
	if (!inventory->n_slots)
		return HF_NO_FILE;
	return *find_slot(inventory, path, len,
			  hash_path(inventory, path, len)) - 1;
}

/* Keep at least a quarter of the slots free. */
static bool grow_slots(struct hf_inventory *inventory)
{
	uint32_t n = inventory->n_slots ? 2 * inventory->n_slots : 1024;
	uint32_t *old = inventory->slots;
	uint32_t *slots;

	if (inventory->n_slots &&
	    inventory->count < inventory->n_slots / 4 * 3)
		return true;
	slots = n ? calloc(n, sizeof(*slots)) : NULL;
	if (!slots)
		return false;
	inventory->slots = slots;
	inventory->n_slots = n;
	for (uint32_t i = 0; i < inventory->count; i++) {
		const struct hf_file *file = hf_inventory_at(inventory, i);

		*find_slot(inventory, file->path, file->path_len,
			   file->hash) = i + 1;
	}
	free(old);
	return true;
}

static bool grow_chunks(struct hf_inventory *inventory)
{
	struct chunk **chunks = inventory->chunks;
	uint32_t size = inventory->chunks_size;

	if (inventory->count < inventory->n_chunks << CHUNK_BITS)
		return true;
	if (inventory->count >= HF_NO_FILE - CHUNK)
		return false;
	if (inventory->n_chunks == size) {
		size = size ? 2 * size : 16;
		chunks = reallocarray(chunks, size, sizeof(*chunks));
		if (!chunks)
			return false;
		inventory->chunks = chunks;
		inventory->chunks_size = size;
	}
	chunks[inventory->n_chunks] = calloc(1, sizeof(**chunks));
	if (!chunks[inventory->n_chunks])
		return false;
	inventory->n_chunks++;
	return true;
}

uint32_t hf_inventory_add(struct hf_inventory *inventory, const char *path,
			  size_t len)
{
	uint32_t hash = hash_path(inventory, path, len);
	struct hf_file *file;
	uint32_t *slot;

	if (len > UINT32_MAX || !grow_slots(inventory))
		return HF_NO_FILE;
	slot = find_slot(inventory, path, len, hash);
	if (*slot)
		return *slot - 1;
	if (!grow_chunks(inventory))
		return HF_NO_FILE;

	file = hf_inventory_at(inventory, inventory->count);
	file->path = hf_arena_memdup(&inventory->paths, path, len);
	if (!file->path)
		return HF_NO_FILE;
	file->path_len = (uint32_t)len;
	file->hash = hash;
	*slot = ++inventory->count;
	return inventory->count - 1;
}

unsigned char *hf_inventory_digest(struct hf_inventory *inventory,
				   uint32_t index, enum hf_alg alg)
{
	struct chunk *chunk = inventory->chunks[index >> CHUNK_BITS];
	size_t size = hf_alg_size(alg);

	if (!chunk->digests[alg]) {
		chunk->digests[alg] = calloc(CHUNK, size);
		if (!chunk->digests[alg])
			return NULL;
	}
	return chunk->digests[alg] + (index & (CHUNK - 1)) * size;
}

static int compare_paths(const void *a, const void *b, void *ctx)
{
	const struct hf_file *x = hf_inventory_at(ctx, *(const uint32_t *)a);
	const struct hf_file *y = hf_inventory_at(ctx, *(const uint32_t *)b);
	uint32_t least = x->path_len < y->path_len ? x->path_len : y->path_len;
	int order = memcmp(x->path, y->path, least);

	return order ? order
		     : (x->path_len > y->path_len) - (x->path_len < y->path_len);
}

const uint32_t *hf_inventory_sorted(struct hf_inventory *inventory)
{
	uint32_t *sorted;

	if (inventory->sorted && inventory->n_sorted == inventory->count)
		return inventory->sorted;
	sorted = reallocarray(inventory->sorted, inventory->count + 1,
			      sizeof(*sorted));
	if (!sorted)
		return NULL;
	for (uint32_t i = 0; i < inventory->count; i++)
		sorted[i] = i;
	qsort_r(sorted, inventory->count, sizeof(*sorted), compare_paths,
		inventory);
	inventory->sorted = sorted;
	inventory->n_sorted = inventory->count;
	return sorted;
}
