/*
 * Workers take items in input order from a window and leave their results in
 * it; the caller's thread takes them out in the same order.  The window is a
 * ring: an item's slot is its number modulo the ring's size, so nothing grows
 * with the number of items, and a slow item holds the others up only when the
 * whole ring waits behind it.
 */
#include "digest/engine.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/io.h"

#define WINDOW		2048	/* results that may wait to be taken */
#define WAKE_AT		256	/* so many are worth waking the caller for */
#define CHUNK		(256 * 1024)
#define MAX_WORKERS	256

struct slot {
	bool ready;
	struct hf_item_result result;
	struct hf_digests digests;
};

struct engine {
	const struct hf_engine_job *job;
	pthread_mutex_t lock;
	pthread_cond_t room;	/* for workers: a slot was taken, or all ends */
	pthread_cond_t filled;	/* for the caller: results are worth taking */
	uint64_t next;		/* item to be begun */
	uint64_t taken;		/* results given to the caller */
	uint64_t finished;	/* items whose result is in its slot, or taken */
	atomic_bool cancelled;
	atomic_uint_fast64_t bytes;	/* read since they were last told */
	struct slot *slots;
};

/* What one worker keeps from item to item. */
struct worker {
	struct engine *engine;
	struct hf_digester *digester;
	hf_alg_set algs;	/* of the digester */
	unsigned char *chunk;
};

