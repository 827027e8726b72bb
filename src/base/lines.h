/*
 * Lines of a text file, streamed: bytes in any encoding come in, lines of
 * UTF-8 go out, each ended by LF, CR, or CRLF (RFC 8493, 2.1.1).  Memory is
 * bounded by the longest line allowed, whatever the file's size.
 */
#ifndef HF_BASE_LINES_H
#define HF_BASE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/read.h"

/* Longer lines are cut, and marked so: no name on any file system needs them. */
#define HF_LINE_MAX	(1024 * 1024)

enum hf_line_end { HF_LINE_END_NONE, HF_LINE_END_LF, HF_LINE_END_CR,
		   HF_LINE_END_CRLF };

struct hf_line {
	const char *text;	/* UTF-8, NUL-terminated; valid until the next call */
	size_t len;		/* the text may itself hold NULs */
	unsigned long number;	/* from 1 */
	enum hf_line_end end;	/* NONE: the file ends without a line end */
	bool undecodable;	/* not in the encoding: what follows is not read */
	bool cut;		/* longer than HF_LINE_MAX */
};

struct hf_lines;

/* Whether text in @encoding (an IANA name) can be decoded here. */
bool hf_encoding_is_supported(const char *encoding);

/*
 * Begin to read.  A byte-order mark is not removed from UTF-8, where RFC 8493
 * forbids it: the first line then begins with U+FEFF.  In UTF-16 and UTF-32 it
 * chooses the byte order and is dropped; without one they are big-endian (RFC
 * 2781, 4.3).  An encoding that iconv does not know is HF_EUSAGE.
 * On success the caller owns *@lines_ret.
 */
int hf_lines_new(struct hf_lines **lines_ret, const char *encoding,
		 hf_read_fn *read, void *ctx, struct hf_error *err);
void hf_lines_free(struct hf_lines *lines);	/* NULL is allowed */

/* 1 and a line; 0 at the end; -1 if reading failed (HF_ESYS) or memory ended. */
int hf_lines_next(struct hf_lines *lines, struct hf_line *line_ret,
		  struct hf_error *err);

#endif
