/* The account of a registered package: its record, the log, and the places. */
#include "unit.h"

#include <string.h>
#include <unistd.h>

#include "holding.h"
#include "register/joined.h"

static const char record[] =
	"Holdfast-Record: 1\n"
	"\n"
	"Work: quay\n"
	"Title: The quay before the mole was built\n"
	"\n"
	"Agent: archive\n"
	"Name: Harbour Archive\n"
	"Type: organisation\n"
	"\n"
	"Claim: book\n"
	"Grade: G3\n"
	"Cite: Harbour Archive, accession register 1931, no. 118\n"
	"\n"
	"Copy: print\n"
	"Of: quay\n"
	"Form: paper\n"
	"Kind: original\n"
	"\n"
	"Copy: scan\n"
	"Of: quay\n"
	"Form: file\n"
	"Kind: scan\n"
	"\n"
	"Event: accession\n"
	"Type: accession\n"
	"When: 1931\n"
	"By: archive (custodian)\n"
	"Outcome: print\n"
	"Claim: book\n"
	"\n"
	"Event: scanning\n"
	"Type: imaging\n"
	"When: 2020\n"
	"By: archive (photographer)\n"
	"Method: flat-bed\n"
	"Source: print\n"
	"Outcome: scan\n"
	"Claim: book\n"
	"\n"
	"Payload: file-1\n"
	"File: a.txt\n"
	"Copy: scan\n"
	"Media-Type: text/plain\n";

static struct hf_findings found;
static struct hf_joined joined;
static struct hf_joined_options options;
static struct hf_error err;

static void begin(void)
{
	holding_begin();
	hf_findings_init(&found);
	memset(&joined, 0, sizeof(joined));
	options = (struct hf_joined_options){
		.now = HOLDING_BEGAN + 10 * HOLDING_DAY,
		.inspect = { .jobs = 1, .no_sandbox = true } };
}

static void end(void)
{
	hf_joined_release(&joined);
	hf_findings_release(&found);
	holding_end();
}

static void put(const char *path)
{
	holding_bag(path, "one");
	holding_record(path, record);
}

static const char *join(const char *package)
{
	assert_ok(hf_join(&joined, holding_open(), package, &options,
			  &found.sink, &err), &err);
	return unit_findings(&found);
}

static const char *join_bag(const char *path)
{
	assert_ok(hf_join_bag(&joined, holding_open(), path, &options,
			      &found.sink, &err), &err);
	return unit_findings(&found);
}

START_TEST(record_and_log_are_accounted_for_together)
{
	put("north/memo");
	holding_ingest("memo", "north");
	put("south/memo");
	holding_log("replication", "memo", "south", holding_root("south/memo"),
		    NULL);
	ck_assert_str_eq(join("memo"), "population-open");
	ck_assert_uint_eq(joined.n_kept_findings, 0);
	ck_assert_str_eq(joined.package, "memo");
	ck_assert_str_eq(joined.root, holding_root("north/memo"));
	ck_assert_uint_eq(joined.copies.n, 2);
	ck_assert_int_eq(joined.copies.at[1].state, HF_STATE_VERIFIED);
	ck_assert_ptr_nonnull(joined.provenance.account);
	ck_assert_uint_eq(joined.provenance.record->n_copies, 2);
	ck_assert_int_eq(joined.provenance.account->lineage,
			 HF_CHAIN_COMPLETE);
}
END_TEST

START_TEST(findings_of_the_copies_come_first_and_in_order)
{
	holding_policy("Interval: 5d\nMin-Sites: 2\n");
	put("north/memo");
	holding_ingest("memo", "north");
	holding_log("replication", "memo", "south", holding_root("north/memo"),
		    NULL);
	ck_assert_str_eq(join("memo"),
			 "missing policy-unmet:18 stale stale population-open");
	ck_assert_uint_eq(joined.n_kept_findings, 4);
	ck_assert_int_eq(joined.copies.at[0].state, HF_STATE_STALE);
	ck_assert_int_eq(joined.copies.at[1].state, HF_STATE_MISSING);
}
END_TEST

START_TEST(the_record_is_read_from_a_copy_that_is_the_right_one)
{
	put("north/memo");
	holding_ingest("memo", "north");
	put("south/memo");
	holding_log("replication", "memo", "south", holding_root("south/memo"),
		    NULL);
	unit_puts("north/memo/holdfast/record.txt",
		  "Holdfast-Record: 1\n\nforged\n");
	ck_assert_str_eq(join("memo"), "bag-substituted population-open");
	ck_assert_ptr_nonnull(strstr(joined.record_in, "/south/memo"));
}
END_TEST

START_TEST(where_no_copy_is_in_reach_there_is_no_record)
{
	put("north/memo");
	holding_ingest("memo", "north");
	unlink("north/.holdfast-location");
	ck_assert_str_eq(join("memo"), "unreachable");
	ck_assert_ptr_null(joined.record_in);
	ck_assert_ptr_null(joined.provenance.record);
}
END_TEST

