/*
 * The caller's thread takes the results.  Workers fill and digest slabs while
 * there are items to begin (wide.c), and share what is left (team.c); what must
 * be waited for, readers read for both.
 */
#include "digest/inside.h"

#include <sched.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/stamp.h"

#define MEMBERS		16	/* items that are shared at a time, at least */

#define MAX_WORKERS	256
#define LITTLE_ITEMS	8
#define LITTLE		(128 * 1024)	/* octets, in all */
#define MOMENT		100000000	/* nanoseconds between two looks */

/* --- The caller's thread. --- */

static void tell_progress(struct hf_engine *engine)
{
	uint64_t bytes = atomic_exchange(&engine->bytes, 0);

	if (bytes && engine->job->progress)
		engine->job->progress(engine->job->ctx, bytes);
}

/* Wait until there is something to take, or a moment for the progress. */
static void wait_for_results(struct hf_engine *engine)
{
	struct timespec until = hf_clock_in(MOMENT);

	pthread_cond_timedwait(&engine->filled, &engine->lock, &until);
}

static void take(struct hf_engine *engine, uint64_t item)
{
	struct hf_slot *slot = &engine->slots[item % engine->ring];
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
static void take_results(struct hf_engine *engine)
{
	enum hf_engine_stop stop;

	pthread_mutex_lock(&engine->lock);
	while (engine->taken < engine->job->n_items && !engine->cancelled) {
		uint64_t from = engine->taken, to = from;

		while (to < engine->job->n_items && to < from + engine->ring &&
		       engine->slots[to % engine->ring].ready)
			to++;
		if (to == from)
			wait_for_results(engine);
		pthread_mutex_unlock(&engine->lock);
		for (uint64_t i = from; i < to; i++)
			take(engine, i);
		tell_progress(engine);
		stop = engine->job->stop ? engine->job->stop(engine->job->ctx)
					 : HF_GO_ON;
		pthread_mutex_lock(&engine->lock);
		engine->closing |= stop != HF_GO_ON;
		/* What is in hand is finished, or given up. */
		if (stop == HF_DROP ||
		    (engine->closing && engine->finished == engine->next))
			engine->cancelled = true;
		engine->taken = to;
		pthread_cond_broadcast(&engine->work);
	}
	pthread_cond_broadcast(&engine->work);
	pthread_mutex_unlock(&engine->lock);
}

/* --- The workers' threads, and the readers'. --- */

/* What a reader does next.  The lock is held, and let go meanwhile. */
static bool read_next(struct hf_engine *engine)
{
	return hf_slab_read(engine) || hf_team_read(engine);
}

/* Whether nothing is left that this worker could do, now or later. */
static bool is_over(const struct hf_engine *engine)
{
	return hf_all_begun(engine) && !engine->n_wide && !engine->n_members &&
	       !engine->waiting;
}

static void *work(void *arg)
{
	struct hf_worker *w = arg;
	struct hf_engine *engine = hf_worker_engine(w);
	bool wide = true;

	pthread_mutex_lock(&engine->lock);
	for (;;) {
		bool now = hf_worker_has_own(w) || hf_may_begin(engine);

		if (now != wide) {
			engine->n_wide += now ? 1u : -1u;
			wide = now;
			pthread_cond_broadcast(&engine->work);
		}
		if (wide) {
			pthread_mutex_unlock(&engine->lock);
			hf_worker_round(w);
			pthread_mutex_lock(&engine->lock);
		} else if (is_over(engine)) {
			break;
		} else if (!hf_team_turn(engine) && !is_over(engine)) {
			/* A turn may have given up the last of the items. */
			pthread_cond_wait(&engine->work, &engine->lock);
		}
	}
	pthread_mutex_unlock(&engine->lock);
	return NULL;
}

unsigned int hf_engine_threads(unsigned int jobs)
{
	cpu_set_t cpus;

	if (!jobs)
		jobs = sched_getaffinity(0, sizeof(cpus), &cpus) == 0 ?
		       (unsigned int)CPU_COUNT(&cpus) : 1;
	return jobs < MAX_WORKERS ? jobs : MAX_WORKERS;
}

/* Start up to @n workers; how many there are is how many could be had. */
static unsigned int start(struct hf_engine *engine, struct hf_worker **workers,
			  pthread_t *threads, unsigned int n)
{
	unsigned int i;

	pthread_mutex_lock(&engine->lock);
	for (i = 0; i < n; i++) {
		workers[i] = hf_worker_new(engine);
		if (!workers[i] ||
		    pthread_create(&threads[i], NULL, work, workers[i])) {
			hf_worker_free(workers[i]);
			break;
		}
	}
	engine->n_wide = engine->n_workers = i;
	pthread_mutex_unlock(&engine->lock);
	return i;
}

static void finish(struct hf_engine *engine, struct hf_worker **workers,
		   const pthread_t *threads, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	hf_readers_end(engine);
	for (unsigned int i = 0; i < n; i++)
		hf_worker_free(workers[i]);
	/* After a cancellation: what was begun is there, the rest is not. */
	for (uint64_t item = engine->taken; item < engine->job->n_items; item++)
		take(engine, item);
	tell_progress(engine);
}

/* --- The whole. --- */

/* Which algorithms the kernels compute here. */
static hf_alg_set find_kernels(const struct hf_engine_options *options)
{
	hf_alg_set set = 0;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (options->engine != HF_ENGINE_OPENSSL &&
		    HF_MULTI_ALGS & HF_ALG_BIT(alg) && hf_multi_usable(alg))
			set |= HF_ALG_BIT(alg);
	}
	return set;
}

