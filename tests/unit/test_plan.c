#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/plan.h"

#define DAY	INT64_C(86400)
#define NOW	(INT64_C(20000) * DAY)

static const struct hf_holding_place places[] = {
	{ "vault", 10 }, { "desk", 1000 }, { "tape" },
};

static struct hf_audit_plan *planned(const struct hf_holding *copies, size_t n,
				     int64_t now, struct hf_audit_budget budget)
{
	const struct hf_holding_set held = { copies, n, places, COUNT(places) };
	struct hf_audit_plan *plan = NULL;
	struct hf_error err;

	assert_ok(hf_audit_plan_make(&plan, &held, now, &budget, &err), &err);
	return plan;
}

/* "a/vault b/desk": what is planned, in order. */
static const char *steps(const struct hf_holding *copies,
			 const struct hf_audit_plan *plan)
{
	static char text[1024];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < plan->n; i++) {
		const struct hf_holding *copy = &copies[plan->steps[i].copy];

		len += (size_t)snprintf(text + len, sizeof(text) - len,
					"%s%s/%s", i ? " " : "", copy->package,
					places[copy->location].id);
	}
	return text;
}

static void assert_planned(const struct hf_holding *copies, size_t n,
			   struct hf_audit_budget budget, const char *expected)
{
	struct hf_audit_plan *plan = planned(copies, n, NOW, budget);

	ck_assert_str_eq(steps(copies, plan), expected);
	hf_audit_plan_free(plan);
}

static const struct hf_holding mixed[] = {
	{ "fresh", 0, 5, .checked = NOW - 1, .interval = 90 * DAY },
	{ "late", 0, 5, .checked = NOW - 100 * DAY, .interval = 90 * DAY },
	{ "later", 1, 5, .checked = NOW - 50 * DAY, .interval = 30 * DAY },
	{ "latest", 2, 5, .checked = 1, .interval = 365 * DAY },
	{ "newcomer", 0, 5, .since = NOW - DAY, .interval = 90 * DAY },
	{ "forgotten", 1, 5, .since = NOW - 400 * DAY, .interval = 90 * DAY },
	{ "broken", 2, 5, .checked = NOW - DAY, .interval = 90 * DAY,
	  .failed = true },
	{ "begun", 0, 5, .checked = NOW - 91 * DAY, .interval = 90 * DAY,
	  .suspended = true, .progress = 2 },
};
static const char order[] = "begun/vault broken/tape forgotten/desk "
	"newcomer/vault latest/tape later/desk late/vault";

START_TEST(begun_failed_never_verified_then_the_longest_overdue)
{
	static const enum hf_due why[] = {
		HF_DUE_SUSPENDED, HF_DUE_FAILED, HF_DUE_NEVER, HF_DUE_NEVER,
		HF_DUE_LATE, HF_DUE_LATE, HF_DUE_LATE,
	};
	struct hf_audit_plan *plan = planned(mixed, COUNT(mixed), NOW,
					     (struct hf_audit_budget){ 0 });

	ck_assert_str_eq(steps(mixed, plan), order);
	for (int i = 0; i < COUNT(why); i++) {
		ck_assert_int_eq(plan->steps[i].why, why[i]);
		ck_assert_uint_eq(plan->steps[i].octets, i ? 5 : 3);
	}
	ck_assert_uint_eq(plan->octets, 33);
	ck_assert_uint_eq(plan->octets_within, 33);
	ck_assert_uint_eq(plan->finished, 7);
	for (int i = 0; i < HF_DUE_COUNT; i++)
		ck_assert_ptr_nonnull(hf_due_text(i));
	hf_audit_plan_free(plan);
}
END_TEST

START_TEST(the_order_is_the_same_in_whatever_order_copies_come)
{
	struct hf_holding copies[COUNT(mixed)];

	memcpy(copies, mixed, sizeof(mixed));
	for (unsigned int k = 0; k < 200; k++) {
		size_t i = k * 7 % COUNT(mixed), j = k * 3 % COUNT(mixed);
		struct hf_holding kept = copies[i];

		copies[i] = copies[j];
		copies[j] = kept;
		assert_planned(copies, COUNT(mixed),
			       (struct hf_audit_budget){ 0 }, order);
	}
}
END_TEST

