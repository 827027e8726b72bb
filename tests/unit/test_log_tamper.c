/*
 * Every way of laying hands on a log, and what verifying says of it.  The log
 * has six entries of seven lines, the last of them being the 42nd.
 */
#include "log_bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define N	6

/* entries.txt, taken apart. */
struct pages {
	char *text;
	const char *at[64];
	size_t len[64];
	int n;
};

static struct pages pages;

static void take_apart(void)
{
	size_t left;
	char *at;

	pages.text = log_read_file("log/entries.txt", &left);
	pages.n = 0;
	for (at = pages.text; left; pages.n++) {
		pages.at[pages.n] = at;
		pages.len[pages.n] = hf_entry_length(at, left);
		at += pages.len[pages.n];
		left -= pages.len[pages.n];
	}
}

/* Write the entries that @order names by a letter, 'a' being the first. */
static void put(const char *order)
{
	struct hf_buf text = { 0 };

	for (; *order; order++)
		hf_buf_add(&text, pages.at[*order - 'a'],
			   pages.len[*order - 'a']);
	unit_write("log/entries.txt", hf_buf_text(&text), text.len);
	hf_buf_release(&text);
}

/* Put @text behind the entries. */
static void put_behind(const char *text, size_t len)
{
	struct hf_buf all = { 0 };
	size_t size;
	char *before = log_read_file("log/entries.txt", &size);

	hf_buf_add(&all, before, size);
	hf_buf_add(&all, text, len);
	unit_write("log/entries.txt", all.data, all.len);
	hf_buf_release(&all);
	free(before);
}

/* One letter of a file for another, the first time it comes behind @near. */
static void change(const char *path, const char *near, char to)
{
	size_t len;
	char *text = log_read_file(path, &len), *at;

	at = strstr(text, near);
	ck_assert_ptr_nonnull(at);
	at[strlen(near) - 1] = to;
	unit_write(path, text, len);
	free(text);
}

static void nothing(void)		{ }
static void edit_third(void)		{ ((char *)pages.at[2])[pages.len[2] - 3] = '!';
					  put("abcdef"); }
static void edit_last(void)		{ ((char *)pages.at[5])[pages.len[5] - 3] = '!';
					  put("abcdef"); }
static void spoil_third(void)		{ ((char *)pages.at[2])[0] = 'e'; put("abcdef"); }
static void remove_first(void)		{ put("bcdef"); }
static void remove_third(void)		{ put("abdef"); }
static void remove_last(void)		{ put("abcde"); }
static void remove_all(void)		{ put(""); }
static void exchange(void)		{ put("abdcef"); }
static void repeat(void)		{ put("abccdef"); }
static void remove_file(void)		{ log_remove("log/entries.txt"); }
static void tear_last(void)
{
	pages.len[5] -= 5;
	put("abcdef");
}

/* Behind the checkpoint, what a run that was cut leaves. */
static void tail_torn(void)		{ put_behind("Entry: 6\nPrev", 13); }
static void tail_of_nuls(void)		{ put_behind("\0\0\0\0\0\0\0\0", 8); }
static void tail_again(void)		{ put_behind(pages.at[5], pages.len[5]); }
static void tail_whole(void)
{
	char *note = log_read_file("log/checkpoint", NULL);

	log_grow(2);
	unit_puts("log/checkpoint", note);
	free(note);
}
static void tail_both(void)
{
	tail_whole();
	put_behind("Entry: 8\n", 9);
}

static void long_entry(void)
{
	char *much = malloc(300000);

	memset(much, 'x', 300000);
	put("abc");
	put_behind(much, 300000);
	put_behind("\n\n", 2);
	for (int i = 3; i < N; i++)
		put_behind(pages.at[i], pages.len[i]);
	free(much);
}

/* The whole log anew, of other entries, by who has that key. */
static void forge(const struct hf_signer *signer)
{
	struct hf_entry entry = log_entry("another");
	struct hf_findings list;
	struct hf_trust *nobody = log_trusts("");
	struct hf_log *log;
	struct hf_error err;

	log_remove("log/entries.txt");
	log_remove("log/checkpoint");
	log_remove("log/frontier");
	ck_assert_int_eq(unlinkat(unit_dir, "log", AT_REMOVEDIR), 0);
	assert_ok(hf_log_create(unit_dir, ORIGIN, signer, &err), &err);
	hf_findings_init(&list);
	/* It takes any signature, of its own making. */
	if (signer) {
		char *line = log_trust_line(signer, NULL);

		hf_trust_free(nobody);
		nobody = log_trusts(line);
		free(line);
	}
	assert_ok(hf_log_open(&log, unit_dir, ORIGIN, nobody, signer,
			      &list.sink, &err), &err);
	for (int i = 0; i < N; i++)
		assert_ok(hf_log_append(log, &entry, 1, NULL, &err), &err);
	hf_log_close(log);
	hf_trust_free(nobody);
	hf_findings_release(&list);
}

