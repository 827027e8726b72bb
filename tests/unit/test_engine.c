#include "engine_bench.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

START_TEST(no_items_are_no_trouble)
{
	struct bench bench;

	bench_begin(&bench, 0);
	bench_run(&bench, bench_jobs[_i], NULL);
	ck_assert_uint_eq(bench.progress, 0);
	bench_end(&bench);
}
END_TEST

START_TEST(one_item_comes_back_with_its_digest)
{
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 1000);

	bench_begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	bench_run(&bench, bench_jobs[_i], NULL);
	bench_check_digests(&bench.items[0], noise, 1000);
	ck_assert_uint_eq(bench.progress, 1000);
	bench_end(&bench);
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
	int fd = bench_make_noise(&noise, SIZE);
	uint64_t total = 0;

	bench_begin(&bench, N);
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
	bench_run(&bench, bench_jobs[_i], NULL);
	for (unsigned int i = 0; i < N; i++)
		bench_check_digests(&bench.items[i],
			      noise + bench.items[i].extent.offset,
			      bench.items[i].extent.length);
	ck_assert_uint_eq(bench.progress, total);
	bench_end(&bench);
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
	int fd = bench_make_noise(&noise, 1000000);

	bench_begin(&bench, 1);
	bench.items[0].extent.fd = fd;
	bench.items[0].extent.offset = extents[_i].offset;
	bench.items[0].extent.length = extents[_i].length;
	bench.items[0].extent.algs = HF_ALG_BIT(HF_SHA512) |
				     HF_ALG_BIT(HF_MD5);
	bench_run(&bench, 2, NULL);
	bench_check_digests(&bench.items[0], noise + extents[_i].from,
		      extents[_i].to - extents[_i].from);
	bench_end(&bench);
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
	int fd = bench_make_noise(&noise, 1000);

	bench_begin(&bench, COUNT(cases));
	for (int i = 0; i < COUNT(cases); i++) {
		bench.items[i].extent.fd = fd;
		bench.items[i].extent.offset = cases[i].offset;
		bench.items[i].extent.length = cases[i].length;
	}
	bench_run(&bench, bench_jobs[_i], NULL);
	for (int i = 0; i < COUNT(cases); i++) {
		ck_assert_int_eq(bench.items[i].result.status, HF_ITEM_SHORT);
		ck_assert_uint_eq(bench.items[i].result.bytes, cases[i].bytes);
	}
	bench_end(&bench);
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
	int fd = bench_make_noise(&noise, 100);

	bench_begin(&bench, N);
	for (int i = 0; i < N; i++) {
		if (i % 7 == 3)
			bench.items[i].answer = answers[i % COUNT(answers)];
		else
			bench.items[i].extent.fd = fd;
	}
	bench_run(&bench, bench_jobs[_i], NULL);
	for (int i = 0; i < N; i++) {
		struct item *it = &bench.items[i];

		if (!it->answer) {
			bench_check_digests(it, noise, 100);
			continue;
		}
		require(it->result.status == HF_ITEM_NOT_OPENED);
		require(it->result.sys_errno == it->answer);
		require(it->result.bytes == 0);
	}
	bench_end(&bench);
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
	int fd = bench_make_noise(&noise, 1000010);
	char name[8] = "copy-0";

	bench_begin(&bench, COUNT(sizes));
	for (int i = 0; i < COUNT(sizes); i++) {
		struct hf_extent *extent = &bench.items[i].extent;

		name[5] = (char)('0' + i);
		extent->fd = fd;
		extent->offset = (uint64_t)i;
		extent->length = sizes[i];
		extent->algs = HF_ALG_BIT(HF_SHA512) | HF_ALG_BIT(HF_SHA256);
		extent->copy_fd = unit_open(name, O_WRONLY | O_CREAT);
	}
	bench_run(&bench, bench_jobs[_i], NULL);
	for (int i = 0; i < COUNT(sizes); i++) {
		name[5] = (char)('0' + i);
		bench_check_digests(&bench.items[i], noise + i, sizes[i]);
		close(bench.items[i].extent.copy_fd);
		check_copy(name, noise + i, sizes[i]);
	}
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

START_TEST(what_is_cancelled_comes_back_as_such)
{
	enum { N = 20000 };
	static const uint64_t stops[] = { 0, 1, 10, 3000, N - 1 };
	uint64_t stop = stops[_i / BENCH_JOBS];
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, 10);

	bench_begin(&bench, N);
	for (int i = 0; i < N; i++)
		bench.items[i].extent.fd = fd;
	bench.stop_at = stop;
	bench_run(&bench, bench_jobs[_i % BENCH_JOBS], NULL);
	/* What had been read before is true; after it, nothing is begun. */
	for (uint64_t i = 0; i < N; i++) {
		struct item *it = &bench.items[i];

		if (i <= stop || it->result.status != HF_ITEM_CANCELLED)
			bench_check_digests(it, noise, 10);
		else
			require(!it->result.digests);
	}
	if (stop < N / 2) {
		ck_assert_int_eq(bench.items[N - 1].result.status,
				 HF_ITEM_CANCELLED);
		ck_assert_uint_lt(bench.opened_at_all, N / 2);
	}
	bench_end(&bench);
	free(noise);
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
	struct bench bench;
	unsigned char *noise;
	int fd = bench_make_noise(&noise, N);

	bench_begin(&bench, N);
	for (unsigned int i = 0; i < N; i++) {
		bench.items[i].extent.fd = fd;
		bench.items[i].extent.length = i;
	}
	bench_run(&bench, bench_jobs[_i], hint);
	for (unsigned int i = 0; i < N; i++)
		bench_check_digests(&bench.items[i], noise, i);
	bench_end(&bench);
	free(noise);
	close(fd);
}
END_TEST

Suite *engine_suite(void)
{
	Suite *s = suite_create("engine");
	TCase *tc = unit_disk_case(s, "engine");
	int each = BENCH_JOBS;

	tcase_add_loop_test(tc, no_items_are_no_trouble, 0, each);
	tcase_add_loop_test(tc, one_item_comes_back_with_its_digest, 0, each);
	tcase_add_loop_test(tc,
		thousands_of_extents_come_back_in_order, 0,
		each);
	tcase_add_loop_test(tc,
		an_extent_is_read_from_its_offset_for_its_length, 0,
		COUNT(extents));
	tcase_add_loop_test(tc,
		an_extent_that_the_file_does_not_hold_is_short, 0,
		each);
	tcase_add_loop_test(tc,
		what_cannot_be_opened_is_told_and_the_others_are_read, 0,
		each);
	tcase_add_loop_test(tc, a_copy_gets_the_same_bytes_in_order, 0, each);
	tcase_add_loop_test(tc,
		what_is_cancelled_comes_back_as_such, 0,
		5 * each);
	tcase_add_loop_test(tc, a_hint_of_the_size_changes_no_result, 0, each);
	return s;
}
