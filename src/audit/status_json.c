/* How a register stands, as JSON (docs/formats/json.md). */
#include <inttypes.h>
#include <string.h>

#include "audit/status.h"
#include "base/stamp.h"
#include "report/json.h"

static void add_stands(struct hf_json *json, const uint64_t *stands)
{
	static const char *const names[HF_STANDS] = {
		[HF_STAND_VERIFIED] = "verified", [HF_STAND_LATE] = "late",
		[HF_STAND_NEVER] = "never_verified",
		[HF_STAND_FAILED] = "failed",
	};

	for (int i = 0; i < HF_STANDS; i++)
		hf_json_number(json, names[i], stands[i]);
}

static void add_coverage(struct hf_json *json, const struct hf_coverage *c)
{
	static const char *const names[HF_AGE_COUNT] = {
		[HF_AGE_QUARTER] = "within_quarter",
		[HF_AGE_HALF] = "within_half",
		[HF_AGE_THREE_QUARTERS] = "within_three_quarters",
		[HF_AGE_WHOLE] = "within_interval",
		[HF_AGE_LATER] = "later", [HF_AGE_NEVER] = "never",
		[HF_AGE_UNASKED] = "unasked",
	};
	char name[64];

	hf_json_number(json, "copies", c->all_copies);
	hf_json_number(json, "octets", c->all_octets);
	for (int a = 0; a < HF_AGE_COUNT; a++) {
		snprintf(name, sizeof(name), "copies_%s", names[a]);
		hf_json_number(json, name, c->copies[a]);
		snprintf(name, sizeof(name), "octets_%s", names[a]);
		hf_json_number(json, name, c->octets[a]);
	}
}

static void add_outlook(struct hf_json *json, const struct hf_outlook *outlook)
{
	hf_json_number(json, "due_copies", outlook->due.copies);
	hf_json_number(json, "due_octets", outlook->due.octets);
	hf_json_number(json, "oldest_seconds", outlook->oldest);
	hf_json_number(json, "octets_per_run", outlook->per_run);
}

static int tell_place(const struct hf_overview *o, size_t i, FILE *out)
{
	const struct hf_overview_place *p = &o->places[i];
	struct hf_json *json = hf_json_begin("overview-location");

	hf_json_text(json, "location", p->id);
	hf_json_flag(json, "given_up", p->given_up);
	hf_json_flag(json, "reachable", p->reachable);
	hf_json_number(json, "quarantined", p->quarantined);
	add_stands(json, p->stands);
	add_coverage(json, &p->coverage);
	add_outlook(json, &o->forecast->places[i]);
	return hf_json_end(json, out);
}

static void add_audit(struct hf_json *json, const struct hf_overview *o)
{
	char time[HF_DATETIME_MAX];

	hf_json_flag(json, "audit_late", o->audit_late);
	if (o->audit == UINT64_MAX)
		return;
	hf_json_number(json, "audit_entry", o->audit);
	hf_clock_datetime(o->audit_time, time);
	hf_json_text(json, "audit_time", time);
	hf_json_text(json, "audit_outcome", o->audit_outcome);
	hf_json_text(json, "audit_note", o->audit_note);
}

int hf_overview_json(const struct hf_overview *o, FILE *out)
{
	struct hf_json *json = hf_json_begin("overview");
	char time[HF_DATETIME_MAX];

	hf_json_flag(json, "log_verified", o->verified);
	hf_json_number(json, "status", o->status);
	hf_clock_datetime(o->now, time);
	hf_json_text(json, "time", time);
	if (!o->verified)
		return hf_json_end(json, out);
	hf_json_text(json, "log", o->origin);
	hf_json_text(json, "organisation", o->organisation);
	hf_json_number(json, "log_size", o->log.entries);
	hf_json_flag(json, "signed", o->log.is_signed);
	hf_json_number(json, "packages", o->packages);
	add_stands(json, o->stands);
	hf_json_number(json, "elsewhere", o->elsewhere);
	add_coverage(json, &o->coverage);
	add_outlook(json, &o->forecast->all);
	hf_json_number(json, "needed_octets", o->forecast->needed_bytes);
	hf_json_number(json, "short_octets", o->forecast->short_bytes);
	hf_json_number(json, "needed_seconds", o->forecast->needed_time);
	hf_json_number(json, "short_seconds", o->forecast->short_time);
	hf_json_number(json, "unreachable", o->unreachable);
	hf_json_number(json, "quarantined", o->quarantined);
	hf_json_number(json, "policy_unmet", o->unmet);
	hf_json_text(json, "policy_unmet_package", o->first_unmet);
	add_audit(json, o);
	if (hf_json_end(json, out) < 0)
		return -1;
	for (size_t i = 0; i < o->n_places; i++) {
		if (tell_place(o, i, out) < 0)
			return -1;
	}
	return 0;
}
