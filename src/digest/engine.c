/*
 * Workers take items in input order from a window and leave their results in
 * it; the caller's thread takes them out in the same order.  The window is a
 * ring: an item's slot is its number modulo the ring's size, so nothing grows
 * with the number of items, and a slow item holds the others up only when the
 * whole ring waits behind it.
 *
 * A worker has several lanes.  Into each it reads pieces of files, one behind
 * the other, until it is full; then all lanes are digested side by side, while
 * the bytes are still near the processor (digest/multi.h).  Lanes never move.
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
#include "digest/multi.h"

#define WINDOW		2048	/* results that may wait to be taken, at least */
#define WAKE_AT		256	/* so many are worth waking the caller for */
#define LANES		HF_MAX_LANES
#define LANE_SIZE	(64 * 1024)
#define MAX_FLIGHTS	(LANES * HF_LANE_PIECES)
#define MAX_WORKERS	256

struct slot {
	bool ready;
	struct hf_item_result result;
	struct hf_digests digests;
};

struct engine {
	const struct hf_engine_job *job;
	enum hf_engine_kind kind;
	unsigned int n_workers;
	pthread_mutex_t lock;
	pthread_cond_t room;	/* for workers: a slot was taken, or all ends */
	pthread_cond_t filled;	/* for the caller: results are worth taking */
	uint64_t next;		/* item to be begun */
	uint64_t reading;	/* items begun and not yet read to their end */
	uint64_t taken;		/* results given to the caller */
	uint64_t finished;	/* items whose result is in its slot, or taken */
	atomic_bool cancelled;
	atomic_uint_fast64_t bytes;	/* read since they were last told */
	struct slot *slots;
	uint64_t window;
};

/* One file on its way. */
struct flight {
	struct hf_multi_stream stream;	/* must be first: pieces point to it */
	struct slot *slot;
	struct hf_extent extent;
	struct stat before;
	uint64_t length;
	struct hf_digester *evp;	/* for what the kernels do not do */
	hf_alg_set evp_algs;		/* that @evp computes; kept for reuse */
	bool by_evp;			/* this file needs it */
};

/* What one worker keeps from batch to batch. */
struct worker {
	struct engine *engine;
	unsigned char *chunk;		/* LANE_SIZE for each lane */
	struct hf_lane lanes[LANES];
	struct flight *current[LANES];	/* being read, or NULL */
	unsigned int n_current, n_lanes;
	struct flight *flights;		/* MAX_FLIGHTS */
	struct flight *idle[MAX_FLIGHTS];
	size_t n_idle;
	struct flight *ended[MAX_FLIGHTS];	/* read to their end */
	size_t n_ended;
};

static bool same_state(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
	       a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
	       a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* A digester for @algs: the one that this flight had before, nearly always. */
static bool prepare_evp(struct flight *f, hf_alg_set algs)
{
	struct hf_error err;

	f->by_evp = algs != 0;
	if (!algs || (f->evp && f->evp_algs == algs))
		return true;
	hf_digester_free(f->evp);
	f->evp = NULL;
	f->evp_algs = algs;
	return hf_digester_new(&f->evp, algs, &err) == 0;
}

/* Which of @algs the kernels compute here. */
static hf_alg_set by_kernels(const struct engine *engine, hf_alg_set algs)
{
	hf_alg_set set = 0;

	if (engine->kind == HF_ENGINE_OPENSSL)
		return 0;
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (algs & HF_MULTI_ALGS & HF_ALG_BIT(alg) &&
		    hf_multi_usable(alg))
			set |= HF_ALG_BIT(alg);
	}
	return set;
}

/* Hand a result over; the flight is free for another file. */
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

static void stop_reading(struct worker *w, unsigned int lane)
{
	w->current[lane] = NULL;
	w->n_current--;
	pthread_mutex_lock(&w->engine->lock);
	w->engine->reading--;
	pthread_mutex_unlock(&w->engine->lock);
}

/* The file is no longer read, well or not; it waits to be finished. */
static void end_reading(struct worker *w, unsigned int lane,
			enum hf_item_status status)
{
	struct flight *f = w->current[lane];
	const struct hf_engine_job *job = w->engine->job;
	struct hf_item_result *result = &f->slot->result;
	struct stat after;
	int failed;

	result->status = status;
	if (status == HF_ITEM_DONE || status == HF_ITEM_SHORT) {
		if (hf_io->fstat(f->extent.fd, &after) < 0) {
			result->sys_errno = errno;
			result->status = HF_ITEM_READ_ERROR;
		} else if (!same_state(&f->before, &after)) {
			result->status = HF_ITEM_CHANGED;
		}
	}
	failed = job->close_item(job->ctx, result->item, &f->extent);
	if (failed && result->status == HF_ITEM_DONE) {
		result->status = HF_ITEM_COPY_ERROR;
		result->sys_errno = failed;
	}
	f->stream.length = result->bytes;
	w->ended[w->n_ended++] = f;
	stop_reading(w, lane);
}

/* Open an item, and know how much of it is to be read. */
static enum hf_item_status open_flight(struct worker *w, struct flight *f)
{
	const struct hf_engine_job *job = w->engine->job;
	struct hf_item_result *result = &f->slot->result;
	hf_alg_set kernels;
	int failed;

