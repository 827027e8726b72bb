#include "register/copying.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/text.h"
#include "register/admission.h"
#include "register/replacing.h"

/* A copy to copy from. */
struct source {
	const struct hf_location *location;
	char root[65];
};

/* One copying. */
struct copying {
	struct hf_custody *custody;
	const char *package;
	const struct hf_copying_options *options;
	struct hf_sink *sink;
	struct hf_receipt *receipt;
	struct hf_error *err;
	struct hf_place to;
	struct source *sources;
	size_t n_sources, room;
	char newest[65];
};

/* --- Where it may be copied from. --- */

static int add_source(void *ctx, const struct hf_held_copy *copy,
		      struct hf_error *err)
{
	struct copying *c = ctx;
	const struct hf_location *location = hf_register_location(
		c->custody->reg, copy->location);
	struct source *grown;

	if (copy->fate != HF_FATE_HELD || !location ||
	    location->trust == HF_DEAD ||
	    strcmp(copy->root, c->newest) != 0 ||
	    (c->options->replaces && location == c->to.location) ||
	    (c->options->from && strcmp(c->options->from, copy->location) != 0))
		return 0;
	grown = hf_list_grow(c->sources, c->n_sources, &c->room,
			     sizeof(*grown));
	if (!grown)
		return hf_fail_memory(err);
	c->sources = grown;
	grown[c->n_sources].location = location;
	snprintf(grown[c->n_sources++].root, 65, "%s", copy->root);
	return 0;
}

static int by_trust(const void *a, const void *b)
{
	const struct source *x = a, *y = b;

	if (x->location->trust != y->location->trust)
		return x->location->trust < y->location->trust ? -1 : 1;
	return strcmp(x->location->id, y->location->id);
}

static int find_sources(struct copying *c)
{
	int known = hf_catalogue_root(c->custody->catalogue, c->package,
				      c->newest, c->err);

	if (known < 0)
		return -1;
	if (!known)
		return hf_fail(c->err, HF_EUSAGE,
			       "the register holds no package '%s'; holdfast ingest takes one in",
			       hf_shown(c->package));
	if (hf_catalogue_copies(c->custody->catalogue, c->package, NULL,
				add_source, c, c->err) < 0)
		return -1;
	qsort(c->sources, c->n_sources, sizeof(*c->sources), by_trust);
	return 0;
}

/* --- From one of them. --- */

/* It lies there, and is not what it was: that is worth an entry. */
static int record_failure(struct copying *c, const struct source *source,
			  const struct hf_arrival *arrival)
{
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT]	 = "fixity check",
		[HF_ENTRY_PACKAGE]  = c->package,
		[HF_ENTRY_LOCATION] = source->location->id,
		[HF_ENTRY_BAG_ROOT] = *arrival->root.hex ? arrival->root.hex
						       : NULL,
		[HF_ENTRY_OUTCOME]  = arrival->judge.fixity == HF_UNDETERMINED
				    ? "undetermined" : "fail",
	} };
	struct hf_log_place place;

	return hf_custody_record(c->custody, &entry, &place, c->err);
}

/* Tell what was found, in the name of the place. */
static void tell_findings(const struct copying *c, const struct source *source,
			  const struct hf_arrival *arrival)
{
	for (size_t i = 0; i < arrival->findings.n; i++) {
		struct hf_finding f = arrival->findings.at[i];

		if (!f.subject)
			f.subject = source->location->id;
		hf_emit(c->sink, &f);
	}
}

/* 1: it arrived as the log knows it; 0: it is not fit; -1. */
static int judge_source(struct copying *c, const struct source *source,
			struct hf_arrival *arrival)
{
	/* Its folder at the place has its name, whatever an archive has. */
	snprintf(arrival->name, sizeof(arrival->name), "%s", c->package);
	if (hf_arrival_is_fit(arrival) &&
	    strcmp(arrival->root.hex, source->root) != 0)
		hf_found(&arrival->judge.sink, BAG_SUBSTITUTED,
			 .subject = source->location->id, .path = c->package,
			 .algorithm = "bag root", .expected = source->root,
			 .actual = arrival->root.hex);
	if (hf_arrival_is_fit(arrival))
		return 1;
	tell_findings(c, source, arrival);
	return record_failure(c, source, arrival) < 0 ? -1 : 0;
}

static int admit(struct copying *c, const struct source *source,
		 struct hf_arrival *arrival)
{
	const struct hf_admission admission = {
		.event = "replication", .from = source->location->id,
		.source = source->location->id, .note = c->options->note,
		.replaces = c->options->replaces,
		/* A place that has an older version gets the newest. */
		.new_version = true,
	};

	if (hf_arrival_settle(arrival, c->err) < 0)
		return -1;
	return hf_admit(c->custody, arrival, &admission, c->sink, c->receipt,
			c->err);
}

/* 1: copied, or refused for good; 0: try another; -1. */
static int take_from(struct copying *c, const struct source *source,
		     const char *path)
{
	struct hf_arrival arrival;
	int ret = -1;

	if (hf_arrival_begin(&arrival, &c->to, &c->options->moving,
			     c->err) == 0 &&
	    hf_arrival_take(&arrival, path, NULL, c->err) == 0)
		ret = judge_source(c, source, &arrival);
	if (ret > 0 && admit(c, source, &arrival) < 0)
		ret = -1;
	hf_arrival_end(&arrival);
	return ret;
}

static int try_source(struct copying *c, const struct source *source)
{
	struct hf_place place;
	enum hf_held_form form;
	int there = hf_place_open(&place, source->location, c->sink, c->err);
	char *path;
	int ret;

	if (there <= 0)
		return there;
	ret = hf_place_find(&place, c->package, &form, c->err);
	if (ret == 0)
		hf_found(c->sink, MISSING, .subject = source->location->id,
			 .path = c->package);
	if (ret > 0) {
		path = hf_lying_path(&place, c->package, form);
		ret = path ? take_from(c, source, path)
			   : hf_fail_memory(c->err);
		free(path);
	}
	hf_place_close(&place);
	return ret;
}

static int copy(struct copying *c)
{
	if (find_sources(c) < 0)
		return -1;
	for (size_t i = 0; i < c->n_sources; i++) {
		int ret = try_source(c, &c->sources[i]);

		if (ret != 0)
			return ret < 0 ? -1 : 0;
	}
	return hf_fail(c->err, HF_EREFUSED,
		       "no copy of '%s' was found that is as the log says and could be copied",
		       hf_shown(c->package));
}

int hf_copy_package(struct hf_custody *custody, const char *package,
		    const char *to, const struct hf_copying_options *options,
		    struct hf_sink *sink, struct hf_receipt *receipt,
		    struct hf_error *err)
{
	struct copying c = {
		.custody = custody, .package = package, .options = options,
		.sink = sink, .receipt = receipt, .err = err,
	};
	int ret;

	*receipt = (struct hf_receipt){ 0 };
	if (hf_custody_place(custody, to, &c.to, sink, err) < 0)
		return -1;
	ret = copy(&c);
	free(c.sources);
	hf_place_close(&c.to);
	return ret;
}
