#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/io.h"

bool hf_open_beneath_by_parts;

void hf_close(int fd)
{
	int saved = errno;

	if (fd >= 0)
		hf_io->close(fd);
	errno = saved;
}

/* The open that refuses links and escapes; -1 with ENOSYS where it is not. */
static int open_resolved(int root, const char *path, int flags)
{
	struct open_how how = {
		.flags = (unsigned int)flags | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
			   RESOLVE_NO_MAGICLINKS,
	};
	int fd;

	/* EAGAIN: a rename elsewhere raced with the look-up (openat2(2)). */
	do {
		fd = hf_io->openat2(root, path, &how);
	} while (fd < 0 && (errno == EAGAIN || errno == EINTR));
	return fd;
}

/*
 * One part, never through a link.  A link gives ELOOP, also where a folder
 * was asked for: Linux then says ENOTDIR, which would be less than the truth.
 */
static int open_part(int dir, const char *part, int flags)
{
	struct stat st;
	int fd;

	if (!strcmp(part, "..")) {
		errno = EXDEV;
		return -1;
	}
	do {
		fd = hf_io->openat(dir, part, flags | O_NOFOLLOW | O_CLOEXEC,
				   0);
	} while (fd < 0 && errno == EINTR);
	if (fd < 0 && errno == ENOTDIR) {
		if (!hf_io->fstatat(dir, part, &st, AT_SYMLINK_NOFOLLOW) &&
		    S_ISLNK(st.st_mode))
			errno = ELOOP;
		else
			errno = ENOTDIR;
	}
	return fd;
}

static int open_by_parts(int root, const char *path, int flags)
{
	int dir = root, fd = -1;

	if (*path == '/' || !*path) {
		errno = *path ? EXDEV : ENOENT;
		return -1;
	}
	for (;;) {
		const char *slash = strchr(path, '/');
		char part[NAME_MAX + 1];
		size_t len = slash ? (size_t)(slash - path) : strlen(path);

		if (len > NAME_MAX) {
			errno = ENAMETOOLONG;
			fd = -1;
			break;
		}
		memcpy(part, path, len);
		part[len] = '\0';
		fd = open_part(dir, len ? part : ".",
			       slash ? O_PATH | O_DIRECTORY : flags);
		if (fd < 0 || !slash)
			break;
		if (dir != root)
			hf_close(dir);
		dir = fd;
		path = slash + 1;
	}
	if (dir != root)
		hf_close(dir);
	return fd;
}

/*
 * A path that the kernel cannot take in one piece is taken in several, each
 * as long as it may be and ending with a folder.
 */
static int open_in_pieces(int root, const char *path, int flags)
{
	size_t left = strlen(path);
	int dir = root, fd = -1;

	while (left >= PATH_MAX) {
		char piece[PATH_MAX];
		size_t len = PATH_MAX - 1;

		while (len && path[len] != '/')
			len--;
		if (!len) {
			errno = ENAMETOOLONG;
			goto out;
		}
		memcpy(piece, path, len);
		piece[len] = '\0';
		fd = open_resolved(dir, piece, O_PATH | O_DIRECTORY);
		if (fd < 0)
			goto out;
		if (dir != root)
			hf_close(dir);
		dir = fd;
		fd = -1;
		path += len + 1;
		left -= len + 1;
	}
	fd = open_resolved(dir, path, flags);
out:
	if (dir != root)
		hf_close(dir);
	return fd;
}

int hf_open_beneath(int root, const char *path, int flags)
{
	int fd;

	if (hf_open_beneath_by_parts)
		return open_by_parts(root, path, flags);
	fd = open_in_pieces(root, path, flags);
	/* ENOSYS: Linux before 5.6.  EPERM: a sandbox that does not know it. */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = open_by_parts(root, path, flags);
	return fd;
}

int hf_open_regular_beneath(int root, const char *path)
{
	struct stat st;

	return hf_stat_regular_beneath(root, path, &st);
}

