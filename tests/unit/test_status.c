/* How a register stands, at times that a test chooses. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/level_facts.h"
#include "audit/status.h"
#include "holding.h"

static struct hf_overview seen;
static struct hf_error err;

static void begin(void)
{
	holding_begin();
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
}

static void end(void)
{
	hf_overview_release(&seen);
	holding_end();
}

/* So many days after the first entry. */
static void look(int days)
{
	const struct hf_overview_options options = {
		.now = HOLDING_BEGAN + days * HOLDING_DAY };

	hf_overview_release(&seen);
	assert_ok(hf_overview_gather(&seen, "reg", &options, &err), &err);
}

START_TEST(what_is_older_than_its_interval_is_late)
{
	look(90);
	ck_assert_uint_eq(seen.stands[HF_STAND_VERIFIED], 1);
	look(91);
	ck_assert_uint_eq(seen.stands[HF_STAND_VERIFIED], 0);
	ck_assert_uint_eq(seen.stands[HF_STAND_LATE], 1);
	ck_assert_int_eq(seen.status, HF_STATUS_OVERDUE);
	ck_assert_int_eq(hf_overview_nagios_status(&seen), 1);
	ck_assert_uint_eq(seen.forecast->all.oldest, 91 * HOLDING_DAY);
}
END_TEST

START_TEST(an_audit_that_never_ran_is_missed_after_two_days)
{
	look(2);
	ck_assert(!seen.audit_late);
	ck_assert_int_eq(seen.status, HF_STATUS_OK);
	look(3);
	ck_assert(seen.audit_late);
	ck_assert_int_eq(seen.status, HF_STATUS_OVERDUE);
}
END_TEST

START_TEST(an_audit_is_missed_when_two_of_its_runs_would_have_come)
{
	/* On the second and the third day; it runs each day, then. */
	holding_log("audit", NULL, NULL, NULL, NULL);
	holding_log("audit", NULL, NULL, NULL, "fail");
	look(4);
	ck_assert_uint_eq(seen.audit, 2);
	ck_assert_int_eq(seen.audit_time, HOLDING_BEGAN + 2 * HOLDING_DAY);
	ck_assert_str_eq(seen.audit_outcome, "fail");
	ck_assert(!seen.audit_late);
	look(5);
	ck_assert(seen.audit_late);
}
END_TEST

START_TEST(a_copy_that_failed_weighs_more_than_lateness)
{
	holding_log("fixity check", "memo", "north", NULL, "fail");
	look(200);
	ck_assert_uint_eq(seen.stands[HF_STAND_FAILED], 1);
	ck_assert_uint_eq(seen.stands[HF_STAND_LATE], 0);
	ck_assert_int_eq(seen.status, HF_STATUS_INVALID);
	ck_assert_int_eq(hf_overview_nagios_status(&seen), 2);
	ck_assert_uint_eq(seen.places[0].stands[HF_STAND_FAILED], 1);
	ck_assert_uint_eq(seen.places[1].stands[HF_STAND_FAILED], 0);
}
END_TEST

START_TEST(a_copy_that_has_ended_does_not_count)
{
	holding_log("destruction", "memo", "north", NULL, "recorded");
	look(200);
	ck_assert_uint_eq(seen.packages, 0);
	ck_assert_uint_eq(seen.coverage.all_copies, 0);
	ck_assert(!seen.audit_late);
	ck_assert_int_eq(seen.status, HF_STATUS_OK);
}
END_TEST

START_TEST(what_lies_where_register_txt_has_no_place_is_not_known)
{
	holding_log("replication", "memo", "moon", holding_root("north/memo"),
		    NULL);
	look(1);
	ck_assert_uint_eq(seen.elsewhere, 1);
	ck_assert_int_eq(seen.status, HF_STATUS_TROUBLE);
	ck_assert_int_eq(hf_overview_nagios_status(&seen), 3);
}
END_TEST

static char *written(void (*write)(const struct hf_overview *, FILE *))
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(out);
	write(&seen, out);
	ck_assert_int_eq(fclose(out), 0);
	return text;
}

START_TEST(what_a_label_cannot_hold_is_escaped_for_prometheus)
{
	char *text;

	look(1);
	seen.places[1].id = "a\"b\\c\nd";
	text = written(hf_overview_prometheus);
	ck_assert_ptr_nonnull(strstr(text,
		"holdfast_octets{register=\"harbour.example/register\",location=\"a\\\"b\\\\c\\nd\"} 0\n"));
	free(text);
}
END_TEST

START_TEST(the_line_for_nagios_is_one_with_one_bar)
{
	char *text;

	look(1);
	seen.places[1].id = "a|b\nc";
	seen.places[1].reachable = false;
	text = written(hf_overview_nagios);
	ck_assert_ptr_eq(strchr(text, '\n'), text + strlen(text) - 1);
	ck_assert_ptr_eq(strchr(text, '|'), strrchr(text, '|'));
	ck_assert_ptr_nonnull(strstr(text, "a/b"));
	free(text);
}
END_TEST

