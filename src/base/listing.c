#include "base/listing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/list.h"

#define BLOCK_SIZE	(16 * 1024)

/* The layout of getdents64(2), which no header of glibc declares. */
struct entry64 {
	uint64_t ino;
	int64_t off;
	unsigned short reclen;
	unsigned char type;
	char name[];
};

static struct hf_listed *add(struct hf_listing *listing)
{
	struct hf_listed *grown = hf_list_grow(listing->at, listing->n,
					       &listing->size, sizeof(*grown));

	if (!grown) {
		listing->failed = true;
		return NULL;
	}
	listing->at = grown;
	return &grown[listing->n];
}

static void look_at(struct hf_listing *listing, const struct entry64 *e)
{
	struct hf_listed *listed;

	if (!strcmp(e->name, ".") || !strcmp(e->name, ".."))
		return;
	listed = add(listing);
	if (!listed)
		return;
	listed->name = (uint32_t)(e->name - listing->block);
	listed->sys_errno = 0;
	if (hf_io->fstatat(listing->fd, e->name, &listed->st,
			   AT_SYMLINK_NOFOLLOW) < 0)
		listed->sys_errno = errno;
	if (listed->sys_errno != ENOENT)	/* removed while we were looking */
		listing->n++;
}

void hf_listing_next(struct hf_listing *listing)
{
	ssize_t n;

	listing->n = 0;
	n = hf_io->getdents(listing->fd, listing->block, BLOCK_SIZE);
	if (n < 0)
		listing->sys_errno = errno;
	listing->ended = n <= 0;
	for (ssize_t at = 0; at < n && !listing->failed;) {
		const struct entry64 *e = (const void *)(listing->block + at);

		at += e->reclen;
		look_at(listing, e);
	}
}

void hf_listing_open(struct hf_listing *listing, int root, const char *path)
{
	listing->fd = -1;
	listing->sys_errno = 0;
	listing->n = 0;
	listing->ended = true;
	if (!listing->block)
		listing->block = malloc(BLOCK_SIZE);
	listing->failed = !listing->block;
	if (listing->failed)
		return;
	listing->fd = hf_open_beneath(root, *path ? path : ".",
				      O_RDONLY | O_DIRECTORY);
	if (listing->fd < 0)
		listing->sys_errno = errno;
	else
		hf_listing_next(listing);
}

const char *hf_listing_name(const struct hf_listing *listing, size_t i)
{
	return listing->block + listing->at[i].name;
}

void hf_listing_close(struct hf_listing *listing)
{
	if (listing->block)
		hf_close(listing->fd);
	listing->fd = -1;
}

void hf_listing_release(struct hf_listing *listing)
{
	hf_listing_close(listing);
	free(listing->block);
	free(listing->at);
	memset(listing, 0, sizeof(*listing));
}
