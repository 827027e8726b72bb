/* What the parts of the reader of zips share: end, directory, ranges. */
#ifndef HF_CONTAINER_ZIP_H
#define HF_CONTAINER_ZIP_H

#include <endian.h>
#include <string.h>

#include "container/inside.h"

static inline uint16_t hf_zip_16(const unsigned char *at)
{
	uint16_t n;

	memcpy(&n, at, sizeof(n));
	return le16toh(n);
}

static inline uint32_t hf_zip_32(const unsigned char *at)
{
	uint32_t n;

	memcpy(&n, at, sizeof(n));
	return le32toh(n);
}

static inline uint64_t hf_zip_64(const unsigned char *at)
{
	uint64_t n;

	memcpy(&n, at, sizeof(n));
	return le64toh(n);
}

/* Exactly @size octets at @at; false with the trouble told. */
bool hf_zip_read_at(struct hf_archive *a, uint64_t at, void *data, size_t size);

/* Tell that @path is described in two ways. */
void hf_zip_differs(struct hf_archive *a, const char *path, const char *how);
/* It cannot be read, for the reason @sys_errno. */
void hf_zip_not_read(struct hf_indexed *m, int sys_errno);

/* Where the central directory lies. */
struct hf_zip_directory {
	uint64_t offset, size, entries;
};

/* zip_end.c: false where there is none, which was told. */
bool hf_zip_find_directory(struct hf_archive *a,
			   struct hf_zip_directory *directory);

/*
 * zip_ranges.c: members that share octets, and octets of no member.  @end is
 * where the directory begins.
 */
int hf_zip_check_ranges(struct hf_archive *a, uint64_t end,
			struct hf_error *err);

#endif