/* --- The levels. --- */

static const struct hf_level_known *known(struct hf_levels_account *account,
					  enum hf_level_fact which, int days)
{
	struct hf_findings found;

	hf_findings_init(&found);
	hf_levels_account_release(account);
	assert_ok(hf_levels_account(account, "reg", HOLDING_BEGAN +
				    days * HOLDING_DAY, &found.sink, &err),
		  &err);
	hf_findings_release(&found);
	return &account->facts.at[which];
}

START_TEST(a_level_rests_on_the_package_that_has_the_fewest_copies)
{
	struct hf_levels_account account = { 0 };
	const struct hf_level_known *copies;

	holding_bag("south/memo", "one");
	holding_log("replication", "memo", "south", holding_root("south/memo"),
		    NULL);
	copies = known(&account, HF_FACT_COPIES, 2);
	ck_assert_uint_eq(copies->value, 2);
	ck_assert_uint_eq(copies->n_entries, 2);
	holding_bag("tape/letter", "two");
	holding_ingest("letter", "tape");
	copies = known(&account, HF_FACT_COPIES, 3);
	ck_assert_uint_eq(copies->value, 1);
	ck_assert_str_eq(copies->about, "letter");
	ck_assert_uint_eq(copies->n_entries, 1);
	ck_assert_uint_eq(copies->entries[0], 2);
	/* Two at one threat are one. */
	holding_log("replication", "letter", "south",
		    holding_root("tape/letter"), NULL);
	ck_assert_uint_eq(known(&account, HF_FACT_COPIES, 4)->value, 2);
	ck_assert_uint_eq(known(&account, HF_FACT_THREAT_ZONES, 4)->value, 1);
	hf_levels_account_release(&account);
}
END_TEST

START_TEST(a_fact_turns_with_time_and_with_what_failed)
{
	struct hf_levels_account account = { 0 };

	ck_assert_uint_eq(known(&account, HF_FACT_ALL_IN_INTERVAL, 90)->value,
			  1);
	ck_assert_uint_eq(known(&account, HF_FACT_ALL_IN_INTERVAL, 91)->value,
			  0);
	ck_assert_uint_eq(known(&account, HF_FACT_NONE_DAMAGED, 1)->value, 1);
	holding_log("fixity check", "memo", "north", NULL, "fail");
	ck_assert_uint_eq(known(&account, HF_FACT_NONE_DAMAGED, 1)->value, 0);
	ck_assert_uint_eq(known(&account, HF_FACT_COPIES, 1)->value, 0);
	hf_levels_account_release(&account);
}
END_TEST

START_TEST(of_many_entries_the_last_prove_it)
{
	struct hf_levels_account account = { 0 };
	const struct hf_level_known *audits;

	for (int i = 0; i < HF_LEVEL_ENTRIES + 4; i++)
		holding_log("audit", NULL, NULL, NULL, NULL);
	audits = known(&account, HF_FACT_AUDITS, 40);
	ck_assert_uint_eq(audits->value, HF_LEVEL_ENTRIES + 4);
	ck_assert_uint_eq(audits->n_entries, HF_LEVEL_ENTRIES);
	ck_assert_uint_eq(audits->entries[HF_LEVEL_ENTRIES - 1],
			  HF_LEVEL_ENTRIES + 4);
	ck_assert_uint_eq(audits->entries[0], 5);
	hf_levels_account_release(&account);
}
END_TEST

START_TEST(what_no_fact_can_show_is_not_known)
{
	struct hf_levels_account account = { 0 };

	ck_assert(!known(&account, HF_FACT_PREMIS, 1)->known);
	ck_assert(!known(&account, HF_FACT_VIRUS_CHECKED, 1)->known);
	ck_assert(known(&account, HF_FACT_WITNESSES, 1)->known);
	hf_levels_account_release(&account);
}
END_TEST

Suite *status_suite(void)
{
	Suite *s = suite_create("status");
	TCase *tc = unit_disk_case(s, "status");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, what_is_older_than_its_interval_is_late);
	tcase_add_test(tc, an_audit_that_never_ran_is_missed_after_two_days);
	tcase_add_test(tc,
		an_audit_is_missed_when_two_of_its_runs_would_have_come);
	tcase_add_test(tc, a_copy_that_failed_weighs_more_than_lateness);
	tcase_add_test(tc, a_copy_that_has_ended_does_not_count);
	tcase_add_test(tc,
		what_lies_where_register_txt_has_no_place_is_not_known);
	tcase_add_test(tc,
		what_a_label_cannot_hold_is_escaped_for_prometheus);
	tcase_add_test(tc, the_line_for_nagios_is_one_with_one_bar);
	tcase_add_test(tc,
		a_level_rests_on_the_package_that_has_the_fewest_copies);
	tcase_add_test(tc, a_fact_turns_with_time_and_with_what_failed);
	tcase_add_test(tc, of_many_entries_the_last_prove_it);
	tcase_add_test(tc, what_no_fact_can_show_is_not_known);
	return s;
}
