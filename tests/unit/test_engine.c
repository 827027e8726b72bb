#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "digest/engine.h"

static const unsigned int jobs[] = { 1, 2, 7, 0 };

/* What one item is, and what became of it. */
struct item {
	struct hf_extent extent;	/* as it is to be opened */
	int answer;			/* what opening answers; 0: opened */
	int closing;			/* what closing answers */
	atomic_int opened, closed;
	int delivered;
	struct hf_item_result result;
	struct hf_digests digests;
};

struct bench {
	struct item *items;
	uint64_t n;
	pthread_t caller;
	uint64_t next;			/* the item whose result must come */
	uint64_t stop_at;		/* cancel when it has come; or n */
	atomic_int inside;		/* threads in done() */
	uint64_t progress;
	uint64_t opened_at_all;
};

static int open_item(void *ctx, uint64_t item, struct hf_extent *extent)
{
	struct bench *bench = ctx;
	struct item *it = &bench->items[item];

	it->opened++;
	if (it->answer)
		return it->answer;
	*extent = it->extent;
	return 0;
}

static int close_item(void *ctx, uint64_t item, const struct hf_extent *extent)
{
	struct bench *bench = ctx;
	struct item *it = &bench->items[item];

	/* On a worker's thread nothing can be asserted: see check_calls(). */
	if (extent->fd == it->extent.fd &&
	    extent->offset == it->extent.offset &&
	    extent->copy_fd == it->extent.copy_fd)
		it->closed++;
	return it->closing;
}

static int done(void *ctx, const struct hf_item_result *result)
{
	struct bench *bench = ctx;
	struct item *it = &bench->items[result->item];

	require(bench->inside++ == 0);
	require(pthread_equal(pthread_self(), bench->caller));
	require(result->item == bench->next);
	bench->next++;
	it->delivered++;
	it->result = *result;
	if (result->digests)
		it->digests = *result->digests;
	require(!result->digests == (result->status != HF_ITEM_DONE));
	bench->inside--;
	return result->item == bench->stop_at;
}

static void progress(void *ctx, uint64_t bytes)
{
	struct bench *bench = ctx;

	require(pthread_equal(pthread_self(), bench->caller));
	bench->progress += bytes;
}

static void begin(struct bench *bench, uint64_t n)
{
	memset(bench, 0, sizeof(*bench));
	bench->items = calloc(n ? n : 1, sizeof(*bench->items));
	ck_assert_ptr_nonnull(bench->items);
	bench->n = bench->stop_at = n;
	for (uint64_t i = 0; i < n; i++)
		bench->items[i].extent = (struct hf_extent){
			.fd = -1, .length = HF_TO_END, .copy_fd = -1,
			.algs = HF_ALG_BIT(HF_SHA256) };
}

/* Each result once; each item opened once at most, and closed if opened. */
static void check_calls(struct bench *bench)
{
	ck_assert_uint_eq(bench->next, bench->n);
	for (uint64_t i = 0; i < bench->n; i++) {
		struct item *it = &bench->items[i];

		require(it->delivered == 1);
		require(it->opened <= 1);
		require(it->closed == (it->opened && !it->answer));
		if (it->result.status != HF_ITEM_CANCELLED)
			require(it->opened == 1);
		bench->opened_at_all += it->opened ? 1 : 0;
	}
}

static void run(struct bench *bench, unsigned int n_jobs)
{
	struct hf_engine_options options = { .jobs = n_jobs };
	struct hf_engine_job job = {
		.n_items = bench->n, .open_item = open_item,
		.close_item = close_item, .done = done, .progress = progress,
		.ctx = bench,
	};
	struct hf_error err;

	bench->caller = pthread_self();
	assert_ok(hf_engine_run(&options, &job, &err), &err);
	check_calls(bench);
}

static void end(struct bench *bench)
{
	free(bench->items);
}

/* What was read must have the digests of these bytes. */
static void check_digests(const struct item *it, const void *data, size_t size)
{
	struct hf_digester *d = NULL;
	struct hf_digests expected;
	struct hf_error err;

	require(it->result.status == HF_ITEM_DONE);
	require(it->result.bytes == size);
	require(it->result.algs == it->extent.algs);
	require(hf_digester_new(&d, it->extent.algs, &err) == 0);
	require(hf_digester_update(d, data, size, &err) == 0);
	require(hf_digester_finish(d, &expected, &err) == 0);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (it->extent.algs & HF_ALG_BIT(alg))
			require(!memcmp(it->digests.of[alg], expected.of[alg],
					hf_alg_size(alg)));
	}
	hf_digester_free(d);
}

