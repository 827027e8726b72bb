/* Quotations, looked for in files that are in memory alone. */
#include "unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bag/source.h"
#include "provenance/model.h"
#include "provenance/quote.h"

#define CHUNK	(16 * 1024)	/* that the search reads at a time */

static int fd = -1;

static void make_file(void)
{
	fd = memfd_create("quoted", MFD_CLOEXEC);
	ck_assert_int_ge(fd, 0);
}

static void drop_file(void)
{
	hf_io = &hf_io_system;
	close(fd);
	fd = -1;
}

static void fill(const char *data, size_t size)
{
	require(ftruncate(fd, 0) == 0);
	require(pwrite(fd, data, size, 0) == (ssize_t)size);
	require(lseek(fd, 0, SEEK_SET) == 0);
}

static int find_in_file(const char *quote, bool *found)
{
	struct hf_fd_reader reader = { .fd = fd };

	return hf_quote_find(hf_read_fd, &reader, quote, found);
}

/* Whether @quote stands in the file, read from its beginning. */
static bool finds(const char *quote)
{
	bool found = true;

	require(lseek(fd, 0, SEEK_SET) == 0);
	require(find_in_file(quote, &found) == 0);
	return found;
}

static const struct {
	const char *text;
	size_t size;
	const char *quote;
	bool found;
} cases[] = {
	{ BYTES("three copies were typed"), "copies were", true },
	{ BYTES("three copies were typed"), "three", true },
	{ BYTES("three copies were typed"), "typed", true },
	{ BYTES("three copies were typed"), "three copies were typed", true },
	{ BYTES("three copies were typed"), "three copies were typed.", false },
	{ BYTES("three copies were typed"), "copies  were", true },
	{ BYTES("three copies were typed"), "copieswere", false },
	{ BYTES("three copies were typed"), "Copies", false },
	{ BYTES("three copies were typed"), "e c", true },
	{ BYTES("x"), "x", true },
	{ BYTES("x"), "xx", false },
	{ BYTES(""), "x", false },
	{ BYTES(" "), "x", false },
	/* White space of every kind is one blank, on either side. */
	{ BYTES("three\ncopies"), "three copies", true },
	{ BYTES("three\r\n   copies"), "three copies", true },
	{ BYTES("three\t\v\f copies"), "three copies", true },
	{ BYTES("three copies"), "three\n\n\tcopies", true },
	{ BYTES("three copies"), " three copies ", true },
	{ BYTES("three copies"), "\n three copies\t\n", true },
	{ BYTES("\n  three copies"), " three", true },
	{ BYTES("threecopies"), "three copies", false },
	{ BYTES("thr ee copies"), "three copies", false },
	{ BYTES("three  "), "three copies", false },
	/* A no-break space and a hyphen at the end of a line are not white. */
	{ BYTES("three\xc2\xa0" "copies"), "three copies", false },
	{ BYTES("three cop-\nies"), "three copies", false },
	/* Bytes count: accents composed otherwise, and NULs. */
	{ BYTES("caf\xc3\xa9"), "caf\xc3\xa9", true },
	{ BYTES("cafe\xcc\x81"), "caf\xc3\xa9", false },
	{ BYTES("three\0copies"), "threecopies", false },
	{ BYTES("three\0copies"), "copies", true },
	{ BYTES("\xff\xfe three copies \xff"), "three copies", true },
	/* What begins within what has begun. */
	{ BYTES("aaab"), "aab", true },
	{ BYTES("ababac"), "abac", true },
	{ BYTES("abcabcabd"), "abcabd", true },
	{ BYTES("abacabacabad"), "abacabad", true },
	{ BYTES("aabaabaaab"), "aabaaab", true },
	{ BYTES("aaaaaaaaaa"), "aaaaaaaaaaa", false },
	{ BYTES("abababababab"), "abababc", false },
	{ BYTES("a a a b"), "a a b", true },
	{ BYTES("a  a \n a\tb"), "a a b", true },
	{ BYTES("a aa a b"), "aa a b", true },
	{ BYTES("a b a b a c"), "a b a c", true },
};

