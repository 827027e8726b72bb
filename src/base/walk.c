#include "base/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"

/*
 * Folders that wait are a stack of NUL-terminated paths in one buffer.  Their
 * descriptors are not kept: a tree may be deeper than we may have files open.
 */
struct walker {
	int root;
	hf_walk_fn *visit;
	void *ctx;
	struct hf_buf waiting;
	struct hf_buf path;
};

static void pop(struct walker *w, struct hf_buf *folder)
{
	size_t at = w->waiting.len - 1;

	while (at && w->waiting.data[at - 1])
		at--;
	hf_buf_clear(folder);
	hf_buf_adds(folder, w->waiting.data + at);
	w->waiting.len = at;
}

static void push(struct walker *w, const char *path)
{
	hf_buf_add(&w->waiting, path, strlen(path) + 1);
}

static enum hf_walk_kind kind_of(const struct stat *st)
{
	if (S_ISREG(st->st_mode))
		return HF_WALK_FILE;
	if (S_ISDIR(st->st_mode))
		return HF_WALK_DIRECTORY;
	return S_ISLNK(st->st_mode) ? HF_WALK_SYMLINK : HF_WALK_SPECIAL;
}

static int visit_unreadable(struct walker *w, const char *path, int dir,
			    const char *name, struct hf_error *err)
{
	struct hf_walk_entry entry = {
		.kind = HF_WALK_UNREADABLE, .path = path, .len = strlen(path),
		.sys_errno = errno, .dir = dir, .name = name,
	};

	return w->visit(w->ctx, &entry, err) < 0 ? -1 : 0;
}

static int visit_entry(struct walker *w, const char *folder, int dir,
		       const char *name, struct hf_error *err)
{
	struct hf_walk_entry entry = { .dir = dir, .name = name };
	struct stat st;
	int answer;

	hf_buf_clear(&w->path);
	hf_buf_adds(&w->path, folder);
	if (*folder)
		hf_buf_addc(&w->path, '/');
	hf_buf_adds(&w->path, name);
	if (hf_buf_check(&w->path, err) < 0)
		return -1;

	if (hf_io->fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		if (errno == ENOENT)	/* removed while we were looking */
			return 0;
		return visit_unreadable(w, w->path.data, dir, name, err);
	}
	entry.kind = kind_of(&st);
	entry.path = w->path.data;
	entry.len = w->path.len;
	entry.st = &st;
	answer = w->visit(w->ctx, &entry, err);
	if (answer < 0)
		return -1;
	if (entry.kind == HF_WALK_DIRECTORY && answer != HF_WALK_PRUNE) {
		push(w, w->path.data);
		return hf_buf_check(&w->waiting, err);
	}
	return 0;
}

/* The layout of getdents64(2), which no header of glibc declares. */
struct entry64 {
	uint64_t ino;
	int64_t off;
	unsigned short reclen;
	unsigned char type;
	char name[];
};

static int visit_folder(struct walker *w, const char *folder,
			struct hf_error *err)
{
	_Alignas(struct entry64) char data[32 * 1024];
	int fd, ret = -1;
	ssize_t n;

	fd = hf_open_beneath(w->root, *folder ? folder : ".",
			     O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return visit_unreadable(w, folder, -1, NULL, err);

	while ((n = hf_io->getdents(fd, data, sizeof(data))) > 0) {
		for (ssize_t at = 0; at < n;) {
			const struct entry64 *e = (const void *)(data + at);

			at += e->reclen;
			if (!strcmp(e->name, ".") || !strcmp(e->name, ".."))
				continue;
			if (visit_entry(w, folder, fd, e->name, err) < 0)
				goto out;
		}
	}
	if (n < 0 && visit_unreadable(w, folder, -1, NULL, err) < 0)
		goto out;
	ret = 0;
out:
	hf_close(fd);
	return ret;
}

int hf_walk(int root, const char *start, hf_walk_fn *visit, void *ctx,
	    struct hf_error *err)
{
	struct walker w = { .root = root, .visit = visit, .ctx = ctx };
	struct hf_buf folder = { 0 };
	int ret = -1;

	push(&w, start ? start : "");
	while (w.waiting.len && !w.waiting.failed) {
		pop(&w, &folder);
		if (hf_buf_check(&folder, err) < 0 ||
		    visit_folder(&w, hf_buf_text(&folder), err) < 0)
			goto out;
	}
	ret = hf_buf_check(&w.waiting, err);
out:
	hf_buf_release(&folder);
	hf_buf_release(&w.path);
	hf_buf_release(&w.waiting);
	return ret;
}
