/* A bag in an archive, as a source. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "container/inflate.h"
#include "container/inside.h"
#include "container/unpacked.h"
#include "finding/sink.h"

/* --- The source. --- */

struct archive_source {
	struct hf_source source;	/* must be first */
	struct hf_index *index;
	struct stat st;			/* of the archive, before it was read */
	int archive;			/* the open archive */
	int own[2];			/* files to close: it, and the spool; or -1 */
};

static struct archive_source *of(struct hf_source *source)
{
	return (struct archive_source *)source;
}

static int archive_walk(struct hf_source *source, const char *start,
			hf_walk_fn *visit, void *ctx, struct hf_error *err)
{
	return hf_index_walk(of(source)->index, start, visit, ctx, err);
}

/* A hard link is what it leads to: it was seen that it leads to a file. */
static const struct hf_indexed *find(struct hf_index *index, const char *path)
{
	uint32_t i = hf_index_find(index, path);
	const struct hf_indexed *m = NULL;

	while (i != HF_NONE) {
		m = hf_index_at(index, i);
		if (!m->same_as)
			return m;
		i = hf_index_find(index, m->same_as);
	}
	return NULL;
}

static int give_digests(const struct hf_indexed *m, struct hf_extent *extent)
{
	const unsigned char *at = m->digests;
	struct hf_digests *known;

	/* Of one that asks for the bytes, or for a digest that was not made. */
	if (!extent->algs || extent->algs & ~m->algs)
		return ESPIPE;
	known = malloc(sizeof(*known));
	if (!known)
		return ENOMEM;
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (!(m->algs & HF_ALG_BIT(alg)))
			continue;
		memcpy(known->of[alg], at, hf_alg_size(alg));
		at += hf_alg_size(alg);
	}
	extent->fd = -1;
	extent->known = known;
	return 0;
}

static int open_member(const struct archive_source *a,
		       const struct hf_indexed *m, struct hf_extent *extent)
{
	extent->fd = m->fd;
	extent->offset = m->offset;
	extent->length = m->size;
	if (m->fd == a->archive)
		extent->before = a->st;
	switch (m->place) {
	case HF_AT_OFFSET:
		/* With no digest to compare, the sum must do. */
		return m->has_crc && !extent->algs ? hf_inflate_open(extent, m)
						   : 0;
	case HF_DEFLATED:
		return hf_inflate_open(extent, m);
	case HF_DIGESTED:
		/* Small ones were kept as well. */
		return !extent->algs && m->fd >= 0 ? 0
						   : give_digests(m, extent);
	case HF_NOT_READ:
		return m->sys_errno;
	}
	return EIO;
}

static int archive_open(struct hf_source *source, const char *path,
			struct hf_extent *extent)
{
	static const int errors[] = {
		[HF_WALK_DIRECTORY] = EISDIR,
		[HF_WALK_SYMLINK] = ELOOP,
		[HF_WALK_SPECIAL] = EFTYPE_NOT_REGULAR,
	};
	const struct hf_indexed *m = find(of(source)->index, path);

	if (!m)
		return hf_index_is_incomplete(of(source)->index)
		       ? EARCHIVE_DAMAGED : ENOENT;
	if (m->kind != HF_WALK_FILE)
		return errors[m->kind];
	return open_member(of(source), m, extent);
}

static int archive_close(struct hf_source *source,
			 const struct hf_extent *extent)
{
	(void)source;
	if (extent->read)
		hf_inflate_close(extent);
	free((void *)extent->known);
	return 0;
}

static int archive_read_link(struct hf_source *source, const char *path,
			     char *target, size_t size)
{
	const struct hf_indexed *m = find(of(source)->index, path);

	if (!m || m->kind != HF_WALK_SYMLINK)
		return m ? EINVAL : ENOENT;
	if (strlen(m->target) >= size)
		return ENAMETOOLONG;
	strcpy(target, m->target);
	return 0;
}

static void archive_release(struct hf_source *source)
{
	hf_index_free(of(source)->index);
	hf_close(of(source)->own[0]);
	hf_close(of(source)->own[1]);
	free(source);
}

static const struct hf_source_ops archive_ops;

struct hf_index *hf_archive_index(struct hf_source *source)
{
	return source->ops == &archive_ops ? of(source)->index : NULL;
}

static const struct hf_source_ops archive_ops = {
	.walk	   = archive_walk,
	.open	   = archive_open,
	.close	   = archive_close,
	.read_link = archive_read_link,
	.free	   = archive_release,
};

