#include "engine_bench.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Ways in which a disk, a file, or a reader fails the engine. */

/* A way for the disk to fail: reads of one descriptor, from one offset on. */
static int bad_fd;
static off_t bad_from;
static int bad_errno;
static atomic_int interruptions;
static size_t most;			/* bytes that one read gives */

static ssize_t bad_pread(int fd, void *data, size_t size, off_t at)
{
	if (interruptions > 0 && interruptions-- > 0) {
		errno = EINTR;
		return -1;
	}
	if (size > most)
		size = most;
	if (fd == bad_fd && at + (off_t)size > bad_from) {
		if (at >= bad_from) {
			errno = bad_errno;
			return -1;
		}
		size = (size_t)(bad_from - at);
	}
	return hf_io_system.pread(fd, data, size, at);
}

START_TEST(a_read_error_is_told_with_its_errno_and_offset)
{
	static const struct { uint64_t offset, length; off_t from; } cases[] = {
		{ 0, HF_TO_END, 0 }, { 0, HF_TO_END, 4096 },
		{ 0, HF_TO_END, 400000 }, { 100, 500000, 4196 },
		{ 0, 1000000, 999999 },
	};
	struct bench bench;
	unsigned char *noise;
	int fd, good;

	fd = bench_make_noise(&noise, 1000000);
	good = dup(fd);
	bench_begin(&bench, 3);
	bench.items[0].extent.fd = good;
	bench.items[1].extent.fd = fd;
	bench.items[1].extent.offset = cases[_i].offset;
	bench.items[1].extent.length = cases[_i].length;
	/* Closing fails too; that must not hide what came first. */
	bench.items[1].closing = ENOSPC;
	bench.items[2].extent.fd = good;

	bad_fd = fd;
	bad_from = cases[_i].from;
	bad_errno = EIO;
	most = 1000000;
	bench_replace_pread(bad_pread);
	bench_run(&bench, 1, NULL);
	/* The one worker has the digester of the failed item: still good. */
	bench_check_digests(&bench.items[0], noise, 1000000);
	bench_check_digests(&bench.items[2], noise, 1000000);
	ck_assert_int_eq(bench.items[1].result.status, HF_ITEM_READ_ERROR);
	ck_assert_int_eq(bench.items[1].result.sys_errno, EIO);
	ck_assert_uint_eq(bench.items[1].result.bytes,
			  (uint64_t)cases[_i].from - cases[_i].offset);
	bench_end(&bench);
	free(noise);
	close(good);
	close(fd);
}
END_TEST

START_TEST(reads_may_be_short_and_interrupted)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 20000);

	bench_begin(&bench, 4);
	for (int i = 0; i < 4; i++)
		bench.items[i].extent.fd = fd;
	bad_fd = -1;
	most = 7;
	interruptions = 50;
	bench_replace_pread(bad_pread);
	bench_run(&bench, bench_jobs[_i], NULL);
	for (int i = 0; i < 4; i++)
		bench_check_digests(&bench.items[i], noise, 20000);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

static int fail_fstat(int fd, struct stat *st)
{
	(void)fd;
	(void)st;
	errno = ESTALE;
	return -1;
}

START_TEST(what_cannot_be_looked_at_is_a_read_error)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 10);

	bench_begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	unit_replace_io()->fstat = fail_fstat;
	bench_run(&bench, 1, NULL);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_READ_ERROR);
	ck_assert_int_eq(bench.items[0].result.sys_errno, ESTALE);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/* A writer that comes between the first read of a file and the next. */
enum change { GROWS, SHRINKS, IS_REWRITTEN, IS_TOUCHED, CHANGES };

static atomic_int reads;
static enum change change;
static int writer;
static atomic_bool changed;

static bool change_file(void)
{
	static const struct timespec now[2] = { { 2000000000, 1 },
						{ 2000000000, 1 } };

	switch (change) {
	case GROWS:
		return pwrite(writer, "more", 4, 1000000) == 4;
	case SHRINKS:
		return ftruncate(writer, 300000) == 0;
	case IS_REWRITTEN:
		return pwrite(writer, "other", 5, 900000) == 5;
	case IS_TOUCHED:
		return futimens(writer, now) == 0;
	case CHANGES:
		break;
	}
	return false;
}

