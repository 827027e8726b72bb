#include "base/lines.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/chars.h"
#include "base/text.h"

#define CHUNK	(64 * 1024)

/*
 * Bytes travel raw -> text -> line.  Where the encoding is UTF-8, iconv is not
 * asked (it would cost half the time of a large manifest): the text is the raw
 * bytes, and each line is checked as it goes out.
 */
struct hf_lines {
	hf_read_fn *read;
	void *ctx;
	iconv_t converter;	/* (iconv_t)-1: the bytes are UTF-8 */
	bool started;		/* the byte order has been chosen */
	const char *encoding;	/* UTF-16 or UTF-32 until started */

	char raw[CHUNK];
	size_t raw_len;		/* bytes not yet converted */
	char text[4 * CHUNK];	/* an 8-bit character takes up to 3 in UTF-8 */
	size_t text_at, text_len;

	struct hf_buf line;
	unsigned long number;
	bool eof, undecodable, after_cr;
	bool flushed;		/* the converter gave up what it held back */
};

/* glibc's bare UTF-16 assumes the machine's byte order without a mark. */
static const struct wide {
	const char *name, *big, *little;
	size_t mark_size;
	unsigned char big_mark[4], little_mark[4];
} wides[] = {
	{ "UTF-16", "UTF-16BE", "UTF-16LE", 2, { 0xfe, 0xff }, { 0xff, 0xfe } },
	{ "UTF-32", "UTF-32BE", "UTF-32LE", 4,
	  { 0, 0, 0xfe, 0xff }, { 0xff, 0xfe, 0, 0 } },
};

static const struct wide *find_wide(const char *encoding)
{
	for (size_t i = 0; i < sizeof(wides) / sizeof(wides[0]); i++) {
		if (!hf_ascii_casecmp(encoding, wides[i].name))
			return &wides[i];
	}
	return NULL;
}

