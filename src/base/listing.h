/*
 * One folder, listed: its entries a block at a time, each looked at.
 */
#ifndef HF_BASE_LISTING_H
#define HF_BASE_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

struct hf_listed {
	uint32_t name;		/* where it begins in the block */
	int sys_errno;		/* it could not be looked at; or 0 */
	struct stat st;
};

/* Zero-initialized is ready to be opened, and so is one that was closed. */
struct hf_listing {
	int fd;			/* the folder; -1 if it was not opened */
	int sys_errno;		/* why it could not be opened or read on; or 0 */
	bool ended;		/* nothing comes behind these */
	bool failed;		/* memory ended */
	char *block;
	struct hf_listed *at;	/* the entries of this block */
	size_t n, size;
};

/* The folder @path beneath @root, "" for @root itself, and its first block. */
void hf_listing_open(struct hf_listing *listing, int root, const char *path);

/* The next block, in the place of the one before. */
void hf_listing_next(struct hf_listing *listing);

const char *hf_listing_name(const struct hf_listing *listing, size_t i);

/* Close the folder; the memory is kept for the next. */
void hf_listing_close(struct hf_listing *listing);
void hf_listing_release(struct hf_listing *listing);

#endif