/* A file of noise, open. */
static int make_noise(unsigned char **noise_ret, size_t size)
{
	unsigned char *noise = malloc(size + 1);

	ck_assert_ptr_nonnull(noise);
	unit_noise(noise, size, (unsigned int)size);
	unit_write("noise", noise, size);
	*noise_ret = noise;
	return unit_open("noise", O_RDWR);
}

START_TEST(no_items_are_no_trouble)
{
	struct bench bench;

	begin(&bench, 0);
	run(&bench, jobs[_i]);
	ck_assert_uint_eq(bench.progress, 0);
	end(&bench);
}
END_TEST

START_TEST(one_item_comes_back_with_its_digest)
{
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, 1000);

	begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	run(&bench, jobs[_i]);
	check_digests(&bench.items[0], noise, 1000);
	ck_assert_uint_eq(bench.progress, 1000);
	end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/* Thousands of extents of one file, of all sizes, each its own algorithms. */
START_TEST(thousands_of_extents_come_back_in_order)
{
	enum { N = 6000, SIZE = 100000 };
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, SIZE);
	uint64_t total = 0;

	begin(&bench, N);
	for (unsigned int i = 0; i < N; i++) {
		struct hf_extent *extent = &bench.items[i].extent;

		extent->fd = fd;
		extent->offset = i * 7919u % SIZE;
		extent->length = i * 104729u % 3000;
		if (extent->offset + extent->length > SIZE)
			extent->length = SIZE - extent->offset;
		/* Any set but the empty one. */
		extent->algs = 1 + i / 50 * 67u %
				   (HF_ALG_BIT(HF_ALG_COUNT) - 1);
		total += extent->length;
	}
	run(&bench, jobs[_i]);
	for (unsigned int i = 0; i < N; i++)
		check_digests(&bench.items[i],
			      noise + bench.items[i].extent.offset,
			      bench.items[i].extent.length);
	ck_assert_uint_eq(bench.progress, total);
	end(&bench);
	free(noise);
	close(fd);
}
END_TEST

static const struct {
	uint64_t offset, length;
	uint64_t from, to;		/* the bytes that must be read */
} extents[] = {
	{ 0, HF_TO_END, 0, 1000000 },
	{ 0, 1000000, 0, 1000000 },
	{ 0, 0, 0, 0 },
	{ 0, 1, 0, 1 },
	{ 999999, 1, 999999, 1000000 },
	{ 999999, HF_TO_END, 999999, 1000000 },
	{ 1000000, HF_TO_END, 0, 0 },
	{ 1000000, 0, 0, 0 },
	{ 2000000, HF_TO_END, 0, 0 },
	{ 12345, 600000, 12345, 612345 },
	{ 1, HF_TO_END, 1, 1000000 },
	{ 0, 262144, 0, 262144 },
	{ 0, 262145, 0, 262145 },
};

START_TEST(an_extent_is_read_from_its_offset_for_its_length)
{
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, 1000000);

	begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	bench.items[0].extent.offset = extents[_i].offset;
	bench.items[0].extent.length = extents[_i].length;
	bench.items[0].extent.algs = HF_ALG_BIT(HF_SHA512) |
				     HF_ALG_BIT(HF_MD5);
	run(&bench, 2);
	check_digests(&bench.items[0], noise + extents[_i].from,
		      extents[_i].to - extents[_i].from);
	end(&bench);
	free(noise);
	close(fd);
}
END_TEST

START_TEST(an_extent_that_the_file_does_not_hold_is_short)
{
	static const struct { uint64_t offset, length, bytes; } cases[] = {
		{ 0, 1001, 1000 }, { 0, 10000000, 1000 }, { 900, 101, 100 },
		{ 1000, 1, 0 }, { 5000, 10, 0 }, { 0, HF_TO_END - 1, 1000 },
	};
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, 1000);

	begin(&bench, COUNT(cases));
	for (int i = 0; i < COUNT(cases); i++) {
		bench.items[i].extent.fd = fd;
		bench.items[i].extent.offset = cases[i].offset;
		bench.items[i].extent.length = cases[i].length;
	}
	run(&bench, jobs[_i]);
	for (int i = 0; i < COUNT(cases); i++) {
		ck_assert_int_eq(bench.items[i].result.status, HF_ITEM_SHORT);
		ck_assert_uint_eq(bench.items[i].result.bytes, cases[i].bytes);
	}
	end(&bench);
	free(noise);
	close(fd);
}
END_TEST