static void forge_entries(void)
{
	char *note = log_read_file("log/checkpoint", NULL);

	forge(NULL);
	unit_puts("log/checkpoint", note);
	free(note);
}
static void forge_unsigned(void)	{ forge(NULL); }
static void forge_signed(void)		{ forge(&log_stranger); }
static void strip_signature(void)
{
	char *note = log_read_file("log/checkpoint", NULL);

	*(strstr(note, "\n\n") + 1) = '\0';
	unit_puts("log/checkpoint", note);
	free(note);
}

static void checkpoint_removed(void)	{ log_remove("log/checkpoint"); }
static void checkpoint_size(void)	{ change("log/checkpoint", "log\n6", '5'); }
static void checkpoint_origin(void)	{ change("log/checkpoint", "a", 'b'); }
static void checkpoint_empty(void)	{ unit_puts("log/checkpoint", ""); }
static void checkpoint_zero(void)
{
	char *note = log_read_file("log/checkpoint", NULL), *other;

	ck_assert_int_gt(asprintf(&other, ORIGIN "\n0%s",
				  note + sizeof(ORIGIN)), 0);
	unit_puts("log/checkpoint", other);
	free(other);
	free(note);
}
static void checkpoint_line(void)
{
	char *note = log_read_file("log/checkpoint", NULL), *other;
	char *end = strstr(note, "\n\n") + 1;

	ck_assert_int_gt(asprintf(&other, "%.*sone more\n%s",
				  (int)(end - note), note, end), 0);
	unit_puts("log/checkpoint", other);
	free(other);
	free(note);
}

static const struct {
	const char *what;
	void (*how)(void);
	const char *expected;
	bool is_tail;		/* can be mended */
} cases[] = {
	{ "nothing", nothing, "" },
	{ "an entry is edited", edit_third, "log-tampered:23 log-tampered" },
	{ "the last is edited", edit_last, "log-tampered" },
	{ "an entry is none any more", spoil_third,
	  "log-tampered:15 log-tampered" },
	{ "the first is removed", remove_first,
	  "log-tampered:1 log-truncated" },
	{ "one is removed", remove_third,
	  "log-tampered:15 log-tampered:16 log-truncated" },
	{ "the last is removed", remove_last, "log-truncated" },
	{ "all are removed", remove_all, "log-truncated" },
	{ "the file is removed", remove_file, "log-truncated" },
	{ "two are exchanged", exchange,
	  "log-tampered:15 log-tampered:16 log-tampered:22 log-tampered:23 "
	  "log-tampered:29 log-tampered:30 log-tampered" },
	{ "one is repeated", repeat,
	  "log-tampered:22 log-tampered:23 log-tampered" },
	{ "the last is torn", tear_last, "log-truncated:36" },
	{ "an entry is put in that has no end", long_entry,
	  "log-tampered:22 log-tampered log-tampered" },
	{ "a torn entry is behind", tail_torn, "log-torn-tail:43", true },
	{ "nuls are behind", tail_of_nuls, "log-torn-tail:43", true },
	{ "an old one is behind", tail_again, "log-torn-tail:43", true },
	{ "whole ones are behind", tail_whole, "log-tail-unsigned:43", true },
	{ "whole ones are behind, and a torn one", tail_both,
	  "log-tail-unsigned:43 log-torn-tail:57", true },
	{ "all are written anew", forge_entries, "log-tampered" },
	{ "all, and nobody signs", forge_unsigned, "signature-unknown" },
	{ "all, and another signs", forge_signed, "signature-unknown" },
	{ "the signature is taken away", strip_signature,
	  "signature-unknown" },
	{ "the checkpoint is removed", checkpoint_removed,
	  "checkpoint-missing" },
	{ "its size is another", checkpoint_size,
	  "signature-invalid log-tampered" },
	{ "it is of another log", checkpoint_origin, "checkpoint-malformed" },
	{ "it is empty", checkpoint_empty, "checkpoint-malformed" },
	{ "its size begins with a zero", checkpoint_zero,
	  "checkpoint-malformed" },
	{ "it has a line too many", checkpoint_line, "checkpoint-malformed" },
};

static void begin(void)
{
	log_begin(true);
	log_grow(N);
	take_apart();
}

static void end(void)
{
	free(pages.text);
	log_end();
}

START_TEST(each_way_of_laying_hands_on_a_log_has_its_findings)
{
	begin();
	cases[_i].how();
	ck_assert_msg(!strcmp(log_verify(log_trust, NULL), cases[_i].expected),
		      "%s: %s", cases[_i].what, log_verify(log_trust, NULL));
	end();
}
END_TEST

static int try_open(struct hf_error *err)
{
	struct hf_findings list;
	struct hf_log *log = NULL;
	int ret;

	hf_findings_init(&list);
	ret = hf_log_open(&log, unit_dir, ORIGIN, log_trust, &log_signer,
			  &list.sink, err);
	if (ret == 0)
		hf_log_close(log);
	/* What is wrong is said, and not only that. */
	ck_assert(ret == 0 || list.n);
	hf_findings_release(&list);
	return ret;
}

