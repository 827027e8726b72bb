#include "container/index.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bag/manifest.h"
#include "bag/path.h"
#include "base/arena.h"
#include "base/list.h"
#include "finding/sink.h"

/* Twice what Linux takes at once; a path of so many folders costs little. */
#define PATH_MOST	8192

struct hf_index {
	struct hf_arena arena;
	const char *name;
	struct hf_sink *sink;
	char *top;			/* "": the bag has no folder */
	char **others;			/* further folders at the top */
	size_t n_others, others_size;
	struct hf_indexed *at;
	uint32_t n;
	size_t size;
	bool incomplete;
};

int hf_index_new(struct hf_index **index_ret, const char *name,
		 struct hf_sink *sink, struct hf_error *err)
{
	struct hf_index *m = calloc(1, sizeof(*m));

	if (!m)
		return hf_fail_memory(err);
	m->name = name;
	m->sink = sink;
	*index_ret = m;
	return 0;
}

void hf_index_free(struct hf_index *m)
{
	if (!m)
		return;
	free(m->top);
	free(m->others);
	free(m->at);
	hf_arena_release(&m->arena);
	free(m);
}

/* --- Where a member lies. --- */

/*
 * "./bag//data/" is "bag/data": what the text of a path adds to its meaning.
 * A ".." stays, for the judge of paths.
 */
static char *plain(struct hf_index *m, const char *path)
{
	char *text = hf_arena_memdup(&m->arena, path, strlen(path)), *to = text;

	/* What is absolute stays so. */
	if (text && *path == '/')
		return text;
	for (const char *part = text; text && *part; ) {
		size_t len = strcspn(part, "/");

		if (len && !(len == 1 && *part == '.')) {
			if (to > text)
				*to++ = '/';
			memmove(to, part, len);
			to += len;
		}
		part += len;
		part += *part == '/';
	}
	if (text)
		*to = '\0';
	return text;
}

/* Whether it lies in a bag whose folder is called data, not in a payload. */
static bool is_of_bag_called_data(const char *path)
{
	const char *below = path + strlen("data/");
	struct hf_manifest manifest;

	return !strcmp(below, "bagit.txt") || !strcmp(below, "bag-info.txt") ||
	       !strcmp(below, "fetch.txt") || !strcmp(below, "data") ||
	       hf_path_is_payload(below, strlen(below)) ||
	       hf_manifest_parse_name(&manifest, below);
}

/*
 * The first member says what the bag's folder is.  A file at the top, or a
 * payload, says that there is none.  False when memory ended.
 */
static bool decide_top(struct hf_index *m, const char *path, bool is_folder)
{
	const char *slash = strchr(path, '/');

	/* That may be either. */
	if (is_folder && !strcmp(path, "data"))
		return true;
	if ((!slash && !is_folder) ||
	    (!strncmp(path, "data/", 5) && !is_of_bag_called_data(path))) {
		hf_found(m->sink, ARCHIVE_NO_FOLDER, .path = m->name);
		m->top = strdup("");
	} else {
		m->top = strndup(path, slash ? (size_t)(slash - path)
					     : strlen(path));
	}
	return m->top != NULL;
}

/* A folder at the top that is not the bag's is told once. */
static bool note_other(struct hf_index *m, const char *path)
{
	size_t len = strcspn(path, "/");
	char **grown;

	for (size_t i = 0; i < m->n_others; i++) {
		if (!strncmp(m->others[i], path, len) && !m->others[i][len])
			return true;
	}
	/* A list of thousands says nothing more. */
	if (m->n_others == 100)
		return true;
	grown = hf_list_grow(m->others, m->n_others, &m->others_size,
			     sizeof(*grown));
	if (!grown)
		return false;
	m->others = grown;
	m->others[m->n_others] = hf_arena_memdup(&m->arena, path, len);
	if (!m->others[m->n_others])
		return false;
	hf_found(m->sink, ARCHIVE_SEVERAL_FOLDERS, .path = m->name,
		 .expected = m->top, .actual = m->others[m->n_others]);
	m->n_others++;
	return true;
}

