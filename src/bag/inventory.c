#include "bag/inventory.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

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
	uint32_t *sorted;
	uint32_t n_sorted;
};

int hf_inventory_new(struct hf_inventory **inventory_ret, struct hf_error *err)
{
	struct hf_inventory *inventory = calloc(1, sizeof(*inventory));

	if (!inventory)
		return hf_fail_memory(err);
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
			  hf_hash(path, len)) - 1;
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
	uint32_t hash = hf_hash(path, len);
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

int hf_inventory_set(struct hf_inventory *inventory, uint32_t index,
		     hf_alg_set algs, const struct hf_digests *digests,
		     struct hf_error *err)
{
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		unsigned char *slot;

		if (!(algs & HF_ALG_BIT(alg)))
			continue;
		slot = hf_inventory_digest(inventory, index, alg);
		if (!slot)
			return hf_fail_memory(err);
		memcpy(slot, digests->of[alg], hf_alg_size(alg));
	}
	hf_inventory_at(inventory, index)->listed = algs;
	return 0;
}

void hf_inventory_get(struct hf_inventory *inventory, uint32_t index,
		      hf_alg_set algs, struct hf_digests *digests)
{
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (algs & HF_ALG_BIT(alg))
			memcpy(digests->of[alg],
			       hf_inventory_digest(inventory, index, alg),
			       hf_alg_size(alg));
	}
}
