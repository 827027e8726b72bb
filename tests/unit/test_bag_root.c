/* The root of a bag; of the corpus in every form, tests/forms has it. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bag/root.h"

static struct hf_error err;

static int take_root_by(int (*take)(struct hf_source *source,
				    unsigned int jobs,
				    struct hf_bag_root *root,
				    struct hf_error *err),
			struct hf_bag_root *root)
{
	int dir = unit_open("bag", O_RDONLY | O_DIRECTORY);
	struct hf_source *source;
	int ret;

	assert_ok(hf_source_from_directory(&source, dir, &err), &err);
	ret = take(source, 1, root, &err);
	hf_source_free(source);
	close(dir);
	return ret;
}

static int take_root(struct hf_bag_root *root)
{
	return take_root_by(hf_bag_root, root);
}

static void make_bag(void)
{
	unit_mkdir("bag");
	unit_mkdir("bag/data");
	unit_mkdir("bag/meta");
	unit_mkdir("bag/meta/data");
	unit_puts("bag/data/x", "payload");
	unit_puts("bag/bagit.txt", "");
	unit_puts("bag/meta/data/x", "abc");
	unit_puts("bag/meta.txt", "");
}

/* What anybody makes of the folder, with these tools alone. */
static const char *by_coreutils(void)
{
	static char hex[65];
	char command[512];
	FILE *out;

	snprintf(command, sizeof(command),
		 "cd /proc/%ld/fd/%d/bag && find . -path ./data -prune -o "
		 "-type f -printf '%%P\\0' | LC_ALL=C sort -z | "
		 "xargs -0 sha256sum -- | sha256sum", (long)getpid(), unit_dir);
	out = popen(command, "r");
	ck_assert(out && fread(hex, 1, 64, out) == 64);
	pclose(out);
	return hex;
}

START_TEST(it_is_that_of_the_listing)
{
	struct hf_bag_root root;

	make_bag();
	unit_symlink("bagit.txt", "bag/link");
	assert_ok(take_root(&root), &err);
	ck_assert_str_eq(root.hex, by_coreutils());
	ck_assert_uint_eq(root.files, 4);
	ck_assert_uint_eq(root.octets, 10);
}
END_TEST

START_TEST(names_are_escaped_as_sha256sum_does)
{
	static const char *const names[] = {
		"bag/new\nline", "bag/back\\slash", "bag/re\rturn",
		"bag/a\\\n\r\\b", "bag/\\", "bag/m\xc3\xa4rz", "bag/m\xe4rz",
		"bag/with blank ", "bag/-n", "bag/tab\t",
	};
	struct hf_bag_root root;

	make_bag();
	for (int i = 0; i < COUNT(names); i++)
		unit_puts(names[i], "text");
	assert_ok(take_root(&root), &err);
	ck_assert_str_eq(root.hex, by_coreutils());
}
END_TEST

START_TEST(it_knows_payload_by_its_length_alone)
{
	struct hf_bag_root before, after;

	make_bag();
	assert_ok(take_root(&before), &err);
	unit_puts("bag/data/x", "pAyload");
	assert_ok(take_root(&after), &err);
	ck_assert_str_eq(before.hex, after.hex);
	unit_puts("bag/meta.txt", "x");
	assert_ok(take_root(&after), &err);
	ck_assert_str_ne(before.hex, after.hex);
}
END_TEST

START_TEST(alone_it_is_the_same_and_the_payload_is_not_looked_into)
{
	struct hf_bag_root whole, alone;

	make_bag();
	assert_ok(take_root(&whole), &err);
	assert_ok(take_root_by(hf_bag_root_alone, &alone), &err);
	ck_assert_str_eq(whole.hex, alone.hex);
	ck_assert_uint_eq(whole.files, 4);
	ck_assert_uint_eq(alone.files, 3);
	ck_assert_uint_eq(whole.octets, alone.octets + strlen("payload"));
}
END_TEST

static int no_openat2(int dir, const char *path, const struct open_how *how)
{
	if (!strcmp(path, "meta/data/x")) {
		errno = EIO;
		return -1;
	}
	return hf_io_system.openat2(dir, path, how);
}

START_TEST(what_cannot_be_read_is_an_error)
{
	struct hf_bag_root root;

	make_bag();
	unit_replace_io()->openat2 = no_openat2;
	assert_fails(take_root(&root), &err, HF_ESYS);
	ck_assert_int_eq(err.sys_errno, EIO);
	ck_assert_str_eq(err.text,
			 "'meta/data/x' cannot be read: Input/output error");
	ck_assert_str_eq(root.hex, "");
}
END_TEST

Suite *bag_root_suite(void)
{
	Suite *s = suite_create("bag_root");
	TCase *tc = unit_disk_case(s, "bag_root");

	tcase_add_test(tc, it_is_that_of_the_listing);
	tcase_add_test(tc, names_are_escaped_as_sha256sum_does);
	tcase_add_test(tc, it_knows_payload_by_its_length_alone);
	tcase_add_test(tc, alone_it_is_the_same_and_the_payload_is_not_looked_into);
	tcase_add_test(tc, what_cannot_be_read_is_an_error);
	return s;
}