/* --- Reading its members. --- */

/* What one reading of the archive told, kept until it is known to count. */
struct reading {
	struct hf_findings found;
	struct hf_sink *sink;
};

static int begin_reading(struct reading *r, struct hf_archive *a,
			 struct hf_error *err)
{
	hf_findings_init(&r->found);
	r->sink = a->sink;
	a->sink = &r->found.sink;
	hf_index_free(a->index);
	a->index = NULL;
	a->octets.at = a->octets.first_at = 0;
	/* Where it can be read again, it is: from the file. */
	if (a->octets.seekable)
		a->octets.n_first = 0;
	return hf_index_new(&a->index, a->name, a->sink, err);
}

static int end_reading(struct reading *r, struct hf_archive *a, bool counts,
		       int ret, struct hf_error *err)
{
	a->sink = r->sink;
	if (ret == 0 && r->found.failed)
		ret = hf_fail_memory(err);
	for (size_t i = 0; counts && i < r->found.n; i++)
		hf_emit(a->sink, &r->found.at[i]);
	hf_findings_release(&r->found);
	return ret;
}

typedef int read_fn(struct hf_archive *a, struct hf_error *err);

/* Whether a member lies in pieces, which only a pass puts together. */
static bool has_pieces(struct hf_index *index)
{
	for (uint32_t i = 0; i < hf_index_count(index); i++) {
		const struct hf_indexed *m = hf_index_at(index, i);

		if (m->place == HF_NOT_READ && m->sys_errno == ESPIPE)
			return true;
	}
	return false;
}

/* Whether manifests that came behind ask for more than was computed. */
static bool wants_more(const struct hf_archive *a)
{
	return a->octets.seekable && !a->damaged && a->algs &&
	       a->wanted & ~a->algs;
}

static int read_and_seal(struct hf_archive *a, read_fn *read,
			 struct hf_error *err)
{
	return read(a, err) < 0 ? -1 : hf_index_seal(a->index, a->damaged, err);
}

/* Read the members by @read; *again_ret: that does not count. */
static int read_by(struct hf_archive *a, read_fn *read, bool *again_ret,
		   struct hf_error *err)
{
	struct reading r;
	int ret = begin_reading(&r, a, err);

	*again_ret = false;
	if (ret == 0)
		ret = read_and_seal(a, read, err);
	*again_ret = ret == 0 &&
		     (read == hf_tar_pass ? wants_more(a)
					  : has_pieces(a->index));
	return end_reading(&r, a, !*again_ret, ret, err);
}

static int read_members(struct hf_archive *a, struct hf_error *err)
{
	read_fn *read = a->kind == HF_ARCHIVE_ZIP ? hf_zip_index :
			a->kind == HF_ARCHIVE_TAR && a->octets.seekable
			? hf_tar_index : hf_tar_pass;
	bool again;

	for (;;) {
		if (read_by(a, read, &again, err) < 0)
			return -1;
		if (!again)
			return 0;
		a->damaged = false;
		if (read == hf_tar_pass)
			a->algs |= a->wanted;
		read = hf_tar_pass;
	}
}

/* "bag" of "some/where/bag.tar.gz". */
static bool is_named_like(const char *name, const char *top)
{
	const char *base = strrchr(name, '/');
	size_t len = strlen(top);

	base = base ? base + 1 : name;
	return !strncmp(base, top, len) &&
	       (base[len] == '.' || !base[len]);
}

static void judge_whole(struct hf_archive *a)
{
	const char *top = hf_index_top(a->index);

	if (!*top && !hf_index_count(a->index) && !a->damaged)
		hf_found(a->sink, ARCHIVE_NO_FOLDER, .path = a->name);
	else if (*top && strcmp(a->name, "-") != 0 &&
		 !is_named_like(a->name, top))
		hf_found(a->sink, ARCHIVE_NAME_DIFFERS, .path = a->name,
			 .actual = top);
}

/* --- Opening. --- */

static struct hf_archive_limits defaults(const struct hf_archive_limits *asked)
{
	return (struct hf_archive_limits){
		.members = asked->members ? asked->members : 20000000,
		.ratio = asked->ratio ? asked->ratio : 1100,
		.spared = asked->spared ? asked->spared : UINT64_C(1) << 30,
		.kept = asked->kept ? asked->kept : UINT64_C(1) << 30,
	};
}

