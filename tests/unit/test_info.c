#include "unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bag/info.h"
#include "bag/source.h"
#include "base/buf.h"

static const struct {
	const char *value;
	bool good;
	uint64_t octets, files;
} oxums[] = {
	{ "0.0", true, 0, 0 },
	{ "279164409832.1198", true, UINT64_C(279164409832), 1198 },
	{ "18446744073709551615.18446744073709551615", true, UINT64_MAX,
	  UINT64_MAX },
	{ "007.01", true, 7, 1 },
	{ "18446744073709551616.1", false, 0, 0 },
	{ "1.18446744073709551616", false, 0, 0 },
	{ "", false, 0, 0 },
	{ ".", false, 0, 0 },
	{ "1", false, 0, 0 },
	{ "1.", false, 0, 0 },
	{ ".1", false, 0, 0 },
	{ "1.2.3", false, 0, 0 },
	{ "-1.2", false, 0, 0 },
	{ "+1.2", false, 0, 0 },
	{ "1.-2", false, 0, 0 },
	{ " 1.2", false, 0, 0 },
	{ "1.2 ", false, 0, 0 },
	{ "1 .2", false, 0, 0 },
	{ "1,2", false, 0, 0 },
	{ "0x1.2", false, 0, 0 },
	{ "1e3.2", false, 0, 0 },
	{ "1.2\n", false, 0, 0 },
	{ "1.2 files", false, 0, 0 },
};

START_TEST(an_oxum_is_two_numbers_and_a_dot)
{
	uint64_t octets = 0, files = 0;

	ck_assert_int_eq(hf_oxum_parse(oxums[_i].value, &octets, &files),
			 oxums[_i].good);
	if (oxums[_i].good) {
		ck_assert_uint_eq(octets, oxums[_i].octets);
		ck_assert_uint_eq(files, oxums[_i].files);
	}
}
END_TEST

/* Read the text as bag-info.txt; its findings are in @list. */
static void read_info(struct hf_info *info, const char *text, size_t size,
		      const char *encoding, bool final,
		      struct hf_findings *list)
{
	struct hf_source *source = NULL;
	struct hf_error err;

	unit_write("bag-info.txt", text, size);
	hf_findings_init(list);
	assert_ok(hf_source_from_directory(&source, unit_dir, &err), &err);
	assert_ok(hf_info_read(info, source, "bag-info.txt", encoding, final,
			       &list->sink, &err), &err);
	hf_source_free(source);
}

