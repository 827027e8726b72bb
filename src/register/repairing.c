#include "register/repairing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "register/copying.h"
#include "register/evidence.h"
#include "register/kept.h"
#include "register/readback.h"
#include "register/replacing.h"
#include "register/sources.h"

/* One repair. */
struct repairing {
	struct hf_repair *repair;
	struct hf_custody *custody;
	const char *package, *location;
	const struct hf_repair_options *options;
	struct hf_sink *sink;
	struct hf_error *err;

	struct hf_held_copy copy;	/* by the log */
	struct hf_buf storage;
	struct hf_policy policy;
	struct hf_place place;
	enum hf_held_form form;
	struct hf_lying_bag bag;	/* what lies there */
	bool lies;
	struct hf_mending mending;
	char *damaged;			/* its path */
	struct hf_arena arena;
	struct hf_buf names, note, subject;
};

/* --- What lies there: every byte, before anything is replaced. --- */

static int find_copy(struct repairing *r)
{
	int there = hf_catalogue_root(r->custody->catalogue, r->package,
				      r->repair->root, r->err);

	if (there > 0)
		there = hf_catalogue_copy(r->custody->catalogue, r->package,
					  r->location, &r->copy, &r->storage,
					  r->err);
	if (there < 0)
		return -1;
	if (!there || r->copy.fate != HF_FATE_HELD)
		return hf_fail(r->err, HF_EUSAGE,
			       "the log does not say that a copy of '%s' is held at %s; holdfast copy makes one",
			       hf_shown(r->package), r->location);
	return 0;
}

static int read_lying(struct repairing *r)
{
	struct hf_sink *sink = &r->repair->findings.sink;
	int lies = hf_place_find(&r->place, r->package, &r->form, r->err);
	const char *subject = hf_kept_subject(&r->subject, r->package,
					      r->location);

	if (lies < 0 || hf_buf_check(&r->subject, r->err) < 0)
		return -1;
	if (!lies) {
		hf_found(sink, MISSING, .subject = subject);
		return 0;
	}
	r->lies = true;
	if (hf_lying_read(&r->place, r->package, r->form,
			  &r->options->moving, sink, &r->bag, r->err) < 0)
		return -1;
	memcpy(r->repair->found, r->bag.root.hex, sizeof(r->bag.root.hex));
	if (r->bag.sound && strcmp(r->bag.root.hex, r->copy.root) != 0)
		hf_found(sink, BAG_SUBSTITUTED, .subject = subject,
			 .algorithm = "bag root", .expected = r->copy.root,
			 .actual = r->bag.root.hex);
	return r->repair->findings.failed ? hf_fail_memory(r->err) : 0;
}

static bool is_sound(const struct repairing *r)
{
	return r->bag.sound && !strcmp(r->bag.root.hex, r->copy.root);
}

/* Somebody writes to it: what it is, nobody can say now. */
static bool changes(const struct repairing *r)
{
	return hf_findings_count(&r->repair->findings,
				 HF_CHANGED_DURING_READ) > 0;
}

/* --- The log. --- */

static int record_reading(struct repairing *r, const char *outcome)
{
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT]    = "fixity check",
		[HF_ENTRY_PACKAGE]  = r->package,
		[HF_ENTRY_LOCATION] = r->location,
		[HF_ENTRY_BAG_ROOT] = *r->bag.root.hex ? r->bag.root.hex : NULL,
		[HF_ENTRY_OUTCOME]  = outcome,
		[HF_ENTRY_FINDINGS] = r->names.len ? hf_buf_text(&r->names)
						   : NULL,
	} };
	struct hf_log_place place;

	return r->options->dry_run ? 0 :
	       hf_custody_record(r->custody, &entry, &place, r->err);
}

/* The names of what was found, the first bad file, and all of them. */
static int gather_evidence(struct repairing *r)
{
	const struct hf_findings *findings = &r->repair->findings;

	if (r->options->note)
		hf_buf_printf(&r->note, "%s; ", r->options->note);
	hf_evidence_names(&r->names, findings, &r->policy);
	hf_evidence_first(&r->note, findings);
	if (hf_buf_check(&r->names, r->err) < 0 ||
	    hf_buf_check(&r->note, r->err) < 0 ||
	    hf_evidence_files(&r->mending.bad, NULL, findings, &r->policy,
			      &r->arena, r->err) < 0)
		return -1;
	r->repair->bad_files = r->mending.bad.n;
	return 0;
}

/* --- From where. --- */

/*
 * What is right of a folder can be copied from itself, at a place that holds
 * folders: then only what is bad comes from elsewhere.
 */
static int set_mending(struct repairing *r)
{
	if (!r->lies || r->form != HF_HELD_BAG ||
	    r->place.location->form != HF_HELD_BAG || !r->mending.bad.n ||
	    strcmp(r->copy.root, r->repair->root) != 0)
		return 0;
	r->damaged = hf_lying_path(r->place.location, r->package, r->form);
	if (!r->damaged)
		return hf_fail_memory(r->err);
	r->mending.damaged = r->damaged;
	r->mending.octets = r->bag.root.octets;
	r->repair->mends = true;
	return 0;
}