	f->extent = (struct hf_extent){
		.fd = -1, .copy_fd = -1, .kept_fd = -1 };
	failed = job->open_item(job->ctx, result->item, &f->extent);
	if (failed) {
		result->sys_errno = failed;
		return HF_ITEM_NOT_OPENED;
	}
	result->algs = f->extent.algs;
	kernels = by_kernels(w->engine, f->extent.algs);
	hf_multi_begin(&f->stream, kernels);
	if (!prepare_evp(f, f->extent.algs & ~kernels))
		return HF_ITEM_LIB_ERROR;
	if (hf_io->fstat(f->extent.fd, &f->before) < 0) {
		result->sys_errno = errno;
		return HF_ITEM_READ_ERROR;
	}
	f->length = f->extent.length;
	if (f->length == HF_TO_END)
		f->length = (uint64_t)f->before.st_size > f->extent.offset ?
			    (uint64_t)f->before.st_size - f->extent.offset : 0;
	return HF_ITEM_DONE;
}

/*
 * The next item, if this worker should have it now.  Where few are left, each
 * worker takes its share and no more.  A worker that has nothing else to do
 * waits for room; else it goes on with what it has.
 */
static bool take_item(struct worker *w, uint64_t *item_ret)
{
	struct engine *engine = w->engine;
	uint64_t left, share;
	bool got = false;

	pthread_mutex_lock(&engine->lock);
	while (!engine->cancelled && engine->next < engine->job->n_items) {
		left = engine->job->n_items - engine->next + engine->reading;
		share = (left + engine->n_workers - 1) / engine->n_workers;
		if (w->n_current && w->n_current >= share)
			break;
		if (engine->next < engine->taken + engine->window) {
			*item_ret = engine->next++;
			engine->reading++;
			got = true;
			break;
		}
		if (w->n_current || w->n_ended)
			break;
		pthread_cond_wait(&engine->room, &engine->lock);
	}
	pthread_mutex_unlock(&engine->lock);
	return got;
}

