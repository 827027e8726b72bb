#include "base/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "base/walk.h"

/* Folders in the order in which they were met: parents before children. */
struct folders {
	struct hf_buf paths;	/* NUL-terminated, one behind the other */
	bool unlink;
	const char *name;	/* of the folder itself, for messages */
};

static int note_entry(void *ctx, const struct hf_walk_entry *entry,
		      struct hf_error *err)
{
	struct folders *folders = ctx;

	if (entry->kind == HF_WALK_DIRECTORY) {
		hf_buf_add(&folders->paths, entry->path, entry->len + 1);
		return hf_buf_check(&folders->paths, err);
	}
	/* What cannot be looked into can neither be removed nor be synced. */
	if (entry->kind == HF_WALK_UNREADABLE) {
		errno = entry->sys_errno;
		return hf_fail(err, HF_ESYS, "cannot look into '%s'",
			       hf_shown(*entry->path ? entry->path
						     : folders->name));
	}
	if (!folders->unlink)
		return 0;
	if (hf_io->unlinkat(entry->dir, entry->name, 0) < 0)
		return hf_fail(err, HF_ESYS, "cannot remove '%s'",
			       hf_shown(entry->path));
	return 0;
}

static int remove_folder(int root, const char *path)
{
	const char *name;
	int parent = hf_open_parent_beneath(root, path, &name);
	int ret;

	if (parent < 0)
		return -1;
	ret = hf_io->unlinkat(parent, name, AT_REMOVEDIR);
	hf_close(parent);
	return ret;
}

/* From the last to the first, so that each is empty when its turn comes. */
static int remove_folders(int root, const struct hf_buf *paths,
			  struct hf_error *err)
{
	size_t at = paths->len;

	while (at) {
		const char *path;

		at--;
		while (at && paths->data[at - 1])
			at--;
		path = paths->data + at;
		if (remove_folder(root, path) < 0)
			return hf_fail(err, HF_ESYS, "cannot remove '%s'",
				       hf_shown(path));
	}
	return 0;
}

int hf_tree_remove(int parent, const char *name, struct hf_error *err)
{
	struct folders folders = { .unlink = true, .name = name };
	int root, ret = -1;

	root = hf_open_beneath(parent, name, O_RDONLY | O_DIRECTORY);
	if (root < 0 && errno == ENOENT)
		return 0;
	if (root < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(name));
	if (hf_walk(root, NULL, note_entry, &folders, err) < 0 ||
	    remove_folders(root, &folders.paths, err) < 0)
		goto out;
	if (hf_io->unlinkat(parent, name, AT_REMOVEDIR) < 0) {
		hf_fail(err, HF_ESYS, "cannot remove '%s'", hf_shown(name));
		goto out;
	}
	ret = 0;
out:
	hf_close(root);
	hf_buf_release(&folders.paths);
	return ret;
}

static int sync_folder(int root, const char *path, struct hf_error *err)
{
	int fd = hf_open_beneath(root, path, O_RDONLY | O_DIRECTORY);
	int ret = fd < 0 ? -1 : hf_io->fsync(fd);

	if (ret < 0)
		hf_fail(err, HF_ESYS, "cannot make the folder '%s' durable",
			hf_shown(path));
	hf_close(fd);
	return ret;
}

int hf_tree_sync_folders(int root, struct hf_error *err)
{
	struct folders folders = { .name = "." };
	int ret = hf_walk(root, NULL, note_entry, &folders, err);

	for (size_t at = 0; ret == 0 && at < folders.paths.len;
	     at += strlen(folders.paths.data + at) + 1)
		ret = sync_folder(root, folders.paths.data + at, err);
	if (ret == 0)
		ret = sync_folder(root, ".", err);
	hf_buf_release(&folders.paths);
	return ret;
}
