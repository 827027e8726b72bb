/*
 * A growing buffer of bytes.  Appending may run out of memory; the buffer then
 * remembers it (failed), further appends do nothing, and whoever assembled it
 * asks once, at the end.
 */
#ifndef HF_BASE_BUF_H
#define HF_BASE_BUF_H

#include <stddef.h>

#include "base/buf_type.h"
#include "base/error.h"

void hf_buf_add(struct hf_buf *buf, const void *data, size_t len);
void hf_buf_adds(struct hf_buf *buf, const char *s);
void hf_buf_addc(struct hf_buf *buf, char c);
void hf_buf_printf(struct hf_buf *buf, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Room for @len bytes more; NULL when out of memory.  The caller adds to len. */
char *hf_buf_reserve(struct hf_buf *buf, size_t len);

/* The text so far, "" where there is none; never NULL. */
const char *hf_buf_text(const struct hf_buf *buf);

/* 0, or -1 with HF_ENOMEM if any append failed. */
int hf_buf_check(const struct hf_buf *buf, struct hf_error *err);

void hf_buf_clear(struct hf_buf *buf);		/* empty, but keep the memory */

#endif
