#include "unit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/chars.h"
#include "base/text.h"

/* The first code point of some bytes; a length of 0: they are not UTF-8. */
static const struct {
	const char *bytes;
	size_t size;
	size_t len;
	uint32_t code;
} firsts[] = {
	{ BYTES("\0"), 1, 0 },
	{ BYTES("A"), 1, 'A' },
	{ BYTES("\x7f"), 1, 0x7f },
	{ BYTES("\xc2\x80"), 2, 0x80 },
	{ BYTES("\xdf\xbf"), 2, 0x7ff },
	{ BYTES("\xe0\xa0\x80"), 3, 0x800 },
	{ BYTES("\xed\x9f\xbf"), 3, 0xd7ff },
	{ BYTES("\xee\x80\x80"), 3, 0xe000 },
	{ BYTES("\xef\xbf\xbf"), 3, 0xffff },
	{ BYTES("\xf0\x90\x80\x80"), 4, 0x10000 },
	{ BYTES("\xf4\x8f\xbf\xbf"), 4, 0x10ffff },
	{ BYTES("\xc3\xa9x"), 2, 0xe9 },
	/* Overlong (RFC 3629, 3). */
	{ BYTES("\xc0\x80"), 0, 0 },
	{ BYTES("\xc0\xaf"), 0, 0 },
	{ BYTES("\xc1\xbf"), 0, 0 },
	{ BYTES("\xe0\x80\x80"), 0, 0 },
	{ BYTES("\xe0\x9f\xbf"), 0, 0 },
	{ BYTES("\xf0\x80\x80\x80"), 0, 0 },
	{ BYTES("\xf0\x8f\xbf\xbf"), 0, 0 },
	/* Surrogates, and beyond the end. */
	{ BYTES("\xed\xa0\x80"), 0, 0 },
	{ BYTES("\xed\xbf\xbf"), 0, 0 },
	{ BYTES("\xf4\x90\x80\x80"), 0, 0 },
	{ BYTES("\xf5\x80\x80\x80"), 0, 0 },
	{ BYTES("\xf8\x88\x80\x80\x80"), 0, 0 },
	{ BYTES("\xfe"), 0, 0 },
	{ BYTES("\xff"), 0, 0 },
	/* A continuation alone, and one that is missing. */
	{ BYTES("\x80"), 0, 0 },
	{ BYTES("\xbf"), 0, 0 },
	{ BYTES("\xc3"), 0, 0 },
	{ BYTES("\xc3" "A"), 0, 0 },
	{ BYTES("\xc3\xc3\xa9"), 0, 0 },
	{ BYTES("\xe2\x82"), 0, 0 },
	{ BYTES("\xe2\x28\xa1"), 0, 0 },
	{ BYTES("\xe2\x82\x28"), 0, 0 },
	{ BYTES("\xf0\x9f\x98"), 0, 0 },
	{ BYTES("\xf0\x28\x8c\xbc"), 0, 0 },
	{ BYTES("\xf0\x90\x8c\x28"), 0, 0 },
};

START_TEST(a_code_point_is_decoded_or_refused)
{
	uint32_t code = 0xdead;
	size_t n = hf_utf8_decode(firsts[_i].bytes, firsts[_i].size, &code);

	ck_assert_uint_eq(n, firsts[_i].len);
	if (n)
		ck_assert_uint_eq(code, firsts[_i].code);
	ck_assert_int_eq(hf_utf8_is_valid(firsts[_i].bytes, firsts[_i].size),
			 n > 0);
}
END_TEST

START_TEST(every_code_point_comes_back_and_no_other_does)
{
	struct hf_buf buf = { 0 };
	uint32_t code;

	for (uint32_t c = 0; c <= 0x110000; c++) {
		bool valid = c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
		size_t n;

		hf_buf_clear(&buf);
		hf_utf8_add(&buf, c);
		n = hf_utf8_decode(buf.data, buf.len, &code);
		if (n != (valid ? buf.len : 0) || (valid && code != c))
			ck_abort_msg("U+%04X", (unsigned int)c);
		/* And never out of one byte less. */
		if (buf.len > 1 &&
		    hf_utf8_decode(buf.data, buf.len - 1, &code))
			ck_abort_msg("U+%04X, cut", (unsigned int)c);
	}
	hf_buf_release(&buf);
}
END_TEST

