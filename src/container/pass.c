/*
 * One pass over a tar that can only be read from its beginning to its end.
 *
 * Tag files are kept in a file without a name; payload is digested as it goes
 * by, on other threads, while the next octets are unpacked.  By which digests?
 * Where the manifests come first, as holdfast packs them, by theirs.  Where
 * they come behind, by those in use; and if a manifest then names another, an
 * archive that is a file is read once more.  What comes from a pipe cannot be:
 * then that digest is not known.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bag/manifest.h"
#include "bag/path.h"
#include "base/file.h"
#include "base/text.h"
#include "container/inside.h"
#include "container/unpacked.h"
#include "digest/pipe.h"

#define IN_USE	(HF_ALG_BIT(HF_MD5) | HF_ALG_BIT(HF_SHA1) | \
		 HF_ALG_BIT(HF_SHA256) | HF_ALG_BIT(HF_SHA512))

/* Small payload is kept too: a record may quote from it. */
#define KEPT_FILE	(1024 * 1024)
#define KEPT_IN_ALL	(64 * 1024 * 1024)

struct pass {
	struct hf_archive *a;
	struct archive *tar;
	struct hf_pipe *pipe;
	uint64_t holes;		/* octets that are in no archive */
	uint64_t kept;		/* of payload */
	int into;		/* the file that is unpacked just now; or -1 */
};

/* On the thread that reads, some members later. */
static int take_digests(void *ctx, uint64_t item, hf_alg_set algs,
			const struct hf_digests *digests, struct hf_error *err)
{
	struct pass *p = ctx;
	struct hf_indexed *m = hf_index_at(p->a->index, (uint32_t)item);
	unsigned char *at;
	size_t size = 0;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++)
		size += algs & HF_ALG_BIT(alg) ? hf_alg_size(alg) : 0;
	m->digests = at = hf_index_room(p->a->index, size + 1);
	if (!at)
		return hf_fail_memory(err);
	m->algs = algs;
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (!(algs & HF_ALG_BIT(alg)))
			continue;
		memcpy(at, digests->of[alg], hf_alg_size(alg));
		at += hf_alg_size(alg);
	}
	return 0;
}

/* Which digests are to be made of payload, decided at the first of it. */
static hf_alg_set payload_algs(struct hf_archive *a)
{
	if (a->options->no_digests)
		return 0;
	if (!a->algs)
		a->algs = a->wanted ? a->wanted : IN_USE;
	return a->algs;
}

static void note_manifest(struct hf_archive *a, const char *path)
{
	struct hf_manifest manifest;

	/* A tag manifest may list payload too, though it should not. */
	if (hf_manifest_parse_name(&manifest, path) && manifest.supported)
		a->wanted |= HF_ALG_BIT(manifest.alg);
}

/* Whether what was unpacked, headers and all, is still in proportion. */
static bool is_within(struct pass *p)
{
	uint64_t out = (uint64_t)archive_filter_bytes(p->tar, 0) + p->holes;

	if (!hf_archive_is_swollen(p->a, out, p->a->octets.at))
		return true;
	hf_archive_exceeds(p->a, "what it unpacks to");
	return false;
}

/* Some octets of a member: to the spool, to the digests, or both. */
static int pass_on(struct pass *p, const struct hf_indexed *m,
		   const void *data, size_t size, struct hf_error *err)
{
	if (m->fd == p->a->spool && hf_spool_add(p->a, data, size, err) < 0)
		return -1;
	if (p->into >= 0 && hf_write_all(p->into, data, size) < 0)
		return hf_fail(err, HF_ESYS, "'%s' cannot be written",
			       hf_shown(m->path));
	if (m->place == HF_DIGESTED)
		return hf_pipe_write(p->pipe, data, size, err);
	return 0;
}

static int pass_on_zeros(struct pass *p, const struct hf_indexed *m,
			 uint64_t n, struct hf_error *err)
{
	static const char zeros[64 * 1024];

	while (n) {
		size_t size = n < sizeof(zeros) ? (size_t)n : sizeof(zeros);

		p->holes += size;
		if (!is_within(p))
			return 1;
		if (pass_on(p, m, zeros, size, err) < 0)
			return -1;
		n -= size;
	}
	return 0;
}

/*
 * The octets of a member; holes are zeros.  1 where no more can be read, which
 * was told.
 */
static int read_data(struct pass *p, const struct hf_indexed *m,
		     struct hf_error *err)
{
	uint64_t at = 0;

	for (;;) {
		const void *data;
		size_t size;
		la_int64_t offset;
		int ret = hf_tar_data(p->a, p->tar, &data, &size, &offset);

		if (ret < 0)
			return 1;
		if (ret == 0)
			break;
		if (offset < 0 || (uint64_t)offset < at ||
		    (uint64_t)offset > m->size ||
		    size > m->size - (uint64_t)offset) {
			hf_archive_damaged(p->a, "the parts of a member overlap");
			return 1;
		}
		ret = pass_on_zeros(p, m, (uint64_t)offset - at, err);
		if (ret)
			return ret;
		if (!is_within(p))
			return 1;
		if (pass_on(p, m, data, size, err) < 0)
			return -1;
		at = (uint64_t)offset + size;
	}
	return pass_on_zeros(p, m, m->size - at, err);
}

