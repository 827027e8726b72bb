#include "register/deciding.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "finding/sink.h"
#include "provenance/date.h"

/* What an event does to the copies that it is of. */
enum deed {
	HAPPENS,	/* nothing; but not to what is no more */
	ENDS,		/* by somebody's decision */
	LOSES,		/* nobody decided it: what is so can be written down */
};

static const struct {
	const char *type;
	enum deed deed;
} types[] = {
	{ "transfer", HAPPENS },
	{ "receipt", HAPPENS },
	{ "observation", HAPPENS },
	{ "destruction", ENDS },
	{ "deletion", ENDS },
	{ "deaccession", ENDS },
	{ "loss", LOSES },
};

#define N_TYPES	(sizeof(types) / sizeof(types[0]))

const char *hf_decided_type(size_t i)
{
	return i < N_TYPES ? types[i].type : NULL;
}

static const char *type_at(void *ctx, size_t i)
{
	(void)ctx;
	return hf_decided_type(i);
}

/* One event, and what it is of. */
struct deciding {
	struct hf_custody *custody;
	const char *package;
	const struct hf_decided *decided;
	struct hf_policy policy;
	struct hf_judge judge;		/* passes on to the caller's sink */
	struct hf_error *err;
	enum deed deed;
	struct hf_date date;		/* if it was given */
	uint64_t meant, ended;		/* copies that it is of; of them over already */
	uint64_t kept;			/* copies that are held, and it is not of */
};

/* --- Whether it has a meaning. --- */

static int find_type(struct deciding *d)
{
	const char *near;
	size_t i = 0;

	while (i < N_TYPES && strcmp(types[i].type, d->decided->event) != 0)
		i++;
	if (i < N_TYPES) {
		d->deed = types[i].deed;
		return 0;
	}
	near = hf_nearest(d->decided->event, type_at, NULL);
	return hf_fail(d->err, HF_EUSAGE,
		       "'%s' is no event that is written down so%s%s%s; there are transfer, receipt, observation, destruction, deletion, deaccession and loss",
		       hf_shown(d->decided->event),
		       near ? " (did you mean " : "", near ? near : "",
		       near ? "?)" : "");
}

static bool is_grade(const char *grade)
{
	return strlen(grade) == 2 && grade[0] == 'G' && grade[1] >= '1' &&
	       grade[1] <= '4';
}

static int check_words(struct deciding *d)
{
	const struct hf_decided *decided = d->decided;

	if (find_type(d) < 0)
		return -1;
	if (!decided->agent)
		return hf_fail(d->err, HF_EUSAGE,
			       "say who did it, or who saw it (the agent)");
	if (decided->date && !hf_date_parse(decided->date, &d->date))
		return hf_fail(d->err, HF_EUSAGE,
			       "'%s' is no date as EDTF has it, such as 2026-11-20 or 2026-11",
			       hf_shown(decided->date));
	if (decided->grade && !is_grade(decided->grade))
		return hf_fail(d->err, HF_EUSAGE,
			       "'%s' is no grade of evidence; there are G1 to G4",
			       hf_shown(decided->grade));
	if (!strcmp(decided->event, "transfer") && !decided->to)
		return hf_fail(d->err, HF_EUSAGE,
			       "say to whom it was handed over (to)");
	return 0;
}

/* --- What speaks against it. --- */

static void check_time(struct deciding *d, const struct hf_held_copy *copy)
{
	if (!d->decided->date)
		return;
	if (hf_date_until(&d->date) < copy->since)
		hf_found(&d->judge.sink, TIME_REVERSED, .subject = d->package,
			 .detail = copy->location, .actual = d->decided->date);
}

static int see_copy(void *ctx, const struct hf_held_copy *copy,
		    struct hf_error *err)
{
	struct deciding *d = ctx;
	bool held = copy->fate == HF_FATE_HELD;

	(void)err;
	if (d->decided->location &&
	    strcmp(copy->location, d->decided->location) != 0) {
		d->kept += held;
		return 0;
	}
	d->meant++;
	d->ended += !held;
	if (d->decided->location)
		check_time(d, copy);
	return 0;
}

static int see_copies(struct deciding *d)
{
	char root[65];
	int known = hf_catalogue_root(d->custody->catalogue, d->package, root,
				      d->err);

	if (known < 0)
		return -1;
	if (!known)
		return hf_fail(d->err, HF_EUSAGE,
			       "the register holds no package '%s'",
			       hf_shown(d->package));
	if (hf_catalogue_copies(d->custody->catalogue, d->package, NULL,
				see_copy, d, d->err) < 0)
		return -1;
	if (!d->meant && d->decided->location)
		return hf_fail(d->err, HF_EUSAGE,
			       "the log knows of no copy of '%s' at location '%s'",
			       hf_shown(d->package),
			       hf_shown(d->decided->location));
	return 0;
}

