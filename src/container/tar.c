/* Tar, by libarchive: its octets come from us, through the table of base/io.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "container/inside.h"
#include "finding/sink.h"

#define BLOCK	512	/* of a tar */

static la_ssize_t give_octets(struct archive *tar, void *ctx,
			      const void **data_ret)
{
	struct hf_octets *o = ctx;
	ssize_t n = hf_octets_next(o, data_ret);

	if (n >= 0)
		return n;
	archive_set_error(tar, o->sys_errno ? o->sys_errno :
			  o->damage ? -1 : ENOMEM, "%s",
			  o->damage ? o->damage : hf_errno_text(errno));
	return ARCHIVE_FATAL;
}

static la_int64_t skip_octets(struct archive *tar, void *ctx, la_int64_t wanted)
{
	(void)tar;
	return hf_octets_skip(ctx, wanted);
}

/*
 * Why libarchive failed: octets that could not be read, or memory that ended,
 * which says nothing of the archive.  It has an errno for that, zlib within it
 * has none, so that of malloc(3) is looked at too.
 */
static bool lacked_memory(const struct hf_archive *a, struct archive *tar)
{
	return !a->octets.sys_errno && !a->octets.damage &&
	       (errno == ENOMEM || archive_errno(tar) == ENOMEM);
}

/*
 * Whether it was stopped where it says that there is no more: it takes a filter
 * that fails at its first octets for an empty one.
 */
static bool was_stopped(const struct hf_archive *a, struct archive *tar)
{
	return a->octets.sys_errno || a->octets.damage ||
	       lacked_memory(a, tar);
}

static void tell_stopped(struct hf_archive *a, struct archive *tar)
{
	if (lacked_memory(a, tar))
		a->no_memory = true;
	else
		hf_archive_damaged(a, archive_error_string(tar));
}

static bool open_tar(struct hf_archive *a, struct archive *tar)
{
	/*
	 * What looks like something else is not tried.  None of these looks at
	 * what is in the archive.
	 */
	if (archive_read_set_format(tar, ARCHIVE_FORMAT_TAR) != ARCHIVE_OK ||
	    archive_read_set_read_callback(tar, give_octets) != ARCHIVE_OK ||
	    archive_read_set_skip_callback(tar, skip_octets) != ARCHIVE_OK ||
	    archive_read_set_callback_data(tar, &a->octets) != ARCHIVE_OK)
		return false;
	errno = 0;
	if (archive_read_open1(tar) == ARCHIVE_OK)
		return true;
	tell_stopped(a, tar);
	return false;
}

struct archive *hf_tar_open(struct hf_archive *a)
{
	struct archive *tar = archive_read_new();

	/* Its own entry it uses even where it could not make one. */
	a->entry = tar ? archive_entry_new2(tar) : NULL;
	a->in_member = false;
	if (a->entry && hf_octets_open(&a->octets, a->kind) && open_tar(a, tar))
		return tar;
	hf_tar_close(a, tar);
	return NULL;
}

void hf_tar_close(struct hf_archive *a, struct archive *tar)
{
	archive_entry_free(a->entry);
	archive_read_free(tar);
	hf_octets_close(&a->octets);
	a->entry = NULL;
}

/* Past the octets of the member, so that is known where it ends. */
static uint64_t end_of_member(struct hf_archive *a, struct archive *tar)
{
	if (a->in_member)
		archive_read_data_skip(tar);
	a->in_member = false;
	return (uint64_t)archive_filter_bytes(tar, 0);
}

/* A tar has blocks of zeros at its end, or it was cut. */
static int see_the_end(struct hf_archive *a, struct archive *tar,
		       uint64_t members_end)
{
	if ((uint64_t)archive_filter_bytes(tar, 0) > members_end)
		return 0;
	hf_archive_damaged(a, "it ends without the blocks that end a tar, as if cut");
	return -1;
}

int hf_tar_next(struct hf_archive *a, struct archive *tar)
{
	/* Else a name is text, which libarchive would normalize (NFC). */
	locale_t before = uselocale(a->plain);
	uint64_t members_end;
	int got;

	errno = 0;
	members_end = end_of_member(a, tar);
	got = archive_read_next_header2(tar, a->entry);
	uselocale(before);
	if (got == ARCHIVE_EOF && !was_stopped(a, tar))
		return see_the_end(a, tar, members_end);
	a->in_member = got == ARCHIVE_OK || got == ARCHIVE_WARN;
	if (a->in_member)
		return 1;
	tell_stopped(a, tar);
	return -1;
}

int hf_tar_data(struct hf_archive *a, struct archive *tar,
		const void **data_ret, size_t *size_ret, la_int64_t *at_ret)
{
	int got;

	errno = 0;
	got = archive_read_data_block(tar, data_ret, size_ret, at_ret);
	if (got == ARCHIVE_EOF && !was_stopped(a, tar))
		return 0;
	if (got == ARCHIVE_OK || got == ARCHIVE_WARN)
		return 1;
	tell_stopped(a, tar);
	return -1;
}

static enum hf_walk_kind kind_of(struct archive_entry *entry)
{
	switch (archive_entry_filetype(entry)) {
	case AE_IFREG:
		return HF_WALK_FILE;
	case AE_IFDIR:
		return HF_WALK_DIRECTORY;
	case AE_IFLNK:
		return HF_WALK_SYMLINK;
	default:
		return HF_WALK_SPECIAL;
	}
}

