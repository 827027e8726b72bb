/* A plain folder is packaged as it stands. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "bag/inventory.h"
#include "base/io.h"
#include "base/list.h"
#include "base/text.h"
#include "base/walk.h"
#include "package/plan.h"

struct folder {
	struct hf_plan *plan;
	const struct hf_create_options *options;
	struct hf_sink *sink;
	struct hf_inventory *filled;	/* folders that hold something */
};

static bool is_excluded(const struct folder *folder,
			const struct hf_walk_entry *entry)
{
	for (size_t i = 0; i < folder->options->n_exclude; i++) {
		const char *pattern = folder->options->exclude[i];

		if (!fnmatch(pattern, entry->path, 0) ||
		    !fnmatch(pattern, entry->name, 0))
			return true;
	}
	return false;
}

/* Note that the folder above @path holds something. */
static int fill(struct folder *folder, const char *path, struct hf_error *err)
{
	const char *slash = strrchr(path, '/');
	size_t len = slash ? (size_t)(slash - path) : 0;

	if (hf_inventory_add(folder->filled, path, len) == HF_NO_FILE)
		return hf_fail_memory(err);
	return 0;
}

static int add_file(struct folder *folder, const char *path, uint64_t size,
		    struct hf_error *err)
{
	char *source = hf_arena_strdup(&folder->plan->arena, path);

	if (!source)
		return hf_fail_memory(err);
	if (fill(folder, path, err) < 0)
		return -1;
	return hf_plan_add_file(folder->plan, source, source, size, err);
}

static int add_folder(struct folder *folder, const char *path,
		      const struct stat *st, struct hf_error *err)
{
	struct hf_plan *plan = folder->plan;
	struct hf_planned_folder *added;

	added = hf_list_grow(plan->folders, plan->n_folders,
			     &plan->folders_size, sizeof(*added));
	if (!added)
		return hf_fail_memory(err);
	plan->folders = added;
	added = &plan->folders[plan->n_folders++];
	added->source = hf_arena_strdup(&plan->arena, path);
	added->mtime = st->st_mtim;
	added->mode = st->st_mode;
	if (!added->source)
		return hf_fail_memory(err);
	return *path ? fill(folder, path, err) : 0;
}

static int take_link(struct folder *folder, const struct hf_walk_entry *entry,
		     struct hf_error *err)
{
	struct stat st;

	switch (folder->options->symlinks) {
	case HF_SYMLINKS_SKIP:
		hf_found(folder->sink, SOURCE_SYMLINK_SKIPPED,
			 .path = entry->path);
		return 0;
	case HF_SYMLINKS_FOLLOW:
		if (hf_io->fstatat(entry->dir, entry->name, &st, 0) == 0 &&
		    S_ISREG(st.st_mode))
			return add_file(folder, entry->path,
					(uint64_t)st.st_size, err);
		hf_refuse(folder->plan, folder->sink, SOURCE_SYMLINK,
			  .path = entry->path,
			  .detail = "it leads to a folder, or nowhere; only links to files are followed");
		return 0;
	default:
		hf_refuse(folder->plan, folder->sink, SOURCE_SYMLINK,
			  .path = entry->path);
		return 0;
	}
}

static int take_entry(void *ctx, const struct hf_walk_entry *entry,
		      struct hf_error *err)
{
	struct folder *folder = ctx;

	if (entry->kind != HF_WALK_UNREADABLE && is_excluded(folder, entry)) {
		hf_found(folder->sink, SOURCE_EXCLUDED, .path = entry->path);
		return HF_WALK_PRUNE;
	}
	switch (entry->kind) {
	case HF_WALK_FILE:
		return add_file(folder, entry->path,
				(uint64_t)entry->st->st_size, err);
	case HF_WALK_DIRECTORY:
		return add_folder(folder, entry->path, entry->st, err);
	case HF_WALK_SYMLINK:
		return take_link(folder, entry, err);
	case HF_WALK_SPECIAL:
		hf_refuse(folder->plan, folder->sink, SOURCE_SPECIAL,
			  .path = entry->path);
		return 0;
	case HF_WALK_UNREADABLE:
		/* Nobody knows whether it is empty. */
		if (hf_inventory_add(folder->filled, entry->path, entry->len) ==
		    HF_NO_FILE)
			return hf_fail_memory(err);
		hf_refuse(folder->plan, folder->sink, SOURCE_UNREADABLE,
			  .path = *entry->path ? entry->path : ".",
			  .detail = hf_errno_text(entry->sys_errno));
		return 0;
	}
	return 0;
}

/* Empty folders are told, or kept by a file that makes them not empty. */
static int take_empty(struct folder *folder, struct hf_error *err)
{
	struct hf_plan *plan = folder->plan;
	size_t n = plan->n_folders;

	for (size_t i = 0; i < n; i++) {
		const char *path = plan->folders[i].source;
		char *keep;

		if (!*path || hf_inventory_find(folder->filled, path,
						strlen(path)) != HF_NO_FILE)
			continue;
		if (!folder->options->keep_empty) {
			hf_found(folder->sink, SOURCE_FOLDER_EMPTY,
				 .path = path);
			continue;
		}
		keep = hf_arena_printf(&plan->arena, "%s/.keep", path);
		if (!keep)
			return hf_fail_memory(err);
		if (hf_plan_add_file(plan, NULL, keep, 0, err) < 0)
			return -1;
	}
	return 0;
}

static int by_path(const void *a, const void *b)
{
	const struct hf_planned_folder *x = a, *y = b;

	return strcmp(x->source, y->source);
}

int hf_plan_folder(struct hf_plan *plan,
		   const struct hf_create_options *options,
		   struct hf_sink *sink, struct hf_error *err)
{
	struct folder folder = {
		.plan = plan, .options = options, .sink = sink,
	};
	struct stat st;
	int ret = -1;

	if (hf_inventory_new(&folder.filled, err) < 0)
		return -1;
	if (hf_io->fstat(plan->root, &st) < 0) {
		hf_fail(err, HF_ESYS, "cannot look at '%s'",
			hf_shown(plan->name));
		goto out;
	}
	if (add_folder(&folder, "", &st, err) < 0 ||
	    hf_walk(plan->root, NULL, take_entry, &folder, err) < 0)
		goto out;
	qsort(plan->folders, plan->n_folders, sizeof(*plan->folders), by_path);
	if (take_empty(&folder, err) < 0)
		goto out;
	if (!plan->n_files)
		hf_found(sink, PAYLOAD_EMPTY, .path = plan->name);
	ret = 0;
out:
	hf_inventory_free(folder.filled);
	return ret;
}