static bool same_state(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	       a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* A digester for @algs: the one of the item before, nearly always. */
static bool prepare_digester(struct worker *worker, hf_alg_set algs)
{
	struct hf_error err;

	if (worker->digester && worker->algs == algs)
		return true;
	hf_digester_free(worker->digester);
	worker->digester = NULL;
	worker->algs = algs;
	return hf_digester_new(&worker->digester, algs, &err) == 0;
}

static ssize_t read_chunk(const struct hf_extent *extent, void *data,
			  size_t size, uint64_t at)
{
	ssize_t n;

	do {
		n = hf_io->pread(extent->fd, data, size,
				 (off_t)(extent->offset + at));
	} while (n < 0 && errno == EINTR);
	return n;
}

/*
 * Read the extent to its end, and no more than @length bytes: a file that
 * grows as fast as it is read must not keep us for ever.
 */
static enum hf_item_status read_all(struct worker *worker,
				    const struct hf_extent *extent,
				    uint64_t length,
				    struct hf_item_result *result)
{
	struct hf_error err;

	while (result->bytes < length) {
		uint64_t left = length - result->bytes;
		ssize_t n = read_chunk(extent, worker->chunk,
				       left < CHUNK ? (size_t)left : CHUNK,
				       result->bytes);

		if (n < 0) {
			result->sys_errno = errno;
			return HF_ITEM_READ_ERROR;
		}
		if (n == 0)
			return HF_ITEM_SHORT;
		if (extent->copy_fd >= 0 &&
		    hf_write_all(extent->copy_fd, worker->chunk,
				 (size_t)n) < 0) {
			result->sys_errno = errno;
			return HF_ITEM_COPY_ERROR;
		}
		if (hf_digester_update(worker->digester, worker->chunk,
				       (size_t)n, &err) < 0)
			return HF_ITEM_LIB_ERROR;
		result->bytes += (uint64_t)n;
		atomic_fetch_add_explicit(&worker->engine->bytes, (uint64_t)n,
					  memory_order_relaxed);
		if (worker->engine->cancelled)
			return HF_ITEM_CANCELLED;
	}
	/* Elsewhere a larger size tells; here the size itself may be untrue. */
	if (extent->length == HF_TO_END && !length &&
	    read_chunk(extent, worker->chunk, 1, 0) > 0)
		return HF_ITEM_CHANGED;
	return HF_ITEM_DONE;
}

/* Read an open extent, and see that it was one and the same all the while. */
static enum hf_item_status digest_extent(struct worker *worker,
					 const struct hf_extent *extent,
					 struct hf_item_result *result,
					 struct hf_digests *digests)
{
	struct stat before, after;
	uint64_t length = extent->length;
	enum hf_item_status status;
	struct hf_error err;

	if (!prepare_digester(worker, extent->algs))
		return HF_ITEM_LIB_ERROR;
	if (hf_io->fstat(extent->fd, &before) < 0) {
		result->sys_errno = errno;
		return HF_ITEM_READ_ERROR;
	}
	if (length == HF_TO_END)
		length = (uint64_t)before.st_size > extent->offset ?
			 (uint64_t)before.st_size - extent->offset : 0;

	status = read_all(worker, extent, length, result);
	if (status == HF_ITEM_DONE || status == HF_ITEM_SHORT) {
		if (hf_io->fstat(extent->fd, &after) < 0) {
			result->sys_errno = errno;
			return HF_ITEM_READ_ERROR;
		}
		if (!same_state(&before, &after))
			status = HF_ITEM_CHANGED;
	}
	/* Finishing also readies the digester for the next item. */
	if (hf_digester_finish(worker->digester, digests, &err) < 0)
		return HF_ITEM_LIB_ERROR;
	return status;
}

static void do_item(struct worker *worker, uint64_t item,
		    struct hf_item_result *result, struct hf_digests *digests)
{
	const struct hf_engine_job *job = worker->engine->job;
	struct hf_extent extent = {
		.fd = -1, .copy_fd = -1, .kept_fd = -1,
	};
	int failed;

	memset(result, 0, sizeof(*result));
	result->item = item;
	failed = job->open_item(job->ctx, item, &extent);
	if (failed) {
		result->status = HF_ITEM_NOT_OPENED;
		result->sys_errno = failed;
		return;
	}
	result->algs = extent.algs;
	result->status = digest_extent(worker, &extent, result, digests);
	failed = job->close_item(job->ctx, item, &extent);
	if (failed && result->status == HF_ITEM_DONE) {
		result->status = HF_ITEM_COPY_ERROR;
		result->sys_errno = failed;
	}
}

/* The next item, when there is room for its result; false when all ends. */
static bool begin_item(struct engine *engine, uint64_t *item_ret)
{
	bool got;

	pthread_mutex_lock(&engine->lock);
	while (!engine->cancelled && engine->next < engine->job->n_items &&
	       engine->next >= engine->taken + WINDOW)
		pthread_cond_wait(&engine->room, &engine->lock);
	got = !engine->cancelled && engine->next < engine->job->n_items;
	if (got)
		*item_ret = engine->next++;
	pthread_mutex_unlock(&engine->lock);
	return got;
}

static void end_item(struct engine *engine, struct slot *slot)
{
	pthread_mutex_lock(&engine->lock);
	slot->ready = true;
	engine->finished++;
	if (engine->finished >= engine->taken + WAKE_AT ||
	    engine->finished == engine->job->n_items)
		pthread_cond_signal(&engine->filled);
	pthread_mutex_unlock(&engine->lock);
}

static void *work(void *arg)
{
	struct worker *worker = arg;
	uint64_t item;

	while (begin_item(worker->engine, &item)) {
		struct slot *slot = &worker->engine->slots[item % WINDOW];

		do_item(worker, item, &slot->result, &slot->digests);
		end_item(worker->engine, slot);
	}
	return NULL;
}

static void tell_progress(struct engine *engine)
{
	uint64_t bytes = atomic_exchange(&engine->bytes, 0);

	if (bytes && engine->job->progress)
		engine->job->progress(engine->job->ctx, bytes);
}

/* Wait until there is something to take, or a moment for the progress. */
static void wait_for_results(struct engine *engine)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += 100 * 1000 * 1000;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_nsec -= 1000000000L;
		until.tv_sec++;
	}
	pthread_cond_timedwait(&engine->filled, &engine->lock, &until);
}

