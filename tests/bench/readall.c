/*
 * The disk's limit: read everything under a folder past the page cache, with
 * many requests under way at once, do nothing with it, and print the seconds.
 *
 *   readall FOLDER
 *
 * Names are gathered before the clock runs: what is measured is contents.
 */
#include <fcntl.h>
#include <fts.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define READERS	32
#define PIECE	((size_t)1 << 20)

struct piece {
	char *path;
	off_t at;
};

static struct piece *pieces;
static size_t n_pieces;
static atomic_size_t next_piece;
static atomic_bool failed;

static void add(const char *path, off_t at)
{
	if ((n_pieces & (n_pieces - 1)) == 0) {
		size_t room = n_pieces ? 2 * n_pieces : 1;

		pieces = realloc(pieces, room * sizeof(*pieces));
		if (!pieces)
			abort();
	}
	pieces[n_pieces].path = strdup(path);
	pieces[n_pieces++].at = at;
}

static int gather(char *folder)
{
	char *const top[] = { folder, NULL };
	FTS *fts = fts_open(top, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;

	if (!fts)
		return -1;
	while ((entry = fts_read(fts))) {
		for (off_t at = 0; entry->fts_info == FTS_F &&
				   at < entry->fts_statp->st_size;
		     at += (off_t)PIECE)
			add(entry->fts_path, at);
	}
	fts_close(fts);
	return n_pieces > 0 ? 0 : -1;
}

static void *reader(void *unused)
{
	void *buffer = aligned_alloc(4096, PIECE);
	size_t i;

	while (buffer && (i = atomic_fetch_add(&next_piece, 1)) < n_pieces) {
		int fd = open(pieces[i].path, O_RDONLY | O_DIRECT | O_CLOEXEC);

		if (fd < 0)	/* a file system that cannot */
			fd = open(pieces[i].path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || pread(fd, buffer, PIECE, pieces[i].at) <= 0)
			atomic_store(&failed, true);
		if (fd >= 0)
			close(fd);
	}
	if (!buffer)
		atomic_store(&failed, true);
	free(buffer);
	return NULL;
}

int main(int argc, char *argv[])
{
	pthread_t threads[READERS];
	struct timespec began, ended;

	if (argc != 2 || gather(argv[1]) < 0) {
		fprintf(stderr, "usage: readall FOLDER (that holds files)\n");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &began);
	for (int i = 0; i < READERS; i++) {
		if (pthread_create(&threads[i], NULL, reader, NULL) != 0)
			abort();
	}
	for (int i = 0; i < READERS; i++)
		pthread_join(threads[i], NULL);
	clock_gettime(CLOCK_MONOTONIC, &ended);
	if (atomic_load(&failed)) {
		fprintf(stderr, "readall: something could not be read\n");
		return 1;
	}
	printf("%.6f\n", (double)(ended.tv_sec - began.tv_sec) +
			 (double)(ended.tv_nsec - began.tv_nsec) / 1e9);
	return 0;
}
