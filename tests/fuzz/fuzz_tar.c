/*
 * Any bytes as a tar, or what a filter makes one of: as a file, which is
 * indexed; from a pipe, in one pass; and compressed by gzip, in one pass too.
 */
#include "fuzz.h"

#include <zlib.h>

#include "archive_check.h"

#define BLOCK	512

static bool is_header(const uint8_t *block)
{
	return !memcmp(block + 257, "ustar", 5);
}

/* The sum that a header must have, so that what it says is looked at. */
static void write_sum(uint8_t *block)
{
	unsigned int sum = 0;

	memset(block + 148, ' ', 8);
	for (int i = 0; i < BLOCK; i++)
		sum += block[i];
	snprintf((char *)block + 148, 7, "%06o", sum);
}

/* A copy with each header's sum as it must be; the caller frees it. */
static uint8_t *with_sums(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size + 1);

	must(copy);
	memcpy(copy, data, size);
	for (size_t at = 0; at + BLOCK <= size; at += BLOCK) {
		if (is_header(copy + at))
			write_sum(copy + at);
	}
	return copy;
}

/* @size bytes, compressed in haste; the caller frees *@packed_ret. */
static size_t gzip(const uint8_t *data, size_t size, uint8_t **packed_ret)
{
	z_stream z = { 0 };
	size_t room;

	must(deflateInit2(&z, 1, Z_DEFLATED, 16 + MAX_WBITS, 9,
			  Z_DEFAULT_STRATEGY) == Z_OK);
	room = deflateBound(&z, size) + 32;
	*packed_ret = malloc(room);
	must(*packed_ret);
	z.next_in = (uint8_t *)data;
	z.avail_in = (unsigned int)size;
	z.next_out = *packed_ret;
	z.avail_out = (unsigned int)room;
	must(deflate(&z, Z_FINISH) == Z_STREAM_END);
	deflateEnd(&z);
	return room - z.avail_out;
}

static void try_all_ways(const uint8_t *data, size_t size)
{
	struct outcome indexed, passed, unpacked;
	uint8_t *packed;
	size_t n;

	verify_open_file(file_of(data, size), &indexed);
	if (size <= PIPE_MOST) {
		verify_open_file(pipe_of(data, size), &passed);
		must_not_contradict(&passed, &indexed);
	}
	/* What is no tar, or is compressed already, is not compressed again. */
	if (size < BLOCK || !is_header(data))
		return;
	n = gzip(data, size, &packed);
	verify_open_file(file_of(packed, n), &unpacked);
	free(packed);
	must_agree(&indexed, &unpacked);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy = with_sums(data, size);

	if (memcmp(copy, data, size) != 0)
		try_all_ways(copy, size);
	try_all_ways(data, size);
	free(copy);
	return 0;
}
