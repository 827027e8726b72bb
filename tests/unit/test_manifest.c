#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "bag/manifest.h"
#include "bag/source.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

static const struct {
	const char *name;
	bool tag, supported, irregular;
	enum hf_alg alg;
	const char *algorithm;
} names[] = {
	{ "manifest-sha256.txt", false, true, false, HF_SHA256, "sha256" },
	{ "tagmanifest-sha256.txt", true, true, false, HF_SHA256, "sha256" },
	{ "manifest-md5.txt", false, true, false, HF_MD5, "md5" },
	{ "tagmanifest-sha1.txt", true, true, false, HF_SHA1, "sha1" },
	{ "manifest-sha512256.txt", false, true, false, HF_SHA512_256,
	  "sha512256" },
	{ "manifest-blake2b512.txt", false, true, false, HF_BLAKE2B_512,
	  "blake2b512" },
	{ "manifest-SHA256.txt", false, true, true, HF_SHA256, "sha256" },
	{ "manifest-sha-256.txt", false, true, true, HF_SHA256, "sha256" },
	{ "tagmanifest-SHA-512.txt", true, true, true, HF_SHA512, "sha512" },
	{ "manifest-crc32.txt", false, false, false, 0, "crc32" },
	{ "manifest-x.txt", false, false, false, 0, "x" },
	{ "manifest--.txt", false, false, true, 0, "" },
	{ "manifest-sha256.txt.txt", false, false, true, 0, "sha256txt" },
	{ "manifest-sha256 .txt", false, true, true, HF_SHA256, "sha256" },
	{ "manifest-sha\xc3\xa9.txt", false, false, true, 0, "sha" },
	{ "manifest-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.txt", false, false,
	  false, 0, "aaaaaaaaaaaaaaaaaaaaaaa" },
};

START_TEST(a_manifest_is_known_by_its_name)
{
	struct hf_manifest m;

	memset(&m, 0x5a, sizeof(m));
	ck_assert(hf_manifest_parse_name(&m, names[_i].name));
	ck_assert_str_eq(m.name, names[_i].name);
	ck_assert_int_eq(m.tag, names[_i].tag);
	ck_assert_int_eq(m.supported, names[_i].supported);
	ck_assert_int_eq(m.irregular, names[_i].irregular);
	ck_assert_str_eq(m.algorithm, names[_i].algorithm);
	if (m.supported)
		ck_assert_int_eq(m.alg, names[_i].alg);
}
END_TEST

START_TEST(a_parsed_name_leaves_nothing_to_chance)
{
	struct hf_manifest m;

	memset(&m, 0x5a, sizeof(m));
	ck_assert(hf_manifest_parse_name(&m, "manifest-sha256.txt"));
	ck_assert(!m.repeated);
	ck_assert(!m.unread);
	ck_assert_uint_eq(m.bit, 0);
}
END_TEST

static const char *const no_manifests[] = {
	"", "manifest", "manifest.txt", "manifest-.txt", "manifest-sha256",
	"tagmanifest-.txt", "tagmanifest.txt", "Manifest-sha256.txt",
	"xmanifest-sha256.txt", "manifest_sha256.txt", "manifest-sha256.TXT",
	"manifest-sha256.txt~", ".txt", "bagit.txt", "manifest-",
	"data/manifest-sha256.txt", "tag-manifest-sha256.txt",
};

START_TEST(other_names_are_of_no_manifest)
{
	struct hf_manifest m = { 0 };

	ck_assert_msg(!hf_manifest_parse_name(&m, no_manifests[_i]), "%s",
		      no_manifests[_i]);
}
END_TEST

#define A	"00112233445566778899aabbccddeeff"
#define B	"ffeeddccbbaa99887766554433221100"

/*
 * A manifest-md5.txt, or tagmanifest-md5.txt, with the paths that it must put
 * into the inventory (those with a digest that counts have no "!") and its
 * findings, by 1.0 and by a draft.
 */
