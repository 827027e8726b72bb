#include "fetch/part.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/text.h"
#include "base/tree.h"

static int fail(const struct hf_part *part, const char *what,
		struct hf_error *err)
{
	return hf_fail(err, HF_ESYS, "cannot %s what has arrived of '%s'",
		       what, hf_shown(part->path));
}

/* Whatever is there goes: a file, or a folder with all that is in it. */
static int remove_left(struct hf_part *part, int beside, struct hf_error *err)
{
	const char *name;
	int parent = hf_open_parent_beneath(beside, part->path, &name), ret = 0;

	if (parent < 0)
		return fail(part, "remove", err);
	if (hf_io->unlinkat(parent, name, 0) < 0)
		ret = errno == EISDIR ? hf_tree_remove(parent, name, err)
				      : fail(part, "remove", err);
	hf_close(parent);
	return ret;
}

/* Digest what is there already: up to its end, which is then its size. */
static int digest_left(struct hf_part *part, int fd, struct hf_error *err)
{
	char *chunk = malloc(128 * 1024);
	ssize_t n = 1;
	int ret = 0;

	if (!chunk || hf_digester_new(&part->digester, part->algs, err) < 0) {
		free(chunk);
		return chunk ? -1 : hf_fail_memory(err);
	}
	while (ret == 0 && n != 0) {
		n = hf_io->read(fd, chunk, 128 * 1024);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			ret = fail(part, "read", err);
		else
			ret = hf_digester_update(part->digester, chunk,
						 (size_t)n, err);
		part->size += n > 0 ? (uint64_t)n : 0;
	}
	free(chunk);
	return ret;
}

int hf_part_find(struct hf_part *part, int beside, uint64_t limit,
		 struct hf_error *err)
{
	struct stat st;
	int fd = hf_stat_regular_beneath(beside, part->path, &st), ret;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (fd < 0 || (uint64_t)st.st_size > limit || st.st_nlink > 1) {
		hf_close(fd);
		return remove_left(part, beside, err);
	}
	part->there = true;
	ret = digest_left(part, fd, err);
	hf_close(fd);
	return ret;
}

static int make_anew(struct hf_part *part, int beside)
{
	const char *slash = strrchr(part->path, '/');
	char *folder = slash ? strndup(part->path, (size_t)(slash - part->path))
			     : NULL;
	int fd = -1;

	if (!slash || (folder && hf_make_folders_beneath(beside, folder) == 0))
		fd = hf_create_beneath(beside, part->path, 0666);
	free(folder);
	hf_close(fd);
	part->there = fd >= 0;
	return fd < 0 ? -1 : 0;
}

int hf_part_open(struct hf_part *part, int beside, struct hf_error *err)
{
	if (part->there || make_anew(part, beside) == 0)
		part->fd = hf_open_beneath(beside, part->path,
					   O_WRONLY | O_APPEND);
	if (part->fd < 0)
		return hf_fail(err, HF_ESYS,
			       "cannot make the file in which '%s' is to arrive",
			       hf_shown(part->path));
	if (part->digester)
		return 0;
	return hf_digester_new(&part->digester, part->algs, err);
}

int hf_part_append(struct hf_part *part, const void *data, size_t size,
		   struct hf_error *err)
{
	if (hf_write_all(part->fd, data, size) < 0)
		return fail(part, "write", err);
	part->size += size;
	return hf_digester_update(part->digester, data, size, err);
}

int hf_part_restart(struct hf_part *part, struct hf_error *err)
{
	hf_digester_free(part->digester);
	part->digester = NULL;
	part->size = 0;
	if (hf_io->ftruncate(part->fd, 0) < 0)
		return fail(part, "empty", err);
	return hf_digester_new(&part->digester, part->algs, err);
}

int hf_part_end(struct hf_part *part, struct hf_digests *digests,
		struct hf_error *err)
{
	int fd = part->fd;

	if (hf_io->fsync(fd) < 0)
		return fail(part, "sync", err);
	/* What close(2) says is the last word on whether it was written. */
	part->fd = -1;
	if (hf_io->close(fd) < 0)
		return fail(part, "write", err);
	return hf_digester_finish(part->digester, digests, err);
}

/* Make a folder beneath @root, and make its name durable. */
static int make_folder(int root, const char *path)
{
	const char *name;
	int parent, ret;

	if (hf_make_folder_beneath(root, path) < 0)
		return -1;
	parent = hf_open_parent_beneath(root, path, &name);
	if (parent < 0)
		return -1;
	ret = hf_io->fsync(parent);
	hf_close(parent);
	return ret;
}

/* Open the folder that is to hold @path, making what is not there of it. */
static int open_place(int root, const char *path, const char **name_ret)
{
	int fd = hf_open_parent_beneath(root, path, name_ret);
	char *part;
	int ret = 0;

	if (fd >= 0 || errno != ENOENT)
		return fd;
	part = strdup(path);
	if (!part)
		return -1;
	for (char *at = part; ret == 0 && (at = strchr(at, '/')); at++) {
		*at = '\0';
		ret = make_folder(root, part);
		*at = '/';
	}
	free(part);
	return ret < 0 ? -1 : hf_open_parent_beneath(root, path, name_ret);
}

/* Something of the bag's own is where the file belongs. */
static bool is_in_the_way(int sys_errno)
{
	return sys_errno == EEXIST || sys_errno == ENOTDIR ||
	       sys_errno == ELOOP || sys_errno == ENAMETOOLONG;
}

int hf_part_place(struct hf_part *part, int beside, int root,
		  struct hf_error *err)
{
	const char *from_name, *to_name;
	int from = hf_open_parent_beneath(beside, part->path, &from_name);
	int to = from < 0 ? -1 : open_place(root, part->path, &to_name);
	int ret = -1;

	if (to >= 0)
		ret = hf_rename_to_new(from, from_name, to, to_name);
	if (ret == 0) {
		part->there = false;
		ret = hf_io->fsync(to);
	}
	if (ret == 0)
		ret = 1;
	else if (from >= 0 && part->there && is_in_the_way(errno))
		ret = 0;
	else
		hf_fail(err, HF_ESYS, "cannot put '%s' in its place in the bag",
			hf_shown(part->path));
	hf_close(from);
	hf_close(to);
	return ret;
}

void hf_part_close(struct hf_part *part)
{
	hf_close(part->fd);
	part->fd = -1;
	hf_digester_free(part->digester);
	part->digester = NULL;
}

void hf_part_discard(struct hf_part *part, int beside)
{
	struct hf_error ignored;

	hf_part_close(part);
	if (part->there && remove_left(part, beside, &ignored) == 0)
		part->there = false;
	part->size = 0;
}
