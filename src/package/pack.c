#include "package/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "bag/bag.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/text.h"
#include "container/pack.h"
#include "finding/sink.h"
#include "package/fit.h"
#include "package/members.h"
#include "package/within.h"
#include "verify/checks.h"

#define CHUNK	(256u * 1024)

/* One packing. */
struct packing {
	const struct hf_pack_options *options;
	struct hf_error *err;
	struct hf_policy policy;
	struct hf_judge judge;
	int root;
	struct hf_source *source;
	struct hf_bag *bag;
	struct hf_members members;
	struct hf_staging staging;
	struct hf_packer *packer;	/* NULL once it is known to be in vain */
	struct hf_digester *digester;	/* of algs */
	hf_alg_set algs;
	struct hf_digests digests;
	struct hf_buf path;		/* the bag's name, and then a member's */
	size_t name_len;
	unsigned char *chunk;
	uint64_t done;
};

static bool may_pack(const struct packing *p)
{
	return hf_is_fit(p->judge.fixity, p->options->allow_incomplete);
}

static int refuse(const struct packing *p)
{
	return hf_refuse_unfit(p->judge.fixity, "bag", p->err);
}

/* What each file is for the bag must be known of just the files to be packed. */
static void compare_views(struct packing *p)
{
	uint32_t n = hf_inventory_count(p->bag->inventory), index;
	uint64_t there = 0;

	for (uint32_t i = 0; i < n; i++)
		there += (hf_inventory_at(p->bag->inventory, i)->flags &
			  HF_FILE_PRESENT) != 0;
	for (size_t i = 0; i < p->members.n; i++) {
		const struct hf_member *member = &p->members.at[i];

		if (member->folder)
			continue;
		index = hf_inventory_find(p->bag->inventory, member->path,
					  strlen(member->path));
		if (index == HF_NO_FILE ||
		    !(hf_inventory_at(p->bag->inventory, index)->flags &
		      HF_FILE_PRESENT))
			hf_found(&p->judge.sink, CHANGED_DURING_READ,
				 .path = member->path,
				 .detail = "it was removed while the bag was being read");
	}
	if (there > p->members.files)
		hf_found(&p->judge.sink, CHANGED_DURING_READ, .path = ".",
			 .detail = "files were added while the bag was being read");
}

/* First what there is, then what it should be: what changes between, tells. */
static int examine(struct packing *p)
{
	if (hf_source_from_directory(&p->source, p->root, p->err) < 0 ||
	    hf_members_read(&p->members, p->source, p->root, p->err) < 0 ||
	    hf_bag_read(&p->bag, p->source, HF_BAG_ALL, &p->judge.sink,
			p->err) < 0 ||
	    hf_check_all_but_fixity(p->bag, &p->judge.sink, p->err) < 0)
		return -1;
	compare_views(p);
	return may_pack(p) ? 0 : refuse(p);
}

/* A digester for the algorithms by which this file is listed; none for none. */
static int want_digests(struct packing *p, hf_alg_set algs)
{
	if (algs == p->algs)
		return 0;
	hf_digester_free(p->digester);
	p->digester = NULL;
	p->algs = 0;
	if (algs && hf_digester_new(&p->digester, algs, p->err) < 0)
		return -1;
	p->algs = algs;
	return 0;
}

/* The next in the archive, under the name of the bag. */
static int add_member(struct packing *p, const struct hf_member *member)
{
	struct hf_pack_member packed = {
		.folder = member->folder, .executable = member->executable,
		.size = member->size, .mtime = member->mtime,
	};

	p->path.len = p->name_len;
	if (*member->path)
		hf_buf_addc(&p->path, '/');
	hf_buf_adds(&p->path, member->path);
	if (hf_buf_check(&p->path, p->err) < 0)
		return -1;
	packed.path = hf_buf_text(&p->path);
	return p->packer ? hf_packer_add(p->packer, &packed, p->err) : 0;
}

/* Bytes that were read go to the digests, and to the archive. */
static int take_chunk(struct packing *p, size_t n)
{
	if (p->digester &&
	    hf_digester_update(p->digester, p->chunk, n, p->err) < 0)
		return -1;
	if (p->packer &&
	    hf_packer_data(p->packer, p->chunk, n, p->err) < 0)
		return -1;
	p->done += n;
	if (p->options->progress)
		p->options->progress(p->options->progress_ctx, p->done,
				     p->members.octets);
	return 0;
}

/* Read all of an open file; how that went is in @result.  -1: we failed. */
static int read_file(struct packing *p, const struct hf_member *member, int fd,
		     struct hf_item_result *result)
{
	struct stat st;

	while (result->bytes < member->size) {
		uint64_t left = member->size - result->bytes;
		ssize_t n = hf_io->pread(fd, p->chunk,
					 left < CHUNK ? (size_t)left : CHUNK,
					 (off_t)result->bytes);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			result->status = HF_ITEM_READ_ERROR;
			result->sys_errno = errno;
			return 0;
		}
		if (n == 0) {
			result->status = HF_ITEM_SHORT;
			return 0;
		}
		result->bytes += (uint64_t)n;
		if (take_chunk(p, (size_t)n) < 0)
			return -1;
	}
	if (hf_io->fstat(fd, &st) < 0) {
		result->status = HF_ITEM_READ_ERROR;
		result->sys_errno = errno;
	} else if (!hf_member_is_same(member, &st)) {
		result->status = HF_ITEM_CHANGED;
	}
	return 0;
}

