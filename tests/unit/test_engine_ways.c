/*
 * The ways in which the engine goes about its work give the same digests: many
 * items and few, alone and as a team, from the cache, from a medium that must
 * be waited for, and past the cache.
 */
#include "engine_bench.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#ifndef RWF_NOWAIT
#define RWF_NOWAIT	0x00000008
#endif
#define TMPFS_MAGIC	0x01021994

#define NOISE	(1536 * 1024 + 1234)

static const hf_alg_set sets[] = {
	HF_ALG_BIT(HF_SHA512),
	HF_ALG_BIT(HF_SHA256) | HF_ALG_BIT(HF_SHA512),
	HF_ALG_BIT(HF_MD5) | HF_ALG_BIT(HF_SHA1) | HF_ALG_BIT(HF_SHA256) |
		HF_ALG_BIT(HF_SHA512),
	HF_ALG_BIT(HF_SHA3_256) | HF_ALG_BIT(HF_MD5),
	HF_ALG_BIT(HF_ALG_COUNT) - 1,
};

/* --- Media. --- */

static atomic_uint calls;

/* Nothing is cached: who must not wait gets nothing. */
static ssize_t cold_preadv2(int fd, const struct iovec *vec, int n, off_t at,
			    int flags)
{
	(void)n;
	if (flags & RWF_NOWAIT) {
		errno = EAGAIN;
		return -1;
	}
	return hf_io_system.pread(fd, vec->iov_base, vec->iov_len, at);
}

/* Now and then something is, and then only a part. */
static ssize_t patchy_preadv2(int fd, const struct iovec *vec, int n, off_t at,
			      int flags)
{
	size_t size = vec->iov_len;

	(void)n;
	if (flags & RWF_NOWAIT) {
		if (calls++ % 3 == 0) {
			errno = EAGAIN;
			return -1;
		}
		if (size > 5000)
			size = 5000;
	}
	return hf_io_system.pread(fd, vec->iov_base, size, at);
}

/* An old system, which cannot say that it would wait. */
static ssize_t no_preadv2(int fd, const struct iovec *vec, int n, off_t at,
			  int flags)
{
	(void)fd;
	(void)vec;
	(void)n;
	(void)at;
	(void)flags;
	errno = ENOSYS;
	return -1;
}

/* One that can, and keeps what was read in its cache. */
static ssize_t keeping_preadv2(int fd, const struct iovec *vec, int n, off_t at,
			       int flags)
{
	if (flags & ~RWF_NOWAIT) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return hf_io_system.preadv2(fd, vec, n, at, flags);
}

static int no_direct(int fd, bool direct)
{
	(void)fd;
	(void)direct;
	errno = EINVAL;
	return -1;
}

/* It says that it can pass the cache by, and then cannot. */
static atomic_bool said_direct[1024];

static int lying_direct(int fd, bool direct)
{
	said_direct[fd % 1024] = direct;
	return 0;
}

static ssize_t lying_pread(int fd, void *data, size_t size, off_t at)
{
	if (said_direct[fd % 1024]) {
		errno = EINVAL;
		return -1;
	}
	return hf_io_system.pread(fd, data, size, at);
}

static const struct {
	const char *name;
	ssize_t (*preadv2)(int fd, const struct iovec *vec, int n, off_t at,
			   int flags);
	int (*set_direct)(int fd, bool direct);
	ssize_t (*pread)(int fd, void *data, size_t size, off_t at);
	bool from_medium, waits;
} media[] = {
	{ "as the system has it" },
	{ "cold", .preadv2 = cold_preadv2 },
	{ "patchy", .preadv2 = patchy_preadv2 },
	{ "old", .preadv2 = no_preadv2 },
	{ "keeping", .preadv2 = keeping_preadv2 },
	{ "synced", .waits = true },
	{ "direct", .from_medium = true },
	{ "not direct", .set_direct = no_direct, .from_medium = true },
	{ "direct in name", .set_direct = lying_direct,
	  .pread = lying_pread, .from_medium = true },
};

