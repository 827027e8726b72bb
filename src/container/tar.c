/* Tar, by libarchive: its octets come from us, through the table of base/io.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "container/inside.h"
#include "finding/sink.h"

#define CHUNK_SIZE	(256 * 1024)

static la_ssize_t give_octets(struct archive *tar, void *ctx,
			      const void **data_ret)
{
	struct hf_octets *o = ctx;
	ssize_t n;

	*data_ret = o->chunk;
	if (o->first_at < o->n_first) {
		*data_ret = o->first + o->first_at;
		n = (ssize_t)(o->n_first - o->first_at);
		o->first_at = o->n_first;
		o->at += (uint64_t)n;
		return n;
	}
	do {
		n = o->seekable ? hf_io->pread(o->fd, o->chunk, CHUNK_SIZE,
					       (off_t)o->at)
				: hf_io->read(o->fd, o->chunk, CHUNK_SIZE);
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		o->sys_errno = errno;
		archive_set_error(tar, errno, "%s", hf_errno_text(errno));
		return ARCHIVE_FATAL;
	}
	o->at += (uint64_t)n;
	return n;
}

static la_int64_t skip_octets(struct archive *tar, void *ctx, la_int64_t wanted)
{
	struct hf_octets *o = ctx;

	(void)tar;
	if (!o->seekable || o->first_at < o->n_first)
		return 0;
	if ((uint64_t)wanted > o->size - o->at)
		wanted = o->size > o->at ? (la_int64_t)(o->size - o->at) : 0;
	o->at += (uint64_t)wanted;
	return wanted;
}

/*
 * Why libarchive failed: octets that could not be read, or memory that ended,
 * which says nothing of the archive.  It has an errno for that, zlib within it
 * has none, so that of malloc(3) is looked at too.
 */
static bool lacked_memory(const struct hf_archive *a, struct archive *tar)
{
	return !a->octets.sys_errno &&
	       (errno == ENOMEM || archive_errno(tar) == ENOMEM);
}

/*
 * Whether it was stopped where it says that there is no more: it takes a filter
 * that fails at its first octets for an empty one.
 */
static bool was_stopped(const struct hf_archive *a, struct archive *tar)
{
	return a->octets.sys_errno || lacked_memory(a, tar);
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
	static const int filters[] = {
		[HF_ARCHIVE_TAR_GZ] = ARCHIVE_FILTER_GZIP,
		[HF_ARCHIVE_TAR_BZ2] = ARCHIVE_FILTER_BZIP2,
		[HF_ARCHIVE_TAR_XZ] = ARCHIVE_FILTER_XZ,
		[HF_ARCHIVE_TAR_ZST] = ARCHIVE_FILTER_ZSTD,
	};

	/*
	 * Named one by one: what looks like something else is not tried, and a
	 * filter within a filter not unpacked.  None of these looks at what is
	 * in the archive.
	 */
	if (archive_read_set_format(tar, ARCHIVE_FORMAT_TAR) != ARCHIVE_OK ||
	    (a->kind != HF_ARCHIVE_TAR &&
	     archive_read_append_filter(tar, filters[a->kind]) != ARCHIVE_OK) ||
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
	a->octets.chunk = malloc(CHUNK_SIZE);
	if (a->entry && a->octets.chunk && open_tar(a, tar))
		return tar;
	hf_tar_close(a, tar);
	return NULL;
}

void hf_tar_close(struct hf_archive *a, struct archive *tar)
{
	archive_entry_free(a->entry);
	archive_read_free(tar);
	free(a->octets.chunk);
	a->octets.chunk = NULL;
	a->entry = NULL;
}

int hf_tar_next(struct hf_archive *a, struct archive *tar)
{
	/* Else a name is text, which libarchive would normalize (NFC). */
	locale_t before = uselocale(a->plain);
	int got;

	errno = 0;
	got = archive_read_next_header2(tar, a->entry);
	uselocale(before);
	if (got == ARCHIVE_EOF && !was_stopped(a, tar))
		return 0;
	if (got == ARCHIVE_OK || got == ARCHIVE_WARN)
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
	/* One that leads out leads to nothing in the bag. */
	if (m->path && hard && !m->same_as)
		m->same_as = "";
	if (m->path && m->kind == HF_WALK_SYMLINK)
		m->target = hf_index_keep(a->index, target ? target : "");
	if (failed || (m->path && m->kind == HF_WALK_SYMLINK && !m->target))
		return hf_fail_memory(err);
	return 0;
}

/* Behind its end, a tar has nothing but zeros. */
static void look_behind(struct hf_archive *a, uint64_t at)
{
	unsigned char *chunk = a->octets.chunk;

	for (;;) {
		ssize_t n = hf_io->pread(a->octets.fd, chunk, CHUNK_SIZE,
					 (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		/* Every member was met: what is behind them is not known. */
		if (n < 0)
			hf_found(a->sink, READ_ERROR, .path = a->name,
				 .detail = hf_errno_text(errno));
		if (n <= 0)
			return;
		for (ssize_t i = 0; i < n; i++) {
			if (!chunk[i])
				continue;
			hf_found(a->sink, ARCHIVE_TRAILING_DATA,
				 .path = a->name);
			return;
		}
		at += (uint64_t)n;
	}
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
	} else if (m->offset > a->octets.size ||
		   m->size > a->octets.size - m->offset) {
		hf_archive_damaged(a, "it ends within a member");
		m->place = HF_NOT_READ;
		m->sys_errno = EIO;
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
		look_behind(a, (uint64_t)archive_filter_bytes(tar, 0));
	if (tar)
		hf_tar_close(a, tar);
	if (a->no_memory)
		return hf_fail_memory(err);
	return ret < 0 ? -1 : 0;
}