START_TEST(words_are_found_as_they_stand)
{
	fill(cases[_i].text, cases[_i].size);
	ck_assert_msg(finds(cases[_i].quote) == cases[_i].found,
		      "'%s' in '%s'", cases[_i].quote, cases[_i].text);
}
END_TEST

static const char *const empty[] = { "", " ", "\n\t \r\v\f" };

START_TEST(nothing_stands_everywhere)
{
	fill("", 0);
	ck_assert(finds(empty[_i]));
	fill("x", 1);
	ck_assert(finds(empty[_i]));
}
END_TEST

/* A text, and at @at the words, whatever lies around them. */
static void place(char *text, size_t size, size_t at, const char *words)
{
	memset(text, 'x', size);
	memcpy(text + at, words, strlen(words));
	fill(text, size);
}

START_TEST(a_border_between_chunks_is_none)
{
	static const char *const words[] = {
		"typed in two copies", "typed\nin  two \n\t copies",
	};
	static char text[3 * CHUNK];
	const size_t chunk = (size_t)_i * CHUNK;

	for (int w = 0; w < COUNT(words); w++) {
		for (size_t back = 0; back <= strlen(words[w]) + 1; back++) {
			place(text, sizeof(text), chunk - back, words[w]);
			require(finds("typed in two copies"));
			require(!finds("typed in two copies."));
		}
	}
}
END_TEST

START_TEST(white_space_may_fill_chunks)
{
	static char text[4 * CHUNK];

	memset(text, ' ', sizeof(text));
	memcpy(text + CHUNK - 5, "typed", 5);
	memcpy(text + 3 * CHUNK, "twice", 5);
	fill(text, sizeof(text));
	ck_assert(finds("typed twice"));
	ck_assert(!finds("typedtwice"));
	ck_assert(!finds("typed  once"));
}
END_TEST

START_TEST(a_quotation_may_be_longer_than_a_chunk)
{
	static char text[3 * CHUNK + 1], quote[2 * CHUNK + 1];

	unit_noise((unsigned char *)text, 3 * CHUNK, 1);
	for (size_t i = 0; i < 3 * CHUNK; i++)
		text[i] = (char)('a' + (unsigned char)text[i] % 26);
	memcpy(quote, text + 777, 2 * CHUNK);
	fill(text, 3 * CHUNK);
	ck_assert(finds(quote));
	quote[2 * CHUNK - 1]++;
	ck_assert(!finds(quote));
}
END_TEST

/* The same, as simply as it can be said. */
static void fold(const char *text, size_t size, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < size; i++) {
		bool white = strchr(" \t\n", text[i]) != NULL;

		if (!white)
			out[n++] = text[i];
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	out[n] = '\0';
}

/* Few letters, so that what matches goes on to match for long. */
START_TEST(it_finds_what_a_plain_search_finds)
{
	static const char letters[] = "aab \n\t";
	unsigned char noise[64];
	int found = 0;

	for (unsigned int round = 0; round < 20000; round++) {
		char text[41], quote[9], folded[41], wanted[9];
		size_t size, len;

		unit_noise(noise, sizeof(noise), round);
		size = noise[0] % 40;
		len = noise[1] % 8;
		for (size_t i = 0; i < size; i++)
			text[i] = letters[noise[2 + i] % 6];
		for (size_t i = 0; i < len; i++)
			quote[i] = letters[noise[50 + i] % 6];
		quote[len] = '\0';
		fold(text, size, folded);
		fold(quote, len, wanted);
		if (*wanted && wanted[strlen(wanted) - 1] == ' ')
			wanted[strlen(wanted) - 1] = '\0';
		fill(text, size);
		require(finds(quote) == (strstr(folded, wanted) != NULL));
		found += strstr(folded, wanted) != NULL;
	}
	/* It was a test of both answers. */
	ck_assert_int_gt(found, 5000);
	ck_assert_int_lt(found, 19000);
}
END_TEST

static int calls;

/* A byte at a time, and interrupted before each. */
static ssize_t read_little(int from, void *data, size_t size)
{
	if (calls++ % 2 == 0) {
		errno = EINTR;
		return -1;
	}
	return read(from, data, size ? 1 : 0);
}

