/* What each entry changes, and what is answered then. */
#include "unit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "life.h"

/*
 * A life, an entry a line, and the copies of "b" after it, as tell() writes
 * them: place, fate, root, form, files/octets, the entry that put it there,
 * times of the last reading and the last that passed, from LIFE_TIME on, by
 * which entry, "!" where it failed, and the entry that ended it.
 */
static const struct {
	const char *entries, *copies;
	char newest;		/* digit of the newest root; 0: none */
} lives[] = {
	{ "ingestion b A pass r1 f3 b70 bag\n",
	  "A held 1 bag 3/70 from 0 read 0 passed 0 by 0", '1' },
	{ "ingestion b A pass r1 f3 b70 tar\n",
	  "A held 1 tar 3/70 from 0 read 0 passed 0 by 0", '1' },
	/* What was not admitted is no copy. */
	{ "ingestion b A fail r1\n", "", 0 },
	{ "ingestion b A undetermined r1\n", "", 0 },
	{ "ingestion b A sideways r1\n", "", 0 },
	{ "ingestion b A - r1\n", "", 0 },
	{ "ingestion b - pass r1\n", "", '1' },
	/* Nonsense in an entry is nothing that is known. */
	{ "ingestion b A pass f99999999999999999999 b-1\n",
	  "A held - bag 0/0 from 0 read 0 passed 0 by 0", 0 },
	{ "ingestion b A pass r1\nreplication b B pass r1 f3 b70 tar\n",
	  "A held 1 bag 0/0 from 0 read 0 passed 0 by 0; "
	  "B held 1 tar 3/70 from 1 read 1 passed 1 by 1", '1' },
	{ "ingestion b A pass r1\nreplication b B fail r1\n",
	  "A held 1 bag 0/0 from 0 read 0 passed 0 by 0", '1' },
	/* A new version, in the place of the old one. */
	{ "ingestion b A pass r1 f3 b70 tar\ningestion b A pass r2 p1 f4 b80\n",
	  "A held 2 bag 4/80 from 1 read 1 passed 1 by 1", '2' },
	{ "ingestion b A pass r1\ningestion b A pass r2 p1\n"
	  "replication b B pass r1\n",
	  "A held 2 bag 0/0 from 1 read 1 passed 1 by 1; "
	  "B held 1 bag 0/0 from 2 read 2 passed 2 by 2", '2' },
	/* Readings. */
	{ "ingestion b A pass r1\nfixity-check b A pass\n",
	  "A held 1 bag 0/0 from 0 read 1 passed 1 by 1", '1' },
	{ "ingestion b A pass r1\nfixity-check b A fail\n",
	  "A held 1 bag 0/0 from 0 read 1 passed 0 by 1!", '1' },
	{ "ingestion b A pass r1\nfixity-check b A fail\n"
	  "fixity-check b A pass\n",
	  "A held 1 bag 0/0 from 0 read 2 passed 2 by 2", '1' },
	{ "ingestion b A pass r1\nfixity-check b A undetermined\n",
	  "A held 1 bag 0/0 from 0 read 0 passed 0 by 0", '1' },
	{ "ingestion b A pass r1\nfixity-check b A fail\n"
	  "fixity-check b A undetermined\n",
	  "A held 1 bag 0/0 from 0 read 1 passed 0 by 1!", '1' },
	{ "ingestion b A pass r1\nfixity-check b A recorded\n",
	  "A held 1 bag 0/0 from 0 read 0 passed 0 by 0", '1' },
	{ "ingestion b A pass r1\nfixity-check b B pass\n"
	  "fixity-check b - pass\nfixity-check c A pass\n",
	  "A held 1 bag 0/0 from 0 read 0 passed 0 by 0", '1' },
	/* Endings. */
	{ "ingestion b A pass r1\ndeletion b A recorded\n",
	  "A destroyed 1 bag 0/0 from 0 read 0 passed 0 by 0 until 1", '1' },
	{ "ingestion b A pass r1\ndeletion b A fail\n",
	  "A held 1 bag 0/0 from 0 read 0 passed 0 by 0", '1' },
	{ "ingestion b A pass r1\nreplication b B pass r1\n"
	  "destruction b B -\n",
	  "A held 1 bag 0/0 from 0 read 0 passed 0 by 0; "
	  "B destroyed 1 bag 0/0 from 1 read 1 passed 1 by 1 until 2", '1' },
	{ "ingestion b A pass r1\nreplication b B pass r1\n"
	  "deaccession b - recorded\n",
	  "A destroyed 1 bag 0/0 from 0 read 0 passed 0 by 0 until 2; "
	  "B destroyed 1 bag 0/0 from 1 read 1 passed 1 by 1 until 2", '1' },
	{ "ingestion b A pass r1\nloss b A recorded\n",
	  "A lost 1 bag 0/0 from 0 read 0 passed 0 by 0 until 1", '1' },
	{ "ingestion b A pass r1\ndestruction c - recorded\n"
	  "destruction b B recorded\ndestruction - A recorded\n",
	  "A held 1 bag 0/0 from 0 read 0 passed 0 by 0", '1' },
	/* A transfer of the package is not one of its copies. */
	{ "ingestion b A pass r1\ntransfer b A recorded to\n",
	  "A transferred 1 bag 0/0 from 0 read 0 passed 0 by 0 until 1", '1' },
	{ "ingestion b A pass r1\ntransfer b - recorded to\n"
	  "transfer b A recorded\n",
	  "A held 1 bag 0/0 from 0 read 0 passed 0 by 0", '1' },
	/* What has ended stays so, by what ended it first. */
	{ "ingestion b A pass r1\nloss b A recorded\nfixity-check b A pass\n"
	  "destruction b A recorded\nvalidation b A pass\n",
	  "A lost 1 bag 0/0 from 0 read 0 passed 0 by 0 until 1", '1' },
	/* But for a recovery, or for another copy that comes there. */
	{ "ingestion b A pass r1 f3 b70 tar\nloss b A recorded\n"
	  "recovery b A recorded\n",
	  "A held 1 tar 3/70 from 2 read 0 passed 0 by 0", '1' },
	{ "ingestion b A pass r1 f3 b70 tar\nfixity-check b A fail\n"
	  "recovery b A pass r1 p2\n",
	  "A held 1 tar 3/70 from 2 read 2 passed 2 by 2", '1' },
	{ "ingestion b A pass r1 f3 b70\nfixity-check b A fail\n"
	  "recovery b A fail r1\n",
	  "A held 1 bag 3/70 from 0 read 1 passed 0 by 1!", '1' },
	{ "recovery b A recorded r1\n",
	  "A held 1 bag 0/0 from 0 read - passed - by -", '1' },
	{ "ingestion b A pass r1\nloss b A recorded\nrecovery b - recorded\n",
	  "A lost 1 bag 0/0 from 0 read 0 passed 0 by 0 until 1", '1' },
	{ "ingestion b A pass r1 tar\nfixity-check b A fail\n"
	  "destruction b A recorded\nreplication b A pass r2 f5\n",
	  "A held 2 bag 5/0 from 3 read 3 passed 3 by 3", '1' },
	/* An older version that is recovered is not the newest. */
	{ "ingestion b A pass r1\ningestion b A pass r2 p1\n"
	  "recovery b A pass r1\n",
	  "A held 1 bag 0/0 from 2 read 2 passed 2 by 2", '2' },
	/* Names are what they are, to the letter. */
	{ "Ingestion b A pass r1\n", "", 0 },
};

