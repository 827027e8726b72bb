/* One small file, written aside and renamed: a new one, or in another's place. */
#include "base/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"

/* With @old, with the permissions that the one before has. */
static int write_whole(int dir, const char *name, const void *data, size_t size,
		       const struct stat *old)
{
	int fd = hf_create_beneath(dir, name, 0666);

	if (fd < 0)
		return -1;
	if ((old && hf_io->fchmod(fd, old->st_mode & 07777) < 0) ||
	    hf_write_all(fd, data, size) < 0 || hf_io->fsync(fd) < 0) {
		hf_close(fd);
		return -1;
	}
	/* What close(2) says is the last word on whether it was written. */
	return hf_io->close(fd);
}

/* Aside, under @temp, where a run that was cut may have left something. */
static int write_aside(int dir, const char *temp, const char *name,
		       const void *data, size_t size, bool replaces)
{
	bool is_there = false;
	struct stat st;

	if (hf_io->unlinkat(dir, temp, 0) < 0 && errno != ENOENT)
		return -1;
	if (replaces) {
		is_there = hf_io->fstatat(dir, name, &st,
					  AT_SYMLINK_NOFOLLOW) == 0;
		if (!is_there && errno != ENOENT)
			return -1;
	}
	return write_whole(dir, temp, data, size,
			   is_there && S_ISREG(st.st_mode) ? &st : NULL);
}

static int put(int dir, const char *name, const void *data, size_t size,
	       bool replaces, bool *renamed)
{
	char *temp;
	int ret, saved;

	*renamed = false;
	if (asprintf(&temp, ".%s.holdfast-partial", name) < 0) {
		errno = ENOMEM;
		return -1;
	}
	ret = write_aside(dir, temp, name, data, size, replaces);
	if (ret == 0)
		ret = replaces ? hf_io->renameat2(dir, temp, dir, name, 0)
			       : hf_rename_to_new(dir, temp, dir, name);
	*renamed = ret == 0;
	saved = errno;
	if (!*renamed)
		hf_io->unlinkat(dir, temp, 0);
	free(temp);
	errno = saved;
	return *renamed ? hf_io->fsync(dir) : -1;
}

int hf_publish_file(int dir, const char *name, const void *data, size_t size)
{
	bool renamed;

	return put(dir, name, data, size, false, &renamed);
}

int hf_replace_file(int dir, const char *name, const void *data, size_t size,
		    bool *renamed_ret)
{
	bool renamed;
	int ret = put(dir, name, data, size, true, &renamed);

	if (renamed_ret)
		*renamed_ret = renamed;
	return ret;
}
