#include "unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lines.h"
#include "../drip.h"

static const char *end_of(enum hf_line_end end)
{
	static const char *const names[] = {
		[HF_LINE_END_NONE] = "$",  [HF_LINE_END_LF] = "LF",
		[HF_LINE_END_CR]   = "CR", [HF_LINE_END_CRLF] = "CRLF",
	};

	return names[end];
}

/* All lines, as "one|LF two|CR three|$"; NULs as "0", "?" for undecodable. */
static void read_all(struct hf_buf *seen, const char *encoding,
		     const char *data, size_t size, size_t step)
{
	struct drip drip = { { data, size }, step };
	struct hf_lines *lines = NULL;
	unsigned long number = 0;
	struct hf_line line;
	struct hf_error err;
	int got;

	assert_ok(hf_lines_new(&lines, encoding, read_drip, &drip, &err), &err);
	while ((got = hf_lines_next(lines, &line, &err)) > 0) {
		ck_assert_uint_eq(line.number, ++number);
		ck_assert_int_eq(line.text[line.len], '\0');
		ck_assert(!line.cut);
		if (seen->len)
			hf_buf_addc(seen, ' ');
		if (line.undecodable) {
			hf_buf_addc(seen, '?');
			continue;
		}
		for (size_t i = 0; i < line.len; i++)
			hf_buf_addc(seen, line.text[i] ? line.text[i] : '0');
		hf_buf_printf(seen, "|%s", end_of(line.end));
	}
	ck_assert_int_eq(got, 0);
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 0);
	hf_lines_free(lines);
}

static const struct {
	const char *encoding;
	const char *data;
	size_t size;
	const char *lines;
} files[] = {
	{ "UTF-8", BYTES(""), "" },
	{ "UTF-8", BYTES("a"), "a|$" },
	{ "UTF-8", BYTES("a\n"), "a|LF" },
	{ "UTF-8", BYTES("a\r"), "a|CR" },
	{ "UTF-8", BYTES("a\r\n"), "a|CRLF" },
	{ "UTF-8", BYTES("a\nb"), "a|LF b|$" },
	{ "UTF-8", BYTES("one\ntwo\rthree\r\nfour"),
	  "one|LF two|CR three|CRLF four|$" },
	{ "UTF-8", BYTES("\n"), "|LF" },
	{ "UTF-8", BYTES("\n\n"), "|LF |LF" },
	{ "UTF-8", BYTES("\r\r"), "|CR |CR" },
	{ "UTF-8", BYTES("\r\n\r\n"), "|CRLF |CRLF" },
	{ "UTF-8", BYTES("\n\r"), "|LF |CR" },
	{ "UTF-8", BYTES("a\r\r\n\nb"), "a|CR |CRLF |LF b|$" },
	{ "UTF-8", BYTES(" a \t\n"), " a \t|LF" },
	{ "UTF-8", BYTES("a\0b\n\0"), "a0b|LF 0|$" },
	{ "UTF-8", BYTES("caf\xc3\xa9\n\xf0\x9f\x98\x80"),
	  "caf\xc3\xa9|LF \xf0\x9f\x98\x80|$" },
	/* Other line ends of Unicode are none here. */
	{ "UTF-8", BYTES("a\x0b\x0c\xc2\x85\xe2\x80\xa8" "b"),
	  "a\x0b\x0c\xc2\x85\xe2\x80\xa8" "b|$" },
	/* The mark is kept in UTF-8, where it must not be. */
	{ "UTF-8", BYTES("\xef\xbb\xbf" "a\n"), "\xef\xbb\xbf" "a|LF" },
	{ "utf-8", BYTES("a\n"), "a|LF" },
	{ "UTF8", BYTES("a\n"), "a|LF" },
	{ "US-ASCII", BYTES("a\nb\r\n"), "a|LF b|CRLF" },
	{ "ISO-8859-1", BYTES("caf\xe9\r\x80\n"), "caf\xc3\xa9|CR \xc2\x80|LF" },
	{ "windows-1252", BYTES("\x80\x93x\x94\n"),
	  "\xe2\x82\xac\xe2\x80\x9cx\xe2\x80\x9d|LF" },
	{ "Shift_JIS", BYTES("\x93\xfa\x96\x7b\n"),
	  "\xe6\x97\xa5\xe6\x9c\xac|LF" },
	/* The second byte of a character may look like "\". */
	{ "Shift_JIS", BYTES("\x83\x5c\n"), "\xe3\x82\xbd|LF" },
	/* UTF-16 and UTF-32: the mark says the order, else it is big-endian. */
	{ "UTF-16", BYTES(""), "" },
	{ "UTF-16", BYTES("\xfe\xff"), "" },
	{ "UTF-16", BYTES("\xff\xfe"), "" },
	{ "UTF-16", BYTES("\0a\0\n"), "a|LF" },
	{ "UTF-16", BYTES("\xfe\xff\0a\0\n\0b"), "a|LF b|$" },
	{ "UTF-16", BYTES("\xff\xfe" "a\0\n\0b\0"), "a|LF b|$" },
	{ "utf-16", BYTES("\xff\xfe" "a\0\r\0\n\0"), "a|CRLF" },
	{ "UTF-16", BYTES("\xfe\xff\xd8\x3d\xde\0\0\n"),
	  "\xf0\x9f\x98\x80|LF" },
	/* The bytes of LF and CR in another character end no line. */
	{ "UTF-16", BYTES("\x0a\x0d\x0d\x0a\0\n"),
	  "\xe0\xa8\x8d\xe0\xb4\x8a|LF" },
	{ "UTF-16BE", BYTES("\0a\0\n"), "a|LF" },
	{ "UTF-16LE", BYTES("a\0\n\0"), "a|LF" },
	{ "UTF-32", BYTES("\0\0\0a\0\0\0\n"), "a|LF" },
	{ "UTF-32", BYTES("\0\0\xfe\xff\0\0\0a\0\0\0\n"), "a|LF" },
	{ "UTF-32", BYTES("\xff\xfe\0\0" "a\0\0\0\n\0\0\0"), "a|LF" },
	/* Undecodable. */
	{ "UTF-8", BYTES("\xff"), "?" },
	{ "UTF-8", BYTES("good\ncaf\xe9"), "good|LF ?" },
	{ "UTF-8", BYTES("good\ncut \xe2\x82"), "good|LF ?" },
	{ "UTF-8", BYTES("\xed\xa0\x80\n"), "?" },
	{ "UTF-8", BYTES("\xc0\x8a" "a"), "?" },
	{ "US-ASCII", BYTES("good\ncaf\xe9"), "good|LF ?" },
	{ "US-ASCII", BYTES("\xff"), "?" },
	{ "UTF-16", BYTES("a"), "?" },
	{ "UTF-16", BYTES("\xfe\xff\0a\0"), "?" },
	{ "UTF-16", BYTES("\xfe\xff\0a\0\n\0"), "a|LF ?" },
	{ "UTF-16", BYTES("\xfe\xff\0a\0\n\xdc\0\0b"), "a|LF ?" },
	{ "UTF-16", BYTES("\xfe\xff\xd8\x3d"), "?" },
	{ "UTF-32", BYTES("\0\x11\0\0"), "?" },
	{ "UTF-32", BYTES("\0\0\xd8\0"), "?" },
	{ "UTF-32", BYTES("\0\0\0a\0\0\0"), "?" },
	{ "Shift_JIS", BYTES("a\n\x93"), "a|LF ?" },
	{ "windows-1252", BYTES("a\n\x81"), "a|LF ?" },
	/* An encoding whose converter holds a letter back, for a mark. */
	{ "TCVN5712-1", BYTES("a\na"), "a|LF a|$" },
};

