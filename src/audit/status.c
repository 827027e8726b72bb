#include "audit/status.h"

#include <stdlib.h>
#include <string.h>

#include "audit/inside.h"
#include "audit/rhythm.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/list.h"
#include "register/kept.h"
#include "register/ledger.h"
#include "register/location.h"
#include "register/policy.h"
#include "register/quarantine.h"

struct gathering {
	struct hf_overview *o;
	const struct hf_overview_options *options;
	struct hf_ledger ledger;
	struct hf_policy policy;
	struct hf_judge judge;		/* over what is found */
	struct hf_holding *copies;
	size_t n, room;
	struct hf_holding_place *places;
	struct hf_kept_list kept;	/* of the package in hand */
	char *package;			/* it, or NULL */
	bool held;			/* a copy of it is */
	struct hf_error *err;
};

const char *hf_stand_name(enum hf_stand stand)
{
	static const char *const names[HF_STANDS] = {
		[HF_STAND_VERIFIED] = "verified", [HF_STAND_LATE] = "late",
		[HF_STAND_NEVER] = "never-verified",
		[HF_STAND_FAILED] = "failed",
	};

	return names[stand];
}

static enum hf_stand stand_of(const struct hf_holding *copy, int64_t now)
{
	if (copy->failed)
		return HF_STAND_FAILED;
	switch (hf_age_of(copy, now)) {
	case HF_AGE_NEVER:
		return HF_STAND_NEVER;
	case HF_AGE_LATER:
		return HF_STAND_LATE;
	default:
		return HF_STAND_VERIFIED;
	}
}

/* --- Copies, and the policy for each package. --- */

static int check_package(struct gathering *g)
{
	struct hf_overview *o = g->o;
	struct hf_findings unmet;
	int ret;

	if (!g->package || !g->held)
		return 0;
	o->packages++;
	hf_findings_init(&unmet);
	ret = hf_check_policy(g->ledger.reg, g->package, &g->kept,
			      &unmet.sink, g->err);
	if (ret == 0 && unmet.failed)
		ret = hf_fail_memory(g->err);
	if (ret == 0 && unmet.n && !o->unmet++) {
		o->first_unmet = hf_arena_strdup(&o->arena, g->package);
		if (!o->first_unmet)
			ret = hf_fail_memory(g->err);
	}
	hf_findings_release(&unmet);
	return ret;
}

static int next_package(struct gathering *g, const char *package)
{
	int ret = check_package(g);

	hf_kept_release(&g->kept);
	g->kept = (struct hf_kept_list){ 0 };
	g->held = false;
	free(g->package);
	g->package = package ? strdup(package) : NULL;
	if (ret == 0 && package && !g->package)
		return hf_fail_memory(g->err);
	return ret;
}

static int add_holding(struct gathering *g, const struct hf_held_copy *copy,
		       const struct hf_location *location)
{
	struct hf_overview *o = g->o;
	size_t at = (size_t)(location - g->ledger.reg->locations);
	struct hf_holding *grown = hf_list_grow(g->copies, g->n, &g->room,
						sizeof(*grown));
	struct hf_holding *one;
	enum hf_stand stand;

	if (!grown)
		return hf_fail_memory(g->err);
	g->copies = grown;
	one = &grown[g->n++];
	*one = hf_holding_of(g->ledger.reg, copy, at,
			     hf_arena_strdup(&o->arena, copy->package));
	if (!one->package)
		return hf_fail_memory(g->err);
	stand = stand_of(one, o->now);
	o->stands[stand]++;
	o->places[at].stands[stand]++;
	return 0;
}

static int take_copy(void *ctx, const struct hf_held_copy *copy,
		     struct hf_error *err)
{
	struct gathering *g = ctx;
	const struct hf_location *location = hf_register_location(
		g->ledger.reg, copy->location);

	if ((!g->package || strcmp(g->package, copy->package) != 0) &&
	    next_package(g, copy->package) < 0)
		return -1;
	if (copy->fate != HF_FATE_HELD)
		return 0;
	g->held = true;
	if (hf_kept_add(&g->kept, g->ledger.reg, copy, g->o->now, err) < 0)
		return -1;
	if (!location)
		g->o->elsewhere++;
	if (!location || location->trust == HF_DEAD)
		return 0;
	return add_holding(g, copy, location);
}

static int take_copies(struct gathering *g)
{
	int ret = hf_catalogue_copies(g->ledger.catalogue, NULL, NULL,
				      take_copy, g, g->err);

	if (ret == 0)
		ret = next_package(g, NULL);
	hf_kept_release(&g->kept);
	free(g->package);
	g->package = NULL;
	return ret;
}

/* --- The places: only whether they are there. --- */

static int count_one(void *ctx, const struct hf_quarantined *one,
		     struct hf_error *err)
{
	(void)one;
	(void)err;
	++*(uint64_t *)ctx;
	return 0;
}

static int look_at_place(struct gathering *g, size_t i)
{
	const struct hf_location *location = &g->ledger.reg->locations[i];
	struct hf_overview_place *place = &g->o->places[i];
	struct hf_place open;
	int there, ret = 0;

	place->id = g->places[i].id = hf_arena_strdup(&g->o->arena,
						      location->id);
	if (!place->id)
		return hf_fail_memory(g->err);
	place->given_up = location->trust == HF_DEAD;
	if (place->given_up)
		return 0;
	there = hf_place_open(&open, location, &g->judge.sink, g->err);
	if (there < 0)
		return -1;
	place->reachable = there;
	if (there) {
		ret = hf_quarantine_list(&open, count_one,
					 &place->quarantined, g->err);
		hf_place_close(&open);
	}
	g->o->unreachable += !there;
	g->o->quarantined += place->quarantined;
	return ret;
}

