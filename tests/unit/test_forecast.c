#include "unit.h"

#include "audit/forecast.h"

#define DAY	INT64_C(86400)
#define NOW	(INT64_C(20000) * DAY)

static const struct hf_holding_place places[] = {
	{ "desk", 100 }, { "vault", 10 }, { "empty", 1 },
};

static struct hf_forecast *foreseen(const struct hf_holding *copies, size_t n,
				    int64_t now, struct hf_audit_budget budget)
{
	const struct hf_holding_set held = { copies, n, places, COUNT(places) };
	struct hf_forecast *f = NULL;
	struct hf_error err;

	assert_ok(hf_forecast_make(&f, &held, now, &budget, &err), &err);
	return f;
}

static const struct hf_holding copies[] = {
	{ "a", 0, 900, .checked = NOW - 100 * DAY, .interval = 90 * DAY },
	{ "b", 0, 900, .checked = NOW - 10 * DAY, .interval = 90 * DAY },
	{ "c", 1, 300, .since = NOW - 200 * DAY, .interval = 30 * DAY },
	{ "d", 1, 700, .checked = NOW, .interval = 0 },
};

START_TEST(each_location_is_told_and_all_together)
{
	struct hf_forecast *f = foreseen(copies, 4, NOW,
					 (struct hf_audit_budget){ 0 });
	const struct hf_outlook *desk = &f->places[0], *vault = &f->places[1];

	ck_assert_uint_eq(f->n, 3);
	ck_assert_int_eq(f->between, DAY);
	ck_assert_uint_eq(desk->held.copies, 2);
	ck_assert_uint_eq(desk->held.octets, 1800);
	ck_assert_uint_eq(desk->due.copies, 1);
	ck_assert_uint_eq(desk->due.octets, 900);
	ck_assert_uint_eq(desk->late.octets, 900);
	ck_assert_uint_eq(desk->never.copies, 0);
	ck_assert_uint_eq(desk->per_run, 20);
	ck_assert_uint_eq(desk->oldest, 100 * DAY);
	ck_assert_uint_eq(desk->runs, 1);
	ck_assert_uint_eq(vault->held.octets, 1000);
	ck_assert_uint_eq(vault->never.octets, 300);
	ck_assert_uint_eq(vault->due.octets, 300);
	ck_assert_uint_eq(vault->per_run, 10);	/* no interval, no need */
	ck_assert_uint_eq(vault->oldest, 200 * DAY);
	ck_assert_uint_eq(f->places[2].held.copies, 0);
	ck_assert_uint_eq(f->places[2].runs, 0);
	ck_assert_uint_eq(f->all.held.octets, 2800);
	ck_assert_uint_eq(f->all.per_run, 30);
	ck_assert_uint_eq(f->needed_bytes, 30);
	ck_assert_uint_eq(f->short_bytes, 0);
	ck_assert_uint_eq(f->needed_time, 2);	/* 0.2 and 1 seconds */
	ck_assert_uint_eq(f->runs_late, 0);
	hf_forecast_free(f);
}
END_TEST

START_TEST(runs_are_counted_in_the_order_of_reading)
{
	struct hf_forecast *f = foreseen(copies, 4, NOW,
					 (struct hf_audit_budget){ 100 });

	/* "c" was never verified, and comes first: 3 runs, then 9. */
	ck_assert_uint_eq(f->places[1].runs, 3);
	ck_assert_uint_eq(f->places[0].runs, 12);
	ck_assert_uint_eq(f->all.runs, 12);
	ck_assert_uint_eq(f->short_bytes, 0);
	hf_forecast_free(f);

	/* 300 octets of the vault take 30 seconds, 900 of the desk 9. */
	f = foreseen(copies, 4, NOW, (struct hf_audit_budget){ .max_time = 10 });
	ck_assert_uint_eq(f->places[1].runs, 3);
	ck_assert_uint_eq(f->places[0].runs, 4);
	hf_forecast_free(f);
}
END_TEST

START_TEST(a_filter_narrows_the_forecast)
{
	struct hf_forecast *f = foreseen(copies, 4, NOW,
		(struct hf_audit_budget){ .location = "vault" });

	ck_assert_uint_eq(f->all.held.copies, 2);
	ck_assert_uint_eq(f->needed_bytes, 10);
	ck_assert_uint_eq(f->places[0].held.copies, 0);
	hf_forecast_free(f);
}
END_TEST

/* 9000 octets in 90 runs, at 100 octets a second. */
static const struct {
	uint64_t max_bytes, max_time, short_bytes, short_time, runs_late;
} shortages[] = {
	{ 0, 0, 0, 0, 0 },
	{ 100, 0, 0, 0, 0 },
	{ 99, 0, 1, 0, 1 },
	{ 90, 0, 10, 0, 10 },
	{ 50, 0, 50, 0, 90 },
	{ 1, 0, 99, 0, 8910 },
	{ 0, 1, 0, 0, 0 },
	{ 50, 1, 50, 0, 90 },
};

START_TEST(a_shortage_is_told_in_octets_and_in_runs)
{
	static const struct hf_holding copy = { "a", 0, 9000, .checked = NOW,
						.interval = 90 * DAY };
	struct hf_forecast *f = foreseen(&copy, 1, NOW,
		(struct hf_audit_budget){ .max_bytes = shortages[_i].max_bytes,
					  .max_time = shortages[_i].max_time });

	ck_assert_uint_eq(f->needed_bytes, 100);
	ck_assert_uint_eq(f->needed_time, 1);
	ck_assert_uint_eq(f->short_bytes, shortages[_i].short_bytes);
	ck_assert_uint_eq(f->short_time, shortages[_i].short_time);
	ck_assert_uint_eq(f->runs_late, shortages[_i].runs_late);
	hf_forecast_free(f);
}
END_TEST

