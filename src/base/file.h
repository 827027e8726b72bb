/*
 * What every user of files needs, over the table of base/io.h: open beneath a
 * folder and nowhere else, write all, make durable.
 *
 * These work with errno, not with hf_error: whether a failure is a finding or
 * an error is the caller's to say.
 */
#ifndef HF_BASE_FILE_H
#define HF_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * Open @path, relative to the folder @root, without ever leaving it and
 * without following any symbolic link, by openat2(2), or part by part where
 * the kernel has no openat2.  @path may be longer than PATH_MAX.
 * Returns a descriptor, or -1 with errno: ELOOP where a link is in the way,
 * EXDEV for an absolute path or a ".." that leads out.
 */
int hf_open_beneath(int root, const char *path, int flags);

/*
 * The same for a file whose bytes are wanted.  What is not a regular file is
 * not read from and yields -1 with errno EFTYPE_NOT_REGULAR; the open does not
 * block, whatever it is.
 */
#define EFTYPE_NOT_REGULAR	EMEDIUMTYPE
int hf_open_regular_beneath(int root, const char *path);

/* What is compressed in an archive does not unpack: no error of the medium. */
#define EARCHIVE_DAMAGED	ELIBBAD
/* The same, with what fstat(2) says of it. */
int hf_stat_regular_beneath(int root, const char *path, struct stat *st_ret);

/*
 * Open the folder that holds @path, to create or remove that name in it:
 * *@name_ret points to the last part, within @path.  -1 with errno.
 */
int hf_open_parent_beneath(int root, const char *path, const char **name_ret);

/* Create a file that was not there, for writing; -1 with errno (EEXIST). */
int hf_create_beneath(int root, const char *path, mode_t mode);

/* Make the folder @path; one that is there already is as good.  0 or -1. */
int hf_make_folder_beneath(int root, const char *path);

/* The same, with all folders above it that are beneath @root. */
int hf_make_folders_beneath(int root, const char *path);

/* Force the part-by-part way, so that a test can compare both. */
extern bool hf_open_beneath_by_parts;

/* Write all of it, whatever the number of calls; 0, or -1 with errno. */
int hf_write_all(int fd, const void *data, size_t size);

/*
 * The same, of a large file that is written from its begin to its end and synced
 * then; @at is where @data begins.  The medium begins with what is there, so that
 * at the end little is left to wait for.
 */
int hf_write_on(int fd, const void *data, size_t size, uint64_t at);

/*
 * Read a file of at most @limit bytes to its end, onto @buf.  0, or -1 with
 * errno; EFBIG if there is more, ENOMEM.
 */
int hf_read_all(int fd, struct hf_buf *buf, size_t limit);

/* The same of the regular file @path beneath the folder @root. */
int hf_read_beneath(int root, const char *path, struct hf_buf *buf,
		    size_t limit);

/* Close, keeping errno; -1 is allowed. */
void hf_close(int fd);

#endif
