#include "engine_bench.h"

#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "digest/digester.h"

const unsigned int bench_jobs[BENCH_JOBS] = { 1, 2, 7, 0 };

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

	/* Let the caller see that it is over, and some more. */
	for (int i = 0; bench->late && item == bench->n - 1 &&
	     !atomic_load(&bench->stopped) && i < 10000000; i++)
		sched_yield();
	for (int i = 0; bench->late && i < 1000; i++)
		sched_yield();
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
	atomic_store(&bench->stopped, result->item >= bench->stop_at);
	bench->inside--;
	return result->item == bench->stop_at;
}

static void progress(void *ctx, uint64_t bytes)
{
	struct bench *bench = ctx;

	require(pthread_equal(pthread_self(), bench->caller));
	bench->progress += bytes;
}

void bench_begin(struct bench *bench, uint64_t n)
{
	memset(bench, 0, sizeof(*bench));
	bench->items = calloc(n ? n : 1, sizeof(*bench->items));
	ck_assert_ptr_nonnull(bench->items);
	bench->n = bench->stop_at = n;
	for (uint64_t i = 0; i < n; i++)
		bench->items[i].extent = (struct hf_extent){
			.fd = -1, .copy_fd = -1, .kept_fd = -1,
			.length = HF_TO_END,
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

void bench_run(struct bench *bench, unsigned int n_jobs,
	       uint64_t (*size_hint)(void *ctx, uint64_t item))
{
	struct hf_engine_options options = {
		.jobs = n_jobs, .engine = bench->kind,
		.from_medium = bench->from_medium,
	};
	struct hf_engine_job job = {
		.n_items = bench->n, .waits = bench->waits,
		.open_item = open_item,
		.close_item = close_item, .done = done,
		.size_hint = size_hint, .progress = progress, .ctx = bench,
	};
	struct hf_error err;

	bench->caller = pthread_self();
	assert_ok(hf_engine_run(&options, &job, &err), &err);
	check_calls(bench);
}

void bench_end(struct bench *bench)
{
	free(bench->items);
}

void bench_know(struct hf_digests *known, hf_alg_set algs, const void *data,
		size_t size)
{
	struct hf_digester *d = NULL;
	struct hf_error err;

	require(hf_digester_new(&d, algs, &err) == 0);
	require(hf_digester_update(d, data, size, &err) == 0);
	require(hf_digester_finish(d, known, &err) == 0);
	hf_digester_free(d);
}

void bench_check_known(const struct item *it, const struct hf_digests *known,
		       size_t size)
{
	require(it->result.status == HF_ITEM_DONE);
	require(it->result.bytes == size);
	require(it->result.algs == it->extent.algs);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (it->extent.algs & HF_ALG_BIT(alg))
			require(!memcmp(it->digests.of[alg], known->of[alg],
					hf_alg_size(alg)));
	}
}

void bench_check_digests(const struct item *it, const void *data, size_t size)
{
	struct hf_digests known;

	bench_know(&known, it->extent.algs, data, size);
	bench_check_known(it, &known, size);
}

int bench_make_noise(unsigned char **noise_ret, size_t size)
{
	unsigned char *noise = malloc(size + 1);

	ck_assert_ptr_nonnull(noise);
	unit_noise(noise, size, (unsigned int)size);
	unit_write("noise", noise, size);
	*noise_ret = noise;
	return unit_open("noise", O_RDWR);
}

static pread_fn *hook;

static ssize_t hook_preadv2(int fd, const struct iovec *vec, int n, off_t at,
			    int flags)
{
	(void)flags;
	return n ? hook(fd, vec[0].iov_base, vec[0].iov_len, at) : 0;
}

void bench_replace_pread(pread_fn *fn)
{
	struct hf_io *io = unit_replace_io();

	hook = fn;
	io->pread = fn;
	io->preadv2 = hook_preadv2;
}

