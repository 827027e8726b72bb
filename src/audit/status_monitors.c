/* How a register stands, for Prometheus and for Nagios. */
#include <inttypes.h>

#include "audit/status.h"
#include "base/text.h"

/* --- Prometheus: exposition format 0.0.4. --- */

static void head(FILE *out, const char *name, const char *help)
{
	fprintf(out, "# HELP holdfast_%s %s\n# TYPE holdfast_%s gauge\n", name,
		help, name);
}

/* In the value of a label a backslash, a quote and a newline are escaped. */
static void label(FILE *out, const char *name, const char *value)
{
	fprintf(out, "%s=\"", name);
	for (; *value; value++) {
		if (*value == '\n')
			fputs("\\n", out);
		else if (*value == '\\' || *value == '"')
			fprintf(out, "\\%c", *value);
		else
			fputc(*value, out);
	}
	fputc('"', out);
}

static void of_all(FILE *out, const struct hf_overview *o, const char *name,
		   const char *help, uint64_t value)
{
	head(out, name, help);
	fprintf(out, "holdfast_%s{", name);
	label(out, "register", o->origin ? o->origin : "");
	fprintf(out, "} %" PRIu64 "\n", value);
}

static void begin_place(FILE *out, const struct hf_overview *o,
			const char *name, size_t i)
{
	fprintf(out, "holdfast_%s{", name);
	label(out, "register", o->origin);
	fputc(',', out);
	label(out, "location", o->places[i].id);
}

static uint64_t reachable(const struct hf_overview *o, size_t i)
{
	return o->places[i].reachable;
}

static uint64_t quarantined(const struct hf_overview *o, size_t i)
{
	return o->places[i].quarantined;
}

static uint64_t octets(const struct hf_overview *o, size_t i)
{
	return o->places[i].coverage.all_octets;
}

static uint64_t due_copies(const struct hf_overview *o, size_t i)
{
	return o->forecast->places[i].due.copies;
}

static uint64_t due_octets(const struct hf_overview *o, size_t i)
{
	return o->forecast->places[i].due.octets;
}

static uint64_t oldest(const struct hf_overview *o, size_t i)
{
	return o->forecast->places[i].oldest;
}

static const struct {
	const char *name, *help;
	uint64_t (*value)(const struct hf_overview *o, size_t place);
} of_places[] = {
	{ "location_reachable", "Whether the marker of the location is there.",
	  reachable },
	{ "quarantined", "What lies in the quarantine of the location.",
	  quarantined },
	{ "octets", "Octets of the copies held at the location.", octets },
	{ "due_copies", "Copies that are due to be read.", due_copies },
	{ "due_octets", "Octets that are due to be read.", due_octets },
	{ "oldest_reading_seconds",
	  "Age of the oldest full reading at the location.", oldest },
};

static void tell_stands(const struct hf_overview *o, FILE *out)
{
	head(out, "copies", "Copies that are held, by how they stand.");
	for (size_t i = 0; i < o->n_places; i++) {
		for (int s = 0; s < HF_STANDS; s++) {
			if (o->places[i].given_up)
				continue;
			begin_place(out, o, "copies", i);
			fprintf(out, ",state=\"%s\"} %" PRIu64 "\n",
				hf_stand_name(s), o->places[i].stands[s]);
		}
	}
}

static void tell_ages(const struct hf_overview *o, FILE *out)
{
	static const char *const bands[HF_AGE_COUNT] = {
		"quarter", "half", "three-quarters", "interval", "later",
		"never", "unasked",
	};

	head(out, "coverage_octets",
	     "Octets by the age of their last full reading, in their interval.");
	for (size_t i = 0; i < o->n_places; i++) {
		for (int a = 0; a < HF_AGE_COUNT; a++) {
			if (o->places[i].given_up)
				continue;
			begin_place(out, o, "coverage_octets", i);
			fprintf(out, ",age=\"%s\"} %" PRIu64 "\n", bands[a],
				o->places[i].coverage.octets[a]);
		}
	}
}

static void tell_places(const struct hf_overview *o, FILE *out)
{
	for (size_t k = 0; k < sizeof(of_places) / sizeof(of_places[0]); k++) {
		head(out, of_places[k].name, of_places[k].help);
		for (size_t i = 0; i < o->n_places; i++) {
			if (o->places[i].given_up)
				continue;
			begin_place(out, o, of_places[k].name, i);
			fprintf(out, "} %" PRIu64 "\n",
				of_places[k].value(o, i));
		}
	}
}

