/* Invariants 10, 13 and 14, of a register and a log that are made by hand. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "register/kept.h"
#include "register/policy.h"
#include "register/standing.h"

#define DAY	86400
#define NOW	((int64_t)2000000000)
#define ROOT_A	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define ROOT_B	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const char *elbe[] = { "flood-elbe" };
static const char *elbe_and_oder[] = { "flood-elbe", "flood-oder" };
static const char *oder[] = { "Flood-Oder" };
static const char *etna[] = { "etna" };

static struct hf_location places[] = {
	{ .id = "east", .site = "Frankfurt", .medium = "disk",
	  .threat_zones = oder, .n_threat_zones = 1 },
	{ .id = "middle", .site = "Berlin", .medium = "disk",
	  .threat_zones = elbe_and_oder, .n_threat_zones = 2 },
	{ .id = "north", .site = "Hamburg", .medium = "Disk",
	  .threat_zones = elbe, .n_threat_zones = 1 },
	{ .id = "ruin", .site = "Gibellina", .medium = "tape",
	  .threat_zones = etna, .n_threat_zones = 1, .trust = HF_DEAD },
	{ .id = "south", .site = "Catania", .medium = "tape",
	  .threat_zones = etna, .n_threat_zones = 1 },
	{ .id = "vault", .site = "HAMBURG", .medium = "tape",
	  .threat_zones = elbe, .n_threat_zones = 1 },
};

static struct hf_interval_at seldom[] = { { "vault", 1000 * DAY } };
static struct hf_register reg;
static struct hf_kept_list copies;
static struct hf_findings found;
static struct hf_error err;

static void begin(void)
{
	reg = (struct hf_register){ .locations = places,
				    .n_locations = (size_t)COUNT(places) };
	reg.policy.interval = 90 * DAY;
	reg.policy.line = 12;
	copies = (struct hf_kept_list){ 0 };
	hf_findings_init(&found);
}

static void end(void)
{
	hf_kept_release(&copies);
	hf_findings_release(&found);
}

/* A copy that was read @days ago, and that the log put there as entry @origin. */
static struct hf_held_copy copy_at(const char *location, int days,
				   uint64_t origin)
{
	return (struct hf_held_copy){
		.package = "memo", .location = location, .root = ROOT_A,
		.origin = origin, .since = NOW - 500 * DAY,
		.checked = NOW - days * (int64_t)DAY,
		.passed = NOW - days * (int64_t)DAY, .checked_by = 7,
		.ended_by = UINT64_MAX };
}

static struct hf_kept *add(struct hf_held_copy held)
{
	assert_ok(hf_kept_add(&copies, &reg, &held, NOW, &err), &err);
	return &copies.at[copies.n - 1];
}

static const char *policy(void)
{
	assert_ok(hf_check_policy(&reg, "memo", &copies, &found.sink, &err),
		  &err);
	return unit_findings(&found);
}

static const char *standing(void)
{
	assert_ok(hf_check_standing(&reg, &copies, NOW, &found.sink, &err),
		  &err);
	return unit_findings(&found);
}

START_TEST(a_policy_that_asks_nothing_is_met_by_nothing)
{
	ck_assert_str_eq(policy(), "");
}
END_TEST

START_TEST(as_many_copies_as_are_asked_are_enough)
{
	reg.policy.min_copies = 2;
	add(copy_at("north", 1, 0));
	add(copy_at("south", 1, 1));
	ck_assert_str_eq(policy(), "");
}
END_TEST

START_TEST(each_demand_that_is_not_met_is_told_with_its_cell)
{
	reg.policy.min_copies = 3;
	reg.policy.min_sites = 2;
	reg.policy.min_media = 2;
	reg.policy.min_threat_zones = 2;
	add(copy_at("north", 1, 0));
	add(copy_at("vault", 1, 1));
	ck_assert_str_eq(policy(),
			 "policy-unmet:12 policy-unmet:12 policy-unmet:12");
	ck_assert_str_eq(found.at[0].subject, "memo");
	ck_assert_str_eq(found.at[0].expected, "Min-Copies: 3");
	ck_assert_str_eq(found.at[0].actual, "2");
	ck_assert_str_eq(found.at[0].detail,
			 "Min-Copies: 3 asked, 2 kept: north, vault");
	ck_assert_str_eq(found.at[1].detail,
			 "Min-Sites: 2 asked, 1 kept: Hamburg");
	ck_assert_str_eq(found.at[2].detail,
			 "Min-Threat-Zones: 2 asked, 1 kept: north");
}
END_TEST

