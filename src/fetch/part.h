/*
 * A file that is arriving: octets are appended and digested as they come, and
 * it gets its place in the bag when it is whole and right.
 *
 * Until then it lies in a folder beside the bag, under the path that it will
 * have in the bag.
 */
#ifndef HF_FETCH_PART_H
#define HF_FETCH_PART_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "digest/digester.h"

struct hf_part {
	const char *path;	/* in the bag, and in the folder beside it */
	hf_alg_set algs;
	int fd;			/* -1: not open */
	struct hf_digester *digester;
	uint64_t size;		/* octets that are there, and digested */
	bool there;		/* there is a file, in the folder beside */
};

#define HF_PART_NONE	{ .fd = -1 }

/*
 * Take what an earlier run left of it beneath @beside, where that is a file of
 * at most @limit octets; what is more, or something else, is removed.
 */
int hf_part_find(struct hf_part *part, int beside, uint64_t limit,
		 struct hf_error *err);

/* Open it, to go on behind what is there. */
int hf_part_open(struct hf_part *part, int beside, struct hf_error *err);

int hf_part_append(struct hf_part *part, const void *data, size_t size,
		   struct hf_error *err);

/* Begin anew. */
int hf_part_restart(struct hf_part *part, struct hf_error *err);

/* It is whole: make it durable, and say what its digests are. */
int hf_part_end(struct hf_part *part, struct hf_digests *digests_ret,
		struct hf_error *err);

/*
 * Give it its place beneath the bag @root, with the folders that it needs, all
 * durable.  1; 0 where something else is in the way, with errno; -1.
 */
int hf_part_place(struct hf_part *part, int beside, int root,
		  struct hf_error *err);

/* Let go of it; what has arrived stays. */
void hf_part_close(struct hf_part *part);

/* The same, and remove what has arrived. */
void hf_part_discard(struct hf_part *part, int beside);

#endif