START_TEST(short_reads_and_interruptions_are_none)
{
	struct hf_io *io = unit_replace_io();

	calls = 0;
	io->read = read_little;
	fill("three\n copies", 13);
	ck_assert(finds("three copies"));
	ck_assert(!finds("four copies"));
	ck_assert_int_gt(calls, 26);
}
END_TEST

static ssize_t read_badly(int from, void *data, size_t size)
{
	if (calls++ == 0)
		return read(from, data, 4);
	errno = EIO;
	return -1;
}

START_TEST(a_file_that_cannot_be_read_is_told)
{
	struct hf_io *io = unit_replace_io();
	bool found = false;

	calls = 0;
	io->read = read_badly;
	fill("three copies", 12);
	errno = 0;
	ck_assert_int_eq(find_in_file("three copies", &found), -1);
	ck_assert_int_eq(errno, EIO);
	/* What was read until then is enough where it is all. */
	calls = 0;
	ck_assert_int_eq(lseek(fd, 0, SEEK_SET), 0);
	ck_assert_int_eq(find_in_file("thr", &found), 0);
	ck_assert(found);
}
END_TEST

static ssize_t pread_nothing(int from, void *data, size_t size, off_t at)
{
	(void)from;
	(void)data;
	(void)size;
	(void)at;
	errno = EIO;
	return -1;
}

/* What could not be read is neither what was cited nor something else. */
START_TEST(a_cited_file_that_cannot_be_read_is_not_said_to_have_changed)
{
	/* Of the three bytes "abc" (RFC 1321). */
	const char *digest = "md5:900150983cd24fb0d6963f7d28e17f72";
	struct hf_claim claim = {
		.head = { .id = "c", .line = 3 }, .cite = "data/a",
		.digests = { &digest, 1 },
	};
	struct hf_record record = {
		.name = "record.txt", .claims = &claim, .n_claims = 1,
	};
	struct hf_source *source = NULL;
	struct hf_findings list;
	struct hf_error err;
	size_t wrong = 9;

	unit_mkdir("data");
	unit_write("data/a", "abc", 3);
	hf_findings_init(&list);
	assert_ok(hf_source_from_directory(&source, unit_dir, &err), &err);
	assert_ok(hf_quotes_check(&record, source, HF_IN_PACKAGE, &list.sink,
				  &wrong, &err), &err);
	ck_assert_str_eq(unit_findings(&list), "");
	ck_assert_uint_eq(wrong, 0);
	unit_replace_io()->pread = pread_nothing;
	assert_ok(hf_quotes_check(&record, source, HF_IN_PACKAGE, &list.sink,
				  &wrong, &err), &err);
	ck_assert_str_eq(unit_findings(&list), "cite-unreadable:3");
	ck_assert_uint_eq(wrong, 1);
	hf_findings_release(&list);
	hf_source_free(source);
}
END_TEST

static TCase *file_case(Suite *suite, const char *name)
{
	TCase *tc = unit_case(suite, name);

	tcase_add_checked_fixture(tc, make_file, drop_file);
	return tc;
}

Suite *quote_suite(void)
{
	Suite *s = suite_create("quote");
	TCase *tc = file_case(s, "words");

	tcase_add_loop_test(tc, words_are_found_as_they_stand, 0,
			    COUNT(cases));
	tcase_add_loop_test(tc, nothing_stands_everywhere, 0, COUNT(empty));
	tcase_add_test(tc, it_finds_what_a_plain_search_finds);

	tc = file_case(s, "chunks");
	tcase_add_loop_test(tc, a_border_between_chunks_is_none, 1, 3);
	tcase_add_test(tc, white_space_may_fill_chunks);
	tcase_add_test(tc, a_quotation_may_be_longer_than_a_chunk);
	tcase_add_test(tc, short_reads_and_interruptions_are_none);
	tcase_add_test(tc, a_file_that_cannot_be_read_is_told);
	tc = unit_disk_case(s, "cited");
	tcase_add_test(tc,
		       a_cited_file_that_cannot_be_read_is_not_said_to_have_changed);
	return s;
}
