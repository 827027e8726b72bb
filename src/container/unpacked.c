#include "container/unpacked.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"

static int make_folders(int into, const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int ret;

	if (!slash)
		return 0;
	folder = strndup(path, (size_t)(slash - path));
	if (!folder) {
		errno = ENOMEM;
		return -1;
	}
	ret = hf_make_folders_beneath(into, folder);
	free(folder);
	return ret;
}

int hf_unpack_create(int into, const char *path, bool executable,
		     struct hf_error *err)
{
	mode_t mode = executable ? 0777 : 0666;
	int fd = make_folders(into, path) < 0
		 ? -1 : hf_create_beneath(into, path, mode);

	return fd < 0 ? hf_fail(err, HF_ESYS, "'%s' cannot be made",
				hf_shown(path)) : fd;
}

int hf_unpack_finish(int fd, const char *path, const struct timespec *mtime,
		     struct hf_error *err)
{
	const struct timespec times[2] = { *mtime, *mtime };
	int failed = 0;

	if (hf_io->futimens(fd, times) < 0 || hf_io->fsync(fd) < 0)
		failed = errno;
	/* What closing says is heard: it may be the first to know. */
	if (hf_io->close(fd) < 0 && !failed)
		failed = errno;
	if (!failed)
		return 0;
	errno = failed;
	return hf_fail(err, HF_ESYS, "'%s' cannot be written",
		       hf_shown(path));
}
