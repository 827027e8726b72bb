/* What the log says lies at the locations, and what does. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "holding.h"
#include "register/inspect.h"

static struct hf_findings found;
static struct hf_inspected seen;
static struct hf_kept_list copies;
static struct hf_error err;

/* Each test looks from this process, where it can be watched. */
static struct hf_inspect_options options = { .jobs = 1, .no_sandbox = true };

static void begin(void)
{
	holding_begin();
	hf_findings_init(&found);
}

static void end(void)
{
	hf_kept_release(&copies);
	hf_findings_release(&found);
	holding_end();
}

static const char *all(void)
{
	assert_ok(hf_inspect_places(holding_open(), NULL, 0, &options,
				    &found.sink, &seen, &err), &err);
	return unit_findings(&found);
}

static const char *at(const char *location)
{
	assert_ok(hf_inspect_places(holding_open(), &location, 1, &options,
				    &found.sink, &seen, &err), &err);
	return unit_findings(&found);
}

static const char *package(const char *name)
{
	const struct hf_ledger *ledger = holding_open();

	assert_ok(hf_kept_gather(&copies, ledger, name, HOLDING_BEGAN, &err),
		  &err);
	assert_ok(hf_inspect_package(ledger, name, &copies, &options,
				     &found.sink, &err), &err);
	return unit_findings(&found);
}

static const char *in_hand(const char *path)
{
	struct hf_bag_in_hand bag;

	assert_ok(hf_inspect_bag(holding_open(), path, &options, &bag,
				 &found.sink, &err), &err);
	ck_assert_str_eq(bag.root, holding_root(path));
	return unit_findings(&found);
}

/* The first finding's subject. */
static const char *subject(void)
{
	ck_assert_uint_gt(found.n, 0);
	return found.at[0].subject;
}

START_TEST(copies_that_are_the_right_ones_bring_no_finding)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_bag("south/memo", "one");
	holding_log("replication", "memo", "south", holding_root("south/memo"),
		    NULL);
	ck_assert_str_eq(all(), "");
	ck_assert_uint_eq(seen.places, 3);
	ck_assert_uint_eq(seen.unreachable, 0);
	ck_assert_uint_eq(seen.copies, 2);
	ck_assert_uint_eq(seen.sound, 2);
	ck_assert_uint_eq(seen.strangers, 0);
}
END_TEST

START_TEST(the_same_holds_of_one_who_looks_from_a_sandbox)
{
	options.no_sandbox = false;
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	ck_assert_str_eq(all(), "");
	ck_assert_uint_eq(seen.sound, 1);
}
END_TEST

START_TEST(a_register_that_holds_nothing_misses_nothing)
{
	ck_assert_str_eq(all(), "");
	ck_assert_uint_eq(seen.copies, 0);
}
END_TEST

START_TEST(what_is_not_there_is_missing)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_remove("north/memo");
	ck_assert_str_eq(all(), "missing");
	ck_assert_str_eq(subject(), "memo at north");
	ck_assert_uint_eq(seen.sound, 0);
}
END_TEST

START_TEST(an_empty_mount_point_is_unreachable_once_and_nothing_is_missing)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_bag("north/minutes", "two");
	holding_ingest("minutes", "north");
	holding_remove("north");
	unit_mkdir("north");
	ck_assert_str_eq(all(), "unreachable");
	ck_assert_uint_eq(seen.unreachable, 1);
	ck_assert_uint_eq(seen.places, 2);
	ck_assert_int_eq(hf_status_of(found.at[0].id, HF_ERROR),
			 HF_STATUS_TROUBLE);
}
END_TEST

START_TEST(a_place_that_register_txt_has_not_is_unreachable_once)
{
	holding_bag("north/memo", "one");
	holding_log("ingestion", "memo", "attic", holding_root("north/memo"),
		    NULL);
	holding_log("ingestion", "minutes", "attic",
		    holding_root("north/memo"), NULL);
	holding_remove("north/memo");
	ck_assert_str_eq(all(), "unreachable");
	ck_assert_str_eq(subject(), "attic");
}
END_TEST

