#include "container/open.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "container/inside.h"

static int open_path(const char *path, struct hf_error *err)
{
	int fd;

	if (!strcmp(path, "-"))
		return 0;
	fd = hf_io->openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0);
	return fd >= 0 ? fd : hf_fail(err, HF_ESYS, "cannot open '%s'",
				      hf_shown(path));
}

int hf_open_bag(struct hf_source **source_ret, const char *path,
		const struct hf_open_options *options, struct hf_sink *sink,
		struct hf_error *err)
{
	struct hf_archive a = {
		.name = path, .options = options, .sink = sink, .spool = -1,
	};
	struct stat st;
	int ret;

	a.octets.fd = open_path(path, err);
	if (a.octets.fd < 0)
		return -1;
	if (hf_io->fstat(a.octets.fd, &st) < 0) {
		ret = hf_fail(err, HF_ESYS, "cannot look at '%s'",
			      hf_shown(path));
	} else if (!S_ISDIR(st.st_mode)) {
		return hf_archive_open(source_ret, &a, err);
	} else {
		ret = hf_source_over_directory(source_ret, a.octets.fd, err);
	}
	if (ret < 0)
		hf_close(a.octets.fd);
	return ret;
}

void hf_close_bag(struct hf_source *source)
{
	hf_source_free(source);
}

/* 1 with what is at its beginning; 0 if it is no file. */
static int read_first(int fd, char *first, ssize_t *n_ret)
{
	struct stat st;

	if (hf_io->fstat(fd, &st) < 0)
		return -1;
	if (!S_ISREG(st.st_mode))
		return 0;
	do {
		*n_ret = hf_io->pread(fd, first, HF_KIND_OCTETS, 0);
	} while (*n_ret < 0 && errno == EINTR);
	return *n_ret < 0 ? -1 : 1;
}

int hf_is_archive(const char *path, struct hf_error *err)
{
	char first[HF_KIND_OCTETS];
	ssize_t n = 0;
	int got, fd = hf_io->openat(AT_FDCWD, path,
				    O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
				    0);

	if (fd < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(path));
	got = read_first(fd, first, &n);
	if (got < 0)
		hf_fail(err, HF_ESYS, "cannot read '%s'", hf_shown(path));
	hf_close(fd);
	return got <= 0 ? got : hf_archive_recognize(first, (size_t)n) !=
				HF_ARCHIVE_NONE;
}
