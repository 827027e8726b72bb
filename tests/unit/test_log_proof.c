/* Proofs: what a stranger needs, and what he does not believe. */
#include "log_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST	40

/* A log of @n entries, and where each lies. */
static struct hf_log *begin(int n, struct hf_log_place *places)
{
	struct hf_entry entries[MOST];
	struct hf_log *log;
	struct hf_error err;

	log_begin(true);
	log = log_open(&log_signer);
	for (int i = 0; i < n; i++)
		entries[i] = log_entry("quay");
	assert_ok(hf_log_append(log, entries, (size_t)n, places, &err), &err);
	return log;
}

/* What checking @proof finds; the names stay until the next call. */
static const char *check(const char *proof, size_t len,
			 const struct hf_trust *trust,
			 struct hf_entry *entry, struct hf_checkpoint *head)
{
	static struct hf_findings list;
	static struct hf_buf storage;
	struct hf_error err;
	char *exact = malloc(len + !len);

	/* So that reading one octet too many is seen. */
	memcpy(exact, proof, len);
	hf_findings_release(&list);
	hf_findings_init(&list);
	assert_ok(hf_log_check_proof(exact, len, trust, &list.sink, head,
				     entry, &storage, &err), &err);
	free(exact);
	return unit_findings(&list);
}

/* It is made of what was known when it was added; and so by who opens it anew. */
START_TEST(what_was_added_last_has_the_same_proof_read_or_not)
{
	struct hf_log_place place;
	struct hf_error err;
	struct hf_log *log, *other;

	log_begin(true);
	log = log_open(&log_signer);
	for (int i = 0; i < MOST; i++) {
		struct hf_entry entry = log_entry("quay");
		struct hf_buf quick = { 0 }, read = { 0 };

		assert_ok(hf_log_append(log, &entry, 1, &place, &err), &err);
		assert_ok(hf_log_prove(log, &place, &quick, &err), &err);
		other = log_open(&log_signer);
		assert_ok(hf_log_prove(other, &place, &read, &err), &err);
		hf_log_close(other);
		ck_assert_str_eq(hf_buf_text(&quick), hf_buf_text(&read));
		hf_buf_release(&quick);
		hf_buf_release(&read);
	}
	hf_log_close(log);
}
END_TEST

START_TEST(every_entry_of_every_log_is_proved)
{
	struct hf_log_place places[MOST];
	struct hf_checkpoint head;
	struct hf_entry entry;
	struct hf_error err;
	int n = _i + 1;
	struct hf_log *log = begin(n, places);

	for (int i = 0; i < n; i++) {
		struct hf_buf proof = { 0 };

		assert_ok(hf_log_prove(log, &places[i], &proof, &err), &err);
		ck_assert_str_eq(check(proof.data, proof.len, log_trust,
				       &entry, &head), "");
		ck_assert_uint_eq(entry.number, (unsigned int)i);
		ck_assert_str_eq(entry.at[HF_ENTRY_PACKAGE], "quay");
		ck_assert_uint_eq(head.size, (unsigned int)n);
		ck_assert_str_eq(head.origin, ORIGIN);
		hf_buf_release(&proof);
	}
	hf_log_close(log);
	log_end();
}
END_TEST

/* A proof for entry 5 of 11; the caller frees it. */
static char *one_proof(void)
{
	struct hf_log_place places[MOST];
	struct hf_buf proof = { 0 };
	struct hf_error err;
	struct hf_log *log = begin(11, places);

	assert_ok(hf_log_prove(log, &places[5], &proof, &err), &err);
	hf_log_close(log);
	return proof.data;
}

static const struct {
	const char *from, *to;	/* the first @from becomes @to */
	const char *expected;
} changes[] = {
	{ "", "", "" },
	{ "c2sp.org/tlog-proof@v1\n", "", "proof-malformed:1" },
	{ "@v1\n", "@v2\n", "proof-malformed:1" },
	{ "@v1\n", "@v1\r\n", "proof-malformed:1" },
	{ "@v1\n", "@v1\n\n", "proof-malformed:2" },
	{ "extra ", "Extra ", "proof-malformed:2" },
	{ "extra ", "extra  ", "proof-malformed:2" },
	{ "extra ", "extra *", "proof-malformed:2" },
	{ "extra ", "extra AAAA", "proof-malformed:2 " },
	{ "index 5\n", "index 4\n", "proof-failed:3 proof-failed" },
	{ "index 5\n", "index 11\n", "proof-failed:3 proof-failed" },
	{ "index 5\n", "index 18446744073709551615\n",
	  "proof-failed:3 proof-failed" },
	{ "index 5\n", "index 05\n", "proof-malformed:3" },
	{ "index 5\n", "index -5\n", "proof-malformed:3" },
	{ "index 5\n", "index 5 \n", "proof-malformed:3" },
	{ "index 5\n", "index \n", "proof-malformed:3" },
	{ "index 5\n", "", "proof-malformed:3" },
	{ "index 5\n", "index 5\n\n", "proof-malformed:5" },
	{ "index 5\n", "index 5\nAAAA\n", "proof-malformed:4" },
	{ "index 5\n", "index 5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
	  "proof-failed" },
	{ "index 5\n", "index 5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n",
	  "proof-malformed:4" },
	{ "\n" ORIGIN, "\nother.example.org/log", "signature-invalid" },
	{ "\n11\n", "\n12\n", "signature-invalid" },
	{ "\n11\n", "\n011\n", "proof-malformed:9" },
	{ "\n\n" ORIGIN, "\n" ORIGIN, "proof-malformed:8" },
};