static const char *const fates[] = {
	"held", "destroyed", "lost", "transferred",
};

static void tell_time(struct hf_buf *out, const char *what, int64_t time)
{
	if (time)
		hf_buf_printf(out, " %s %" PRId64, what, time - LIFE_TIME);
	else
		hf_buf_printf(out, " %s -", what);
}

static int tell(void *ctx, const struct hf_held_copy *copy,
		struct hf_error *err)
{
	struct hf_buf *out = ctx;

	(void)err;
	hf_buf_printf(out, "%s%s %s %c %s %" PRIu64 "/%" PRIu64 " from %" PRIu64,
		      out->len ? "; " : "", copy->location, fates[copy->fate],
		      *copy->root ? *copy->root : '-',
		      copy->form == HF_HELD_TAR ? "tar" : "bag", copy->files,
		      copy->octets, copy->origin);
	require(copy->since == LIFE_TIME + (int64_t)copy->origin);
	tell_time(out, "read", copy->checked);
	tell_time(out, "passed", copy->passed);
	if (copy->checked_by == UINT64_MAX)
		hf_buf_adds(out, " by -");
	else
		hf_buf_printf(out, " by %" PRIu64 "%s", copy->checked_by,
			      copy->failed ? "!" : "");
	if (copy->ended_by != UINT64_MAX)
		hf_buf_printf(out, " until %" PRIu64, copy->ended_by);
	return 0;
}

static void add_all(struct life *life, const char *entries)
{
	char *copy = strdup(entries), *rest = NULL;

	for (char *line = strtok_r(copy, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest))
		life_add(life, line);
	free(copy);
}

