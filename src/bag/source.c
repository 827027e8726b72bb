#include "bag/source.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bag/path.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"

#define BLOCK	4096	/* what O_DIRECT asks for */

struct directory_source {
	struct hf_source source;	/* must be first */
	int fd;
	bool owned;
};

static struct directory_source *of(struct hf_source *source)
{
	return (struct directory_source *)source;
}

static int directory_walk(struct hf_source *source, const char *start,
			  hf_walk_fn *visit, void *ctx, struct hf_error *err)
{
	return hf_walk_wide(of(source)->fd, start, source->jobs, visit, ctx,
			    err);
}

static int directory_open(struct hf_source *source, const char *path,
			  struct hf_extent *extent)
{
	int fd = hf_stat_regular_beneath(of(source)->fd, path,
					 &extent->before);

	if (fd < 0)
		return errno;
	extent->fd = fd;
	extent->offset = 0;
	extent->length = HF_TO_END;
	return 0;
}

static int directory_close(struct hf_source *source,
			   const struct hf_extent *extent)
{
	(void)source;
	hf_close(extent->fd);
	return 0;
}

static int directory_read_link(struct hf_source *source, const char *path,
			       char *target, size_t size)
{
	int fd, saved = 0;
	ssize_t n;

	/* O_NOFOLLOW | O_PATH opens the link itself (open(2)). */
	fd = hf_open_beneath(of(source)->fd, path, O_PATH | O_NOFOLLOW);
	if (fd < 0)
		return errno;
	n = hf_io->readlinkat(fd, "", target, size - 1);
	if (n < 0)
		saved = errno;
	else
		target[n] = '\0';
	hf_close(fd);
	return saved;
}

static void directory_free(struct hf_source *source)
{
	if (of(source)->owned)
		hf_close(of(source)->fd);
	free(source);
}

static const struct hf_source_ops directory_ops = {
	.walk	   = directory_walk,
	.open	   = directory_open,
	.close	   = directory_close,
	.read_link = directory_read_link,
	.free	   = directory_free,
};

static int new_directory(struct hf_source **source_ret, int fd, bool owned,
			 struct hf_error *err)
{
	struct directory_source *source = calloc(1, sizeof(*source));

	if (!source)
		return hf_fail_memory(err);
	source->source.ops = &directory_ops;
	source->fd = fd;
	source->owned = owned;
	*source_ret = &source->source;
	return 0;
}

int hf_source_open_directory(struct hf_source **source_ret, const char *path,
			     struct hf_error *err)
{
	int fd = hf_io->openat(AT_FDCWD, path,
			       O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

	if (fd < 0 && errno == ENOTDIR)
		return hf_fail(err, HF_ESYS,
			       "'%s' is no bag; give the folder that holds its bagit.txt",
			       hf_shown(path));
	if (fd < 0)
		return hf_fail(err, HF_ESYS, "cannot open the folder '%s'",
			       hf_shown(path));
	if (new_directory(source_ret, fd, true, err) < 0) {
		hf_close(fd);
		return -1;
	}
	return 0;
}

int hf_source_over_directory(struct hf_source **source_ret, int fd,
			     struct hf_error *err)
{
	return new_directory(source_ret, fd, true, err);
}

int hf_source_from_directory(struct hf_source **source_ret, int fd,
			     struct hf_error *err)
{
	return new_directory(source_ret, fd, false, err);
}

void hf_source_free(struct hf_source *source)
{
	if (source)
		source->ops->free(source);
}

int hf_source_stream_open(struct hf_source_stream *stream,
			  struct hf_source *source, const char *path)
{
	struct hf_buf at = { 0 }, next = { 0 };
	char target[PATH_MAX];
	int sys_errno;

	memset(stream, 0, sizeof(*stream));
	stream->source = source;
	stream->extent.copy_fd = -1;
	sys_errno = source->ops->open(source, path, &stream->extent);
	for (int hops = 0; sys_errno == ELOOP && hops < HF_LINKS_MAX; hops++) {
		struct hf_buf swap = at;

		if (source->ops->read_link(source, path, target,
					   sizeof(target)) ||
		    !hf_path_join(&next, path, target))
			break;
		at = next;
		next = swap;
		path = hf_buf_text(&at);
		sys_errno = source->ops->open(source, path, &stream->extent);
	}
	hf_buf_release(&at);
	hf_buf_release(&next);
	return sys_errno;
}

const char *hf_source_errno_text(int sys_errno)
{
	switch (sys_errno) {
	case ESPIPE:
		return "it went by before it was known what would be asked of it; save the archive as a file, and verify that";
	case EARCHIVE_DAMAGED:
		return "what else is said of the archive says why";
	default:
		return hf_errno_text(sys_errno);
	}
}

void hf_source_stream_close(struct hf_source_stream *stream)
{
	stream->source->ops->close(stream->source, &stream->extent);
}

/*
 * An archive's members have one descriptor, and where some were read from the
 * medium, it takes whole blocks alone (O_DIRECT): the bytes at @at of it, as
 * many as are in one.
 */
static ssize_t read_block(int fd, void *data, size_t size, uint64_t at)
{
	_Alignas(BLOCK) unsigned char block[BLOCK];
	size_t skew = (size_t)(at % BLOCK);
	ssize_t n = hf_io->pread(fd, block, BLOCK, (off_t)(at - skew));

	if (n < 0)
		return n;
	n = (size_t)n > skew ? n - (ssize_t)skew : 0;
	if ((size_t)n > size)
		n = (ssize_t)size;
	memcpy(data, block + skew, (size_t)n);
	return n;
}

ssize_t hf_source_stream_read(void *ctx, void *data, size_t size)
{
	struct hf_source_stream *stream = ctx;
	const struct hf_extent *extent = &stream->extent;
	ssize_t n;

	if (extent->length != HF_TO_END && size > extent->length - stream->at)
		size = (size_t)(extent->length - stream->at);
	if (extent->read) {
		n = size ? extent->read(extent->read_ctx, data, size) : 0;
		if (n > 0)
			stream->at += (uint64_t)n;
		return n;
	}
	/* Its digests are known, its bytes are gone. */
	if (extent->known) {
		errno = ESPIPE;
		return -1;
	}
	n = hf_io->pread(extent->fd, data, size,
			 (off_t)(extent->offset + stream->at));
	if (n < 0 && errno == EINVAL)
		n = read_block(extent->fd, data, size,
			       extent->offset + stream->at);
	if (n > 0)
		stream->at += (uint64_t)n;
	return n;
}