START_TEST(a_file_is_its_lines_wherever_the_seams_are)
{
	static const size_t steps[] = { 1, 2, 3, 5, 1000 };

	if (!hf_encoding_is_supported(files[_i].encoding))
		return;		/* another libc: unknown_encodings tests that */
	for (int i = 0; i < COUNT(steps); i++) {
		struct hf_buf seen = { 0 };

		read_all(&seen, files[_i].encoding, files[_i].data,
			 files[_i].size, steps[i]);
		ck_assert_str_eq(hf_buf_text(&seen), files[_i].lines);
		hf_buf_release(&seen);
	}
}
END_TEST

/* Every character of a long text in its place, in chunks of all sizes. */
/* Ends are looked for in several bytes at once; their neighbours are none. */
START_TEST(a_line_ends_wherever_its_end_stands)
{
	static const char fills[] = { 'a', '\t', '\v', '\x0e', '\0', '\x7f' };
	static const char *const ends[] = { "LF", "CR" };

	for (size_t at = 0; at < 2 * 40; at++) {
		struct hf_buf seen = { 0 }, wanted = { 0 };
		char fill = fills[_i], text[40];
		size_t end = at / 2;

		memset(text, fill, sizeof(text));
		text[end] = at % 2 ? '\r' : '\n';
		for (size_t i = 0; i < sizeof(text); i++) {
			if (i == end)
				hf_buf_printf(&wanted, "|%s ", ends[at % 2]);
			else
				hf_buf_addc(&wanted, fill ? fill : '0');
		}
		if (end == sizeof(text) - 1)
			wanted.data[--wanted.len] = '\0';
		else
			hf_buf_adds(&wanted, "|$");
		read_all(&seen, "UTF-8", text, sizeof(text), 1000);
		ck_assert_str_eq(hf_buf_text(&seen), hf_buf_text(&wanted));
		hf_buf_release(&seen);
		hf_buf_release(&wanted);
	}
}
END_TEST