/* One that was changed since it was looked at is not read at all. */
static int read_member(struct packing *p, const struct hf_member *member,
		       struct hf_item_result *result)
{
	struct hf_extent extent = { 0 };
	int ret = 0;

	result->sys_errno = p->source->ops->open(p->source, member->path,
						 &extent);
	if (result->sys_errno) {
		result->status = HF_ITEM_NOT_OPENED;
		return 0;
	}
	if (!hf_member_is_same(member, &extent.before))
		result->status = HF_ITEM_CHANGED;
	else if (add_member(p, member) < 0 ||
		 read_file(p, member, extent.fd, result) < 0)
		ret = -1;
	p->source->ops->close(p->source, &extent);
	/* Also where it failed, since the digester is for the next one too. */
	if (ret == 0 && p->digester)
		ret = hf_digester_finish(p->digester, &p->digests, p->err);
	return ret;
}

static int pack_file(struct packing *p, const struct hf_member *member)
{
	uint32_t index = hf_inventory_find(p->bag->inventory, member->path,
					   strlen(member->path));
	struct hf_item_result result = {
		.status = HF_ITEM_DONE, .digests = &p->digests,
	};

	if (want_digests(p, hf_inventory_at(p->bag->inventory,
					    index)->listed) < 0 ||
	    read_member(p, member, &result) < 0)
		return -1;
	hf_check_read(p->bag, index, &result, &p->judge.sink);
	/* All that is wrong is still to be told; but nothing will be made. */
	if (!may_pack(p)) {
		hf_packer_free(p->packer);
		p->packer = NULL;
	}
	return 0;
}

static int pack_all(struct packing *p, const char *dest,
		    struct hf_pack_summary *summary)
{
	struct hf_packer_options options = {
		.form = p->options->form, .deflate = p->options->deflate,
		.jobs = p->options->jobs, .fd = p->staging.dir,
		.target = dest,
	};

	p->chunk = malloc(CHUNK);
	if (!p->chunk)
		return hf_fail_memory(p->err);
	if (hf_packer_new(&p->packer, &options, p->err) < 0)
		return -1;
	for (size_t i = 0; i < p->members.n; i++) {
		const struct hf_member *member = &p->members.at[i];

		if ((member->folder ? add_member(p, member)
				    : pack_file(p, member)) < 0)
			return -1;
	}
	if (!may_pack(p))
		return refuse(p);
	return hf_packer_finish(p->packer, &summary->archive_octets, p->err);
}

/* The folder in the archive has the name that the bag's has. */
static int take_name(struct packing *p, const char *path)
{
	const char *name = hf_last_part(path, &p->name_len);

	hf_buf_add(&p->path, name, p->name_len);
	if (hf_buf_check(&p->path, p->err) < 0)
		return -1;
	if (!p->name_len || !strcmp(p->path.data, ".") ||
	    !strcmp(p->path.data, ".."))
		return hf_fail(p->err, HF_EUSAGE,
			       "'%s' does not end with the name of the bag",
			       hf_shown(path));
	if (!hf_utf8_is_valid(p->path.data, p->name_len))
		return hf_fail(p->err, HF_EREFUSED,
			       "'%s' is a name that is not UTF-8, which each system would read in its own way; rename the bag",
			       hf_shown(p->path.data));
	return 0;
}

static void release(struct packing *p)
{
	hf_packer_free(p->packer);
	hf_staging_end(&p->staging);
	hf_digester_free(p->digester);
	hf_members_release(&p->members);
	hf_bag_free(p->bag);
	hf_source_free(p->source);
	hf_close(p->root);
	hf_buf_release(&p->path);
	free(p->chunk);
}

int hf_pack(const char *path, const char *dest,
	    const struct hf_pack_options *options, struct hf_sink *sink,
	    struct hf_pack_summary *summary, struct hf_error *err)
{
	struct packing p = {
		.options = options, .err = err, .root = -1,
		.staging = HF_STAGING_NONE,
	};
	int ret = -1;

	hf_policy_init(&p.policy, false);
	hf_judge_init(&p.judge, &p.policy, sink);
	*summary = (struct hf_pack_summary){ 0 };
	if (take_name(&p, path) < 0)
		goto out;
	p.root = hf_io->openat(AT_FDCWD, path,
			       O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (p.root < 0) {
		hf_fail(err, HF_ESYS, "cannot open the folder '%s'",
			hf_shown(path));
		goto out;
	}
	if (hf_refuse_within(p.root, dest, err) < 0 || examine(&p) < 0 ||
	    hf_staging_begin_file(&p.staging, dest, err) < 0 ||
	    pack_all(&p, dest, summary) < 0 ||
	    hf_staging_publish(&p.staging, err) < 0) {
		hf_staging_failed(&p.staging, dest, "made", err);
		goto out;
	}
	summary->verdict = p.judge.fixity;
	summary->files = p.members.files;
	summary->octets = p.members.octets;
	summary->recovered = p.staging.recovered;
	ret = 0;
out:
	release(&p);
	return ret;
}
