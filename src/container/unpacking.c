/*
 * A source that writes what is read of another: an archive is unpacked so, and
 * a folder copied, and each byte is read once.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "bag/inventory.h"
#include "bag/tagfile.h"
#include "base/file.h"
#include "base/io.h"
#include "base/read.h"
#include "base/text.h"
#include "container/unpacked.h"

struct unpacking {
	struct hf_source source;	/* must be first */
	struct hf_source *from;
	int into;
	pthread_mutex_t lock;
	struct hf_inventory *unread;	/* that who asked was told of */
	int failed;			/* the first errno, or 0 */
	char *failed_at;		/* the path that it was met at */
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
		u->failed_at = strdup(path);
	}
	pthread_mutex_unlock(&u->lock);
}

/* Where memory ends, it is told twice. */
static void note_unread(struct unpacking *u, const char *path)
{
	pthread_mutex_lock(&u->lock);
	hf_inventory_add(u->unread, path, strlen(path));
	pthread_mutex_unlock(&u->lock);
}

static int unpacking_walk(struct hf_source *source, const char *start,
			  hf_walk_fn *visit, void *ctx, struct hf_error *err)
{
	struct hf_source *from = of(source)->from;

	from->jobs = source->jobs;
	return from->ops->walk(from, start, visit, ctx, err);
}

/* What an archive says of a member; of a file, fstat(2) has said it. */
static const struct hf_indexed *member(const struct unpacking *u,
				       const char *path)
{
	struct hf_index *index = hf_archive_index(u->from);
	uint32_t i = index ? hf_index_find(index, path) : HF_NONE;

	return i == HF_NONE ? NULL : hf_index_at(index, i);
}

/* With algs set it is read for its digests, and that is when it is written. */
static int unpacking_open(struct hf_source *source, const char *path,
			  struct hf_extent *extent)
{
	struct unpacking *u = of(source);
	int sys_errno = u->from->ops->open(u->from, path, extent);
	const struct hf_indexed *m;
	struct hf_error err;

	/* Whoever reads a stream leaves it 0, which is a descriptor. */
	extent->copy_fd = -1;
	if (sys_errno && extent->algs)
		note_unread(u, path);
	if (sys_errno || !extent->algs || extent->known)
		return sys_errno;
	m = member(u, path);
	extent->kept = m;
	extent->copy_fd = hf_unpack_create(u->into, path, m ? m->executable :
					   extent->before.st_mode & S_IXUSR,
					   &err);
	/* Two links to one file: it is written once. */
	if (extent->copy_fd < 0 && err.sys_errno != EEXIST)
		note_failure(u, path, err.sys_errno);
	if (extent->copy_fd < 0)
		extent->copy_fd = -1;
	return 0;
}

static int unpacking_close(struct hf_source *source,
			   const struct hf_extent *extent)
{
	struct unpacking *u = of(source);
	const struct hf_indexed *m = extent->kept;
	struct hf_error err;
	int failed = 0;

	/* Its path is added by who reads. */
	if (extent->copy_fd >= 0 &&
	    hf_unpack_finish(extent->copy_fd, "", m ? &m->mtime :
			     &extent->before.st_mtim, &err) < 0)
		failed = err.sys_errno;
	u->from->ops->close(u->from, extent);
	return failed;
}

static int unpacking_read_link(struct hf_source *source, const char *path,
			       char *target, size_t size)
{
	struct hf_source *from = of(source)->from;

	return from->ops->read_link(from, path, target, size);
}

static void unpacking_free(struct hf_source *source)
{
	pthread_mutex_destroy(&of(source)->lock);
	hf_inventory_free(of(source)->unread);
	free(of(source)->failed_at);
	free(source);
}

static const struct hf_source_ops unpacking_ops = {
	.walk	   = unpacking_walk,
	.open	   = unpacking_open,
	.close	   = unpacking_close,
	.read_link = unpacking_read_link,
	.free	   = unpacking_free,
};

int hf_unpacking_new(struct hf_source **source_ret, struct hf_source *from,
		     int into, struct hf_error *err)
{
	struct unpacking *u = calloc(1, sizeof(*u));

	if (!u)
		return hf_fail_memory(err);
	if (hf_inventory_new(&u->unread, err) < 0) {
		free(u);
		return -1;
	}
	u->source.ops = &unpacking_ops;
	u->source.media_type = from->media_type;
	u->source.waits = true;
	u->from = from;
	u->into = into;
	pthread_mutex_init(&u->lock, NULL);
	*source_ret = &u->source;
	return 0;
}

int hf_unpacking_failed(struct hf_source *source, const char **path_ret)
{
	*path_ret = of(source)->failed_at ? of(source)->failed_at : "a file";
	return of(source)->failed;
}

/* --- The rest. --- */

struct rest {
	struct unpacking *u;
	struct hf_sink *sink;
	bool unlisted;		/* a folder could not be, which was told */
};