int hf_stat_regular_beneath(int root, const char *path, struct stat *st)
{
	int fd = hf_open_beneath(root, path,
				 O_RDONLY | O_NONBLOCK | O_NOCTTY);

	/* A socket, or a device that is not there (open(2)). */
	if (fd < 0 && errno == ENXIO)
		errno = EFTYPE_NOT_REGULAR;
	if (fd < 0)
		return -1;
	if (hf_io->fstat(fd, st) < 0) {
		hf_close(fd);
		return -1;
	}
	if (!S_ISREG(st->st_mode)) {
		hf_close(fd);
		errno = S_ISDIR(st->st_mode) ? EISDIR : EFTYPE_NOT_REGULAR;
		return -1;
	}
	return fd;
}

int hf_open_parent_beneath(int root, const char *path, const char **name_ret)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int fd;

	*name_ret = slash ? slash + 1 : path;
	folder = slash ? strndup(path, (size_t)(slash - path)) : strdup(".");
	if (!folder)
		return -1;
	fd = hf_open_beneath(root, folder, O_RDONLY | O_DIRECTORY);
	free(folder);
	return fd;
}

int hf_create_beneath(int root, const char *path, mode_t mode)
{
	const char *name;
	int parent = hf_open_parent_beneath(root, path, &name);
	int fd;

	if (parent < 0)
		return -1;
	fd = hf_io->openat(parent, name, O_WRONLY | O_CREAT | O_EXCL |
			   O_NOFOLLOW | O_CLOEXEC, mode);
	hf_close(parent);
	return fd;
}

int hf_make_folder_beneath(int root, const char *path)
{
	const char *name;
	int parent = hf_open_parent_beneath(root, path, &name);
	int ret;

	if (parent < 0)
		return -1;
	ret = hf_io->mkdirat(parent, name, 0777);
	hf_close(parent);
	return ret < 0 && errno == EEXIST ? 0 : ret;
}

int hf_make_folders_beneath(int root, const char *path)
{
	char *part = strdup(path);
	int ret = part ? 0 : -1;

	for (char *at = part; ret == 0 && (at = strchr(at, '/')); at++) {
		*at = '\0';
		ret = hf_make_folder_beneath(root, part);
		*at = '/';
	}
	if (ret == 0)
		ret = hf_make_folder_beneath(root, part);
	free(part);
	return ret;
}

int hf_write_all(int fd, const void *data, size_t size)
{
	const char *at = data;

	while (size) {
		ssize_t n = hf_io->write(fd, at, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		at += n;
		size -= (size_t)n;
	}
	return 0;
}

#define WRITE_OUT	(UINT64_C(2) << 20)	/* at a time */

/* Whatever comes of it, fsync(2) will tell. */
int hf_write_on(int fd, const void *data, size_t size, uint64_t at)
{
	uint64_t to = (at + size) / WRITE_OUT * WRITE_OUT;

	if (hf_write_all(fd, data, size) < 0)
		return -1;
	if (to > at)
		hf_io->sync_file_range(fd, (off_t)(to - WRITE_OUT),
				       (off_t)WRITE_OUT,
				       SYNC_FILE_RANGE_WRITE);
	return 0;
}

int hf_read_all(int fd, struct hf_buf *buf, size_t limit)
{
	size_t total = 0;

	for (;;) {
		size_t want = 64 * 1024;
		char *room = hf_buf_reserve(buf, want);
		ssize_t n;

		if (!room) {
			errno = ENOMEM;
			return -1;
		}
		n = hf_io->read(fd, room, want);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		buf->len += (size_t)n;
		total += (size_t)n;
		if (total > limit) {
			errno = EFBIG;
			return -1;
		}
	}
	if (buf->data)
		buf->data[buf->len] = '\0';
	return 0;
}

int hf_read_beneath(int root, const char *path, struct hf_buf *buf,
		    size_t limit)
{
	int fd = hf_open_regular_beneath(root, path);
	int ret = fd < 0 ? -1 : hf_read_all(fd, buf, limit);

	hf_close(fd);
	return ret;
}
