/* One small file, written aside and renamed (base/staging.h). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"

/* Write a file that is not there yet, and make it durable. */
static int write_whole(int dir, const char *name, const void *data, size_t size)
{
	int fd = hf_create_beneath(dir, name, 0666), ret;

	if (fd < 0)
		return -1;
	ret = hf_write_all(fd, data, size) < 0 || hf_io->fsync(fd) < 0 ? -1 : 0;
	/* What close(2) says is the last word on whether it was written. */
	if (ret < 0)
		hf_close(fd);
	else
		ret = hf_io->close(fd);
	return ret;
}

int hf_publish_file(int dir, const char *name, const void *data, size_t size)
{
	char *temp;
	int ret, saved;

	if (asprintf(&temp, ".%s.holdfast-partial", name) < 0) {
		errno = ENOMEM;
		return -1;
	}
	/* Of a run that was cut. */
	ret = hf_io->unlinkat(dir, temp, 0) < 0 && errno != ENOENT ? -1 : 0;
	if (ret == 0)
		ret = write_whole(dir, temp, data, size);
	if (ret == 0)
		ret = hf_rename_to_new(dir, temp, dir, name);
	saved = errno;
	if (ret < 0)
		hf_io->unlinkat(dir, temp, 0);
	free(temp);
	errno = saved;
	return ret < 0 ? ret : hf_io->fsync(dir);
}
