#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

/* The two ways to open beneath a folder, which must not differ. */
enum { WHOLE, BY_PARTS, WAYS };

static void make_tree(void)
{
	unit_puts("file", "file");
	unit_mkdir("folder");
	unit_puts("folder/file", "folder/file");
	unit_mkdir("folder/inner");
	unit_puts("folder/inner/file", "folder/inner/file");
	unit_puts("folder/..twodots", "folder/..twodots");
	unit_puts("folder/...", "folder/...");
	unit_symlink("file", "link");
	unit_symlink("folder", "folder-link");
	unit_symlink("/etc", "away");
	unit_symlink("/etc/passwd", "away-file");
	unit_symlink("..", "up");
	unit_symlink("nothing", "dangling");
	unit_symlink("ring", "ring");
	unit_symlink("../file", "folder/up-link");
	unit_fifo("fifo");
	unit_fifo("folder/fifo");
	unit_socket("socket");
}

static const struct {
	const char *path;
	int flags;
	int sys_errno;		/* 0: it can be opened */
} opens[] = {
	{ "file", O_RDONLY, 0 },
	{ "folder/file", O_RDONLY, 0 },
	{ "folder/inner/file", O_RDONLY, 0 },
	{ "./file", O_RDONLY, 0 },
	{ "folder//file", O_RDONLY, 0 },
	{ "folder/./inner/./file", O_RDONLY, 0 },
	{ "folder/..twodots", O_RDONLY, 0 },
	{ "folder/...", O_RDONLY, 0 },
	{ ".", O_RDONLY | O_DIRECTORY, 0 },
	{ "folder", O_RDONLY | O_DIRECTORY, 0 },
	{ "folder/", O_RDONLY | O_DIRECTORY, 0 },
	{ "folder/inner", O_RDONLY | O_DIRECTORY, 0 },
	{ "link", O_PATH | O_NOFOLLOW, 0 },
	{ "folder/up-link", O_PATH | O_NOFOLLOW, 0 },
	/* Not there, or not what was asked for. */
	{ "nothing", O_RDONLY, ENOENT },
	{ "folder/nothing", O_RDONLY, ENOENT },
	{ "nothing/file", O_RDONLY, ENOENT },
	{ "file/file", O_RDONLY, ENOTDIR },
	{ "file/", O_RDONLY, ENOTDIR },
	{ "file", O_RDONLY | O_DIRECTORY, ENOTDIR },
	{ "", O_RDONLY, ENOENT },
	/* Absolute, or leading out. */
	{ "/", O_RDONLY, EXDEV },
	{ "/etc/passwd", O_RDONLY, EXDEV },
	{ "//etc/passwd", O_RDONLY, EXDEV },
	{ "..", O_RDONLY, EXDEV },
	{ "../x", O_RDONLY, EXDEV },
	{ "./../x", O_RDONLY, EXDEV },
	{ "folder/../../x", O_RDONLY, EXDEV },
	{ "folder/inner/../../../x", O_RDONLY, EXDEV },
	/* Through a link, wherever it leads and wherever it stands. */
	{ "link", O_RDONLY, ELOOP },
	{ "folder-link", O_RDONLY, ELOOP },
	{ "folder-link", O_RDONLY | O_DIRECTORY, ELOOP },
	{ "folder-link/", O_RDONLY | O_DIRECTORY, ELOOP },
	{ "folder-link/file", O_RDONLY, ELOOP },
	{ "folder-link/inner/file", O_RDONLY, ELOOP },
	{ "folder/up-link", O_RDONLY, ELOOP },
	{ "away", O_RDONLY | O_DIRECTORY, ELOOP },
	{ "away/passwd", O_RDONLY, ELOOP },
	{ "away-file", O_RDONLY, ELOOP },
	{ "up/x", O_RDONLY, ELOOP },
	{ "dangling", O_RDONLY, ELOOP },
	{ "dangling/file", O_RDONLY, ELOOP },
	{ "ring", O_RDONLY, ELOOP },
	{ "ring/file", O_RDONLY, ELOOP },
};

