#include "rates.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "digest/digester.h"
#include "digest/kernel.h"

#define TRIES		3			/* the best of which counts */
#define CHUNK		((size_t)128 << 10)	/* as the engine reads */
#define LANE_BYTES	((size_t)16 << 10)	/* ... and lanes, not all of them */
#define LANE_STRIDE	(LANE_BYTES + 192)	/* ... in one set of the cache */
#define MAX_CORES	256

/* Time that this thread was given: what others take is no limit of ours. */
static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

unsigned int cores(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	return CPU_COUNT(&set) < MAX_CORES ? (unsigned int)CPU_COUNT(&set) :
					     MAX_CORES;
}

/* Seconds of one measurement. */
static double slice(void)
{
	const char *text = getenv("BENCH_SLICE");

	return text ? strtod(text, NULL) : 0.02;
}

/* A piece of work, done again and again on each core until the slice ends. */
struct work {
	double (*step)(struct work *work);	/* how much it did */
	const void *what;
	unsigned int core;
	unsigned char *buffer;
	struct hf_digester *digester;
	size_t file;
	uint64_t at;
	int fd;
	double rate;
	pthread_barrier_t *start;
};

static void *work_for_a_slice(void *ctx)
{
	struct work *work = ctx;
	double done = 0, length = slice(), began;

	work->step(work);			/* warm up */
	pthread_barrier_wait(work->start);
	began = now();
	do
		done += work->step(work);
	while (now() - began < length);
	work->rate = done / (now() - began);
	return NULL;
}

static void spawn(pthread_t *thread, void *(*run)(void *), void *ctx)
{
	if (pthread_create(thread, NULL, run, ctx) != 0) {
		fprintf(stderr, "limits: no thread can be made\n");
		exit(1);
	}
}

/* The mean rate of a core while all work; the best of a few tries. */
static double on_all_cores(const struct work *model)
{
	unsigned int n = cores();
	struct work *works = calloc(n, sizeof(*works));
	pthread_t *threads = calloc(n, sizeof(*threads));
	double best = 0;

	if (!works || !threads)
		abort();
	for (int try = 0; try < TRIES; try++) {
		pthread_barrier_t start;
		double sum = 0;

		pthread_barrier_init(&start, NULL, n);
		for (unsigned int i = 0; i < n; i++) {
			works[i] = *model;
			works[i].core = i;
			works[i].fd = -1;
			works[i].start = &start;
			works[i].buffer = aligned_alloc(64, HF_MAX_LANES * LANE_STRIDE);
			if (!works[i].buffer)
				abort();
			memset(works[i].buffer, 0x5a, HF_MAX_LANES * LANE_STRIDE);
			spawn(&threads[i], work_for_a_slice, &works[i]);
		}
		for (unsigned int i = 0; i < n; i++) {
			pthread_join(threads[i], NULL);
			sum += works[i].rate / n;
			free(works[i].buffer);
			hf_digester_free(works[i].digester);
			if (works[i].fd >= 0)
				close(works[i].fd);
		}
		pthread_barrier_destroy(&start);
		best = sum > best ? sum : best;
	}
	free(works);
	free(threads);
	return best;
}

static double step_kernel(struct work *work)
{
	const struct hf_kernel *kernel = work->what;
	const struct hf_multi_alg *alg = hf_multi_alg(kernel->alg);
	union hf_chain_value values[HF_MAX_LANES], *state[HF_MAX_LANES];
	const unsigned char *data[HF_MAX_LANES];

	for (unsigned int i = 0; i < kernel->lanes; i++) {
		values[i] = alg->initial;
		state[i] = &values[i];
		data[i] = work->buffer + i * LANE_STRIDE;
	}
	kernel->run(state, data, LANE_BYTES / alg->block);
	return (double)(kernel->lanes * LANE_BYTES);
}

double rate_of_kernel(size_t i)
{
	static double known[64];
	const struct hf_kernel *kernel = hf_kernel_at(i);

	if (i >= sizeof(known) / sizeof(known[0]) || !kernel->usable())
		return 0;
	if (known[i] == 0)
		known[i] = on_all_cores(&(struct work){ .step = step_kernel,
							.what = kernel });
	return known[i];
}

static double step_one_stream(struct work *work)
{
	const enum hf_alg *alg = work->what;

	if ((!work->digester &&
	     hf_digester_new(&work->digester, HF_ALG_BIT(*alg), NULL) < 0) ||
	    hf_digester_update(work->digester, work->buffer, CHUNK, NULL) < 0)
		abort();
	return (double)CHUNK;
}

double rate_of_one_stream(enum hf_alg alg)
{
	static double known[HF_ALG_COUNT];

	if (known[alg] == 0)
		known[alg] = on_all_cores(&(struct work){
			.step = step_one_stream, .what = &alg });
	return known[alg];
}

double rate_of_streams(enum hf_alg alg, uint64_t streams)
{
	const struct hf_kernel *kernel;
	double best = rate_of_one_stream(alg);

	for (size_t i = 0; (kernel = hf_kernel_at(i)); i++) {
		double filled = streams < kernel->lanes ?
			(double)streams / kernel->lanes : 1;

		if (kernel->alg == alg && rate_of_kernel(i) * filled > best)
			best = rate_of_kernel(i) * filled;
	}
	return best;
}

static int open_next(struct work *work)
{
	const struct files *files = work->what;

	/* Each core begins elsewhere, so that they do not share. */
	if (work->file == 0)
		work->file = 1 + work->core * files->n_listed / cores();
	return open(files->paths[work->file++ % files->n_listed],
		    O_RDONLY | O_CLOEXEC);
}

static double step_open(struct work *work)
{
	int fd = open_next(work);

	if (fd < 0 || pread(fd, work->buffer, HEAD, 0) < 0)
		abort();
	close(fd);
	return 1;
}

double seconds_of_opening(const struct files *files)
{
	return 1 / on_all_cores(&(struct work){ .step = step_open,
						.what = files });
}

/* Opening is paid for apart: so only as much of each file as is behind HEAD. */
static double step_copy(struct work *work)
{
	ssize_t got = 0;

	while (work->fd < 0 || (got = pread(work->fd, work->buffer, CHUNK,
					    (off_t)work->at)) <= 0) {
		if (work->fd >= 0)
			close(work->fd);
		work->at = 0;
		work->fd = open_next(work);
		if (work->fd < 0 || got < 0)
			abort();
	}
	work->at += (uint64_t)got;
	return (double)got;
}

double rate_of_copying(const struct files *files)
{
	return on_all_cores(&(struct work){ .step = step_copy,
					    .what = files });
}
