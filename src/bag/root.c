#include "bag/root.h"

#include <errno.h>
#include <string.h>

#include "bag/inventory.h"
#include "bag/path.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "digest/engine.h"

#define SHA256	HF_ALG_BIT(HF_SHA256)

struct rooting {
	struct hf_source *source;
	struct hf_inventory *files;	/* outside data/ */
	const uint32_t *order;		/* of them, by path */
	struct hf_digester *listing;
	struct hf_buf line;
	struct hf_bag_root *root;
	struct hf_error *err;
	bool alone;			/* without what is in data/ */
	bool failed;			/* err is set */
};

/* What hinders may be of an archive, which errno has no words for. */
static int fail_at(struct hf_error *err, const char *path, int sys_errno)
{
	hf_fail(err, HF_EREFUSED, "'%s' cannot be read: %s",
		*path ? hf_shown(path) : ".",
		hf_source_errno_text(sys_errno));
	err->code = HF_ESYS;
	err->sys_errno = sys_errno;
	return -1;
}

static int visit(void *ctx, const struct hf_walk_entry *entry,
		 struct hf_error *err)
{
	struct rooting *r = ctx;
	uint32_t index;

	if (entry->kind == HF_WALK_UNREADABLE)
		return fail_at(err, entry->path,
			       entry->sys_errno ? entry->sys_errno
						: EARCHIVE_DAMAGED);
	if (r->alone && entry->kind == HF_WALK_DIRECTORY &&
	    !strcmp(entry->path, "data"))
		return HF_WALK_PRUNE;
	if (entry->kind != HF_WALK_FILE)
		return HF_WALK_GO_ON;
	r->root->files++;
	r->root->octets += (uint64_t)entry->st->st_size;
	if (hf_path_is_payload(entry->path, entry->len) ||
	    !strcmp(entry->path, "data"))
		return HF_WALK_GO_ON;
	index = hf_inventory_add(r->files, entry->path, entry->len);
	if (index == HF_NO_FILE)
		return hf_fail_memory(err);
	hf_inventory_at(r->files, index)->size = (uint64_t)entry->st->st_size;
	return HF_WALK_GO_ON;
}

static const char *path_of(const struct rooting *r, uint64_t item)
{
	return hf_inventory_at(r->files, r->order[item])->path;
}

static int open_item(void *ctx, uint64_t item, struct hf_extent *extent)
{
	const struct rooting *r = ctx;

	extent->algs = SHA256;
	return r->source->ops->open(r->source, path_of(r, item), extent);
}

static int close_item(void *ctx, uint64_t item, const struct hf_extent *extent)
{
	const struct rooting *r = ctx;

	(void)item;
	return r->source->ops->close(r->source, extent);
}

static uint64_t size_hint(void *ctx, uint64_t item)
{
	const struct rooting *r = ctx;

	return hf_inventory_at(r->files, r->order[item])->size;
}

/* One that a line cannot hold is written with escapes, and told by the first. */
static const char *escape_of(char c)
{
	switch (c) {
	case '\\':
		return "\\\\";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	default:
		return NULL;
	}
}

/* "<hex>  <path>\n", as GNU sha256sum writes it. */
static void make_line(struct hf_buf *line, const char *path,
		      const unsigned char *digest)
{
	char hex[HF_HEX_MAX];

	hf_hex_encode(hex, digest, hf_alg_size(HF_SHA256));
	hf_buf_clear(line);
	if (strpbrk(path, "\\\n\r"))
		hf_buf_addc(line, '\\');
	hf_buf_printf(line, "%s  ", hex);
	for (; *path; path++) {
		const char *escape = escape_of(*path);

		if (escape)
			hf_buf_adds(line, escape);
		else
			hf_buf_addc(line, *path);
	}
	hf_buf_addc(line, '\n');
}

static int list(struct rooting *r, const struct hf_item_result *result)
{
	make_line(&r->line, path_of(r, result->item),
		  result->digests->of[HF_SHA256]);
	if (hf_buf_check(&r->line, r->err) < 0)
		return -1;
	return hf_digester_update(r->listing, r->line.data, r->line.len,
				  r->err);
}

static int take(void *ctx, const struct hf_item_result *result)
{
	struct rooting *r = ctx;
	const char *path = path_of(r, result->item);
	int ret = -1;

	if (r->failed)
		return -1;
	switch (result->status) {
	case HF_ITEM_DONE:
		ret = list(r, result);
		break;
	case HF_ITEM_SHORT:
	case HF_ITEM_CHANGED:
		hf_fail(r->err, HF_EREFUSED, "'%s' changed while it was read",
			hf_shown(path));
		break;
	case HF_ITEM_LIB_ERROR:
	case HF_ITEM_CANCELLED:
		hf_fail(r->err, HF_ELIB, "the digest of '%s' could not be computed",
			hf_shown(path));
		break;
	default:
		fail_at(r->err, path, result->sys_errno);
	}
	r->failed = ret < 0;
	return ret;
}

/*
 * By OpenSSL alone: the root may accuse whoever keeps the bag, and is no
 * matter of speed.
 */
static int read_files(struct rooting *r, unsigned int jobs)
{
	const struct hf_engine_options options = {
		.jobs = jobs, .engine = HF_ENGINE_OPENSSL, .from_medium = true,
	};
	struct hf_engine_job job = {
		.n_items = hf_inventory_count(r->files),
		.open_item = open_item, .close_item = close_item, .done = take,
		.size_hint = size_hint, .waits = r->source->waits, .ctx = r,
	};

	r->order = hf_inventory_sorted(r->files);
	if (!r->order)
		return hf_fail_memory(r->err);
	if (job.n_items && hf_engine_run(&options, &job, r->err) < 0)
		return -1;
	return r->failed ? -1 : 0;
}

static int compute(struct hf_source *source, unsigned int jobs, bool alone,
		   struct hf_bag_root *root, struct hf_error *err)
{
	struct rooting r = { .source = source, .root = root, .err = err,
			     .alone = alone };
	struct hf_digests whole;
	int ret = -1;

	*root = (struct hf_bag_root){ 0 };
	source->jobs = jobs;
	if (hf_inventory_new(&r.files, err) == 0 &&
	    hf_digester_new(&r.listing, SHA256, err) == 0 &&
	    source->ops->walk(source, NULL, visit, &r, err) == 0 &&
	    read_files(&r, jobs) == 0 &&
	    hf_digester_finish(r.listing, &whole, err) == 0) {
		hf_hex_encode(root->hex, whole.of[HF_SHA256],
			      hf_alg_size(HF_SHA256));
		ret = 0;
	}
	hf_inventory_free(r.files);
	hf_digester_free(r.listing);
	hf_buf_release(&r.line);
	return ret;
}

int hf_bag_root(struct hf_source *source, unsigned int jobs,
		struct hf_bag_root *root, struct hf_error *err)
{
	return compute(source, jobs, false, root, err);
}

int hf_bag_root_alone(struct hf_source *source, unsigned int jobs,
		      struct hf_bag_root *root, struct hf_error *err)
{
	return compute(source, jobs, true, root, err);
}