const char *hf_index_place(struct hf_index *m, const char *path,
			   bool is_folder, bool *failed_ret)
{
	const char *whole = path;
	size_t len;

	if (strlen(path) > PATH_MOST) {
		hf_found(m->sink, ARCHIVE_PATH_UNSAFE, .path = whole,
			 .detail = "it is longer than any system lets a path be");
		return NULL;
	}
	path = plain(m, path);
	*failed_ret = !path;
	if (!path || !*path)
		return NULL;
	if (hf_path_judge(path, strlen(path)) != HF_FLAW_NONE) {
		hf_found(m->sink, ARCHIVE_PATH_UNSAFE, .path = whole);
		return NULL;
	}
	if (!m->top && !decide_top(m, path, is_folder)) {
		*failed_ret = true;
		return NULL;
	}
	if (!m->top)
		return NULL;
	len = strlen(m->top);
	if (!len)
		return path;
	if (!strncmp(path, m->top, len) && (path[len] == '/' || !path[len]))
		return path[len] ? path + len + 1 : path + len;
	*failed_ret = !note_other(m, path);
	return NULL;
}

int hf_index_add(struct hf_index *m, const struct hf_indexed *entry,
		 struct hf_error *err)
{
	struct hf_indexed *grown;

	if (m->n == HF_NONE - 1)
		return hf_fail_memory(err);
	grown = hf_list_grow(m->at, m->n, &m->size, sizeof(*grown));
	if (!grown)
		return hf_fail_memory(err);
	m->at = grown;
	m->at[m->n] = *entry;
	m->at[m->n].len = strlen(entry->path);
	m->at[m->n].order = m->n;
	m->n++;
	return 0;
}

struct hf_indexed *hf_index_last(struct hf_index *m)
{
	return &m->at[m->n - 1];
}

uint32_t hf_index_count(const struct hf_index *m)
{
	return m->n;
}

struct hf_indexed *hf_index_at(struct hf_index *m, uint32_t i)
{
	return &m->at[i];
}

const char *hf_index_keep(struct hf_index *m, const char *text)
{
	return hf_arena_strdup(&m->arena, text);
}

void *hf_index_room(struct hf_index *m, size_t size)
{
	return hf_arena_alloc(&m->arena, size);
}

const char *hf_index_top(const struct hf_index *m)
{
	return m->top ? m->top : "";
}

/* --- Sealing. --- */

/* What a folder holds follows it at once: '/' comes before all else. */
static int by_path(const void *a, const void *b)
{
	const struct hf_indexed *x = a, *y = b;
	const unsigned char *p = (const unsigned char *)x->path;
	const unsigned char *q = (const unsigned char *)y->path;

	while (*p && *p == *q) {
		p++;
		q++;
	}
	if (*p == *q)
		return 0;
	if (!*p || !*q)
		return *p ? 1 : -1;
	if (*p == '/' || *q == '/')
		return *p == '/' ? -1 : 1;
	return *p < *q ? -1 : 1;
}

/* The same, and the one that came first first. */
static int by_path_and_place(const void *a, const void *b)
{
	const struct hf_indexed *x = a, *y = b;
	int order = by_path(a, b);

	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static void tell_twice(struct hf_index *m, uint32_t i)
{
	if (m->at[i].twice)
		return;
	m->at[i].twice = true;
	hf_found(m->sink, ARCHIVE_MEMBER_TWICE, .path = m->at[i].path);
}

/* Keep the first of those with one path; folders may be repeated. */
static void remove_repeated(struct hf_index *m)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < m->n; i++) {
		if (kept && !by_path(&m->at[kept - 1], &m->at[i])) {
			if (m->at[i].kind != HF_WALK_DIRECTORY ||
			    m->at[kept - 1].kind != HF_WALK_DIRECTORY)
				tell_twice(m, kept - 1);
			continue;
		}
		m->at[kept++] = m->at[i];
	}
	m->n = kept;
}