START_TEST(what_cannot_be_opened_is_told_and_the_others_are_read)
{
	enum { N = 5000 };
	static const int answers[] = { EACCES, ENOENT, EMFILE };
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, 100);

	begin(&bench, N);
	for (int i = 0; i < N; i++) {
		if (i % 7 == 3)
			bench.items[i].answer = answers[i % COUNT(answers)];
		else
			bench.items[i].extent.fd = fd;
	}
	run(&bench, jobs[_i]);
	for (int i = 0; i < N; i++) {
		struct item *it = &bench.items[i];

		if (!it->answer) {
			check_digests(it, noise, 100);
			continue;
		}
		require(it->result.status == HF_ITEM_NOT_OPENED);
		require(it->result.sys_errno == it->answer);
		require(it->result.bytes == 0);
	}
	end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/*
 * Put a way to read in the place of pread(2); and of preadv2(2), which may give
 * no more than its first piece.
 */
typedef ssize_t pread_fn(int fd, void *data, size_t size, off_t at);

static pread_fn *hook;

static ssize_t hook_preadv2(int fd, const struct iovec *vec, int n, off_t at,
			    int flags)
{
	(void)flags;
	return n ? hook(fd, vec[0].iov_base, vec[0].iov_len, at) : 0;
}

static void replace_pread(pread_fn *fn)
{
	struct hf_io *io = unit_replace_io();

	hook = fn;
	io->pread = fn;
	io->preadv2 = hook_preadv2;
}

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

	fd = make_noise(&noise, 1000000);
	good = dup(fd);
	begin(&bench, 3);
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
	replace_pread(bad_pread);
	run(&bench, 1);
	/* The one worker has the digester of the failed item: still good. */
	check_digests(&bench.items[0], noise, 1000000);
	check_digests(&bench.items[2], noise, 1000000);
	ck_assert_int_eq(bench.items[1].result.status, HF_ITEM_READ_ERROR);
	ck_assert_int_eq(bench.items[1].result.sys_errno, EIO);
	ck_assert_uint_eq(bench.items[1].result.bytes,
			  (uint64_t)cases[_i].from - cases[_i].offset);
	end(&bench);
	free(noise);
	close(good);
	close(fd);
}
END_TEST

START_TEST(reads_may_be_short_and_interrupted)
{
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, 20000);

	begin(&bench, 4);
	for (int i = 0; i < 4; i++)
		bench.items[i].extent.fd = fd;
	bad_fd = -1;
	most = 7;
	interruptions = 50;
	replace_pread(bad_pread);
	run(&bench, jobs[_i]);
	for (int i = 0; i < 4; i++)
		check_digests(&bench.items[i], noise, 20000);
	end(&bench);
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
	int fd = make_noise(&noise, 10);

	begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	unit_replace_io()->fstat = fail_fstat;
	run(&bench, 1);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_READ_ERROR);
	ck_assert_int_eq(bench.items[0].result.sys_errno, ESTALE);
	end(&bench);
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
	int fd = make_noise(&noise, 1000000);

	writer = unit_open("noise", O_RDWR);
	ck_assert_int_eq(futimens(writer, old), 0);
	change = _i / 2;
	changed = false;
	reads = 0;
	begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	bench.items[0].extent.length = to_end ? HF_TO_END : 1000000;
	replace_pread(changing_pread);
	run(&bench, 2);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_CHANGED);
	ck_assert(changed);
	end(&bench);
	free(noise);
	close(writer);
	close(fd);
}
END_TEST

/* It grows as fast as it is read: there must be an end, and no verdict. */
static ssize_t endless_pread(int fd, void *data, size_t size, off_t at)
{
	(void)fd;
	(void)at;
	if (++reads > 1000)
		return 0;
	memset(data, 'x', size);
	return (ssize_t)size;
}

START_TEST(a_file_that_grows_for_ever_is_left)
{
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, 10);

	reads = 0;
	begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	replace_pread(endless_pread);
	run(&bench, 1);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_CHANGED);
	ck_assert_int_lt(reads, 10);
	end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/* What happened before the engine had the file open is not its business. */