START_TEST(a_valid_bag_that_is_another_is_substituted)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_remove("north/memo");
	holding_bag("north/memo", "another");
	ck_assert_str_eq(all(), "bag-substituted");
	ck_assert_str_eq(subject(), "memo at north");
	ck_assert_str_eq(found.at[0].actual, holding_root("north/memo"));
	ck_assert_uint_eq(seen.sound, 0);
}
END_TEST

START_TEST(one_octet_of_a_tag_file_makes_another_bag)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	unit_puts("north/memo/bag-info.txt", "External-Description: onE\n");
	ck_assert_str_eq(all(), "bag-substituted");
}
END_TEST

START_TEST(an_older_version_is_rolled_back)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_bag("memo-2", "two");
	holding_log("ingestion", "memo", "north", holding_root("memo-2"), NULL);
	ck_assert_str_eq(all(), "bag-rolled-back");
	ck_assert_str_eq(subject(), "memo at north");
	ck_assert_str_eq(found.at[0].expected, holding_root("memo-2"));
	ck_assert_str_eq(found.at[0].actual, holding_root("north/memo"));
}
END_TEST

/* The log has one at north and two at south; north has two. */
START_TEST(a_newer_version_than_the_log_has_there_is_not_rolled_back)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_remove("north/memo");
	holding_bag("north/memo", "two");
	holding_bag("south/memo", "two");
	holding_ingest("memo", "south");
	ck_assert_str_eq(all(), "bag-substituted");
	ck_assert_ptr_nonnull(strstr(found.at[0].detail, "newer"));
}
END_TEST

/* A reading that failed names what it met, which is no version for that. */
START_TEST(what_a_failed_reading_met_never_was_a_version)
{
	const char *right;

	holding_bag("north/memo", "one");
	right = holding_root("north/memo");
	holding_remove("north/memo");
	holding_bag("north/memo", "evil");
	holding_log("fixity check", "memo", "north",
		    holding_root("north/memo"), "fail");
	holding_log("ingestion", "memo", "north", right, NULL);
	ck_assert_str_eq(all(), "bag-substituted");
}
END_TEST

START_TEST(a_copy_that_the_log_does_not_know_there_is_unregistered)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_bag("south/memo", "one");
	ck_assert_str_eq(all(), "unregistered-copy");
	ck_assert_str_eq(subject(), "memo at south");
	ck_assert_uint_eq(seen.strangers, 1);
}
END_TEST

START_TEST(a_package_that_the_log_does_not_know_is_not_in_it)
{
	holding_bag("north/a-stranger", "one");
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_bag("north/zebra", "one");
	ck_assert_str_eq(all(), "bag-not-in-log bag-not-in-log");
	ck_assert_str_eq(subject(), "a-stranger at north");
	ck_assert_str_eq(found.at[1].subject, "zebra at north");
}
END_TEST

START_TEST(what_was_destroyed_or_lost_and_lies_there_is_resurrected)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_log("destruction", "memo", "north", NULL, "recorded");
	holding_bag("south/memo", "one");
	holding_ingest("memo", "south");
	holding_log("loss", "memo", "south", NULL, "recorded");
	ck_assert_str_eq(all(), "resurrected-copy resurrected-copy");
	ck_assert_str_eq(subject(), "memo at north");
}
END_TEST

START_TEST(what_was_destroyed_and_is_gone_is_not_missed)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_log("destruction", "memo", "north", NULL, "recorded");
	holding_remove("north/memo");
	ck_assert_str_eq(all(), "");
}
END_TEST

START_TEST(what_cannot_be_read_is_neither_good_nor_missing)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_remove("north/memo");
	unit_puts("north/memo.tar", "no tar at all, and no bag");
	ck_assert_str_eq(all(), "unreadable");
	ck_assert_str_eq(subject(), "memo at north");
	ck_assert_uint_eq(seen.sound, 0);
}
END_TEST