START_TEST(a_proof_that_was_changed_is_not_believed)
{
	char *proof = one_proof(), *at, *other;
	struct hf_checkpoint head;
	struct hf_entry entry;
	const char *seen, *expected = changes[_i].expected;
	size_t len = strlen(expected);

	at = strstr(proof, changes[_i].from);
	ck_assert_ptr_nonnull(at);
	ck_assert_int_gt(asprintf(&other, "%.*s%s%s", (int)(at - proof), proof,
				  changes[_i].to,
				  at + strlen(changes[_i].from)), 0);
	seen = check(other, strlen(other), log_trust, &entry, &head);
	/* A blank at the end: and something more, or not. */
	if (len && expected[len - 1] == ' ')
		ck_assert_msg(!strncmp(seen, expected, len - 1), "%s", seen);
	else
		ck_assert_str_eq(seen, expected);
	free(other);
	free(proof);
	log_end();
}
END_TEST

START_TEST(a_proof_that_was_cut_anywhere_is_not_believed)
{
	char *proof = one_proof();
	struct hf_checkpoint head;
	struct hf_entry entry;

	for (size_t len = 0; len < strlen(proof); len++) {
		const char *seen = check(proof, len, log_trust, &entry, &head);

		ck_assert_msg(*seen, "cut after %zu", len);
	}
	free(proof);
	log_end();
}
END_TEST

START_TEST(no_octet_of_a_proof_can_be_another)
{
	char *proof = one_proof();
	struct hf_checkpoint head;
	struct hf_entry entry;
	size_t len = strlen(proof);

	for (size_t i = 0; i < len; i++) {
		proof[i] ^= 1;
		ck_assert_msg(*check(proof, len, log_trust, &entry, &head),
			      "octet %zu", i);
		proof[i] ^= 1;
	}
	free(proof);
	log_end();
}
END_TEST

START_TEST(a_proof_is_as_good_as_its_signature)
{
	char *proof = one_proof(), *line = log_trust_line(&log_stranger, NULL);
	struct hf_trust *other = log_trusts(line);
	struct hf_checkpoint head;
	struct hf_entry entry;
	char *end = strstr(strstr(proof, "\n\n") + 1, "\n\n") + 1;

	ck_assert_str_eq(check(proof, strlen(proof), other, &entry, &head),
			 "signature-unknown");
	*end = '\0';
	ck_assert_str_eq(check(proof, strlen(proof), log_trust, &entry, &head),
			 "signature-unknown");
	ck_assert_str_eq(check(proof, strlen(proof), NULL, &entry, &head),
			 "checkpoint-unsigned");
	hf_trust_free(other);
	free(line);
	free(proof);
	log_end();
}
END_TEST

START_TEST(nothing_is_proved_of_entries_that_were_changed)
{
	struct hf_log_place places[MOST];
	struct hf_buf proof = { 0 };
	struct hf_error err;
	struct hf_log *log = begin(9, places);
	size_t len;
	char *text = log_read_file("log/entries.txt", &len);

	text[places[_i].offset + places[_i].length - 3] ^= 1;
	unit_write("log/entries.txt", text, len);
	assert_fails(hf_log_prove(log, &places[4], &proof, &err), &err,
		     HF_EREFUSED);
	ck_assert_uint_eq(proof.len, 0);
	hf_buf_release(&proof);
	hf_log_close(log);
	free(text);
	log_end();
}
END_TEST

Suite *log_proof_suite(void)
{
	Suite *s = suite_create("log-proof");
	TCase *tc = unit_disk_case(s, "log-proof");

	tcase_add_test(tc, what_was_added_last_has_the_same_proof_read_or_not);
	tcase_add_loop_test(tc, every_entry_of_every_log_is_proved, 0, MOST);
	tcase_add_loop_test(tc, a_proof_that_was_changed_is_not_believed, 0,
			    COUNT(changes));
	tcase_add_test(tc, a_proof_that_was_cut_anywhere_is_not_believed);
	tcase_add_test(tc, no_octet_of_a_proof_can_be_another);
	tcase_add_test(tc, a_proof_is_as_good_as_its_signature);
	tcase_add_loop_test(tc, nothing_is_proved_of_entries_that_were_changed,
			    0, 9);
	return s;
}