static int look_at_places(struct gathering *g)
{
	struct hf_overview *o = g->o;
	size_t n = g->ledger.reg->n_locations;

	o->places = calloc(n + 1, sizeof(*o->places));
	g->places = calloc(n + 1, sizeof(*g->places));
	if (!o->places || !g->places)
		return hf_fail_memory(g->err);
	o->n_places = n;
	for (size_t i = 0; i < n; i++) {
		if (look_at_place(g, i) < 0)
			return -1;
	}
	return 0;
}

static int count_coverage(struct gathering *g)
{
	struct hf_overview *o = g->o;
	const struct hf_holding_set held = { g->copies, g->n, g->places,
					     o->n_places };
	struct hf_coverage *each = calloc(o->n_places + 1, sizeof(*each));
	int ret;

	if (!each)
		return hf_fail_memory(g->err);
	ret = hf_coverage_count(&held, o->now, each, &o->coverage, g->err);
	for (size_t i = 0; ret == 0 && i < o->n_places; i++)
		o->places[i].coverage = each[i];
	free(each);
	if (ret == 0)
		ret = hf_forecast_make(&o->forecast, &held, o->now,
				       &g->options->budget, g->err);
	return ret;
}

/* --- The last audit. --- */

static char *kept_text(struct gathering *g, const struct hf_entry *entry,
		       enum hf_entry_label label)
{
	return entry->at[label] ? hf_arena_strdup(&g->o->arena,
						  entry->at[label]) : NULL;
}

static int find_audit(struct gathering *g)
{
	const struct hf_holding_set held = { g->copies, g->n, g->places,
					     g->o->n_places };
	struct hf_overview *o = g->o;
	struct hf_buf storage = { 0 };
	struct hf_rhythm rhythm;
	struct hf_entry entry;
	int ret;

	if (hf_rhythm_read(&rhythm, g->ledger.catalogue, &held, o->now,
			   g->err) < 0)
		return -1;
	o->audit_late = rhythm.late;
	if (!rhythm.n)
		return 0;
	ret = hf_log_read(g->ledger.log, &rhythm.last.place, &entry, &storage,
			  g->err);
	if (ret == 0) {
		o->audit = rhythm.last.place.number;
		o->audit_time = entry.time;
		o->audit_outcome = kept_text(g, &entry, HF_ENTRY_OUTCOME);
		o->audit_note = kept_text(g, &entry, HF_ENTRY_NOTE);
	}
	hf_buf_release(&storage);
	return ret;
}

/* --- All of it. --- */

static void conclude(struct gathering *g)
{
	struct hf_overview *o = g->o;
	const struct {
		bool is;
		enum hf_status status;
	} signs[] = {
		{ o->stands[HF_STAND_FAILED] > 0, HF_STATUS_INVALID },
		{ o->unreachable || o->elsewhere, HF_STATUS_TROUBLE },
		{ o->unmet > 0, HF_STATUS_CHAIN },
		{ o->stands[HF_STAND_LATE] || o->stands[HF_STAND_NEVER] ||
		  o->audit_late, HF_STATUS_OVERDUE },
	};

	o->status = g->judge.status;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		if (signs[i].is)
			o->status = hf_status_worse(o->status,
						    signs[i].status);
	}
}

static int gather(struct gathering *g)
{
	struct hf_overview *o = g->o;
	const struct hf_register *reg = g->ledger.reg;

	o->verified = true;
	o->log = g->ledger.verified;
	o->origin = hf_arena_strdup(&o->arena, reg->origin);
	o->organisation = hf_arena_strdup(&o->arena, reg->organisation);
	if (!o->origin || !o->organisation)
		return hf_fail_memory(g->err);
	o->has_policy = reg->policy.interval > 0;
	if (look_at_places(g) < 0 || take_copies(g) < 0 ||
	    count_coverage(g) < 0 || find_audit(g) < 0)
		return -1;
	conclude(g);
	return o->findings.failed ? hf_fail_memory(g->err) : 0;
}

int hf_overview_gather(struct hf_overview *o, const char *path,
		       const struct hf_overview_options *options,
		       struct hf_error *err)
{
	struct gathering g = { .o = o, .options = options, .err = err };
	int ret;

	*o = (struct hf_overview){ .now = options->now ? options->now
						       : hf_clock_wall(),
				   .audit = UINT64_MAX };
	hf_findings_init(&o->findings);
	hf_policy_init(&g.policy, false);
	hf_judge_init(&g.judge, &g.policy, &o->findings.sink);
	ret = hf_ledger_open(&g.ledger, path, &g.judge.sink, err);
	if (ret < 0) {
		o->status = hf_status_worse(g.judge.status, HF_STATUS_OK);
		return err->code == HF_EREFUSED && o->status != HF_STATUS_OK
		       ? 0 : -1;
	}
	ret = gather(&g);
	free(g.copies);
	free(g.places);
	hf_ledger_close(&g.ledger);
	return ret;
}

void hf_overview_release(struct hf_overview *o)
{
	hf_forecast_free(o->forecast);
	free(o->places);
	hf_findings_release(&o->findings);
	hf_arena_release(&o->arena);
}