START_TEST(a_tar_is_as_good_as_a_folder)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	ck_assert_int_eq(system("tar -C north -cf north/memo.tar memo"), 0);
	holding_remove("north/memo");
	ck_assert_str_eq(all(), "");
	ck_assert_uint_eq(seen.sound, 1);
}
END_TEST

START_TEST(of_a_folder_and_a_tar_one_is_the_copy)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	ck_assert_int_eq(system("tar -C north -cf north/memo.tar memo"), 0);
	ck_assert_str_eq(all(), "unregistered-copy");
	ck_assert_uint_eq(seen.sound, 1);
}
END_TEST

/* By their files' names "memo.tar" stands behind "memo-2", "memo" before it. */
START_TEST(names_are_held_against_each_other_in_the_logs_order)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_bag("north/memo-2", "two");
	holding_ingest("memo-2", "north");
	holding_bag("north/memo!", "three");
	holding_ingest("memo!", "north");
	ck_assert_int_eq(system("tar -C north -cf north/memo.tar memo"), 0);
	holding_remove("north/memo");
	ck_assert_str_eq(all(), "");
	ck_assert_uint_eq(seen.sound, 3);
}
END_TEST

START_TEST(only_the_places_that_were_named_are_looked_into)
{
	const char *nowhere = "nowhere";

	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_remove("north/memo");
	holding_bag("south/stranger", "one");
	ck_assert_str_eq(at("south"), "bag-not-in-log");
	ck_assert_uint_eq(seen.places, 1);
	assert_fails(hf_inspect_places(holding_open(), &nowhere, 1, &options,
				       &found.sink, &seen, &err),
		     &err, HF_EUSAGE);
}
END_TEST

START_TEST(a_dead_place_is_not_missed)
{
	holding_say("Location: ruin\nURL: ../ruin\nSite: Gibellina\n"
		    "Threat-Zone: belice\nMedium: disk\nTrust: dead\n");
	holding_bag("memo", "one");
	holding_log("ingestion", "memo", "ruin", holding_root("memo"), NULL);
	ck_assert_str_eq(all(), "");
	ck_assert_str_eq(package("memo"), "");
	ck_assert_int_eq(copies.at[0].state, HF_STATE_UNREACHABLE);
}
END_TEST

START_TEST(a_package_is_looked_for_at_every_place)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_log("replication", "memo", "south", holding_root("north/memo"),
		    NULL);
	holding_bag("tape/memo", "two");
	holding_bag("tape/stranger", "two");
	ck_assert_str_eq(package("memo"), "missing unregistered-copy");
	ck_assert_uint_eq(copies.n, 2);
	ck_assert_int_eq(copies.at[0].state, HF_STATE_VERIFIED);
	ck_assert_str_eq(copies.at[0].found, copies.at[0].held.root);
	ck_assert_int_eq(copies.at[1].state, HF_STATE_MISSING);
	ck_assert_str_eq(copies.at[1].found, "");
}
END_TEST

START_TEST(a_place_without_a_copy_may_be_out_of_reach)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	unlink("tape/.holdfast-location");
	ck_assert_str_eq(package("memo"), "");
	unlink("north/.holdfast-location");
	hf_kept_release(&copies);
	ck_assert_str_eq(package("memo"), "unreachable");
	ck_assert_int_eq(copies.at[0].state, HF_STATE_UNREACHABLE);
}
END_TEST

START_TEST(the_wrong_bag_is_no_sound_copy)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	holding_bag("memo-2", "two");
	holding_log("ingestion", "memo", "north", holding_root("memo-2"), NULL);
	ck_assert_str_eq(package("memo"), "bag-rolled-back");
	ck_assert_int_eq(copies.at[0].state, HF_STATE_CORRUPT);
}
END_TEST