/* One entry at a time, or all at once. */
static void live(int i, bool stepwise)
{
	struct life *life = life_new("archive.example/log");
	struct hf_catalogue *c = NULL;
	struct hf_buf copies = { 0 };
	struct hf_error err;
	char root[65];
	int has;

	add_all(life, lives[i].entries);
	life->feed.size = stepwise ? 0 : life->n;
	assert_ok(hf_follow_open(&c, unit_dir, &life->feed, &err), &err);
	while (life->feed.size < life->n) {
		life->feed.size++;
		assert_ok(hf_follow_refresh(c, &life->feed, &err), &err);
	}
	assert_ok(hf_catalogue_copies(c, "b", NULL, tell, &copies, &err), &err);
	ck_assert_str_eq(hf_buf_text(&copies), lives[i].copies);
	has = hf_catalogue_root(c, "b", root, &err);
	ck_assert_int_eq(has, lives[i].newest != 0);
	ck_assert_int_eq(root[0], lives[i].newest);
	ck_assert_uint_eq(strlen(root), has ? 64 : 0);
	hf_buf_release(&copies);
	hf_catalogue_close(c);
	life_free(life);
}

START_TEST(each_event_changes_what_it_means)
{
	live(_i, false);
}
END_TEST

START_TEST(entry_by_entry_comes_to_the_same)
{
	live(_i, true);
}
END_TEST

/* Questions about three packages. */
static const char small[] =
	"ingestion b\\ A pass r1 f1 b10\n"
	"ingestion b A pass r1 f1 b100\n"
	"replication b B pass r1 f1 b100\n"
	"ingestion \xc3\xa4 B pass r3 f1 b1000\n"
	"fixity-check b A fail\n"
	"audit - - pass\n"
	"ingestion b B pass r2 p1 f1 b101\n"
	"loss b A recorded\n";

struct answers {
	struct life *life;
	struct hf_catalogue *c;
};

static struct answers ask(void)
{
	struct answers a = { life_new("archive.example/log"), NULL };
	struct hf_error err;

	add_all(a.life, small);
	assert_ok(hf_follow_open(&a.c, unit_dir, &a.life->feed, &err), &err);
	return a;
}

static void asked(struct answers *a)
{
	hf_catalogue_close(a->c);
	life_free(a->life);
}

static int name_copy(void *ctx, const struct hf_held_copy *copy,
		     struct hf_error *err)
{
	(void)err;
	hf_buf_printf(ctx, "%s@%s ", copy->package, copy->location);
	return 0;
}

START_TEST(copies_come_by_package_and_place)
{
	static const struct {
		const char *package, *location, *copies;
	} rows[] = {
		{ NULL, NULL, "b@A b@B b\\@A \xc3\xa4@B " },
		{ "b", NULL, "b@A b@B " },
		{ NULL, "B", "b@B \xc3\xa4@B " },
		{ "b", "B", "b@B " },
		{ "c", NULL, "" },
		{ "B", NULL, "" },
		{ NULL, "b", "" },
	};
	struct answers a = ask();
	struct hf_error err;

	for (int i = 0; i < COUNT(rows); i++) {
		struct hf_buf names = { 0 };

		assert_ok(hf_catalogue_copies(a.c, rows[i].package,
					      rows[i].location, name_copy,
					      &names, &err), &err);
		ck_assert_str_eq(hf_buf_text(&names), rows[i].copies);
		hf_buf_release(&names);
	}
	asked(&a);
}
END_TEST

START_TEST(one_copy_is_found_or_not)
{
	struct answers a = ask();
	struct hf_held_copy copy;
	struct hf_buf storage = { 0 };
	struct hf_error err;

	ck_assert_int_eq(hf_catalogue_copy(a.c, "b", "A", &copy, &storage,
					   &err), 1);
	ck_assert_str_eq(copy.package, "b");
	ck_assert_str_eq(copy.location, "A");
	ck_assert_int_eq(copy.root[0], '1');
	ck_assert_uint_eq(strlen(copy.root), 64);
	ck_assert(copy.failed);
	ck_assert_int_eq(copy.fate, HF_FATE_LOST);
	ck_assert_uint_eq(copy.ended_by, 7);
	ck_assert_int_eq(hf_catalogue_copy(a.c, "b", "C", &copy, &storage,
					   &err), 0);
	hf_buf_release(&storage);
	asked(&a);
}
END_TEST

