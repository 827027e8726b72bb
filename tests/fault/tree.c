/* What lies in a folder, as a text that can be compared. */
#include "fault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what, const char *path)
{
	fprintf(stderr, "tests/fault: cannot %s '%s': %s\n", what, path,
		strerror(errno));
	_exit(98);
}

/*
 * In the manner of FNV-1a, eight bytes at a time: nobody means to deceive us
 * here.  A regular file is read whole but for its end.
 */
static unsigned long long sum_of(const char *path)
{
	unsigned long long sum = 0xcbf29ce484222325, data[8192];
	int fd = open(path, O_RDONLY);
	ssize_t n;

	if (fd < 0)
		fail("open", path);
	while ((n = read(fd, data, sizeof(data))) > 0) {
		memset((char *)data + n, 0, (size_t)(-n & 7));
		for (ssize_t i = 0; i < (n + 7) / 8; i++) {
			sum = (sum ^ data[i]) * 0x100000001b3;
			sum ^= sum >> 32;
		}
	}
	if (n < 0)
		fail("read", path);
	close(fd);
	return sum;
}

/* The time in what is compared: what is as old as the sources was kept. */
static void print_time(FILE *out, struct timespec at, enum tree_detail detail)
{
	if (detail != TREE_EVERYTHING && at.tv_sec > time(NULL) - 24 * 60 * 60)
		fprintf(out, " new");
	else
		fprintf(out, " %lld.%09ld", (long long)at.tv_sec, at.tv_nsec);
}

static void print_entry(FILE *out, const char *path, const char *name,
			const struct stat *st, enum tree_detail detail)
{
	char target[4096];
	ssize_t n;

	fprintf(out, "%s %o", name, st->st_mode);
	if (detail != TREE_BAG || !S_ISDIR(st->st_mode))
		print_time(out, st->st_mtim, detail);
	if (detail == TREE_EVERYTHING)
		fprintf(out, " %llu %llu %lld.%09ld",
			(unsigned long long)st->st_ino,
			(unsigned long long)st->st_nlink,
			(long long)st->st_ctim.tv_sec, st->st_ctim.tv_nsec);
	if (S_ISREG(st->st_mode)) {
		/* No byte of a file is written without a change of its ctime. */
		fprintf(out, " %lld %016llx", (long long)st->st_size,
			detail != TREE_EVERYTHING ? sum_of(path) : 0);
	} else if (S_ISLNK(st->st_mode)) {
		n = readlink(path, target, sizeof(target));
		fprintf(out, " -> %.*s", n < 0 ? 0 : (int)n, target);
	}
	fputc('\n', out);
}

static void print_tree(FILE *out, const char *path, const char *name,
		       enum tree_detail detail)
{
	struct dirent **entries;
	char below[8192], shown[8192];
	struct stat st;
	int n;

	if (lstat(path, &st) < 0) {
		if (errno != ENOENT)
			fail("look at", path);
		fprintf(out, "%s is not there\n", name);
		return;
	}
	print_entry(out, path, name, &st, detail);
	if (!S_ISDIR(st.st_mode))
		return;
	n = scandir(path, &entries, NULL, alphasort);
	if (n < 0)
		fail("list", path);
	for (int i = 0; i < n; i++) {
		const char *entry = entries[i]->d_name;

		if (strcmp(entry, ".") && strcmp(entry, "..")) {
			snprintf(below, sizeof(below), "%s/%s", path, entry);
			snprintf(shown, sizeof(shown), "%s/%s", name, entry);
			print_tree(out, below, shown, detail);
		}
		free(entries[i]);
	}
	free(entries);
}

char *tree_snapshot(const char *path, enum tree_detail detail)
{
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		fail("describe", path);
	print_tree(out, path, "", detail);
	fclose(out);
	return text;
}

static int remove_entry(const char *path, const struct stat *st, int type,
			struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	if (remove(path) < 0)
		fail("remove", path);
	return 0;
}

void tree_remove(const char *path)
{
	if (access(path, F_OK) == 0)
		nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void copy_file(const char *from, const char *to, const struct stat *st)
{
	char data[65536];
	int in = open(from, O_RDONLY);
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL, 0600);
	ssize_t n;

	if (in < 0 || out < 0)
		fail("copy", from);
	while ((n = read(in, data, sizeof(data))) > 0) {
		if (write(out, data, (size_t)n) != n)
			fail("write", to);
	}
	if (n < 0 || fchmod(out, st->st_mode & 07777) < 0)
		fail("copy", from);
	close(in);
	close(out);
}

static void copy_link(const char *from, const char *to)
{
	char target[4096];
	ssize_t n = readlink(from, target, sizeof(target) - 1);

	if (n < 0)
		fail("read", from);
	target[n] = '\0';
	if (symlink(target, to) < 0)
		fail("make", to);
}

void tree_copy(const char *from, const char *to)
{
	struct stat st;
	char below[8192], beside[8192];
	struct dirent *entry;
	DIR *dir;

	if (lstat(from, &st) < 0)
		fail("look at", from);
	if (S_ISDIR(st.st_mode)) {
		dir = opendir(from);
		if (!dir || mkdir(to, 0700) < 0)
			fail("copy", from);
		while ((entry = readdir(dir))) {
			if (!strcmp(entry->d_name, ".") ||
			    !strcmp(entry->d_name, ".."))
				continue;
			snprintf(below, sizeof(below), "%s/%s", from,
				 entry->d_name);
			snprintf(beside, sizeof(beside), "%s/%s", to,
				 entry->d_name);
			tree_copy(below, beside);
		}
		closedir(dir);
		if (chmod(to, st.st_mode & 07777) < 0)
			fail("copy", from);
	} else if (S_ISLNK(st.st_mode)) {
		copy_link(from, to);
	} else {
		copy_file(from, to, &st);
	}
	if (utimensat(AT_FDCWD, to,
		      (struct timespec[2]){ st.st_atim, st.st_mtim },
		      AT_SYMLINK_NOFOLLOW) < 0)
		fail("set the time of", to);
}
