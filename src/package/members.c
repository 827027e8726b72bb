#include "package/members.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bag/manifest.h"
#include "bag/path.h"
#include "base/io.h"
#include "base/list.h"
#include "base/text.h"

enum rank {
	RANK_BAG, RANK_DECLARATION, RANK_MANIFEST, RANK_TAG_MANIFEST,
	RANK_INFO, RANK_FETCH, RANK_TAG_FILE, RANK_PAYLOAD,
};

static enum rank rank_of(const char *path, bool folder)
{
	struct hf_manifest manifest;

	if (!*path)
		return RANK_BAG;
	if (!strcmp(path, "data") || hf_path_is_payload(path, strlen(path)))
		return RANK_PAYLOAD;
	if (folder)
		return RANK_TAG_FILE;
	if (!strcmp(path, "bagit.txt"))
		return RANK_DECLARATION;
	if (hf_manifest_parse_name(&manifest, path))
		return manifest.tag ? RANK_TAG_MANIFEST : RANK_MANIFEST;
	if (!strcmp(path, "bag-info.txt") || !strcmp(path, "package-info.txt"))
		return RANK_INFO;
	return strcmp(path, "fetch.txt") ? RANK_TAG_FILE : RANK_FETCH;
}

static struct hf_member *grow(struct hf_members *members)
{
	struct hf_member *grown = hf_list_grow(members->at, members->n,
					       &members->size, sizeof(*grown));

	if (!grown)
		return NULL;
	members->at = grown;
	return &grown[members->n];
}

static int add(struct hf_members *members, const char *path,
	       const struct stat *st, struct hf_error *err)
{
	struct hf_member *member = grow(members);
	bool folder = S_ISDIR(st->st_mode);

	if (!member)
		return hf_fail_memory(err);
	*member = (struct hf_member){
		.path = hf_arena_strdup(&members->arena, path),
		.size = folder ? 0 : (uint64_t)st->st_size,
		.inode = st->st_ino, .device = st->st_dev,
		.mtime = st->st_mtim, .ctime = st->st_ctim,
		.rank = (unsigned char)rank_of(path, folder),
		.folder = folder, .executable = st->st_mode & S_IXUSR,
	};
	if (!member->path)
		return hf_fail_memory(err);
	members->n++;
	members->files += !folder;
	members->octets += member->size;
	return 0;
}

static int refuse(const struct hf_walk_entry *entry, const char *why,
		  struct hf_error *err)
{
	return hf_fail(err, HF_EREFUSED, "'%s' %s; nothing was made",
		       hf_shown(entry->path), why);
}

static int visit(void *ctx, const struct hf_walk_entry *entry,
		 struct hf_error *err)
{
	struct hf_members *members = ctx;

	switch (entry->kind) {
	case HF_WALK_UNREADABLE:
		errno = entry->sys_errno;
		return hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       *entry->path ? hf_shown(entry->path) : ".");
	case HF_WALK_SYMLINK:
		return refuse(entry, "is a symbolic link, and an archive of links can do harm where it is unpacked: put the file in its place that it leads to, or remove it",
			      err);
	case HF_WALK_SPECIAL:
		return refuse(entry, "is a pipe, socket, or device, which an archive of files cannot hold: remove it",
			      err);
	default:
		break;
	}
	if (!hf_utf8_is_valid(entry->path, entry->len))
		return refuse(entry, "has a name that is not UTF-8, which each system would read in its own way: rename it",
			      err);
	return add(members, entry->path, entry->st, err);
}

/* A slash comes before all that may be in a name. */
static int weight(char c)
{
	return c == '/' ? 1 : c ? (unsigned char)c + 1 : 0;
}

static int compare(const void *a, const void *b)
{
	const struct hf_member *x = a, *y = b;
	size_t i = 0;

	if (x->rank != y->rank)
		return x->rank - y->rank;
	while (x->path[i] && x->path[i] == y->path[i])
		i++;
	return weight(x->path[i]) - weight(y->path[i]);
}

int hf_members_read(struct hf_members *members, struct hf_source *source,
		    int root, struct hf_error *err)
{
	struct stat st;

	if (hf_io->fstat(root, &st) < 0)
		return hf_fail(err, HF_ESYS, "cannot look at the folder of the bag");
	if (add(members, "", &st, err) < 0 ||
	    source->ops->walk(source, NULL, visit, members, err) < 0)
		return -1;
	qsort(members->at, members->n, sizeof(*members->at), compare);
	return 0;
}

void hf_members_release(struct hf_members *members)
{
	free(members->at);
	hf_arena_release(&members->arena);
	*members = (struct hf_members){ 0 };
}

static bool same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool hf_member_is_same(const struct hf_member *member, const struct stat *st)
{
	return member->inode == st->st_ino && member->device == st->st_dev &&
	       member->size == (uint64_t)st->st_size &&
	       same_time(member->mtime, st->st_mtim) &&
	       same_time(member->ctime, st->st_ctim);
}
