/*
 * The replica at the witness's own site: each package that by the log is held
 * there is read in full, and must be the one that the log says.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "finding/sink.h"
#include "register/kept.h"
#include "register/location.h"
#include "register/lying.h"
#include "register/marker.h"
#include "register/paths.h"
#include "register/readback.h"
#include "register/sight.h"
#include "register/witness_inside.h"

struct reading {
	struct hf_ledger ledger;	/* the log and an index of it; no register */
	struct hf_location location;
	struct hf_place place;
	const struct hf_moving_options *options;
	struct hf_sink *sink;
	struct hf_witnessed *counts;
	struct hf_buf subject, path;	/* of the package in hand */
};

/* --- One package. --- */

/* What is found in a bag, is told of the copy that it is. */
struct relay {
	struct hf_sink sink;	/* must be first */
	struct hf_sink *next;
	const char *subject;
};

static void relay(struct hf_sink *sink, const struct hf_finding *finding)
{
	struct relay *r = (struct relay *)sink;
	struct hf_finding copy = *finding;

	copy.subject = r->subject;
	hf_emit(r->next, &copy);
}

static int compare(struct reading *r, const struct hf_held_copy *copy,
		   struct hf_judge *judge, const struct hf_bag_root *root,
		   struct hf_error *err)
{
	const char *subject = hf_buf_text(&r->subject);
	enum hf_sight sight = HF_SIGHT_NONE;

	if (*root->hex &&
	    hf_compare_root(&sight, &r->ledger, copy->package, copy->root,
			    root->hex, subject, &judge->sink, err) < 0)
		return -1;
	/* It had no root, and nothing was said against it. */
	if (sight == HF_SIGHT_NONE && judge->status == HF_STATUS_OK)
		hf_found(&judge->sink, UNREADABLE, .subject = subject,
			 .detail = "its root could not be computed");
	if (judge->status != HF_STATUS_OK || judge->fixity != HF_VALID) {
		r->counts->wrong++;
		return 0;
	}
	r->counts->packages++;
	r->counts->octets += root->octets;
	return 0;
}

static int read_package(struct reading *r, const struct hf_held_copy *copy,
			struct hf_error *err)
{
	struct relay relayed = { { relay }, r->sink, hf_buf_text(&r->subject) };
	struct hf_bag_root root;
	struct hf_policy policy;
	struct hf_judge judge;

	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, &relayed.sink);
	if (hf_read_shut_in(hf_buf_text(&r->path), r->options, &judge.sink,
			    &root, err) < 0) {
		if (err->code == HF_ENOMEM)
			return -1;
		if (judge.status == HF_STATUS_OK)
			hf_found(&judge.sink, UNREADABLE, .detail = err->text);
	}
	return compare(r, copy, &judge, &root, err);
}

static int visit(void *ctx, const struct hf_held_copy *copy,
		 struct hf_error *err)
{
	struct reading *r = ctx;
	enum hf_held_form form;
	int found;

	if (copy->fate != HF_FATE_HELD)
		return 0;
	hf_kept_subject(&r->subject, copy->package, copy->location);
	found = hf_place_find(&r->place, copy->package, &form, err);
	if (found < 0)
		return -1;
	if (found)
		hf_lying_path_into(&r->path, &r->location, copy->package, form);
	if (hf_buf_check(&r->subject, err) < 0 ||
	    hf_buf_check(&r->path, err) < 0)
		return -1;
	if (found)
		return read_package(r, copy, err);
	r->counts->wrong++;
	hf_found(r->sink, MISSING, .subject = hf_buf_text(&r->subject));
	return 0;
}

/* --- All of them. --- */

/* Which location it is, its marker says; whether it may be, hf_place_open(). */
static int name_location(struct reading *r, struct hf_marker *marker,
			 struct hf_error *err)
{
	enum hf_marker_state state = HF_MARKER_ABSENT;
	int dir, ret = 0;

	do {
		dir = hf_io->openat(AT_FDCWD, r->location.path,
				    O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	} while (dir < 0 && errno == EINTR);
	if (dir >= 0)
		ret = hf_marker_read(dir, marker, &state, err);
	hf_close(dir);
	if (state != HF_MARKER_READ)
		strcpy(marker->id, "replica");
	r->location.id = marker->id;
	return ret;
}

/* The log may have grown since it was verified: what came is not known good. */
static int open_log(struct reading *r, const struct hf_witness *w, int dir,
		    const struct hf_checkpoint *head, struct hf_error *err)
{
	const struct hf_checkpoint *now;
	struct hf_findings twice;
	int ret;

	hf_findings_init(&twice);
	ret = hf_log_open(&r->ledger.log, dir, w->origin, w->trust, NULL,
			  &twice.sink, err);
	hf_findings_release(&twice);
	if (ret < 0)
		return -1;
	now = hf_log_head(r->ledger.log);
	if (now->size != head->size ||
	    memcmp(&now->root, &head->root, sizeof(now->root)) != 0)
		return hf_fail(err, HF_EREFUSED,
			       "the log was added to while it was read; run it again, or give it a copy of the log");
	return hf_catalogue_open(&r->ledger.catalogue, w->dir, r->ledger.log,
				 err);
}

static int read_all(struct reading *r, const struct hf_witness *w, int dir,
		    const struct hf_checkpoint *head, struct hf_error *err)
{
	int open = hf_place_open(&r->place, &r->location, r->sink, err), ret;

	if (open <= 0)
		return open;
	ret = open_log(r, w, dir, head, err);
	if (ret == 0)
		ret = hf_catalogue_copies(r->ledger.catalogue, NULL,
					  r->location.id, visit, r, err);
	hf_ledger_close(&r->ledger);
	hf_place_close(&r->place);
	return ret;
}

int hf_witness_read_replica(const struct hf_witness *witness, int dir,
			    const struct hf_checkpoint *head,
			    const struct hf_witness_options *options,
			    struct hf_sink *sink,
			    struct hf_witnessed *witnessed,
			    struct hf_error *err)
{
	struct reading r = { .options = &options->reading, .sink = sink,
			     .counts = witnessed,
			     .location = { .origin = witness->origin } };
	struct hf_arena arena = { 0 };
	struct hf_marker marker;
	int ret = -1;

	if (hf_path_absolute(&arena, options->replica, &r.location.path,
			     err) == 0 &&
	    name_location(&r, &marker, err) == 0) {
		strcpy(witnessed->location, marker.id);
		ret = read_all(&r, witness, dir, head, err);
	}
	hf_buf_release(&r.subject);
	hf_buf_release(&r.path);
	hf_arena_release(&arena);
	return ret;
}