/* Its first octets, and whether they can be read again. */
static int look_at(struct hf_octets *o, const char *name, struct hf_error *err)
{
	if (hf_io->fstat(o->fd, &o->st) < 0)
		return hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(name));
	o->seekable = S_ISREG(o->st.st_mode);
	o->size = o->seekable ? (uint64_t)o->st.st_size : 0;
	while (o->n_first < sizeof(o->first)) {
		unsigned char *to = o->first + o->n_first;
		size_t size = sizeof(o->first) - o->n_first;
		ssize_t n = o->seekable ?
			hf_io->pread(o->fd, to, size, (off_t)o->n_first) :
			hf_io->read(o->fd, to, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return hf_fail(err, HF_ESYS, "cannot read '%s'",
				       hf_shown(name));
		if (n == 0)
			break;
		o->n_first += (size_t)n;
	}
	return 0;
}

/* A zip is read from its end, so one that comes from a pipe is kept whole. */
static int keep_whole(struct hf_archive *a, struct hf_error *err)
{
	struct hf_octets *o = &a->octets;
	size_t size = 256 * 1024;
	char *chunk = malloc(size);
	ssize_t n = 1;

	if (!chunk)
		return hf_fail_memory(err);
	if (hf_spool_ready(a, err) < 0 ||
	    hf_spool_add(a, o->first, o->n_first, err) < 0) {
		free(chunk);
		return -1;
	}
	while (n > 0) {
		n = hf_io->read(o->fd, chunk, size);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n < 0)
			hf_fail(err, HF_ESYS, "cannot read '%s'",
				hf_shown(a->name));
		else if (hf_spool_add(a, chunk, (size_t)n, err) < 0)
			n = -1;
	}
	free(chunk);
	if (n < 0)
		return -1;
	hf_close(o->fd);
	o->fd = a->spool;
	o->seekable = true;
	o->size = a->spooled;
	return hf_io->fstat(o->fd, &o->st) < 0 ?
	       hf_fail(err, HF_ESYS, "cannot look at '%s'",
		       hf_shown(a->name)) : 0;
}

/* Close what is not the caller's. */
static void close_own(const struct hf_archive *a, int fd)
{
	if (a->options->spool <= 0 || fd != a->options->spool)
		hf_close(fd);
}

static int open_source(struct hf_source **source_ret, struct hf_archive *a,
		       struct hf_error *err)
{
	struct archive_source *source;
	int given = a->options->spool > 0 ? a->options->spool : -1;

	if (look_at(&a->octets, a->name, err) < 0)
		return -1;
	a->kind = hf_archive_recognize(a->octets.first, a->octets.n_first);
	if (a->kind == HF_ARCHIVE_NONE)
		return hf_fail(err, HF_EUSAGE,
			       "'%s' is no bag: neither the folder that holds a bagit.txt, nor an archive that can be read (tar, tar.gz, tar.bz2, tar.xz, tar.zst, zip)",
			       hf_shown(a->name));
	if (a->kind == HF_ARCHIVE_ZIP && !a->octets.seekable &&
	    keep_whole(a, err) < 0)
		return -1;
	if (read_members(a, err) < 0)
		return -1;
	judge_whole(a);
	source = calloc(1, sizeof(*source));
	if (!source)
		return hf_fail_memory(err);
	*source = (struct archive_source){
		.source.ops = &archive_ops,
		.source.media_type = hf_archive_media_type(a->kind),
		.index = a->index, .st = a->octets.st,
		.archive = a->octets.fd,
		.own = { a->octets.fd == given ? -1 : a->octets.fd,
			 a->spool == given || a->spool == a->octets.fd
			 ? -1 : a->spool } };
	*source_ret = &source->source;
	return 0;
}

int hf_archive_open(struct hf_source **source_ret, struct hf_archive *a,
		    struct hf_error *err)
{
	int ret = -1;

	a->limits = defaults(&a->options->limits);
	a->spool = -1;
	a->plain = newlocale(LC_CTYPE_MASK, "C", (locale_t)0);
	if (!a->plain)
		hf_fail_memory(err);
	else
		ret = open_source(source_ret, a, err);
	if (a->plain)
		freelocale(a->plain);
	if (ret < 0) {
		hf_index_free(a->index);
		if (a->spool != a->octets.fd)
			close_own(a, a->spool);
		close_own(a, a->octets.fd);
	}
	return ret;
}
