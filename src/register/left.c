#include "register/left.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "register/evidence.h"
#include "register/replacing.h"
#include "register/sources.h"

struct gathering {
	struct hf_left *left;
	const struct hf_moving_options *options;
	struct hf_error *err;
};

static int take_bag(struct gathering *g, struct hf_left_copy *copy,
		    const struct hf_lying_bag *bag,
		    const struct hf_findings *findings, const char *root)
{
	struct hf_policy policy;
	struct hf_bad_files bad;
	size_t gone;

	if (findings->failed)
		return hf_fail_memory(g->err);
	/* Without its tag files nothing says what is right. */
	if (!*bag->root.hex)
		return 0;
	hf_policy_init(&policy, false);
	if (hf_evidence_files(&bad, &gone, findings, &policy,
			      &g->left->arena, g->err) < 0)
		return -1;
	copy->seen = true;
	copy->anchored = !strcmp(bag->root.hex, root);
	copy->bad = bad.paths;
	copy->n_bad = bad.n;
	copy->files = bag->root.files + gone;
	copy->right = copy->files > bad.n ? copy->files - bad.n : 0;
	g->left->n_anchored += copy->anchored;
	return 0;
}

static int read_copy(struct gathering *g, struct hf_left_copy *copy,
		     const struct hf_copy_source *source, const char *package)
{
	struct hf_findings unasked, findings;
	struct hf_lying_bag bag;
	struct hf_place place;
	enum hf_held_form form;
	int ret;

	hf_findings_init(&unasked);
	hf_findings_init(&findings);
	ret = hf_place_open(&place, source->location, &unasked.sink, g->err);
	if (ret > 0) {
		ret = hf_place_find(&place, package, &form, g->err);
		if (ret > 0)
			ret = hf_lying_read(&place, package, form, g->options,
					    &findings.sink, &bag, g->err);
		else if (ret == 0)
			ret = 1;
		if (ret == 0)
			ret = take_bag(g, copy, &bag, &findings,
				       source->root);
		hf_place_close(&place);
	}
	hf_findings_release(&findings);
	hf_findings_release(&unasked);
	return ret < 0 ? -1 : 0;
}

static bool has_bad(const struct hf_left_copy *copy, const char *path)
{
	const struct hf_bad_files bad = { copy->bad, copy->n_bad };

	return hf_is_bad_file(&bad, path);
}

/* Only manifests that the log anchors can say what is lost. */
static int find_lost(struct hf_left *left, struct hf_error *err)
{
	const struct hf_left_copy *first = NULL;

	for (size_t i = 0; i < left->n && !first; i++)
		first = left->copies[i].anchored ? &left->copies[i] : NULL;
	if (!first)
		return 0;
	left->lost = hf_arena_alloc(&left->arena, (first->n_bad + 1) *
						  sizeof(*left->lost));
	if (!left->lost)
		return hf_fail_memory(err);
	for (size_t k = 0; k < first->n_bad; k++) {
		bool lost = true;

		for (size_t i = 0; i < left->n; i++)
			lost &= !left->copies[i].anchored ||
				has_bad(&left->copies[i], first->bad[k]);
		if (lost)
			left->lost[left->n_lost++] = first->bad[k];
	}
	return 0;
}

static int gather_from(struct gathering *g,
		       const struct hf_copy_sources *sources,
		       const char *package)
{
	struct hf_left *left = g->left;

	for (size_t i = 0; i < sources->n; i++) {
		struct hf_left_copy *grown = hf_list_grow(
			left->copies, left->n, &left->room, sizeof(*grown));

		if (!grown)
			return hf_fail_memory(g->err);
		left->copies = grown;
		grown[left->n] = (struct hf_left_copy){
			.location = sources->at[i].location->id };
		left->n++;
		if (read_copy(g, &grown[left->n - 1], &sources->at[i],
			      package) < 0)
			return -1;
	}
	return find_lost(left, g->err);
}

int hf_left_gather(struct hf_left *left, struct hf_custody *custody,
		   const char *package,
		   const struct hf_moving_options *options,
		   struct hf_error *err)
{
	struct gathering g = { .left = left, .options = options, .err = err };
	struct hf_copy_sources sources;
	int ret;

	*left = (struct hf_left){ 0 };
	ret = hf_copy_sources_find(&sources, custody, package, NULL, NULL,
				   err);
	if (ret == 0)
		ret = gather_from(&g, &sources, package);
	hf_copy_sources_release(&sources);
	return ret;
}

void hf_left_release(struct hf_left *left)
{
	free(left->copies);
	hf_arena_release(&left->arena);
	*left = (struct hf_left){ 0 };
}
