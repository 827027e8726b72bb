/* How a register stands, for people. */
#include <inttypes.h>

#include "audit/status.h"
#include "base/stamp.h"
#include "base/text.h"

#define DAY	86400

static const char *time_text(char out[HF_DATETIME_MAX], int64_t seconds)
{
	hf_clock_datetime(seconds, out);
	return out;
}

/* "3 copies"; "1 copy". */
static const char *copies_text(char out[48], uint64_t n)
{
	snprintf(out, 48, "%" PRIu64 " cop%s", n, n == 1 ? "y" : "ies");
	return out;
}

static const char *age_text(char out[48], uint64_t seconds)
{
	uint64_t days = seconds / DAY;

	if (days)
		snprintf(out, 48, "%" PRIu64 " day%s ago", days,
			 days == 1 ? "" : "s");
	else
		snprintf(out, 48, "today");
	return out;
}

static void tell_log(const struct hf_overview *o, FILE *out)
{
	char time[HF_DATETIME_MAX];

	fprintf(out, "  log         VERIFIED, %" PRIu64 " entr%s, %s\n",
		o->log.entries, o->log.entries == 1 ? "y" : "ies",
		o->log.is_signed ? "signed" : "not signed");
	if (o->audit == UINT64_MAX)
		fprintf(out, "  last audit  none%s\n",
			o->audit_late ? ": no audit has run [audit-not-run]" : "");
	else
		fprintf(out, "  last audit  %s, entry %" PRIu64 ": %s%s%s%s\n",
			time_text(time, o->audit_time), o->audit,
			o->audit_outcome ? hf_shown(o->audit_outcome) : "",
			o->audit_note ? ", " : "",
			o->audit_note ? hf_shown(o->audit_note) : "",
			o->audit_late ? "; it should have run since [audit-not-run]"
				      : "");
}

static void tell_copies(const struct hf_overview *o, FILE *out)
{
	char octets[32], copies[48];

	fprintf(out, "  held        %" PRIu64 " package%s, %s, %s\n",
		o->packages, o->packages == 1 ? "" : "s",
		copies_text(copies, o->coverage.all_copies),
		hf_format_bytes(octets, o->coverage.all_octets));
	fprintf(out, "  copies      ");
	for (int i = 0; i < HF_STANDS; i++)
		fprintf(out, "%s%" PRIu64 " %s", i ? ", " : "", o->stands[i],
			hf_stand_name(i));
	fputc('\n', out);
	if (o->elsewhere)
		fprintf(out, "              and %s at locations that register.txt does not have\n",
			copies_text(copies, o->elsewhere));
	if (!o->has_policy)
		fprintf(out, "  policy      none\n");
	else if (!o->unmet)
		fprintf(out, "  policy      MET\n");
	else
		fprintf(out, "  policy      NOT MET by %" PRIu64 " package%s, such as %s\n",
			o->unmet, o->unmet == 1 ? "" : "s",
			hf_shown(o->first_unmet ? o->first_unmet : ""));
}

static void tell_forecast(const struct hf_overview *o, FILE *out)
{
	const struct hf_forecast *f = o->forecast;
	char octets[32], copies[48], age[48];

	if (f->all.held.copies)
		fprintf(out, "  oldest      read %s\n",
			age_text(age, f->all.oldest));
	fprintf(out, "  due         %s, %s\n",
		copies_text(copies, f->all.due.copies),
		hf_format_bytes(octets, f->all.due.octets));
	fprintf(out, "  needed      %s in each run, so that nothing gets late\n",
		hf_format_bytes(octets, f->needed_bytes));
	if (f->short_bytes)
		fprintf(out, "  short       %s in each run\n",
			hf_format_bytes(octets, f->short_bytes));
	if (f->short_time)
		fprintf(out, "  short       %" PRIu64 " s in each run\n",
			f->short_time);
	fprintf(out, "  quarantine  %" PRIu64 "\n", o->quarantined);
}

static void tell_place(const struct hf_overview *o, size_t i, FILE *out)
{
	const struct hf_overview_place *p = &o->places[i];
	char octets[32], copies[48], age[48];

	fprintf(out, "%s: %s, %s, %s", hf_shown(p->id),
		p->given_up ? "given up" :
		p->reachable ? "reachable" : "UNREACHABLE",
		copies_text(copies, p->coverage.all_copies),
		hf_format_bytes(octets, p->coverage.all_octets));
	if (p->coverage.all_copies)
		fprintf(out, ", oldest read %s",
			age_text(age, o->forecast->places[i].oldest));
	if (p->quarantined)
		fprintf(out, ", %" PRIu64 " in quarantine", p->quarantined);
	fputc('\n', out);
	for (int a = 0; a < HF_AGE_COUNT; a++) {
		if (p->coverage.copies[a])
			fprintf(out, "  %-36s %s, %s\n", hf_age_text(a),
				copies_text(copies, p->coverage.copies[a]),
				hf_format_bytes(octets,
						p->coverage.octets[a]));
	}
	if (p->coverage.failed_copies)
		fprintf(out, "  %-36s %s, %s\n", "of these, failed when read last",
			copies_text(copies, p->coverage.failed_copies),
			hf_format_bytes(octets, p->coverage.failed_octets));
}

void hf_overview_text(const struct hf_overview *o, FILE *out)
{
	char time[HF_DATETIME_MAX];

	if (!o->verified) {
		fprintf(out, "NOT VERIFIED: nothing that the register says can be trusted\n");
		return;
	}
	fprintf(out, "%s, %s, at %s\n", hf_shown(o->organisation),
		hf_shown(o->origin), time_text(time, o->now));
	tell_log(o, out);
	tell_copies(o, out);
	tell_forecast(o, out);
	for (size_t i = 0; i < o->n_places; i++)
		tell_place(o, i, out);
}
