#include "unit.h"

#include <string.h>

#include "bag/fetch.h"
#include "bag/source.h"
#include "base/buf.h"

#define U	"https://example.org/a"

static const struct {
	const char *text;
	size_t size;
	const char *entries;	/* "path=length;" each, "-" for unknown */
	const char *findings;
} files[] = {
	{ BYTES(""), "", "" },
	{ BYTES(U " 5 data/a\n"), "data/a=5;", "" },
	{ BYTES(U "\t-\tdata/a\r\n" U "  0 \t data/b"), "data/a=-;data/b=0;",
	  "" },
	{ BYTES(U " 18446744073709551614 data/a\n"),
	  "data/a=18446744073709551614;", "" },
	{ BYTES(U " 5 data/a b\n"), "data/a b=5;", "" },
	{ BYTES(U " 5 data/%250A\n"), "data/%0A=5;", "" },
	{ BYTES(U " 5 ./data/a\n"), "data/a=5;", "path-dot-prefix:1" },
	{ BYTES("ftp://h/x 1 data/a\nurn:x:y 2 data/b\nfile:///etc/passwd 3 data/c\n"),
	  "data/a=1;data/b=2;data/c=3;", "" },
	/* Not three parts. */
	{ BYTES("\n"), "", "fetch-line-malformed:1" },
	{ BYTES(U "\n"), "", "fetch-line-malformed:1" },
	{ BYTES(U " data/a\n"), "", "fetch-line-malformed:1" },
	{ BYTES(U " 5\n"), "", "fetch-line-malformed:1" },
	{ BYTES(U " 5 \n"), "", "fetch-line-malformed:1" },
	{ BYTES(U " 15\n"), "", "fetch-line-malformed:1" },
	{ BYTES(" 5 data/a\n"), "", "fetch-line-malformed:1" },
	/* No length. */
	{ BYTES(U " x data/a\n"), "", "fetch-line-malformed:1" },
	{ BYTES(U " -1 data/a\n"), "", "fetch-line-malformed:1" },
	{ BYTES(U " -- data/a\n"), "", "fetch-line-malformed:1" },
	{ BYTES(U " 5.0 data/a\n"), "", "fetch-line-malformed:1" },
	{ BYTES(U " 18446744073709551616 data/a\n"), "",
	  "fetch-line-malformed:1" },
	/* No absolute URI: told, and yet the file is one to be fetched. */
	{ BYTES("a.txt 5 data/a\n"), "data/a=5;", "fetch-url-malformed:1" },
	{ BYTES("/a 5 data/a\n"), "data/a=5;", "fetch-url-malformed:1" },
	{ BYTES("//h/a 5 data/a\n"), "data/a=5;", "fetch-url-malformed:1" },
	{ BYTES("https: 5 data/a\n"), "data/a=5;", "fetch-url-malformed:1" },
	{ BYTES(":x 5 data/a\n"), "data/a=5;", "fetch-url-malformed:1" },
	{ BYTES("1http://h 5 data/a\n"), "data/a=5;",
	  "fetch-url-malformed:1" },
	{ BYTES("ht\x01tp://h 5 data/a\n"), "data/a=5;",
	  "fetch-url-malformed:1" },
	{ BYTES("https://h/\x1b[2J 5 data/a\n"), "data/a=5;",
	  "fetch-url-malformed:1" },
	{ BYTES("https://h/\0x 5 data/a\n"), "data/a=5;",
	  "fetch-url-malformed:1" },
	/* Paths that are never written. */
	{ BYTES(U " 5 ../x\n"), "", "path-unsafe:1" },
	{ BYTES(U " 5 /data/a\n"), "", "path-unsafe:1" },
	{ BYTES(U " 5 ~/x\n"), "", "path-unsafe:1" },
	{ BYTES(U " 5 data/../../x\n"), "", "path-unsafe:1" },
	{ BYTES(U " 5 data/a\0\n"), "", "path-unsafe:1" },
	{ BYTES(U " 5 data//a\n"), "", "path-irregular:1" },
	{ BYTES(U " 5 data/./a\n"), "", "path-irregular:1" },
	{ BYTES(U " 5 bagit.txt\n"), "", "path-not-payload:1" },
	{ BYTES(U " 5 data\n"), "", "path-not-payload:1" },
	/* Again: the first address counts. */
	{ BYTES(U " 5 data/a\n" U " 6 data/a\n"), "data/a=5;",
	  "fetch-twice:2" },
	/* Bytes. */
	{ BYTES("\xef\xbb\xbf" U " 5 data/a\n"), "data/a=5;",
	  "tag-file-bom" },
	{ BYTES(U " 5 data/\xff\n" U " 5 data/b\n"), "data/b=5;",
	  "tag-file-undecodable:1" },
};