/*
 * Of so little the work is done before a second thread, or a reader, has begun.
 * What has no size that is known may be anything.
 */
static bool is_little(const struct hf_engine_job *job)
{
	uint64_t size, all = 0;

	if (job->n_items > LITTLE_ITEMS || !job->size_hint)
		return false;
	for (uint64_t i = 0; i < job->n_items; i++) {
		size = job->size_hint(job->ctx, i);
		if (!size || size > LITTLE)
			return false;
		all += size;
	}
	return all <= LITTLE;
}

static int prepare(struct hf_engine *engine, struct hf_error *err)
{
	engine->max_members = MEMBERS > 2 * engine->n_workers &&
			      !engine->job->in_order
			      ? MEMBERS : 2 * engine->n_workers;
	engine->members = calloc(engine->max_members,
				 sizeof(*engine->members));
	if (!engine->members)
		return hf_fail_memory(err);
	return hf_items_prepare(engine, err);
}

static void release(struct hf_engine *engine)
{
	hf_items_release(engine);
	for (unsigned int i = 0; engine->members && i < engine->max_members;
	     i++)
		free(engine->members[i].data);
	free(engine->members);
}

int hf_engine_run(const struct hf_engine_options *options,
		  const struct hf_engine_job *job, struct hf_error *err)
{
	struct hf_engine engine = {
		.job = job, .options = options,
		.kernels = find_kernels(options),
		.n_workers = hf_engine_threads(options->jobs),
		.read_flags = HF_READ_FLAGS,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.filled = PTHREAD_COND_INITIALIZER,
		.work = PTHREAD_COND_INITIALIZER,
		.reads = PTHREAD_COND_INITIALIZER,
		.queue_end = &engine.queue, .read_next = read_next,
	};
	struct hf_worker *workers[MAX_WORKERS];
	pthread_t threads[MAX_WORKERS];
	unsigned int running;
	int ret = -1;

	if (!job->n_items)
		return 0;
	if (is_little(job)) {
		engine.n_workers = 1;
		engine.no_readers = !job->waits;
	}
	if (prepare(&engine, err) < 0)
		goto out;
	running = start(&engine, workers, threads, engine.n_workers);
	if (!running) {
		hf_fail(err, HF_ENOMEM, "no thread could be started to compute digests; see how many this user may have (ulimit -u)");
		goto out;
	}
	take_results(&engine);
	finish(&engine, workers, threads, running);
	ret = 0;
out:
	release(&engine);
	return ret;
}

const char *hf_engine_kernel(size_t i)
{
	return hf_multi_kernel_name(i);
}