static const struct {
	bool tag;
	const char *text;
	size_t size;
	const char *paths;	/* with LF and CR as in C */
	const char *findings;
	const char *draft_paths, *draft_findings;	/* NULL: the same */
} files[] = {
	{ false, BYTES(""), "", "", NULL, NULL },
	{ false, BYTES(A "  data/a\n"), "data/a", "", NULL, NULL },
	{ false, BYTES(A " data/a\n" B "\tdata/b\n"), "data/a data/b", "",
	  NULL, NULL },
	{ false, BYTES(A " \t \tdata/a\r\n" B " data/b"), "data/a data/b", "",
	  NULL, NULL },
	{ false, BYTES("00112233445566778899AABBCCDDEEFF data/a\n"), "data/a",
	  "", NULL, NULL },
	/* Only the end of a path may be a blank; it is of the path. */
	{ false, BYTES(A " data/a \n"), "data/a\\x20", "", NULL, NULL },
	{ false, BYTES(A " data/a b\tc\n"), "data/a\\x20b\\tc", "", NULL,
	  NULL },
	/* Lines that are none. */
	{ false, BYTES("\n" A " data/a\n"), "data/a",
	  "manifest-line-ignored:1", NULL, NULL },
	{ false, BYTES("# x\n \t\n" A " data/a\n"), "data/a",
	  "manifest-line-ignored:1 manifest-line-ignored:2", NULL, NULL },
	{ false, BYTES(A "\n"), "", "manifest-line-malformed:1", NULL, NULL },
	{ false, BYTES(A " \n"), "", "manifest-line-malformed:1", NULL, NULL },
	{ false, BYTES(" " A " data/a\n"), "", "manifest-line-malformed:1",
	  NULL, NULL },
	{ false, BYTES("data/a\n" A " data/b\n"), "data/b",
	  "manifest-line-malformed:1", NULL, NULL },
	/* Digests that are none; the file is listed all the same. */
	{ false, BYTES("0011 data/a\n"), "!data/a", "digest-malformed:1", NULL,
	  NULL },
	{ false, BYTES(A "00 data/a\n"), "!data/a", "digest-malformed:1", NULL,
	  NULL },
	{ false, BYTES("g0112233445566778899aabbccddeeff data/a\n"), "!data/a",
	  "digest-malformed:1", NULL, NULL },
	/* As md5sum writes. */
	{ false, BYTES(A " *data/a\n"), "data/a", "manifest-line-md5sum:1",
	  NULL, NULL },
	{ false, BYTES("\\" A "  data/a\\nb\\\\c\n"), "data/a\\nb\\\\c",
	  "manifest-line-md5sum:1", NULL, NULL },
	/* Percent codes: three in 1.0, none in a draft. */
	{ false, BYTES(A " data/a%0Ab%0dc%25\n"), "data/a\\nb\\rc%", "",
	  "data/a%0Ab%0dc%25", "" },
	{ false, BYTES(A " data/a%20b\n"), "data/a%20b", "path-percent:1",
	  "data/a%20b", "" },
	{ false, BYTES(A " data/%2e%2e/%2e%2e/x\n"), "data/%2e%2e/%2e%2e/x",
	  "path-percent:1", "data/%2e%2e/%2e%2e/x", "" },
	/* Paths that are not opened, ever. */
	{ false, BYTES(A " ../x\n"), "", "path-unsafe:1", NULL, NULL },
	{ false, BYTES(A " /etc/passwd\n"), "", "path-unsafe:1", NULL, NULL },
	{ false, BYTES(A " ~/x\n"), "", "path-unsafe:1", NULL, NULL },
	{ false, BYTES(A " C:\\x\n"), "", "path-unsafe:1", NULL, NULL },
	{ false, BYTES(A " data/../../x\n"), "", "path-unsafe:1", NULL, NULL },
	{ false, BYTES(A " data/a\0b\n"), "", "path-unsafe:1", NULL, NULL },
	{ false, BYTES(A " data//a\n"), "", "path-irregular:1", NULL, NULL },
	{ false, BYTES(A " data/./a\n"), "", "path-irregular:1", NULL, NULL },
	{ false, BYTES(A " data/../data/a\n"), "", "path-irregular:1", NULL,
	  NULL },
	{ false, BYTES(A " data/a/\n"), "", "path-irregular:1", NULL, NULL },
	{ false, BYTES(A " ./data/a\n"), "data/a", "path-dot-prefix:1", NULL,
	  NULL },
	{ false, BYTES(A " ././data/a\n"), "data/a", "path-dot-prefix:1", NULL,
	  NULL },
	{ false, BYTES(A " ./../x\n"), "", "path-dot-prefix:1 path-unsafe:1",
	  NULL, NULL },
	{ false, BYTES(A " .//etc/passwd\n"), "",
	  "path-dot-prefix:1 path-unsafe:1", NULL, NULL },
	/* The same path again. */
	{ false, BYTES(A " data/a\n" A " data/a\n"), "data/a",
	  "path-listed-twice:2", NULL, NULL },
	{ false, BYTES(A " data/a\n" B " data/a\n"), "data/a",
	  "path-contradicted:2", NULL, NULL },
	{ false, BYTES(A " data/a\n" A " ./data/a\n"), "data/a",
	  "path-dot-prefix:2 path-listed-twice:2", NULL, NULL },
	/* What belongs in which. */
	{ false, BYTES(A " bagit.txt\n"), "", "path-not-payload:1", NULL,
	  NULL },
	{ false, BYTES(A " data\n"), "", "path-not-payload:1", NULL, NULL },
	{ false, BYTES(A " database/a\n"), "", "path-not-payload:1", NULL,
	  NULL },
	{ true, BYTES(A " bagit.txt\n" B " manifest-md5.txt\n"),
	  "bagit.txt manifest-md5.txt", "", NULL, NULL },
	{ true, BYTES(A " deep/er/file.xml\n"), "deep/er/file.xml", "", NULL,
	  NULL },
	{ true, BYTES(A " data/a\n"), "", "tag-manifest-lists-payload:1", NULL,
	  NULL },
	{ true, BYTES(A " tagmanifest-md5.txt\n"), "",
	  "tag-manifest-lists-its-kind:1", NULL, NULL },
	{ true, BYTES(A " tagmanifest-SHA-512.txt\n"), "",
	  "tag-manifest-lists-its-kind:1", NULL, NULL },
	/* Bytes. */
	{ false, BYTES("\xef\xbb\xbf" A " data/a\n"), "data/a",
	  "tag-file-bom", NULL, NULL },
	{ false, BYTES(A " data/\xff\n" B " data/b\n"), "data/b",
	  "tag-file-undecodable:1", NULL, NULL },
};