START_TEST(each_line_is_a_file_to_fetch_or_a_finding)
{
	struct hf_manifest_rules rules = { "UTF-8", true };
	struct hf_inventory *inventory = NULL;
	struct hf_source *source = NULL;
	struct hf_fetch fetch = { 0 };
	struct hf_buf seen = { 0 };
	struct hf_findings list;
	struct hf_error err;

	unit_write("fetch.txt", files[_i].text, files[_i].size);
	hf_findings_init(&list);
	assert_ok(hf_source_from_directory(&source, unit_dir, &err), &err);
	assert_ok(hf_inventory_new(&inventory, &err), &err);
	assert_ok(hf_fetch_read(&fetch, source, &rules, inventory, &list.sink,
				&err), &err);
	for (size_t i = 0; i < fetch.n; i++) {
		const struct hf_file *file = hf_inventory_at(inventory,
							     fetch.at[i].index);

		ck_assert(file->flags & HF_FILE_FETCH);
		ck_assert_uint_eq(file->named, 0);
		hf_buf_printf(&seen, "%s=", file->path);
		if (fetch.at[i].length == HF_LENGTH_UNKNOWN)
			hf_buf_adds(&seen, "-;");
		else
			hf_buf_printf(&seen, "%llu;", (unsigned long long)
				      fetch.at[i].length);
	}
	ck_assert_str_eq(hf_buf_text(&seen), files[_i].entries);
	ck_assert_str_eq(unit_findings(&list), files[_i].findings);
	hf_buf_release(&seen);
	hf_fetch_release(&fetch);
	hf_findings_release(&list);
	hf_inventory_free(inventory);
	hf_source_free(source);
}
END_TEST

START_TEST(an_entry_knows_its_address_and_its_line)
{
	struct hf_manifest_rules rules = { "UTF-8", true };
	struct hf_inventory *inventory = NULL;
	struct hf_source *source = NULL;
	struct hf_fetch fetch = { 0 };
	struct hf_findings list;
	struct hf_error err;

	unit_puts("fetch.txt", U "?x=%20y 5 data/a\n\n" U " - data/b\n");
	hf_findings_init(&list);
	assert_ok(hf_source_from_directory(&source, unit_dir, &err), &err);
	assert_ok(hf_inventory_new(&inventory, &err), &err);
	assert_ok(hf_fetch_read(&fetch, source, &rules, inventory, &list.sink,
				&err), &err);
	ck_assert_uint_eq(fetch.n, 2);
	ck_assert_str_eq(fetch.at[0].url, U "?x=%20y");
	ck_assert_uint_eq(fetch.at[0].line, 1);
	ck_assert_str_eq(fetch.at[1].url, U);
	ck_assert_uint_eq(fetch.at[1].line, 3);
	hf_fetch_release(&fetch);
	ck_assert_uint_eq(fetch.n, 0);
	hf_findings_release(&list);
	hf_inventory_free(inventory);
	hf_source_free(source);
}
END_TEST

Suite *fetch_suite(void)
{
	Suite *s = suite_create("fetch");
	TCase *tc = unit_disk_case(s, "fetch");

	tcase_add_loop_test(tc, each_line_is_a_file_to_fetch_or_a_finding, 0,
			    COUNT(files));
	tcase_add_test(tc, an_entry_knows_its_address_and_its_line);
	return s;
}