/* A file that something else takes for a folder: only one of them can be. */
static void tell_files_with_members(struct hf_index *m)
{
	for (uint32_t i = 0; i + 1 < m->n; i++) {
		size_t len = m->at[i].len;

		if (m->at[i].kind != HF_WALK_DIRECTORY && len &&
		    !strncmp(m->at[i].path, m->at[i + 1].path, len) &&
		    m->at[i + 1].path[len] == '/')
			tell_twice(m, i);
	}
}

static struct hf_indexed *target_of(struct hf_index *m,
				    const struct hf_indexed *link)
{
	uint32_t i = hf_index_find(m, link->same_as);

	return i == HF_NONE ? NULL : &m->at[i];
}

/*
 * Lead each link of a chain straight to its file; or nowhere, where they lead to
 * nothing or in a ring.  So no chain is followed twice.
 */
static void straighten(struct hf_index *m, struct hf_indexed *link)
{
	struct hf_indexed *end = link, *next;
	uint32_t hops = 0;
	const char *path;

	while (end && end->same_as && hops++ <= m->n)
		end = target_of(m, end);
	path = end && !end->same_as && end->kind == HF_WALK_FILE ? end->path
								 : "";
	while (link && link->same_as && link != end && hops--) {
		next = target_of(m, link);
		link->same_as = path;
		link = next;
	}
}

/* A hard link has its file's size; to unpack it, the file must be there. */
static bool resolve(struct hf_index *m, struct hf_indexed *link)
{
	const struct hf_indexed *origin;

	straighten(m, link);
	origin = *link->same_as ? target_of(m, link) : NULL;
	if (!origin || origin->kind != HF_WALK_FILE) {
		hf_found(m->sink, ARCHIVE_DAMAGED, .path = link->path,
			 .detail = "it is a hard link to what the archive does not have");
		return false;
	}
	if (origin->order > link->order)
		hf_found(m->sink, ARCHIVE_HEADERS_DIFFER, .path = link->path,
			 .detail = "it is a hard link to what comes behind it, which most tools cannot unpack");
	link->size = origin->size;
	return true;
}

/* One that leads to no file of the archive is told, and is not there. */
static void resolve_hard_links(struct hf_index *m)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < m->n; i++) {
		if (m->at[i].same_as && !resolve(m, &m->at[i]))
			m->at[i].len = 0;
	}
	for (uint32_t i = 0; i < m->n; i++) {
		if (!m->at[i].same_as || m->at[i].len)
			m->at[kept++] = m->at[i];
	}
	m->n = kept;
}

int hf_index_seal(struct hf_index *m, bool incomplete, struct hf_error *err)
{
	m->incomplete = incomplete;
	if (!m->top)
		m->top = strdup("");
	if (m->n)
		qsort(m->at, m->n, sizeof(*m->at), by_path_and_place);
	remove_repeated(m);
	tell_files_with_members(m);
	resolve_hard_links(m);
	return m->top ? 0 : hf_fail_memory(err);
}

bool hf_index_is_incomplete(const struct hf_index *m)
{
	return m->incomplete;
}

uint32_t hf_index_find(const struct hf_index *m, const char *path)
{
	struct hf_indexed key = { .path = path };
	const struct hf_indexed *found =
		m->n ? bsearch(&key, m->at, m->n, sizeof(*m->at), by_path)
		     : NULL;

	return found ? (uint32_t)(found - m->at) : HF_NONE;
}

/* --- Walking. --- */