START_TEST(a_large_file_loses_nothing_at_the_seams_of_its_buffers)
{
	static const char *const encodings[] = { "UTF-8", "UTF-16",
						 "ISO-8859-1" };
	const char *encoding = encodings[_i];
	struct hf_buf text = { 0 }, expected = { 0 };
	struct drip drip = { .step = 65521 };	/* a prime */
	struct hf_lines *lines = NULL;
	struct hf_line line;
	struct hf_error err;
	int got, n = 0;

	for (int i = 0; i < 30000; i++) {
		hf_buf_clear(&expected);
		hf_buf_printf(&expected, "%d %*d\r\n", i, i % 97, i);
		for (size_t k = 0; k < expected.len; k++) {
			if (_i == 1)
				hf_buf_addc(&text, '\0');
			hf_buf_addc(&text, expected.data[k]);
		}
	}
	drip.memory = (struct hf_memory_reader){ text.data, text.len };
	assert_ok(hf_lines_new(&lines, encoding, read_drip, &drip, &err), &err);
	while ((got = hf_lines_next(lines, &line, &err)) > 0) {
		hf_buf_clear(&expected);
		hf_buf_printf(&expected, "%d %*d", n, n % 97, n);
		require(!strcmp(line.text, hf_buf_text(&expected)));
		require(line.end == HF_LINE_END_CRLF);
		n++;
	}
	ck_assert_int_eq(got, 0);
	ck_assert_int_eq(n, 30000);
	hf_lines_free(lines);
	hf_buf_release(&text);
	hf_buf_release(&expected);
}
END_TEST

/* A line of @len times @unit, then a short one. */
static struct hf_lines *begin_long(struct hf_buf *text,
				   struct hf_memory_reader *memory,
				   const char *unit, size_t len)
{
	struct hf_lines *lines = NULL;
	struct hf_error err;

	for (size_t i = 0; i < len; i++)
		hf_buf_adds(text, unit);
	hf_buf_adds(text, "\nnext\n");
	*memory = (struct hf_memory_reader){ text->data, text->len };
	assert_ok(hf_lines_new(&lines, "UTF-8", hf_read_memory, memory, &err),
		  &err);
	return lines;
}

static const struct {
	size_t len;
	bool cut;
} longs[] = {
	{ 65535, false }, { 65536, false }, { 65537, false },
	{ HF_LINE_MAX - 1, false }, { HF_LINE_MAX, false },
	{ HF_LINE_MAX + 1, true }, { 2 * HF_LINE_MAX, true },
	{ 20 * HF_LINE_MAX, true },
};

START_TEST(a_line_too_long_is_cut_and_marked_so_and_the_next_is_whole)
{
	struct hf_buf text = { 0 };
	struct hf_memory_reader memory;
	struct hf_lines *lines = begin_long(&text, &memory, "x", longs[_i].len);
	struct hf_line line;
	struct hf_error err;

	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 1);
	ck_assert_int_eq(line.cut, longs[_i].cut);
	ck_assert(!line.undecodable);
	ck_assert_uint_eq(line.len, longs[_i].cut ? HF_LINE_MAX
						  : longs[_i].len);
	ck_assert_int_eq(line.end, HF_LINE_END_LF);
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 1);
	ck_assert_str_eq(line.text, "next");
	ck_assert(!line.cut);
	ck_assert_uint_eq(line.number, 2);
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 0);
	hf_lines_free(lines);
	hf_buf_release(&text);
}
END_TEST

/* The cut may fall inside of a character; that is our doing. */
START_TEST(a_line_that_was_cut_is_not_called_undecodable)
{
	static const char *const units[] = { "\xc3\xa9", "\xe2\x82\xac",
					     "x\xc3\xa9" };
	struct hf_buf text = { 0 };
	struct hf_memory_reader memory;
	struct hf_lines *lines = begin_long(&text, &memory, units[_i],
					    HF_LINE_MAX);
	struct hf_line line;
	struct hf_error err;

	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 1);
	ck_assert(line.cut);
	ck_assert(!line.undecodable);
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 1);
	ck_assert_str_eq(line.text, "next");
	hf_lines_free(lines);
	hf_buf_release(&text);
}
END_TEST

/* Fails or is interrupted as told, between two pieces of text. */
struct trouble {
	int calls;
	int sys_errno;
};

static ssize_t read_trouble(void *ctx, void *data, size_t size)
{
	struct trouble *trouble = ctx;

	(void)size;
	switch (trouble->calls++) {
	case 0:
		memcpy(data, "one\nt", 5);
		return 5;
	case 1:
		errno = trouble->sys_errno;
		return -1;
	case 2:
		memcpy(data, "wo\n", 3);
		return 3;
	default:
		return 0;
	}
}