static void prepare_medium(struct bench *bench, int i)
{
	struct hf_io *io = unit_replace_io();

	calls = 0;
	bench->from_medium = media[i].from_medium;
	bench->waits = media[i].waits;
	if (media[i].preadv2)
		io->preadv2 = media[i].preadv2;
	if (media[i].set_direct)
		io->set_direct = media[i].set_direct;
	if (media[i].pread)
		io->pread = media[i].pread;
}

/* --- Items. --- */

static uint64_t hint(void *ctx, uint64_t item)
{
	const struct bench *bench = ctx;

	return bench->items[item].extent.length;
}

/* A descriptor for each, since how one is read belongs to it. */
static void open_items(struct bench *bench)
{
	for (uint64_t i = 0; i < bench->n; i++)
		bench->items[i].extent.fd = unit_open("noise", O_RDONLY);
}

static void check_all(struct bench *bench, const struct hf_digests *known)
{
	for (uint64_t i = 0; i < bench->n; i++) {
		const struct hf_extent *extent = &bench->items[i].extent;

		bench_check_known(&bench->items[i], &known[i], extent->length);
		close(extent->fd);
	}
}

/* Long items, from odd places. */
static struct hf_extent few_at(unsigned int i)
{
	struct hf_extent extent = { .offset = i * 4099,
				    .length = NOISE - i * 300001 };

	if (extent.length > NOISE - extent.offset)
		extent.length = NOISE - extent.offset;
	return extent;
}

/* Hundreds of all sizes, and some long ones among them. */
static struct hf_extent many_at(unsigned int i)
{
	uint64_t offset = i * 7919u % 100000;

	return (struct hf_extent){
		.offset = offset,
		.length = i % 97 == 5 ? NOISE - offset :
			  i % 31 == 5 ? i * 1009u % 200000 :
					i * 104729u % 9000,
		.algs = sets[i / 100 % COUNT(sets)],
	};
}

enum { FEW = 5, MANY = 500 };

/* What OpenSSL says of them, once for the tests of all media. */
static struct hf_digests few_known[FEW], many_known[MANY];

static void know_all(void)
{
	unsigned char *noise = malloc(NOISE);
	struct hf_extent at;

	require(noise != NULL);
	unit_noise(noise, NOISE, NOISE);
	for (unsigned int i = 0; i < FEW; i++) {
		at = few_at(i);
		bench_know(&few_known[i], HF_ALG_BIT(HF_ALG_COUNT) - 1,
			   noise + at.offset, at.length);
	}
	for (unsigned int i = 0; i < MANY; i++) {
		at = many_at(i);
		bench_know(&many_known[i], at.algs, noise + at.offset,
			   at.length);
	}
	free(noise);
}

/* One to five long items, of each set of algorithms. */
static void run_few(int medium, enum hf_engine_kind kind)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, NOISE);

	for (unsigned int n = 1; n <= FEW; n++) {
		bench_begin(&bench, n);
		open_items(&bench);
		for (unsigned int i = 0; i < n; i++) {
			struct hf_extent *extent = &bench.items[i].extent;

			extent->offset = few_at(i).offset;
			extent->length = few_at(i).length;
			extent->algs = sets[(n + (unsigned int)medium + i / 3) %
					    COUNT(sets)];
		}
		bench.kind = kind;
		prepare_medium(&bench, medium);
		bench_run(&bench, bench_jobs[n % BENCH_JOBS],
			  n % 2 ? hint : NULL);
		check_all(&bench, few_known);
		bench_end(&bench);
	}
	free(noise);
	close(fd);
}

START_TEST(few_long_items_are_shared)
{
	run_few(_i, HF_ENGINE_AUTO);
}
END_TEST

START_TEST(few_long_items_are_shared_without_kernels)
{
	run_few(_i, HF_ENGINE_OPENSSL);
}
END_TEST