/* Where it is to be unpacked, too: a file for it, with its time. */
static int begin_unpacking(struct pass *p, const struct hf_indexed *m,
			   struct hf_error *err)
{
	/* What is read a second time is there already. */
	if (p->a->options->into <= 0 || p->a->unpacked)
		return 0;
	p->into = hf_unpack_create(p->a->options->into, m->path, m->executable,
				   err);
	/* Two members in one place: that is told when all are known. */
	return p->into < 0 && err->sys_errno != EEXIST &&
	       err->sys_errno != ENOTDIR ? -1 : 0;
}

static int end_unpacking(struct pass *p, const struct hf_indexed *m,
			 struct hf_error *err)
{
	int fd = p->into;

	p->into = -1;
	return fd < 0 ? 0 : hf_unpack_finish(fd, m->path, &m->mtime, err);
}

/* What is to become of a member's octets. */
static void choose_place(struct pass *p, struct hf_indexed *m)
{
	struct hf_archive *a = p->a;
	bool payload = hf_path_is_payload(m->path, m->len);
	bool keep = !payload || (a->options->into <= 0 && m->size <= KEPT_FILE &&
				 p->kept + m->size <= KEPT_IN_ALL);

	if (!payload && a->spooled + m->size > a->limits.kept) {
		hf_archive_exceeds(a, "the size of its tag files");
		m->place = HF_NOT_READ;
		m->sys_errno = EARCHIVE_DAMAGED;
		return;
	}
	m->place = payload ? HF_DIGESTED : HF_AT_OFFSET;
	if (payload && keep)
		p->kept += m->size;
	m->fd = keep ? a->spool : -1;
	m->offset = a->spooled;
}

static int read_file(struct pass *p, struct hf_error *err)
{
	struct hf_indexed *m = hf_index_last(p->a->index), copy;
	int ret;

	choose_place(p, m);
	if (m->place == HF_NOT_READ)
		return 0;
	if (m->place == HF_AT_OFFSET)
		note_manifest(p->a, m->path);
	copy = *m;
	if (copy.place == HF_DIGESTED &&
	    (begin_unpacking(p, &copy, err) < 0 ||
	     hf_pipe_begin(p->pipe, hf_index_count(p->a->index) - 1,
			   payload_algs(p->a), err) < 0))
		return -1;
	ret = read_data(p, &copy, err);
	if (ret < 0 || end_unpacking(p, &copy, err) < 0)
		return -1;
	if (copy.place == HF_DIGESTED)
		hf_pipe_end(p->pipe);
	if (ret) {
		m = hf_index_last(p->a->index);
		m->place = HF_NOT_READ;
		m->sys_errno = EARCHIVE_DAMAGED;
	}
	return ret;
}

/* One member; 1 where it is the last that can be read. */
static int read_member(struct pass *p, struct hf_error *err)
{
	struct hf_indexed m;

	if (!is_within(p))
		return 1;
	if (hf_tar_describe(p->a, &m, err) < 0)
		return -1;
	if (!m.path)
		return 0;
	if (hf_index_add(p->a->index, &m, err) < 0)
		return -1;
	if (hf_index_count(p->a->index) > p->a->limits.members) {
		hf_archive_exceeds(p->a, "the number of its members");
		return 1;
	}
	if (m.kind != HF_WALK_FILE || m.place == HF_NOT_READ || m.same_as)
		return 0;
	return read_file(p, err);
}

static void tell_progress(const struct hf_archive *a)
{
	if (a->options->progress)
		a->options->progress(a->options->progress_ctx, a->octets.at,
				     a->octets.size);
}

int hf_tar_pass(struct hf_archive *a, struct hf_error *err)
{
	struct pass p = { .a = a, .into = -1 };
	int ret = -1, got = 1;

	if (hf_spool_ready(a, err) < 0 ||
	    hf_pipe_new(&p.pipe, a->options->jobs, take_digests, &p, err) < 0)
		return -1;
	p.tar = hf_tar_open(a);
	if (p.tar || a->damaged)
		ret = 0;
	else
		hf_fail_memory(err);
	while (p.tar && ret == 0 && (got = hf_tar_next(a, p.tar)) > 0) {
		ret = read_member(&p, err);
		tell_progress(a);
	}
	if (p.tar && ret == 0 && got == 0)
		hf_tar_look_behind(a, p.tar);
	if (ret >= 0 && a->no_memory)
		ret = hf_fail_memory(err);
	if (ret >= 0)
		ret = hf_pipe_finish(p.pipe, err);
	if (p.tar)
		hf_tar_close(a, p.tar);
	hf_close(p.into);
	hf_pipe_free(p.pipe);
	a->unpacked = true;
	return ret;
}
