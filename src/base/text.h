/*
 * Text that comes from strangers: whether it is UTF-8, and how to show it.
 *
 * A file name may hold an escape sequence that rewrites the line of a report
 * (CVE-2025-54389 in a tool of our field), so every name is escaped before it
 * is printed, whoever reads.
 */
#ifndef HF_BASE_TEXT_H
#define HF_BASE_TEXT_H

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

HF_API bool hf_utf8_is_valid(const char *s, size_t len);

/* Append the UTF-8 form of @code. */
void hf_utf8_add(struct hf_buf *buf, uint32_t code);

/*
 * Append @len bytes at @s so that they are one harmless line: \n, \r, \t and
 * \\ as in C; other control characters and bytes that are not UTF-8 as \xHH;
 * characters that hide or reorder text (bidirectional controls, zero width,
 * line and paragraph separators) as \u{HEX}.  Everything else is as it was.
 */
HF_API void hf_escape(struct hf_buf *buf, const char *s, size_t len);

/* Whether hf_escape() would leave the bytes as they are. */
bool hf_is_printable(const char *s, size_t len);

/*
 * The same for a message: escape into @out, cut with "..." where @size is too
 * small.  Returns @out.
 */
HF_API const char *hf_escape_into(char *out, size_t size, const char *s);

/* A name ready for a message, for the length of the full expression. */
#define hf_shown(s)	hf_escape_into((char[320]){ 0 }, 320, (s))

/* Lower-case hexadecimal of @size bytes: 2 * @size characters and a NUL. */
HF_API void hf_hex_encode(char *hex, const unsigned char *data, size_t size);

/* The reverse, either case; false if @hex is not exactly 2 * @size digits. */
HF_API bool hf_hex_decode(unsigned char *data, size_t size, const char *hex,
			  size_t len);

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

/*
 * The candidate nearest to @word by edit distance (insert, delete, replace,
 * transpose), or NULL where none is near enough to suggest.
 * @next(ctx, i) yields the candidates, and NULL behind the last.
 */
HF_API const char *hf_nearest(const char *word,
			      const char *(*next)(void *ctx, size_t i),
			      void *ctx);

/* A number of bytes for people: "13.1 KiB". */
HF_API const char *hf_format_bytes(char out[32], uint64_t bytes);

#endif
