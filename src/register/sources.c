#include "register/sources.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/text.h"

struct gathering {
	struct hf_copy_sources *sources;
	const struct hf_register *reg;
	const char *from;
	const struct hf_location *except;
};

static int add(void *ctx, const struct hf_held_copy *copy,
	       struct hf_error *err)
{
	const struct gathering *g = ctx;
	struct hf_copy_sources *sources = g->sources;
	const struct hf_location *location = hf_register_location(
		g->reg, copy->location);
	struct hf_copy_source *grown;

	if (copy->fate != HF_FATE_HELD || !location ||
	    location->trust == HF_DEAD || location == g->except ||
	    strcmp(copy->root, sources->newest) != 0 ||
	    (g->from && strcmp(g->from, copy->location) != 0))
		return 0;
	grown = hf_list_grow(sources->at, sources->n, &sources->room,
			     sizeof(*grown));
	if (!grown)
		return hf_fail_memory(err);
	sources->at = grown;
	grown[sources->n].location = location;
	snprintf(grown[sources->n++].root, 65, "%s", copy->root);
	return 0;
}

static int by_trust(const void *a, const void *b)
{
	const struct hf_copy_source *x = a, *y = b;

	if (x->location->trust != y->location->trust)
		return x->location->trust < y->location->trust ? -1 : 1;
	return strcmp(x->location->id, y->location->id);
}

int hf_copy_sources_find(struct hf_copy_sources *sources,
			 struct hf_custody *custody, const char *package,
			 const char *from, const struct hf_location *except,
			 struct hf_error *err)
{
	struct gathering g = { .sources = sources, .reg = custody->reg,
			       .from = from, .except = except };
	int known;

	*sources = (struct hf_copy_sources){ 0 };
	known = hf_catalogue_root(custody->catalogue, package,
				  sources->newest, err);
	if (known < 0)
		return -1;
	if (!known)
		return hf_fail(err, HF_EUSAGE,
			       "the register holds no package '%s'; holdfast ingest takes one in",
			       hf_shown(package));
	if (hf_catalogue_copies(custody->catalogue, package, NULL, add, &g,
				err) < 0)
		return -1;
	if (sources->n)
		qsort(sources->at, sources->n, sizeof(*sources->at), by_trust);
	return 0;
}

void hf_copy_sources_release(struct hf_copy_sources *sources)
{
	free(sources->at);
	*sources = (struct hf_copy_sources){ 0 };
}
