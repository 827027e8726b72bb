#include "audit/begun.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/chars.h"
#include "base/file.h"
#include "base/io.h"
#include "base/lines.h"
#include "base/list.h"
#include "base/listing.h"
#include "base/replace.h"
#include "base/stanza.h"
#include "base/text.h"
#include "log/sha256.h"

#define FOLDER	"audit"
/* What hf_replace_file() puts around a name must have room, too. */
#define NAME_MAX_OURS	200
#define SIZE_MAX_OURS	((size_t)4 << 30)

struct hf_mark hf_mark_of(const struct stat *st)
{
	return (struct hf_mark){
		.size = (uint64_t)st->st_size, .inode = (uint64_t)st->st_ino,
		.modified = st->st_mtim.tv_sec,
		.modified_ns = (uint32_t)st->st_mtim.tv_nsec,
		.changed = st->st_ctim.tv_sec,
		.changed_ns = (uint32_t)st->st_ctim.tv_nsec,
	};
}

bool hf_mark_is(const struct hf_mark *a, const struct hf_mark *b)
{
	return a->size == b->size && a->inode == b->inode &&
	       a->modified == b->modified &&
	       a->modified_ns == b->modified_ns && a->changed == b->changed &&
	       a->changed_ns == b->changed_ns;
}

void hf_begun_path(struct hf_buf *text, const char *path)
{
	for (const unsigned char *at = (const unsigned char *)path; *at; at++) {
		if (*at <= ' ' || *at == '%' || *at >= 0x7f)
			hf_buf_printf(text, "%%%02X", *at);
		else
			hf_buf_addc(text, (char)*at);
	}
}

/* "PACKAGE@LOCATION"; of what is too long, the beginning and a hash of all. */
static void name_of(char name[256], const struct hf_reading_of *of)
{
	unsigned char hash[HF_SHA256_SIZE];
	char whole[1024], hex[17];
	int len = snprintf(whole, sizeof(whole), "%s@%s", of->package,
			   of->location);

	if (len < NAME_MAX_OURS) {
		memcpy(name, whole, (size_t)len + 1);
		return;
	}
	hf_sha256(hash, whole, strlen(whole));
	hf_hex_encode(hex, hash, 8);
	snprintf(name, 256, "%.*s~%s", NAME_MAX_OURS - 20, whole, hex);
}

/* The folder of the states; -1 with errno. */
static int open_folder(int dir)
{
	return hf_io->openat(dir, FOLDER, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
			     O_NOFOLLOW, 0);
}

/* --- Reading. --- */

struct source {
	int fd;
};

static ssize_t read_from(void *ctx, void *data, size_t size)
{
	const struct source *source = ctx;

	return hf_io->read(source->fd, data, size);
}

/* "1700000000.000000001"; before 1970, "-1.000000000". */
static bool parse_time(const char *text, int64_t *seconds, uint32_t *ns)
{
	bool before = *text == '-';
	size_t whole = strcspn(text += before, ".");
	uint64_t a, b;

	if (text[whole] != '.' || !hf_parse_uint64(text, whole, &a) ||
	    !hf_parse_uint64(text + whole + 1, strlen(text + whole + 1), &b) ||
	    a > INT64_MAX || b > 999999999)
		return false;
	*seconds = before ? -(int64_t)a : (int64_t)a;
	*ns = (uint32_t)b;
	return true;
}

/* One of the labels behind File; false where it is none, or says nonsense. */
static bool take_mark(struct hf_mark *mark, const char *label,
		      const char *value)
{
	if (!strcmp(label, "Size"))
		return hf_parse_uint64(value, strlen(value), &mark->size);
	if (!strcmp(label, "Inode"))
		return hf_parse_uint64(value, strlen(value), &mark->inode);
	if (!strcmp(label, "Modified"))
		return parse_time(value, &mark->modified, &mark->modified_ns);
	return !strcmp(label, "Changed") &&
	       parse_time(value, &mark->changed, &mark->changed_ns);
}

struct reader {
	struct hf_begun *begun;
	struct hf_begun_file file;	/* in hand */
	unsigned int labels;		/* of it, that were seen */
};

/* A stanza that lacks its end was being written when somebody was killed. */
static int end_file(struct reader *r, struct hf_error *err)
{
	struct hf_begun *begun = r->begun;
	struct hf_begun_file *grown;

	if (!r->file.path || r->labels != 4) {
		r->file.path = NULL;
		return 0;
	}
	grown = hf_list_grow(begun->files, begun->n, &begun->room,
			     sizeof(*grown));
	if (!grown)
		return hf_fail_memory(err);
	begun->files = grown;
	begun->files[begun->n++] = r->file;
	r->file.path = NULL;
	return 0;
}

static int take_header(struct reader *r, const char *label, const char *value,
		       struct hf_error *err)
{
	struct hf_begun *begun = r->begun;
	const char **text = !strcmp(label, "Package") ? &begun->of.package :
			    !strcmp(label, "Location") ? &begun->of.location
						       : NULL;