static bool is_utf8(const char *encoding)
{
	return !hf_ascii_casecmp(encoding, "UTF-8") ||
	       !hf_ascii_casecmp(encoding, "UTF8");
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool hf_encoding_is_supported(const char *encoding)
{
	iconv_t converter;

	/*
	 * glibc drops what belongs in no name, takes "" for the locale's, and
	 * "//" for options: only names such as IANA registers get there.
	 */
	if (!is_letter(*encoding))
		return false;
	for (const char *c = encoding; *c; c++) {
		if (!is_letter(*c) && !strchr("0123456789-_.:+()", *c))
			return false;
	}
	/* What needs no table is there, also where memory has no room for one. */
	if (is_utf8(encoding))
		return true;
	converter = iconv_open("UTF-8", encoding);
	if (converter == (iconv_t)-1)
		return false;
	iconv_close(converter);
	return true;
}

int hf_lines_new(struct hf_lines **lines_ret, const char *encoding,
		 hf_read_fn *read, void *ctx, struct hf_error *err)
{
	struct hf_lines *lines;

	if (!hf_encoding_is_supported(encoding))
		return hf_fail(err, HF_EUSAGE, "the encoding '%s' cannot be decoded on this system",
			       hf_shown(encoding));
	lines = malloc(sizeof(*lines));
	if (!lines)
		return hf_fail_memory(err);
	/* The two large buffers are not cleared: nobody reads beyond them. */
	lines->read = read;
	lines->ctx = ctx;
	lines->converter = (iconv_t)-1;
	lines->started = true;
	lines->encoding = NULL;
	lines->raw_len = lines->text_at = lines->text_len = 0;
	memset(&lines->line, 0, sizeof(lines->line));
	lines->number = 0;
	lines->eof = lines->undecodable = lines->after_cr = lines->flushed = false;

	if (find_wide(encoding)) {
		lines->started = false;
		lines->encoding = find_wide(encoding)->name;
	} else if (!is_utf8(encoding)) {
		lines->converter = iconv_open("UTF-8", encoding);
		if (lines->converter == (iconv_t)-1) {
			free(lines);
			return hf_fail(err, HF_ESYS, "the encoding '%s' cannot be decoded",
				       hf_shown(encoding));
		}
	}
	*lines_ret = lines;
	return 0;
}

void hf_lines_free(struct hf_lines *lines)
{
	if (!lines)
		return;
	if (lines->converter != (iconv_t)-1)
		iconv_close(lines->converter);
	hf_buf_release(&lines->line);
	free(lines);
}

/* More bytes behind those that are waiting; sets eof where there are none. */
static int read_raw(struct hf_lines *lines, struct hf_error *err)
{
	ssize_t n;

	do {
		n = lines->read(lines->ctx, lines->raw + lines->raw_len,
				sizeof(lines->raw) - lines->raw_len);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return hf_fail(err, HF_ESYS, "it cannot be read");
	if (n == 0)
		lines->eof = true;
	lines->raw_len += (size_t)n;
	return 0;
}

static int choose_byte_order(struct hf_lines *lines, struct hf_error *err)
{
	const struct wide *wide = find_wide(lines->encoding);
	const char *name = wide->big;
	size_t mark = 0;

	while (lines->raw_len < wide->mark_size && !lines->eof) {
		if (read_raw(lines, err) < 0)
			return -1;
	}
	if (lines->raw_len >= wide->mark_size) {
		if (!memcmp(lines->raw, wide->little_mark, wide->mark_size)) {
			name = wide->little;
			mark = wide->mark_size;
		} else if (!memcmp(lines->raw, wide->big_mark,
				   wide->mark_size)) {
			mark = wide->mark_size;
		}
	}
	lines->raw_len -= mark;
	memmove(lines->raw, lines->raw + mark, lines->raw_len);
	lines->started = true;
	lines->converter = iconv_open("UTF-8", name);
	if (lines->converter == (iconv_t)-1)
		return hf_fail(err, HF_ESYS, "the encoding '%s' cannot be decoded", name);
	return 0;
}

/* Fill the text buffer, which is empty. */
static void convert(struct hf_lines *lines)
{
	char *in = lines->raw, *out = lines->text;
	size_t in_left = lines->raw_len, out_left = sizeof(lines->text);

	if (lines->converter == (iconv_t)-1) {
		memcpy(out, in, in_left);
		out_left -= in_left;
		in_left = 0;
	} else if (iconv(lines->converter, &in, &in_left, &out, &out_left) ==
		   (size_t)-1) {
		/* A character cut by the end of the chunk waits; a bad one not. */
		if (errno == EILSEQ || (errno == EINVAL && lines->eof))
			lines->undecodable = true;
	}
	/* Some converters hold a character back until they know what follows. */
	if (lines->converter != (iconv_t)-1 && lines->eof && !in_left &&
	    !lines->undecodable && out_left >= 16) {
		iconv(lines->converter, NULL, NULL, &out, &out_left);
		lines->flushed = true;
	}
	memmove(lines->raw, lines->raw + lines->raw_len - in_left, in_left);
	lines->raw_len = in_left;
	lines->text_at = 0;
	lines->text_len = sizeof(lines->text) - out_left;
}

static int fill(struct hf_lines *lines, struct hf_error *err)
{
	if (!lines->started && choose_byte_order(lines, err) < 0)
		return -1;
	while (lines->text_at == lines->text_len && !lines->undecodable) {
		if (lines->eof && !lines->raw_len &&
		    (lines->flushed || lines->converter == (iconv_t)-1))
			return 0;
		if (!lines->eof && read_raw(lines, err) < 0)
			return -1;
		convert(lines);
	}
	return 0;
}

/* How many bytes come before the first LF or CR: eight at a time. */
static size_t count_before_end(const char *s, size_t len)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t n = 0;

	for (; n + 8 <= len; n += 8) {
		uint64_t eight, lf, cr;

		/* A byte that is zero is the only one to borrow (at first). */
		memcpy(&eight, s + n, 8);
		lf = eight ^ ones * '\n';
		cr = eight ^ ones * '\r';
		if ((((lf - ones) & ~lf) | ((cr - ones) & ~cr)) & ones << 7)
			break;
	}
	while (n < len && s[n] != '\n' && s[n] != '\r')
		n++;
	return n;
}

/*
 * Append to the line up to its end or the end of the text at hand.  True when
 * the line is finished.
 */
static bool take(struct hf_lines *lines, struct hf_line *line)
{
	const char *from = lines->text + lines->text_at;
	size_t left = lines->text_len - lines->text_at;
	size_t n = count_before_end(from, left), keep = n;

	if (lines->line.len + keep > HF_LINE_MAX) {
		keep = HF_LINE_MAX - lines->line.len;
		line->cut = true;
	}
	hf_buf_add(&lines->line, from, keep);
	lines->text_at += n;
	if (n == left)
		return false;

	lines->text_at++;
	line->end = from[n] == '\n' ? HF_LINE_END_LF : HF_LINE_END_CR;
	lines->after_cr = from[n] == '\r';
	return true;
}

/* The LF of a CRLF may be the first character of the next chunk. */
static int finish_crlf(struct hf_lines *lines, struct hf_line *line,
		       struct hf_error *err)
{
	lines->after_cr = false;
	if (lines->text_at == lines->text_len && fill(lines, err) < 0)
		return -1;
	if (lines->text_at < lines->text_len &&
	    lines->text[lines->text_at] == '\n') {
		lines->text_at++;
		line->end = HF_LINE_END_CRLF;
	}
	return 0;
}

int hf_lines_next(struct hf_lines *lines, struct hf_line *line,
		  struct hf_error *err)
{
	bool finished = false;

	memset(line, 0, sizeof(*line));
	hf_buf_clear(&lines->line);
	while (!finished) {
		if (lines->text_at == lines->text_len) {
			if (fill(lines, err) < 0)
				return -1;
			if (lines->text_at == lines->text_len)
				break;
		}
		finished = take(lines, line);
	}
	if (!finished && !lines->line.len && !lines->undecodable)
		return 0;
	if (lines->after_cr && finish_crlf(lines, line, err) < 0)
		return -1;
	if (hf_buf_check(&lines->line, err) < 0)
		return -1;

	line->number = ++lines->number;
	line->text = hf_buf_text(&lines->line);
	line->len = lines->line.len;
	if (!finished && lines->undecodable) {
		line->undecodable = true;
		lines->undecodable = false;	/* said once; then the end */
		lines->eof = true;
		lines->raw_len = 0;
	} else if (lines->converter == (iconv_t)-1 && !line->cut &&
		   !hf_utf8_is_valid(line->text, line->len)) {
		line->undecodable = true;
	}
	return 1;
}
