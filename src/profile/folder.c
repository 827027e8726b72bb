#include "profile/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/chars.h"
#include "base/file.h"
#include "base/io.h"
#include "base/list.h"
#include "base/text.h"
#include "base/walk.h"
#include "profile/query.h"

/* What is wrong with a profile matters only when a bag names it. */
static void hear_nothing(struct hf_sink *sink, const struct hf_finding *f)
{
	(void)sink;
	(void)f;
}

static int add(struct hf_profile_folder *folder, struct hf_profile *profile,
	       struct hf_error *err)
{
	struct hf_profile **grown;

	if (!profile->identifier) {
		folder->strange++;
		hf_profile_free(profile);
		return 0;
	}
	grown = hf_list_grow(folder->at, folder->n, &folder->size,
			     sizeof(*grown));
	if (!grown) {
		hf_profile_free(profile);
		return hf_fail_memory(err);
	}
	folder->at = grown;
	folder->at[folder->n++] = profile;
	return 0;
}

static bool is_json(const char *name)
{
	size_t len = strlen(name);

	return len > 5 && !hf_ascii_casecmp(name + len - 5, ".json");
}

static int take_entry(void *ctx, const struct hf_walk_entry *entry,
		      struct hf_error *err)
{
	struct hf_profile_folder *folder = ctx;
	struct hf_sink deaf = { hear_nothing };
	struct hf_profile *profile;
	char *path;
	int ret;

	if (entry->kind == HF_WALK_DIRECTORY)
		return HF_WALK_PRUNE;
	if (entry->kind == HF_WALK_UNREADABLE) {
		errno = entry->sys_errno;
		return hf_fail(err, HF_ESYS, "cannot look at '%s' in '%s'",
			       hf_shown(*entry->path ? entry->path : "."),
			       hf_shown(folder->path));
	}
	/* A pipe is passed over; a link to a profile is as good as one. */
	if (entry->kind == HF_WALK_SPECIAL || !is_json(entry->path))
		return HF_WALK_GO_ON;
	if (asprintf(&path, "%s/%s", folder->path, entry->path) < 0)
		return hf_fail_memory(err);
	ret = hf_profile_open(&profile, path, &deaf, err);
	free(path);
	return ret < 0 ? -1 : add(folder, profile, err);
}

static int by_name(const void *a, const void *b)
{
	return strcmp((*(struct hf_profile *const *)a)->name,
		      (*(struct hf_profile *const *)b)->name);
}

int hf_profile_folder_open(struct hf_profile_folder **folder_ret,
			   const char *path, struct hf_error *err)
{
	struct hf_profile_folder *folder = calloc(1, sizeof(*folder));
	int dir = -1, ret = -1;

	if (!folder || !(folder->path = strdup(path))) {
		hf_fail_memory(err);
		goto out;
	}
	dir = hf_io->openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC,
			    0);
	if (dir < 0)
		hf_fail(err, HF_ESYS, "cannot open the folder '%s'",
			hf_shown(path));
	else
		ret = hf_walk(dir, NULL, take_entry, folder, err);
	hf_close(dir);
	if (ret == 0 && folder->n)
		qsort(folder->at, folder->n, sizeof(*folder->at), by_name);
out:
	if (ret == 0)
		*folder_ret = folder;
	else
		hf_profile_folder_free(folder);
	return ret;
}

void hf_profile_folder_free(struct hf_profile_folder *folder)
{
	if (!folder)
		return;
	for (size_t i = 0; i < folder->n; i++)
		hf_profile_free(folder->at[i]);
	free(folder->at);
	free(folder->path);
	free(folder);
}

size_t hf_profile_folder_find(const struct hf_profile_folder *folder,
			      const char *identifier, size_t from)
{
	while (from < folder->n &&
	       strcmp(folder->at[from]->identifier, identifier))
		from++;
	return from;
}
