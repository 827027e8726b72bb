/* The life of a log: added to, read, proved, and gone on with. */
#include "log_bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

START_TEST(a_log_begins_with_no_entries_and_verifies)
{
	struct hf_log_summary summary;
	struct hf_error err;

	log_begin(_i);
	ck_assert_str_eq(log_verify(log_trust, &summary),
			 _i ? "" : "checkpoint-unsigned");
	ck_assert_uint_eq(summary.entries, 0);
	ck_assert_uint_eq(summary.octets, 0);
	ck_assert_int_eq(summary.is_signed, _i);
	assert_fails(hf_log_create(unit_dir, ORIGIN, NULL, &err), &err,
		     HF_EUSAGE);
	log_end();
}
END_TEST

START_TEST(what_is_added_is_there_when_it_is_opened_again)
{
	struct hf_log_summary summary;

	log_begin(_i);
	for (int n = 1; n <= 20; n++) {
		log_grow(1);
		if (n % 3 == 0)
			log_remove("log/frontier");
		ck_assert_str_eq(log_verify(log_trust, &summary),
				 _i ? "" : "checkpoint-unsigned");
		ck_assert_uint_eq(summary.entries, (unsigned int)n);
		ck_assert_uint_eq(summary.head.size, (unsigned int)n);
		ck_assert_uint_eq(summary.tail_octets, 0);
		ck_assert_int_eq(summary.first, 1000000000);
		ck_assert_int_eq(summary.last, 1000000000);
	}
	log_end();
}
END_TEST

START_TEST(several_are_added_in_one_commit)
{
	struct hf_entry entries[5], seen;
	struct hf_log_place places[5];
	struct hf_buf storage = { 0 };
	struct hf_log *log;
	struct hf_error err;

	log_begin(true);
	log_grow(2);
	for (int i = 0; i < 5; i++)
		entries[i] = log_entry(&"edcba"[i]);
	log = log_open(&log_signer);
	assert_ok(hf_log_append(log, entries, 5, places, &err), &err);
	ck_assert_uint_eq(hf_log_head(log)->size, 7);
	for (int i = 0; i < 5; i++) {
		ck_assert_uint_eq(entries[i].number, 2 + (unsigned int)i);
		ck_assert_uint_eq(places[i].number, entries[i].number);
		assert_ok(hf_log_read(log, &places[i], &seen, &storage, &err),
			  &err);
		ck_assert_uint_eq(seen.number, entries[i].number);
		ck_assert_str_eq(seen.at[HF_ENTRY_PACKAGE], &"edcba"[i]);
	}
	places[0].offset++;
	assert_fails(hf_log_read(log, &places[0], &seen, &storage, &err), &err,
		     HF_EREFUSED);
	places[0].number = 7;
	assert_fails(hf_log_read(log, &places[0], &seen, &storage, &err), &err,
		     HF_EUSAGE);
	/* And none is no commit at all. */
	assert_ok(hf_log_append(log, NULL, 0, NULL, &err), &err);
	ck_assert_uint_eq(hf_log_head(log)->size, 7);
	hf_log_close(log);
	hf_buf_release(&storage);
	ck_assert_str_eq(log_verify(log_trust, NULL), "");
	log_end();
}
END_TEST

START_TEST(an_entry_that_cannot_be_written_changes_nothing)
{
	struct hf_entry entries[2] = { log_entry("good"), log_entry("bad\n") };
	struct hf_log *log;
	struct hf_error err;

	log_begin(true);
	log = log_open(&log_signer);
	assert_fails(hf_log_append(log, entries, 2, NULL, &err), &err,
		     HF_EUSAGE);
	ck_assert_uint_eq(hf_log_head(log)->size, 0);
	log_add(log, 1);
	hf_log_close(log);
	ck_assert_str_eq(log_verify(log_trust, NULL), "");
	log_end();
}
END_TEST

