#include "base/read.h"

#include <string.h>

#include "base/io.h"

ssize_t hf_read_fd(void *ctx, void *data, size_t size)
{
	const struct hf_fd_reader *reader = ctx;

	return hf_io->read(reader->fd, data, size);
}

ssize_t hf_read_memory(void *ctx, void *data, size_t size)
{
	struct hf_memory_reader *reader = ctx;
	size_t n = size < reader->left ? size : reader->left;

	if (n)
		memcpy(data, reader->at, n);
	reader->at += n;
	reader->left -= n;
	return (ssize_t)n;
}
