#include "base/normal.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/text.h"

bool hf_is_ascii(const char *s, size_t len)
{
	unsigned char any = 0;

	for (size_t i = 0; i < len; i++)
		any |= (unsigned char)s[i];
	return any < 0x80;
}

static bool map(struct hf_buf *buf, const char *s, size_t len,
		utf8proc_option_t options)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t n;

	if (!hf_utf8_is_valid(s, len))
		return false;
	n = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len,
			 &mapped, options);
	if (n < 0) {
		buf->failed |= n == UTF8PROC_ERROR_NOMEM;
		return false;
	}
	hf_buf_add(buf, mapped, (size_t)n);
	free(mapped);
	return !buf->failed;
}

bool hf_normal_form(struct hf_buf *buf, const char *s, size_t len)
{
	return map(buf, s, len, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

bool hf_normal_fold(struct hf_buf *buf, const char *s, size_t len)
{
	return map(buf, s, len,
		   UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}
