#include "base/staging.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "base/file.h"
#include "base/io.h"
#include "base/listing.h"
#include "base/text.h"
#include "base/tree.h"

/*
 * Close without removing: nothing of ours was begun.  A folder that holds
 * somebody's files must never be taken for a part that was built.
 */
static void leave(struct hf_staging *staging)
{
	hf_close(staging->dir);
	hf_close(staging->replaced);
	hf_close(staging->parent);
	free(staging->name);
	free(staging->temp);
	*staging = (struct hf_staging)HF_STAGING_NONE;
}

/*
 * ".NAME.holdfast-SUFFIX", which lies beside NAME.  Where that is longer than a
 * name may be, its end gives way to a number that only NAME has, so that what
 * one name left behind is never taken for what another did.
 */
static char *beside(const char *name, const char *suffix)
{
	size_t len = strlen(name), around = strlen("..holdfast-") +
					    strlen(suffix);
	uint64_t hash = UINT64_C(0xcbf29ce484222325);	/* FNV-1a */
	char *temp;

	if (len + around <= NAME_MAX)
		return asprintf(&temp, ".%s.holdfast-%s", name, suffix) < 0
		       ? NULL : temp;
	for (const char *c = name; *c; c++)
		hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
	len = NAME_MAX - around - 17;
	/* Between characters: some file systems know no other names. */
	while (len && ((unsigned char)name[len] & 0xc0) == 0x80)
		len--;
	return asprintf(&temp, ".%.*s-%016" PRIx64 ".holdfast-%s", (int)len,
			name, hash, suffix) < 0 ? NULL : temp;
}

/* Split @path into the folder above and the name; trailing slashes go. */
static int split(struct hf_staging *staging, const char *path,
		 const char *suffix, char **folder, struct hf_error *err)
{
	size_t len;
	const char *name = hf_last_part(path, &len);

	staging->name = strndup(name, len);
	*folder = name > path ? strndup(path, (size_t)(name - path))
			      : strdup(".");
	if (staging->name)
		staging->temp = beside(staging->name, suffix);
	if (!staging->temp || !*folder)
		return hf_fail_memory(err);
	if (!*staging->name || !strcmp(staging->name, ".") ||
	    !strcmp(staging->name, ".."))
		return hf_fail(err, HF_EUSAGE,
			       "'%s' does not end with a name for the package; add one, or a / to use the folder's own",
			       hf_shown(path));
	return 0;
}

/*
 * Whether @name is there: 1, 0, or -1 where nobody knows.  What cannot be seen
 * must not be taken for absent: on that answer, things are removed.
 */
