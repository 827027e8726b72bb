/*
 * Where this machine ends: the least time in which the files of a folder, all
 * of them in the page cache, can be read and hashed.
 *
 *   limits FOLDER ALGORITHM...	prints the seconds
 *   limits --rates FOLDER	prints what they were computed of, as JSON
 *
 * With many files it is (copy + hash of all algorithms) / cores.  With few,
 * streams are what is scarce: fewer cores with more streams each, an algorithm
 * for each core, and cores that only read are tried too, and the best counts.
 * Everything is measured now: the machine is not the same in every minute.
 * BENCH_SLICE=SECONDS, in the environment, sets how long each of it (0.02).
 */
#include <fts.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "digest/kernel.h"
#include "rates.h"

#define LARGE	131072		/* a file that shows how fast a copy is */
#define LISTED	20000		/* paths that are enough to measure with */

static double greater(double a, double b)
{
	return a > b ? a : b;
}

static double lesser(double a, double b)
{
	return a < b ? a : b;
}

static void gather(struct files *files, char *folder)
{
	char *const top[] = { folder, NULL };
	FTS *fts = fts_open(top, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;

	files->paths = calloc(LISTED, sizeof(*files->paths));
	files->sizes = calloc(LISTED, sizeof(*files->sizes));
	while (fts && files->paths && files->sizes && (entry = fts_read(fts))) {
		if (entry->fts_info != FTS_F)
			continue;
		if (files->n_listed < LISTED) {
			files->sizes[files->n_listed] =
				(uint64_t)entry->fts_statp->st_size;
			files->paths[files->n_listed++] =
				strdup(entry->fts_path);
		}
		files->n++;
		files->bytes += (uint64_t)entry->fts_statp->st_size;
	}
	if (fts)
		fts_close(fts);
	if (files->n == 0) {
		fprintf(stderr, "limits: no files under %s\n", folder);
		exit(1);
	}
}

/* One core's seconds for all of it. */
struct costs {
	enum hf_alg algs[HF_ALG_COUNT];
	size_t n_algs;
	uint64_t n_files, bytes;
	double reading;
};

/* Padding adds a block to a file of whole blocks, as most of ours are. */
static double hashing(const struct costs *c, size_t i, uint64_t streams)
{
	const struct hf_multi_alg *alg = hf_multi_alg(c->algs[i]);
	double padding = alg ? (double)alg->block * (double)c->n_files : 0;

	return ((double)c->bytes + padding) /
	       rate_of_streams(c->algs[i], streams ? streams : 1);
}

static double hashing_all(const struct costs *c, uint64_t streams)
{
	double sum = 0;

	for (size_t i = 0; i < c->n_algs; i++)
		sum += hashing(c, i, streams);
	return sum;
}

static double least_time(const struct costs *c)
{
	uint64_t n = cores();
	double best = n <= c->n_files ?		/* every core does everything */
		(hashing_all(c, c->n_files / n) + c->reading) / (double)n : 1e9;

	/* Some hash all algorithms, the others read for them. */
	for (uint64_t w = 1; w < n && w <= c->n_files; w++)
		best = lesser(best, greater(
			hashing_all(c, c->n_files / w) / (double)w,
			c->reading / (double)(n - w)));
	/* An algorithm for each group of cores; who has time reads. */
	if (c->n_algs > 1 && n >= c->n_algs) {
		uint64_t group = n / c->n_algs;
		double longest = 0, sum = c->reading;

		group = group < c->n_files ? group : c->n_files;
		for (size_t i = 0; i < c->n_algs; i++) {
			double t = hashing(c, i, c->n_files / group);

			longest = greater(longest, t / (double)group);
			sum += t;
		}
		best = lesser(best, greater(longest, sum / (double)n));
	}
	if (n == 1)
		best = hashing_all(c, c->n_files) + c->reading;
	return best;
}

static double reading(const struct files *files)
{
	double head = 0, size = (double)files->bytes / (double)files->n;

	for (size_t i = 0; i < files->n_listed; i++)
		head += files->sizes[i] < HEAD ? (double)files->sizes[i] : HEAD;
	head *= (double)files->n / (double)files->n_listed;
	return (double)files->n * seconds_of_opening(files) +
	       (size > HEAD ? ((double)files->bytes - head) /
			      rate_of_copying(files) : 0);
}

static void print_rates(const struct files *files)
{
	const struct hf_kernel *kernel;

	printf("{ \"cores\": %u, ", cores());
	if (files->bytes / files->n > LARGE)
		printf("\"copy\": %.0f, ", rate_of_copying(files));
	printf("\"streams\": {");
	for (int i = 0, n = 0; i < HF_ALG_COUNT; i++) {
		enum hf_alg alg = (enum hf_alg)i;

		if (hf_multi_alg(alg))
			printf("%s \"%s\": %.0f", n++ ? "," : "",
			       hf_alg_name(alg), rate_of_one_stream(alg));
	}
	printf(" }, \"kernels\": {");
	for (size_t i = 0, n = 0; (kernel = hf_kernel_at(i)); i++) {
		if (kernel->usable())
			printf("%s \"%s\": %.0f", n++ ? "," : "", kernel->name,
			       rate_of_kernel(i));
	}
	printf(" } }\n");
}

int main(int argc, char *argv[])
{
	bool rates = argc == 3 && !strcmp(argv[1], "--rates");
	struct files files = { 0 };
	struct costs costs = { 0 };

	if (argc < 3) {
		fprintf(stderr, "usage: limits FOLDER ALGORITHM...\n"
				"       limits --rates FOLDER\n");
		return 2;
	}
	gather(&files, argv[rates ? 2 : 1]);
	if (rates) {
		print_rates(&files);
		return 0;
	}
	for (int i = 2; i < argc && costs.n_algs < HF_ALG_COUNT; i++) {
		if (!hf_alg_parse(argv[i], &costs.algs[costs.n_algs++])) {
			fprintf(stderr, "limits: no algorithm '%s'\n", argv[i]);
			return 2;
		}
	}
	costs.n_files = files.n;
	costs.bytes = files.bytes;
	costs.reading = reading(&files);
	printf("%.6f\n", least_time(&costs));
	return 0;
}