START_TEST(what_was_laid_hands_on_is_not_added_to)
{
	struct hf_error err;

	begin();
	cases[_i].how();
	/* Entries that a frontier covers are read by verify alone. */
	unlinkat(unit_dir, "log/frontier", 0);
	if (*cases[_i].expected)
		assert_fails(try_open(&err), &err, HF_EREFUSED);
	else
		assert_ok(try_open(&err), &err);
	end();
}
END_TEST

START_TEST(what_is_wrong_under_the_checkpoint_is_not_mended)
{
	struct hf_log_summary summary;
	struct hf_findings list;
	struct hf_error err;
	int ret;

	begin();
	cases[_i].how();
	hf_findings_init(&list);
	memset(&err, 0, sizeof(err));
	ret = hf_log_mend(unit_dir, ORIGIN, log_trust, &log_signer, true,
			  &list.sink, &summary, &err);
	if (*cases[_i].expected && !cases[_i].is_tail) {
		ck_assert_int_eq(ret, -1);
		ck_assert(err.code == HF_EREFUSED || err.code == HF_ESYS);
	} else {
		ck_assert_msg(ret == 0, "%s", err.text);
		ck_assert_str_eq(log_verify(log_trust, NULL), "");
		assert_ok(try_open(&err), &err);
	}
	hf_findings_release(&list);
	end();
}
END_TEST

START_TEST(a_key_that_was_revoked_is_as_good_as_unknown)
{
	char *line;
	struct hf_trust *other;

	begin();
	line = log_trust_line(&log_stranger, NULL);
	other = log_trusts(line);
	ck_assert_str_eq(log_verify(other, NULL), "signature-unknown");
	hf_trust_free(other);
	free(line);
	end();
}
END_TEST

START_TEST(a_signature_that_does_not_hold_is_told)
{
	size_t len;
	char *note, *at;

	begin();
	note = log_read_file("log/checkpoint", &len);
	/* Within the signature, behind the key's id. */
	at = strrchr(note, ' ') + 20;
	*at = *at == 'A' ? 'B' : 'A';
	unit_write("log/checkpoint", note, len);
	ck_assert_str_eq(log_verify(log_trust, NULL), "signature-invalid");
	free(note);
	end();
}
END_TEST

START_TEST(without_a_key_a_log_is_only_said_to_be_unsigned)
{
	struct hf_log_summary summary;

	log_begin(false);
	log_grow(3);
	ck_assert_str_eq(log_verify(log_trust, &summary),
			 "checkpoint-unsigned");
	ck_assert(!summary.is_signed);
	ck_assert_uint_eq(summary.entries, 3);
	ck_assert_str_eq(log_verify(NULL, NULL), "checkpoint-unsigned");
	log_end();
}
END_TEST

START_TEST(a_clock_that_was_set_back_is_suspect_where_it_was_written)
{
	struct hf_entry entries[2] = { log_entry("a"), log_entry("b") };
	struct hf_hash leaf;
	struct hf_buf text = { 0 }, note = { 0 };
	struct hf_checkpoint head = { ORIGIN, 2 };
	struct hf_frontier frontier = { 0 };
	struct hf_error err;
	size_t at;

	log_begin(false);
	entries[1].number = 1;
	entries[1].time--;
	for (int i = 0; i < 2; i++) {
		entries[i].prev = leaf;
		at = text.len;
		assert_ok(hf_entry_format(&text, &entries[i], &err), &err);
		hf_leaf_hash(&leaf, text.data + at, text.len - at);
		hf_frontier_add(&frontier, &leaf);
	}
	hf_frontier_root(&frontier, &head.root);
	hf_checkpoint_format(&note, &head);
	unit_puts("log/entries.txt", text.data);
	unit_puts("log/checkpoint", note.data);
	ck_assert_str_eq(log_verify(log_trust, NULL),
			 "checkpoint-unsigned clock-suspect:10");
	hf_buf_release(&text);
	hf_buf_release(&note);
	log_end();
}
END_TEST

Suite *log_tamper_suite(void)
{
	Suite *s = suite_create("log-tamper");
	TCase *tc = unit_disk_case(s, "log-tamper");

	tcase_add_loop_test(tc,
		each_way_of_laying_hands_on_a_log_has_its_findings, 0,
		COUNT(cases));
	tcase_add_loop_test(tc, what_was_laid_hands_on_is_not_added_to, 0,
			    COUNT(cases));
	tcase_add_loop_test(tc,
		what_is_wrong_under_the_checkpoint_is_not_mended, 0,
		COUNT(cases));
	tcase_add_test(tc, a_key_that_was_revoked_is_as_good_as_unknown);
	tcase_add_test(tc, a_signature_that_does_not_hold_is_told);
	tcase_add_test(tc, without_a_key_a_log_is_only_said_to_be_unsigned);
	tcase_add_test(tc,
		a_clock_that_was_set_back_is_suspect_where_it_was_written);
	return s;
}
