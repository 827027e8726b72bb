/*
 * Dates as intervals.  Every number of seconds here was computed by date(1):
 * date -u -d '1961-01-18 00:00:00' +%s.
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "provenance/date.h"

#define FIRST	HF_DATE_FIRST
#define LAST	HF_DATE_LAST
#define DAY	INT64_C(86400)

/* Margins of doubt, as docs/formats/record.md states them. */
#define OF_SECOND	DAY
#define OF_DAY		(31 * DAY)
#define OF_MONTH	(366 * DAY)
#define OF_YEAR		(3653 * DAY)

static const struct {
	const char *text;
	int64_t earliest, latest, doubt;
} valid[] = {
	/* Days, at the edges of months, leap years, centuries and the era. */
	{ "1961-01-18", -282528000, -282441601, 0 },
	{ "1969-12-31", -86400, -1, 0 },
	{ "1970-01-01", 0, 86399, 0 },
	{ "2000-02-29", 951782400, 951868799, 0 },
	{ "2038-01-19", 2147472000, INT64_C(2147558399), 0 },
	{ "1900-02-28", INT64_C(-2203977600), INT64_C(-2203891201), 0 },
	{ "1600-02-29", INT64_C(-11670998400), INT64_C(-11670912001), 0 },
	{ "1582-10-04", INT64_C(-12220243200), INT64_C(-12220156801), 0 },
	{ "1582-10-15", INT64_C(-12219292800), INT64_C(-12219206401), 0 },
	{ "0100-03-01", INT64_C(-59006361600), INT64_C(-59006275201), 0 },
	{ "0004-02-29", INT64_C(-62035891200), INT64_C(-62035804801), 0 },
	{ "0001-01-01", INT64_C(-62135596800), INT64_C(-62135510401), 0 },
	{ "0000-01-01", INT64_C(-62167219200), INT64_C(-62167132801), 0 },
	{ "0000-02-29", INT64_C(-62162121600), INT64_C(-62162035201), 0 },
	{ "0000-03-01", INT64_C(-62162035200), INT64_C(-62161948801), 0 },
	{ "9999-12-31", INT64_C(253402214400), INT64_C(253402300799), 0 },
	/* Months and years. */
	{ "1961-01", -283996800, -281318401, 0 },
	{ "1961-02", -281318400, -278899201, 0 },
	{ "1961", -283996800, -252460801, 0 },
	{ "0000", INT64_C(-62167219200), INT64_C(-62135596801), 0 },
	{ "9999", INT64_C(253370764800), INT64_C(253402300799), 0 },
	/* Seconds, in one zone and in others. */
	{ "2026-11-20T10:00:00Z", 1795168800, 1795168800, 0 },
	{ "2026-11-20T12:00:00+02:00", 1795168800, 1795168800, 0 },
	{ "2026-11-20T04:30:00-05:30", 1795168800, 1795168800, 0 },
	{ "2026-11-20T00:00:00+14:00", 1795082400, 1795082400, 0 },
	{ "1970-01-01T00:00:00Z", 0, 0, 0 },
	{ "1969-12-31T23:59:59Z", -1, -1, 0 },
	/* A leap second is the first of the day after, as POSIX counts. */
	{ "2016-12-31T23:59:60Z", 1483228800, 1483228800, 0 },
	/* What is not known of it. */
	{ "196X", -315619200, -1, 0 },
	{ "19XX", INT64_C(-2208988800), 946684799, 0 },
	{ "XXXX", INT64_C(-62167219200), INT64_C(253402300799), 0 },
	{ "1961-XX", -283996800, -252460801, 0 },
	{ "1961-1X", -260409600, -252460801, 0 },
	{ "1961-0X", -283996800, -260409601, 0 },
	{ "1961-XX-XX", -283996800, -252460801, 0 },
	{ "1961-02-XX", -281318400, -278899201, 0 },
	{ "1961-01-1X", -283219200, -282355201, 0 },
	{ "1961-XX-31", -281404800, -252460801, 0 },
	{ "1961-0X-30", -281491200, -260409601, 0 },
	/* Doubt, by what is doubted. */
	{ "1961~", -283996800, -252460801, OF_YEAR },
	{ "1961?", -283996800, -252460801, OF_YEAR },
	{ "1961%", -283996800, -252460801, OF_YEAR },
	{ "196X~", -315619200, -1, OF_YEAR },
	{ "1961-01~", -283996800, -281318401, OF_MONTH },
	{ "1961-01-18?", -282528000, -282441601, OF_DAY },
	{ "2026-11-20T10:00:00Z%", 1795168800, 1795168800, OF_SECOND },
	/* Intervals, from the first moment of the one to the last of the other. */
	{ "1961/1965", -283996800, -126230401, 0 },
	{ "1961-06/1965", -270950400, -126230401, 0 },
	{ "1961/1961", -283996800, -252460801, 0 },
	{ "1961-01-18/1961-01-19", -282528000, -282355201, 0 },
	{ "1961/1961-01-18", -283996800, -282441601, 0 },
	{ "1961-01-18T00:00:00Z/1961-01-18", -282528000, -282441601, 0 },
	{ "1961~/1965", -283996800, -126230401, OF_YEAR },
	{ "1961/1965-12-31?", -283996800, -126230401, OF_DAY },
	{ "1961~/1965-12?", -283996800, -126230401, OF_YEAR },
	/* Open, and unknown, at one end or both. */
	{ "1961/..", -283996800, LAST, 0 },
	{ "1961/", -283996800, LAST, 0 },
	{ "../1961", FIRST, -252460801, 0 },
	{ "/1961", FIRST, -252460801, 0 },
	{ "1961~/..", -283996800, LAST, OF_YEAR },
	{ "../1961-01-18?", FIRST, -282441601, OF_DAY },
	{ "unknown", FIRST, LAST, 0 },
};