	if (!strcmp(label, "Root") && strlen(value) == 64) {
		memcpy(begun->root, value, 65);
		return 1;
	}
	if (!strcmp(label, "After"))
		return !strcmp(value, "none") ||
		       hf_parse_uint64(value, strlen(value), &begun->of.after);
	if (!text)
		return 0;
	*text = hf_arena_strdup(&begun->arena, value);
	return *text ? 1 : hf_fail_memory(err);
}

/* 1; 0 where the line is none of a state; -1. */
static int take_field(struct reader *r, const struct hf_field *field,
		      struct hf_error *err)
{
	if (field->kind == HF_STANZA_BREAK)
		return end_file(r, err) < 0 ? -1 : 1;
	if (field->kind != HF_STANZA_FIELD)
		return 0;
	if (!strcmp(field->label, "File")) {
		r->labels = 0;
		r->file = (struct hf_begun_file){
			.path = hf_arena_strdup(&r->begun->arena,
						field->value) };
		return r->file.path ? 1 : hf_fail_memory(err);
	}
	if (!r->file.path)
		return take_header(r, field->label, field->value, err);
	r->labels++;
	return take_mark(&r->file.mark, field->label, field->value);
}

static int by_path(const void *a, const void *b)
{
	const struct hf_begun_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* What changed and was read again is there twice, and counts once. */
static void sum_up(struct hf_begun *begun)
{
	if (begun->n)
		qsort(begun->files, begun->n, sizeof(*begun->files), by_path);
	for (size_t i = 0; i < begun->n; i++) {
		if (!i || by_path(&begun->files[i - 1], &begun->files[i]))
			begun->octets += begun->files[i].mark.size;
	}
}

static int parse(struct hf_begun *begun, int fd, struct hf_error *err)
{
	struct reader r = { .begun = begun };
	struct source source = { fd };
	struct hf_lines *lines = NULL;
	struct hf_stanza *stanza = NULL;
	struct hf_field field;
	int got = -1, taken = 1;

	if (hf_lines_new(&lines, "UTF-8", read_from, &source, err) == 0 &&
	    hf_stanza_new(&stanza, lines, false, err) == 0) {
		while (taken > 0 &&
		       (got = hf_stanza_next(stanza, &field, err)) > 0)
			taken = take_field(&r, &field, err);
	}
	hf_stanza_free(stanza);
	hf_lines_free(lines);
	if (got < 0 || taken < 0)
		return -1;
	sum_up(begun);
	return taken && begun->of.package && begun->of.location && *begun->root;
}

static int read_named(struct hf_begun *begun, int folder, const char *name,
		      struct hf_error *err)
{
	int fd, ret;

	*begun = (struct hf_begun){ .of.after = UINT64_MAX };
	fd = hf_open_regular_beneath(folder, name);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd < 0)
		return hf_fail(err, HF_ESYS, "'%s/%s' of the register cannot be read",
			       FOLDER, hf_shown(name));
	ret = parse(begun, fd, err);
	hf_close(fd);
	return ret;
}

int hf_begun_read(struct hf_begun *begun, int dir,
		  const struct hf_reading_of *of, struct hf_error *err)
{
	int folder = open_folder(dir), ret;
	char name[256];

	*begun = (struct hf_begun){ 0 };
	if (folder < 0)
		return errno == ENOENT ? 0 :
		       hf_fail(err, HF_ESYS, "'%s' of the register cannot be opened",
			       FOLDER);
	name_of(name, of);
	ret = read_named(begun, folder, name, err);
	hf_close(folder);
	if (ret > 0 && (strcmp(begun->of.package, of->package) ||
			strcmp(begun->of.location, of->location) ||
			begun->of.after != of->after))
		ret = 0;
	return ret;
}

void hf_begun_release(struct hf_begun *begun)
{
	free(begun->files);
	hf_arena_release(&begun->arena);
	*begun = (struct hf_begun){ 0 };
}

bool hf_begun_has(const struct hf_begun *begun, const char *path,
		  const struct hf_mark *mark)
{
	const struct hf_begun_file key = { .path = path };
	const struct hf_begun_file *at = begun->n ?
		bsearch(&key, begun->files, begun->n, sizeof(key), by_path) :
		NULL;

	if (!at)
		return false;
	while (at > begun->files && !by_path(at - 1, &key))
		at--;
	for (; at < begun->files + begun->n && !by_path(at, &key); at++) {
		if (hf_mark_is(&at->mark, mark))
			return true;
	}
	return false;
}

/* --- All of them. --- */

struct listing_of {
	int folder;
	int (*visit)(void *ctx, const struct hf_begun *begun,
		     struct hf_error *err);
	void *ctx;
};

/* What makes no sense is of no use; nor is it in the way. */
static int visit_named(const struct listing_of *all, const char *name,
		       struct hf_error *err)
{
	struct hf_begun begun;
	int ret = read_named(&begun, all->folder, name, err);