START_TEST(the_log_never_goes_back_in_time)
{
	static const int64_t times[] = { 1000, 999, 0, 5 };
	struct hf_log_summary summary;
	struct hf_log *log;
	struct hf_error err;

	log_begin(true);
	setenv("SOURCE_DATE_EPOCH", "2000", 1);
	for (int i = 0; i < COUNT(times); i++) {
		struct hf_entry entry = log_entry("a");

		entry.time = times[i];
		log = log_open(&log_signer);
		assert_ok(hf_log_append(log, &entry, 1, NULL, &err), &err);
		ck_assert_int_eq(entry.time, i < 2 ? 1000 : 2000);
		hf_log_close(log);
	}
	unsetenv("SOURCE_DATE_EPOCH");
	ck_assert_str_eq(log_verify(log_trust, &summary), "");
	ck_assert_int_eq(summary.first, 1000);
	ck_assert_int_eq(summary.last, 2000);
	log_end();
}
END_TEST

/* --- Two at once --- */

START_TEST(two_handles_that_add_in_turn_take_up_what_the_other_added)
{
	struct hf_log *logs[2];
	struct hf_log_summary summary;
	struct hf_findings list;
	struct hf_error err;

	log_begin(true);
	hf_findings_init(&list);
	logs[0] = log_open(&log_signer);
	logs[1] = log_open(&log_signer);
	for (int i = 0; i < 12; i++)
		log_add(logs[i / 2 % 2], i % 3 + 1);
	ck_assert_int_eq(hf_log_refresh(logs[0], &list.sink, &err), 1);
	ck_assert_int_eq(hf_log_refresh(logs[0], &list.sink, &err), 0);
	ck_assert_uint_eq(hf_log_head(logs[0])->size, 24);
	ck_assert_uint_eq(list.n, 0);
	hf_log_close(logs[0]);
	hf_log_close(logs[1]);
	ck_assert_str_eq(log_verify(log_trust, &summary), "");
	ck_assert_uint_eq(summary.entries, 24);
	hf_findings_release(&list);
	log_end();
}
END_TEST

#define PROCESSES	4
#define EACH		25

/* Whose entry it is, and the how manieth of his. */
static int see_order(void *ctx, const struct hf_entry *entry,
		     const struct hf_log_place *place, const char *text,
		     struct hf_error *err)
{
	int *next = ctx;
	const char *name = entry->at[HF_ENTRY_PACKAGE];
	int who = name[0] - '0', n = atoi(name + 2);

	ck_assert_int_eq(n, next[who]);
	next[who]++;
	return 0;
}

START_TEST(processes_that_add_at_once_lose_no_entry)
{
	int next[PROCESSES] = { 0 }, status;
	struct hf_log *log;
	struct hf_error err;

	log_begin(true);
	for (int who = 0; who < PROCESSES; who++) {
		char name[16];

		if (fork())
			continue;
		log = log_open(&log_signer);
		for (int i = 0; i < EACH; i++) {
			struct hf_entry entry;

			snprintf(name, sizeof(name), "%d-%d", who, i);
			entry = log_entry(name);
			if (hf_log_append(log, &entry, 1, NULL, &err) < 0)
				_exit(1);
		}
		hf_log_close(log);
		_exit(0);
	}
	while (wait(&status) > 0)
		ck_assert_int_eq(status, 0);
	ck_assert_str_eq(log_verify(log_trust, NULL), "");
	log = log_open(NULL);
	assert_ok(hf_log_walk(log, NULL, see_order, next, &err), &err);
	for (int who = 0; who < PROCESSES; who++)
		ck_assert_int_eq(next[who], EACH);
	hf_log_close(log);
	log_end();
}
END_TEST

