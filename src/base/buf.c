#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *hf_buf_reserve(struct hf_buf *buf, size_t len)
{
	size_t need, size;
	char *data;

	if (buf->failed)
		return NULL;
	if (__builtin_add_overflow(buf->len, len, &need) ||
	    __builtin_add_overflow(need, 1, &need) || need > SIZE_MAX / 2)
		goto fail;
	if (need > buf->size) {
		size = buf->size ? buf->size : 256;
		while (size < need)
			size *= 2;
		data = realloc(buf->data, size);
		if (!data)
			goto fail;
		buf->data = data;
		buf->size = size;
		buf->data[buf->len] = '\0';
	}
	return buf->data + buf->len;
fail:
	buf->failed = true;
	return NULL;
}

void hf_buf_add(struct hf_buf *buf, const void *data, size_t len)
{
	char *room = hf_buf_reserve(buf, len);

	if (!room)
		return;
	if (len)
		memcpy(room, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void hf_buf_adds(struct hf_buf *buf, const char *s)
{
	hf_buf_add(buf, s, strlen(s));
}

void hf_buf_addc(struct hf_buf *buf, char c)
{
	hf_buf_add(buf, &c, 1);
}

void hf_buf_printf(struct hf_buf *buf, const char *fmt, ...)
{
	va_list ap, again;
	char *room;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	room = n < 0 ? NULL : hf_buf_reserve(buf, (size_t)n);
	if (room) {
		vsnprintf(room, (size_t)n + 1, fmt, again);
		buf->len += (size_t)n;
	}
	va_end(again);
}

const char *hf_buf_text(const struct hf_buf *buf)
{
	return buf->data ? buf->data : "";
}

int hf_buf_check(const struct hf_buf *buf, struct hf_error *err)
{
	return buf->failed ? hf_fail_memory(err) : 0;
}

void hf_buf_clear(struct hf_buf *buf)
{
	buf->len = 0;
	buf->failed = false;
	if (buf->data)
		buf->data[0] = '\0';
}

void hf_buf_release(struct hf_buf *buf)
{
	free(buf->data);
	memset(buf, 0, sizeof(*buf));
}
