/*
 * Every file that a bag's manifests or its folders name, once: which manifests
 * list it with which digest, and whether it is there.
 *
 * Packed, since a bag may hold a million files: beside its path a file takes
 * 32 bytes, 11 to 21 for finding it by name, and the digests as bytes.
 */
#ifndef HF_BAG_INVENTORY_H
#define HF_BAG_INVENTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "digest/digester.h"

/*
 * Bits of manifests whose algorithm we cannot compute, in hf_file.named only:
 * one each from the first, and the last for all that are left.
 */
#define HF_UNSUPPORTED_FIRST	HF_ALG_COUNT
#define HF_UNSUPPORTED_LAST	31

enum hf_file_flag {
	HF_FILE_PRESENT	  = 1 << 0,	/* a regular file is there */
	HF_FILE_DIRECTORY = 1 << 1,	/* a folder is there */
	HF_FILE_SYMLINK	  = 1 << 2,	/* a link is there */
	HF_FILE_SPECIAL	  = 1 << 3,
	HF_FILE_UNSEEN	  = 1 << 4,	/* could not be looked at */
	HF_FILE_FETCH	  = 1 << 5,	/* fetch.txt says where to get it */
	HF_FILE_RENAMED	  = 1 << 6,	/* found under another name: see there */
	HF_FILE_FLAWED	  = 1 << 7,	/* its path is irregular: never opened */
};

struct hf_file {
	const char *path;	/* relative to the bag; NUL-terminated */
	uint64_t size;		/* if present */
	uint32_t path_len;
	hf_alg_set named;	/* manifests that have a line for it */
	hf_alg_set listed;	/* those whose line has a digest that counts */
	uint32_t flags;
};

struct hf_inventory;

/* The index of no file. */
#define HF_NO_FILE	UINT32_MAX

/* On success the caller owns *@inventory_ret. */
int hf_inventory_new(struct hf_inventory **inventory_ret, struct hf_error *err);
void hf_inventory_free(struct hf_inventory *inventory);	/* NULL is allowed */

/* How many there are; indices are 0 to this, in the order of adding. */
uint32_t hf_inventory_count(const struct hf_inventory *inventory);
struct hf_file *hf_inventory_at(const struct hf_inventory *inventory,
				uint32_t index);

/* The index of @path, or HF_NO_FILE. */
uint32_t hf_inventory_find(const struct hf_inventory *inventory,
			   const char *path, size_t len);

/* The same, adding it where it is not there; HF_NO_FILE: out of memory. */
uint32_t hf_inventory_add(struct hf_inventory *inventory, const char *path,
			  size_t len);

/*
 * Room for the digest of @alg of a file: hf_alg_size() bytes, zero at first.
 * NULL when out of memory; once it was made, never NULL.
 */
unsigned char *hf_inventory_digest(struct hf_inventory *inventory,
				   uint32_t index, enum hf_alg alg);

/*
 * Set the digests of @algs of a file, and its listed to @algs.  -1 when out of
 * memory.
 */
int hf_inventory_set(struct hf_inventory *inventory, uint32_t index,
		     hf_alg_set algs, const struct hf_digests *digests,
		     struct hf_error *err);

/* Get them: those of @algs, which must have been set. */
void hf_inventory_get(struct hf_inventory *inventory, uint32_t index,
		      hf_alg_set algs, struct hf_digests *digests_ret);

/*
 * All indices, sorted by the bytes of their paths.  NULL when out of memory;
 * the inventory owns it, until the next call that adds.
 */
const uint32_t *hf_inventory_sorted(struct hf_inventory *inventory);

#endif
