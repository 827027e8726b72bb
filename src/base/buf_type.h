/*
 * A buffer of bytes, as the library hands one out: text in data, of len bytes.
 * Whoever has one gives it back; the library alone adds to it (base/buf.h).
 */
#ifndef HF_BASE_BUF_TYPE_H
#define HF_BASE_BUF_TYPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/api.h"

/* Zero-initialized is empty and ready for use. */
struct hf_buf {
	char *data;		/* always NUL-terminated once anything is in it */
	size_t len;
	size_t size;
	bool failed;
};

/* Give the memory back; the buffer is empty then, and ready for use. */
HF_API void hf_buf_release(struct hf_buf *buf);

#endif