START_TEST(validity_is_of_the_whole)
{
	ck_assert(hf_utf8_is_valid("", 0));
	ck_assert(hf_utf8_is_valid(BYTES("caf\xc3\xa9 \xe2\x82\xac\0x")));
	ck_assert(!hf_utf8_is_valid(BYTES("caf\xc3\xa9 \xe2\x82")));
	ck_assert(!hf_utf8_is_valid(BYTES("\xff" "abc")));
	ck_assert(!hf_utf8_is_valid(BYTES("abc\xff")));
}
END_TEST

static const struct {
	const char *bytes;
	size_t size;
	const char *shown;
} escapes[] = {
	{ BYTES(""), "" },
	{ BYTES("plain name.txt"), "plain name.txt" },
	{ BYTES("~!\"#$%&'()*+,/:;<=>?@[]^`{|}"),
	  "~!\"#$%&'()*+,/:;<=>?@[]^`{|}" },
	{ BYTES("a\nb"), "a\\nb" },
	{ BYTES("a\rb"), "a\\rb" },
	{ BYTES("a\tb"), "a\\tb" },
	{ BYTES("a\\b"), "a\\\\b" },
	{ BYTES("\\n"), "\\\\n" },
	{ BYTES("\0"), "\\x00" },
	{ BYTES("\x1b[2J"), "\\x1b[2J" },
	{ BYTES("\x07\x08\x0b\x0c"), "\\x07\\x08\\x0b\\x0c" },
	{ BYTES("\x7f"), "\\x7f" },
	{ BYTES("caf\xc3\xa9"), "caf\xc3\xa9" },
	{ BYTES("\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80" },
	/* Not UTF-8: the bytes that are not, and no other. */
	{ BYTES("caf\xe9!"), "caf\\xe9!" },
	{ BYTES("\xc3"), "\\xc3" },
	{ BYTES("\xe2\x82"), "\\xe2\\x82" },
	{ BYTES("\xed\xa0\x80"), "\\xed\\xa0\\x80" },
	{ BYTES("\xc0\x8a"), "\\xc0\\x8a" },
	{ BYTES("\xff\xc3\xa9"), "\\xff\xc3\xa9" },
	/* UTF-8 that hides or reorders. */
	{ BYTES("\xc2\x9b" "2J"), "\\u{9b}2J" },	/* CSI, of 8 bits */
	{ BYTES("\xc2\x85"), "\\u{85}" },
	{ BYTES("\xc2\xad"), "\\u{ad}" },
	{ BYTES("\xe2\x80\x8b"), "\\u{200b}" },
	{ BYTES("\xe2\x80\x8e"), "\\u{200e}" },
	{ BYTES("\xe2\x80\xa8\xe2\x80\xa9"), "\\u{2028}\\u{2029}" },
	{ BYTES("a\xe2\x80\xae" "txt.exe"), "a\\u{202e}txt.exe" },
	{ BYTES("\xe2\x81\xa6\xe2\x81\xa9"), "\\u{2066}\\u{2069}" },
	{ BYTES("\xd8\x9c"), "\\u{61c}" },
	{ BYTES("\xef\xbb\xbf" "x"), "\\u{feff}x" },
	{ BYTES("\xf3\xa0\x81\x81"), "\\u{e0041}" },
};

START_TEST(what_is_shown_is_one_harmless_line)
{
	struct hf_buf buf = { 0 };
	bool same = escapes[_i].size == strlen(escapes[_i].shown) &&
		    !memcmp(escapes[_i].bytes, escapes[_i].shown,
			    escapes[_i].size);

	hf_buf_adds(&buf, "<");
	hf_escape(&buf, escapes[_i].bytes, escapes[_i].size);
	ck_assert_str_eq(hf_buf_text(&buf) + 1, escapes[_i].shown);
	ck_assert_int_eq(hf_is_printable(escapes[_i].bytes, escapes[_i].size),
			 same);
	hf_buf_release(&buf);
}
END_TEST

START_TEST(whatever_the_bytes_no_control_character_is_shown)
{
	unsigned char noise[400];
	struct hf_buf once = { 0 };

	for (unsigned int seed = 0; seed < 2000; seed++) {
		unit_noise(noise, sizeof(noise), seed);
		hf_buf_clear(&once);
		hf_escape(&once, (char *)noise, sizeof(noise));
		require(hf_utf8_is_valid(once.data, once.len));
		for (size_t i = 0; i < once.len; i++) {
			require((unsigned char)once.data[i] >= 0x20);
			require(once.data[i] != 0x7f);
		}
	}
	hf_buf_release(&once);
}
END_TEST

START_TEST(a_message_is_cut_between_characters)
{
	static const char given[] = "ab\n\x1b\xc3\xa9\xe2\x80\xae" "cd";
	static const char whole[] = "ab\\n\\x1b\xc3\xa9\\u{202e}cd";
	/* Where the escaped form may be cut, and what goes before "...". */
	static const char *const starts[] = {
		"", "a", "ab", "ab\\n", "ab\\n\\x1b", "ab\\n\\x1b\xc3\xa9",
		"ab\\n\\x1b\xc3\xa9\\u{202e}", "ab\\n\\x1b\xc3\xa9\\u{202e}c",
	};

	for (size_t size = 4; size < 40; size++) {
		char *out = malloc(size);	/* so that a tool sees beyond */
		size_t len;
		bool known = false;

		ck_assert_ptr_eq(hf_escape_into(out, size, given), out);
		len = strlen(out);
		ck_assert_uint_lt(len, size);
		if (!strcmp(out, whole)) {
			free(out);
			continue;
		}
		ck_assert_uint_le(size, sizeof(whole) + 3);
		ck_assert_str_eq(out + len - 3, "...");
		for (int i = 0; i < COUNT(starts); i++)
			known |= strlen(starts[i]) == len - 3 &&
				 !memcmp(starts[i], out, len - 3);
		ck_assert_msg(known, "cut to '%s'", out);
		free(out);
	}
}
END_TEST

START_TEST(a_message_that_fits_is_whole)
{
	char out[320];

	ck_assert_str_eq(hf_escape_into(out, sizeof(out), "a\nb"), "a\\nb");
	ck_assert_str_eq(hf_escape_into(out, sizeof(out), ""), "");
	ck_assert_str_eq(hf_shown("x\x1b"), "x\\x1b");
}
END_TEST

START_TEST(hexadecimal_goes_there_and_back)
{
	unsigned char data[256], back[256];
	char hex[513];

	for (int i = 0; i < 256; i++)
		data[i] = (unsigned char)i;
	hf_hex_encode(hex, data, sizeof(data));
	ck_assert_uint_eq(strlen(hex), 512);
	ck_assert_int_eq(strncmp(hex, "000102030405060708090a0b", 24), 0);
	ck_assert_str_eq(hex + 500, "fafbfcfdfeff");
	ck_assert(hf_hex_decode(back, sizeof(back), hex, 512));
	ck_assert_mem_eq(back, data, sizeof(data));

	hf_hex_encode(hex, data, 0);
	ck_assert_str_eq(hex, "");
	ck_assert(hf_hex_decode(back, 0, "", 0));
	ck_assert(hf_hex_decode(back, 3, "aBCdEF", 6));
	ck_assert_mem_eq(back, "\xab\xcd\xef", 3);
}
END_TEST

static const struct {
	size_t size;
	const char *hex;
	size_t len;
} not_hex[] = {
	{ 2, BYTES("") },	{ 2, BYTES("abc") },	{ 2, BYTES("abcde") },
	{ 2, BYTES("abcdef") }, { 0, BYTES("ab") },	{ 2, BYTES("abcg") },
	{ 2, BYTES("0xab") },	{ 2, BYTES(" abc") },	{ 2, BYTES("abc ") },
	{ 2, BYTES("ab\0c") },	{ 2, BYTES("ab:d") },	{ 2, BYTES("ab/d") },
	{ 2, BYTES("ab@d") },	{ 2, BYTES("ab`d") },	{ 2, BYTES("Gbcd") },
	{ 2, BYTES("ab\xc3\xa9") },
};

START_TEST(what_is_not_hexadecimal_of_that_length_is_refused)
{
	unsigned char data[16];

	ck_assert(!hf_hex_decode(data, not_hex[_i].size, not_hex[_i].hex,
				 not_hex[_i].len));
}
END_TEST

static const struct {
	const char *a, *b;
	int sign;
} pairs[] = {
	{ "", "", 0 },
	{ "SHA-256", "sha-256", 0 },
	{ "Iii", "iII", 0 },
	{ "a", "B", -1 },
	{ "B", "a", 1 },
	{ "ab", "abc", -1 },
	{ "abc", "ab", 1 },
	{ "@", "`", -1 },		/* beside the letters */
	{ "[", "{", -1 },
	{ "\xc3\x89", "\xc3\xa9", -1 },	/* no letters of ASCII */
	{ "\xff", "a", 1 },		/* bytes are not negative */
};

START_TEST(letters_of_ascii_are_compared_without_case)
{
	int order = hf_ascii_casecmp(pairs[_i].a, pairs[_i].b);

	ck_assert_int_eq((order > 0) - (order < 0), pairs[_i].sign);
}
END_TEST

START_TEST(blanks_are_space_and_tab_alone)
{
	for (int c = 0; c < 256; c++)
		ck_assert_int_eq(hf_is_blank((char)c), c == ' ' || c == '\t');
}
END_TEST

static const struct {
	const char *text;
	size_t len;
	bool good;
	uint64_t value;
} numbers[] = {
	{ BYTES("0"), true, 0 },
	{ BYTES("7"), true, 7 },
	{ BYTES("007"), true, 7 },
	{ BYTES("4294967296"), true, UINT64_C(4294967296) },
	{ BYTES("18446744073709551615"), true, UINT64_MAX },
	{ BYTES("00000000000000000000000018446744073709551615"), true,
	  UINT64_MAX },
	{ BYTES("18446744073709551616"), false, 0 },
	{ BYTES("18446744073709551620"), false, 0 },
	{ BYTES("184467440737095516150"), false, 0 },
	{ BYTES("99999999999999999999999999999999"), false, 0 },
	{ BYTES(""), false, 0 },
	{ BYTES("-1"), false, 0 },
	{ BYTES("+1"), false, 0 },
	{ BYTES(" 1"), false, 0 },
	{ BYTES("1 "), false, 0 },
	{ BYTES("1\0"), false, 0 },
	{ BYTES("1.0"), false, 0 },
	{ BYTES("0x1"), false, 0 },
	{ BYTES("1e3"), false, 0 },
	{ BYTES("/"), false, 0 },
	{ BYTES(":"), false, 0 },
	{ BYTES("\xd9\xa1"), false, 0 },	/* an Arabic digit */
};

START_TEST(a_number_is_digits_and_does_not_overflow)
{
	uint64_t value = 42;

	ck_assert_int_eq(hf_parse_uint64(numbers[_i].text, numbers[_i].len,
					 &value), numbers[_i].good);
	ck_assert_uint_eq(value, numbers[_i].good ? numbers[_i].value : 42);
}
END_TEST

static const char *candidate(void *ctx, size_t i)
{
	static const char *const words[] = { "verify", "version", "help",
					     "create", "chain", "no-fixity",
					     "format", NULL };

	(void)ctx;
	return words[i];
}

static const struct {
	const char *word, *nearest;
} typed[] = {
	{ "verify", "verify" },
	{ "verfy", "verify" },		/* one is missing */
	{ "verrify", "verify" },	/* one too many */
	{ "verifi", "verify" },		/* another */
	{ "evrify", "verify" },		/* two change places */
	{ "VERIFY", "verify" },
	{ "fromat", "format" },
	{ "hlep", "help" },
	{ "chian", "chain" },
	{ "nofixity", "no-fixity" },
	{ "versoin", "version" },
	{ "zzzz", NULL },
	{ "frobnicate", NULL },
	{ "", NULL },
	{ "veriveriveriveriveriveriveriveriveriveriveriveriveri", NULL },
};

START_TEST(a_word_mistyped_is_known_again_and_no_other)
{
	const char *nearest = hf_nearest(typed[_i].word, candidate, NULL);

	if (typed[_i].nearest)
		ck_assert_pstr_eq(nearest, typed[_i].nearest);
	else
		ck_assert_ptr_null(nearest);
}
END_TEST

static const char *none(void *ctx, size_t i)
{
	(void)ctx;
	(void)i;
	return NULL;
}

static const char *only_long(void *ctx, size_t i)
{
	(void)ctx;
	return i ? NULL : "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
}

START_TEST(where_there_is_nothing_near_nothing_is_suggested)
{
	ck_assert_ptr_null(hf_nearest("verify", none, NULL));
	ck_assert_ptr_null(hf_nearest("abcdefghijklmnopqrstuvwxyz", only_long,
				      NULL));
}
END_TEST

static const struct {
	uint64_t bytes;
	const char *text;
} sizes[] = {
	{ 0, "0 bytes" },
	{ 1, "1 byte" },
	{ 2, "2 bytes" },
	{ 1023, "1023 bytes" },
	{ 1024, "1.0 KiB" },
	{ 1536, "1.5 KiB" },
	{ 13414, "13.1 KiB" },
	{ 1048576, "1.0 MiB" },
	{ UINT64_C(5000000000), "4.7 GiB" },
	{ UINT64_C(1) << 40, "1.0 TiB" },
	{ UINT64_C(1) << 50, "1.0 PiB" },
	{ UINT64_C(1) << 60, "1.0 EiB" },
	{ UINT64_MAX, "16.0 EiB" },
};

START_TEST(a_number_of_bytes_is_written_for_people)
{
	char out[32];

	ck_assert_ptr_eq(hf_format_bytes(out, sizes[_i].bytes), out);
	ck_assert_str_eq(out, sizes[_i].text);
}
END_TEST

/* Wherever it stands, in whatever is taken at once. */
START_TEST(one_bad_byte_is_found_wherever_it_stands)
{
	char text[40];

	for (size_t len = 1; len <= sizeof(text); len++) {
		memset(text, 'a', sizeof(text));
		require(hf_utf8_is_valid(text, len));
		for (size_t at = 0; at < len; at++) {
			text[at] = (char)0x80;
			require(!hf_utf8_is_valid(text, len));
			text[at] = 'a';
			if (at + 2 > len)
				continue;
			memcpy(text + at, "\xc3\xa9", 2);
			require(hf_utf8_is_valid(text, len));
			require(!hf_utf8_is_valid(text, at + 1));
			memcpy(text + at, "aa", 2);
		}
	}
}
END_TEST

START_TEST(of_all_bytes_twenty_two_are_hexadecimal_digits)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	unsigned char back[4];

	for (int c = 0; c < 256; c++) {
		for (int at = 0; at < 8; at++) {
			char hex[8];

			memset(hex, '5', sizeof(hex));
			hex[at] = (char)c;
			require(hf_hex_decode(back, 4, hex, 8) ==
				(c && strchr(digits, c)));
		}
	}
}
END_TEST

