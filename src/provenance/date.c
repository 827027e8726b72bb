#include "provenance/date.h"

#include <stddef.h>
#include <string.h>

#define DAY	((int64_t)86400)

/* Days from 1970-01-01 of a date in the proleptic Gregorian calendar. */
static int64_t days_of(int year, int month, int day)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243,
				      273, 304, 334 };
	int64_t y = year - (month <= 2);	/* leap days up to this month */
	int64_t leaps = y / 4 - y / 100 + y / 400;

	/* Year 0 is a leap year; for its first two months, y is -1. */
	if (y < 0)
		leaps = -1;
	return (int64_t)year * 365 + leaps + before[month - 1] + day - 1 -
	       719527;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
				    30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/*
 * Take @n characters, digits or X; *@low_ret has 0 and *@high_ret 9 for each X.
 * False, with nothing taken, where they are something else.
 */
static bool take_number(const char **at, int n, int *low_ret, int *high_ret)
{
	int low = 0, high = 0;

	for (int i = 0; i < n; i++) {
		char c = (*at)[i];

		if (c == 'X') {
			low = low * 10;
			high = high * 10 + 9;
		} else if (c >= '0' && c <= '9') {
			low = low * 10 + (c - '0');
			high = high * 10 + (c - '0');
		} else {
			return false;
		}
	}
	*at += n;
	*low_ret = low;
	*high_ret = high;
	return true;
}

static bool take_char(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static bool take_exact(const char **at, int n, int most, int *value_ret)
{
	int low, high;

	if (!take_number(at, n, &low, &high) || low != high || low > most)
		return false;
	*value_ret = low;
	return true;
}

/* "T10:00:00Z" or "T10:00:00+02:00": seconds of the day, in UTC. */
static bool take_time(const char **at, int64_t *seconds_ret)
{
	int hour, minute, second, off_hour = 0, off_minute = 0, sign;

	if (!take_exact(at, 2, 23, &hour) || !take_char(at, ':') ||
	    !take_exact(at, 2, 59, &minute) || !take_char(at, ':') ||
	    !take_exact(at, 2, 60, &second))
		return false;
	*seconds_ret = hour * 3600 + minute * 60 + second;
	if (take_char(at, 'Z'))
		return true;
	sign = **at == '-' ? -1 : 1;
	if (!take_char(at, '+') && !take_char(at, '-'))
		return false;
	if (!take_exact(at, 2, 14, &off_hour) || !take_char(at, ':') ||
	    !take_exact(at, 2, 59, &off_minute))
		return false;
	*seconds_ret -= sign * (off_hour * 3600 + off_minute * 60);
	return true;
}

/* A month or day that may be partly X, held within 1 and @most. */
static bool take_part(const char **at, int most, int *low_ret, int *high_ret)
{
	if (!take_number(at, 2, low_ret, high_ret))
		return false;
	if (*low_ret == *high_ret)
		return *low_ret >= 1 && *low_ret <= most;
	if (*low_ret < 1)
		*low_ret = 1;
	if (*high_ret > most)
		*high_ret = most;
	return *low_ret <= *high_ret;
}

/* One date with its qualifier; the interval that it covers. */
static bool take_date(const char **at, struct hf_date *date)
{
	int year_low, year_high, month_low = 1, month_high = 12;
	int day_low = 1, day_high = 31;
	int64_t seconds, doubt = 3653 * DAY;

	if (!take_number(at, 4, &year_low, &year_high))
		return false;
	if (take_char(at, '-')) {
		doubt = 366 * DAY;
		if (!take_part(at, 12, &month_low, &month_high))
			return false;
		if (take_char(at, '-')) {
			/* What is not known in full may be the longest. */
			int most = month_low != month_high ? 31 :
				   month_high == 2 && year_low != year_high
				   ? 29 : days_in(year_high, month_high);

			doubt = 31 * DAY;
			if (!take_part(at, most, &day_low, &day_high))
				return false;
		}
	}
	if (day_high > days_in(year_high, month_high))
		day_high = days_in(year_high, month_high);
	date->earliest = days_of(year_low, month_low, day_low) * DAY;
	date->latest = days_of(year_high, month_high, day_high) * DAY + DAY - 1;
	if (take_char(at, 'T')) {
		if (date->latest - date->earliest != DAY - 1 ||
		    !take_time(at, &seconds))
			return false;
		doubt = DAY;
		date->earliest += seconds;
		date->latest = date->earliest;
	}
	date->doubt = take_char(at, '~') || take_char(at, '?') ||
		      take_char(at, '%') ? doubt : 0;
	return true;
}

/* An end of an interval: a date, "..", or nothing. */
static bool take_end(const char **at, struct hf_date *end)
{
	end->earliest = HF_DATE_FIRST;
	end->latest = HF_DATE_LAST;
	end->doubt = 0;
	if (!strncmp(*at, "..", 2)) {
		*at += 2;
		return true;
	}
	if (**at == '/' || !**at)
		return true;
	return take_date(at, end);
}

bool hf_date_parse(const char *text, struct hf_date *date_ret)
{
	struct hf_date date = { .earliest = HF_DATE_FIRST,
				.latest = HF_DATE_LAST };
	struct hf_date end;
	const char *at = text;

	if (strcmp(text, "unknown") != 0) {
		if (!*text || !strcmp(text, "..") || !take_end(&at, &date))
			return false;
		if (take_char(&at, '/')) {
			if (!take_end(&at, &end) || end.latest < date.earliest)
				return false;
			date.latest = end.latest;
			if (end.doubt > date.doubt)
				date.doubt = end.doubt;
		}
		if (*at)
			return false;
	}
	date.text = text;
	*date_ret = date;
	return true;
}

bool hf_date_is_unknown(const struct hf_date *date)
{
	return !date->text || (date->earliest == HF_DATE_FIRST &&
			       date->latest == HF_DATE_LAST);
}

int64_t hf_date_from(const struct hf_date *date)
{
	return !date->text || date->earliest == HF_DATE_FIRST
		? HF_DATE_FIRST : date->earliest - date->doubt;
}

int64_t hf_date_until(const struct hf_date *date)
{
	return !date->text || date->latest == HF_DATE_LAST
		? HF_DATE_LAST : date->latest + date->doubt;
}

bool hf_date_is_before(const struct hf_date *a, const struct hf_date *b)
{
	return hf_date_until(a) < hf_date_from(b);
}
