#include "bag/inventory.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"

/*
 * Files live in chunks that never move; with each chunk goes a column of
 * digests for every algorithm that somebody asked for.  A table of indices,
 * open addressing with linear steps, finds them by name: it keeps the hashes,
 * so that a look-up goes to the file itself once, and growing to none.
 */
#define CHUNK_BITS	8	/* most bags are small */
#define CHUNK		(1u << CHUNK_BITS)

struct chunk {
	struct hf_file files[CHUNK];
	unsigned char *digests[HF_ALG_COUNT];
};

struct slot {
	uint32_t number;	/* index + 1; 0 is free */
	uint32_t hash;
};

struct hf_inventory {
	struct hf_arena paths;
	struct chunk **chunks;
	uint32_t n_chunks, chunks_size;
	uint32_t count;
	uint32_t expected;	/* index of the file that may be added next */
	struct slot *slots;
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

static bool is_named(const struct hf_inventory *inventory, uint32_t index,
		     const char *path, size_t len)
{
	const struct hf_file *file = hf_inventory_at(inventory, index);

	return file->path_len == len && !memcmp(file->path, path, len);
}

/* The slot that holds @path, or the free one where it would go. */
static struct slot *find_slot(const struct hf_inventory *inventory,
			      const char *path, size_t len, uint32_t hash)
{
	uint32_t mask = inventory->n_slots - 1;

	for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
		struct slot *slot = &inventory->slots[i];

		if (!slot->number ||
		    (slot->hash == hash &&
		     is_named(inventory, slot->number - 1, path, len)))
			return slot;
	}
}

uint32_t hf_inventory_find(const struct hf_inventory *inventory,
			   const char *path, size_t len)
{
	if (!inventory->n_slots)
		return HF_NO_FILE;
	return find_slot(inventory, path, len, hf_hash(path, len))->number - 1;
}

/* Keep at least a quarter of the slots free. */
static bool grow_slots(struct hf_inventory *inventory)
{
	uint32_t n = inventory->n_slots ? 2 * inventory->n_slots : 1024;
	struct slot *slots;

	if (inventory->n_slots &&
	    inventory->count < inventory->n_slots / 4 * 3)
		return true;
	slots = n ? calloc(n, sizeof(*slots)) : NULL;
	if (!slots)
		return false;
	for (uint32_t i = 0; i < inventory->n_slots; i++) {
		const struct slot *old = &inventory->slots[i];
		uint32_t to = old->hash & (n - 1);

		if (!old->number)
			continue;
		while (slots[to].number)
			to = (to + 1) & (n - 1);
		slots[to] = *old;
	}
	free(inventory->slots);
	inventory->slots = slots;
	inventory->n_slots = n;
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
	struct hf_file *file;
	struct slot *slot;
	uint32_t hash;

	/* One manifest mostly lists what another does, in the same order. */
	if (inventory->expected < inventory->count &&
	    is_named(inventory, inventory->expected, path, len))
		return inventory->expected++;
	if (len > UINT32_MAX || !grow_slots(inventory))
		return HF_NO_FILE;
	hash = hf_hash(path, len);
	slot = find_slot(inventory, path, len, hash);
	if (slot->number) {
		inventory->expected = slot->number;
		return slot->number - 1;
	}
	if (!grow_chunks(inventory))
		return HF_NO_FILE;

	file = hf_inventory_at(inventory, inventory->count);
	file->path = hf_arena_memdup(&inventory->paths, path, len);
	if (!file->path)
		return HF_NO_FILE;
	file->path_len = (uint32_t)len;
	slot->number = ++inventory->count;
	slot->hash = hash;
	return slot->number - 1;
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

/* Merge the sorted [0, middle) and [middle, n) of @at by way of @spare. */
static void merge(struct hf_inventory *inventory, uint32_t *at,
		  uint32_t middle, uint32_t n, uint32_t *spare)
{
	uint32_t n_right = n - middle, left = middle, right = n_right;

	memcpy(spare, at + middle, n_right * sizeof(*at));
	while (right) {
		if (left && compare_paths(&at[left - 1], &spare[right - 1],
					  inventory) > 0) {
			left--;
			at[left + right] = at[left];
		} else {
			right--;
			at[left + right] = spare[right];
		}
	}
}

/*
 * Most often a payload manifest is in order already, and only what came behind
 * it is not: that alone is sorted.
 */
static bool sort(struct hf_inventory *inventory, uint32_t *at, uint32_t n)
{
	uint32_t ordered = n ? 1 : 0, *spare;

	while (ordered < n && compare_paths(&at[ordered - 1], &at[ordered],
					    inventory) < 0)
		ordered++;
	if (ordered == n)
		return true;
	spare = reallocarray(NULL, n - ordered, sizeof(*spare));
	if (!spare)
		return false;
	qsort_r(at + ordered, n - ordered, sizeof(*at), compare_paths,
		inventory);
	merge(inventory, at, ordered, n, spare);
	free(spare);
	return true;
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
	inventory->sorted = sorted;
	inventory->n_sorted = 0;
	for (uint32_t i = 0; i < inventory->count; i++)
		sorted[i] = i;
	if (!sort(inventory, sorted, inventory->count))
		return NULL;
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