static ssize_t changing_pread(int fd, void *data, size_t size, off_t at)
{
	ssize_t n = hf_io_system.pread(fd, data, size, at);

	if (reads++ == 0)
		changed = change_file();
	return n;
}

START_TEST(a_file_that_changes_while_it_is_read_is_told)
{
	static const struct timespec old[2] = { { 1000000000, 0 },
						{ 1000000000, 0 } };
	bool to_end = _i % 2;
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 1000000);

	writer = unit_open("noise", O_RDWR);
	ck_assert_int_eq(futimens(writer, old), 0);
	change = _i / 2;
	changed = false;
	reads = 0;
	bench_begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	bench.items[0].extent.length = to_end ? HF_TO_END : 1000000;
	bench_replace_pread(changing_pread);
	bench_run(&bench, 2, NULL);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_CHANGED);
	ck_assert(changed);
	bench_end(&bench);
	free(noise);
	close(writer);
	close(fd);
}
END_TEST

/* It grows as fast as it is read: there must be an end, and no verdict. */
static ssize_t growing_pread(int fd, void *data, size_t size, off_t at)
{
	static const char more[1024 * 1024];
	struct stat st;

	reads++;
	if (fstat(writer, &st) == 0 && reads < 1000)
		changed = pwrite(writer, more, sizeof(more), st.st_size) > 0;
	return hf_io_system.pread(fd, data, size, at);
}

START_TEST(a_file_that_grows_for_ever_is_left)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 1000000);

	writer = unit_open("noise", O_RDWR);
	reads = 0;
	changed = false;
	bench_begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	bench_replace_pread(growing_pread);
	bench_run(&bench, 1, NULL);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_CHANGED);
	ck_assert(changed);
	ck_assert_int_lt(reads, 100);
	bench_end(&bench);
	free(noise);
	close(writer);
	close(fd);
}
END_TEST

/* A size of nothing may be a lie, as of the files in /proc. */
static ssize_t lying_pread(int fd, void *data, size_t size, off_t at)
{
	(void)fd;
	(void)size;
	if (at > 0)
		return 0;
	memset(data, 'x', 1);
	return 1;
}

START_TEST(a_file_that_is_longer_than_it_says_is_not_taken_for_empty)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 0);

	bench_begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	bench_replace_pread(lying_pread);
	bench_run(&bench, 1, NULL);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_CHANGED);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/* What happened before the engine had the file open is not its business. */
START_TEST(a_file_changed_before_and_after_is_not_changed_while)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 1000);

	ck_assert_int_eq((int)pwrite(fd, "before", 6, 0), 6);
	memcpy(noise, "before", 6);
	bench_begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	bench_run(&bench, 1, NULL);
	ck_assert_int_eq((int)pwrite(fd, "after", 5, 0), 5);
	bench_check_digests(&bench.items[0], noise, 1000);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

static ssize_t full_write(int fd, const void *data, size_t size)
{
	(void)data;
	/* Part of it still fits. */
	if (lseek(fd, 0, SEEK_CUR) == 0)
		return hf_io_system.write(fd, data, size / 2);
	errno = ENOSPC;
	return -1;
}

START_TEST(a_copy_that_cannot_be_written_is_told)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 1000000);

	bench_begin(&bench, 2);
	bench.items[0].extent.fd = fd;
	bench.items[0].extent.copy_fd = unit_open("copy", O_WRONLY | O_CREAT);
	bench.items[1].extent.fd = fd;
	unit_replace_io()->write = full_write;
	bench_run(&bench, bench_jobs[_i], NULL);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_COPY_ERROR);
	ck_assert_int_eq(bench.items[0].result.sys_errno, ENOSPC);
	bench_check_digests(&bench.items[1], noise, 1000000);
	close(bench.items[0].extent.copy_fd);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/* fsync(2) comes with closing, and may be the first to know. */
START_TEST(a_copy_that_cannot_be_closed_is_told)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 1000);

	bench_begin(&bench, 2);
	bench.items[0].extent.fd = bench.items[1].extent.fd = fd;
	bench.items[0].closing = EDQUOT;
	bench_run(&bench, bench_jobs[_i], NULL);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_COPY_ERROR);
	ck_assert_int_eq(bench.items[0].result.sys_errno, EDQUOT);
	bench_check_digests(&bench.items[1], noise, 1000);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/* Nobody waits for the end of a file that is not wanted any more. */
