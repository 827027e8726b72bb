#include "register/suspects.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "finding/sink.h"
#include "register/kept.h"
#include "register/look.h"

struct finding_them {
	struct hf_suspects *suspects;
	struct hf_custody *custody;
	const char *package;		/* or NULL */
	struct hf_look look;
	struct hf_kept_list copies;	/* at the place in hand */
	struct hf_error *err;
};

static int keep_held(void *ctx, const struct hf_held_copy *copy,
		     struct hf_error *err)
{
	struct finding_them *f = ctx;

	if (copy->fate != HF_FATE_HELD)
		return 0;
	return hf_kept_add(&f->copies, f->custody->reg, copy, 0, err);
}

static int add(struct finding_them *f, const struct hf_held_copy *copy)
{
	struct hf_suspects *s = f->suspects;
	struct hf_suspect *grown = hf_list_grow(s->at, s->n, &s->room,
						sizeof(*grown));
	struct hf_suspect *one;

	if (!grown)
		return hf_fail_memory(f->err);
	s->at = grown;
	one = &grown[s->n];
	*one = (struct hf_suspect){
		.package = hf_arena_strdup(&s->arena, copy->package),
		.location = hf_arena_strdup(&s->arena, copy->location),
		.failed = copy->failed,
	};
	if (!one->package || !one->location)
		return hf_fail_memory(f->err);
	s->n++;
	return 0;
}

/* 1: it is not as it should be, as far as its tag files say; 0, or -1. */
static int looks_bad(struct finding_them *f, struct hf_kept *kept)
{
	enum hf_held_form form;
	int lies = hf_place_find(&f->look.place, kept->held.package, &form,
				 f->err);

	if (lies < 0 ||
	    hf_look_at(&f->look, &kept->held, lies ? &form : NULL,
		       &kept->state, kept->found, f->err) < 0)
		return -1;
	/* What could not be looked at is read in full, which says why. */
	return kept->state == HF_STATE_MISSING ||
	       kept->state == HF_STATE_CORRUPT ||
	       kept->state == HF_STATE_UNREACHABLE;
}

static int look_at_copies(struct finding_them *f, bool all)
{
	for (size_t i = 0; i < f->copies.n; i++) {
		struct hf_kept *kept = &f->copies.at[i];
		int bad = all || kept->held.failed;

		if (!bad)
			bad = looks_bad(f, kept);
		if (bad < 0 || (bad && add(f, &kept->held) < 0))
			return -1;
	}
	return 0;
}

static int look_into(struct finding_them *f,
		     const struct hf_location *location, bool all,
		     struct hf_sink *sink)
{
	int open, ret = 0;

	f->copies = (struct hf_kept_list){ 0 };
	if (hf_catalogue_copies(f->custody->catalogue, f->package,
				location->id, keep_held, f, f->err) < 0)
		ret = -1;
	/* A place that has none of it may well be elsewhere. */
	if (ret == 0 && f->copies.n) {
		open = hf_look_begin(&f->look, location, sink, f->err);
		if (open < 0)
			ret = -1;
		if (open > 0) {
			ret = look_at_copies(f, all);
			hf_look_end(&f->look);
		}
	}
	hf_kept_release(&f->copies);
	return ret;
}

static int check_names(const struct hf_custody *custody, const char *package,
		       const char *location, struct hf_error *err)
{
	char root[65];
	int known = 1;

	if (location && !hf_register_location(custody->reg, location))
		return hf_fail(err, HF_EUSAGE,
			       "the register has no location '%s'; holdfast location list shows them",
			       hf_shown(location));
	if (package)
		known = hf_catalogue_root(custody->catalogue, package, root,
					  err);
	if (known == 0)
		return hf_fail(err, HF_EUSAGE,
			       "the register holds no package '%s'; holdfast ingest takes one in",
			       hf_shown(package));
	return known < 0 ? -1 : 0;
}

int hf_suspects_find(struct hf_suspects *suspects, struct hf_custody *custody,
		     const char *package, const char *location,
		     const struct hf_moving_options *options,
		     struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_register *reg = custody->reg;
	const struct hf_ledger ledger = { .reg = custody->reg,
					  .log = custody->log,
					  .catalogue = custody->catalogue };
	const struct hf_inspect_options how = {
		.jobs = options->engine.jobs,
		.no_sandbox = options->no_sandbox };
	struct hf_inspected counts = { 0 };
	struct hf_findings unasked;	/* they are told when it is read in full */
	struct finding_them f = {
		.suspects = suspects, .custody = custody, .package = package,
		.err = err,
		.look = { .ledger = &ledger, .options = &how,
			  .counts = &counts, .sink = &unasked.sink } };
	int ret;

	*suspects = (struct hf_suspects){ 0 };
	hf_findings_init(&unasked);
	ret = check_names(custody, package, location, err);
	for (size_t i = 0; ret == 0 && i < reg->n_locations; i++) {
		const struct hf_location *at = &reg->locations[i];

		if (at->trust != HF_DEAD &&
		    (!location || !strcmp(location, at->id)))
			ret = look_into(&f, at, package && location, sink);
	}
	hf_look_release(&f.look);
	hf_findings_release(&unasked);
	return ret;
}

struct counting {
	const struct hf_register *reg;
	uint64_t n;
};

static int count_failed(void *ctx, const struct hf_held_copy *copy,
			struct hf_error *err)
{
	struct counting *c = ctx;
	const struct hf_location *at = hf_register_location(c->reg,
							    copy->location);

	c->n += copy->fate == HF_FATE_HELD && copy->failed && at &&
		at->trust != HF_DEAD;
	return 0;
}

int hf_suspects_left(struct hf_custody *custody, const char *package,
		     uint64_t *n, struct hf_error *err)
{
	struct counting c = { .reg = custody->reg };
	int ret = hf_catalogue_copies(custody->catalogue, package, NULL,
				      count_failed, &c, err);

	*n = c.n;
	return ret;
}

void hf_suspects_release(struct hf_suspects *suspects)
{
	free(suspects->at);
	hf_arena_release(&suspects->arena);
	*suspects = (struct hf_suspects){ 0 };
}