START_TEST(runs_that_are_rarer_have_to_read_more)
{
	static const struct hf_holding copy = { "a", 0, 9000, .checked = NOW,
						.interval = 90 * DAY };
	static const struct { int64_t between; uint64_t needed; } cases[] = {
		{ DAY / 2, 50 }, { DAY, 100 }, { 7 * DAY, 750 },	/* 12 runs */
		{ 60 * DAY, 9000 }, { 91 * DAY, 9000 }, { INT64_MAX, 9000 },
	};

	for (int i = 0; i < COUNT(cases); i++) {
		struct hf_forecast *f = foreseen(&copy, 1, NOW,
			(struct hf_audit_budget){ .between = cases[i].between });

		ck_assert_uint_eq(f->needed_bytes, cases[i].needed);
		hf_forecast_free(f);
	}
}
END_TEST

START_TEST(what_failed_is_read_in_each_run_and_needs_as_much)
{
	static const struct hf_holding failed[] = {
		{ "a", 0, 9000, .checked = NOW, .interval = 90 * DAY },
		{ "b", 0, 500, .checked = NOW, .interval = 90 * DAY,
		  .failed = true },
	};
	struct hf_forecast *f = foreseen(failed, 2, NOW,
					 (struct hf_audit_budget){ 600 });

	ck_assert_uint_eq(f->needed_bytes, 600);
	ck_assert_uint_eq(f->short_bytes, 0);
	hf_forecast_free(f);
	/* It takes all there is: nothing else is ever read. */
	f = foreseen(failed, 2, NOW, (struct hf_audit_budget){ 500 });
	ck_assert_uint_eq(f->short_bytes, 100);
	ck_assert_uint_eq(f->runs_late, HF_NEVER_DONE);
	hf_forecast_free(f);
}
END_TEST

START_TEST(what_runs_out_together_needs_a_rush)
{
	static const struct hf_holding together[] = {
		{ "a", 0, 9000, .checked = NOW - 81 * DAY, .interval = 90 * DAY },
		{ "b", 0, 9000, .checked = NOW - 81 * DAY, .interval = 90 * DAY },
	};
	struct hf_forecast *f = foreseen(together, 2, NOW,
					 (struct hf_audit_budget){ 200 });

	/* Tonight and nine nights more. */
	ck_assert_uint_eq(f->needed_bytes, 200);
	ck_assert_uint_eq(f->short_bytes, 0);
	ck_assert_uint_eq(f->rush_bytes, 1800);
	hf_forecast_free(f);
}
END_TEST

START_TEST(numbers_at_their_ends_overflow_nothing)
{
	static const struct hf_holding most[] = {
		{ "a", 0, UINT64_MAX, .checked = INT64_MIN, .interval = 1 },
		{ "b", 0, UINT64_MAX, .checked = INT64_MAX,
		  .interval = INT64_MAX },
		{ "c", 1, UINT64_C(1) << 63, .since = INT64_MIN,
		  .interval = INT64_MAX },
		{ "d", 1, UINT64_MAX, .checked = 5, .interval = DAY,
		  .failed = true },
	};
	static const int64_t nows[] = { INT64_MIN, 0, INT64_MAX };

	for (int i = 0; i < COUNT(nows); i++) {
		for (int b = 0; b < 3; b++) {
			struct hf_forecast *f = foreseen(most, 4, nows[i],
				(struct hf_audit_budget){
					.max_bytes = b ? UINT64_MAX - 1 : 1,
					.max_time = b == 1 ? 1 : UINT64_MAX });

			ck_assert_uint_eq(f->all.held.octets, UINT64_MAX);
			ck_assert_uint_eq(f->needed_bytes, UINT64_MAX);
			ck_assert_uint_gt(f->short_bytes, 0);
			hf_forecast_free(f);
		}
	}
}
END_TEST

START_TEST(what_cannot_be_foreseen_is_refused)
{
	const struct hf_holding copy = { "a", 3, 5 };
	const struct hf_holding_set held = { &copy, 1, places, COUNT(places) };
	const struct hf_audit_budget budget = { 0 };
	struct hf_forecast *f = NULL;
	struct hf_error err;

	assert_fails(hf_forecast_make(&f, &held, NOW, &budget, &err), &err,
		     HF_EUSAGE);
	ck_assert_ptr_null(f);
}
END_TEST

Suite *forecast_suite(void)
{
	Suite *s = suite_create("forecast");
	TCase *tc = unit_case(s, "forecast");

	tcase_add_test(tc, each_location_is_told_and_all_together);
	tcase_add_test(tc, runs_are_counted_in_the_order_of_reading);
	tcase_add_test(tc, a_filter_narrows_the_forecast);
	tcase_add_loop_test(tc, a_shortage_is_told_in_octets_and_in_runs, 0,
			    COUNT(shortages));
	tcase_add_test(tc, runs_that_are_rarer_have_to_read_more);
	tcase_add_test(tc, what_failed_is_read_in_each_run_and_needs_as_much);
	tcase_add_test(tc, what_runs_out_together_needs_a_rush);
	tcase_add_test(tc, numbers_at_their_ends_overflow_nothing);
	tcase_add_test(tc, what_cannot_be_foreseen_is_refused);
	return s;
}