/* 1: the copy at @source is the one, every byte; 0, or -1. */
static int try_source(struct repairing *r, const struct hf_copy_source *source)
{
	struct hf_findings unasked;
	struct hf_lying_bag bag = { 0 };
	struct hf_place place;
	enum hf_held_form form;
	int there = hf_place_open(&place, source->location, r->sink, r->err);

	if (there <= 0)
		return there;
	hf_findings_init(&unasked);
	there = hf_place_find(&place, r->package, &form, r->err);
	if (there < 0 && !hf_error_is_ours(r->err))
		there = 0;
	if (there > 0 && hf_lying_read(&place, r->package, form,
				       &r->options->moving, &unasked.sink,
				       &bag, r->err) < 0)
		there = -1;
	hf_place_close(&place);
	hf_findings_release(&unasked);
	if (there > 0)
		there = bag.sound && !strcmp(bag.root.hex, source->root);
	return there;
}

static int plan(struct repairing *r)
{
	struct hf_copy_sources sources;
	int ret = hf_copy_sources_find(&sources, r->custody, r->package, NULL,
				       r->place.location, r->err);

	for (size_t i = 0; ret == 0 && i < sources.n; i++) {
		ret = try_source(r, &sources.at[i]);
		if (ret > 0)
			r->repair->source = sources.at[i].location->id;
	}
	hf_copy_sources_release(&sources);
	if (ret < 0)
		return -1;
	r->repair->deed = ret ? HF_REPAIR_POSSIBLE : HF_REPAIR_IMPOSSIBLE;
	snprintf(r->repair->why, sizeof(r->repair->why), "%s", ret ? "" :
		 "no copy was found that is as the log says and could be copied");
	return 0;
}

static int replace(struct repairing *r)
{
	bool none_found = false;
	const struct hf_copying_options how = {
		.moving = r->options->moving, .replaces = true,
		.note = r->note.len ? hf_buf_text(&r->note) : NULL,
		.findings = r->names.len ? hf_buf_text(&r->names) : NULL,
		.mending = r->repair->mends ? &r->mending : NULL,
		.none_found = &none_found,
	};

	if (hf_copy_package(r->custody, r->package, r->location, &how,
			    r->sink, &r->repair->receipt, r->err) < 0) {
		if (!none_found)
			return -1;
		r->repair->deed = HF_REPAIR_IMPOSSIBLE;
		snprintf(r->repair->why, sizeof(r->repair->why), "%s",
			 r->err->text);
		return 0;
	}
	r->repair->deed = r->repair->receipt.deed == HF_DONE_BEFORE
			  ? HF_REPAIR_NOT_NEEDED : HF_REPAIR_DONE;
	return 0;
}

/* --- All of it. --- */

static int mend(struct repairing *r)
{
	if (gather_evidence(r) < 0)
		return -1;
	/* That it failed is so, whatever comes of the repair. */
	if (!r->copy.failed &&
	    record_reading(r, r->bag.undetermined ? "undetermined"
						  : "fail") < 0)
		return -1;
	if (set_mending(r) < 0 ||
	    (r->options->dry_run ? plan(r) : replace(r)) < 0)
		return -1;
	if (r->repair->deed != HF_REPAIR_IMPOSSIBLE)
		return 0;
	return hf_left_gather(&r->repair->left, r->custody, r->package,
			      &r->options->moving, r->err);
}

static int repair_at(struct repairing *r)
{
	if (read_lying(r) < 0)
		return -1;
	if (is_sound(r)) {
		r->repair->deed = HF_REPAIR_NOT_NEEDED;
		return r->copy.failed ? record_reading(r, "pass") : 0;
	}
	if (changes(r)) {
		r->repair->deed = HF_REPAIR_UNSEEN;
		return 0;
	}
	return mend(r);
}

int hf_repair_copy(struct hf_repair *repair, struct hf_custody *custody,
		   const char *package, const char *location,
		   const struct hf_repair_options *options,
		   struct hf_sink *sink, struct hf_error *err)
{
	struct repairing r = {
		.repair = repair, .custody = custody, .package = package,
		.location = location, .options = options, .sink = sink,
		.err = err, .place = { .dir = -1 },
	};
	const struct hf_location *at = hf_register_location(custody->reg,
							    location);
	int ret;

	*repair = (struct hf_repair){ .deed = HF_REPAIR_UNSEEN };
	hf_findings_init(&repair->findings);
	hf_policy_init(&r.policy, false);
	if (!at)
		return hf_fail(err, HF_EUSAGE, "the register has no location '%s'",
			       hf_shown(location));
	ret = find_copy(&r);
	if (ret == 0)
		ret = hf_place_open(&r.place, at, sink, err);
	if (ret > 0) {
		ret = repair_at(&r);
		hf_place_close(&r.place);
	}
	free(r.damaged);
	hf_buf_release(&r.storage);
	hf_buf_release(&r.names);
	hf_buf_release(&r.note);
	hf_buf_release(&r.subject);
	hf_arena_release(&r.arena);
	return ret;
}

void hf_repair_release(struct hf_repair *repair)
{
	hf_findings_release(&repair->findings);
	hf_receipt_release(&repair->receipt);
	hf_left_release(&repair->left);
}