int hf_tar_describe(struct hf_archive *a, struct hf_indexed *m,
		    struct hf_error *err)
{
	struct archive_entry *entry = a->entry;
	const char *path, *hard, *target;
	bool failed = false;

	/* NULL is what there is not, and what there is no memory for. */
	errno = 0;
	path = archive_entry_pathname(entry);
	hard = archive_entry_hardlink(entry);
	target = archive_entry_symlink(entry);
	if (errno == ENOMEM)
		return hf_fail_memory(err);

	*m = (struct hf_indexed){
		.kind = hard ? HF_WALK_FILE : kind_of(entry), .fd = -1,
		.mtime = { archive_entry_mtime(entry),
			   archive_entry_mtime_nsec(entry) },
		.executable = archive_entry_perm(entry) & S_IXUSR };
	if (!path) {
		hf_archive_damaged(a, "a member has no name");
		return 0;
	}
	m->path = hf_index_place(a->index, path,
				 m->kind == HF_WALK_DIRECTORY, &failed);
	if (archive_entry_size(entry) > 0 && m->kind == HF_WALK_FILE)
		m->size = (uint64_t)archive_entry_size(entry);
	if (m->path && hard)
		m->same_as = hf_index_place(a->index, hard, false, &failed);
	/* Some unpackers write them, through the link. */
	if (m->path && hard && archive_entry_size(entry) > 0)
		hf_found(a->sink, ARCHIVE_HEADERS_DIFFER, .path = m->path,
			 .detail = "it is a hard link, and has bytes of its own");
	/* One that leads out leads to nothing in the bag. */
	if (m->path && hard && !m->same_as)
		m->same_as = "";
	if (m->path && m->kind == HF_WALK_SYMLINK)
		m->target = hf_index_keep(a->index, target ? target : "");
	if (failed || (m->path && m->kind == HF_WALK_SYMLINK && !m->target))
		return hf_fail_memory(err);
	return 0;
}

static bool is_zero(const unsigned char *at, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (at[i])
			return false;
	}
	return true;
}

void hf_tar_look_behind(struct hf_archive *a, struct archive *tar)
{
	struct hf_octets *o = &a->octets;
	uint64_t ahead = o->given - (uint64_t)archive_filter_bytes(tar, 0);
	bool zero = ahead > o->n_last ||
		    is_zero(o->last + (o->n_last - ahead), (size_t)ahead);
	const void *data;
	ssize_t n;

	errno = 0;
	while ((n = hf_octets_next(o, &data)) > 0)
		zero = zero && is_zero(data, (size_t)n);
	if (n < 0 && !o->sys_errno && !o->damage)
		a->no_memory = true;
	else if (n < 0)
		hf_archive_damaged(a, o->damage);
	else if (!zero || o->trailing)
		hf_found(a->sink, ARCHIVE_TRAILING_DATA, .path = a->name);
}

/* Where the bytes of a file lie; or why they cannot be read there. */
static void find_bytes(struct hf_archive *a, struct archive *tar,
		       struct hf_indexed *m)
{
	m->place = HF_AT_OFFSET;
	m->fd = a->octets.fd;
	m->offset = (uint64_t)archive_filter_bytes(tar, 0);
	if (archive_entry_sparse_count(a->entry)) {
		/* It lies in pieces: only a pass puts them together. */
		m->place = HF_NOT_READ;
		m->sys_errno = ESPIPE;
	} else if (end_of_member(a, tar) - m->offset !=
		   (m->size + BLOCK - 1) / BLOCK * BLOCK &&
		   m->offset + m->size <= a->octets.size) {
		/* Nor is it as long in here as it says to be. */
		m->place = HF_NOT_READ;
		m->sys_errno = ESPIPE;
	} else if (m->offset > a->octets.size ||
		   m->size > a->octets.size - m->offset) {
		hf_archive_damaged(a, "it ends within a member");
		m->place = HF_NOT_READ;
		m->sys_errno = EARCHIVE_DAMAGED;
	}
}

/* One member; 1 where it is the last that is taken. */
static int index_member(struct hf_archive *a, struct archive *tar,
			struct hf_error *err)
{
	struct hf_indexed m;

	if (hf_tar_describe(a, &m, err) < 0)
		return -1;
	if (!m.path)
		return 0;
	if (m.kind == HF_WALK_FILE && !m.same_as)
		find_bytes(a, tar, &m);
	if (hf_index_add(a->index, &m, err) < 0)
		return -1;
	if (hf_index_count(a->index) <= a->limits.members)
		return 0;
	hf_archive_exceeds(a, "the number of its members");
	return 1;
}

int hf_tar_index(struct hf_archive *a, struct hf_error *err)
{
	struct archive *tar = hf_tar_open(a);
	int got = 1, ret = tar || a->damaged ? 0 : hf_fail_memory(err);

	while (tar && ret == 0 && (got = hf_tar_next(a, tar)) > 0)
		ret = index_member(a, tar, err);
	if (tar && ret == 0 && got == 0)
		hf_tar_look_behind(a, tar);
	if (tar)
		hf_tar_close(a, tar);
	if (a->no_memory)
		return hf_fail_memory(err);
	return ret < 0 ? -1 : 0;
}
