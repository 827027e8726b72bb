/* What an archive may cost: limits that no command lets anybody choose. */
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "container/open.h"
#include "container/pack.h"
#include "container/unpacked.h"

#define KIB	1024

/* What is packed: so many files of so many zeros, and a tag file. */
struct made {
	enum hf_pack_form form;
	unsigned int files;
	uint64_t size, tag_size;
};

#define FOLDERS	2		/* the bag, and data */

static void add(struct hf_packer *packer, const char *path, bool folder,
		uint64_t size)
{
	static const char zeros[4 * KIB];
	const struct hf_pack_member member = {
		.path = path, .folder = folder, .size = size,
		.mtime = { 1000000000, 0 },
	};
	struct hf_error err;

	assert_ok(hf_packer_add(packer, &member, &err), &err);
	while (size) {
		size_t n = size < sizeof(zeros) ? (size_t)size : sizeof(zeros);

		assert_ok(hf_packer_data(packer, zeros, n, &err), &err);
		size -= n;
	}
}

/* Packed as the file "bag" of the private folder; where that is. */
static const char *pack(const struct made *made)
{
	const struct hf_packer_options options = {
		.form = made->form, .deflate = true, .jobs = 1,
		.fd = unit_open("bag", O_WRONLY | O_CREAT | O_TRUNC),
		.target = "bag",
	};
	static char path[64];
	struct hf_packer *packer;
	struct hf_error err;
	uint64_t octets;

	assert_ok(hf_packer_new(&packer, &options, &err), &err);
	add(packer, "bag", true, 0);
	add(packer, "bag/bagit.txt", false, made->tag_size);
	add(packer, "bag/data", true, 0);
	for (unsigned int i = 0; i < made->files; i++) {
		snprintf(path, sizeof(path), "bag/data/%u", i);
		add(packer, path, false, made->size);
	}
	assert_ok(hf_packer_finish(packer, &octets, &err), &err);
	hf_packer_free(packer);
	close(options.fd);
	snprintf(path, sizeof(path), "/proc/self/fd/%d/bag", unit_dir);
	return path;
}

/* Whether a limit was met; nothing else is wrong with these. */
static bool exceeds(const struct made *made,
		    const struct hf_archive_limits *limits)
{
	const struct hf_open_options options = {
		.limits = *limits, .jobs = 1,
	};
	struct hf_findings list;
	struct hf_source *source;
	struct hf_error err;
	bool met;

	hf_findings_init(&list);
	assert_ok(hf_open_bag(&source, pack(made), &options, &list.sink, &err),
		  &err);
	met = list.n > 0;
	if (met) {
		ck_assert_str_eq(unit_findings(&list),
				 "archive-exceeds-limits");
		/* Where all was seen, nothing is refused. */
		ck_assert(hf_index_is_incomplete(hf_archive_index(source)));
	}
	hf_close_bag(source);
	hf_findings_release(&list);
	return met;
}

static const enum hf_pack_form forms[] = {
	HF_PACK_TAR, HF_PACK_TAR_GZ, HF_PACK_TAR_ZST, HF_PACK_ZIP,
};

static bool is_compressed(enum hf_pack_form form)
{
	return form != HF_PACK_TAR;
}

START_TEST(test_members)
{
	const struct made made = { .form = forms[_i], .files = 7, .size = 3 };
	uint64_t n = FOLDERS + 1 + made.files;

	ck_assert(!exceeds(&made, &(struct hf_archive_limits){ 0 }));
	ck_assert(!exceeds(&made, &(struct hf_archive_limits){
				.members = n }));
	ck_assert(exceeds(&made, &(struct hf_archive_limits){
				.members = n - 1 }));
	ck_assert(exceeds(&made, &(struct hf_archive_limits){ .members = 1 }));
}
END_TEST

/* One large file of zeros: in each form a small one. */
START_TEST(test_ratio)
{
	const struct made made = {
		.form = forms[_i], .files = 1, .size = 1024 * KIB,
	};
	bool compressed = is_compressed(made.form);

	ck_assert(!exceeds(&made, &(struct hf_archive_limits){ 0 }));
	ck_assert(exceeds(&made, &(struct hf_archive_limits){
				.ratio = 10, .spared = 64 * KIB }) ==
		  compressed);
	ck_assert(!exceeds(&made, &(struct hf_archive_limits){
				.ratio = 100000, .spared = 64 * KIB }));
	/* So much is spared, headers and all. */
	ck_assert(!exceeds(&made, &(struct hf_archive_limits){
				.ratio = 10, .spared = 1100 * KIB }));
}
END_TEST

/* Many that are small: what is spared is spared once. */
START_TEST(test_ratio_of_many)
{
	const struct made made = {
		.form = forms[_i], .files = 40, .size = 60 * KIB,
	};

	ck_assert(exceeds(&made, &(struct hf_archive_limits){
				.ratio = 10, .spared = 64 * KIB }) ==
		  is_compressed(made.form));
	ck_assert(!exceeds(&made, &(struct hf_archive_limits){
				.ratio = 10, .spared = 2600 * KIB }));
}
END_TEST

/* Tag files that lie in the archive as they are cost nothing. */
START_TEST(test_kept)
{
	const struct made made = {
		.form = forms[_i], .files = 1, .size = 100 * KIB,
		.tag_size = 10 * KIB,
	};

	ck_assert(!exceeds(&made, &(struct hf_archive_limits){
				.kept = 10 * KIB }));
	ck_assert(exceeds(&made, &(struct hf_archive_limits){
				.kept = 10 * KIB - 1 }) ==
		  is_compressed(made.form));
}
END_TEST

Suite *limits_suite(void)
{
	Suite *suite = suite_create("limits");
	TCase *tc = unit_disk_case(suite, "limits");

	tcase_add_loop_test(tc, test_members, 0, COUNT(forms));
	tcase_add_loop_test(tc, test_ratio, 0, COUNT(forms));
	tcase_add_loop_test(tc, test_ratio_of_many, 0, COUNT(forms));
	tcase_add_loop_test(tc, test_kept, 0, COUNT(forms));
	return suite;
}