START_TEST(ties_are_broken_by_package_and_location_in_the_order_of_bytes)
{
	static const struct hf_holding copies[] = {
		{ "b", 1, 5, .interval = DAY }, { "b", 0, 5, .interval = DAY },
		{ "a", 2, 5, .interval = DAY }, { "B", 0, 5, .interval = DAY },
		{ "\xc3\xa9", 0, 5, .interval = DAY },
		{ "a", 0, 5, .interval = DAY }, { "b", 2, 5, .interval = DAY },
	};

	assert_planned(copies, COUNT(copies), (struct hf_audit_budget){ 0 },
		       "B/vault a/tape a/vault b/desk b/tape b/vault "
		       "\xc3\xa9/vault");
}
END_TEST

/* Without a budget: due when it would be too old at the next run. */
static const struct {
	int64_t age, interval, between;
	bool due;
} dues[] = {
	{ 0, 90 * DAY, 0, false },
	{ 89 * DAY, 90 * DAY, 0, false },	/* just 90 days old tomorrow */
	{ 89 * DAY + 1, 90 * DAY, 0, true },
	{ 90 * DAY, 90 * DAY, 0, true },
	{ 90 * DAY + 1, 90 * DAY, 0, true },
	{ 19999 * DAY, 90 * DAY, 0, true },	/* no window */
	{ 83 * DAY, 90 * DAY, 7 * DAY, false },
	{ 83 * DAY + 1, 90 * DAY, 7 * DAY, true },
	{ 1, DAY / 2, 0, true },		/* an interval shorter than a night */
	{ 19999 * DAY, 0, 0, false },		/* none is asked */
	{ -5, 90 * DAY, 0, false },		/* the clock was set back */
};

START_TEST(what_is_not_due_is_not_read_and_nothing_is_due_no_more)
{
	const struct hf_holding copy = { "a", 0, 5,
		.checked = NOW - dues[_i].age, .interval = dues[_i].interval };

	assert_planned(&copy, 1,
		       (struct hf_audit_budget){ .between = dues[_i].between },
		       dues[_i].due ? "a/vault" : "");
}
END_TEST

START_TEST(copies_that_came_together_are_not_left_to_run_out_together)
{
	struct hf_holding copies[90];
	struct hf_audit_plan *plan;
	char names[90][8];

	for (int i = 0; i < 90; i++) {
		snprintf(names[i], sizeof(names[i]), "p%02d", i);
		copies[i] = (struct hf_holding){ names[i], 0, 100,
			.checked = NOW - 30 * DAY, .interval = 90 * DAY };
	}
	plan = planned(copies, 90, NOW, (struct hf_audit_budget){ 0 });
	ck_assert_uint_eq(plan->n, 0);
	hf_audit_plan_free(plan);
	/* A third of the interval went by, and a third is owed. */
	plan = planned(copies, 90, NOW, (struct hf_audit_budget){ 100 });
	ck_assert_uint_eq(plan->n, 30);
	ck_assert_int_eq(plan->steps[0].why, HF_DUE_TURN);
	ck_assert_str_eq(copies[plan->steps[0].copy].package, "p00");
	ck_assert_uint_eq(plan->finished, 1);
	ck_assert_uint_eq(plan->begun, 1);
	hf_audit_plan_free(plan);
	/* With a larger budget, they are to come round in 68 runs. */
	plan = planned(copies, 90, NOW, (struct hf_audit_budget){ 100000 });
	ck_assert_uint_eq(plan->n, 90 - 90 * 38 / 68 - 1);
	hf_audit_plan_free(plan);
}
END_TEST

START_TEST(a_filter_leaves_the_rest_out)
{
	assert_planned(mixed, COUNT(mixed),
		       (struct hf_audit_budget){ .location = "desk" },
		       "forgotten/desk later/desk");
	assert_planned(mixed, COUNT(mixed),
		       (struct hf_audit_budget){ .package = "latest" },
		       "latest/tape");
	assert_planned(mixed, COUNT(mixed),
		       (struct hf_audit_budget){ .package = "fresh" }, "");
	assert_planned(mixed, COUNT(mixed),
		       (struct hf_audit_budget){ .package = "late",
						 .location = "desk" }, "");
	assert_planned(mixed, COUNT(mixed),
		       (struct hf_audit_budget){ .location = "nowhere" }, "");
	assert_planned(NULL, 0, (struct hf_audit_budget){ 0 }, "");
}
END_TEST

