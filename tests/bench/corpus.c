/*
 * Make a corpus: files that are the same in every run, and that nothing can
 * compress.
 *
 *   corpus big|mixed|huge|small SCALE FOLDER
 *   corpus tiny FILES FOLDER
 *
 * SCALE divides: the sizes of big and huge files, the number of the others.
 * Bytes come from xoshiro256** (Blackman and Vigna), seeded by the corpus and
 * the file's number: a file is the same whatever is made beside it.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MIB	(UINT64_C(1) << 20)

struct random {
	uint64_t s[4];
};

static void fail(const char *what)
{
	fprintf(stderr, "corpus: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* splitmix64: spreads a small seed over the state. */
static uint64_t spread(uint64_t *x)
{
	uint64_t z = *x += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static struct random seed(const char *corpus, uint64_t file)
{
	uint64_t x = file;
	struct random r;

	while (*corpus)
		x = x * 257 + (unsigned char)*corpus++ + (file << 32);
	for (int i = 0; i < 4; i++)
		r.s[i] = spread(&x);
	return r;
}

static uint64_t rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static uint64_t next(struct random *r)
{
	uint64_t *s = r->s, out = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return out;
}

static void make_file(const char *path, struct random r, uint64_t size)
{
	static uint64_t block[MIB / 8];
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	if (fd < 0)
		fail(path);
	while (size > 0) {
		uint64_t n = size < MIB ? size : MIB;

		for (uint64_t i = 0; i < (n + 7) / 8; i++)
			block[i] = next(&r);
		if (write(fd, block, n) != (ssize_t)n)
			fail(path);
		size -= n;
	}
	if (close(fd) < 0)
		fail(path);
}

/* Words of a dictionary of 4096, each of 2 to 9 letters: as text packs. */
static void fill_text(char *block, uint64_t n, struct random *r)
{
	for (uint64_t i = 0; i < n; ) {
		uint64_t word = next(r) % 4096, x = word * 0x9e3779b97f4a7c15;
		uint64_t len = 2 + word % 8;

		for (uint64_t k = 0; k < len && i < n; k++)
			block[i++] = (char)('a' + (x >> (5 * k)) % 26);
		if (i < n)
			block[i++] = next(r) % 12 ? ' ' : '\n';
	}
}

static void make_text(const char *path, struct random r, uint64_t size)
{
	static char block[MIB];
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	if (fd < 0)
		fail(path);
	for (uint64_t n; size > 0; size -= n) {
		n = size < MIB ? size : MIB;
		fill_text(block, n, &r);
		if (write(fd, block, n) != (ssize_t)n)
			fail(path);
	}
	if (close(fd) < 0)
		fail(path);
}

/* @n files, as many in a folder as it says; none: all in this one. */
static void make_files(const char *corpus, uint64_t n, uint64_t in_folder,
		       const uint64_t *sizes, uint64_t size)
{
	for (uint64_t i = 0; i < n; i++) {
		char path[64], *name = path;

		if (in_folder) {
			name += sprintf(path, "%04u/",
					(unsigned int)(i / in_folder));
			if (i % in_folder == 0 && mkdir(path, 0755) < 0)
				fail(path);
		}
		sprintf(name, "file-%07u", (unsigned int)i);
		(strcmp(corpus, "pages") ? make_file : make_text)(
			path, seed(corpus, i), sizes ? sizes[i] : size);
	}
}

/*
 * Sizes as those of a real archive are: log-normal, the middle one of 64 KiB,
 * in all @total.  Twelve uniform numbers make a normal one.
 */
static uint64_t *log_normal(uint64_t n, uint64_t total)
{
	struct random r = seed("sizes", n);
	uint64_t *sizes = calloc(n, sizeof(*sizes)), sum = 0;
	double *raw = calloc(n, sizeof(*raw)), raw_sum = 0;

	if (!sizes || !raw)
		fail("sizes");
	for (uint64_t i = 0; i < n; i++) {
		double normal = -6;

		for (int k = 0; k < 12; k++)
			normal += (double)(next(&r) >> 11) * 0x1p-53;
		raw_sum += raw[i] = exp(2 * normal);
	}
	for (uint64_t i = 0; i < n; i++)
		sum += sizes[i] = (uint64_t)(raw[i] / raw_sum * (double)total);
	sizes[n - 1] += total - sum;
	free(raw);
	return sizes;
}

static uint64_t at_least(uint64_t n, uint64_t least)
{
	return n < least ? least : n;
}

static bool make(const char *corpus, uint64_t scale)
{
	if (!strcmp(corpus, "big")) {
		make_files(corpus, 4, 0, NULL, 512 * MIB / scale);
	} else if (!strcmp(corpus, "huge")) {
		make_files(corpus, 1, 0, NULL, 2048 * MIB / scale);
	} else if (!strcmp(corpus, "small")) {
		make_files(corpus, 100 * at_least(500 / scale, 1), 100, NULL,
			   4096);
	} else if (!strcmp(corpus, "mixed")) {
		uint64_t n = at_least(2000 / scale, 20);
		uint64_t *sizes = log_normal(n, 1024 * MIB / scale);

		make_files(corpus, n, 100, sizes, 0);
		free(sizes);
	} else if (!strcmp(corpus, "pages")) {
		make_files(corpus, 256, 64, NULL,
			   at_least(4 * MIB / scale, 4096));
	} else if (!strcmp(corpus, "tiny")) {
		make_files(corpus, scale, 1000, NULL, 16);
	} else {
		return false;
	}
	return true;
}

int main(int argc, char *argv[])
{
	uint64_t scale = argc == 4 ? strtoull(argv[2], NULL, 10) : 0;

	if (scale > 0 && chdir(argv[3]) < 0)
		fail(argv[3]);
	if (scale < 1 || !make(argv[1], scale)) {
		fprintf(stderr, "usage: corpus big|mixed|huge|small|pages SCALE FOLDER\n"
				"       corpus tiny FILES FOLDER\n");
		return 2;
	}
	return 0;
}