/* I7: what is over, is over. */
static void check_ended(struct deciding *d)
{
	if (d->ended < d->meant)
		return;
	if (d->deed == HAPPENS)
		hf_found(&d->judge.sink, POST_TERMINAL_ACTIVITY,
			 .subject = d->package, .detail = d->decided->location);
	else
		hf_found(&d->judge.sink, ENDED_TWICE, .subject = d->package,
			 .detail = d->decided->location);
}

/* I8. */
static void check_authority(struct deciding *d)
{
	if (d->deed == ENDS && (!d->decided->authority || !d->decided->method))
		hf_found(&d->judge.sink, DESTRUCTION_UNAUTHORISED,
			 .subject = d->package,
			 .detail = d->decided->authority ? "it lacks the method"
							 : "it lacks the authority");
}

/* I9: an end that is decided leaves what the policy asks for. */
static void check_what_is_left(struct deciding *d)
{
	char kept[24], asked[24];
	uint64_t least = d->custody->reg->policy.min_copies;

	if (d->deed != ENDS || d->ended == d->meant)
		return;
	snprintf(kept, sizeof(kept), "%" PRIu64, d->kept);
	snprintf(asked, sizeof(asked), "%" PRIu64, least);
	if (!d->kept)
		hf_found(&d->judge.sink, LAST_COPY_DESTROYED,
			 .subject = d->package);
	else if (d->kept < least)
		hf_found(&d->judge.sink, BELOW_MINIMUM, .subject = d->package,
			 .expected = asked, .actual = kept);
}

static int judge(struct deciding *d)
{
	if (d->decided->date && hf_date_from(&d->date) > hf_clock_wall())
		hf_found(&d->judge.sink, TIME_IMPOSSIBLE,
			 .subject = d->package, .actual = d->decided->date);
	check_ended(d);
	check_authority(d);
	check_what_is_left(d);
	if (!d->judge.count[HF_ERROR] || d->decided->forced)
		return 0;
	return hf_fail(d->err, HF_EREFUSED,
		       "it was not written down, for what is told above; where it is true all the same, --force with the reason writes it");
}

/* --- Writing it down. --- */

static int write_down(struct deciding *d, struct hf_log_place *place,
		      int64_t *time)
{
	const struct hf_decided *decided = d->decided;
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT]     = decided->event,
		[HF_ENTRY_PACKAGE]   = d->package,
		[HF_ENTRY_LOCATION]  = decided->location,
		[HF_ENTRY_AGENT]     = decided->agent,
		[HF_ENTRY_DATE]	     = decided->date,
		[HF_ENTRY_FROM]	     = decided->from,
		[HF_ENTRY_TO]	     = decided->to,
		[HF_ENTRY_AUTHORITY] = decided->authority,
		[HF_ENTRY_METHOD]    = decided->method,
		[HF_ENTRY_EVIDENCE]  = decided->evidence,
		[HF_ENTRY_GRADE]     = decided->grade,
		[HF_ENTRY_OUTCOME]   = "recorded",
		[HF_ENTRY_FORCED]    = d->judge.count[HF_ERROR]
				     ? decided->forced : NULL,
		[HF_ENTRY_NOTE]	     = decided->note,
	} };

	if (hf_custody_record(d->custody, &entry, place, d->err) < 0)
		return -1;
	*time = entry.time;
	return 0;
}

int hf_write_down(struct hf_custody *custody, const char *package,
		  const struct hf_decided *decided, struct hf_sink *sink,
		  struct hf_receipt *receipt, struct hf_error *err)
{
	struct deciding d = {
		.custody = custody, .package = package, .decided = decided,
		.err = err,
	};
	struct hf_log_place place;
	int64_t time;
	int ret = -1;

	*receipt = (struct hf_receipt){ .location = decided->location };
	snprintf(receipt->package, sizeof(receipt->package), "%s", package);
	hf_policy_init(&d.policy, false);
	hf_judge_init(&d.judge, &d.policy, sink);
	if (check_words(&d) < 0)
		return -1;
	if (hf_custody_lock(custody, sink, err) < 0)
		return -1;
	if (see_copies(&d) == 0 && judge(&d) == 0)
		ret = write_down(&d, &place, &time);
	hf_custody_unlock(custody);
	return ret < 0 ? -1 : hf_receipt_of(receipt, custody, &place, time,
					    err);
}