START_TEST(a_path_leads_beneath_the_folder_or_nowhere)
{
	int i = _i / WAYS, fd;
	struct stat there, opened;

	make_tree();
	hf_open_beneath_by_parts = _i % WAYS == BY_PARTS;
	errno = 0;
	fd = hf_open_beneath(unit_dir, opens[i].path, opens[i].flags);
	if (opens[i].sys_errno) {
		ck_assert_msg(fd < 0, "'%s' was opened", opens[i].path);
		ck_assert_msg(errno == opens[i].sys_errno, "'%s': %s, not %s",
			      opens[i].path, strerror(errno),
			      strerror(opens[i].sys_errno));
		return;
	}
	ck_assert_msg(fd >= 0, "'%s': %s", opens[i].path, strerror(errno));
	/* And it is what the path names, not something else. */
	ck_assert_int_eq(fstatat(unit_dir, opens[i].path, &there,
				 AT_SYMLINK_NOFOLLOW), 0);
	ck_assert_int_eq(fstat(fd, &opened), 0);
	ck_assert_uint_eq(there.st_ino, opened.st_ino);
	ck_assert_int_ne(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
	close(fd);
	/* The folder that was handed in is still open. */
	ck_assert_int_ge(fcntl(unit_dir, F_GETFD), 0);
}
END_TEST

/* Forty folders with names of 240 bytes: twice what the kernel takes. */
static void make_deep(struct hf_buf *path)
{
	int dir = dup(unit_dir), fd;

	for (int i = 0; i < 40; i++) {
		char name[241];

		memset(name, 'a' + i % 26, sizeof(name) - 1);
		name[sizeof(name) - 1] = '\0';
		ck_assert_int_eq(mkdirat(dir, name, 0700), 0);
		fd = openat(dir, name, O_RDONLY | O_DIRECTORY);
		ck_assert_int_ge(fd, 0);
		close(dir);
		dir = fd;
		hf_buf_adds(path, name);
		hf_buf_addc(path, '/');
	}
	fd = openat(dir, "file", O_WRONLY | O_CREAT, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq((int)write(fd, "deep", 4), 4);
	close(fd);
	ck_assert_int_eq(symlinkat("file", dir, "link"), 0);
	close(dir);
	ck_assert_uint_gt(path->len, 2 * PATH_MAX);
}

START_TEST(a_path_may_be_longer_than_the_kernel_takes)
{
	struct hf_buf path = { 0 };
	char data[8] = "";
	size_t folder;
	int fd;

	make_deep(&path);
	hf_open_beneath_by_parts = _i == BY_PARTS;
	folder = path.len;
	hf_buf_adds(&path, "file");
	fd = hf_open_beneath(unit_dir, path.data, O_RDONLY);
	ck_assert_msg(fd >= 0, "%s", strerror(errno));
	ck_assert_int_eq((int)read(fd, data, sizeof(data)), 4);
	ck_assert_str_eq(data, "deep");
	close(fd);
	fd = hf_open_regular_beneath(unit_dir, path.data);
	ck_assert_int_ge(fd, 0);
	close(fd);

	path.len = folder;
	hf_buf_adds(&path, "link");
	ck_assert_int_eq(hf_open_beneath(unit_dir, path.data, O_RDONLY), -1);
	ck_assert_int_eq(errno, ELOOP);
	path.len = folder;
	hf_buf_adds(&path, "nothing");
	ck_assert_int_eq(hf_open_beneath(unit_dir, path.data, O_RDONLY), -1);
	ck_assert_int_eq(errno, ENOENT);
	hf_buf_release(&path);
}
END_TEST

START_TEST(a_long_path_may_not_lead_out_either)
{
	struct hf_buf path = { 0 };

	make_tree();
	hf_open_beneath_by_parts = _i == BY_PARTS;
	for (int i = 0; i < 3000; i++)
		hf_buf_adds(&path, "./");
	hf_buf_adds(&path, "../x");
	ck_assert_int_eq(hf_open_beneath(unit_dir, path.data, O_RDONLY), -1);
	ck_assert_int_eq(errno, EXDEV);

	hf_buf_clear(&path);
	for (int i = 0; i < 3000; i++)
		hf_buf_adds(&path, "./");
	hf_buf_adds(&path, "folder-link/file");
	ck_assert_int_eq(hf_open_beneath(unit_dir, path.data, O_RDONLY), -1);
	ck_assert_int_eq(errno, ELOOP);

	hf_buf_clear(&path);
	hf_buf_adds(&path, "/");
	for (int i = 0; i < 3000; i++)
		hf_buf_adds(&path, "./");
	ck_assert_int_eq(hf_open_beneath(unit_dir, path.data, O_RDONLY), -1);
	ck_assert_int_eq(errno, EXDEV);
	hf_buf_release(&path);
}
END_TEST

static const struct {
	size_t len;
	int sys_errno;
} names[] = {
	{ NAME_MAX, ENOENT }, { NAME_MAX + 1, ENAMETOOLONG },
	{ PATH_MAX - 1, ENAMETOOLONG }, { PATH_MAX, ENAMETOOLONG },
	{ 3 * PATH_MAX, ENAMETOOLONG },
};

START_TEST(a_name_longer_than_any_is_not_cut)
{
	size_t len = names[_i / WAYS].len;
	char *name = malloc(len + 1);

	hf_open_beneath_by_parts = _i % WAYS == BY_PARTS;
	memset(name, 'n', len);
	name[len] = '\0';
	ck_assert_int_eq(hf_open_beneath(unit_dir, name, O_RDONLY), -1);
	ck_assert_int_eq(errno, names[_i / WAYS].sys_errno);
	free(name);
}
END_TEST

static const struct {
	const char *path;
	int sys_errno;
} regulars[] = {
	{ "file", 0 },
	{ "folder/inner/file", 0 },
	{ "fifo", EFTYPE_NOT_REGULAR },
	{ "folder/fifo", EFTYPE_NOT_REGULAR },
	{ "folder", EISDIR },
	{ ".", EISDIR },
	{ "socket", EFTYPE_NOT_REGULAR },
	{ "link", ELOOP },
	{ "away-file", ELOOP },
	{ "nothing", ENOENT },
	{ "fifo/file", ENOTDIR },
	{ "../file", EXDEV },
};

START_TEST(only_a_regular_file_is_opened_to_be_read_and_nothing_blocks)
{
	int i = _i / WAYS, fd;

	make_tree();
	hf_open_beneath_by_parts = _i % WAYS == BY_PARTS;
	errno = 0;
	fd = hf_open_regular_beneath(unit_dir, regulars[i].path);
	if (regulars[i].sys_errno) {
		ck_assert_int_eq(fd, -1);
		ck_assert_msg(errno == regulars[i].sys_errno, "'%s': %s, not %s",
			      regulars[i].path, strerror(errno),
			      strerror(regulars[i].sys_errno));
	} else {
		ck_assert_int_ge(fd, 0);
		close(fd);
	}
}
END_TEST

static int refusal;
static int refusals;

static int refuse_openat2(int dir, const char *path, const struct open_how *how)
{
	if (refusals-- > 0) {
		errno = refusal;
		return -1;
	}
	return hf_io_system.openat2(dir, path, how);
}

START_TEST(where_there_is_no_openat2_it_goes_by_parts)
{
	static const int answers[] = { ENOSYS, EPERM };
	int fd;

	make_tree();
	refusal = answers[_i];
	refusals = INT_MAX;
	unit_replace_io()->openat2 = refuse_openat2;
	fd = hf_open_beneath(unit_dir, "folder/inner/file", O_RDONLY);
	ck_assert_int_ge(fd, 0);
	close(fd);
	ck_assert_int_eq(hf_open_beneath(unit_dir, "away/passwd", O_RDONLY),
			 -1);
	ck_assert_int_eq(errno, ELOOP);
	ck_assert_int_eq(hf_open_beneath(unit_dir, "/etc/passwd", O_RDONLY),
			 -1);
	ck_assert_int_eq(errno, EXDEV);
}
END_TEST

START_TEST(an_open_that_raced_or_was_interrupted_is_done_again)
{
	static const int answers[] = { EAGAIN, EINTR };
	int fd;

	make_tree();
	refusal = answers[_i];
	refusals = 3;
	unit_replace_io()->openat2 = refuse_openat2;
	fd = hf_open_beneath(unit_dir, "folder/file", O_RDONLY);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_lt(refusals, 0);
	close(fd);
}
END_TEST

static int fail_fstat(int fd, struct stat *st)
{
	(void)fd;
	(void)st;
	errno = EIO;
	return -1;
}

START_TEST(what_cannot_be_looked_at_is_not_handed_out)
{
	int next;

	make_tree();
	next = dup(0);		/* the lowest number that is free */
	close(next);
	unit_replace_io()->fstat = fail_fstat;
	ck_assert_int_eq(hf_open_regular_beneath(unit_dir, "file"), -1);
	ck_assert_int_eq(errno, EIO);
	ck_assert_int_eq(dup(0), next);
	close(next);
}
END_TEST

START_TEST(a_file_is_created_where_there_is_none_and_nowhere_else)
{
	static const struct { const char *path; int sys_errno; } cases[] = {
		{ "new", 0 }, { "folder/inner/new", 0 }, { "file", EEXIST },
		{ "folder/file", EEXIST }, { "link", EEXIST },
		{ "dangling", EEXIST }, { "fifo", EEXIST },
		{ "nothing/new", ENOENT }, { "file/new", ENOTDIR },
		{ "folder-link/new", ELOOP }, { "away/new", ELOOP },
		{ "../new", EXDEV }, { "/tmp/new", EXDEV },
		{ "folder/../../new", EXDEV },
	};
	int fd;

	make_tree();
	for (int i = 0; i < COUNT(cases); i++) {
		fd = hf_create_beneath(unit_dir, cases[i].path, 0600);
		if (cases[i].sys_errno) {
			ck_assert_int_eq(fd, -1);
			ck_assert_msg(errno == cases[i].sys_errno, "'%s': %s",
				      cases[i].path, strerror(errno));
			continue;
		}
		ck_assert_int_ge(fd, 0);
		ck_assert_int_eq((int)write(fd, "x", 1), 1);
		close(fd);
		ck_assert_int_eq(faccessat(unit_dir, cases[i].path, R_OK, 0),
				 0);
	}
}
END_TEST

START_TEST(folders_are_made_beneath_and_nowhere_else)
{
	static const char *const good[] = { "a", "a", "a/b/c", "a/b", "folder",
					    "folder/inner/deeper/still" };
	static const char *const bad[] = { "folder-link/x", "away/x", "../x",
					   "/tmp/holdfast-unit-x", "file/x",
					   "a/../../x" };
	struct stat st;

	make_tree();
	for (int i = 0; i < COUNT(good); i++) {
		ck_assert_int_eq(hf_make_folders_beneath(unit_dir, good[i]), 0);
		ck_assert_int_eq(fstatat(unit_dir, good[i], &st,
					 AT_SYMLINK_NOFOLLOW), 0);
		ck_assert(S_ISDIR(st.st_mode));
	}
	for (int i = 0; i < COUNT(bad); i++)
		ck_assert_msg(hf_make_folders_beneath(unit_dir, bad[i]) < 0,
			      "%s", bad[i]);
	ck_assert_int_eq(faccessat(unit_dir, "../x", F_OK, 0), -1);
	/* One alone, where what is above it is there. */
	ck_assert_int_eq(hf_make_folder_beneath(unit_dir, "a/d"), 0);
	ck_assert_int_eq(hf_make_folder_beneath(unit_dir, "a/d"), 0);
	ck_assert_int_eq(hf_make_folder_beneath(unit_dir, "e/f"), -1);
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

/* A write that takes three bytes at a time, and fails when told. */
static int writes, fails_at, fails_with;

static ssize_t drip_write(int fd, const void *data, size_t size)
{
	if (++writes == fails_at) {
		errno = fails_with;
		return -1;
	}
	return hf_io_system.write(fd, data, size < 3 ? size : 3);
}

START_TEST(all_is_written_in_however_many_calls)
{
	static const char text[] = "abcdefghijklmnopqrstuvwxyz";
	struct hf_buf back = { 0 };
	int fd = unit_open("file", O_RDWR | O_CREAT);

	writes = 0;
	fails_at = 2;
	fails_with = EINTR;
	unit_replace_io()->write = drip_write;
	ck_assert_int_eq(hf_write_all(fd, text, sizeof(text)), 0);
	ck_assert_int_eq(hf_write_all(fd, NULL, 0), 0);
	lseek(fd, 0, SEEK_SET);
	ck_assert_int_eq(hf_read_all(fd, &back, 1000), 0);
	ck_assert_uint_eq(back.len, sizeof(text));
	ck_assert_mem_eq(back.data, text, sizeof(text));
	hf_buf_release(&back);
	close(fd);
}
END_TEST

START_TEST(a_write_that_fails_says_why)
{
	int fd = unit_open("file", O_RDWR | O_CREAT);

	writes = 0;
	fails_at = 3;
	fails_with = ENOSPC;
	unit_replace_io()->write = drip_write;
	ck_assert_int_eq(hf_write_all(fd, "abcdefghijkl", 12), -1);
	ck_assert_int_eq(errno, ENOSPC);
	ck_assert_int_eq(writes, 3);
	close(fd);
}
END_TEST

static const struct {
	size_t size, limit;
	int sys_errno;
} reads[] = {
	{ 0, 0, 0 }, { 0, 10, 0 }, { 10, 10, 0 }, { 10, 11, 0 },
	{ 10, 9, EFBIG }, { 1, 0, EFBIG }, { 65536, 65536, 0 },
	{ 65537, 65536, EFBIG }, { 300000, 300000, 0 },
	{ 300000, 299999, EFBIG },
};

START_TEST(a_file_is_read_whole_or_found_too_large)
{
	unsigned char *noise = malloc(reads[_i].size + 1);
	struct hf_buf buf = { 0 };
	int fd, ret;

	unit_noise(noise, reads[_i].size, 1);
	unit_write("file", noise, reads[_i].size);
	fd = unit_open("file", O_RDONLY);
	hf_buf_adds(&buf, "<");
	ret = hf_read_all(fd, &buf, reads[_i].limit);
	if (reads[_i].sys_errno) {
		ck_assert_int_eq(ret, -1);
		ck_assert_int_eq(errno, reads[_i].sys_errno);
	} else {
		ck_assert_int_eq(ret, 0);
		ck_assert_uint_eq(buf.len, reads[_i].size + 1);
		ck_assert_int_eq(buf.data[0], '<');
		ck_assert(!memcmp(buf.data + 1, noise, reads[_i].size));
		ck_assert_int_eq(buf.data[buf.len], '\0');
	}
	hf_buf_release(&buf);
	free(noise);
	close(fd);
}
END_TEST

static int read_calls;

static ssize_t trouble_read(int fd, void *data, size_t size)
{
	switch (read_calls++) {
	case 0:
		return hf_io_system.read(fd, data, size < 4 ? size : 4);
	case 1:
		errno = EINTR;
		return -1;
	case 2:
		return hf_io_system.read(fd, data, size < 4 ? size : 4);
	default:
		errno = EIO;
		return -1;
	}
}

START_TEST(a_reading_that_fails_says_why)
{
	struct hf_buf buf = { 0 };
	int fd;

	unit_puts("file", "abcdefghijkl");
	fd = unit_open("file", O_RDONLY);
	read_calls = 0;
	unit_replace_io()->read = trouble_read;
	ck_assert_int_eq(hf_read_all(fd, &buf, 1000), -1);
	ck_assert_int_eq(errno, EIO);
	ck_assert_int_eq(read_calls, 4);
	hf_buf_release(&buf);
	close(fd);
}
END_TEST

START_TEST(closing_keeps_errno)
{
	int fd = unit_open("file", O_RDWR | O_CREAT);

	errno = ENOSPC;
	hf_close(fd);
	ck_assert_int_eq(errno, ENOSPC);
	ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
	errno = ENOSPC;
	hf_close(-1);
	ck_assert_int_eq(errno, ENOSPC);
}
END_TEST

Suite *file_suite(void)
{
	Suite *s = suite_create("file");
	TCase *tc = unit_disk_case(s, "file");

	tcase_add_loop_test(tc, a_path_leads_beneath_the_folder_or_nowhere, 0,
			    WAYS * COUNT(opens));
	tcase_add_loop_test(tc, a_path_may_be_longer_than_the_kernel_takes, 0,
			    WAYS);
	tcase_add_loop_test(tc, a_long_path_may_not_lead_out_either, 0, WAYS);
	tcase_add_loop_test(tc, a_name_longer_than_any_is_not_cut, 0,
			    WAYS * COUNT(names));
	tcase_add_loop_test(tc,
		only_a_regular_file_is_opened_to_be_read_and_nothing_blocks,
		0, WAYS * COUNT(regulars));
	tcase_add_loop_test(tc, where_there_is_no_openat2_it_goes_by_parts, 0,
			    2);
	tcase_add_loop_test(tc,
		an_open_that_raced_or_was_interrupted_is_done_again, 0, 2);
	tcase_add_test(tc, what_cannot_be_looked_at_is_not_handed_out);
	tcase_add_test(tc,
		a_file_is_created_where_there_is_none_and_nowhere_else);
	tcase_add_test(tc, folders_are_made_beneath_and_nowhere_else);
	tcase_add_test(tc, all_is_written_in_however_many_calls);
	tcase_add_test(tc, a_write_that_fails_says_why);
	tcase_add_loop_test(tc, a_file_is_read_whole_or_found_too_large, 0,
			    COUNT(reads));
	tcase_add_test(tc, a_reading_that_fails_says_why);
	tcase_add_test(tc, closing_keeps_errno);
	return s;
}