static ssize_t slow_pread(int fd, void *data, size_t size, off_t at)
{
	(void)fd;
	/* The first item is all here at once; the second never ends. */
	if (at == 0 && size == 1) {
		memset(data, 'x', 1);
		return 1;
	}
	reads++;
	memset(data, 'x', 1);
	return 1;
}

START_TEST(a_long_read_ends_when_it_is_cancelled)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 10);

	bench_begin(&bench, 2);
	bench.items[0].extent.fd = bench.items[1].extent.fd = fd;
	bench.items[0].extent.length = 1;
	bench.items[1].extent.length = UINT64_C(1) << 50;
	bench.stop_at = 0;
	reads = 0;
	bench_replace_pread(slow_pread);
	bench_run(&bench, 2, NULL);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_DONE);
	ck_assert_int_eq(bench.items[1].result.status, HF_ITEM_CANCELLED);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/* A slow item holds up what is behind it; nothing is lost or out of order. */
static ssize_t waiting_pread(int fd, void *data, size_t size, off_t at)
{
	/* The first item is not read before a hundred others are. */
	if (fd == bad_fd) {
		while (reads < 100)
			sched_yield();
	} else {
		reads++;
	}
	return hf_io_system.pread(fd, data, size, at);
}

START_TEST(one_slow_item_does_not_stop_the_others_nor_overtake_them)
{
	enum { N = 10000 };
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 10), slow = dup(fd);

	bench_begin(&bench, N);
	for (int i = 0; i < N; i++) {
		bench.items[i].extent.fd = i == 0 || i == 5000 ? slow : fd;
		bench.items[i].extent.length = 10;
	}
	bad_fd = slow;
	reads = 0;
	bench_replace_pread(waiting_pread);
	bench_run(&bench, 4, NULL);
	for (int i = 0; i < N; i++)
		bench_check_digests(&bench.items[i], noise, 10);
	bench_end(&bench);
	free(noise);
	close(slow);
	close(fd);
}
END_TEST

/* Memory for what is shared comes by aligned_alloc(), after the worker's own. */
static atomic_int granted = INT_MAX;

void *aligned_alloc(size_t alignment, size_t size)
{
	void *data = NULL;

	if (atomic_fetch_sub(&granted, 1) <= 0 ||
	    posix_memalign(&data, alignment, size))
		return NULL;
	return data;
}

/* Also where the caller, told of the first, wants no more of the others. */
START_TEST(with_no_memory_to_share_large_items_they_are_given_up)
{
	enum { SIZE = 4 * 1024 * 1024 };
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, SIZE);

	bench_begin(&bench, 2);
	for (int i = 0; i < 2; i++) {
		bench.items[i].extent.fd = fd;
		bench.items[i].extent.length = SIZE;
	}
	if (_i) {
		bench.stop_at = 0;
		bench.late = true;
	}
	atomic_store(&granted, 1);
	bench_run(&bench, 1, NULL);
	atomic_store(&granted, INT_MAX);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_LIB_ERROR);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

Suite *engine_faults_suite(void)
{
	Suite *s = suite_create("engine_faults");
	TCase *tc = unit_disk_case(s, "engine_faults");
	int each = BENCH_JOBS;

	tcase_add_loop_test(tc,
		a_read_error_is_told_with_its_errno_and_offset, 0,
		5);
	tcase_add_loop_test(tc, reads_may_be_short_and_interrupted, 0, each);
	tcase_add_test(tc, what_cannot_be_looked_at_is_a_read_error);
	tcase_add_loop_test(tc,
		a_file_that_changes_while_it_is_read_is_told, 0,
		2 * CHANGES);
	tcase_add_test(tc, a_file_that_grows_for_ever_is_left);
	tcase_add_test(tc,
		a_file_that_is_longer_than_it_says_is_not_taken_for_empty);
	tcase_add_test(tc,
		a_file_changed_before_and_after_is_not_changed_while);
	tcase_add_loop_test(tc, a_copy_that_cannot_be_written_is_told, 0, each);
	tcase_add_loop_test(tc, a_copy_that_cannot_be_closed_is_told, 0, each);
	tcase_add_test(tc, a_long_read_ends_when_it_is_cancelled);
	tcase_add_test(tc,
		one_slow_item_does_not_stop_the_others_nor_overtake_them);
	tcase_add_loop_test(tc,
		with_no_memory_to_share_large_items_they_are_given_up, 0, 2);
	return s;
}