START_TEST(a_date_is_the_interval_that_it_can_mean)
{
	struct hf_date date;

	memset(&date, 0x5a, sizeof(date));
	ck_assert_msg(hf_date_parse(valid[_i].text, &date), "%s",
		      valid[_i].text);
	ck_assert_ptr_eq(date.text, valid[_i].text);
	ck_assert_msg(date.earliest == valid[_i].earliest &&
		      date.latest == valid[_i].latest &&
		      date.doubt == valid[_i].doubt,
		      "%s: %lld to %lld, doubt %lld", valid[_i].text,
		      (long long)date.earliest, (long long)date.latest,
		      (long long)date.doubt);
}
END_TEST

static const char *const invalid[] = {
	"", " ", "..", "X", "196", "19610", "-1961", "+1961", "Y1961", "1961 ",
	" 1961", "1961-", "1961-1", "1961-00", "1961-13", "1961-001",
	"1961-01-", "1961-01-1", "1961-01-00", "1961-01-32", "1961-04-31",
	"1961-02-29", "1900-02-29", "2100-02-29", "0001-02-29", "1961-06-31",
	"1961-01-018", "1961/01/18", "18-01-1961", "1961-01-18 ",
	"1961-x1", "19xx", "1961-XX-32", "1961-02-3X", "XXXX-02-30",
	"1961-06-3X-", "1961-XX-00",
	/* Seasons, local times, and what is no time. */
	"1961-21", "1961-01-18T10:00:00", "1961-01-18T10:00Z",
	"1961-01-18T10:00:00z", "1961-01-18t10:00:00Z",
	"1961-01-18 10:00:00Z", "1961-01-18T24:00:00Z",
	"1961-01-18T10:60:00Z", "1961-01-18T10:00:61Z",
	"1961-01-18T1:00:00Z", "1961-01-18T10:00:00+0200",
	"1961-01-18T10:00:00+02", "1961-01-18T10:00:00+15:00",
	"1961-01-18T10:00:00+02:60", "1961-01-18T10:00:00.5Z",
	"1961-01-18TZ", "1961-01T10:00:00Z", "1961T10:00:00Z",
	"1961-01-XXT10:00:00Z", "1961-01-18T1X:00:00Z",
	/* A mark stands behind a date, once. */
	"~1961", "?1961", "1961~~", "1961?~", "1961~-01", "1961-~01", "~",
	"unknown~", "..~/1961", "1961/..~",
	/* Intervals that end before they begin, or do not end. */
	"1961/1960", "1961-06-30/1961-06-29", "1962/1961-12",
	"1961-01-18T10:00:01Z/1961-01-18T10:00:00Z", "1961//1962",
	"1961/1962/1963", "1961..1962", "1961/...", "1961/.", "1961/unknown",
	"unknown/1961", "1961-02-29/1962", "1961/1962-13", "1961 / 1962",
	"Unknown", "UNKNOWN", "unknow", "unknown ", "n.d.", "circa 1961",
	"1961\n",
};

