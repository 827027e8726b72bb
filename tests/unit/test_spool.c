/* The file without a name that keeps what an archive needs to have kept. */
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "container/open.h"

/* What of files without a name the system does not have. */
static int missing;

static int old_openat(int dir, const char *path, int flags, mode_t mode)
{
	if ((flags & O_TMPFILE) == O_TMPFILE) {
		errno = missing;
		return -1;
	}
	return hf_io_system.openat(dir, path, flags, mode);
}

static int bad_unlinkat(int dir, const char *path, int flags)
{
	errno = EIO;
	return -1;
}

static void enter_tmp(void)
{
	static char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", unit_dir);
	ck_assert_int_eq(setenv("TMPDIR", path, 1), 0);
}

static int entries(void)
{
	int n = 0, fd = openat(unit_dir, ".", O_RDONLY | O_DIRECTORY);
	DIR *dir = fdopendir(fd);

	ck_assert(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

/* It can be written and read, and has no name. */
static void check_spool(void)
{
	struct hf_error err;
	struct stat st;
	char back[4];
	int fd;

	enter_tmp();
	fd = hf_open_spool(&err);
	ck_assert_msg(fd >= 0, "%s", err.text);
	ck_assert_int_eq(entries(), 0);
	ck_assert_int_eq(fstat(fd, &st), 0);
	ck_assert_uint_eq(st.st_nlink, 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	ck_assert_int_eq(write(fd, "some", 4), 4);
	/* Emptied, it is written from its beginning. */
	ck_assert_int_eq(ftruncate(fd, 0), 0);
	ck_assert_int_eq(write(fd, "more", 4), 4);
	ck_assert_int_eq(pread(fd, back, 4, 0), 4);
	ck_assert(!memcmp(back, "more", 4));
	close(fd);
}

START_TEST(test_nameless)
{
	check_spool();
}
END_TEST

START_TEST(test_old_system)
{
	static const int errors[] = { EOPNOTSUPP, EISDIR };

	missing = errors[_i];
	unit_replace_io()->openat = old_openat;
	check_spool();
}
END_TEST

/* With a name that stays, a stranger's words would lie about. */
START_TEST(test_name_stays)
{
	struct hf_io *io = unit_replace_io();
	struct hf_error err;

	missing = EOPNOTSUPP;
	io->openat = old_openat;
	io->unlinkat = bad_unlinkat;
	enter_tmp();
	assert_fails(hf_open_spool(&err), &err, HF_ESYS);
	ck_assert_int_eq(err.sys_errno, EIO);
}
END_TEST

START_TEST(test_nowhere)
{
	struct hf_error err;

	ck_assert_int_eq(setenv("TMPDIR", "/nowhere/at/all", 1), 0);
	assert_fails(hf_open_spool(&err), &err, HF_ESYS);
	ck_assert(strstr(err.text, "/nowhere/at/all"));
}
END_TEST

Suite *spool_suite(void)
{
	Suite *suite = suite_create("spool");
	TCase *tc = unit_disk_case(suite, "spool");

	tcase_add_test(tc, test_nameless);
	tcase_add_loop_test(tc, test_old_system, 0, 2);
	tcase_add_test(tc, test_name_stays);
	tcase_add_test(tc, test_nowhere);
	return suite;
}
