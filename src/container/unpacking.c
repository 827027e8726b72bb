/* A source that unpacks what is read of it: each byte is read once. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/read.h"
#include "base/text.h"
#include "container/unpacked.h"

struct unpacking {
	struct hf_source source;	/* must be first */
	struct hf_source *archive;
	int into;
	pthread_mutex_t lock;
	int failed;			/* the first errno, or 0 */
	const char *failed_at;		/* the path that it was met at */
};

static struct unpacking *of(struct hf_source *source)
{
	return (struct unpacking *)source;
}

static void note_failure(struct unpacking *u, const char *path, int sys_errno)
{
	pthread_mutex_lock(&u->lock);
	if (!u->failed) {
		u->failed = sys_errno;
		u->failed_at = path;
	}
	pthread_mutex_unlock(&u->lock);
}

static int unpacking_walk(struct hf_source *source, const char *start,
			  hf_walk_fn *visit, void *ctx, struct hf_error *err)
{
	struct hf_source *archive = of(source)->archive;

	return archive->ops->walk(archive, start, visit, ctx, err);
}

/* With algs set it is read for its digests, and that is when it is unpacked. */
static int unpacking_open(struct hf_source *source, const char *path,
			  struct hf_extent *extent)
{
	struct unpacking *u = of(source);
	struct hf_index *index = hf_archive_index(u->archive);
	int sys_errno = u->archive->ops->open(u->archive, path, extent);
	uint32_t i = sys_errno ? HF_NONE : hf_index_find(index, path);
	struct hf_error err;

	extent->kept = NULL;
	if (i == HF_NONE || !extent->algs || extent->known)
		return sys_errno;
	extent->copy_fd = hf_unpack_create(u->into, hf_index_at(index, i),
					   &err);
	if (extent->copy_fd >= 0) {
		extent->kept = hf_index_at(index, i);
	} else if (err.sys_errno != EEXIST) {
		note_failure(u, hf_index_at(index, i)->path, err.sys_errno);
		extent->copy_fd = -1;
	}
	return 0;
}

static int unpacking_close(struct hf_source *source,
			   const struct hf_extent *extent)
{
	struct unpacking *u = of(source);
	const struct hf_indexed *member = extent->kept;
	struct hf_error err;
	int failed = 0;

	if (member &&
	    hf_unpack_finish(extent->copy_fd, member, &err) < 0) {
		failed = err.sys_errno;
		note_failure(u, member->path, failed);
	}
	u->archive->ops->close(u->archive, extent);
	return failed;
}

static int unpacking_read_link(struct hf_source *source, const char *path,
			       char *target, size_t size)
{
	struct hf_source *archive = of(source)->archive;

	return archive->ops->read_link(archive, path, target, size);
}

static void unpacking_copy_failed(struct hf_source *source, const char *path,
				  int sys_errno)
{
	struct hf_index *index = hf_archive_index(of(source)->archive);
	uint32_t i = hf_index_find(index, path);

	if (i != HF_NONE)
		note_failure(of(source), hf_index_at(index, i)->path,
			     sys_errno);
}

static void unpacking_free(struct hf_source *source)
{
	pthread_mutex_destroy(&of(source)->lock);
	free(source);
}

static const struct hf_source_ops unpacking_ops = {
	.walk	   = unpacking_walk,
	.open	   = unpacking_open,
	.close	   = unpacking_close,
	.read_link = unpacking_read_link,
	.copy_failed = unpacking_copy_failed,
	.free	   = unpacking_free,
};

int hf_unpacking_new(struct hf_source **source_ret, struct hf_source *archive,
		     int into, struct hf_error *err)
{
	struct unpacking *u = calloc(1, sizeof(*u));

	if (!u)
		return hf_fail_memory(err);
	u->source.ops = &unpacking_ops;
	u->source.media_type = archive->media_type;
	u->source.waits = true;
	u->archive = archive;
	u->into = into;
	pthread_mutex_init(&u->lock, NULL);
	*source_ret = &u->source;
	return 0;
}

int hf_unpacking_failed(struct hf_source *source, const char **path_ret)
{
	*path_ret = of(source)->failed_at;
	return of(source)->failed;
}

/* --- The rest. --- */

static int copy(hf_read_fn *read, void *ctx, int fd)
{
	char chunk[64 * 1024];
	ssize_t n;

	while ((n = read(ctx, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || hf_write_all(fd, chunk, (size_t)n) < 0)
			return errno;
	}
	return 0;
}

/* What went by is gone; but the file that a hard link leads to was unpacked. */
static int copy_unpacked(int into, const char *path, int fd)
{
	struct hf_fd_reader reader = {
		.fd = hf_open_regular_beneath(into, path),
	};
	int sys_errno = reader.fd < 0 ? errno : copy(hf_read_fd, &reader, fd);

	hf_close(reader.fd);
	return sys_errno;
}

/* The bytes of a member, to a file; 0 or an errno. */
static int copy_member(struct hf_source *archive, int into,
		       const struct hf_indexed *m, int fd)
{
	struct hf_source_stream stream;
	int sys_errno = hf_source_stream_open(&stream, archive, m->path);

	if (sys_errno == ESPIPE && m->same_as)
		return copy_unpacked(into, m->same_as, fd);
	if (sys_errno)
		return sys_errno;
	sys_errno = copy(hf_source_stream_read, &stream, fd);
	hf_source_stream_close(&stream);
	return sys_errno;
}

/* One that is there already was written while it was digested. */
static int write_file(struct hf_source *archive, int into,
		      const struct hf_indexed *m, struct hf_error *err)
{
	int fd = hf_unpack_create(into, m, err), sys_errno;

	if (fd < 0)
		return err->sys_errno == EEXIST ? 0 : -1;
	sys_errno = copy_member(archive, into, m, fd);
	if (!sys_errno)
		return hf_unpack_finish(fd, m, err);
	hf_close(fd);
	errno = sys_errno;
	return hf_fail(err, HF_ESYS, "'%s' cannot be unpacked",
		       hf_shown(m->path));
}

static int set_folder_time(int into, const struct hf_indexed *m,
			   struct hf_error *err)
{
	const struct timespec times[2] = { m->mtime, m->mtime };
	int fd = hf_open_beneath(into, m->len ? m->path : ".",
				 O_RDONLY | O_DIRECTORY);
	int ret = fd < 0 ? -1 : hf_io->futimens(fd, times);

	if (ret < 0)
		hf_fail(err, HF_ESYS, "the time of '%s' cannot be set",
			hf_shown(m->path));
	hf_close(fd);
	return ret;
}

int hf_unpack_rest(struct hf_source *archive, int into, struct hf_error *err)
{
	struct hf_index *index = hf_archive_index(archive);
	uint32_t n = hf_index_count(index);

	for (uint32_t i = 0; i < n; i++) {
		const struct hf_indexed *m = hf_index_at(index, i);

		if (m->kind == HF_WALK_FILE &&
		    write_file(archive, into, m, err) < 0)
			return -1;
		if (m->kind == HF_WALK_DIRECTORY && m->len &&
		    hf_make_folders_beneath(into, m->path) < 0)
			return hf_fail(err, HF_ESYS,
				       "the folder '%s' cannot be made",
				       hf_shown(m->path));
	}
	/* Whatever is made in a folder changes its time: so in the end. */
	for (uint32_t i = n; i-- > 0; ) {
		const struct hf_indexed *m = hf_index_at(index, i);

		if (m->kind == HF_WALK_DIRECTORY &&
		    set_folder_time(into, m, err) < 0)
			return -1;
	}
	return 0;
}
