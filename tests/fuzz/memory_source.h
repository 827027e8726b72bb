/*
 * A bag in memory: files, folders and links by name, read through a struct
 * hf_source and through hf_io, as those of a disk are, without a call to the
 * system.
 */
#ifndef HF_TESTS_MEMORY_SOURCE_H
#define HF_TESTS_MEMORY_SOURCE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "bag/path.h"
#include "bag/source.h"
#include "base/io.h"

#define MEMORY_FILES	256
#define MEMORY_FD	1000000		/* and so on: no descriptor of the system */

struct memory_file {
	enum hf_walk_kind kind;
	char path[256];
	const char *data;		/* or the target of a link */
	size_t size;
};

struct memory_source {
	struct hf_source source;	/* must be first */
	struct memory_file files[MEMORY_FILES];
	size_t n;
};

/* The one whose files hf_io reads. */
static struct memory_source *memory_source_open;
static struct hf_io memory_io;

static inline struct memory_source *memory_source_of(struct hf_source *source)
{
	return (struct memory_source *)source;
}

static inline struct memory_file *memory_find(struct memory_source *m,
					      const char *path, size_t len)
{
	for (size_t i = 0; i < m->n; i++) {
		if (strlen(m->files[i].path) == len &&
		    !memcmp(m->files[i].path, path, len))
			return &m->files[i];
	}
	return NULL;
}

static inline ssize_t memory_pread(int fd, void *data, size_t size, off_t at)
{
	const struct memory_file *file =
		&memory_source_open->files[fd - MEMORY_FD];
	size_t left;

	if (at < 0) {
		errno = EINVAL;
		return -1;
	}
	left = (uint64_t)at < file->size ? file->size - (size_t)at : 0;
	if (size > left)
		size = left;
	if (size)
		memcpy(data, file->data + at, size);
	return (ssize_t)size;
}

static inline ssize_t memory_preadv2(int fd, const struct iovec *vec, int n,
				     off_t at, int flags)
{
	(void)flags;
	return n ? memory_pread(fd, vec[0].iov_base, vec[0].iov_len, at) : 0;
}

static inline int memory_fstat(int fd, struct stat *st)
{
	memset(st, 0, sizeof(*st));
	st->st_mode = S_IFREG | 0600;
	st->st_nlink = 1;
	st->st_size = (off_t)memory_source_open->files[fd - MEMORY_FD].size;
	return 0;
}

static inline int memory_fadvise(int fd, off_t at, off_t size, int advice)
{
	(void)fd;
	(void)at;
	(void)size;
	(void)advice;
	return 0;
}

static inline int memory_visit(const struct memory_file *file, hf_walk_fn *visit,
			       void *ctx, struct hf_error *err)
{
	const char *slash = strrchr(file->path, '/');
	struct hf_walk_entry entry = {
		.kind = file->kind, .path = file->path,
		.len = strlen(file->path), .dir = -1,
		.name = slash ? slash + 1 : file->path,
	};
	struct stat st;

	memset(&st, 0, sizeof(st));
	st.st_nlink = 1;
	st.st_size = (off_t)file->size;
	if (file->kind == HF_WALK_UNREADABLE)
		entry.sys_errno = EACCES;
	else
		entry.st = &st;
	return visit(ctx, &entry, err);
}

static inline bool memory_is_beneath(const char *path, const char *folder)
{
	size_t len = strlen(folder);

	return !strncmp(path, folder, len) && path[len] == '/';
}

/* Folders were added before what they hold, so the order is as it must be. */
static inline int memory_walk(struct hf_source *source, const char *start,
			      hf_walk_fn *visit, void *ctx,
			      struct hf_error *err)
{
	struct memory_source *m = memory_source_of(source);
	bool pruned[MEMORY_FILES] = { false };