START_TEST(a_file_changed_before_and_after_is_not_changed_while)
{
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, 1000);

	ck_assert_int_eq((int)pwrite(fd, "before", 6, 0), 6);
	memcpy(noise, "before", 6);
	begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	run(&bench, 1);
	ck_assert_int_eq((int)pwrite(fd, "after", 5, 0), 5);
	check_digests(&bench.items[0], noise, 1000);
	end(&bench);
	free(noise);
	close(fd);
}
END_TEST

static void check_copy(const char *path, const unsigned char *data, size_t size)
{
	struct hf_buf copy = { 0 };
	int fd = unit_open(path, O_RDONLY);

	ck_assert_int_eq(hf_read_all(fd, &copy, size + 1), 0);
	ck_assert_uint_eq(copy.len, size);
	ck_assert(!size || !memcmp(copy.data, data, size));
	hf_buf_release(&copy);
	close(fd);
}

START_TEST(a_copy_gets_the_same_bytes_in_order)
{
	static const size_t sizes[] = { 0, 1, 262143, 262144, 262145, 999999 };
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, 1000010);
	char name[8] = "copy-0";

	begin(&bench, COUNT(sizes));
	for (int i = 0; i < COUNT(sizes); i++) {
		struct hf_extent *extent = &bench.items[i].extent;

		name[5] = (char)('0' + i);
		extent->fd = fd;
		extent->offset = (uint64_t)i;
		extent->length = sizes[i];
		extent->algs = HF_ALG_BIT(HF_SHA512) | HF_ALG_BIT(HF_SHA256);
		extent->copy_fd = unit_open(name, O_WRONLY | O_CREAT);
	}
	run(&bench, jobs[_i]);
	for (int i = 0; i < COUNT(sizes); i++) {
		name[5] = (char)('0' + i);
		check_digests(&bench.items[i], noise + i, sizes[i]);
		close(bench.items[i].extent.copy_fd);
		check_copy(name, noise + i, sizes[i]);
	}
	end(&bench);
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
	int fd = make_noise(&noise, 1000000);

	begin(&bench, 2);
	bench.items[0].extent.fd = fd;
	bench.items[0].extent.copy_fd = unit_open("copy", O_WRONLY | O_CREAT);
	bench.items[1].extent.fd = fd;
	unit_replace_io()->write = full_write;
	run(&bench, jobs[_i]);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_COPY_ERROR);
	ck_assert_int_eq(bench.items[0].result.sys_errno, ENOSPC);
	check_digests(&bench.items[1], noise, 1000000);
	close(bench.items[0].extent.copy_fd);
	end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/* fsync(2) comes with closing, and may be the first to know. */
START_TEST(a_copy_that_cannot_be_closed_is_told)
{
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, 1000);

	begin(&bench, 2);
	bench.items[0].extent.fd = bench.items[1].extent.fd = fd;
	bench.items[0].closing = EDQUOT;
	run(&bench, jobs[_i]);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_COPY_ERROR);
	ck_assert_int_eq(bench.items[0].result.sys_errno, EDQUOT);
	check_digests(&bench.items[1], noise, 1000);
	end(&bench);
	free(noise);
	close(fd);
}
END_TEST

