#include "bag/mending.h"

#include <stdlib.h>
#include <string.h>

struct mending {
	struct hf_source source;	/* must be first */
	struct hf_source *good, *damaged;
	const struct hf_bad_files *bad;
};

static struct mending *of(struct hf_source *source)
{
	return (struct mending *)source;
}

static int by_bytes(const void *key, const void *at)
{
	return strcmp(key, *(const char *const *)at);
}

bool hf_is_bad_file(const struct hf_bad_files *bad, const char *path)
{
	return bad->n && bsearch(path, bad->paths, bad->n, sizeof(*bad->paths),
				 by_bytes);
}

/* The manifests come from the good bag, so that they are the anchored ones. */
static bool is_taken_from_damaged(const struct mending *m, const char *path)
{
	return !strncmp(path, "data/", 5) && !hf_is_bad_file(m->bad, path);
}

static int mending_walk(struct hf_source *source, const char *start,
			hf_walk_fn *visit, void *ctx, struct hf_error *err)
{
	struct hf_source *good = of(source)->good;

	good->jobs = source->jobs;
	return good->ops->walk(good, start, visit, ctx, err);
}

static int mending_open(struct hf_source *source, const char *path,
			struct hf_extent *extent)
{
	struct mending *m = of(source);

	if (is_taken_from_damaged(m, path) &&
	    m->damaged->ops->open(m->damaged, path, extent) == 0)
		return 0;
	return m->good->ops->open(m->good, path, extent);
}

/* Of folders, either closes what the other has opened. */
static int mending_close(struct hf_source *source,
			 const struct hf_extent *extent)
{
	struct hf_source *good = of(source)->good;

	return good->ops->close(good, extent);
}

static int mending_read_link(struct hf_source *source, const char *path,
			     char *target, size_t size)
{
	struct hf_source *good = of(source)->good;

	return good->ops->read_link(good, path, target, size);
}

static void mending_free(struct hf_source *source)
{
	free(source);
}

static const struct hf_source_ops mending_ops = {
	.walk	   = mending_walk,
	.open	   = mending_open,
	.close	   = mending_close,
	.read_link = mending_read_link,
	.free	   = mending_free,
};

int hf_source_mending(struct hf_source **source_ret, struct hf_source *good,
		      struct hf_source *damaged,
		      const struct hf_bad_files *bad, struct hf_error *err)
{
	struct mending *m = calloc(1, sizeof(*m));

	if (!m)
		return hf_fail_memory(err);
	m->source.ops = &mending_ops;
	m->good = good;
	m->damaged = damaged;
	m->bad = bad;
	*source_ret = &m->source;
	return 0;
}