START_TEST(a_handle_sees_that_the_log_was_set_back_under_it)
{
	struct hf_findings list;
	struct hf_entry entry = log_entry("a");
	struct hf_log *log;
	struct hf_error err;
	char *entries, *note;

	log_begin(true);
	log_grow(3);
	entries = log_read_file("log/entries.txt", NULL);
	note = log_read_file("log/checkpoint", NULL);
	log = log_open(&log_signer);
	log_add(log, 2);
	unit_puts("log/entries.txt", entries);
	unit_puts("log/checkpoint", note);
	/* By itself that is a good log. */
	ck_assert_str_eq(log_verify(log_trust, NULL), "");
	hf_findings_init(&list);
	assert_fails(hf_log_refresh(log, &list.sink, &err), &err, HF_EREFUSED);
	ck_assert_str_eq(unit_findings(&list), "log-rollback");
	assert_fails(hf_log_append(log, &entry, 1, NULL, &err), &err,
		     HF_EREFUSED);
	hf_findings_release(&list);
	hf_log_close(log);
	free(entries);
	free(note);
	log_end();
}
END_TEST

/* --- The frontier --- */

static uint64_t octets_read;

static ssize_t counting_pread(int fd, void *data, size_t size, off_t at)
{
	ssize_t n = hf_io_system.pread(fd, data, size, at);

	octets_read += n > 0 ? (uint64_t)n : 0;
	return n;
}

START_TEST(opening_reads_what_is_behind_the_frontier_alone)
{
	struct hf_log_summary summary;
	struct hf_log *log;

	log_begin(true);
	log_grow(500);
	log_verify(log_trust, &summary);
	unit_replace_io()->pread = counting_pread;
	log = log_open(&log_signer);
	hf_log_close(log);
	ck_assert_uint_le(octets_read, 1000);
	octets_read = 0;
	log_remove("log/frontier");
	log = log_open(&log_signer);
	log_add(log, 1);
	ck_assert_uint_ge(octets_read, summary.octets);
	/* And adding reads nothing again. */
	octets_read = 0;
	log_add(log, 10);
	ck_assert_uint_eq(octets_read, 0);
	hf_log_close(log);
	log_end();
}
END_TEST

static const char *const frontiers[] = {
	"", "\n", "Size: 5\n", "Size: 0\nOctets: 0\nLast: 0\n",
	"Size: 99999\nOctets: 10\nLast: 5\n",
	"Size: 18446744073709551615\nOctets: 18446744073709551615\nLast: 18446744073709551000\n",
	"Size: 5\nOctets: 0\nLast: 0\nHash: 00\nHash: 00\n",
	/* Good to read, and of nothing that is there. */
	"Size: 1\nOctets: 150\nLast: 0\n"
	"Hash: 0000000000000000000000000000000000000000000000000000000000000000\n",
};

START_TEST(a_wrong_frontier_is_of_no_consequence)
{
	log_begin(true);
	log_grow(5);
	unit_puts("log/frontier", frontiers[_i]);
	log_grow(2);
	ck_assert_str_eq(log_verify(log_trust, NULL), "");
	log_end();
}
END_TEST

START_TEST(an_old_frontier_is_gone_on_from)
{
	char *old;

	log_begin(true);
	log_grow(_i + 1);
	old = log_read_file("log/frontier", NULL);
	log_grow(_i);
	unit_puts("log/frontier", old);
	log_grow(1);
	ck_assert_str_eq(log_verify(log_trust, NULL), "");
	free(old);
	log_end();
}
END_TEST

/* --- What others have seen --- */

/* As if a witness had cosigned the checkpoint that there is now. */
static void cosign(const struct hf_signer *witness, const char *name)
{
	struct hf_buf note = { 0 };
	struct hf_error err;
	char *text = log_read_file("log/checkpoint", NULL), path[64];
	size_t len = (size_t)(strstr(text, "\n\n") + 1 - text);

	hf_buf_adds(&note, text);
	assert_ok(hf_note_sign(&note, witness, text, len, 1000000000, &err),
		  &err);
	mkdirat(unit_dir, "log/witness", 0700);
	snprintf(path, sizeof(path), "log/witness/%s", name);
	unit_puts(path, note.data);
	hf_buf_release(&note);
	free(text);
}

static const struct {
	int seen, then;		/* entries when it was seen, and at the end */
	bool anew;		/* all are others then */
	bool known;		/* the witness is in trust.txt; the log is */
	const char *expected;
} sightings[] = {
	{ 5, 5, false, true, "" },
	{ 3, 8, false, true, "" },
	{ 0, 4, false, true, "" },
	{ 3, 8, false, false, "" },
	{ 8, 3, false, true, "log-rollback" },
	{ 8, 3, true, true, "log-rollback" },
	{ 5, 5, true, true, "log-fork" },
	{ 3, 8, true, true, "log-fork" },
	{ 8, 8, true, false, "log-fork" },
};