START_TEST(what_is_cancelled_comes_back_as_such)
{
	enum { N = 20000 };
	static const uint64_t stops[] = { 0, 1, 10, 3000, N - 1 };
	uint64_t stop = stops[_i / COUNT(jobs)];
	struct bench bench;
	unsigned char *noise;
	int fd = make_noise(&noise, 10);

	begin(&bench, N);
	for (int i = 0; i < N; i++)
		bench.items[i].extent.fd = fd;
	bench.stop_at = stop;
	run(&bench, jobs[_i % COUNT(jobs)]);
	/* What had been read before is true; after it, nothing is begun. */
	for (uint64_t i = 0; i < N; i++) {
		struct item *it = &bench.items[i];

		if (i <= stop || it->result.status != HF_ITEM_CANCELLED)
			check_digests(it, noise, 10);
		else
			require(!it->result.digests);
	}
	if (stop < N / 2) {
		ck_assert_int_eq(bench.items[N - 1].result.status,
				 HF_ITEM_CANCELLED);
		ck_assert_uint_lt(bench.opened_at_all, N / 2);
	}
	end(&bench);
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
	int fd = make_noise(&noise, 10);

	begin(&bench, 2);
	bench.items[0].extent.fd = bench.items[1].extent.fd = fd;
	bench.items[0].extent.length = 1;
	bench.items[1].extent.length = UINT64_C(1) << 50;
	bench.stop_at = 0;
	reads = 0;
	replace_pread(slow_pread);
	run(&bench, 2);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_DONE);
	ck_assert_int_eq(bench.items[1].result.status, HF_ITEM_CANCELLED);
	end(&bench);
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
	int fd = make_noise(&noise, 10), slow = dup(fd);

	begin(&bench, N);
	for (int i = 0; i < N; i++) {
		bench.items[i].extent.fd = i == 0 || i == 5000 ? slow : fd;
		bench.items[i].extent.length = 10;
	}
	bad_fd = slow;
	reads = 0;
	replace_pread(waiting_pread);
	run(&bench, 4);
	for (int i = 0; i < N; i++)
		check_digests(&bench.items[i], noise, 10);
	end(&bench);
	free(noise);
	close(slow);
	close(fd);
}
END_TEST

static uint64_t hint(void *ctx, uint64_t item)
{
	(void)ctx;
	return item % 3 ? item : 0;
}

START_TEST(a_hint_of_the_size_changes_no_result)
{
	enum { N = 3000 };
	struct hf_engine_options options = { .jobs = jobs[_i] };
	struct hf_engine_job job = {
		.n_items = N, .open_item = open_item, .close_item = close_item,
		.done = done, .size_hint = hint,
	};
	struct bench bench;
	struct hf_error err;
	unsigned char *noise;
	int fd = make_noise(&noise, 3000);

	begin(&bench, N);
	for (unsigned int i = 0; i < N; i++) {
		bench.items[i].extent.fd = fd;
		bench.items[i].extent.length = i;
	}
	bench.caller = pthread_self();
	job.ctx = &bench;
	assert_ok(hf_engine_run(&options, &job, &err), &err);
	check_calls(&bench);
	for (unsigned int i = 0; i < N; i++)
		check_digests(&bench.items[i], noise, i);
	end(&bench);
	free(noise);
	close(fd);
}
END_TEST

Suite *engine_suite(void)
{
	Suite *s = suite_create("engine");
	TCase *tc = unit_disk_case(s, "engine");
	int each = COUNT(jobs);

	tcase_add_loop_test(tc, no_items_are_no_trouble, 0, each);
	tcase_add_loop_test(tc, one_item_comes_back_with_its_digest, 0, each);
	tcase_add_loop_test(tc, thousands_of_extents_come_back_in_order, 0,
			    each);
	tcase_add_loop_test(tc,
		an_extent_is_read_from_its_offset_for_its_length, 0,
		COUNT(extents));
	tcase_add_loop_test(tc, an_extent_that_the_file_does_not_hold_is_short,
			    0, each);
	tcase_add_loop_test(tc,
		what_cannot_be_opened_is_told_and_the_others_are_read, 0, each);
	tcase_add_loop_test(tc, a_read_error_is_told_with_its_errno_and_offset,
			    0, 5);
	tcase_add_loop_test(tc, reads_may_be_short_and_interrupted, 0, each);
	tcase_add_test(tc, what_cannot_be_looked_at_is_a_read_error);
	tcase_add_loop_test(tc, a_file_that_changes_while_it_is_read_is_told, 0,
			    2 * CHANGES);
	tcase_add_test(tc, a_file_that_grows_for_ever_is_left);
	tcase_add_test(tc,
		a_file_changed_before_and_after_is_not_changed_while);
	tcase_add_loop_test(tc, a_copy_gets_the_same_bytes_in_order, 0, each);
	tcase_add_loop_test(tc, a_copy_that_cannot_be_written_is_told, 0, each);
	tcase_add_loop_test(tc, a_copy_that_cannot_be_closed_is_told, 0, each);
	tcase_add_loop_test(tc, what_is_cancelled_comes_back_as_such, 0,
			    5 * each);
	tcase_add_test(tc, a_long_read_ends_when_it_is_cancelled);
	tcase_add_test(tc,
		one_slow_item_does_not_stop_the_others_nor_overtake_them);
	tcase_add_loop_test(tc, a_hint_of_the_size_changes_no_result, 0, each);
	return s;
}