/* Every path of the inventory, as hf_escape() shows it, blanks as \x20. */
static const char *list_paths(struct hf_buf *out, struct hf_inventory *inventory)
{
	hf_alg_set bit = HF_ALG_BIT(HF_MD5);

	for (uint32_t i = 0; i < hf_inventory_count(inventory); i++) {
		const struct hf_file *file = hf_inventory_at(inventory, i);

		hf_buf_adds(out, i ? " " : "");
		ck_assert_uint_eq(file->named, bit);
		if (file->listed != bit)
			hf_buf_addc(out, '!');
		for (const char *c = file->path; *c; c++) {
			if (*c == ' ')
				hf_buf_adds(out, "\\x20");
			else
				hf_escape(out, c, 1);
		}
	}
	return hf_buf_text(out);
}

START_TEST(each_line_is_a_file_or_a_finding)
{
	int i = _i / 2;
	bool final = _i % 2;
	const char *name = files[i].tag ? "tagmanifest-md5.txt"
					: "manifest-md5.txt";
	struct hf_manifest_rules rules = { "UTF-8", final };
	const char *paths = files[i].paths, *found = files[i].findings;
	struct hf_inventory *inventory = NULL;
	struct hf_arena arena = { 0 };
	struct hf_aliases aliases = { .arena = &arena };
	struct hf_source *source = NULL;
	struct hf_buf seen = { 0 };
	struct hf_findings list;
	struct hf_manifest m = { 0 };
	struct hf_error err;

	if (!final && files[i].draft_paths)
		paths = files[i].draft_paths;
	if (!final && files[i].draft_findings)
		found = files[i].draft_findings;
	unit_write(name, files[i].text, files[i].size);
	hf_findings_init(&list);
	assert_ok(hf_source_from_directory(&source, unit_dir, &err), &err);
	assert_ok(hf_inventory_new(&inventory, &err), &err);
	ck_assert(hf_manifest_parse_name(&m, name));
	m.bit = HF_ALG_BIT(m.alg);
	assert_ok(hf_manifest_read(&m, source, &rules, inventory, &aliases,
				   &list.sink, &err), &err);
	ck_assert_str_eq(list_paths(&seen, inventory), paths);
	ck_assert_str_eq(unit_findings(&list), found);
	for (size_t k = 0; k < list.n; k++)
		ck_assert_str_eq(list.at[k].path, name);

	hf_buf_release(&seen);
	hf_findings_release(&list);
	hf_inventory_free(inventory);
	hf_source_free(source);
	hf_arena_release(&arena);
	free(aliases.at);
}
END_TEST