	for (size_t i = 0; i < m->n; i++) {
		const struct memory_file *file = &m->files[i];
		bool skip = start && !memory_is_beneath(file->path, start);
		int answer;

		for (size_t k = 0; k < i && !skip; k++)
			skip = pruned[k] && memory_is_beneath(file->path,
							m->files[k].path);
		if (skip)
			continue;
		answer = memory_visit(file, visit, ctx, err);
		if (answer < 0)
			return -1;
		pruned[i] = answer == HF_WALK_PRUNE;
	}
	return 0;
}

static inline int memory_open(struct hf_source *source, const char *path,
			      struct hf_extent *extent)
{
	struct memory_source *m = memory_source_of(source);
	const struct memory_file *file = memory_find(m, path, strlen(path));

	if (!file)
		return ENOENT;
	switch (file->kind) {
	case HF_WALK_FILE:
		break;
	case HF_WALK_DIRECTORY:
		return EISDIR;
	case HF_WALK_SYMLINK:
		return ELOOP;
	case HF_WALK_SPECIAL:
		return EINVAL;
	case HF_WALK_UNREADABLE:
		return EACCES;
	}
	extent->fd = MEMORY_FD + (int)(file - m->files);
	extent->offset = 0;
	extent->length = HF_TO_END;
	return 0;
}

static inline int memory_close(struct hf_source *source,
			       const struct hf_extent *extent)
{
	(void)source;
	(void)extent;
	return 0;
}

static inline int memory_read_link(struct hf_source *source, const char *path,
				   char *target, size_t size)
{
	struct memory_source *m = memory_source_of(source);
	const struct memory_file *file = memory_find(m, path, strlen(path));
	size_t len;

	if (!file)
		return ENOENT;
	if (file->kind != HF_WALK_SYMLINK)
		return EINVAL;
	len = file->size < size - 1 ? file->size : size - 1;
	memcpy(target, file->data, len);
	target[len] = '\0';
	return 0;
}

static inline void memory_free(struct hf_source *source)
{
	(void)source;
}

/* Begin an empty one; the memory is the caller's, one at a time. */
static inline void memory_source_init(struct memory_source *m)
{
	static const struct hf_source_ops ops = {
		.walk = memory_walk, .open = memory_open,
		.close = memory_close, .read_link = memory_read_link,
		.free = memory_free,
	};

	m->source.ops = &ops;
	m->n = 0;
	memory_source_open = m;
	memory_io = hf_io_system;
	memory_io.pread = memory_pread;
	memory_io.preadv2 = memory_preadv2;
	memory_io.fstat = memory_fstat;
	memory_io.fadvise = memory_fadvise;
	hf_io = &memory_io;
}

/*
 * Add an entry whose bytes are borrowed.  No disk has two of a name, or parts
 * that are empty, "." or "..", or something in what is no folder: such are
 * passed over.  Folders that are not there yet are made.
 */
static inline void memory_source_add(struct memory_source *m,
				     enum hf_walk_kind kind, const char *path,
				     size_t len, const char *data, size_t size)
{
	struct memory_file *file;

	if (!len || len >= sizeof(file->path) || path[0] == '/' ||
	    memchr(path, '\0', len) || memory_find(m, path, len))
		return;
	for (size_t i = 0, part = 0; i <= len; i++) {
		if (i < len && path[i] != '/')
			continue;
		if (i == part || (i == part + 1 && path[part] == '.') ||
		    (i == part + 2 && !memcmp(path + part, "..", 2)))
			return;
		part = i + 1;
		if (i == len)
			break;
		file = memory_find(m, path, i);
		if (file && file->kind != HF_WALK_DIRECTORY)
			return;
		if (!file)
			memory_source_add(m, HF_WALK_DIRECTORY, path, i, NULL,
					  0);
	}
	if (m->n == MEMORY_FILES)
		return;
	file = &m->files[m->n++];
	file->kind = kind;
	memcpy(file->path, path, len);
	file->path[len] = '\0';
	file->data = data;
	file->size = size;
}

#endif