/* The log as it was @n entries long. */
static void set_back(int n, const char *note)
{
	size_t left, len = 0, one;
	char *text = log_read_file("log/entries.txt", &left);

	for (int i = 0; i < n; i++) {
		one = hf_entry_length(text + len, left - len);
		len += one;
	}
	unit_write("log/entries.txt", text, len);
	unit_puts("log/checkpoint", note);
	free(text);
}

static void begin_anew(void)
{
	struct hf_error err;
	struct hf_entry entry = log_entry("another");
	struct hf_log *log;

	log_remove("log/entries.txt");
	log_remove("log/checkpoint");
	unlinkat(unit_dir, "log/frontier", 0);
	assert_ok(renameat(unit_dir, "log", unit_dir, "old"), &err);
	assert_ok(hf_log_create(unit_dir, ORIGIN, &log_signer, &err), &err);
	assert_ok(renameat(unit_dir, "old/witness", unit_dir, "log/witness"),
		  &err);
	/* While nobody looks. */
	assert_ok(renameat(unit_dir, "log/witness", unit_dir, "hidden"), &err);
	log = log_open(&log_signer);
	assert_ok(hf_log_append(log, &entry, 1, NULL, &err), &err);
	hf_log_close(log);
}

START_TEST(what_a_witness_has_seen_must_be_a_beginning_of_the_log)
{
	struct hf_signer witness;
	struct hf_findings list;
	struct hf_log *log = NULL;
	struct hf_error err;
	char *log_line, *line, *both, *note = NULL;
	bool good = !*sightings[_i].expected;

	log_begin(true);
	if (sightings[_i].then < sightings[_i].seen && !sightings[_i].anew) {
		log_grow(sightings[_i].then);
		note = log_read_file("log/checkpoint", NULL);
		log_grow(sightings[_i].seen - sightings[_i].then);
	} else {
		log_grow(sightings[_i].seen);
	}
	assert_ok(hf_signer_new(&witness, "quay.example", HF_KEY_WITNESS,
				&err), &err);
	cosign(&witness, "quay");
	if (note) {
		set_back(sightings[_i].then, note);
	} else if (sightings[_i].anew) {
		begin_anew();
		log_grow(sightings[_i].then - 1);
		assert_ok(renameat(unit_dir, "hidden", unit_dir,
				   "log/witness"), &err);
	} else {
		log_grow(sightings[_i].then - sightings[_i].seen);
	}
	log_line = log_trust_line(&log_signer, NULL);
	line = log_trust_line(&witness, "quay");
	ck_assert_int_gt(asprintf(&both, "%s%s", log_line,
				  sightings[_i].known ? line : ""), 0);
	hf_trust_free(log_trust);
	log_trust = log_trusts(both);
	ck_assert_str_eq(log_verify(log_trust, NULL), sightings[_i].expected);
	/* Nothing is added to what is not the log that was seen. */
	unlinkat(unit_dir, "log/frontier", 0);
	hf_findings_init(&list);
	if (good)
		assert_ok(hf_log_open(&log, unit_dir, ORIGIN, log_trust, NULL,
				      &list.sink, &err), &err);
	else
		assert_fails(hf_log_open(&log, unit_dir, ORIGIN, log_trust,
					 NULL, &list.sink, &err), &err,
			     HF_EREFUSED);
	ck_assert_str_eq(unit_findings(&list), sightings[_i].expected);
	hf_log_close(log);
	hf_findings_release(&list);
	free(note);
	free(both);
	free(line);
	free(log_line);
	log_end();
}
END_TEST

/* --- Mending --- */

