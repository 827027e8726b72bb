#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/stamp.h"

START_TEST(now_is_now_where_nothing_is_pinned)
{
	/* Empty is as good as not set. */
	static const char *const values[] = { NULL, "" };
	int64_t before, now = 0, after;
	struct hf_error err;

	if (values[_i])
		setenv("SOURCE_DATE_EPOCH", values[_i], 1);
	else
		unsetenv("SOURCE_DATE_EPOCH");
	before = time(NULL);
	assert_ok(hf_clock_now(&now, &err), &err);
	after = time(NULL);
	/* time(2) may lag behind by a tick. */
	ck_assert_int_ge(now, before - 1);
	ck_assert_int_le(now, after + 1);
	unsetenv("SOURCE_DATE_EPOCH");
}
END_TEST

static const struct {
	const char *value;
	int64_t seconds;
} pins[] = {
	{ "0", 0 },
	{ "1", 1 },
	{ "1000000000", 1000000000 },
	{ "4294967296", INT64_C(4294967296) },	/* 2106 and behind */
	{ "253402300799", INT64_C(253402300799) },
};

START_TEST(a_pinned_time_is_what_it_says)
{
	int64_t now = -1;
	struct hf_error err;

	setenv("SOURCE_DATE_EPOCH", pins[_i].value, 1);
	assert_ok(hf_clock_now(&now, &err), &err);
	ck_assert_int_eq(now, pins[_i].seconds);
	unsetenv("SOURCE_DATE_EPOCH");
}
END_TEST

static const char *const unusable[] = {
	"x", " 1", "1 ", "-1", "+1", "1.5", "1e9", "0x10", "253402300800",
	"18446744073709551615", "18446744073709551616",
	"99999999999999999999999999", "2026-01-02", "\n",
};

START_TEST(an_unusable_pin_is_told_and_not_ignored)
{
	int64_t now = 42;
	struct hf_error err;

	setenv("SOURCE_DATE_EPOCH", unusable[_i], 1);
	assert_fails(hf_clock_now(&now, &err), &err, HF_EUSAGE);
	ck_assert_int_eq(now, 42);
	ck_assert_ptr_nonnull(strstr(err.text, "SOURCE_DATE_EPOCH"));
	ck_assert_ptr_null(strchr(err.text, '\n'));
	unsetenv("SOURCE_DATE_EPOCH");
}
END_TEST

static const struct {
	int64_t seconds;
	const char *date, *datetime;
} times[] = {
	{ 0, "1970-01-01", "1970-01-01T00:00:00Z" },
	{ 1, "1970-01-01", "1970-01-01T00:00:01Z" },
	{ -1, "1969-12-31", "1969-12-31T23:59:59Z" },
	{ -282009600, "1961-01-24", "1961-01-24T00:00:00Z" },
	{ 951782400, "2000-02-29", "2000-02-29T00:00:00Z" },
	{ 1000000000, "2001-09-09", "2001-09-09T01:46:40Z" },
	{ INT64_C(4294967296), "2106-02-07", "2106-02-07T06:28:16Z" },
	{ INT64_C(253402300799), "9999-12-31", "9999-12-31T23:59:59Z" },
};

START_TEST(times_are_written_in_utc_wherever_we_are)
{
	static const char *const zones[] = { "UTC", "AAA-14", "BBB+12:30" };
	char date[HF_DATE_MAX], datetime[HF_DATETIME_MAX];

	for (int i = 0; i < COUNT(zones); i++) {
		setenv("TZ", zones[i], 1);
		tzset();
		hf_clock_date(times[_i].seconds, date);
		ck_assert_str_eq(date, times[_i].date);
		hf_clock_datetime(times[_i].seconds, datetime);
		ck_assert_str_eq(datetime, times[_i].datetime);
	}
	unsetenv("TZ");
	tzset();
}
END_TEST

START_TEST(elapsed_time_never_goes_back)
{
	double last = hf_clock_elapsed();

	for (int i = 0; i < 10000; i++) {
		double now = hf_clock_elapsed();

		require(now >= last);
		last = now;
	}
}
END_TEST

Suite *clock_suite(void)
{
	Suite *s = suite_create("clock");
	TCase *tc = unit_case(s, "clock");

	tcase_add_loop_test(tc, now_is_now_where_nothing_is_pinned, 0, 2);
	tcase_add_loop_test(tc, a_pinned_time_is_what_it_says, 0, COUNT(pins));
	tcase_add_loop_test(tc, an_unusable_pin_is_told_and_not_ignored, 0,
			    COUNT(unusable));
	tcase_add_loop_test(tc, times_are_written_in_utc_wherever_we_are, 0,
			    COUNT(times));
	tcase_add_test(tc, elapsed_time_never_goes_back);
	return s;
}
