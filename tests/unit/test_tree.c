#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/tree.h"

static bool is_there(const char *path)
{
	struct stat st;

	return fstatat(unit_dir, path, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

START_TEST(a_tree_is_removed_and_what_links_lead_to_is_not)
{
	struct hf_error err;

	unit_mkdir("kept");
	unit_puts("kept/file", "kept");
	unit_mkdir("tree");
	unit_mkdir("tree/a");
	unit_mkdir("tree/a/b");
	unit_puts("tree/a/b/file", "x");
	unit_puts("tree/.hidden", "x");
	unit_symlink("../kept", "tree/link");
	unit_symlink("../../kept/file", "tree/a/link");
	unit_symlink("nothing", "tree/dangling");
	unit_fifo("tree/fifo");
	assert_ok(hf_tree_remove(unit_dir, "tree", &err), &err);
	ck_assert(!is_there("tree"));
	ck_assert(is_there("kept/file"));
	/* Once more: it is not there, and that is what was wanted. */
	assert_ok(hf_tree_remove(unit_dir, "tree", &err), &err);
}
END_TEST

START_TEST(a_deep_tree_is_removed)
{
	int dir = dup(unit_dir);
	struct hf_error err;

	for (int i = 0; i < 300; i++) {
		const char *name = i ? "a-name-that-adds-up-to-a-long-path"
				     : "tree";
		int fd;

		ck_assert_int_eq(mkdirat(dir, name, 0700), 0);
		fd = openat(dir, name, O_RDONLY | O_DIRECTORY);
		ck_assert_int_ge(fd, 0);
		close(dir);
		dir = fd;
	}
	close(dir);
	assert_ok(hf_tree_remove(unit_dir, "tree", &err), &err);
	ck_assert(!is_there("tree"));
}
END_TEST

static int fail_unlinkat(int dir, const char *path, int flags)
{
	if (!strcmp(path, "stubborn")) {
		errno = EPERM;
		return -1;
	}
	return hf_io_system.unlinkat(dir, path, flags);
}

START_TEST(what_cannot_be_removed_is_an_error)
{
	struct hf_error err;

	unit_mkdir("tree");
	unit_puts("tree/stubborn", "x");
	unit_replace_io()->unlinkat = fail_unlinkat;
	ck_assert_int_eq(hf_tree_remove(unit_dir, "tree", &err), -1);
	ck_assert(is_there("tree/stubborn"));
}
END_TEST

static int synced[16], n_synced, fail_at;

static int count_fsync(int fd)
{
	struct stat st;

	if (n_synced == fail_at) {
		errno = EIO;
		return -1;
	}
	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert(S_ISDIR(st.st_mode));
	ck_assert_int_lt(n_synced, COUNT(synced));
	synced[n_synced++] = (int)st.st_ino;
	return 0;
}

START_TEST(every_folder_is_synced_and_the_root_with_them)
{
	static const char *const folders[] = { ".", "a", "a/b", "c" };
	struct hf_error err;
	struct stat st;

	unit_mkdir("a");
	unit_mkdir("a/b");
	unit_mkdir("c");
	unit_puts("a/b/file", "x");
	unit_symlink("/etc", "link");
	n_synced = 0;
	fail_at = -1;
	unit_replace_io()->fsync = count_fsync;
	assert_ok(hf_tree_sync_folders(unit_dir, &err), &err);
	ck_assert_int_eq(n_synced, COUNT(folders));
	for (int i = 0; i < COUNT(folders); i++) {
		bool found = false;

		ck_assert_int_eq(fstatat(unit_dir, folders[i], &st, 0), 0);
		for (int k = 0; k < n_synced; k++)
			found |= synced[k] == (int)st.st_ino;
		ck_assert_msg(found, "%s", folders[i]);
	}
}
END_TEST

START_TEST(a_sync_that_fails_is_an_error)
{
	struct hf_error err;

	unit_mkdir("a");
	unit_mkdir("a/b");
	n_synced = 0;
	fail_at = _i;
	unit_replace_io()->fsync = count_fsync;
	assert_fails(hf_tree_sync_folders(unit_dir, &err), &err, HF_ESYS);
	ck_assert_int_eq(err.sys_errno, EIO);
}
END_TEST

Suite *tree_suite(void)
{
	Suite *s = suite_create("tree");
	TCase *tc = unit_disk_case(s, "tree");

	tcase_add_test(tc, a_tree_is_removed_and_what_links_lead_to_is_not);
	tcase_add_test(tc, a_deep_tree_is_removed);
	tcase_add_test(tc, what_cannot_be_removed_is_an_error);
	tcase_add_test(tc, every_folder_is_synced_and_the_root_with_them);
	tcase_add_loop_test(tc, a_sync_that_fails_is_an_error, 0, 3);
	return s;
}