START_TEST(what_is_torn_is_put_aside_and_what_is_whole_waits_for_consent)
{
	struct hf_log_summary summary;
	struct hf_findings list;
	struct hf_error err;
	struct hf_entry entry = log_entry("b");
	struct hf_log *log = NULL;
	char *note, *before, *after;

	log_begin(true);
	log_grow(3);
	note = log_read_file("log/checkpoint", NULL);
	log_grow(2);
	unit_puts("log/checkpoint", note);
	before = log_read_file("log/entries.txt", NULL);
	{
		int fd = unit_open("log/entries.txt", O_WRONLY | O_APPEND);

		ck_assert_int_eq(write(fd, "Entry: 5\nPr", 11), 11);
		close(fd);
	}
	hf_findings_init(&list);
	assert_ok(hf_log_mend(unit_dir, ORIGIN, log_trust, &log_signer, false,
			      &list.sink, &summary, &err), &err);
	ck_assert_str_eq(unit_findings(&list),
			 "log-tail-unsigned:22 log-torn-tail:36");
	ck_assert_uint_eq(summary.entries, 3);
	ck_assert_uint_eq(summary.tail_entries, 2);
	after = log_read_file("log/entries.txt", NULL);
	ck_assert_str_eq(after, before);
	ck_assert_str_eq(log_verify(log_trust, NULL), "log-tail-unsigned:22");
	assert_fails(hf_log_open(&log, unit_dir, ORIGIN, log_trust,
				 &log_signer, &list.sink, &err), &err,
		     HF_EREFUSED);
	assert_ok(hf_log_mend(unit_dir, ORIGIN, log_trust, &log_signer, true,
			      &list.sink, &summary, &err), &err);
	ck_assert_uint_eq(summary.entries, 5);
	ck_assert_uint_eq(summary.tail_octets, 0);
	ck_assert_str_eq(log_verify(log_trust, &summary), "");
	ck_assert_uint_eq(summary.entries, 5);
	log = log_open(&log_signer);
	assert_ok(hf_log_append(log, &entry, 1, NULL, &err), &err);
	hf_log_close(log);
	ck_assert_str_eq(log_verify(log_trust, NULL), "");
	hf_findings_release(&list);
	free(note);
	free(before);
	free(after);
	log_end();
}
END_TEST

/* --- Reading --- */

static int stop_at_third(void *ctx, const struct hf_entry *entry,
			 const struct hf_log_place *place, const char *text,
			 struct hf_error *err)
{
	int *n = ctx;

	ck_assert_uint_eq(entry->number, place->number);
	ck_assert_uint_eq(hf_entry_length(text, place->length), place->length);
	return ++*n == 3 ? hf_fail(err, HF_EUSAGE, "enough") : 0;
}

START_TEST(a_walk_begins_and_ends_where_it_is_told)
{
	struct hf_entry entries[6];
	struct hf_log_place places[6];
	struct hf_log *log;
	struct hf_error err;
	int n = 0;

	log_begin(true);
	log = log_open(&log_signer);
	for (int i = 0; i < 6; i++)
		entries[i] = log_entry("a");
	assert_ok(hf_log_append(log, entries, 6, places, &err), &err);
	assert_fails(hf_log_walk(log, NULL, stop_at_third, &n, &err), &err,
		     HF_EUSAGE);
	ck_assert_int_eq(n, 3);
	n = 3;
	assert_ok(hf_log_walk(log, &places[2], stop_at_third, &n, &err), &err);
	ck_assert_int_eq(n, 3 + 4);
	hf_log_close(log);
	log_end();
}
END_TEST

START_TEST(a_walk_does_not_hand_out_what_was_changed_meanwhile)
{
	struct hf_log *log;
	struct hf_error err;
	char *text;
	size_t len;
	int n = -1000;

	log_begin(true);
	log_grow(5);
	log = log_open(NULL);
	text = log_read_file("log/entries.txt", &len);
	text[(len / 5 - 3) + len / 5 * (size_t)_i] ^= 1;
	unit_write("log/entries.txt", text, len);
	assert_fails(hf_log_walk(log, NULL, stop_at_third, &n, &err), &err,
		     HF_EREFUSED);
	free(text);
	hf_log_close(log);
	log_end();
}
END_TEST