static int visit_one(const struct hf_indexed *e, enum hf_walk_kind kind,
		     const char *path, size_t len, hf_walk_fn *visit, void *ctx,
		     struct hf_error *err)
{
	static const mode_t modes[] = {
		[HF_WALK_FILE] = S_IFREG | 0644,
		[HF_WALK_DIRECTORY] = S_IFDIR | 0755,
		[HF_WALK_SYMLINK] = S_IFLNK | 0777,
		[HF_WALK_SPECIAL] = S_IFIFO | 0644,
	};
	/* One that the archive does not name has no time to keep. */
	struct stat st = {
		.st_mode = modes[kind] | (e && e->executable ? 0111 : 0),
		.st_nlink = 1,
		.st_size = kind == HF_WALK_FILE ? (off_t)e->size : 0,
		.st_mtim = e ? e->mtime
			     : (struct timespec){ .tv_nsec = UTIME_OMIT },
	};
	const char *slash = memrchr(path, '/', len);
	struct hf_walk_entry entry = {
		.kind = kind, .path = path, .len = len, .st = &st, .dir = -1,
		.name = slash ? slash + 1 : path,
	};

	return visit(ctx, &entry, err);
}

/* What two paths have in common, in whole parts: the length of "a/b". */
static size_t common_folder(const char *a, const char *b)
{
	size_t i, last = 0;

	for (i = 0; a[i] && a[i] == b[i]; i++) {
		if (a[i] == '/')
			last = i;
	}
	if (!a[i] && b[i] == '/')
		last = i;
	return last;
}

/*
 * Folders that the archive does not name are there all the same.  1 where the
 * visitor prunes one: *pruned_ret is its length.
 */
static int visit_folders(const char *path, size_t from, char *folder,
			 size_t *pruned_ret, hf_walk_fn *visit, void *ctx,
			 struct hf_error *err)
{
	for (const char *slash = strchr(path + from, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		size_t len = (size_t)(slash - path);
		int got;

		memcpy(folder, path, len);
		folder[len] = '\0';
		got = visit_one(NULL, HF_WALK_DIRECTORY, folder, len, visit,
				ctx, err);
		if (got)
			*pruned_ret = len;
		if (got)
			return got;
	}
	return 0;
}

static bool is_beneath(const char *path, const char *folder, size_t len)
{
	return !strncmp(path, folder, len) && path[len] == '/';
}

int hf_index_walk(const struct hf_index *m, const char *start,
		    hf_walk_fn *visit, void *ctx, struct hf_error *err)
{
	size_t from = start ? strlen(start) : 0, pruned = 0, longest = 1;
	const char *last = "", *skip = NULL;
	char *folder;
	int ret = 0;

	for (uint32_t i = 0; i < m->n; i++) {
		if (m->at[i].len > longest)
			longest = m->at[i].len;
	}
	folder = malloc(longest + 1);
	if (!folder)
		return hf_fail_memory(err);
	for (uint32_t i = 0; i < m->n && ret >= 0; i++) {
		const struct hf_indexed *e = &m->at[i];
		size_t known;

		if (!e->len || (start && !is_beneath(e->path, start, from)) ||
		    (skip && is_beneath(e->path, skip, pruned)))
			continue;
		skip = NULL;
		known = common_folder(last, e->path);
		if (known < from)
			known = from;
		last = e->path;
		ret = visit_folders(e->path, known ? known + 1 : 0, folder,
				    &pruned, visit, ctx, err);
		if (ret == HF_WALK_PRUNE) {
			skip = e->path;
			continue;
		}
		if (ret == 0)
			ret = visit_one(e, e->kind, e->path, e->len, visit,
					ctx, err);
		if (ret == HF_WALK_PRUNE) {
			skip = e->path;
			pruned = e->len;
		}
	}
	if (m->incomplete && !start && ret >= 0)
		ret = visit(ctx, &(struct hf_walk_entry){
			.kind = HF_WALK_UNREADABLE, .path = "", .name = "",
			.dir = -1 }, err);
	free(folder);
	return ret < 0 ? -1 : 0;
}