static const struct {
	const char *path, *last;
} paths[] = {
	{ "quay", "quay" }, { "bags/quay", "quay" }, { "/quay", "quay" },
	{ "bags/quay/", "quay" }, { "bags//quay//", "quay" }, { "./.", "." },
	{ "..", ".." }, { "", "" }, { "/", "" }, { "///", "" },
};

START_TEST(the_last_part_of_a_path_is_without_slashes)
{
	size_t len = 99;
	const char *last = hf_last_part(paths[_i].path, &len);

	ck_assert_uint_eq(len, strlen(paths[_i].last));
	ck_assert_mem_eq(last, paths[_i].last, len);
}
END_TEST

Suite *text_suite(void)
{
	Suite *s = suite_create("text");
	TCase *tc = unit_case(s, "text");

	tcase_add_loop_test(tc, a_code_point_is_decoded_or_refused, 0,
			    COUNT(firsts));
	tcase_add_test(tc, every_code_point_comes_back_and_no_other_does);
	tcase_add_test(tc, validity_is_of_the_whole);
	tcase_add_test(tc, one_bad_byte_is_found_wherever_it_stands);
	tcase_add_test(tc, of_all_bytes_twenty_two_are_hexadecimal_digits);
	tcase_add_loop_test(tc, what_is_shown_is_one_harmless_line, 0,
			    COUNT(escapes));
	tcase_add_test(tc, whatever_the_bytes_no_control_character_is_shown);
	tcase_add_test(tc, a_message_is_cut_between_characters);
	tcase_add_test(tc, a_message_that_fits_is_whole);
	tcase_add_test(tc, hexadecimal_goes_there_and_back);
	tcase_add_loop_test(tc,
			    what_is_not_hexadecimal_of_that_length_is_refused,
			    0, COUNT(not_hex));
	tcase_add_loop_test(tc, letters_of_ascii_are_compared_without_case, 0,
			    COUNT(pairs));
	tcase_add_test(tc, blanks_are_space_and_tab_alone);
	tcase_add_loop_test(tc, a_number_is_digits_and_does_not_overflow, 0,
			    COUNT(numbers));
	tcase_add_loop_test(tc, a_word_mistyped_is_known_again_and_no_other, 0,
			    COUNT(typed));
	tcase_add_test(tc, where_there_is_nothing_near_nothing_is_suggested);
	tcase_add_loop_test(tc, the_last_part_of_a_path_is_without_slashes, 0,
			    COUNT(paths));
	tcase_add_loop_test(tc, a_number_of_bytes_is_written_for_people, 0,
			    COUNT(sizes));
	return s;
}