static const struct {
	const char *text;
	size_t size;
	const char *fields;	/* "Label=value;" each */
	const char *findings;	/* by the letter of 1.0 */
	const char *in_draft;	/* NULL: the same */
} files[] = {
	{ BYTES(""), "", "", NULL },
	{ BYTES("A: b\n"), "A=b;", "", NULL },
	{ BYTES("A: b\nC: d\nA: e\n"), "A=b;C=d;A=e;", "", NULL },
	{ BYTES("A: b\r\nC: d\rE: f"), "A=b;C=d;E=f;", "", NULL },
	{ BYTES("A: b\n c\n\td\n"), "A=b\nc\nd;", "", NULL },
	{ BYTES("A: b:c\n"), "A=b:c;", "", NULL },
	{ BYTES("A:\n"), "A=;", "", NULL },
	{ BYTES("A: \n"), "A=;", "", NULL },
	/* Blanks around the colon: as many as one likes, before 1.0. */
	{ BYTES("A:b\n"), "A=b;", "bag-info-spacing:1", "" },
	{ BYTES("A:  b\n"), "A=b;", "bag-info-spacing:1", "" },
	{ BYTES("A : b\n"), "A=b;", "bag-info-spacing:1", "" },
	{ BYTES("X: y\nA\t:\tb\n"), "X=y;A=b;", "bag-info-spacing:2", "" },
	{ BYTES("A: b\n\nC: d\n"), "A=b;C=d;", "bag-info-spacing:2", NULL },
	/* No fields. */
	{ BYTES("A\n"), "", "bag-info-malformed:1", NULL },
	{ BYTES(" A: b\nC: d\n"), "C=d;", "bag-info-malformed:1", NULL },
	{ BYTES(": b\nC: d\n"), "C=d;", "bag-info-malformed:1", NULL },
	{ BYTES("\xff: b\nC: d\n"), "C=d;", "tag-file-undecodable:1", NULL },
	{ BYTES("\xef\xbb\xbf" "A: b\n"), "A=b;", "tag-file-bom", NULL },
	/* Labels that the standard reserves. */
	{ BYTES("Bagging-Date: 2026-02-28\n"), "Bagging-Date=2026-02-28;", "",
	  NULL },
	{ BYTES("Bagging-Date: 2024-02-29\n"), "Bagging-Date=2024-02-29;", "",
	  NULL },
	{ BYTES("Bagging-Date: 2026-02-29\n"), "Bagging-Date=2026-02-29;",
	  "bag-info-value:1", NULL },
	{ BYTES("Bagging-Date: 1900-02-29\n"), "Bagging-Date=1900-02-29;",
	  "bag-info-value:1", NULL },
	{ BYTES("bagging-date: 2000-02-29\n"), "bagging-date=2000-02-29;", "",
	  NULL },
	{ BYTES("Bagging-Date: 2026-13-01\n"), "Bagging-Date=2026-13-01;",
	  "bag-info-value:1", NULL },
	{ BYTES("Bagging-Date: 2026-00-01\n"), "Bagging-Date=2026-00-01;",
	  "bag-info-value:1", NULL },
	{ BYTES("Bagging-Date: 2026-04-31\n"), "Bagging-Date=2026-04-31;",
	  "bag-info-value:1", NULL },
	{ BYTES("Bagging-Date: 2026-1-1\n"), "Bagging-Date=2026-1-1;",
	  "bag-info-value:1", NULL },
	{ BYTES("Bagging-Date: 20260101\n"), "Bagging-Date=20260101;",
	  "bag-info-value:1", NULL },
	{ BYTES("Bagging-Date: today\n"), "Bagging-Date=today;",
	  "bag-info-value:1", NULL },
	{ BYTES("Bag-Count: 1 of 3\n"), "Bag-Count=1 of 3;", "", NULL },
	{ BYTES("Bag-Count: 3 of ?\n"), "Bag-Count=3 of ?;", "", NULL },
	{ BYTES("Bag-Count: 4 of 3\n"), "Bag-Count=4 of 3;",
	  "bag-info-value:1", NULL },
	{ BYTES("Bag-Count: 0 of 3\n"), "Bag-Count=0 of 3;",
	  "bag-info-value:1", NULL },
	{ BYTES("Bag-Count: ? of 3\n"), "Bag-Count=? of 3;",
	  "bag-info-value:1", NULL },
	{ BYTES("Bag-Count: 1\n"), "Bag-Count=1;", "bag-info-value:1", NULL },
	{ BYTES("Bag-Size: 1 GB\nBAG-SIZE: 2 GB\n"),
	  "Bag-Size=1 GB;BAG-SIZE=2 GB;", "bag-info-repeated:2", NULL },
	{ BYTES("Bag-Group-Identifier: a\nBag-Group-Identifier: a\n"),
	  "Bag-Group-Identifier=a;Bag-Group-Identifier=a;",
	  "bag-info-repeated:2", NULL },
	{ BYTES("Contact-Name: a\nContact-Name: b\n"),
	  "Contact-Name=a;Contact-Name=b;", "", NULL },
	{ BYTES("Payload-Oxum: 5\n"), "Payload-Oxum=5;", "oxum-malformed:1",
	  NULL },
	{ BYTES("Payload-Oxum: 5.1\nA: b\npayload-oxum: 5.1\n"),
	  "Payload-Oxum=5.1;A=b;payload-oxum=5.1;", "oxum-repeated:3", NULL },
};

START_TEST(fields_are_kept_in_order_and_faults_are_told)
{
	int i = _i / 2;
	bool final = _i % 2;
	const char *expected = final || !files[i].in_draft
			       ? files[i].findings : files[i].in_draft;
	struct hf_info info = { 0 };
	struct hf_findings list;
	struct hf_buf fields = { 0 };

	read_info(&info, files[i].text, files[i].size, "UTF-8", final, &list);
	for (size_t k = 0; k < info.n; k++)
		hf_buf_printf(&fields, "%s=%s;", info.fields[k].label,
			      info.fields[k].value);
	ck_assert_str_eq(hf_buf_text(&fields), files[i].fields);
	ck_assert_str_eq(unit_findings(&list), expected);
	hf_buf_release(&fields);
	hf_info_release(&info);
	hf_findings_release(&list);
}
END_TEST

START_TEST(an_oxum_counts_if_it_is_good_and_alone)
{
	static const struct { const char *text; bool has; } cases[] = {
		{ "Payload-Oxum: 5.1\n", true },
		{ "PAYLOAD-OXUM: 5.1\n", true },
		{ "A: b\n", false },
		{ "Payload-Oxum: 5\n", false },
		{ "Payload-Oxum: 5.1\nPayload-Oxum: 5.1\n", false },
		{ "Payload-Oxum: 5\nPayload-Oxum: 5.1\n", false },
		{ "Payload-Oxum: 5.1\nPayload-Oxum: 5\n", false },
		{ "Payload-Oxum: 5.1\n continued\n", false },
	};
	struct hf_info info = { 0 };
	struct hf_findings list;

	read_info(&info, cases[_i].text, strlen(cases[_i].text), "UTF-8", true,
		  &list);
	ck_assert_int_eq(info.has_oxum, cases[_i].has);
	if (info.has_oxum) {
		ck_assert_uint_eq(info.oxum_octets, 5);
		ck_assert_uint_eq(info.oxum_files, 1);
	}
	hf_info_release(&info);
	hf_findings_release(&list);
}
END_TEST