static void take(struct engine *engine, uint64_t item)
{
	struct slot *slot = &engine->slots[item % WINDOW];
	struct hf_item_result cancelled = {
		.item = item, .status = HF_ITEM_CANCELLED,
	};
	struct hf_item_result *result = slot->ready ? &slot->result
						    : &cancelled;

	slot->ready = false;
	if (result->status == HF_ITEM_DONE)
		result->digests = &slot->digests;
	if (engine->job->done(engine->job->ctx, result) != 0)
		engine->cancelled = true;
}

/*
 * Give out results in order.  A slot that is ready is not touched by any
 * worker until `taken` has passed it, so the lock is let go meanwhile.
 */
static void take_results(struct engine *engine)
{
	pthread_mutex_lock(&engine->lock);
	while (engine->taken < engine->job->n_items && !engine->cancelled) {
		uint64_t from = engine->taken, to = from;

		while (to < engine->job->n_items && to < from + WINDOW &&
		       engine->slots[to % WINDOW].ready)
			to++;
		if (to == from)
			wait_for_results(engine);
		pthread_mutex_unlock(&engine->lock);
		for (uint64_t i = from; i < to; i++)
			take(engine, i);
		tell_progress(engine);
		pthread_mutex_lock(&engine->lock);
		engine->taken = to;
		pthread_cond_broadcast(&engine->room);
	}
	pthread_cond_broadcast(&engine->room);
	pthread_mutex_unlock(&engine->lock);
}

static unsigned int count_workers(const struct hf_engine_options *options,
				  uint64_t n_items)
{
	unsigned int n = options->jobs;
	cpu_set_t cpus;

	if (!n)
		n = sched_getaffinity(0, sizeof(cpus), &cpus) == 0 ?
		    (unsigned int)CPU_COUNT(&cpus) : 1;
	if (n > MAX_WORKERS)
		n = MAX_WORKERS;
	return n < n_items ? n : (unsigned int)n_items;
}

/* Start up to @n workers; how many there are is how many could be had. */
static unsigned int start(struct engine *engine, struct worker *workers,
			  pthread_t *threads, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		workers[i].engine = engine;
		workers[i].chunk = malloc(CHUNK);
		if (!workers[i].chunk ||
		    pthread_create(&threads[i], NULL, work, &workers[i])) {
			free(workers[i].chunk);
			break;
		}
	}
	return i;
}

static void finish(struct engine *engine, struct worker *workers,
		   const pthread_t *threads, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++) {
		pthread_join(threads[i], NULL);
		hf_digester_free(workers[i].digester);
		free(workers[i].chunk);
	}
	/* After a cancellation: what was begun is there, the rest is not. */
	for (uint64_t item = engine->taken; item < engine->job->n_items; item++)
		take(engine, item);
	tell_progress(engine);
}

int hf_engine_run(const struct hf_engine_options *options,
		  const struct hf_engine_job *job, struct hf_error *err)
{
	struct engine engine = {
		.job = job,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.room = PTHREAD_COND_INITIALIZER,
		.filled = PTHREAD_COND_INITIALIZER,
	};
	unsigned int n = count_workers(options, job->n_items), running;
	struct worker *workers = calloc(n, sizeof(*workers));
	pthread_t *threads = calloc(n, sizeof(*threads));
	int ret = -1;

	engine.slots = calloc(WINDOW, sizeof(*engine.slots));
	if (!engine.slots || !workers || !threads) {
		hf_fail_memory(err);
		goto out;
	}
	running = start(&engine, workers, threads, n);
	if (n && !running) {
		hf_fail(err, HF_ENOMEM, "no thread could be started to compute digests");
		goto out;
	}
	take_results(&engine);
	finish(&engine, workers, threads, running);
	ret = 0;
out:
	free(engine.slots);
	free(workers);
	free(threads);
	return ret;
}