/* Several manifests meet in one inventory. */
START_TEST(manifests_add_up)
{
	static const char *const three[] = { "manifest-md5.txt",
					      "manifest-sha1.txt",
					      "manifest-crc32.txt" };
	hf_alg_set unsupported = HF_ALG_BIT(HF_UNSUPPORTED_FIRST);
	static const char sha1[] = "0123456789012345678901234567890123456789";
	struct hf_manifest_rules rules = { "UTF-8", true };
	struct hf_inventory *inventory = NULL;
	struct hf_arena arena = { 0 };
	struct hf_aliases aliases = { .arena = &arena };
	struct hf_source *source = NULL;
	struct hf_buf text = { 0 };
	const struct hf_file *a, *b, *c;
	struct hf_findings list;
	struct hf_manifest m = { 0 };
	struct hf_error err;

	unit_puts(three[0], A " data/a\n" B " data/b\n");
	hf_buf_printf(&text, "%s data/b\n%s data/c\n", sha1, sha1);
	unit_write(three[1], text.data, text.len);
	unit_puts(three[2], "anything data/a\n0 data/c\n");
	hf_findings_init(&list);
	assert_ok(hf_source_from_directory(&source, unit_dir, &err), &err);
	assert_ok(hf_inventory_new(&inventory, &err), &err);
	for (int i = 0; i < COUNT(three); i++) {
		ck_assert(hf_manifest_parse_name(&m, three[i]));
		m.bit = m.supported ? HF_ALG_BIT(m.alg) : unsupported;
		assert_ok(hf_manifest_read(&m, source, &rules, inventory,
					   &aliases, &list.sink, &err), &err);
	}
	ck_assert_str_eq(unit_findings(&list), "");
	ck_assert_uint_eq(hf_inventory_count(inventory), 3);
	a = hf_inventory_at(inventory,
			    hf_inventory_find(inventory, "data/a", 6));
	b = hf_inventory_at(inventory,
			    hf_inventory_find(inventory, "data/b", 6));
	c = hf_inventory_at(inventory,
			    hf_inventory_find(inventory, "data/c", 6));
	ck_assert_uint_eq(a->listed, HF_ALG_BIT(HF_MD5));
	ck_assert_uint_eq(a->named, a->listed | unsupported);
	ck_assert_uint_eq(b->listed, HF_ALG_BIT(HF_MD5) | HF_ALG_BIT(HF_SHA1));
	ck_assert_uint_eq(b->named, b->listed);
	ck_assert_uint_eq(c->listed, HF_ALG_BIT(HF_SHA1));
	ck_assert_uint_eq(c->named, c->listed | unsupported);
	ck_assert_mem_eq(hf_inventory_digest(inventory, 0, HF_MD5),
			 "\x00\x11\x22\x33\x44\x55\x66\x77"
			 "\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 16);
	hf_buf_release(&text);
	hf_findings_release(&list);
	hf_inventory_free(inventory);
	hf_source_free(source);
	hf_arena_release(&arena);
	free(aliases.at);
}
END_TEST

Suite *manifest_suite(void)
{
	Suite *s = suite_create("manifest");
	TCase *tc = unit_case(s, "name"), *disk = unit_disk_case(s, "manifest");

	tcase_add_loop_test(tc, a_manifest_is_known_by_its_name, 0,
			    COUNT(names));
	tcase_add_test(tc, a_parsed_name_leaves_nothing_to_chance);
	tcase_add_loop_test(tc, other_names_are_of_no_manifest, 0,
			    COUNT(no_manifests));
	tcase_add_loop_test(disk, each_line_is_a_file_or_a_finding, 0,
			    2 * COUNT(files));
	tcase_add_test(disk, manifests_add_up);
	return s;
}