/* What stands behind a NUL is of the label and of the value, too. */
START_TEST(a_nul_hides_nothing)
{
	static const struct { const char *text; size_t size; } cases[] = {
		{ BYTES("Payload-Oxum\0x: 5.1\n") },
		{ BYTES("Payload-Oxum: 5.1\0x\n") },
	};
	struct hf_info info = { 0 };
	struct hf_findings list;

	read_info(&info, cases[_i].text, cases[_i].size, "UTF-8", true, &list);
	ck_assert(!info.has_oxum);
	hf_info_release(&info);
	hf_findings_release(&list);
}
END_TEST

START_TEST(a_label_is_found_in_any_case_first_of_all)
{
	static const char text[] = "One: 1\nTWO: 2\ntwo: 3\n";
	struct hf_info info = { 0 };
	struct hf_findings list;

	read_info(&info, text, strlen(text), "UTF-8", true, &list);
	ck_assert_pstr_eq(hf_info_get(&info, "one"), "1");
	ck_assert_pstr_eq(hf_info_get(&info, "Two"), "2");
	ck_assert_ptr_null(hf_info_get(&info, "Three"));
	ck_assert_ptr_null(hf_info_get(&info, ""));
	ck_assert_uint_eq(info.fields[2].line, 3);
	hf_info_release(&info);
	ck_assert_ptr_null(hf_info_get(&info, "one"));
	hf_findings_release(&list);
}
END_TEST

START_TEST(it_is_read_in_the_encoding_that_was_declared)
{
	struct hf_info info = { 0 };
	struct hf_findings list;

	read_info(&info, BYTES("\xff\xfe" "A\0:\0 \0\xe9\0\n\0"), "UTF-16",
		  true, &list);
	ck_assert_str_eq(unit_findings(&list), "");
	ck_assert_pstr_eq(hf_info_get(&info, "A"), "\xc3\xa9");
	hf_info_release(&info);
	hf_findings_release(&list);
}
END_TEST

static ssize_t fail_pread(int fd, void *data, size_t size, off_t at)
{
	(void)fd;
	(void)data;
	(void)size;
	(void)at;
	errno = EIO;
	return -1;
}

START_TEST(what_keeps_us_from_reading_is_a_finding)
{
	static const char *const expected[] = { "unreadable", "special-file",
						"symlink-leaves-bag",
						"read-error" };
	struct hf_info info = { 0 };
	struct hf_findings list;
	struct hf_source *source = NULL;
	struct hf_error err;

	unit_fifo("1");
	unit_symlink("/etc/passwd", "2");
	unit_puts("3", "A: b\n");
	if (_i == 3)
		unit_replace_io()->pread = fail_pread;
	hf_findings_init(&list);
	assert_ok(hf_source_from_directory(&source, unit_dir, &err), &err);
	/* The first is not there at all. */
	assert_ok(hf_info_read(&info, source, (char[]){ (char)('0' + _i), 0 },
			       "UTF-8", true, &list.sink, &err), &err);
	ck_assert_str_eq(unit_findings(&list), expected[_i]);
	hf_source_free(source);
	hf_info_release(&info);
	hf_findings_release(&list);
}
END_TEST

Suite *info_suite(void)
{
	Suite *s = suite_create("info");
	TCase *tc = unit_case(s, "oxum"), *disk = unit_disk_case(s, "info");

	tcase_add_loop_test(tc, an_oxum_is_two_numbers_and_a_dot, 0,
			    COUNT(oxums));
	tcase_add_loop_test(disk, fields_are_kept_in_order_and_faults_are_told,
			    0, 2 * COUNT(files));
	tcase_add_loop_test(disk, an_oxum_counts_if_it_is_good_and_alone, 0, 8);
	tcase_add_loop_test(disk, a_nul_hides_nothing, 0, 2);
	tcase_add_test(disk, a_label_is_found_in_any_case_first_of_all);
	tcase_add_test(disk, it_is_read_in_the_encoding_that_was_declared);
	tcase_add_loop_test(disk, what_keeps_us_from_reading_is_a_finding, 0,
			    4);
	return s;
}
