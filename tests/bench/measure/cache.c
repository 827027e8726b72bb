/*
 * What the page cache holds of a folder.  Folders are walked each time, and no
 * list is kept: the memory of this program would be counted as its children's.
 */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/mman.h>
#include <unistd.h>

#include "measure.h"

#define READ_SIZE	((size_t)1 << 20)
#define WINDOW		((off_t)256 << 20)	/* mapped at a time */

struct pages {
	uint64_t all, resident;
};

static void for_each_file(const char *folder,
			  void (*visit)(int fd, off_t size, void *ctx),
			  void *ctx)
{
	char *const top[] = { (char *)folder, NULL };
	FTS *fts = fts_open(top, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;

	while (fts && (entry = fts_read(fts))) {
		int fd;

		if (entry->fts_info != FTS_F)
			continue;
		fd = open(entry->fts_path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			die("%s: %s", entry->fts_path, strerror(errno));
		visit(fd, entry->fts_statp->st_size, ctx);
		close(fd);
	}
	if (!fts || fts_close(fts) < 0)
		die("%s: %s", folder, strerror(errno));
}

static void count_pages(int fd, off_t size, void *ctx)
{
	static unsigned char map[WINDOW / 4096];
	struct pages *pages = ctx;

	for (off_t at = 0; at < size; at += WINDOW) {
		size_t length = (size_t)(size - at < WINDOW ? size - at : WINDOW);
		void *where = mmap(NULL, length, PROT_READ, MAP_SHARED, fd, at);
		size_t n = (length + 4095) / 4096;

		if (where == MAP_FAILED || mincore(where, length, map) < 0)
			die("mincore: %s", strerror(errno));
		for (size_t i = 0; i < n; i++)
			pages->resident += map[i] & 1;
		pages->all += n;
		munmap(where, length);
	}
}

double residency(const char *folder)
{
	struct pages pages = { 0 };

	for_each_file(folder, count_pages, &pages);
	return pages.all ? (double)pages.resident / (double)pages.all : 1;
}

static void read_file(int fd, off_t size, void *ctx)
{
	ssize_t n;

	while ((n = read(fd, ctx, READ_SIZE)) > 0)
		;
	if (n < 0)
		die("read: %s", strerror(errno));
}

void warm(const char *folder)
{
	void *buffer = malloc(READ_SIZE);

	if (!buffer)
		die("out of memory");
	for_each_file(folder, read_file, buffer);
	free(buffer);
}

static void drop_file(int fd, off_t size, void *ctx)
{
	int err;

	if (fdatasync(fd) < 0)
		die("fdatasync: %s", strerror(errno));
	err = posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (err != 0)
		die("posix_fadvise: %s", strerror(err));
}

/* Of the whole machine: only root can. */
static bool drop_all(void)
{
	int fd = open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC);
	bool done;

	if (fd < 0)
		return false;
	sync();
	done = write(fd, "3", 1) == 1;
	close(fd);
	return done;
}

const char *drop(const char *folder, bool names)
{
	if (names && drop_all())
		return "drop_caches";
	for_each_file(folder, drop_file, NULL);
	return "posix_fadvise";
}
