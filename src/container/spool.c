/* What is kept of a stream: in a file without a name, gone when we are. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "container/inside.h"

#define FLAGS	(O_RDWR | O_APPEND | O_CLOEXEC)

/* Where a file must have a name, it has it for a moment only. */
static int open_and_unlink(int dir)
{
	char name[64];
	int fd;

	snprintf(name, sizeof(name), ".holdfast-%ld", (long)getpid());
	fd = hf_io->openat(dir, name, FLAGS | O_CREAT | O_EXCL, 0600);
	if (fd >= 0 && hf_io->unlinkat(dir, name, 0) < 0) {
		hf_close(fd);
		return -1;
	}
	return fd;
}

static const char *folder(void)
{
	const char *tmp = getenv("TMPDIR");

	return tmp && *tmp ? tmp : "/tmp";
}

static int fail(struct hf_error *err)
{
	return hf_fail(err, HF_ESYS,
		       "no file can be made in '%s' to keep the tag files of an archive in",
		       hf_shown(folder()));
}

static int open_in(int at, const char *path)
{
	int dir, fd = hf_io->openat(at, path, O_TMPFILE | FLAGS, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
		dir = hf_io->openat(at, path,
				    O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
		if (dir >= 0)
			fd = open_and_unlink(dir);
		hf_close(dir);
	}
	return fd;
}

int hf_open_spool(struct hf_error *err)
{
	int fd = open_in(AT_FDCWD, folder());

	return fd < 0 ? fail(err) : fd;
}

int hf_open_spool_in(int dir, struct hf_error *err)
{
	int fd = open_in(dir, ".");

	return fd < 0 ? hf_fail(err, HF_ESYS,
				"no file can be made to keep the tag files of an archive in")
		      : fd;
}

bool hf_may_spool(const char *path)
{
	struct stat st;

	return !strcmp(path, "-") ||
	       (hf_io->fstatat(AT_FDCWD, path, &st, 0) == 0 &&
		!S_ISDIR(st.st_mode));
}

int hf_spool_ready(struct hf_archive *a, struct hf_error *err)
{
	a->spooled = 0;
	if (a->options->spool < 0) {
		errno = -a->options->spool;
		return fail(err);
	}
	if (a->spool < 0)
		a->spool = a->options->spool > 0 ? a->options->spool
						 : hf_open_spool(err);
	if (a->spool < 0)
		return -1;
	if (hf_io->ftruncate(a->spool, 0) < 0)
		return hf_fail(err, HF_ESYS,
			       "the file that keeps the tag files of '%s' cannot be emptied",
			       hf_shown(a->name));
	return 0;
}

int hf_spool_add(struct hf_archive *a, const void *data, size_t size,
		 struct hf_error *err)
{
	if (hf_write_all(a->spool, data, size) < 0)
		return hf_fail(err, HF_ESYS,
			       "the tag files of '%s' cannot be kept in a file (in the folder that TMPDIR names)",
			       hf_shown(a->name));
	a->spooled += size;
	return 0;
}