START_TEST(many_items_of_all_sizes_are_read_from_any_medium)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, NOISE);

	bench_begin(&bench, MANY);
	open_items(&bench);
	for (unsigned int i = 0; i < MANY; i++) {
		struct hf_extent *extent = &bench.items[i].extent;

		extent->offset = many_at(i).offset;
		extent->length = many_at(i).length;
		extent->algs = many_at(i).algs;
	}
	prepare_medium(&bench, _i / 2);
	bench_run(&bench, bench_jobs[_i % BENCH_JOBS], _i % 2 ? hint : NULL);
	check_all(&bench, many_known);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/* Thousands of long ones: the order by size crosses several blocks. */
START_TEST(large_items_first_changes_no_result)
{
	enum { N = 5000 };
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, NOISE);
	static uint64_t sizes[N];

	bench_begin(&bench, N);
	for (unsigned int i = 0; i < N; i++) {
		bench.items[i].extent.fd = fd;
		bench.items[i].extent.length = sizes[i] =
			i % 500 == 499 ? 1024 * 1024 + i : i % 100;
		bench.items[i].extent.algs = HF_ALG_BIT(HF_SHA512);
	}
	bench_run(&bench, bench_jobs[_i], hint);
	for (unsigned int i = 0; i < N; i++)
		bench_check_digests(&bench.items[i], noise, sizes[i]);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

/* --- Troubles in the midst of it. --- */

static off_t bad_from;

static ssize_t bad_pread(int fd, void *data, size_t size, off_t at)
{
	if (at + (off_t)size > bad_from) {
		if (at >= bad_from) {
			errno = EIO;
			return -1;
		}
		size = (size_t)(bad_from - at);
	}
	return hf_io_system.pread(fd, data, size, at);
}

static ssize_t bad_preadv2(int fd, const struct iovec *vec, int n, off_t at,
			   int flags)
{
	if (flags & RWF_NOWAIT && calls++ % 2)
		return cold_preadv2(fd, vec, n, at, flags);
	return bad_pread(fd, vec->iov_base, vec->iov_len, at);
}

/* Many chunks are read at once; it is the first trouble that is told. */
START_TEST(a_shared_item_tells_where_its_first_bad_byte_is)
{
	static const off_t bad[] = {
		0, 1, 65536, 131071, 131072, 1000000, NOISE - 1,
	};
	struct bench bench;
	struct hf_io *io;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, NOISE);

	bad_from = bad[_i / 3];
	bench_begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	bench.items[0].extent.algs = sets[2];
	bench.waits = _i % 3 == 1;
	bench.from_medium = _i % 3 == 2;
	io = unit_replace_io();
	io->pread = bad_pread;
	io->preadv2 = bad_preadv2;
	io->set_direct = no_direct;
	bench_run(&bench, 2, NULL);
	ck_assert_int_eq(bench.items[0].result.status, HF_ITEM_READ_ERROR);
	ck_assert_int_eq(bench.items[0].result.sys_errno, EIO);
	ck_assert_uint_eq(bench.items[0].result.bytes, (uint64_t)bad_from);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

START_TEST(a_shared_item_that_ends_early_is_short)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, NOISE);

	bench_begin(&bench, 2);
	open_items(&bench);
	bench.items[0].extent.length = NOISE + 1;
	bench.items[1].extent.length = 2 * NOISE;
	bench.items[1].extent.offset = 10;
	prepare_medium(&bench, _i);
	bench_run(&bench, 2, NULL);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(bench.items[i].result.status, HF_ITEM_SHORT);
		ck_assert_uint_eq(bench.items[i].result.bytes,
				  NOISE - (i ? 10 : 0));
		close(bench.items[i].extent.fd);
	}
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

START_TEST(a_shared_item_is_copied_in_order)
{
	struct bench bench;
	unsigned char *noise, *copy = malloc(NOISE);
	int fd = bench_make_noise(&noise, NOISE);

	bench_begin(&bench, 2);
	open_items(&bench);
	for (int i = 0; i < 2; i++) {
		bench.items[i].extent.length = NOISE;
		bench.items[i].extent.algs = sets[1];
		bench.items[i].extent.copy_fd = unit_open(
			i ? "copy-1" : "copy-0", O_RDWR | O_CREAT);
	}
	prepare_medium(&bench, _i);
	bench_run(&bench, 2, NULL);
	for (int i = 0; i < 2; i++) {
		bench_check_digests(&bench.items[i], noise, NOISE);
		require(pread(bench.items[i].extent.copy_fd, copy, NOISE, 0) ==
			NOISE);
		require(!memcmp(copy, noise, NOISE));
		close(bench.items[i].extent.copy_fd);
		close(bench.items[i].extent.fd);
	}
	bench_end(&bench);
	free(noise);
	free(copy);
	close(fd);
}
END_TEST