void hf_overview_prometheus(const struct hf_overview *o, FILE *out)
{
	of_all(out, o, "log_verified", "Whether register and log verify.",
	       o->verified);
	of_all(out, o, "status", "What holdfast status exits with.",
	       o->status);
	/* What is not known is not told: no value is better than a false one. */
	if (!o->verified)
		return;
	of_all(out, o, "log_entries", "Entries of the log.", o->log.entries);
	of_all(out, o, "log_signed", "Whether the log is signed.",
	       o->log.is_signed);
	of_all(out, o, "packages", "Packages of which a copy is held.",
	       o->packages);
	of_all(out, o, "policy_unmet_packages",
	       "Packages that are not kept as the policy asks.", o->unmet);
	of_all(out, o, "copies_elsewhere",
	       "Copies at locations that the register does not have.",
	       o->elsewhere);
	of_all(out, o, "needed_octets",
	       "Octets to be read in each run, so that nothing gets late.",
	       o->forecast->needed_bytes);
	of_all(out, o, "audit_late", "Whether the audit did not run in time.",
	       o->audit_late);
	if (o->audit != UINT64_MAX)
		of_all(out, o, "last_audit_timestamp_seconds",
		       "When the last audit was logged.",
		       (uint64_t)o->audit_time);
	tell_stands(o, out);
	tell_ages(o, out);
	tell_places(o, out);
}

/* --- Nagios: one line, performance data behind a bar. --- */

/* Worst first; what could not be looked at is not known. */
int hf_overview_nagios_status(const struct hf_overview *o)
{
	static const int statuses[] = {
		[HF_STATUS_OK] = 0, [HF_STATUS_INVALID] = 2,
		[HF_STATUS_USAGE] = 3, [HF_STATUS_TROUBLE] = 3,
		[HF_STATUS_CHAIN] = 1, [HF_STATUS_OVERDUE] = 1,
		[HF_STATUS_LOG] = 2,
	};

	return statuses[o->status];
}

/* A bar would begin the performance data. */
static void tell_name(FILE *out, const char *name)
{
	for (const char *s = hf_shown(name); *s; s++)
		fputc(*s == '|' ? '/' : *s, out);
}

static void tell_trouble(const struct hf_overview *o, FILE *out)
{
	const char *before = "";

	if (o->stands[HF_STAND_FAILED])
		fprintf(out, "%" PRIu64 " failed",
			o->stands[HF_STAND_FAILED]), before = ", ";
	for (size_t i = 0; i < o->n_places; i++) {
		if (o->places[i].reachable || o->places[i].given_up)
			continue;
		fputs(before, out);
		tell_name(out, o->places[i].id);
		fputs(" unreachable", out);
		before = ", ";
	}
	if (o->unmet)
		fprintf(out, "%s%" PRIu64 " not kept as the policy asks",
			before, o->unmet), before = ", ";
	if (o->stands[HF_STAND_LATE] || o->stands[HF_STAND_NEVER])
		fprintf(out, "%s%" PRIu64 " not read in time", before,
			o->stands[HF_STAND_LATE] + o->stands[HF_STAND_NEVER]),
			before = ", ";
	if (o->audit_late)
		fprintf(out, "%saudit-not-run", before), before = ", ";
	if (!*before)
		fprintf(out, "%" PRIu64 " packages, %" PRIu64 " copies, all as they must be",
			o->packages, o->coverage.all_copies);
}

/* The first error of those that kept register and log from being believed. */
static const char *first_error(const struct hf_overview *o)
{
	struct hf_policy policy;

	hf_policy_init(&policy, false);
	for (size_t i = 0; i < o->findings.n; i++) {
		if (hf_policy_severity(&policy, &o->findings.at[i]) == HF_ERROR)
			return hf_finding_name(o->findings.at[i].id);
	}
	return "no reason is known";
}

void hf_overview_nagios(const struct hf_overview *o, FILE *out)
{
	static const char *const words[] = { "OK", "WARNING", "CRITICAL",
					     "UNKNOWN" };

	fprintf(out, "HOLDFAST %s - ", words[hf_overview_nagios_status(o)]);
	if (!o->verified) {
		fprintf(out, "register or log does not verify: %s\n",
			first_error(o));
		return;
	}
	tell_trouble(o, out);
	fprintf(out, " | packages=%" PRIu64 " copies=%" PRIu64
		" failed=%" PRIu64 ";;0 late=%" PRIu64 ";0 never=%" PRIu64
		";0 oldest=%" PRIu64 "s due=%" PRIu64 "B quarantined=%" PRIu64
		"\n", o->packages, o->coverage.all_copies,
		o->stands[HF_STAND_FAILED], o->stands[HF_STAND_LATE],
		o->stands[HF_STAND_NEVER], o->forecast->all.oldest,
		o->forecast->all.due.octets, o->quarantined);
}
