/*
 * Characters and numbers in text that is parsed, whatever the locale.
 */
#ifndef HF_BASE_CHARS_H
#define HF_BASE_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * Decode one code point of UTF-8 (RFC 3629: no surrogates, no overlong forms)
 * from the @len > 0 bytes at @s.  Returns its length in bytes and sets
 * *@code_ret, or returns 0 where the bytes are not UTF-8.
 */
size_t hf_utf8_decode(const char *s, size_t len, uint32_t *code_ret);

/* Append the UTF-8 form of @code. */
void hf_utf8_add(struct hf_buf *buf, uint32_t code);

/* Whether hf_escape() (base/text.h) would leave the bytes as they are. */
bool hf_is_printable(const char *s, size_t len);

/*
 * Whether it can be the identifier of something that people name in a file of
 * ours: small letters of ASCII, digits, and "._-" behind the first, at most 128.
 */
bool hf_id_is_proper(const char *id);

/* A capital letter of ASCII made small; everything else as it is. */
static inline char hf_ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Compare ASCII without case, whatever the locale; like strcasecmp(3). */
int hf_ascii_casecmp(const char *a, const char *b);

/* SP or TAB (RFC 8493, 7.2).  In line: asked of every byte of a manifest. */
static inline bool hf_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* A decimal number without sign, blanks, or overflow. */
bool hf_parse_uint64(const char *s, size_t len, uint64_t *value_ret);

#endif
