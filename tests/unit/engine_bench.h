/* What the suites of the digest engine share: a run of it, all recorded. */
#ifndef HF_TESTS_ENGINE_BENCH_H
#define HF_TESTS_ENGINE_BENCH_H

#include <pthread.h>
#include <stdatomic.h>

#include "digest/engine.h"
#include "unit.h"

/* Numbers of threads that every test is run with. */
#define BENCH_JOBS	4
extern const unsigned int bench_jobs[BENCH_JOBS];

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
	enum hf_engine_kind kind;
	bool from_medium, waits;	/* see digest/engine.h */
	bool late;			/* closing the last waits for stop_at */
	atomic_bool stopped;
	atomic_int inside;		/* threads in done() */
	uint64_t progress;
	uint64_t opened_at_all;
};

/* @n items that have no file yet, to be read whole. */
void bench_begin(struct bench *bench, uint64_t n);

/* Run the engine over them, and check every call that it makes. */
void bench_run(struct bench *bench, unsigned int n_jobs,
	       uint64_t (*size_hint)(void *ctx, uint64_t item));
void bench_end(struct bench *bench);

/* What was read must have the digests of these bytes. */
void bench_check_digests(const struct item *it, const void *data, size_t size);

/* The same in two steps, where many tests ask for the same bytes. */
void bench_know(struct hf_digests *known, hf_alg_set algs, const void *data,
		size_t size);
void bench_check_known(const struct item *it, const struct hf_digests *known,
		       size_t size);

/* A file of noise, open. */
int bench_make_noise(unsigned char **noise_ret, size_t size);

/*
 * Put a way to read in the place of pread(2); and of preadv2(2), which may give
 * no more than its first piece.
 */
typedef ssize_t pread_fn(int fd, void *data, size_t size, off_t at);
void bench_replace_pread(pread_fn *fn);

#endif
