#include "register/standing.h"

#include <string.h>

#include "base/buf.h"
#include "base/stamp.h"

#define DAY	((int64_t)24 * 60 * 60)

/* Clocks of two machines are never quite alike. */
#define CLOCKS_DIFFER	DAY

static bool is_held(const struct hf_kept *kept)
{
	return kept->held.fate == HF_FATE_HELD;
}

/* The one that the log put in its place last: the others are to be like it. */
static const struct hf_kept *find_newest(const struct hf_kept_list *copies)
{
	const struct hf_kept *newest = NULL;

	for (size_t i = 0; i < copies->n; i++) {
		if (is_held(&copies->at[i]) &&
		    (!newest ||
		     copies->at[i].held.origin > newest->held.origin))
			newest = &copies->at[i];
	}
	return newest;
}

static void check_agreement(const struct hf_kept *kept,
			    const struct hf_kept *newest, const char *subject,
			    struct hf_buf *detail, struct hf_sink *sink)
{
	if (!strcmp(kept->held.root, newest->held.root))
		return;
	hf_buf_clear(detail);
	hf_buf_printf(detail, "it came there before the copy at %s, and the two have other bag roots",
		      newest->held.location);
	hf_found(sink, REPLICA_MISMATCH, .subject = subject,
		 .algorithm = "bag root", .expected = newest->held.root,
		 .actual = kept->held.root, .detail = hf_buf_text(detail));
}

static void print_days(struct hf_buf *text, int64_t seconds)
{
	int64_t days = seconds / DAY, hours = seconds % DAY / 3600;

	if (days)
		hf_buf_printf(text, "%lld day%s", (long long)days,
			      days == 1 ? "" : "s");
	else if (hours)
		hf_buf_printf(text, "%lld hour%s", (long long)hours,
			      hours == 1 ? "" : "s");
	else
		hf_buf_printf(text, "%lld second%s", (long long)seconds,
			      seconds == 1 ? "" : "s");
}

static void tell_stale(int64_t read, int64_t interval, int64_t now,
		       const char *subject, struct hf_buf *detail,
		       struct hf_sink *sink)
{
	char due[HF_DATETIME_MAX], last[HF_DATETIME_MAX];

	hf_clock_datetime(read + interval, due);
	hf_clock_datetime(read, last);
	hf_buf_clear(detail);
	hf_buf_adds(detail, "it is to be read every ");
	print_days(detail, interval);
	hf_buf_adds(detail, ", and is overdue by ");
	print_days(detail, now - read - interval);
	hf_found(sink, STALE, .subject = subject, .expected = due,
		 .actual = last, .detail = hf_buf_text(detail));
}

/*
 * What was never read is never-verified, and stale once an interval is over:
 * it counts from when it came there.
 */
static void check_reading(const struct hf_kept *kept, int64_t interval,
			  int64_t now, const char *subject,
			  struct hf_buf *detail, struct hf_sink *sink)
{
	const struct hf_held_copy *held = &kept->held;
	int64_t read = held->checked;
	char last[HF_DATETIME_MAX];

	hf_clock_datetime(read, last);
	if (!read) {
		hf_clock_datetime(held->since, last);
		hf_buf_clear(detail);
		hf_buf_printf(detail, "it lies there since %s", last);
		hf_found(sink, NEVER_VERIFIED, .subject = subject,
			 .detail = hf_buf_text(detail));
		read = held->since;
	} else if (held->failed) {
		hf_found(sink, CORRUPT, .subject = subject, .actual = last,
			 .detail = "by the log, its last reading did not pass");
	}
	if (read > now + CLOCKS_DIFFER)
		hf_found(sink, TIME_IMPOSSIBLE, .subject = subject,
			 .actual = last,
			 .detail = "the log dates its last reading in the future, so nobody knows whether it is due");
	else if (interval && now - read > interval)
		tell_stale(read, interval, now, subject, detail, sink);
}

int hf_check_standing(const struct hf_register *reg,
		      const struct hf_kept_list *copies, int64_t now,
		      struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_kept *newest = find_newest(copies);
	struct hf_buf subject = { 0 }, detail = { 0 };
	int ret;

	for (size_t i = 0; i < copies->n; i++) {
		const struct hf_kept *kept = &copies->at[i];

		if (!is_held(kept))
			continue;
		hf_kept_subject(&subject, kept->held.package,
				kept->held.location);
		check_agreement(kept, newest, hf_buf_text(&subject), &detail,
				sink);
		check_reading(kept,
			      hf_register_interval(reg, kept->held.location),
			      now, hf_buf_text(&subject), &detail, sink);
	}
	ret = hf_buf_check(&subject, err) < 0 || hf_buf_check(&detail, err) < 0
	      ? -1 : 0;
	hf_buf_release(&subject);
	hf_buf_release(&detail);
	return ret;
}
