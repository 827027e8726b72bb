#include "unit.h"

#include <errno.h>
#include <string.h>

#include "verify/verify.h"

/* No manifest is opened from here on: a bag that needs one is a failure. */
static int refuse_manifests(int dir, const char *path,
			    const struct open_how *how)
{
	ck_assert_msg(!strstr(path, "manifest-"), "%s was opened", path);
	return hf_io_system.openat2(dir, path, how);
}

/* What makes Payload-Oxum need more than a count of what is there. */
static const struct {
	const char *fetch, *link;
	const char *oxum;
	const char *findings;
} bags[] = {
	{ NULL, NULL, "Payload-Oxum: 3.1\n", "" },
	{ NULL, NULL, "Payload-Oxum: 4.1\n", "oxum-mismatch" },
	{ "https://example.org/two 4 data/two\n", NULL,
	  "Payload-Oxum: 7.2\n", "" },
	{ "https://example.org/two 5 data/two\n", NULL,
	  "Payload-Oxum: 7.2\n", "oxum-mismatch" },
	{ NULL, "data/link", "Payload-Oxum: 6.2\n", "" },
	{ NULL, "data/link", "Payload-Oxum: 3.1\n", "oxum-mismatch" },
};

START_TEST(payload_oxum_needs_no_manifest)
{
	struct hf_verify_options options = { .depth = HF_VERIFY_FAST };
	struct hf_verify_summary summary;
	struct hf_findings found;
	struct hf_error err;

	unit_puts("bagit.txt", "BagIt-Version: 1.0\n"
		  "Tag-File-Character-Encoding: UTF-8\n");
	unit_puts("bag-info.txt", bags[_i].oxum);
	unit_puts("manifest-md5.txt", "0  data/one\n0  data/two\n");
	unit_puts("tagmanifest-md5.txt", "0  manifest-md5.txt\n");
	unit_mkdir("data");
	unit_puts("data/one", "abc");
	if (bags[_i].fetch)
		unit_puts("fetch.txt", bags[_i].fetch);
	if (bags[_i].link)
		unit_symlink("one", bags[_i].link);

	unit_replace_io()->openat2 = refuse_manifests;
	hf_findings_init(&found);
	assert_ok(hf_verify_folder(unit_dir, &options, &found.sink, &summary,
				   &err), &err);
	ck_assert(!found.failed);
	for (size_t i = 0; i < found.n; i++)
		ck_assert_str_eq(hf_finding_name(found.at[i].id),
				 bags[_i].findings);
	ck_assert_uint_eq(found.n, *bags[_i].findings ? 1 : 0);
	ck_assert_uint_eq(summary.payload_files, bags[_i].link ? 2 : 1);
	ck_assert_uint_eq(summary.octets_read, 0);
	hf_findings_release(&found);
}
END_TEST

Suite *fast_suite(void)
{
	Suite *s = suite_create("fast");
	TCase *tc = unit_disk_case(s, "fast");

	tcase_add_loop_test(tc, payload_oxum_needs_no_manifest, 0,
			    COUNT(bags));
	return s;
}