/* Begin to read an item into a lane; false where there is none for it. */
static bool begin_flight(struct worker *w, unsigned int lane)
{
	enum hf_item_status status;
	struct flight *f;
	uint64_t item;

	if (!w->n_idle || !take_item(w, &item))
		return false;
	f = w->idle[--w->n_idle];
	f->slot = &w->engine->slots[item % w->engine->window];
	memset(&f->slot->result, 0, sizeof(f->slot->result));
	f->slot->result.item = item;
	w->current[lane] = f;
	w->n_current++;
	status = open_flight(w, f);
	if (status == HF_ITEM_NOT_OPENED) {
		f->slot->result.status = status;
		stop_reading(w, lane);
		w->ended[w->n_ended++] = f;
	} else if (status != HF_ITEM_DONE) {
		end_reading(w, lane, status);
	}
	return true;
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
 * Read @want bytes of a flight to @data, and copy them where they are to be
 * copied.  HF_ITEM_DONE, or why not; result->bytes says how far it went.
 */
static enum hf_item_status read_piece(struct worker *w, struct flight *f,
				      unsigned char *data, size_t want)
{
	struct hf_item_result *result = &f->slot->result;

	while (want) {
		ssize_t n = read_chunk(&f->extent, data, want, result->bytes);

		if (n < 0) {
			result->sys_errno = errno;
			return HF_ITEM_READ_ERROR;
		}
		if (n == 0)
			return HF_ITEM_SHORT;
		if (f->extent.copy_fd >= 0 &&
		    hf_write_all(f->extent.copy_fd, data, (size_t)n) < 0) {
			result->sys_errno = errno;
			return HF_ITEM_COPY_ERROR;
		}
		result->bytes += (uint64_t)n;
		data += n;
		want -= (size_t)n;
		atomic_fetch_add_explicit(&w->engine->bytes, (uint64_t)n,
					  memory_order_relaxed);
	}
	return HF_ITEM_DONE;
}

/* Whether there is nothing in a file that says that it is empty. */
static enum hf_item_status see_that_empty(struct flight *f,
					  unsigned char *data)
{
	ssize_t n = read_chunk(&f->extent, data, 1, 0);

	if (n < 0)
		f->slot->result.sys_errno = errno;
	return n < 0 ? HF_ITEM_READ_ERROR : n > 0 ? HF_ITEM_CHANGED
						  : HF_ITEM_DONE;
}

/* Read the next piece of the lane's file; how many bytes the lane is fuller. */
static size_t fill_piece(struct worker *w, unsigned int lane, size_t room)
{
	struct flight *f = w->current[lane];
	struct hf_lane *to = &w->lanes[lane];
	struct hf_item_result *result = &f->slot->result;
	unsigned char *data = w->chunk + lane * LANE_SIZE + LANE_SIZE - room;
	uint64_t left = f->length - result->bytes;
	size_t want = left < room ? (size_t)left : room;
	enum hf_item_status status = read_piece(w, f, data, want);

	if (w->engine->cancelled)
		status = HF_ITEM_CANCELLED;
	/* Elsewhere a larger size tells; here the size itself may be untrue. */
	if (status == HF_ITEM_DONE && f->extent.length == HF_TO_END &&
	    !f->length)
		status = see_that_empty(f, data);
	if (status != HF_ITEM_DONE) {
		end_reading(w, lane, status);
		return 0;
	}
	to->pieces[to->n++] = (struct hf_piece){
		.stream = &f->stream, .data = data, .size = want,
		.last = result->bytes == f->length };
	if (result->bytes == f->length)
		end_reading(w, lane, HF_ITEM_DONE);
	return (want + HF_PIECE_BLOCK - 1) / HF_PIECE_BLOCK * HF_PIECE_BLOCK;
}

static void fill_lane(struct worker *w, unsigned int lane)
{
	size_t room = LANE_SIZE;

	w->lanes[lane].n = 0;
	while (room && w->lanes[lane].n < HF_LANE_PIECES) {
		if (!w->current[lane] && !begin_flight(w, lane))
			return;
		if (w->current[lane])
			room -= fill_piece(w, lane, room);
	}
}

/* What the kernels do not compute goes through OpenSSL, piece by piece. */
static void run_evp(struct worker *w)
{
	struct hf_error err;

	for (unsigned int lane = 0; lane < w->n_lanes; lane++) {
		for (size_t i = 0; i < w->lanes[lane].n; i++) {
			const struct hf_piece *piece = &w->lanes[lane].pieces[i];
			struct flight *f = (struct flight *)piece->stream;

			if (f->by_evp &&
			    hf_digester_update(f->evp, piece->data,
					       piece->size, &err) < 0)
				f->slot->result.status = HF_ITEM_LIB_ERROR;
		}
	}
}

static void finish_flight(struct worker *w, struct flight *f)
{
	struct slot *slot = f->slot;
	struct hf_error err;

	/* Finishing also readies the digester for the next file. */
	if (f->by_evp && f->evp &&
	    hf_digester_finish(f->evp, &slot->digests, &err) < 0)
		slot->result.status = HF_ITEM_LIB_ERROR;
	f->by_evp = false;
	for (int alg = 0; slot->result.status == HF_ITEM_DONE &&
	     alg < HF_ALG_COUNT; alg++) {
		if (f->stream.algs & HF_ALG_BIT(alg))
			hf_multi_digest(&f->stream, alg,
					slot->digests.of[alg]);
	}
	w->idle[w->n_idle++] = f;
	end_item(w->engine, slot);
}

static void *work(void *arg)
{
	struct worker *w = arg;

	for (;;) {
		bool any = false;

		for (unsigned int lane = 0; lane < w->n_lanes; lane++) {
			fill_lane(w, lane);
			any |= w->lanes[lane].n > 0;
		}
		if (any) {
			hf_multi_run(w->lanes, w->n_lanes, HF_MULTI_ALGS);
			run_evp(w);
		}
		if (!any && !w->n_ended && !w->n_current)
			return NULL;
		for (size_t i = 0; i < w->n_ended; i++)
			finish_flight(w, w->ended[i]);
		w->n_ended = 0;
	}
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
	struct slot *slot = &engine->slots[item % engine->window];
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

		while (to < engine->job->n_items && to < from + engine->window &&
		       engine->slots[to % engine->window].ready)
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

static void release(struct worker *w)
{
	for (size_t i = 0; w->flights && i < MAX_FLIGHTS; i++)
		hf_digester_free(w->flights[i].evp);
	free(w->flights);
	free(w->chunk);
}

/* Start up to @n workers; how many there are is how many could be had. */
static unsigned int start(struct engine *engine, struct worker *workers,
			  pthread_t *threads, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		struct worker *w = &workers[i];

		w->engine = engine;
		/* Side by side is of use to kernels only. */
		w->n_lanes = engine->kind == HF_ENGINE_OPENSSL ? 1 : LANES;
		w->chunk = malloc((size_t)w->n_lanes * LANE_SIZE);
		w->flights = calloc(MAX_FLIGHTS, sizeof(*w->flights));
		for (size_t k = 0; w->flights && k < MAX_FLIGHTS; k++)
			w->idle[w->n_idle++] = &w->flights[k];
		if (!w->chunk || !w->flights ||
		    pthread_create(&threads[i], NULL, work, w)) {
			release(w);
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
		release(&workers[i]);
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
		.job = job, .kind = options->engine,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.room = PTHREAD_COND_INITIALIZER,
		.filled = PTHREAD_COND_INITIALIZER,
	};
	unsigned int n = count_workers(options, job->n_items), running;
	struct worker *workers = calloc(n, sizeof(*workers));
	pthread_t *threads = calloc(n, sizeof(*threads));
	int ret = -1;

	engine.n_workers = n;
	engine.window = (uint64_t)n * MAX_FLIGHTS > WINDOW
			? (uint64_t)n * MAX_FLIGHTS : WINDOW;
	engine.slots = calloc(engine.window, sizeof(*engine.slots));
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

const char *hf_engine_kernel(size_t i)
{
	return hf_multi_kernel_name(i);
}
