#include "unit.h"

#include <string.h>

#include "bag/declaration.h"
#include "base/buf.h"

#define UTF8_LINE	"Tag-File-Character-Encoding: UTF-8\n"

static const struct {
	const char *data;
	size_t size;
	bool found;
	unsigned int major, minor;
	const char *encoding;
	const char *findings;
} files[] = {
	{ BYTES("BagIt-Version: 1.0\n" UTF8_LINE), true, 1, 0, "UTF-8", "" },
	{ BYTES("BagIt-Version: 1.0\r\n"
		"Tag-File-Character-Encoding: UTF-8\r\n"),
	  true, 1, 0, "UTF-8", "" },
	{ BYTES("BagIt-Version: 1.0\rTag-File-Character-Encoding: UTF-8\r"),
	  true, 1, 0, "UTF-8", "" },
	/* The last line end is only recommended. */
	{ BYTES("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8"),
	  true, 1, 0, "UTF-8", "" },
	{ BYTES("BagIt-Version: 0.97\n" UTF8_LINE), true, 0, 97, "UTF-8", "" },
	{ BYTES("BagIt-Version: 0.93\n" UTF8_LINE), true, 0, 93, "UTF-8", "" },
	{ BYTES("BagIt-Version: 1.0\nTag-File-Character-Encoding: utf-8\n"),
	  true, 1, 0, "utf-8", "" },
	/* Versions that there are not. */
	{ BYTES("BagIt-Version: 2.0\n" UTF8_LINE), true, 2, 0, "UTF-8",
	  "version-unknown:1" },
	{ BYTES("BagIt-Version: 1.1\n" UTF8_LINE), true, 1, 1, "UTF-8",
	  "version-unusual:1" },
	{ BYTES("BagIt-Version: 0.98\n" UTF8_LINE), true, 0, 98, "UTF-8",
	  "version-unusual:1" },
	{ BYTES("BagIt-Version: 0.92\n" UTF8_LINE), true, 0, 92, "UTF-8",
	  "version-unknown:1" },
	{ BYTES("BagIt-Version: one\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	{ BYTES("BagIt-Version: 1\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	{ BYTES("BagIt-Version: 1.\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	{ BYTES("BagIt-Version: .97\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	{ BYTES("BagIt-Version: 1.0.0\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	{ BYTES("BagIt-Version: -1.0\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	{ BYTES("BagIt-Version: 18446744073709551617.0\n" UTF8_LINE),
	  false, 1, 0, "UTF-8", "bagit-txt-malformed:1" },
	{ BYTES("BagIt-Version: \n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	/* Lines that are not the two. */
	{ BYTES(""), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1 bagit-txt-malformed:2" },
	{ BYTES("\n\n"), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1 bagit-txt-malformed:2" },
	{ BYTES("BagIt-Version: 1.0\n"), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:2" },
	{ BYTES(UTF8_LINE "BagIt-Version: 1.0\n"), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1 bagit-txt-malformed:2" },
	{ BYTES("BagIt: 1.0\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	{ BYTES("BagIt-Version 1.0\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	{ BYTES("\nBagIt-Version: 1.0\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1 bagit-txt-malformed:2 "
	  "bagit-txt-extra-line:3" },
	{ BYTES("BagIt-Version: 1.0\n" UTF8_LINE "Other: x\n"), true, 1, 0,
	  "UTF-8", "bagit-txt-extra-line:3" },
	/* How they are written. */
	{ BYTES("bagit-version: 1.0\n" UTF8_LINE), true, 1, 0, "UTF-8",
	  "bagit-txt-label-case:1" },
	{ BYTES("BagIt-version: 1.0\nTAG-FILE-CHARACTER-ENCODING: UTF-8\n"),
	  true, 1, 0, "UTF-8", "bagit-txt-label-case:1 bagit-txt-label-case:2" },
	{ BYTES("BagIt-Version:1.0\n" UTF8_LINE), true, 1, 0, "UTF-8",
	  "bagit-txt-spacing:1" },
	{ BYTES("BagIt-Version:  1.0\n" UTF8_LINE), true, 1, 0, "UTF-8",
	  "bagit-txt-spacing:1" },
	{ BYTES("BagIt-Version : 1.0\n" UTF8_LINE), true, 1, 0, "UTF-8",
	  "bagit-txt-spacing:1" },
	{ BYTES("BagIt-Version:\t1.0\n" UTF8_LINE), true, 1, 0, "UTF-8",
	  "bagit-txt-spacing:1" },
	{ BYTES("BagIt-Version: 1.0 \n" UTF8_LINE), true, 1, 0, "UTF-8",
	  "bagit-txt-spacing:1" },
	/* Bytes that must not be there. */
	{ BYTES("\xef\xbb\xbf" "BagIt-Version: 1.0\n" UTF8_LINE), true, 1, 0,
	  "UTF-8", "bagit-txt-bom" },
	{ BYTES("BagIt-Version: 1.0\nTag-File-Character-Encoding: \xff\n"),
	  true, 1, 0, "\xff",
	  "bagit-txt-not-utf8 encoding-unsupported:2" },
	/* A NUL is of no label, version, or encoding. */
	{ BYTES("BagIt-Version\0x: 1.0\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	{ BYTES("BagIt-Version: 1.0\0\n" UTF8_LINE), false, 1, 0, "UTF-8",
	  "bagit-txt-malformed:1" },
	/* Encodings. */
	{ BYTES("BagIt-Version: 1.0\nTag-File-Character-Encoding: ISO-8859-1\n"),
	  true, 1, 0, "ISO-8859-1", "encoding-not-utf8:2" },
	{ BYTES("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n"),
	  true, 1, 0, "UTF-16", "encoding-not-utf8:2" },
};

START_TEST(a_declaration_is_two_lines_and_nothing_else)
{
	struct hf_declaration declaration;
	struct hf_findings list;

	hf_findings_init(&list);
	hf_declaration_init(&declaration);
	hf_declaration_parse(&declaration, files[_i].data, files[_i].size,
			     &list.sink);
	ck_assert_str_eq(unit_findings(&list), files[_i].findings);
	ck_assert_int_eq(declaration.found, files[_i].found);
	ck_assert_uint_eq(declaration.major, files[_i].major);
	ck_assert_uint_eq(declaration.minor, files[_i].minor);
	ck_assert_str_eq(declaration.encoding, files[_i].encoding);
	for (size_t i = 0; i < list.n; i++)
		ck_assert_str_eq(list.at[i].path, "bagit.txt");
	hf_findings_release(&list);
}
END_TEST

/* Nothing of it is decoded, whatever the name would do to iconv. */
static const char *const unsupported[] = {
	"x-none", "UTF-8//IGNORE", "//", "/", "UTF-8, really",
	"../../../../etc/passwd", "\xc3\xa9",
	"a-name-that-is-longer-than-any-encoding-that-was-ever-registered-by-iana",
};

START_TEST(an_encoding_that_cannot_be_decoded_is_told)
{
	struct hf_declaration declaration;
	struct hf_findings list;
	struct hf_buf text = { 0 };

	hf_findings_init(&list);
	hf_declaration_init(&declaration);
	hf_buf_printf(&text, "BagIt-Version: 1.0\n"
		      "Tag-File-Character-Encoding: %s\n", unsupported[_i]);
	hf_declaration_parse(&declaration, text.data, text.len, &list.sink);
	ck_assert_str_eq(unit_findings(&list), "encoding-unsupported:2");
	ck_assert(!declaration.supported);
	ck_assert_uint_lt(strlen(declaration.encoding), HF_ENCODING_MAX);
	hf_buf_release(&text);
	hf_findings_release(&list);
}
END_TEST

START_TEST(a_nul_does_not_end_the_name_of_an_encoding)
{
	struct hf_declaration declaration;
	struct hf_findings list;
	static const char data[] = "BagIt-Version: 1.0\n"
				   "Tag-File-Character-Encoding: UTF-8\0x\n";

	hf_findings_init(&list);
	hf_declaration_init(&declaration);
	hf_declaration_parse(&declaration, data, sizeof(data) - 1, &list.sink);
	/* Which finding is a matter of taste; that there is one is not. */
	ck_assert_uint_gt(list.n, 0);
	hf_findings_release(&list);
}
END_TEST

/* What 1.0 forbids, a draft may have had: it is told as tolerated. */
static const char *const drafts[] = {
	"BagIt-Version : 0.97\n" UTF8_LINE,
	"BagIt-Version:   0.97\n" UTF8_LINE,
	"BagIt-Version: 0.97\n" UTF8_LINE "Other: x\n",
};

START_TEST(a_draft_is_forgiven_what_it_did_not_forbid)
{
	struct hf_declaration declaration;
	struct hf_findings list;

	hf_findings_init(&list);
	hf_declaration_init(&declaration);
	hf_declaration_parse(&declaration, drafts[_i], strlen(drafts[_i]),
			     &list.sink);
	ck_assert_uint_eq(list.n, 1);
	ck_assert(list.at[0].tolerated);
	ck_assert(declaration.found);
	hf_findings_release(&list);
}
END_TEST

static const struct {
	unsigned int major, minor;
	bool final;
	const char *info;
} versions[] = {
	{ 1, 0, true, "bag-info.txt" }, { 1, 7, true, "bag-info.txt" },
	{ 0, 97, false, "bag-info.txt" }, { 0, 96, false, "bag-info.txt" },
	{ 0, 95, false, "package-info.txt" },
	{ 0, 93, false, "package-info.txt" },
};

START_TEST(a_version_says_which_rules_hold)
{
	struct hf_declaration declaration;

	hf_declaration_init(&declaration);
	ck_assert(hf_declaration_is_final(&declaration));
	declaration.major = versions[_i].major;
	declaration.minor = versions[_i].minor;
	ck_assert_int_eq(hf_declaration_is_final(&declaration),
			 versions[_i].final);
	ck_assert_str_eq(hf_declaration_info_name(&declaration),
			 versions[_i].info);
}
END_TEST

Suite *declaration_suite(void)
{
	Suite *s = suite_create("declaration");
	TCase *tc = unit_case(s, "declaration");

	tcase_add_loop_test(tc, a_declaration_is_two_lines_and_nothing_else, 0,
			    COUNT(files));
	tcase_add_loop_test(tc, an_encoding_that_cannot_be_decoded_is_told, 0,
			    COUNT(unsupported));
	tcase_add_test(tc, a_nul_does_not_end_the_name_of_an_encoding);
	tcase_add_loop_test(tc, a_draft_is_forgiven_what_it_did_not_forbid, 0,
			    COUNT(drafts));
	tcase_add_loop_test(tc, a_version_says_which_rules_hold, 0,
			    COUNT(versions));
	return s;
}