START_TEST(a_word_in_capitals_makes_no_second_medium)
{
	reg.policy.min_media = 2;
	add(copy_at("east", 1, 0));
	add(copy_at("north", 1, 1));
	ck_assert_str_eq(policy(), "policy-unmet:12");
	ck_assert_str_eq(found.at[0].detail,
			 "Min-Media: 2 asked, 1 kept: disk");
}
END_TEST

/* The first that comes shares a threat with both of those that do not. */
START_TEST(copies_that_share_no_threat_are_found_in_any_order)
{
	reg.policy.min_threat_zones = 3;
	add(copy_at("middle", 1, 0));
	add(copy_at("east", 1, 1));
	add(copy_at("north", 1, 2));
	add(copy_at("south", 1, 3));
	ck_assert_str_eq(policy(), "");
}
END_TEST

START_TEST(one_place_with_two_threats_is_one)
{
	reg.policy.min_threat_zones = 2;
	add(copy_at("middle", 1, 0));
	add(copy_at("east", 1, 1));
	ck_assert_str_eq(policy(), "policy-unmet:12");
	ck_assert_str_eq(found.at[0].actual, "1");
}
END_TEST

/* Would take for ever, if every choice were tried. */
START_TEST(many_places_are_counted_in_time)
{
	static struct hf_location many[60];
	static char ids[60][8];
	static const char *zones[60][2];

	/* A ring, in which each place shares a threat with the next. */
	for (int i = 0; i < COUNT(many); i++) {
		snprintf(ids[i], sizeof(ids[i]), "p%02d", i);
		zones[i][0] = ids[i];
		zones[i][1] = ids[(i + 1) % COUNT(many)];
		many[i] = (struct hf_location){
			.id = ids[i], .site = ids[i], .medium = "disk",
			.threat_zones = zones[i], .n_threat_zones = 2 };
	}
	reg.locations = many;
	reg.n_locations = (size_t)COUNT(many);
	reg.policy.min_threat_zones = 40;
	for (int i = 0; i < COUNT(many); i++)
		add(copy_at(ids[i], 1, (uint64_t)i));
	ck_assert_str_eq(policy(), "policy-unmet:12");
	ck_assert_str_eq(found.at[0].actual, "30");
}
END_TEST

START_TEST(what_is_not_there_or_not_sound_does_not_count)
{
	struct hf_held_copy copy;

	reg.policy.min_copies = 6;
	add(copy_at("east", 1, 0))->state = HF_STATE_UNREACHABLE;
	add(copy_at("middle", 1, 1))->state = HF_STATE_MISSING;
	copy = copy_at("north", 1, 2);
	copy.failed = true;
	add(copy);
	add(copy_at("ruin", 1, 3));
	add(copy_at("south", 100, 4));
	add(copy_at("unheard-of", 1, 5));
	copy = copy_at("vault", 1, 6);
	copy.fate = HF_FATE_LOST;
	add(copy);
	ck_assert_str_eq(policy(), "policy-unmet:12");
	ck_assert_str_eq(found.at[0].detail,
			 "Min-Copies: 6 asked, 1 kept: south; not counted: "
			 "east (UNREACHABLE), middle (MISSING), "
			 "north (CORRUPT), ruin (dead), "
			 "unheard-of (not in register.txt)");
}
END_TEST

START_TEST(copies_that_were_read_in_time_and_agree_stand)
{
	add(copy_at("north", 90, 0));
	add(copy_at("south", 1, 1));
	ck_assert_str_eq(standing(), "");
	ck_assert_int_eq(copies.at[0].state, HF_STATE_VERIFIED);
}
END_TEST

START_TEST(a_reading_is_late_by_the_second)
{
	struct hf_held_copy copy = copy_at("north", 90, 0);

	copy.checked--;
	add(copy);
	ck_assert_str_eq(standing(), "stale");
	ck_assert_int_eq(copies.at[0].state, HF_STATE_STALE);
	ck_assert_str_eq(found.at[0].subject, "memo at north");
	ck_assert_str_eq(found.at[0].actual, "2033-02-17T03:33:19Z");
	ck_assert_str_eq(found.at[0].expected, "2033-05-18T03:33:19Z");
	ck_assert_str_eq(found.at[0].detail,
			 "it is to be read every 90 days, and is overdue by 1 second");
}
END_TEST

START_TEST(each_place_has_its_own_interval)
{
	reg.policy.interval_at = seldom;
	reg.policy.n_interval_at = 1;
	add(copy_at("south", 999, 0));
	add(copy_at("vault", 999, 1));
	ck_assert_str_eq(standing(), "stale");
	ck_assert_str_eq(found.at[0].subject, "memo at south");
	ck_assert_str_eq(found.at[0].detail,
			 "it is to be read every 90 days, and is overdue by 909 days");
}
END_TEST