START_TEST(what_is_no_date_is_refused)
{
	struct hf_date date, before;

	memset(&date, 0x5a, sizeof(date));
	before = date;
	ck_assert_msg(!hf_date_parse(invalid[_i], &date), "'%s' is a date",
		      invalid[_i]);
	ck_assert_mem_eq(&date, &before, sizeof(date));
}
END_TEST

/* Against the C library's calendar, which has another origin than ours. */
START_TEST(every_day_is_where_the_calendar_has_it)
{
	const int64_t first = INT64_C(-62135596800);	/* 0001-01-01 */
	const int64_t last = INT64_C(253402214400);	/* 9999-12-31 */

	for (int64_t at = first; at <= last; at += 13 * DAY) {
		time_t seconds = (time_t)at;
		struct hf_date date;
		char text[32];
		struct tm tm;

		require(gmtime_r(&seconds, &tm));
		snprintf(text, sizeof(text), "%04d-%02d-%02d",
			 tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
		require(hf_date_parse(text, &date));
		require(date.earliest == at && date.latest == at + DAY - 1);
	}
}
END_TEST

/* A year begins where the one before ended, and so does a month. */
START_TEST(years_and_months_leave_nothing_out)
{
	struct hf_date year, month;
	int64_t next = INT64_C(-62167219200), after = next;
	char text[16];

	for (int y = 0; y <= 9999; y++) {
		snprintf(text, sizeof(text), "%04d", y);
		require(hf_date_parse(text, &year));
		require(year.earliest == next);
		next = year.latest + 1;
		for (int m = 1; m <= 12; m++) {
			snprintf(text, sizeof(text), "%04d-%02d", y, m);
			require(hf_date_parse(text, &month));
			require(month.earliest == after);
			after = month.latest + 1;
		}
		require(after == next);
	}
	require(next == INT64_C(253402300800));
}
END_TEST

/* Where some digits are not known, each day that it may be is covered. */
static const struct {
	const char *text;
	const char *days[4];
} partly[] = {
	{ "196X-02-29", { "1960-02-29", "1964-02-29", "1968-02-29" } },
	{ "1961-0X-31", { "1961-01-31", "1961-05-31", "1961-08-31" } },
	{ "1961-X2-31", { "1961-12-31" } },
	{ "XXXX-12-XX", { "0000-12-01", "9999-12-31" } },
	{ "1X61-06-30", { "1061-06-30", "1961-06-30" } },
};

START_TEST(what_is_not_known_covers_whatever_it_may_be)
{
	struct hf_date date, day;

	ck_assert_msg(hf_date_parse(partly[_i].text, &date), "%s",
		      partly[_i].text);
	for (int i = 0; i < 4 && partly[_i].days[i]; i++) {
		ck_assert(hf_date_parse(partly[_i].days[i], &day));
		ck_assert_msg(date.earliest <= day.earliest &&
			      day.latest <= date.latest, "%s, %s",
			      partly[_i].text, partly[_i].days[i]);
	}
}
END_TEST

static const struct {
	const char *text;
	bool unknown;
} knowledge[] = {
	{ "unknown", true }, { "../..", true },
	{ "1961", false }, { "1961/..", false }, { "../1961", false },
	{ "/1961", false }, { "XXXX", false },
};

START_TEST(unknown_is_what_says_nothing_at_all)
{
	struct hf_date date;

	ck_assert(hf_date_parse(knowledge[_i].text, &date));
	ck_assert_msg(hf_date_is_unknown(&date) == knowledge[_i].unknown, "%s",
		      knowledge[_i].text);
	memset(&date, 0, sizeof(date));		/* no date was given */
	ck_assert(hf_date_is_unknown(&date));
}
END_TEST

enum order { UNDECIDED, BEFORE };

static const struct {
	const char *a, *b;
	enum order order;
} orders[] = {
	{ "1961", "1962", BEFORE },
	{ "1961-12-31", "1962", BEFORE },
	{ "1961-01-18", "1961-01-19", BEFORE },
	{ "1961-01-18T23:59:59Z", "1961-01-19", BEFORE },
	{ "1961-01-18T10:00:00Z", "1961-01-18T10:00:01Z", BEFORE },
	{ "1961-01-18T12:00:00+02:00", "1961-01-18T10:00:01Z", BEFORE },
	{ "9998", "9999", BEFORE },
	{ "0000", "0001", BEFORE },
	/* The one lies in the other, or overlaps it, or is it. */
	{ "1961", "1961", UNDECIDED },
	{ "1961-01-18", "1961-01-18", UNDECIDED },
	{ "1961-01-18T10:00:00Z", "1961-01-18T10:00:00Z", UNDECIDED },
	{ "1961", "1961-12-31", UNDECIDED },
	{ "1961-01-01", "1961", UNDECIDED },
	{ "1961/1963", "1963-12-31", UNDECIDED },
	{ "1961/1963", "1964", BEFORE },
	{ "1950/1961", "1960/1970", UNDECIDED },
	{ "196X", "1969", UNDECIDED },
	{ "196X", "1970", BEFORE },
	/* Open ends. */
	{ "1961/..", "1990", UNDECIDED },
	{ "1961/", "1990", UNDECIDED },
	{ "1961", "1990/..", BEFORE },
	{ "1961", "../1990", UNDECIDED },
	{ "1961", "/1990", UNDECIDED },
	{ "../1961", "1962", BEFORE },
	{ "../1961", "1962/..", BEFORE },
	{ "../1961", "1961", UNDECIDED },
	{ "../..", "9999", UNDECIDED },
	{ "0000", "unknown", UNDECIDED },
	{ "unknown", "9999", UNDECIDED },
	{ "unknown", "unknown", UNDECIDED },
	/* Ten years of doubt: 3653 days behind 1961-12-31 is 1972-01-01. */
	{ "1961~", "1970", UNDECIDED },
	{ "1961~", "1972-01-01", UNDECIDED },
	{ "1961~", "1972-01-02", BEFORE },
	{ "1961?", "1972-01-02", BEFORE },
	{ "1961%", "1972-01-01", UNDECIDED },
	{ "1961~", "1980", BEFORE },
	{ "1961", "1972?", UNDECIDED },
	{ "1961", "1973?", BEFORE },
	/* The doubts add up. */
	{ "1961~", "1982~", UNDECIDED },
	{ "1961~", "1983~", BEFORE },
	{ "1961~", "1972-02-01?", UNDECIDED },
	{ "1961~", "1972-02-02?", BEFORE },
	/* A year, a month, a day of it. */
	{ "1961-01~", "1962-02-01", UNDECIDED },
	{ "1961-01~", "1962-02-02", BEFORE },
	{ "1961-01~", "1962-06", BEFORE },
	{ "1961-01-18~", "1961-02-18", UNDECIDED },
	{ "1961-01-18~", "1961-02-19", BEFORE },
	{ "1961-01-18", "1961-02-18~", UNDECIDED },
	{ "1961-01-18", "1961-02-19~", BEFORE },
	{ "1961-01-18T10:00:00Z~", "1961-01-19T10:00:00Z", UNDECIDED },
	{ "1961-01-18T10:00:00Z~", "1961-01-19T10:00:01Z", BEFORE },
	/* An interval has the larger doubt of its two ends. */
	{ "1950~/1961-01-18", "1970", UNDECIDED },
	{ "1950-01-01~/1961-01-18", "1961-02-18", UNDECIDED },
	{ "1950-01-01~/1961-01-18", "1961-02-19", BEFORE },
	{ "1961", "1962-06-01/1975~", UNDECIDED },
	/* Doubt does not close an end. */
	{ "1961~/..", "9999", UNDECIDED },
	{ "0000", "../1961~", UNDECIDED },
	{ "../1961~", "1972-01-01", UNDECIDED },
	{ "../1961~", "1972-01-02", BEFORE },
	/* At the ends of the era nothing overflows. */
	{ "9999~", "9999-12-31", UNDECIDED },
	{ "0000-01-01", "0000~", UNDECIDED },
};

START_TEST(before_is_what_the_intervals_decide)
{
	struct hf_date a, b;

	ck_assert(hf_date_parse(orders[_i].a, &a));
	ck_assert(hf_date_parse(orders[_i].b, &b));
	ck_assert_msg(hf_date_is_before(&a, &b) == (orders[_i].order == BEFORE),
		      "%s before %s", orders[_i].a, orders[_i].b);
	/* Whatever is decided, it is not decided the other way. */
	ck_assert_msg(!hf_date_is_before(&b, &a), "%s before %s",
		      orders[_i].b, orders[_i].a);
}
END_TEST

START_TEST(no_date_is_before_nothing)
{
	const struct hf_date none = { 0 };
	struct hf_date early, late;

	ck_assert(hf_date_parse("0000", &early));
	ck_assert(hf_date_parse("9999", &late));
	ck_assert(!hf_date_is_before(&none, &late));
	ck_assert(!hf_date_is_before(&early, &none));
	ck_assert(!hf_date_is_before(&none, &none));
}
END_TEST

/* Before is an order: it never goes round, whatever the doubt. */
START_TEST(before_goes_on_through_what_lies_between)
{
	struct hf_date a, b, c;

	ck_assert(hf_date_parse(orders[_i].a, &a));
	ck_assert(hf_date_parse(orders[_i].b, &b));
	ck_assert(!hf_date_is_before(&a, &a));
	if (!hf_date_is_before(&a, &b))
		return;
	for (int i = 0; i < COUNT(orders); i++) {
		ck_assert(hf_date_parse(orders[i].b, &c));
		if (hf_date_is_before(&b, &c))
			ck_assert_msg(hf_date_is_before(&a, &c),
				      "%s, %s, %s", orders[_i].a,
				      orders[_i].b, orders[i].b);
	}
}
END_TEST

Suite *date_suite(void)
{
	Suite *s = suite_create("date");
	TCase *tc = unit_case(s, "parsing");

	tcase_add_loop_test(tc, a_date_is_the_interval_that_it_can_mean, 0,
			    COUNT(valid));
	tcase_add_loop_test(tc, what_is_no_date_is_refused, 0, COUNT(invalid));
	tcase_add_test(tc, every_day_is_where_the_calendar_has_it);
	tcase_add_test(tc, years_and_months_leave_nothing_out);
	tcase_add_loop_test(tc, what_is_not_known_covers_whatever_it_may_be, 0,
			    COUNT(partly));

	tc = unit_case(s, "order");
	tcase_add_loop_test(tc, unknown_is_what_says_nothing_at_all, 0,
			    COUNT(knowledge));
	tcase_add_loop_test(tc, before_is_what_the_intervals_decide, 0,
			    COUNT(orders));
	tcase_add_test(tc, no_date_is_before_nothing);
	tcase_add_loop_test(tc, before_goes_on_through_what_lies_between, 0,
			    COUNT(orders));
	return s;
}
