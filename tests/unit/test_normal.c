#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "base/normal.h"

static const struct {
	const char *given;
	const char *form;	/* NFC */
	const char *folded;	/* and without case */
} names[] = {
	{ "", "", "" },
	{ "Plain-1.txt", "Plain-1.txt", "plain-1.txt" },
	{ "e\xcc\x81", "\xc3\xa9", "\xc3\xa9" },	/* e + acute */
	{ "\xc3\xa9", "\xc3\xa9", "\xc3\xa9" },
	{ "E\xcc\x81", "\xc3\x89", "\xc3\xa9" },
	{ "\xc3\x89", "\xc3\x89", "\xc3\xa9" },
	/* Two marks, in either order, are one character. */
	{ "a\xcc\xa3\xcc\x82", "\xe1\xba\xad", "\xe1\xba\xad" },
	{ "a\xcc\x82\xcc\xa3", "\xe1\xba\xad", "\xe1\xba\xad" },
	/* Hangul: three letters make a syllable. */
	{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xed\x95\x9c",
	  "\xed\x95\x9c" },
	/* The Angstrom sign is the letter. */
	{ "\xe2\x84\xab", "\xc3\x85", "\xc3\xa5" },
	/* Final and other sigma, sharp s. */
	{ "\xce\xa3\xcf\x82\xcf\x83", "\xce\xa3\xcf\x82\xcf\x83",
	  "\xcf\x83\xcf\x83\xcf\x83" },
	{ "stra\xc3\x9f" "e", "stra\xc3\x9f" "e", "strasse" },
	/* Compatibility is not identity: a superscript stays one. */
	{ "\xc2\xb2", "\xc2\xb2", "\xc2\xb2" },
	{ "data/Caf\xc3\xa9/X", "data/Caf\xc3\xa9/X", "data/caf\xc3\xa9/x" },
};

START_TEST(names_have_one_form_and_one_folded_form)
{
	struct hf_buf buf = { 0 };
	size_t len = strlen(names[_i].given);

	hf_buf_adds(&buf, "<");
	ck_assert(hf_normal_form(&buf, names[_i].given, len));
	ck_assert_str_eq(hf_buf_text(&buf) + 1, names[_i].form);
	hf_buf_clear(&buf);
	ck_assert(hf_normal_fold(&buf, names[_i].given, len));
	ck_assert_str_eq(hf_buf_text(&buf), names[_i].folded);

	/* What is normal stays so. */
	hf_buf_clear(&buf);
	ck_assert(hf_normal_form(&buf, names[_i].form,
				 strlen(names[_i].form)));
	ck_assert_str_eq(hf_buf_text(&buf), names[_i].form);
	hf_buf_release(&buf);
}
END_TEST

static const char *const not_utf8[] = {
	"\xff", "caf\xe9", "\xc3", "\xed\xa0\x80", "\xc0\xaf",
};

START_TEST(what_is_not_utf8_has_no_form)
{
	struct hf_buf buf = { 0 };
	size_t len = strlen(not_utf8[_i]);

	hf_buf_adds(&buf, "kept");
	ck_assert(!hf_normal_form(&buf, not_utf8[_i], len));
	ck_assert(!hf_normal_fold(&buf, not_utf8[_i], len));
	ck_assert_str_eq(hf_buf_text(&buf), "kept");
	ck_assert(!buf.failed);
	hf_buf_release(&buf);
}
END_TEST

START_TEST(a_name_may_hold_a_nul)
{
	struct hf_buf buf = { 0 };

	ck_assert(hf_normal_form(&buf, "a\0e\xcc\x81", 5));
	ck_assert_uint_eq(buf.len, 4);
	ck_assert_mem_eq(hf_buf_text(&buf), "a\0\xc3\xa9", 4);
	hf_buf_release(&buf);
}
END_TEST

START_TEST(ascii_is_known_by_its_bytes)
{
	ck_assert(hf_is_ascii("", 0));
	ck_assert(hf_is_ascii("\0\x01 ~\x7f", 5));
	ck_assert(!hf_is_ascii("abc\x80", 4));
	ck_assert(hf_is_ascii("abc\x80", 3));
	ck_assert(!hf_is_ascii("\xff" "abc", 4));
}
END_TEST

Suite *normal_suite(void)
{
	Suite *s = suite_create("normal");
	TCase *tc = unit_case(s, "normal");

	tcase_add_loop_test(tc, names_have_one_form_and_one_folded_form, 0,
			    COUNT(names));
	tcase_add_loop_test(tc, what_is_not_utf8_has_no_form, 0,
			    COUNT(not_utf8));
	tcase_add_test(tc, a_name_may_hold_a_nul);
	tcase_add_test(tc, ascii_is_known_by_its_bytes);
	return s;
}