START_TEST(a_package_without_a_record_is_accounted_for_all_the_same)
{
	holding_bag("north/memo", "one");
	holding_ingest("memo", "north");
	ck_assert_str_eq(join("memo"), "");
	ck_assert_ptr_nonnull(joined.record_in);
	ck_assert_ptr_null(joined.provenance.record);
}
END_TEST

START_TEST(a_package_that_is_not_registered_is_refused)
{
	assert_fails(hf_join(&joined, holding_open(), "memo", &options,
			     &found.sink, &err), &err, HF_EUSAGE);
}
END_TEST

static void destroy(const char *location, const char *grade)
{
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT] = "destruction",
		[HF_ENTRY_PACKAGE] = "memo",
		[HF_ENTRY_LOCATION] = location,
		[HF_ENTRY_AGENT] = "Harbour Archive",
		[HF_ENTRY_GRADE] = grade,
		[HF_ENTRY_OUTCOME] = "recorded" } };

	holding_log_entry(&entry);
}

START_TEST(an_end_is_as_well_evidenced_as_its_entry_says)
{
	put("north/memo");
	holding_ingest("memo", "north");
	holding_log("replication", "memo", "south", holding_root("north/memo"),
		    NULL);
	destroy("north", "G3");
	destroy("south", "G2");
	holding_remove("north/memo");
	ck_assert_str_eq(join("memo"), "last-copy-destroyed");
	ck_assert_int_eq(joined.copies.at[0].state, HF_STATE_DESTROYED);
	ck_assert_int_eq(joined.copies.at[1].state,
			 HF_STATE_DESTROYED_ASSERTED);
}
END_TEST

START_TEST(the_register_says_which_grade_is_asked)
{
	holding_policy("Interval: 100d\nMin-Grade: G4\n");
	put("north/memo");
	holding_ingest("memo", "north");
	ck_assert_str_eq(join("memo"), "population-open");
	ck_assert_int_eq(joined.provenance.account->lineage,
			 HF_CHAIN_AS_DECLARED);
}
END_TEST

START_TEST(a_bag_in_hand_brings_its_own_record)
{
	unit_mkdir("in");
	put("in/memo");
	ck_assert_str_eq(join_bag("in/memo"), "bag-not-in-log population-open");
	ck_assert_str_eq(joined.root, "");
	ck_assert_str_eq(joined.in_hand, holding_root("in/memo"));
	ck_assert_uint_eq(joined.n_kept_findings, 1);
}
END_TEST

START_TEST(of_a_bag_in_hand_the_kept_copies_are_accounted_for_too)
{
	put("north/memo");
	holding_ingest("memo", "north");
	unit_mkdir("in");
	holding_bag("in/memo", "other");
	holding_remove("north/memo");
	ck_assert_str_eq(join_bag("in/memo"), "bag-substituted missing");
	ck_assert_uint_eq(joined.copies.n, 1);
}
END_TEST

START_TEST(of_a_log_that_was_changed_nothing_is_believed)
{
	struct hf_ledger ledger;
	char text[4096];
	ssize_t n;
	int fd;

	put("north/memo");
	holding_ingest("memo", "north");
	fd = unit_open("reg/log/entries.txt", 0);
	n = read(fd, text, sizeof(text) - 1);
	ck_assert_int_gt(n, 0);
	close(fd);
	text[n] = '\0';
	memcpy(strstr(text, "north"), "south", 5);
	unit_puts("reg/log/entries.txt", text);
	assert_fails(hf_ledger_open(&ledger, "reg", &found.sink, &err),
		     &err, HF_EREFUSED);
	ck_assert_uint_eq(hf_findings_count(&found, HF_LOG_TAMPERED), 1);
}
END_TEST

Suite *joined_suite(void)
{
	Suite *s = suite_create("joined");
	TCase *tc = unit_disk_case(s, "joined");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, record_and_log_are_accounted_for_together);
	tcase_add_test(tc, findings_of_the_copies_come_first_and_in_order);
	tcase_add_test(tc, the_record_is_read_from_a_copy_that_is_the_right_one);
	tcase_add_test(tc, where_no_copy_is_in_reach_there_is_no_record);
	tcase_add_test(tc,
		a_package_without_a_record_is_accounted_for_all_the_same);
	tcase_add_test(tc, a_package_that_is_not_registered_is_refused);
	tcase_add_test(tc, an_end_is_as_well_evidenced_as_its_entry_says);
	tcase_add_test(tc, the_register_says_which_grade_is_asked);
	tcase_add_test(tc, a_bag_in_hand_brings_its_own_record);
	tcase_add_test(tc, of_a_bag_in_hand_the_kept_copies_are_accounted_for_too);
	tcase_add_test(tc, of_a_log_that_was_changed_nothing_is_believed);
	return s;
}
