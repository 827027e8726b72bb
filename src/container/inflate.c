#include "container/inflate.h"

#include <errno.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/file.h"
#include "base/io.h"

struct inflater {
	z_stream z;
	int fd;
	uint64_t at, left;		/* packed octets not yet read */
	uint64_t wanted;		/* bytes not yet given */
	bool ended, stored;
	uint32_t crc, sum;		/* that it must have; so far */
	unsigned char chunk[32 * 1024];
};

/* More packed octets; false with errno where there are none. */
static bool feed(struct inflater *in)
{
	size_t size = in->left < sizeof(in->chunk) ? (size_t)in->left
						   : sizeof(in->chunk);
	ssize_t n;

	if (!size) {
		errno = EARCHIVE_DAMAGED;
		return false;
	}
	do {
		n = hf_io->pread(in->fd, in->chunk, size, (off_t)in->at);
	} while (n < 0 && errno == EINTR);
	if (n <= 0) {
		if (n == 0)
			errno = EARCHIVE_DAMAGED;
		return false;
	}
	in->at += (uint64_t)n;
	in->left -= (uint64_t)n;
	in->z.next_in = in->chunk;
	in->z.avail_in = (unsigned int)n;
	return true;
}

/* What an answer of inflate() means; 0 where it can go on, or has ended. */
static int trouble_of(int got)
{
	switch (got) {
	case Z_OK:
	case Z_STREAM_END:
	case Z_BUF_ERROR:
		return 0;
	case Z_MEM_ERROR:
		return ENOMEM;
	default:
		return EARCHIVE_DAMAGED;
	}
}

/* Whether it ends where it must: not a byte more, not an octet left. */
static bool has_ended(struct inflater *in)
{
	unsigned char more;
	int got = Z_OK;

	while (!in->ended) {

		in->z.next_out = &more;
		in->z.avail_out = 1;
		if (!in->z.avail_in && in->left && !feed(in))
			return false;
		got = inflate(&in->z, Z_NO_FLUSH);
		in->ended = got == Z_STREAM_END;
		if (!in->z.avail_out || (got != Z_OK && !in->ended))
			break;
	}
	if (in->ended && !in->left && !in->z.avail_in)
		return true;
	errno = got == Z_MEM_ERROR ? ENOMEM : EARCHIVE_DAMAGED;
	return false;
}

/* Compare the sum, and that nothing is left, with the last byte. */
static ssize_t given(struct inflater *in, const void *data, size_t size)
{
	in->sum = (uint32_t)crc32_z(in->sum, data, size);
	in->wanted -= size;
	if (in->wanted)
		return (ssize_t)size;
	if (!in->stored && !has_ended(in))
		return -1;
	if (in->sum == in->crc)
		return (ssize_t)size;
	errno = EARCHIVE_DAMAGED;
	return -1;
}

static ssize_t give_stored(struct inflater *in, void *data, size_t size)
{
	ssize_t n = hf_io->pread(in->fd, data, size, (off_t)in->at);

	if (n == 0)
		errno = EARCHIVE_DAMAGED;
	if (n <= 0)
		return -1;
	in->at += (uint64_t)n;
	return given(in, data, (size_t)n);
}

static ssize_t give_inflated(struct inflater *in, void *data, size_t size)
{
	in->z.next_out = data;
	in->z.avail_out = size > 1u << 30 ? 1u << 30 : (unsigned int)size;
	size = in->z.avail_out;
	while (in->z.avail_out == size) {
		int got;

		if (in->ended || (!in->z.avail_in && !feed(in))) {
			if (in->ended)
				errno = EARCHIVE_DAMAGED;
			return -1;
		}
		got = inflate(&in->z, Z_NO_FLUSH);
		in->ended = got == Z_STREAM_END;
		if (trouble_of(got)) {
			errno = trouble_of(got);
			return -1;
		}
	}
	return given(in, data, size - in->z.avail_out);
}

static ssize_t give(void *ctx, void *data, size_t size)
{
	struct inflater *in = ctx;

	if (size > in->wanted)
		size = (size_t)in->wanted;
	if (!size)
		return 0;
	return in->stored ? give_stored(in, data, size)
			  : give_inflated(in, data, size);
}

int hf_inflate_open(struct hf_extent *extent, const struct hf_indexed *m)
{
	struct inflater *in = calloc(1, sizeof(*in));

	if (!in || inflateInit2(&in->z, -MAX_WBITS) != Z_OK) {
		free(in);
		return ENOMEM;
	}
	in->fd = m->fd;
	in->at = m->offset;
	in->left = m->packed;
	in->wanted = m->size;
	in->crc = m->crc;
	in->stored = m->place == HF_AT_OFFSET;
	extent->fd = -1;
	extent->offset = 0;
	extent->length = m->size;
	extent->read = give;
	extent->read_ctx = in;
	return 0;
}

void hf_inflate_close(const struct hf_extent *extent)
{
	struct inflater *in = extent->read_ctx;

	inflateEnd(&in->z);
	free(in);
}