	if (ret > 0)
		ret = all->visit(all->ctx, &begun, err);
	hf_begun_release(&begun);
	return ret < 0 ? -1 : 0;
}

static int visit_block(const struct listing_of *all,
		       const struct hf_listing *listing, struct hf_error *err)
{
	for (size_t i = 0; i < listing->n; i++) {
		const char *name = hf_listing_name(listing, i);

		if (*name != '.' && !listing->at[i].sys_errno &&
		    S_ISREG(listing->at[i].st.st_mode) &&
		    visit_named(all, name, err) < 0)
			return -1;
	}
	return 0;
}

int hf_begun_list(int dir,
		  int (*visit)(void *ctx, const struct hf_begun *begun,
			       struct hf_error *err),
		  void *ctx, struct hf_error *err)
{
	struct listing_of all = { open_folder(dir), visit, ctx };
	struct hf_listing listing = { 0 };
	int ret;

	if (all.folder < 0)
		return errno == ENOENT ? 0 :
		       hf_fail(err, HF_ESYS, "'%s' of the register cannot be opened",
			       FOLDER);
	hf_listing_open(&listing, all.folder, "");
	ret = visit_block(&all, &listing, err);
	while (ret == 0 && !listing.ended) {
		hf_listing_next(&listing);
		ret = visit_block(&all, &listing, err);
	}
	if (ret == 0 && (listing.failed || listing.sys_errno)) {
		errno = listing.failed ? ENOMEM : listing.sys_errno;
		ret = hf_fail(err, HF_ESYS, "'%s' of the register cannot be looked into",
			      FOLDER);
	}
	hf_listing_close(&listing);
	hf_listing_release(&listing);
	hf_close(all.folder);
	return ret;
}

/* --- Writing. --- */

void hf_begun_add(struct hf_buf *text, const char *path,
		  const struct hf_mark *mark)
{
	hf_buf_adds(text, "File: ");
	hf_begun_path(text, path);
	hf_buf_printf(text, "\nSize: %" PRIu64 "\nModified: %" PRId64 ".%09" PRIu32
		      "\nChanged: %" PRId64 ".%09" PRIu32 "\nInode: %" PRIu64
		      "\n\n", mark->size, mark->modified, mark->modified_ns,
		      mark->changed, mark->changed_ns, mark->inode);
}

static int begin(int folder, const char *name, const struct hf_reading_of *of,
		 const char *root)
{
	struct hf_buf text = { 0 };
	int ret;

	hf_buf_printf(&text, "Package: %s\nLocation: %s\nRoot: %s\nAfter: ",
		      of->package, of->location, root);
	if (of->after == UINT64_MAX)
		hf_buf_adds(&text, "none\n\n");
	else
		hf_buf_printf(&text, "%" PRIu64 "\n\n", of->after);
	errno = ENOMEM;
	ret = text.failed ? -1 : hf_replace_file(folder, name, text.data,
						 text.len, NULL);
	hf_buf_release(&text);
	return ret;
}

/* The file, behind whose end is written. */
static int open_end(int dir, const struct hf_reading_of *of, const char *root,
		    bool more)
{
	char name[256];
	int folder, fd = -1;

	if (hf_io->mkdirat(dir, FOLDER, 0777) < 0 ? errno != EEXIST
						  : hf_io->fsync(dir) < 0)
		return -1;
	folder = open_folder(dir);
	if (folder < 0)
		return -1;
	name_of(name, of);
	if (more || begin(folder, name, of, root) == 0)
		fd = hf_io->openat(folder, name, O_WRONLY | O_APPEND |
				   O_CLOEXEC | O_NOFOLLOW, 0);
	hf_close(folder);
	return fd;
}

int hf_begun_write(int dir, const struct hf_reading_of *of, const char *root,
		   bool more, const struct hf_buf *text, struct hf_error *err)
{
	int fd = open_end(dir, of, root, more);

	/* A stanza that somebody was killed in ends here. */
	if (fd >= 0 && (!more || hf_write_all(fd, "\n", 1) == 0) &&
	    hf_write_all(fd, hf_buf_text(text), text->len) == 0)
		return fd;
	hf_fail(err, HF_ESYS, "how far the reading of '%s' is cannot be written to '%s' of the register",
		hf_shown(of->package), FOLDER);
	hf_close(fd);
	return -1;
}

int hf_begun_remove(int dir, const struct hf_reading_of *of,
		    struct hf_error *err)
{
	int folder = open_folder(dir), ret;
	char name[256];

	if (folder < 0)
		return 0;
	name_of(name, of);
	ret = hf_io->unlinkat(folder, name, 0);
	if (ret < 0 && errno == ENOENT)
		ret = 0;
	if (ret < 0)
		hf_fail(err, HF_ESYS, "'%s/%s' of the register cannot be removed",
			FOLDER, hf_shown(name));
	hf_close(folder);
	return ret;
}
