#include "base/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/io.h"

/* With @old, with the permissions that the one before has. */
static int write_new(int dir, const char *name, const void *data, size_t size,
		     const struct stat *old, bool durable)
{
	int fd = hf_create_beneath(dir, name, 0666);

	if (fd < 0)
		return -1;
	if ((old && hf_io->fchmod(fd, old->st_mode & 07777) < 0) ||
	    hf_write_all(fd, data, size) < 0 ||
	    (durable && hf_io->fsync(fd) < 0)) {
		hf_close(fd);
		return -1;
	}
	/* What close(2) says is the last word on whether it was written. */
	return hf_io->close(fd);
}

int hf_replace_file(int dir, const char *name, const void *data, size_t size,
		    bool durable, bool *renamed_ret)
{
	bool renamed = false, is_there;
	struct stat st;
	char *temp;
	int ret = -1, saved;

	if (asprintf(&temp, ".%s.holdfast-partial", name) < 0) {
		errno = ENOMEM;
		return -1;
	}
	if (hf_io->unlinkat(dir, temp, 0) < 0 && errno != ENOENT)
		goto out;
	is_there = hf_io->fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (!is_there && errno != ENOENT)
		goto out;
	if (write_new(dir, temp, data, size,
		      is_there && S_ISREG(st.st_mode) ? &st : NULL,
		      durable) == 0)
		renamed = hf_io->renameat2(dir, temp, dir, name, 0) == 0;
	saved = errno;
	if (!renamed)
		hf_io->unlinkat(dir, temp, 0);
	errno = saved;
	if (renamed)
		ret = durable ? hf_io->fsync(dir) : 0;
out:
	saved = errno;
	free(temp);
	errno = saved;
	if (renamed_ret)
		*renamed_ret = renamed;
	return ret;
}
