#include "base/staging.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "base/tree.h"

/* Split @path into the folder above and the name; trailing slashes go. */
static int split(struct hf_staging *staging, const char *path, char **folder,
		 struct hf_error *err)
{
	size_t len = strlen(path), name;

	while (len > 1 && path[len - 1] == '/')
		len--;
	name = len;
	while (name && path[name - 1] != '/')
		name--;
	staging->name = strndup(path + name, len - name);
	*folder = name ? strndup(path, name) : strdup(".");
	if (!staging->name || !*folder ||
	    asprintf(&staging->temp, ".%s.holdfast-partial",
		     staging->name) < 0) {
		staging->temp = NULL;
		return hf_fail_memory(err);
	}
	if (!*staging->name || !strcmp(staging->name, ".") ||
	    !strcmp(staging->name, "..") || !strcmp(staging->name, "/"))
		return hf_fail(err, HF_EUSAGE,
			       "'%s' does not end with a name for the package",
			       hf_shown(path));
	return 0;
}

static int refuse_existing(const struct hf_staging *staging, const char *path,
			   struct hf_error *err)
{
	struct stat st;

	if (hf_io->fstatat(staging->parent, staging->name, &st,
			   AT_SYMLINK_NOFOLLOW) == 0)
		return hf_fail(err, HF_EUSAGE,
			       "'%s' is there already, and was left as it is; choose another name, or move it away",
			       hf_shown(path));
	if (errno != ENOENT)
		return hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(path));
	return 0;
}

/* Open the folder to build in, and keep others out of it while we live. */
static int open_locked(struct hf_staging *staging, struct hf_error *err)
{
	staging->dir = hf_open_beneath(staging->parent, staging->temp,
				       O_RDONLY | O_DIRECTORY);
	if (staging->dir < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(staging->temp));
	if (hf_io->flock(staging->dir, LOCK_EX | LOCK_NB) < 0) {
		bool busy = errno == EWOULDBLOCK;

		hf_fail(err, HF_ESYS, busy ?
			"another holdfast is just making '%s'" :
			"cannot lock the folder for '%s'",
			hf_shown(staging->name));
		/* Not ours to remove. */
		hf_close(staging->dir);
		staging->dir = -1;
		return -1;
	}
	return 0;
}

static int make_folder(struct hf_staging *staging, struct hf_error *err)
{
	if (hf_io->mkdirat(staging->parent, staging->temp, 0777) == 0)
		return open_locked(staging, err);
	if (errno != EEXIST)
		return hf_fail(err, HF_ESYS, "cannot make the folder '%s'",
			       hf_shown(staging->temp));

	/* Left by a run that was cut short, or by one that is still going. */
	if (open_locked(staging, err) < 0)
		return -1;
	if (hf_tree_remove(staging->parent, staging->temp, err) < 0)
		return -1;
	hf_close(staging->dir);
	staging->dir = -1;
	staging->recovered = true;
	if (hf_io->mkdirat(staging->parent, staging->temp, 0777) < 0)
		return hf_fail(err, HF_ESYS, "cannot make the folder '%s'",
			       hf_shown(staging->temp));
	return open_locked(staging, err);
}

int hf_staging_begin(struct hf_staging *staging, const char *path,
		     struct hf_error *err)
{
	char *folder = NULL;
	int ret = -1;

	*staging = (struct hf_staging)HF_STAGING_NONE;
	if (split(staging, path, &folder, err) < 0)
		goto out;
	staging->parent = hf_io->openat(AT_FDCWD, folder,
					O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (staging->parent < 0) {
		hf_fail(err, HF_ESYS, "cannot open the folder '%s'",
			hf_shown(folder));
		goto out;
	}
	if (refuse_existing(staging, path, err) < 0 ||
	    make_folder(staging, err) < 0)
		goto out;
	ret = 0;
out:
	free(folder);
	if (ret < 0)
		hf_staging_end(staging);
	return ret;
}

/* Where renameat2(2) cannot promise not to replace, look first. */
static int rename_carefully(struct hf_staging *staging)
{
	struct stat st;

	if (hf_io->renameat2(staging->parent, staging->temp, staging->parent,
			     staging->name, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (hf_io->fstatat(staging->parent, staging->name, &st,
			   AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return -1;
	}
	return hf_io->renameat2(staging->parent, staging->temp,
				staging->parent, staging->name, 0);
}

int hf_staging_publish(struct hf_staging *staging, struct hf_error *err)
{
	if (hf_tree_sync_folders(staging->dir, err) < 0)
		return -1;
	if (rename_carefully(staging) < 0)
		return hf_fail(err, HF_ESYS, "cannot put '%s' in place",
			       hf_shown(staging->name));
	/* From here on it is there, and not ours to remove. */
	free(staging->temp);
	staging->temp = NULL;
	if (hf_io->fsync(staging->parent) < 0)
		return hf_fail(err, HF_ESYS,
			       "'%s' is complete, but whether its name outlasts a power failure is unknown",
			       hf_shown(staging->name));
	return 0;
}

void hf_staging_end(struct hf_staging *staging)
{
	struct hf_error ignored;

	if (staging->dir >= 0 && staging->temp)
		hf_tree_remove(staging->parent, staging->temp, &ignored);
	hf_close(staging->dir);
	hf_close(staging->parent);
	free(staging->name);
	free(staging->temp);
	*staging = (struct hf_staging)HF_STAGING_NONE;
}
