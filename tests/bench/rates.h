/*
 * How fast the parts of the work go on this machine, with all cores at it: the
 * kernels of the library, OpenSSL on one stream, a read from the page cache.
 */
#ifndef BENCH_RATES_H
#define BENCH_RATES_H

#include <stddef.h>
#include <stdint.h>

#include "digest/algorithm.h"

/* Cores that this process may use. */
unsigned int cores(void);

/* Bytes a second and core: the @i-th kernel with all its lanes filled. */
double rate_of_kernel(size_t i);

/* Bytes a second and core: one stream by OpenSSL. */
double rate_of_one_stream(enum hf_alg alg);

/*
 * Bytes a second and core of a core that hashes @streams streams side by side,
 * by whatever is fastest.
 */
double rate_of_streams(enum hf_alg alg, uint64_t streams);

/* What is read: files, all of them warm. */
struct files {
	char **paths;		/* the first of them */
	uint64_t *sizes;
	size_t n_listed;
	uint64_t n, bytes;
};

/* Bytes of each file that rate_of_opening() reads. */
#define HEAD	4096

/* Seconds a file and core: open, read the first HEAD bytes, close. */
double seconds_of_opening(const struct files *files);

/* Bytes a second and core: read into a buffer that stays in the caches. */
double rate_of_copying(const struct files *files);

#endif