/* What tests/log/walk.sh ends with, and prints; by sha256sum alone. */
static int walk_by_shell(char *said, size_t size)
{
	char command[256];
	FILE *out;

	snprintf(command, sizeof(command),
		 "tests/log/walk.sh /proc/%ld/fd/%d/log/entries.txt 2>&1",
		 (long)getpid(), unit_dir);
	out = popen(command, "r");
	ck_assert_ptr_nonnull(out);
	said[fread(said, 1, size - 1, out)] = '\0';
	return WEXITSTATUS(pclose(out));
}

START_TEST(sha256sum_walks_the_log)
{
	struct hf_hash leaf;
	char said[2048], hex[65], expected[128];
	const char *text;
	size_t len, one;
	char *all;

	if (access("tests/log/walk.sh", X_OK) < 0) {
		unit_skip("tests/log/walk.sh is not in this folder");
		return;
	}
	log_begin(true);
	log_grow(12);
	all = log_read_file("log/entries.txt", &len);
	for (text = all; (one = hf_entry_length(text, len)); text += one) {
		hf_leaf_hash(&leaf, text, one);
		len -= one;
	}
	log_end();
	free(all);
	ck_assert_int_eq(walk_by_shell(said, sizeof(said)), 0);
	hf_hex_encode(hex, leaf.at, sizeof(leaf.at));
	snprintf(expected, sizeof(expected), "12 entries, the last is %s\n",
		 hex);
	ck_assert_str_eq(said, expected);
}
END_TEST

START_TEST(sha256sum_finds_what_was_changed)
{
	char said[2048];
	size_t len;
	char *all;

	if (access("tests/log/walk.sh", X_OK) < 0) {
		unit_skip("tests/log/walk.sh is not in this folder");
		return;
	}
	log_begin(true);
	log_grow(4);
	all = log_read_file("log/entries.txt", &len);
	*(strstr(all, "quay") + 1) = 'v';
	unit_write("log/entries.txt", all, len);
	log_end();
	free(all);
	ck_assert_int_eq(walk_by_shell(said, sizeof(said)), 1);
	ck_assert_ptr_nonnull(strstr(said, "entry 1 names "));
}
END_TEST

Suite *log_suite(void)
{
	Suite *s = suite_create("log");
	TCase *tc = unit_disk_case(s, "log");

	tcase_add_loop_test(tc, a_log_begins_with_no_entries_and_verifies, 0,
			    2);
	tcase_add_loop_test(tc, what_is_added_is_there_when_it_is_opened_again,
			    0, 2);
	tcase_add_test(tc, several_are_added_in_one_commit);
	tcase_add_test(tc, an_entry_that_cannot_be_written_changes_nothing);
	tcase_add_test(tc, the_log_never_goes_back_in_time);
	tcase_add_test(tc,
		two_handles_that_add_in_turn_take_up_what_the_other_added);
	tcase_add_test(tc, processes_that_add_at_once_lose_no_entry);
	tcase_add_test(tc, a_handle_sees_that_the_log_was_set_back_under_it);
	tcase_add_test(tc, opening_reads_what_is_behind_the_frontier_alone);
	tcase_add_loop_test(tc, a_wrong_frontier_is_of_no_consequence, 0,
			    COUNT(frontiers));
	tcase_add_loop_test(tc, an_old_frontier_is_gone_on_from, 0, 9);
	tcase_add_loop_test(tc,
		what_a_witness_has_seen_must_be_a_beginning_of_the_log, 0,
		COUNT(sightings));
	tcase_add_test(tc, sha256sum_walks_the_log);
	tcase_add_test(tc, sha256sum_finds_what_was_changed);
	tcase_add_test(tc,
		what_is_torn_is_put_aside_and_what_is_whole_waits_for_consent);
	tcase_add_test(tc, a_walk_begins_and_ends_where_it_is_told);
	tcase_add_loop_test(tc,
		a_walk_does_not_hand_out_what_was_changed_meanwhile, 0, 5);
	return s;
}
