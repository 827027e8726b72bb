#include "package/within.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"

static int refuse_unseen(const char *dest, struct hf_error *err)
{
	return hf_fail(err, HF_ESYS,
		       "cannot see in which folders '%s' would lie",
		       hf_shown(dest));
}

/* O_PATH: to look above a folder, one need not be let read it. */
static int open_above(const char *dest, struct hf_error *err)
{
	const char *slash = strrchr(dest, '/');
	char *folder = slash ? strndup(dest, (size_t)(slash - dest) + 1)
			     : strdup(".");
	int fd;

	if (!folder)
		return hf_fail_memory(err);
	fd = hf_io->openat(AT_FDCWD, folder,
			   O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
	if (fd < 0)
		hf_fail(err, HF_ESYS, "cannot open the folder '%s'",
			hf_shown(folder));
	free(folder);
	return fd;
}

static bool same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Walk up from where it is to be, and see that @root is not on the way. */
int hf_refuse_within(int root, const char *dest, struct hf_error *err)
{
	struct stat source, here, above;
	int fd = open_above(dest, err), up, ret = 0;

	if (fd < 0)
		return -1;
	if (hf_io->fstat(fd, &here) < 0 || hf_io->fstat(root, &source) < 0)
		ret = refuse_unseen(dest, err);
	while (ret == 0) {
		if (same(&here, &source)) {
			ret = hf_fail(err, HF_EUSAGE,
				      "'%s' lies within the folder that is to be packaged; choose a place outside it",
				      hf_shown(dest));
			break;
		}
		up = hf_io->openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC,
				   0);
		hf_close(fd);
		fd = up;
		if (fd < 0 || hf_io->fstat(fd, &above) < 0) {
			ret = refuse_unseen(dest, err);
			break;
		}
		if (same(&above, &here))
			break;
		here = above;
	}
	hf_close(fd);
	return ret;
}