static int is_there(int dir, const char *name, struct hf_error *err)
{
	struct stat st;

	if (hf_io->fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return 1;
	if (errno == ENOENT)
		return 0;
	return hf_fail(err, HF_ESYS, "cannot look at '%s'", hf_shown(name));
}

/* A folder, no link to one, with nothing in it.  1, 0, or -1 with errno. */
static int is_empty_folder(const struct hf_staging *staging, mode_t *mode_ret)
{
	struct hf_listing listing = { 0 };
	struct stat st;
	int error, ret;

	if (hf_io->fstatat(staging->parent, staging->name, &st,
			   AT_SYMLINK_NOFOLLOW) < 0)
		return -1;
	if (!S_ISDIR(st.st_mode))
		return 0;
	hf_listing_open(&listing, staging->parent, staging->name);
	error = listing.failed ? ENOMEM : listing.sys_errno;
	ret = error ? -1 : !listing.n;
	hf_listing_close(&listing);
	hf_listing_release(&listing);
	*mode_ret = st.st_mode & 07777;
	errno = error;
	return ret;
}

/* Where an empty folder may be there, what is built is as open as that is. */
static int refuse_full(struct hf_staging *staging, const char *path,
		       struct hf_error *err)
{
	int ret = is_empty_folder(staging, &staging->mode);

	if (ret > 0)
		return 0;
	if (ret == 0)
		return hf_fail(err, HF_EUSAGE,
			       "'%s' is there already and is no empty folder, and was left as it is; choose another name, or move it away",
			       hf_shown(path));
	return hf_fail(err, HF_ESYS, "cannot look into '%s'", hf_shown(path));
}

static int refuse_existing(struct hf_staging *staging, const char *path,
			   struct hf_error *err)
{
	int there = is_there(staging->parent, staging->name, err);

	if (there > 0 && staging->over_empty)
		return refuse_full(staging, path, err);
	if (there > 0)
		return hf_fail(err, HF_EUSAGE,
			       "'%s' is there already, and was left as it is; choose another name, or move it away",
			       hf_shown(path));
	return there;
}

static int tell_busy(const struct hf_staging *staging, struct hf_error *err)
{
	errno = EBUSY;
	return hf_fail(err, HF_ESYS, "another holdfast is just making '%s'",
		       hf_shown(staging->name));
}

/*
 * Whether the name still leads to the folder that was opened by it.  A lock is
 * on the folder, not on its name: while we waited for neither, another run may
 * have removed the one or given it away, and made a new one of that name.
 * 1, 0, or -1 with errno.
 */
static int is_still_named(const struct hf_staging *staging)
{
	struct stat named, opened;

	if (hf_io->fstat(staging->dir, &opened) < 0)
		return -1;
	if (hf_io->fstatat(staging->parent, staging->temp, &named,
			   AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -1;
	return named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

/* A lock that is had at once or not; 1, 0, or -1 with errno. */
static int try_lock(int dir)
{
	if (hf_io->flock(dir, LOCK_EX | LOCK_NB) == 0)
		return 1;
	return errno == EWOULDBLOCK ? 0 : -1;
}

/* Keep others out of what is open, while we live. */
static int lock_opened(struct hf_staging *staging, struct hf_error *err)
{
	int locked = try_lock(staging->dir);

	if (locked > 0)
		locked = is_still_named(staging);
	if (locked > 0)
		return 0;
	if (locked == 0)
		tell_busy(staging, err);
	else
		hf_fail(err, HF_ESYS, "cannot lock what becomes '%s'",
			hf_shown(staging->name));
	/* Not ours to remove. */
	hf_close(staging->dir);
	staging->dir = -1;
	return -1;
}

/* Open the folder to build in, or the file to write, and lock it. */
static int open_locked(struct hf_staging *staging, struct hf_error *err)
{
	/* Whatever has the name: the open does not wait. */
	staging->dir = hf_open_beneath(staging->parent, staging->temp,
				       staging->is_file
				       ? O_WRONLY | O_NONBLOCK
				       : O_RDONLY | O_DIRECTORY);
	if (staging->dir < 0 && errno == ENOENT)
		return tell_busy(staging, err);
	if (staging->dir < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(staging->temp));
	return lock_opened(staging, err);
}

static int make_folder(struct hf_staging *staging, struct hf_error *err)
{
	if (hf_io->mkdirat(staging->parent, staging->temp, 0777) < 0) {
		if (errno == EEXIST)
			return tell_busy(staging, err);
		return hf_fail(err, HF_ESYS, "cannot make the folder '%s'",
			       hf_shown(staging->temp));
	}
	if (open_locked(staging, err) == 0)
		return 0;
	/* It is still empty; where another run has it, it is not ours. */
	if (err->sys_errno != EBUSY)
		hf_io->unlinkat(staging->parent, staging->temp, AT_REMOVEDIR);
	return -1;
}

/* The same for a file. */
static int make_file(struct hf_staging *staging, struct hf_error *err)
{
	staging->dir = hf_create_beneath(staging->parent, staging->temp, 0666);
	if (staging->dir < 0 && errno == EEXIST)
		return tell_busy(staging, err);
	if (staging->dir < 0)
		return hf_fail(err, HF_ESYS, "cannot make the file '%s'",
			       hf_shown(staging->temp));
	if (lock_opened(staging, err) == 0)
		return 0;
	if (err->sys_errno != EBUSY)
		hf_io->unlinkat(staging->parent, staging->temp, 0);
	return -1;
}

/* Remove what is open and locked under the other name. */
static int remove_temp(const struct hf_staging *staging, struct hf_error *err)
{
	if (!staging->is_file)
		return hf_tree_remove(staging->parent, staging->temp, err);
	if (hf_io->unlinkat(staging->parent, staging->temp, 0) < 0)
		return hf_fail(err, HF_ESYS, "cannot remove '%s'",
			       hf_shown(staging->temp));
	return 0;
}

/* Remove what a run left that was cut short; it is open and locked. */
static int remove_left(struct hf_staging *staging, struct hf_error *err)
{
	if (remove_temp(staging, err) < 0)
		return -1;
	/* It is gone, whatever closing it says. */
	hf_close(staging->dir);
	staging->dir = -1;
	staging->recovered = true;
	return 0;
}

/*
 * What is renamed must be the folder itself: a link would be moved away, and
 * what it leads to would stay as it is.
 */
static int refuse_link(const struct hf_staging *staging, const char *path,
		       struct hf_error *err)
{
	struct stat st;

	if (hf_io->fstatat(staging->parent, staging->name, &st,
			   AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 :
		       hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(path));
	if (S_ISLNK(st.st_mode))
		return hf_fail(err, HF_EUSAGE,
			       "'%s' is a symbolic link; name the folder that it leads to",
			       hf_shown(path));
	return 0;
}

/* Split the path, open the folder above, and clear what is left there. */
static int prepare(struct hf_staging *staging, const char *path,
		   const char *suffix, struct hf_error *err)
{
	char *folder = NULL;
	int ret = -1;

	if (split(staging, path, suffix, &folder, err) < 0)
		goto out;
	staging->parent = hf_io->openat(AT_FDCWD, folder,
					O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (staging->parent < 0) {
		hf_fail(err, HF_ESYS, "cannot open the folder '%s'",
			hf_shown(folder));
		goto out;
	}
	ret = is_there(staging->parent, staging->temp, err);
	if (ret > 0)
		ret = open_locked(staging, err);
out:
	free(folder);
	return ret;
}

int hf_staging_failed(const struct hf_staging *staging, const char *path,
		      const char *what, struct hf_error *err)
{
	char quoted[336];

	snprintf(quoted, sizeof(quoted), "'%s'", hf_shown(path));
	/* What names it already, or has its name, is left at that. */
	if (err->code == HF_ESYS && err->sys_errno != EBUSY &&
	    !staging->complete && !strstr(err->text, quoted))
		hf_error_within(err, "%s could not be %s", quoted, what);
	return -1;
}

/* *@staging says what is to be built. */
static int begin_new(struct hf_staging *staging, const char *path,
		     struct hf_error *err)
{
	if (prepare(staging, path, "partial", err) < 0 ||
	    refuse_existing(staging, path, err) < 0 ||
	    (staging->dir >= 0 && remove_left(staging, err) < 0) ||
	    (staging->is_file ? make_file(staging, err)
			      : make_folder(staging, err)) < 0) {
		leave(staging);
		return -1;
	}
	return 0;
}

int hf_staging_begin(struct hf_staging *staging, const char *path,
		     struct hf_error *err)
{
	*staging = (struct hf_staging)HF_STAGING_NONE;
	return begin_new(staging, path, err);
}

int hf_staging_begin_over_empty(struct hf_staging *staging, const char *path,
				struct hf_error *err)
{
	*staging = (struct hf_staging)HF_STAGING_NONE;
	staging->over_empty = true;
	if (begin_new(staging, path, err) < 0)
		return -1;
	if (!staging->mode || hf_io->fchmod(staging->dir, staging->mode) == 0)
		return 0;
	hf_fail(err, HF_ESYS, "cannot set the permissions of what becomes '%s'",
		hf_shown(path));
	hf_staging_end(staging);
	return -1;
}

int hf_staging_begin_file(struct hf_staging *staging, const char *path,
			  struct hf_error *err)
{
	*staging = (struct hf_staging)HF_STAGING_NONE;
	staging->is_file = true;
	return begin_new(staging, path, err);
}

/* Where renameat2(2) cannot promise not to replace, look first. */
int hf_rename_to_new(int from_dir, const char *from, int to_dir,
		     const char *to)
{
	struct stat st;

	if (hf_io->renameat2(from_dir, from, to_dir, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (hf_io->fstatat(to_dir, to, &st, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return -1;
	}
	if (errno != ENOENT)
		return -1;
	return hf_io->renameat2(from_dir, from, to_dir, to, 0);
}

static int rename_carefully(struct hf_staging *staging)
{
	int ret = hf_rename_to_new(staging->parent, staging->temp,
				   staging->parent, staging->name);

	if (ret == 0 || errno != EEXIST || !staging->over_empty)
		return ret;
	/* The system itself refuses a folder that is not empty (rename(2)). */
	return hf_io->renameat2(staging->parent, staging->temp,
				staging->parent, staging->name, 0);
}

static int sync_built(const struct hf_staging *staging, struct hf_error *err)
{
	if (!staging->is_file)
		return hf_tree_sync_folders(staging->dir, err);
	if (hf_io->fsync(staging->dir) < 0)
		return hf_fail(err, HF_ESYS, "cannot write '%s' to the disk",
			       hf_shown(staging->name));
	return 0;
}

/*
 * Only now, since whoever closes it gives up the lock: before it had its name,
 * another run might have taken what was built for a leftover.
 */
static int close_written(struct hf_staging *staging, struct hf_error *err)
{
	int fd = staging->dir;

	staging->dir = -1;
	if (hf_io->close(fd) == 0)
		return 0;
	return hf_fail(err, HF_ESYS,
		       "'%s' is complete, but the system could not close it; see whether it can be read",
		       hf_shown(staging->name));
}

int hf_staging_publish(struct hf_staging *staging, struct hf_error *err)
{
	if (sync_built(staging, err) < 0)
		return -1;
	if (rename_carefully(staging) < 0)
		return hf_fail(err, HF_ESYS, "cannot put '%s' in place",
			       hf_shown(staging->name));
	/* From here on it is there, and not ours to remove. */
	staging->complete = true;
	free(staging->temp);
	staging->temp = NULL;
	if (hf_io->fsync(staging->parent) < 0)
		return hf_fail(err, HF_ESYS,
			       "'%s' is complete, but whether its name outlasts a power failure is unknown",
			       hf_shown(staging->name));
	return staging->is_file ? close_written(staging, err) : 0;
}

/* What was left around @path: finish it, remove it, or say why neither. */
static int settle_left(struct hf_staging *staging, const char *path,
		       const char *inner, struct hf_error *err)
{
	int inside = is_there(staging->dir, inner, err);
	int outside = is_there(staging->parent, staging->name, err);

	if (inside < 0 || outside < 0)
		return -1;
	if (!inside)
		return remove_left(staging, err);
	staging->encloses = true;
	if (outside)
		return hf_fail(err, HF_EUSAGE,
			       "'%s' is there, and so is what an interrupted run made of a folder of that name, '%s'; move one of them away",
			       hf_shown(path), hf_shown(staging->temp));
	if (hf_staging_publish(staging, err) < 0)
		return -1;
	staging->finished = true;
	return 0;
}

int hf_staging_begin_around(struct hf_staging *staging, const char *path,
			    const char *inner, struct hf_error *err)
{
	*staging = (struct hf_staging)HF_STAGING_NONE;
	if (prepare(staging, path, "around", err) < 0 ||
	    refuse_link(staging, path, err) < 0)
		goto fail;
	if (staging->dir >= 0 && settle_left(staging, path, inner, err) < 0)
		goto fail;
	if (staging->finished)
		return 0;
	if (make_folder(staging, err) < 0)
		goto fail;
	return 0;
fail:
	leave(staging);
	return -1;
}

int hf_staging_enclose(struct hf_staging *staging, const char *inner,
		       struct hf_error *err)
{
	if (hf_tree_sync_folders(staging->dir, err) < 0)
		return -1;
	if (hf_io->renameat2(staging->parent, staging->name, staging->dir,
			     inner, 0) < 0)
		return hf_fail(err, HF_ESYS,
			       "cannot move '%s' into its package (is it a mount point?)",
			       hf_shown(staging->name));
	staging->encloses = true;
	if (hf_staging_publish(staging, err) == 0)
		return 0;
	/* Where it has its name, and only that may not last, it keeps it. */
	if (staging->temp &&
	    hf_rename_to_new(staging->dir, inner, staging->parent,
			     staging->name) == 0)
		staging->encloses = false;
	return -1;
}

/* "NAME" while the new one takes its place, where names cannot be exchanged. */
static char *old_name(const struct hf_staging *staging, struct hf_error *err)
{
	char *name = beside(staging->name, "old");

	if (!name)
		hf_fail_memory(err);
	return name;
}

/* A run was cut between its two renames: give the old one its name back. */
static int restore_old(struct hf_staging *staging, const char *path,
		       struct hf_error *err)
{
	int there = is_there(staging->parent, staging->name, err), ret = -1;
	int left;
	char *old = old_name(staging, err);

	if (!old || there < 0)
		goto out;
	if (there) {
		/* Both: the run was cut while it removed the old one. */
		left = is_there(staging->parent, old, err);
		if (left < 0 || hf_tree_remove(staging->parent, old, err) < 0)
			goto out;
		staging->recovered = left;
		ret = 0;
		goto out;
	}
	if (hf_rename_to_new(staging->parent, old, staging->parent,
			     staging->name) < 0) {
		hf_fail(err, HF_ESYS, "cannot find the folder '%s'",
			hf_shown(path));
		goto out;
	}
	staging->recovered = true;
	ret = 0;
out:
	free(old);
	return ret;
}

int hf_staging_begin_replacing(struct hf_staging *staging, const char *path,
			       struct hf_error *err)
{
	bool left;

	*staging = (struct hf_staging)HF_STAGING_NONE;
	if (prepare(staging, path, "update", err) < 0 ||
	    refuse_link(staging, path, err) < 0)
		goto fail;
	left = staging->dir >= 0;
	if (restore_old(staging, path, err) < 0 ||
	    (left && remove_left(staging, err) < 0) ||
	    make_folder(staging, err) < 0)
		goto fail;
	return 0;
fail:
	leave(staging);
	return -1;
}

/* The folder itself must be there: nothing is to be gathered for no bag. */
static int want_folder(const struct hf_staging *staging, const char *path,
		       struct hf_error *err)
{
	struct stat st;

	if (hf_io->fstatat(staging->parent, staging->name, &st,
			   AT_SYMLINK_NOFOLLOW) < 0)
		return hf_fail(err, HF_ESYS, "cannot find the folder '%s'",
			       hf_shown(path));
	return 0;
}

int hf_staging_begin_gathering(struct hf_staging *staging, const char *path,
			       struct hf_error *err)
{
	if (prepare(staging, path, "fetch", err) < 0 ||
	    refuse_link(staging, path, err) < 0 ||
	    want_folder(staging, path, err) < 0)
		goto fail;
	staging->recovered = staging->dir >= 0;
	if (staging->dir < 0 && make_folder(staging, err) < 0)
		goto fail;
	return 0;
fail:
	leave(staging);
	return -1;
}

void hf_staging_keep(struct hf_staging *staging)
{
	leave(staging);
}

/* Two renames, for file systems that cannot exchange names. */
static int replace_in_two(struct hf_staging *staging, struct hf_error *err)
{
	char *old = old_name(staging, err);
	int ret = -1;

	if (!old)
		return -1;
	if (hf_rename_to_new(staging->parent, staging->name, staging->parent,
			     old) < 0) {
		hf_fail(err, HF_ESYS, "cannot put '%s' aside",
			hf_shown(staging->name));
		goto out;
	}
	if (rename_carefully(staging) < 0) {
		hf_fail(err, HF_ESYS, "cannot put the new '%s' in place",
			hf_shown(staging->name));
		hf_io->renameat2(staging->parent, old, staging->parent,
				 staging->name, 0);
		goto out;
	}
	free(staging->temp);
	staging->temp = old;	/* to be removed at the end */
	old = NULL;
	ret = 0;
out:
	free(old);
	return ret;
}

int hf_staging_replace(struct hf_staging *staging, struct hf_error *err)
{
	int ret = 0;

	if (hf_tree_sync_folders(staging->dir, err) < 0)
		return -1;
	/* Until the old one is removed it has the name that others look for. */
	staging->replaced = hf_open_beneath(staging->parent, staging->name,
					    O_RDONLY | O_DIRECTORY);
	if (staging->replaced < 0 || try_lock(staging->replaced) <= 0)
		return hf_fail(err, HF_ESYS, "cannot lock the folder '%s'",
			       hf_shown(staging->name));
	if (hf_io->renameat2(staging->parent, staging->temp, staging->parent,
			     staging->name, RENAME_EXCHANGE) < 0) {
		if (errno != EINVAL && errno != ENOSYS)
			return hf_fail(err, HF_ESYS,
				       "cannot put the new '%s' in place",
				       hf_shown(staging->name));
		if (replace_in_two(staging, err) < 0)
			return -1;
	}
	/* What has the other name now is the old one, and goes. */
	staging->complete = true;
	if (hf_io->fsync(staging->parent) < 0)
		ret = hf_fail(err, HF_ESYS,
			      "'%s' is complete, but whether its name outlasts a power failure is unknown; the old one is kept as '%s'",
			      hf_shown(staging->name),
			      hf_shown(staging->temp));
	else if (hf_tree_remove(staging->parent, staging->temp, err) < 0)
		ret = hf_error_within(err, "'%s' is complete, but of the old one something is left as '%s'",
				      hf_shown(staging->name),
				      hf_shown(staging->temp));
	free(staging->temp);
	staging->temp = NULL;
	return ret;
}

void hf_staging_end(struct hf_staging *staging)
{
	struct hf_error ignored;

	/* What encloses somebody's files is theirs; the next run finishes it. */
	if (staging->dir >= 0 && staging->temp && !staging->encloses)
		remove_temp(staging, &ignored);
	leave(staging);
}
