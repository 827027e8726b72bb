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

#include "base/buf_type.h"

/* Whether @len bytes at @s are UTF-8 (RFC 3629); those of "" are. */
HF_API bool hf_utf8_is_valid(const char *s, size_t len);

/*
 * Append @len bytes at @s so that they are one harmless line: \n, \r, \t and
 * \\ as in C; other control characters and bytes that are not UTF-8 as \xHH;
 * characters that hide or reorder text (bidirectional controls, zero width,
 * line and paragraph separators) as \u{HEX}.  Everything else is as it was.
 */
HF_API void hf_escape(struct hf_buf *buf, const char *s, size_t len);

/*
 * The same for a message: escape into @out, cut with "..." where @size is too
 * small.  Returns @out.
 */
HF_API const char *hf_escape_into(char *out, size_t size, const char *s);

/* A name ready for a message, for the length of the full expression. */
#define hf_shown(s)	hf_escape_into((char[320]){ 0 }, 320, (s))

/* Put lower-case hexadecimal of @size bytes at @hex: 2 * @size characters and a NUL. */
HF_API void hf_hex_encode(char *hex, const unsigned char *data, size_t size);

/* The reverse, either case; false if @hex is not exactly 2 * @size digits. */
HF_API bool hf_hex_decode(unsigned char *data, size_t size, const char *hex,
			  size_t len);

/*
 * The candidate nearest to @word by edit distance (insert, delete, replace,
 * transpose), or NULL where none is near enough to suggest.
 * @next(ctx, i) yields the candidates, and NULL behind the last; what is
 * returned is one of them.
 */
HF_API const char *hf_nearest(const char *word,
			      const char *(*next)(void *ctx, size_t i),
			      void *ctx);

/*
 * "did you mean 'X'?", or where nothing is near, all that may stand there; into
 * @out, which is returned.
 */
HF_API const char *hf_suggest(char *out, size_t size, const char *word,
			      const char *(*next)(void *ctx, size_t i),
			      void *ctx);

/*
 * The last part of a path as people give it, with its length: "quay" of
 * "bags/quay//".  There is none in "/".
 */
HF_API const char *hf_last_part(const char *path, size_t *len_ret);

/* A number of bytes for people: "13.1 KiB".  Returns @out. */
HF_API const char *hf_format_bytes(char out[32], uint64_t bytes);

#endif
