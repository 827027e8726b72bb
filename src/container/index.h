/*
 * The members of an archive that holds a bag: what is where.
 *
 * A reader of some format adds each member as it meets it; then they are
 * sealed, and can be walked and found as files of a folder can.  Paths that
 * lead out, members that come twice, and a second folder at the top are told,
 * and left out.
 */
#ifndef HF_CONTAINER_INDEX_H
#define HF_CONTAINER_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "bag/source.h"
#include "finding/finding.h"

enum hf_index_place {
	HF_AT_OFFSET,	/* its bytes lie in fd, at offset */
	HF_DEFLATED,	/* the same, compressed: packed bytes */
	HF_DIGESTED,	/* it went by, and its digests are known; fd may be -1 */
	HF_NOT_READ,	/* it cannot be read: sys_errno */
};

struct hf_indexed {
	enum hf_walk_kind kind;		/* never UNREADABLE */
	enum hf_index_place place;
	const char *path;		/* beneath the bag; "" is the bag itself */
	size_t len;
	uint64_t size;
	int fd;
	uint64_t offset, packed;
	uint32_t lead;			/* of a zip: octets of its header before it */
	uint32_t crc;			/* of a zip: of what it unpacks to */
	bool has_crc;
	int sys_errno;
	struct timespec mtime;
	bool executable;		/* its owner may run it */
	const char *target;		/* of a symbolic link */
	const char *same_as;		/* path that it is a hard link to, or NULL */
	hf_alg_set algs;		/* where DIGESTED: which are known */
	const unsigned char *digests;	/* one behind the other, by hf_alg */
	uint32_t order;			/* in the archive */
	bool twice;			/* told already */
};

#define HF_NONE	UINT32_MAX

struct hf_index;

/* @name is how the archive is called in messages; borrowed until freed. */
int hf_index_new(struct hf_index **index_ret, const char *name,
		 struct hf_sink *sink, struct hf_error *err);
void hf_index_free(struct hf_index *index);	/* NULL is allowed */

/*
 * A member's @path as the archive has it: where it lies beneath the bag, in
 * memory of the index; NULL if it does not, which was told.  The first member
 * decides which folder at the top is the bag.  With *failed_ret, memory ended.
 */
const char *hf_index_place(struct hf_index *index, const char *path,
			   bool is_folder, bool *failed_ret);

/* Add a member; its path is one that hf_index_place() gave. */
int hf_index_add(struct hf_index *index, const struct hf_indexed *member,
		 struct hf_error *err);
/* The member just added, to be filled in later; until the next is added. */
struct hf_indexed *hf_index_last(struct hf_index *index);
uint32_t hf_index_count(const struct hf_index *index);
struct hf_indexed *hf_index_at(struct hf_index *index, uint32_t i);
/* By its path beneath the bag; HF_NONE.  Only after sealing. */
uint32_t hf_index_find(const struct hf_index *index, const char *path);
/* Text, or room, that lives as long as the index. */
const char *hf_index_keep(struct hf_index *index, const char *text);
void *hf_index_room(struct hf_index *index, size_t size);

/*
 * All are in: sort them, tell which come twice, resolve hard links.  With
 * @incomplete, members may be lost.
 */
int hf_index_seal(struct hf_index *index, bool incomplete,
		  struct hf_error *err);
bool hf_index_is_incomplete(const struct hf_index *index);

/* The folder at the top of the archive: the bag's name.  "" if there is none. */
const char *hf_index_top(const struct hf_index *index);

/*
 * hf_source_ops.walk over what was sealed.  Where members may be lost, what is
 * at the top is said not to have been seen, without a reason: that was told.
 */
int hf_index_walk(const struct hf_index *index, const char *start,
		  hf_walk_fn *visit, void *ctx, struct hf_error *err);

#endif