START_TEST(without_a_policy_nothing_is_late)
{
	reg.policy.interval = 0;
	add(copy_at("north", 20000, 0));
	ck_assert_str_eq(standing(), "");
}
END_TEST

START_TEST(what_was_never_read_is_told_and_late_once_it_was_due)
{
	struct hf_held_copy copy = copy_at("north", 0, 0);

	copy.checked = copy.passed = 0;
	copy.checked_by = UINT64_MAX;
	copy.since = NOW - 10 * DAY;
	add(copy);
	copy.location = "south";
	copy.since = NOW - 91 * DAY;
	add(copy);
	ck_assert_str_eq(standing(), "never-verified never-verified stale");
	ck_assert_int_eq(copies.at[0].state, HF_STATE_ATTESTED);
	ck_assert_str_eq(found.at[1].subject, "memo at south");
}
END_TEST

START_TEST(a_copy_whose_last_reading_failed_is_corrupt)
{
	struct hf_held_copy copy = copy_at("north", 3, 0);

	copy.failed = true;
	copy.passed = NOW - 80 * DAY;
	add(copy);
	ck_assert_str_eq(standing(), "corrupt");
	ck_assert_int_eq(copies.at[0].state, HF_STATE_CORRUPT);
	ck_assert_str_eq(found.at[0].subject, "memo at north");
}
END_TEST

START_TEST(a_reading_in_the_future_proves_nothing)
{
	add(copy_at("north", -1, 0));
	add(copy_at("south", -2, 1));
	ck_assert_str_eq(standing(), "time-impossible");
	ck_assert_str_eq(found.at[0].subject, "memo at south");
}
END_TEST

START_TEST(copies_with_other_roots_are_no_replicas)
{
	struct hf_held_copy copy = copy_at("south", 1, 5);

	add(copy_at("north", 1, 0));
	copy.root = ROOT_B;
	add(copy);
	add(copy_at("vault", 1, 3));
	ck_assert_str_eq(standing(), "replica-mismatch replica-mismatch");
	ck_assert_str_eq(found.at[0].subject, "memo at north");
	ck_assert_str_eq(found.at[0].expected, ROOT_B);
	ck_assert_str_eq(found.at[0].actual, ROOT_A);
	ck_assert_ptr_nonnull(strstr(found.at[0].detail, "south"));
	ck_assert_str_eq(found.at[1].subject, "memo at vault");
}
END_TEST

START_TEST(what_was_ended_need_not_agree_nor_be_read)
{
	struct hf_held_copy copy = copy_at("south", 4000, 5);

	add(copy_at("north", 1, 0));
	copy.root = ROOT_B;
	copy.fate = HF_FATE_DESTROYED;
	copy.failed = true;
	add(copy);
	ck_assert_str_eq(standing(), "");
	ck_assert_int_eq(copies.at[1].state, HF_STATE_DESTROYED_ASSERTED);
}
END_TEST

Suite *kept_suite(void)
{
	Suite *s = suite_create("kept");
	TCase *tc = unit_case(s, "policy");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, a_policy_that_asks_nothing_is_met_by_nothing);
	tcase_add_test(tc, as_many_copies_as_are_asked_are_enough);
	tcase_add_test(tc, each_demand_that_is_not_met_is_told_with_its_cell);
	tcase_add_test(tc, a_word_in_capitals_makes_no_second_medium);
	tcase_add_test(tc, copies_that_share_no_threat_are_found_in_any_order);
	tcase_add_test(tc, one_place_with_two_threats_is_one);
	tcase_add_test(tc, many_places_are_counted_in_time);
	tcase_add_test(tc, what_is_not_there_or_not_sound_does_not_count);

	tc = unit_case(s, "standing");
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, copies_that_were_read_in_time_and_agree_stand);
	tcase_add_test(tc, a_reading_is_late_by_the_second);
	tcase_add_test(tc, each_place_has_its_own_interval);
	tcase_add_test(tc, without_a_policy_nothing_is_late);
	tcase_add_test(tc, what_was_never_read_is_told_and_late_once_it_was_due);
	tcase_add_test(tc, a_copy_whose_last_reading_failed_is_corrupt);
	tcase_add_test(tc, a_reading_in_the_future_proves_nothing);
	tcase_add_test(tc, copies_with_other_roots_are_no_replicas);
	tcase_add_test(tc, what_was_ended_need_not_agree_nor_be_read);
	return s;
}