/* Three copies never read, of 100, 0 and 300 octets; "vault" reads 10 a second. */
static const struct {
	uint64_t max_bytes, max_time;
	size_t begun, finished;
	uint64_t within;
} spent[] = {
	{ 0, 0, 3, 3, 400 },
	{ 1, 0, 1, 0, 1 },
	{ 99, 0, 1, 0, 99 },
	{ 100, 0, 1, 1, 100 },
	{ 101, 0, 3, 2, 101 },
	{ 400, 0, 3, 3, 400 },
	{ UINT64_MAX, UINT64_MAX, 3, 3, 400 },
	{ 0, 1, 1, 0, 10 },
	{ 0, 10, 1, 1, 100 },
	{ 0, 11, 3, 2, 110 },
	{ 50, 10, 1, 0, 50 },	/* whichever is spent first */
	{ 300, 5, 1, 0, 50 },
};

START_TEST(a_budget_ends_inside_a_copy)
{
	static const struct hf_holding copies[] = {
		{ "a", 0, 100, .interval = DAY }, { "b", 0, 0, .interval = DAY },
		{ "c", 0, 300, .interval = DAY },
	};
	struct hf_audit_plan *plan = planned(copies, 3, NOW,
		(struct hf_audit_budget){ .max_bytes = spent[_i].max_bytes,
					  .max_time = spent[_i].max_time });

	ck_assert_uint_eq(plan->n, 3);
	ck_assert_uint_eq(plan->octets, 400);
	ck_assert_uint_eq(plan->begun, spent[_i].begun);
	ck_assert_uint_eq(plan->finished, spent[_i].finished);
	ck_assert_uint_eq(plan->octets_within, spent[_i].within);
	hf_audit_plan_free(plan);
}
END_TEST

START_TEST(a_location_without_a_rate_is_given_one)
{
	static const struct hf_holding copy = { "a", 2, UINT64_C(1) << 40,
						.interval = DAY };
	struct hf_audit_plan *plan = planned(&copy, 1, NOW,
		(struct hf_audit_budget){ .max_time = 2 });

	ck_assert_uint_eq(plan->octets_within, 2 * (uint64_t)HF_RATE_ASSUMED);
	hf_audit_plan_free(plan);
}
END_TEST

START_TEST(what_was_begun_has_no_more_left_than_is_left)
{
	static const struct hf_holding copies[] = {
		{ "a", 0, 100, .suspended = true, .progress = 100 },
		{ "b", 0, 100, .suspended = true, .progress = UINT64_MAX },
		{ "c", 0, 100, .suspended = true },
		{ "d", 0, 100, .progress = 7, .checked = 1 },	/* not suspended */
	};
	struct hf_audit_plan *plan = planned(copies, 4, NOW,
					     (struct hf_audit_budget){ 0 });

	ck_assert_str_eq(steps(copies, plan), "a/vault b/vault c/vault");
	ck_assert_uint_eq(plan->octets, 100);
	hf_audit_plan_free(plan);
}
END_TEST

static const int64_t times[] = { INT64_MIN, INT64_MIN + 1, -1, 0, 1, NOW,
				 INT64_MAX - 1, INT64_MAX };
static const uint64_t sizes[] = { 0, 1, UINT64_C(1) << 63, UINT64_MAX };
static const int64_t spans[] = { 0, 1, DAY, INT64_MAX };

