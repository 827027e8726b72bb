#include "package/relink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "base/walk.h"

struct relink {
	int to;
	bool (*leave_out)(void *ctx, const char *path);
	void *ctx;
};

static int link_file(const struct relink *r, const struct hf_walk_entry *entry)
{
	const char *name;
	int parent = hf_open_parent_beneath(r->to, entry->path, &name);
	int ret;

	if (parent < 0)
		return -1;
	ret = hf_io->linkat(entry->dir, entry->name, parent, name, 0);
	hf_close(parent);
	return ret;
}

static int copy_link(const struct relink *r, const struct hf_walk_entry *entry)
{
	char target[PATH_MAX];
	const char *name;
	int parent, ret;
	ssize_t n = hf_io->readlinkat(entry->dir, entry->name, target,
				      sizeof(target) - 1);

	if (n < 0)
		return -1;
	target[n] = '\0';
	parent = hf_open_parent_beneath(r->to, entry->path, &name);
	if (parent < 0)
		return -1;
	ret = hf_io->symlinkat(target, parent, name);
	hf_close(parent);
	return ret;
}

static int relink_entry(void *ctx, const struct hf_walk_entry *entry,
			struct hf_error *err)
{
	const struct relink *r = ctx;
	int ret;

	if (entry->kind == HF_WALK_UNREADABLE) {
		errno = entry->sys_errno;
		return hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(*entry->path ? entry->path : "."));
	}
	if (r->leave_out(r->ctx, entry->path))
		return HF_WALK_PRUNE;
	switch (entry->kind) {
	case HF_WALK_FILE:
		ret = link_file(r, entry);
		break;
	case HF_WALK_DIRECTORY:
		ret = hf_make_folder_beneath(r->to, entry->path);
		break;
	case HF_WALK_SYMLINK:
		ret = copy_link(r, entry);
		break;
	default:
		errno = EINVAL;
		ret = -1;
		break;
	}
	if (ret < 0)
		return hf_fail(err, HF_ESYS, "cannot link '%s' into the new bag",
			       hf_shown(entry->path));
	return HF_WALK_GO_ON;
}

int hf_relink(int to, int from, bool (*leave_out)(void *ctx, const char *path),
	      void *ctx, struct hf_error *err)
{
	struct relink r = { .to = to, .leave_out = leave_out, .ctx = ctx };

	return hf_walk(from, NULL, relink_entry, &r, err);
}

static int keep_mode(int fd, const struct stat *st)
{
	if (hf_io->fchmod(fd, st->st_mode & 07777) == 0 || errno == EPERM ||
	    errno == EOPNOTSUPP)
		return 0;
	return -1;
}

static int keep_folder(void *ctx, const struct hf_walk_entry *entry,
		      struct hf_error *err)
{
	const int *to = ctx;
	struct timespec times[2];
	int fd, ret;

	if (entry->kind == HF_WALK_UNREADABLE) {
		errno = entry->sys_errno;
		return hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(*entry->path ? entry->path : "."));
	}
	if (entry->kind != HF_WALK_DIRECTORY)
		return HF_WALK_GO_ON;
	fd = hf_open_beneath(*to, entry->path, O_RDONLY | O_DIRECTORY);
	if (fd < 0 && errno == ENOENT)
		return HF_WALK_PRUNE;
	times[0].tv_nsec = UTIME_OMIT;
	times[1] = entry->st->st_mtim;
	ret = fd < 0 || keep_mode(fd, entry->st) < 0
	      ? -1 : hf_io->futimens(fd, times);
	hf_close(fd);
	if (ret < 0)
		return hf_fail(err, HF_ESYS,
			       "cannot set the time and permissions of the folder '%s'",
			       hf_shown(entry->path));
	return HF_WALK_GO_ON;
}

int hf_relink_folders(int to, int from, struct hf_error *err)
{
	struct stat st;

	if (hf_io->fstat(from, &st) < 0 || keep_mode(to, &st) < 0)
		return hf_fail(err, HF_ESYS,
			       "cannot give the new folder of the bag the permissions of the old one");
	return hf_walk(from, NULL, keep_folder, &to, err);
}
