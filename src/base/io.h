/*
 * Every call by which holdfast touches the file system, in one table.
 *
 * Code above says hf_io->write(...) and never write(...): so a test can put a
 * table of its own in place, and make the Nth call fail or be the last that
 * the process makes.  `make lint` holds this: no other object file refers to
 * the system's calls.  Each behaves exactly as its namesake in section 2 of
 * the manual, errno included.
 */
#ifndef HF_BASE_IO_H
#define HF_BASE_IO_H

#include <dirent.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>

struct hf_io {
	int (*openat)(int dir, const char *path, int flags, mode_t mode);
	int (*openat2)(int dir, const char *path, const struct open_how *how);
	int (*close)(int fd);
	ssize_t (*read)(int fd, void *data, size_t size);
	ssize_t (*pread)(int fd, void *data, size_t size, off_t at);
	ssize_t (*preadv2)(int fd, const struct iovec *vec, int n, off_t at,
			   int flags);
	ssize_t (*write)(int fd, const void *data, size_t size);
	ssize_t (*pwrite)(int fd, const void *data, size_t size, off_t at);
	ssize_t (*copy_file_range)(int in, off_t *in_at, int out,
				   off_t *out_at, size_t size,
				   unsigned int flags);
	int (*clone)(int out, int in);		/* ioctl FICLONE */
	int (*set_direct)(int fd, bool direct);	/* fcntl F_SETFL O_DIRECT */
	int (*ftruncate)(int fd, off_t size);
	int (*fsync)(int fd);
	int (*fadvise)(int fd, off_t at, off_t size, int advice); /* 0, errno */
	int (*sync_file_range)(int fd, off_t at, off_t size,
			       unsigned int flags);
	int (*fstat)(int fd, struct stat *st);
	int (*fstatat)(int dir, const char *path, struct stat *st, int flags);
	ssize_t (*getdents)(int fd, void *data, size_t size);
	ssize_t (*readlinkat)(int dir, const char *path, char *text,
			      size_t size);
	int (*linkat)(int from_dir, const char *from, int to_dir,
		      const char *to, int flags);
	int (*symlinkat)(const char *target, int dir, const char *path);
	int (*mkdirat)(int dir, const char *path, mode_t mode);
	int (*unlinkat)(int dir, const char *path, int flags);
	int (*renameat2)(int from_dir, const char *from, int to_dir,
			 const char *to, unsigned int flags);
	int (*futimens)(int fd, const struct timespec times[2]);
	int (*fchmod)(int fd, mode_t mode);
	int (*flock)(int fd, int operation);
	int (*landlock_create_ruleset)(const void *attr, size_t size,
				       uint32_t flags);
	int (*landlock_add_rule)(int ruleset, int type, const void *attr,
				 uint32_t flags);
	int (*landlock_restrict_self)(int ruleset, uint32_t flags);
	int (*ioprio_set)(int which, int who, int priority);
};

/* The table in force.  Only tests change it, before anything else runs. */
extern const struct hf_io *hf_io;

/* The system's own calls. */
extern const struct hf_io hf_io_system;

#endif