START_TEST(numbers_at_their_ends_overflow_nothing)
{
	struct hf_holding copies[4 * 8 * 4];
	char names[COUNT(copies)][8];
	size_t n = 0;

	for (int s = 0; s < COUNT(sizes); s++) {
		for (int t = 0; t < COUNT(times); t++) {
			for (int i = 0; i < COUNT(spans); i++) {
				snprintf(names[n], sizeof(names[n]), "%zu", n);
				copies[n] = (struct hf_holding){ names[n],
					n % COUNT(places), sizes[s],
					.since = times[t], .checked = times[t],
					.interval = spans[i],
					.failed = n % 7 == 3,
					.suspended = n % 11 == 5,
					.progress = sizes[n % 4] };
				n++;
			}
		}
	}
	for (int b = 0; b < COUNT(sizes) * COUNT(sizes) * COUNT(spans); b++) {
		struct hf_audit_plan *plan = planned(copies, n, times[_i],
			(struct hf_audit_budget){
				.max_bytes = sizes[b % 4],
				.max_time = sizes[b / 4 % 4],
				.between = spans[b / 16] });

		require(plan->n <= n && plan->begun <= plan->n &&
			plan->finished <= plan->begun &&
			plan->octets_within <= plan->octets);
		hf_audit_plan_free(plan);
	}
}
END_TEST

START_TEST(what_cannot_be_planned_is_refused)
{
	static const struct hf_holding wrong[] = {
		{ NULL, 0, 5 }, { "a", COUNT(places), 5 }, { "a", SIZE_MAX, 5 },
		{ "a", 0, 5, .interval = -1 },
	};
	const struct hf_holding_set held = { &wrong[_i], 1, places, COUNT(places) };
	const struct hf_audit_budget budget = { 0 };
	struct hf_audit_plan *plan = NULL;
	struct hf_error err;

	assert_fails(hf_audit_plan_make(&plan, &held, NOW, &budget, &err),
		     &err, HF_EUSAGE);
	ck_assert_ptr_null(plan);
	hf_audit_plan_free(plan);
}
END_TEST

START_TEST(a_million_copies_are_planned)
{
	const size_t n = 1000000;
	struct hf_holding *copies = calloc(n, sizeof(*copies));
	char (*names)[12] = calloc(n, sizeof(*names));
	struct hf_audit_plan *plan;

	require(copies && names);
	for (size_t i = 0; i < n; i++) {
		snprintf(names[i], sizeof(names[i]), "p%07zu",
			 i * 7919 % n);
		copies[i] = (struct hf_holding){ names[i], i % COUNT(places),
			.octets = i, .interval = 90 * DAY,
			.checked = NOW - (int64_t)(i * 31 % 91) * DAY };
	}
	plan = planned(copies, n, NOW,
		       (struct hf_audit_budget){ UINT64_C(1) << 40 });
	ck_assert_uint_gt(plan->n, n / 91);
	for (size_t i = 1; i < plan->n; i++)
		require(copies[plan->steps[i - 1].copy].checked <=
			copies[plan->steps[i].copy].checked ||
			plan->steps[i].why != plan->steps[i - 1].why);
	hf_audit_plan_free(plan);
	free(copies);
	free(names);
}
END_TEST

Suite *plan_suite(void)
{
	Suite *s = suite_create("plan");
	TCase *tc = unit_case(s, "plan");

	tcase_add_test(tc, begun_failed_never_verified_then_the_longest_overdue);
	tcase_add_test(tc, the_order_is_the_same_in_whatever_order_copies_come);
	tcase_add_test(tc, ties_are_broken_by_package_and_location_in_the_order_of_bytes);
	tcase_add_loop_test(tc, what_is_not_due_is_not_read_and_nothing_is_due_no_more,
			    0, COUNT(dues));
	tcase_add_test(tc, copies_that_came_together_are_not_left_to_run_out_together);
	tcase_add_test(tc, a_filter_leaves_the_rest_out);
	tcase_add_loop_test(tc, a_budget_ends_inside_a_copy, 0, COUNT(spent));
	tcase_add_test(tc, a_location_without_a_rate_is_given_one);
	tcase_add_test(tc, what_was_begun_has_no_more_left_than_is_left);
	tcase_add_loop_test(tc, numbers_at_their_ends_overflow_nothing, 0,
			    COUNT(times));
	tcase_add_loop_test(tc, what_cannot_be_planned_is_refused, 0, 4);
	tcase_add_test(tc, a_million_copies_are_planned);
	return s;
}
