#include "base/walk.h"

#include "base/ahead.h"
#include "base/buf.h"

struct walker {
	hf_walk_fn *visit;
	void *ctx;
	struct hf_ahead *waiting;
	struct hf_buf path;
};

static enum hf_walk_kind kind_of(const struct stat *st)
{
	if (S_ISREG(st->st_mode))
		return HF_WALK_FILE;
	if (S_ISDIR(st->st_mode))
		return HF_WALK_DIRECTORY;
	return S_ISLNK(st->st_mode) ? HF_WALK_SYMLINK : HF_WALK_SPECIAL;
}

static int visit_unlisted(struct walker *w, const struct hf_buf *folder,
			  int sys_errno, struct hf_error *err)
{
	struct hf_walk_entry entry = {
		.kind = HF_WALK_UNREADABLE, .path = hf_buf_text(folder),
		.len = folder->len, .sys_errno = sys_errno, .dir = -1,
	};

	return w->visit(w->ctx, &entry, err) < 0 ? -1 : 0;
}

static int visit_entry(struct walker *w, const struct hf_buf *folder,
		       const struct hf_listing *listing, size_t i,
		       struct hf_error *err)
{
	const struct hf_listed *listed = &listing->at[i];
	struct hf_walk_entry entry = {
		.kind = HF_WALK_UNREADABLE, .sys_errno = listed->sys_errno,
		.dir = listing->fd, .name = hf_listing_name(listing, i),
	};
	int answer;

	hf_buf_clear(&w->path);
	hf_buf_add(&w->path, hf_buf_text(folder), folder->len);
	if (folder->len)
		hf_buf_addc(&w->path, '/');
	hf_buf_adds(&w->path, entry.name);
	if (hf_buf_check(&w->path, err) < 0)
		return -1;

	entry.path = w->path.data;
	entry.len = w->path.len;
	if (!listed->sys_errno) {
		entry.kind = kind_of(&listed->st);
		entry.st = &listed->st;
	}
	answer = w->visit(w->ctx, &entry, err);
	if (answer < 0)
		return -1;
	if (entry.kind == HF_WALK_DIRECTORY && answer != HF_WALK_PRUNE)
		return hf_ahead_push(w->waiting, w->path.data, err);
	return 0;
}

static int visit_folder(struct walker *w, const struct hf_buf *folder,
			struct hf_listing *listing, struct hf_error *err)
{
	for (;;) {
		for (size_t i = 0; i < listing->n; i++) {
			if (visit_entry(w, folder, listing, i, err) < 0)
				return -1;
		}
		if (listing->sys_errno)
			return visit_unlisted(w, folder, listing->sys_errno,
					      err);
		if (listing->ended)
			return 0;
		hf_listing_next(listing);
		if (listing->failed)
			return hf_fail_memory(err);
	}
}

int hf_walk_wide(int root, const char *start, unsigned int jobs,
		 hf_walk_fn *visit, void *ctx, struct hf_error *err)
{
	struct walker w = { .visit = visit, .ctx = ctx };
	struct hf_listing listing = { 0 };
	struct hf_buf folder = { 0 };
	int got;

	if (hf_ahead_new(&w.waiting, root, jobs, err) < 0)
		return -1;
	got = hf_ahead_push(w.waiting, start ? start : "", err);
	while (got == 0 &&
	       (got = hf_ahead_pop(w.waiting, &folder, &listing, err)) > 0) {
		got = visit_folder(&w, &folder, &listing, err);
		hf_listing_close(&listing);
	}
	hf_listing_release(&listing);
	hf_buf_release(&folder);
	hf_buf_release(&w.path);
	hf_ahead_free(w.waiting);
	return got;
}

int hf_walk(int root, const char *start, hf_walk_fn *visit, void *ctx,
	    struct hf_error *err)
{
	return hf_walk_wide(root, start, 1, visit, ctx, err);
}
