/*
 * What a loss of power would take: files and folders that were written to and
 * not synced since.  Nothing may get its final name while something in it is
 * of that kind.
 */
#include "fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST	4096
#define LONGEST	1024

/* Absolute paths; "": free.  Of all processes together, as the disk is. */
static char (*dirty)[LONGEST];

static void begin(void)
{
	if (dirty)
		return;
	dirty = mmap(NULL, MOST * sizeof(*dirty), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (dirty == MAP_FAILED)
		abort();
}

static const char *path_of(int fd, char *path, size_t size)
{
	char link[64];
	ssize_t n;

	if (fd < 0) {		/* AT_FDCWD */
		if (!getcwd(path, size))
			abort();
		return path;
	}
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, size - 1);
	if (n < 0)
		abort();
	path[n] = '\0';
	return path;
}

static char *find(const char *path)
{
	begin();
	for (size_t i = 0; i < MOST; i++) {
		if (!strcmp(dirty[i], path))
			return dirty[i];
	}
	return NULL;
}

void durable_wrote(int fd)
{
	char path[8192];

	if (find(path_of(fd, path, sizeof(path))))
		return;
	for (size_t i = 0; i < MOST; i++) {
		if (!*dirty[i] && strlen(path) < LONGEST) {
			strcpy(dirty[i], path);
			return;
		}
	}
	abort();
}

void durable_changed_folder(int dir)
{
	durable_wrote(dir);
}

void durable_synced(int fd)
{
	char path[8192], *at = find(path_of(fd, path, sizeof(path)));

	if (at)
		*at = '\0';
}

/* Whether @path is @folder or lies in it. */
static bool is_beneath(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return !strncmp(path, folder, len) &&
	       (path[len] == '/' || path[len] == '\0');
}

bool durable_renamed(int from_dir, const char *from, int to_dir,
		     const char *to, char *why, size_t size)
{
	char old[8192], new[8192], moved[16384];
	bool whole = true;

	path_of(from_dir, old, 4096);
	path_of(to_dir, new, 4096);
	begin();
	strcat(strcat(old, "/"), from);
	strcat(strcat(new, "/"), to);
	for (size_t i = 0; i < MOST; i++) {
		if (!*dirty[i] || !is_beneath(dirty[i], old))
			continue;
		if (whole)
			snprintf(why, size, "'%.200s' was given its name before '%.200s' was synced",
				 to, dirty[i] + strlen(old));
		whole = false;
		snprintf(moved, sizeof(moved), "%s%s", new,
			 dirty[i] + strlen(old));
		snprintf(dirty[i], LONGEST, "%.*s", LONGEST - 1, moved);
	}
	durable_changed_folder(from_dir);
	durable_changed_folder(to_dir);
	/* On its way it has no name yet that counts. */
	return whole || strstr(new, "/.holdfast-incoming/");
}

/*
 * What is cleared there may come again, and is cleared again; and a lock is
 * nobody's once the power was lost.
 */
static bool need_not_last(const char *path)
{
	return strstr(path, "/.holdfast-incoming") || strstr(path, "/audit.lock");
}

bool durable_ended(char *why, size_t size)
{
	begin();
	for (size_t i = 0; i < MOST; i++) {
		if (*dirty[i] && !need_not_last(dirty[i]) &&
		    access(dirty[i], F_OK) == 0) {
			snprintf(why, size, "'%.400s' was not synced in the end",
				 dirty[i]);
			return false;
		}
	}
	return true;
}