/* 0; or an errno, and whether it is one of reading. */
static int copy(hf_read_fn *read, void *ctx, int fd, bool *unread_ret)
{
	char chunk[64 * 1024];
	ssize_t n;

	*unread_ret = false;
	while ((n = read(ctx, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		*unread_ret = n < 0;
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
	bool unread;
	int sys_errno = reader.fd < 0 ? errno
				      : copy(hf_read_fd, &reader, fd, &unread);

	hf_close(reader.fd);
	return sys_errno;
}

/* The bytes of a file, to another; 0 or the errno of writing.  The rest is told. */
static int copy_file(const struct rest *rest, const char *path, int fd)
{
	struct hf_source_stream stream;
	int sys_errno = hf_source_stream_open(&stream, rest->u->from, path);
	const struct hf_indexed *m = member(rest->u, path);
	bool unread;

	if (sys_errno == ESPIPE && m && m->same_as)
		return copy_unpacked(rest->u->into, m->same_as, fd);
	if (sys_errno) {
		hf_tell_unopened(rest->sink, path, sys_errno);
		return 0;
	}
	sys_errno = copy(hf_source_stream_read, &stream, fd, &unread);
	if (unread)
		hf_tell_read_error(rest->sink, path, stream.at, sys_errno);
	hf_source_stream_close(&stream);
	return unread ? 0 : sys_errno;
}

/* One that is there already was written while it was digested. */
static int write_file(const struct rest *rest,
		      const struct hf_walk_entry *entry, struct hf_error *err)
{
	int fd, sys_errno;

	if (hf_inventory_find(rest->u->unread, entry->path, entry->len) !=
	    HF_NO_FILE)
		return 0;
	fd = hf_unpack_create(rest->u->into, entry->path,
			      entry->st->st_mode & S_IXUSR, err);
	if (fd < 0)
		return err->sys_errno == EEXIST ? 0 : -1;
	sys_errno = copy_file(rest, entry->path, fd);
	if (!sys_errno)
		return hf_unpack_finish(fd, entry->path, &entry->st->st_mtim,
					err);
	hf_close(fd);
	errno = sys_errno;
	return hf_fail(err, HF_ESYS, "'%s' cannot be written",
		       hf_shown(entry->path));
}

static int write_entry(void *ctx, const struct hf_walk_entry *entry,
		       struct hf_error *err)
{
	struct rest *rest = ctx;

	if (entry->kind == HF_WALK_FILE)
		return write_file(rest, entry, err);
	/* What verify could list may not be to be listed a second time. */
	if (entry->kind == HF_WALK_UNREADABLE) {
		hf_tell_unopened(rest->sink, entry->path, entry->sys_errno);
		rest->unlisted = true;
	}
	if (entry->kind == HF_WALK_DIRECTORY &&
	    hf_make_folders_beneath(rest->u->into, entry->path) < 0)
		return hf_fail(err, HF_ESYS, "the folder '%s' cannot be made",
			       hf_shown(entry->path));
	return HF_WALK_GO_ON;
}

static int set_folder_time(int into, const char *path,
			   const struct timespec *mtime, struct hf_error *err)
{
	const struct timespec times[2] = { *mtime, *mtime };
	int fd = hf_open_beneath(into, path, O_RDONLY | O_DIRECTORY);
	int ret = fd < 0 ? -1 : hf_io->futimens(fd, times);

	if (ret < 0)
		hf_fail(err, HF_ESYS, "the time of '%s' cannot be set",
			hf_shown(path));
	hf_close(fd);
	return ret;
}

static int set_time(void *ctx, const struct hf_walk_entry *entry,
		    struct hf_error *err)
{
	const struct rest *rest = ctx;

	if (entry->kind == HF_WALK_UNREADABLE && !rest->unlisted) {
		errno = entry->sys_errno;
		return hf_fail(err, HF_ESYS, "'%s' cannot be listed",
			       hf_shown(entry->path));
	}
	return entry->kind != HF_WALK_DIRECTORY ? HF_WALK_GO_ON :
	       set_folder_time(rest->u->into, entry->path,
			       &entry->st->st_mtim, err);
}

int hf_unpack_rest(struct hf_source *unpacking, struct hf_sink *sink,
		   struct hf_error *err)
{
	struct rest rest = { .u = of(unpacking), .sink = sink };
	const struct hf_indexed *top = member(rest.u, "");

	/* Whatever is made in a folder changes its time: so in the end. */
	if (unpacking_walk(unpacking, NULL, write_entry, &rest, err) < 0 ||
	    unpacking_walk(unpacking, NULL, set_time, &rest, err) < 0)
		return -1;
	return top && top->kind == HF_WALK_DIRECTORY ?
	       set_folder_time(rest.u->into, ".", &top->mtime, err) : 0;
}