START_TEST(a_bag_in_hand_is_held_against_the_newest_version)
{
	unit_mkdir("1");
	unit_mkdir("2");
	unit_mkdir("3");
	holding_bag("1/memo", "one");
	holding_bag("2/memo", "two");
	holding_bag("3/memo", "three");
	holding_bag("3/minutes", "three");
	holding_log("ingestion", "memo", "north", holding_root("1/memo"), NULL);
	holding_log("ingestion", "memo", "north", holding_root("2/memo"), NULL);
	ck_assert_str_eq(in_hand("2/memo"), "");
	ck_assert_str_eq(in_hand("1/memo"), "bag-rolled-back");
	ck_assert_str_eq(subject(), "memo");
	ck_assert_str_eq(in_hand("3/memo/"), "bag-rolled-back bag-substituted");
	ck_assert_str_eq(in_hand("3/minutes"),
			 "bag-rolled-back bag-substituted bag-not-in-log");
}
END_TEST

START_TEST(a_bag_in_an_archive_is_called_as_its_folder_is)
{
	struct hf_bag_in_hand bag;

	holding_bag("memo", "one");
	holding_log("ingestion", "memo", "north", holding_root("memo"), NULL);
	ck_assert_int_eq(system("tar -czf received.tar.gz memo"), 0);
	options.no_sandbox = false;
	assert_ok(hf_inspect_bag(holding_open(), "received.tar.gz", &options,
				 &bag, &found.sink, &err), &err);
	ck_assert_str_eq(unit_findings(&found), "archive-name-differs");
	ck_assert_str_eq(bag.package, "memo");
	ck_assert_str_eq(bag.root, holding_root("memo"));
}
END_TEST

Suite *inspect_suite(void)
{
	Suite *s = suite_create("inspect");
	TCase *tc = unit_disk_case(s, "inspect");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, copies_that_are_the_right_ones_bring_no_finding);
	tcase_add_test(tc, the_same_holds_of_one_who_looks_from_a_sandbox);
	tcase_add_test(tc, a_register_that_holds_nothing_misses_nothing);
	tcase_add_test(tc, what_is_not_there_is_missing);
	tcase_add_test(tc,
		an_empty_mount_point_is_unreachable_once_and_nothing_is_missing);
	tcase_add_test(tc, a_place_that_register_txt_has_not_is_unreachable_once);
	tcase_add_test(tc, a_valid_bag_that_is_another_is_substituted);
	tcase_add_test(tc, one_octet_of_a_tag_file_makes_another_bag);
	tcase_add_test(tc, an_older_version_is_rolled_back);
	tcase_add_test(tc,
		a_newer_version_than_the_log_has_there_is_not_rolled_back);
	tcase_add_test(tc, what_a_failed_reading_met_never_was_a_version);
	tcase_add_test(tc,
		a_copy_that_the_log_does_not_know_there_is_unregistered);
	tcase_add_test(tc, a_package_that_the_log_does_not_know_is_not_in_it);
	tcase_add_test(tc,
		what_was_destroyed_or_lost_and_lies_there_is_resurrected);
	tcase_add_test(tc, what_was_destroyed_and_is_gone_is_not_missed);
	tcase_add_test(tc, what_cannot_be_read_is_neither_good_nor_missing);
	tcase_add_test(tc, a_tar_is_as_good_as_a_folder);
	tcase_add_test(tc, of_a_folder_and_a_tar_one_is_the_copy);
	tcase_add_test(tc, names_are_held_against_each_other_in_the_logs_order);
	tcase_add_test(tc, only_the_places_that_were_named_are_looked_into);
	tcase_add_test(tc, a_dead_place_is_not_missed);
	tcase_add_test(tc, a_package_is_looked_for_at_every_place);
	tcase_add_test(tc, a_place_without_a_copy_may_be_out_of_reach);
	tcase_add_test(tc, the_wrong_bag_is_no_sound_copy);
	tcase_add_test(tc, a_bag_in_hand_is_held_against_the_newest_version);
	tcase_add_test(tc, a_bag_in_an_archive_is_called_as_its_folder_is);
	return s;
}
