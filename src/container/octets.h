/*
 * The octets of an archive, one after the other, without the filter that they
 * come through.  The filter is read to its very end, and its sums compared.
 */
#ifndef HF_CONTAINER_OCTETS_H
#define HF_CONTAINER_OCTETS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "container/kind.h"

struct archive;
struct z_stream_s;

struct hf_octets {
	int fd;
	bool seekable;
	struct stat st;
	uint64_t size;			/* of the file; 0: unknown */
	uint64_t at;			/* read of the file so far */
	unsigned char first[HF_KIND_OCTETS];	/* seen to recognize it */
	size_t n_first, first_at;
	int sys_errno;			/* why reading ended, or 0 */

	/* Between hf_octets_open() and hf_octets_close(): */
	unsigned char *chunk;
	struct archive *filter;		/* bzip2, xz, zstd */
	struct z_stream_s *gzip;
	unsigned char *unpacked;
	bool begun, ended;		/* the filter has */
	bool trailing;			/* there is something behind its end */
	const unsigned char *last;	/* what was given last */
	size_t n_last;
	uint64_t given;			/* in all */
	const char *breaks;		/* how it will end, after what is given */
	const char *damage;		/* why what is compressed ended, or NULL */
};

#define HF_OCTETS_CHUNK	(256 * 1024)

/* Begin, through the filter that @kind has.  False when memory ended. */
bool hf_octets_open(struct hf_octets *octets, enum hf_archive_kind kind);
void hf_octets_close(struct hf_octets *octets);

/*
 * The next of them, which live until the call after: how many, 0 at the end, or
 * -1: sys_errno, damage, or errno ENOMEM.
 */
ssize_t hf_octets_next(struct hf_octets *octets, const void **data_ret);

/* How many octets of a plain file are passed over. */
int64_t hf_octets_skip(struct hf_octets *octets, int64_t wanted);

#endif
