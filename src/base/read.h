/* Where the bytes of a text come from: a file, memory, or what a client has. */
#ifndef HF_BASE_READ_H
#define HF_BASE_READ_H

#include <stddef.h>
#include <sys/types.h>

#include "base/api.h"

/*
 * Put at most @size bytes at @data: how many, 0 at the end, or -1 with errno
 * set, as read(2) does.  @ctx is what was handed over beside the function.
 */
typedef ssize_t hf_read_fn(void *ctx, void *data, size_t size);

/* One over an open file; @ctx is a struct hf_fd_reader. */
struct hf_fd_reader {
	int fd;
};
/* EINTR is not hidden; the descriptor stays the caller's. */
HF_API ssize_t hf_read_fd(void *ctx, void *data, size_t size);

/* One over memory, which stays the caller's; @ctx is a struct hf_memory_reader. */
struct hf_memory_reader {
	const char *at;		/* moves on as it is read */
	size_t left;		/* bytes from there */
};
HF_API ssize_t hf_read_memory(void *ctx, void *data, size_t size);

#endif