START_TEST(a_reading_that_fails_is_told_with_its_errno)
{
	struct trouble trouble = { 0, EIO };
	struct hf_lines *lines = NULL;
	struct hf_line line;
	struct hf_error err;

	assert_ok(hf_lines_new(&lines, _i ? "ISO-8859-1" : "UTF-8",
			       read_trouble, &trouble, &err), &err);
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 1);
	ck_assert_str_eq(line.text, "one");
	assert_fails(hf_lines_next(lines, &line, &err), &err, HF_ESYS);
	ck_assert_int_eq(err.sys_errno, EIO);
	hf_lines_free(lines);
}
END_TEST

START_TEST(a_reading_that_is_interrupted_goes_on)
{
	struct trouble trouble = { 0, EINTR };
	struct hf_lines *lines = NULL;
	struct hf_line line;
	struct hf_error err;

	assert_ok(hf_lines_new(&lines, "UTF-8", read_trouble, &trouble, &err),
		  &err);
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 1);
	ck_assert_str_eq(line.text, "one");
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 1);
	ck_assert_str_eq(line.text, "two");
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 0);
	hf_lines_free(lines);
}
END_TEST

START_TEST(encodings_that_every_archive_has_are_known)
{
	static const char *const known[] = {
		"UTF-8", "utf-8", "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32",
		"ISO-8859-1", "iso-8859-1", "US-ASCII", "windows-1252",
		"ISO-8859-15",
	};

	for (int i = 0; i < COUNT(known); i++)
		ck_assert_msg(hf_encoding_is_supported(known[i]), "%s",
			      known[i]);
}
END_TEST

static const char *const unknown[] = {
	"", " ", "x-none", "UTF-9", "UTF-8//TRANSLIT", "UTF-8//IGNORE", "/",
	"//", "UTF-8 ", "../../etc/passwd",
	"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
};

START_TEST(unknown_encodings_are_refused)
{
	struct hf_memory_reader memory = { BYTES("a\n") };
	struct hf_lines *lines = NULL;
	struct hf_error err;

	ck_assert(!hf_encoding_is_supported(unknown[_i]));
	assert_fails(hf_lines_new(&lines, unknown[_i], hf_read_memory, &memory,
				  &err), &err, HF_EUSAGE);
	ck_assert_ptr_null(lines);
}
END_TEST

START_TEST(a_file_is_read_by_its_descriptor)
{
	struct hf_fd_reader reader;
	struct hf_lines *lines = NULL;
	struct hf_line line;
	struct hf_error err;

	unit_puts("file", "a\nb");
	reader.fd = unit_open("file", 0);
	assert_ok(hf_lines_new(&lines, "UTF-8", hf_read_fd, &reader, &err),
		  &err);
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 1);
	ck_assert_str_eq(line.text, "a");
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 1);
	ck_assert_str_eq(line.text, "b");
	ck_assert_int_eq(line.end, HF_LINE_END_NONE);
	ck_assert_int_eq(hf_lines_next(lines, &line, &err), 0);
	hf_lines_free(lines);
	hf_io->close(reader.fd);
}
END_TEST

START_TEST(nothing_is_freed_without_harm)
{
	hf_lines_free(NULL);
}
END_TEST

Suite *lines_suite(void)
{
	Suite *s = suite_create("lines");
	TCase *tc = unit_case(s, "lines"), *disk = unit_disk_case(s, "disk");

	tcase_add_loop_test(tc, a_file_is_its_lines_wherever_the_seams_are, 0,
			    COUNT(files));
	tcase_add_loop_test(tc,
		a_large_file_loses_nothing_at_the_seams_of_its_buffers, 0, 3);
	tcase_add_loop_test(tc,
		a_line_too_long_is_cut_and_marked_so_and_the_next_is_whole, 0,
		COUNT(longs));
	tcase_add_loop_test(tc, a_line_that_was_cut_is_not_called_undecodable,
			    0, 3);
	tcase_add_loop_test(tc, a_reading_that_fails_is_told_with_its_errno, 0,
			    2);
	tcase_add_test(tc, a_reading_that_is_interrupted_goes_on);
	tcase_add_test(tc, encodings_that_every_archive_has_are_known);
	tcase_add_loop_test(tc, unknown_encodings_are_refused, 0,
			    COUNT(unknown));
	tcase_add_test(tc, nothing_is_freed_without_harm);
	tcase_add_test(disk, a_file_is_read_by_its_descriptor);
	tcase_add_loop_test(tc, a_line_ends_wherever_its_end_stands, 0, 6);
	return s;
}