/* --- The page cache. --- */

/* The share of a file that is in memory, in percent. */
static int resident(const char *path)
{
	static unsigned char pages[NOISE / 4096 + 1];
	int fd = unit_open(path, O_RDONLY), n = 0;
	void *map = mmap(NULL, NOISE, PROT_READ, MAP_SHARED, fd, 0);

	ck_assert_ptr_ne(map, MAP_FAILED);
	ck_assert_int_eq(mincore(map, NOISE, pages), 0);
	munmap(map, NOISE);
	close(fd);
	for (int i = 0; i < COUNT(pages); i++)
		n += pages[i] & 1;
	return 100 * n / COUNT(pages);
}

static void drop(const char *path)
{
	int fd = unit_open(path, O_RDONLY);

	fsync(fd);
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
}

/* As the system is, past the cache, and without RWF_DONTCACHE. */
START_TEST(what_others_have_in_the_cache_stays_and_nothing_is_added)
{
	struct bench bench;
	struct statfs fs;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, NOISE);
	int direct = _i % 2;

	unit_write("other", noise, NOISE);
	drop("other");
	if (fstatfs(fd, &fs) == 0 && fs.f_type == TMPFS_MAGIC) {
		unit_skip("a file system in memory has nothing but its cache");
		free(noise);
		return;
	}
	drop("noise");
	ck_assert_int_eq(resident("noise"), 0);
	require(pread(fd, noise, NOISE, 0) == NOISE);
	ck_assert_int_ge(resident("noise"), 99);

	bench_begin(&bench, 2);
	bench.items[0].extent.fd = fd;
	bench.items[1].extent.fd = unit_open("other", O_RDONLY);
	bench.items[1].extent.algs = bench.items[0].extent.algs = sets[1];
	bench.from_medium = direct;
	if (_i >= 2)
		unit_replace_io()->preadv2 = keeping_preadv2;
	bench_run(&bench, 2, NULL);
	for (int i = 0; i < 2; i++)
		bench_check_digests(&bench.items[i], noise, NOISE);
	close(bench.items[1].extent.fd);
	ck_assert_int_ge(resident("noise"), 99);
	/* Where two readers met, a chunk is left now and then. */
	ck_assert_int_le(resident("other"), 20);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

Suite *engine_ways_suite(void)
{
	Suite *s = suite_create("engine_ways");
	TCase *tc = unit_disk_case(s, "engine_ways");
	int n = COUNT(media);

	/* Before the tests part into processes of their own. */
	tcase_add_unchecked_fixture(tc, know_all, NULL);
	tcase_add_loop_test(tc, few_long_items_are_shared, 0, n);
	tcase_add_loop_test(tc, few_long_items_are_shared_without_kernels, 0,
			    n);
	tcase_add_loop_test(tc,
		many_items_of_all_sizes_are_read_from_any_medium, 0, 2 * n);
	tcase_add_loop_test(tc, large_items_first_changes_no_result, 0,
			    BENCH_JOBS);
	tcase_add_loop_test(tc,
		a_shared_item_tells_where_its_first_bad_byte_is, 0, 7 * 3);
	tcase_add_loop_test(tc, a_shared_item_that_ends_early_is_short, 0, n);
	tcase_add_loop_test(tc, a_shared_item_is_copied_in_order, 0, n);
	tc = unit_medium_case(s, "on a medium");
	tcase_add_unchecked_fixture(tc, know_all, NULL);
	tcase_add_loop_test(tc,
		what_others_have_in_the_cache_stays_and_nothing_is_added, 0,
		3);
	return s;
}
