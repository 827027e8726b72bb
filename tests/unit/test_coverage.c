#include "unit.h"

#include <string.h>

#include "audit/coverage.h"

#define DAY	INT64_C(86400)
#define NOW	(INT64_C(20000) * DAY)

static const struct {
	int64_t checked, interval;
	enum hf_age age;
} ages[] = {
	{ NOW, 100, HF_AGE_QUARTER },
	{ NOW - 25, 100, HF_AGE_QUARTER },
	{ NOW - 26, 100, HF_AGE_HALF },
	{ NOW - 50, 100, HF_AGE_HALF },
	{ NOW - 51, 100, HF_AGE_THREE_QUARTERS },
	{ NOW - 75, 100, HF_AGE_THREE_QUARTERS },
	{ NOW - 76, 100, HF_AGE_WHOLE },
	{ NOW - 100, 100, HF_AGE_WHOLE },
	{ NOW - 101, 100, HF_AGE_LATER },
	{ 1, 100, HF_AGE_LATER },
	{ 0, 100, HF_AGE_NEVER },
	{ 0, 0, HF_AGE_NEVER },
	{ 1, 0, HF_AGE_UNASKED },
	/* A clock that was set back, and numbers at their ends. */
	{ NOW + 1000, 100, HF_AGE_QUARTER },
	{ INT64_MAX, 100, HF_AGE_QUARTER },
	{ INT64_MIN, 100, HF_AGE_LATER },
	{ INT64_MIN, INT64_MAX, HF_AGE_LATER },
	{ 1, INT64_MAX, HF_AGE_QUARTER },
};

START_TEST(an_age_is_measured_in_its_interval)
{
	struct hf_holding copy = { .package = "a", .checked = ages[_i].checked,
				   .interval = ages[_i].interval };

	ck_assert_int_eq(hf_age_of(&copy, NOW), ages[_i].age);
}
END_TEST

START_TEST(copies_and_octets_are_counted_for_each_location_and_for_all)
{
	const struct hf_holding copies[] = {
		{ "a", 0, .octets = 10, .checked = NOW, .interval = DAY },
		{ "b", 0, .octets = 20, .checked = NOW - 2 * DAY,
		  .interval = DAY, .failed = true },
		{ "c", 0, .octets = 30, .interval = DAY },
		{ "a", 1, .octets = 10, .checked = NOW - DAY, .interval = DAY },
		{ "d", 1, .octets = UINT64_MAX, .checked = NOW - DAY,
		  .interval = DAY },
	};
	const struct hf_holding_place places[] = { { "x" }, { "y" }, { "z" } };
	const struct hf_holding_set held = { copies, COUNT(copies), places, 3 };
	struct hf_coverage at[3], all;
	struct hf_error err;

	memset(at, 0xff, sizeof(at));
	memset(&all, 0xff, sizeof(all));
	assert_ok(hf_coverage_count(&held, NOW, at, &all, &err), &err);
	ck_assert_uint_eq(at[0].copies[HF_AGE_QUARTER], 1);
	ck_assert_uint_eq(at[0].octets[HF_AGE_QUARTER], 10);
	ck_assert_uint_eq(at[0].octets[HF_AGE_LATER], 20);
	ck_assert_uint_eq(at[0].octets[HF_AGE_NEVER], 30);
	ck_assert_uint_eq(at[0].all_copies, 3);
	ck_assert_uint_eq(at[0].all_octets, 60);
	ck_assert_uint_eq(at[0].failed_copies, 1);
	ck_assert_uint_eq(at[0].failed_octets, 20);
	ck_assert_uint_eq(at[1].copies[HF_AGE_WHOLE], 2);
	ck_assert_uint_eq(at[1].octets[HF_AGE_WHOLE], UINT64_MAX);
	ck_assert_uint_eq(at[2].all_copies, 0);
	ck_assert_uint_eq(all.all_copies, 5);
	ck_assert_uint_eq(all.copies[HF_AGE_WHOLE], 2);
	assert_ok(hf_coverage_count(&held, NOW, at, NULL, &err), &err);
}
END_TEST

START_TEST(a_copy_at_no_location_is_refused)
{
	const struct hf_holding copy = { "a", 1 };
	const struct hf_holding_place place = { "x" };
	const struct hf_holding_set held = { &copy, 1, &place, 1 };
	struct hf_coverage at;
	struct hf_error err;

	assert_fails(hf_coverage_count(&held, NOW, &at, NULL, &err), &err,
		     HF_EUSAGE);
}
END_TEST

START_TEST(each_band_has_its_words)
{
	for (int i = 0; i < HF_AGE_COUNT; i++)
		ck_assert_ptr_nonnull(hf_age_text(i));
}
END_TEST

Suite *coverage_suite(void)
{
	Suite *s = suite_create("coverage");
	TCase *tc = unit_case(s, "coverage");

	tcase_add_loop_test(tc, an_age_is_measured_in_its_interval, 0,
			    COUNT(ages));
	tcase_add_test(tc, copies_and_octets_are_counted_for_each_location_and_for_all);
	tcase_add_test(tc, a_copy_at_no_location_is_refused);
	tcase_add_test(tc, each_band_has_its_words);
	return s;
}