START_TEST(roots_of_the_past_are_known)
{
	static const struct {
		const char *package;
		char digit;
		int known;
	} rows[] = {
		{ "b", '1', 1 }, { "b", '2', 1 }, { "b", '3', 0 },
		{ "\xc3\xa4", '3', 1 }, { "\xc3\xa4", '1', 0 }, { "c", '1', 0 },
	};
	struct answers a = ask();
	struct hf_error err;
	char root[65] = "";

	for (int i = 0; i < COUNT(rows); i++) {
		memset(root, rows[i].digit, 64);
		ck_assert_int_eq(hf_catalogue_knows_root(a.c, rows[i].package,
							 root, NULL, &err),
				 rows[i].known);
	}
	asked(&a);
}
END_TEST

static int note_place(void *ctx, const struct hf_log_place *place,
		      struct hf_error *err)
{
	(void)err;
	hf_buf_printf(ctx, "%" PRIu64 "+%" PRIu64 "@%" PRIu64 " ",
		      place->number, place->length, place->offset);
	return 0;
}

START_TEST(entries_are_found_by_their_package)
{
	struct answers a = ask();
	struct hf_buf seen = { 0 }, want = { 0 };
	struct hf_error err;

	for (size_t i = 0; i < a.life->n; i++) {
		const char *package =
			a.life->at[i].entry.at[HF_ENTRY_PACKAGE];

		if (package && !strcmp(package, "b"))
			note_place(&want, &a.life->at[i].place, &err);
	}
	assert_ok(hf_catalogue_entries(a.c, "b", note_place, &seen, &err),
		  &err);
	ck_assert_str_eq(hf_buf_text(&seen), hf_buf_text(&want));
	ck_assert_uint_gt(seen.len, 20);
	hf_buf_release(&seen);
	hf_buf_release(&want);
	asked(&a);
}
END_TEST

START_TEST(what_is_held_is_counted)
{
	struct answers a = ask();
	struct hf_catalogue_counts counts;
	struct hf_error err;

	assert_ok(hf_catalogue_count(a.c, &counts, &err), &err);
	ck_assert_uint_eq(counts.packages, 3);
	ck_assert_uint_eq(counts.copies, 3);
	ck_assert_uint_eq(counts.octets, 1111);
	asked(&a);
}
END_TEST

static int stop(void *ctx, const struct hf_held_copy *copy,
		struct hf_error *err)
{
	(void)copy;
	++*(int *)ctx;
	return hf_fail(err, HF_EUSAGE, "enough");
}

START_TEST(a_visit_ends_where_the_visitor_ends_it)
{
	struct answers a = ask();
	struct hf_error err;
	int visits = 0;

	assert_fails(hf_catalogue_copies(a.c, NULL, NULL, stop, &visits, &err),
		     &err, HF_EUSAGE);
	ck_assert_str_eq(err.text, "enough");
	ck_assert_int_eq(visits, 1);
	asked(&a);
}
END_TEST

/* For each copy: how many copies are there? */
static int nest(void *ctx, const struct hf_held_copy *copy,
		struct hf_error *err)
{
	struct answers *a = ctx;
	struct hf_buf names = { 0 };
	char root[65];

	assert_ok(hf_catalogue_copies(a->c, NULL, NULL, name_copy, &names, err),
		  err);
	ck_assert_str_eq(hf_buf_text(&names), "b@A b@B b\\@A \xc3\xa4@B ");
	ck_assert_int_eq(hf_catalogue_root(a->c, copy->package, root, err), 1);
	hf_buf_release(&names);
	assert_fails(hf_follow_refresh(a->c, &a->life->feed, err), err,
		     HF_EUSAGE);
	return 0;
}

START_TEST(a_visit_may_ask_but_not_change)
{
	struct answers a = ask();
	struct hf_error err;

	assert_ok(hf_catalogue_copies(a.c, NULL, NULL, nest, &a, &err), &err);
	assert_ok(hf_follow_refresh(a.c, &a.life->feed, &err), &err);
	asked(&a);
}
END_TEST

Suite *catalogue_suite(void)
{
	Suite *s = suite_create("catalogue");
	TCase *tc = unit_disk_case(s, "catalogue");

	tcase_add_loop_test(tc, each_event_changes_what_it_means, 0,
			    COUNT(lives));
	tcase_add_loop_test(tc, entry_by_entry_comes_to_the_same, 0,
			    COUNT(lives));
	tcase_add_test(tc, copies_come_by_package_and_place);
	tcase_add_test(tc, one_copy_is_found_or_not);
	tcase_add_test(tc, roots_of_the_past_are_known);
	tcase_add_test(tc, entries_are_found_by_their_package);
	tcase_add_test(tc, what_is_held_is_counted);
	tcase_add_test(tc, a_visit_ends_where_the_visitor_ends_it);
	tcase_add_test(tc, a_visit_may_ask_but_not_change);
	return s;
}
