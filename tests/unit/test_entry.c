#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "log/entry.h"

#define HEAD	"Entry: 0\nPrev: -\nTime: 2026-11-20T12:00:04Z\n"
#define PREV	"86a44fd6e1c45cc91b3e230962310bdeca5c6bb489a643a4d38365b8e81f08cf"
#define LATER	"Entry: 4\nPrev: " PREV "\nTime: 2026-11-20T12:00:04Z\n"
#define BODY	"Event: fixity check\nAgent: holdfast 1.0 (software)\n"

/* Each is canonical: what is read of it is written the same. */
static const char *const good[] = {
	HEAD BODY "\n",
	LATER BODY "\n",
	LATER "Event: fixity check\nPackage: memo-1961-01-18\n"
	"Location: tape-room\nAgent: holdfast 1.0 (software)\n"
	"Bag-Root: " PREV "\nFiles: 12\nBytes: 48211\nOutcome: pass\n\n",
	HEAD "Event: transfer\nPackage: a\nLocation: b\nSource: c\nForm: tar\n"
	"Agent: d\nDate: 1961-01\nFrom: e\nTo: f\nAuthority: g\nMethod: h\n"
	"Evidence: i\nGrade: G3\nBag-Root: j\nPrevious-Root: k\nFiles: 1\n"
	"Bytes: 2\nKey: l\nPrevious-Key: m\nOutcome: recorded\nFindings: n, o\n"
	"Forced: p\nNote: q\n\n",
	HEAD "Event: a: b\nAgent: \xc3\xa9 \\ \xe2\x80\xae: #\n\n",
	"Entry: 18446744073709551615\nPrev: " PREV
	"\nTime: 9999-12-31T23:59:59Z\n" BODY "\n",
	"Entry: 0\nPrev: -\nTime: 1970-01-01T00:00:00Z\n" BODY "\n",
	"Entry: 0\nPrev: -\nTime: 2024-02-29T23:59:59Z\n" BODY "\n",
	"Entry: 0\nPrev: -\nTime: 2000-03-01T00:00:00Z\n" BODY "\n",
	"Entry: 0\nPrev: -\nTime: 2100-02-28T12:30:31Z\n" BODY "\n",
};

START_TEST(what_is_canonical_comes_out_as_it_went_in)
{
	struct hf_buf storage = { 0 }, out = { 0 };
	size_t len = strlen(good[_i]);
	struct hf_entry entry;
	struct hf_error err;

	assert_ok(hf_entry_parse(&entry, &storage, good[_i], len, &err), &err);
	hf_buf_adds(&out, "before");
	assert_ok(hf_entry_format(&out, &entry, &err), &err);
	ck_assert_str_eq(out.data + 6, good[_i]);
	ck_assert_uint_eq(hf_entry_length(good[_i], len), len);
	ck_assert_uint_eq(hf_entry_length(good[_i], len - 1), 0);
	hf_buf_release(&storage);
	hf_buf_release(&out);
}
END_TEST

static const struct {
	const char *text;
	size_t len;
} bad[] = {
	{ BYTES("") }, { BYTES("\n") }, { BYTES("\n\n") },
	{ BYTES(HEAD BODY) }, { BYTES(HEAD BODY "\n\n") },
	{ BYTES("\n" HEAD BODY "\n") }, { BYTES(HEAD BODY "\nx\n\n") },
	{ BYTES(HEAD "\n" BODY "\n") },
	/* The head. */
	{ BYTES("Entry: 00\nPrev: -\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 04\nPrev: " PREV "\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: +4\nPrev: " PREV "\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 18446744073709551616\nPrev: " PREV "\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry:  0\nPrev: -\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry:0\nPrev: -\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("entry: 0\nPrev: -\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 0\r\nPrev: -\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: " PREV "\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 4\nPrev: -\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\0x\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 4\nPrev: 86A44FD6e1c45cc91b3e230962310bdeca5c6bb489a643a4d38365b8e81f08cf\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 4\nPrev: " PREV "00\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Prev: -\nEntry: 0\nTime: 2026-11-20T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2026-02-29T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2100-02-29T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 1969-12-31T23:59:59Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2026-13-01T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2026-00-01T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2026-11-31T12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2026-11-20T24:00:00Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2026-11-20T12:60:00Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2026-11-20T12:00:60Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2026-11-20T12:00:04\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2026-11-20 12:00:04Z\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: 2026-11-20T12:00:04+00:00\n" BODY "\n") },
	{ BYTES("Entry: 0\nPrev: -\nTime: +026-11-20T12:00:04Z\n" BODY "\n") },
	/* Labels. */
	{ BYTES(HEAD "Event: a\n\n") },
	{ BYTES(HEAD "Agent: a\n\n") },
	{ BYTES(HEAD "\n") },
	{ BYTES(HEAD "Agent: a\nEvent: b\n\n") },
	{ BYTES(HEAD "Event: a\nEvent: a\nAgent: b\n\n") },
	{ BYTES(HEAD BODY "Package: a\n\n") },
	{ BYTES(HEAD BODY "Colour: a\n\n") },
	{ BYTES(HEAD BODY "note: a\n\n") },
	{ BYTES(HEAD BODY "Note : a\n\n") },
	{ BYTES(HEAD BODY "Note:a\n\n") },
	{ BYTES(HEAD BODY "Note:  a\n\n") },
	{ BYTES(HEAD BODY "Note:\ta\n\n") },
	{ BYTES(HEAD BODY "Note: \n\n") },
	{ BYTES(HEAD BODY "Note:\n\n") },
	{ BYTES(HEAD BODY "Note\n\n") },
	{ BYTES(HEAD BODY "Note: a \n\n") },
	{ BYTES(HEAD BODY "Note: a\t\n\n") },
	{ BYTES(HEAD BODY "Note: a\r\n\n") },
	{ BYTES(HEAD BODY "Note: a\n b\n\n") },
	{ BYTES(HEAD BODY "Note: a\0b\n\n") },
	{ BYTES(HEAD BODY "Note: a\tb\n\n") },
	{ BYTES(HEAD BODY "Note: a\x7f" "b\n\n") },
	{ BYTES(HEAD BODY "Note: \xc2\x85\n\n") },
	{ BYTES(HEAD BODY "Note: \xff\n\n") },
	{ BYTES(HEAD BODY "Note: \xc0\xaf\n\n") },
	{ BYTES(HEAD BODY "Note: \xed\xa0\x80\n\n") },
};

START_TEST(whatever_else_is_no_entry)
{
	struct hf_buf storage = { 0 };
	char *exact = malloc(bad[_i].len + !bad[_i].len);
	struct hf_entry entry;
	struct hf_error err;

	/* So that reading one octet too many is seen. */
	memcpy(exact, bad[_i].text, bad[_i].len);
	assert_fails(hf_entry_parse(&entry, &storage, exact, bad[_i].len,
				    &err), &err, HF_EFORMAT);
	hf_buf_release(&storage);
	free(exact);
}
END_TEST

static const struct {
	enum hf_entry_label label;
	const char *value;
} unwritable[] = {
	{ HF_ENTRY_EVENT, NULL }, { HF_ENTRY_AGENT, NULL },
	{ HF_ENTRY_NOTE, "" }, { HF_ENTRY_NOTE, " a" },
	{ HF_ENTRY_NOTE, "a " }, { HF_ENTRY_NOTE, "a\t" },
	{ HF_ENTRY_NOTE, "a\nb" }, { HF_ENTRY_NOTE, "a\n\nEntry: 1" },
	{ HF_ENTRY_NOTE, "a\rb" }, { HF_ENTRY_NOTE, "\x1b[2J" },
	{ HF_ENTRY_NOTE, "\xff" }, { HF_ENTRY_NOTE, "\xc2\x9b" },
};

START_TEST(what_could_not_be_read_again_is_not_written)
{
	struct hf_buf text = { 0 };
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT] = "a", [HF_ENTRY_AGENT] = "b" } };
	struct hf_error err;

	entry.at[unwritable[_i].label] = unwritable[_i].value;
	assert_fails(hf_entry_format(&text, &entry, &err), &err, HF_EUSAGE);
	ck_assert_uint_eq(text.len, 0);
	hf_buf_release(&text);
}
END_TEST

START_TEST(a_time_that_four_digits_cannot_say_is_not_written)
{
	static const int64_t times[] = { -1, INT64_MIN, INT64_C(253402300800),
					 INT64_MAX };
	struct hf_buf text = { 0 };
	struct hf_entry entry = { .time = times[_i], .at = {
		[HF_ENTRY_EVENT] = "a", [HF_ENTRY_AGENT] = "b" } };
	struct hf_error err;

	assert_fails(hf_entry_format(&text, &entry, &err), &err, HF_EUSAGE);
	hf_buf_release(&text);
}
END_TEST

START_TEST(an_entry_has_at_most_so_many_octets_both_ways)
{
	static char note[HF_ENTRY_MAX + 1];
	struct hf_buf text = { 0 }, storage = { 0 };
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT] = "a", [HF_ENTRY_AGENT] = "b",
		[HF_ENTRY_NOTE] = "c" } };
	struct hf_error err;
	size_t others;

	assert_ok(hf_entry_format(&text, &entry, &err), &err);
	others = text.len - 1;
	memset(note, 'x', HF_ENTRY_MAX - others);
	entry.at[HF_ENTRY_NOTE] = note;
	hf_buf_clear(&text);
	assert_ok(hf_entry_format(&text, &entry, &err), &err);
	ck_assert_uint_eq(text.len, HF_ENTRY_MAX);
	assert_ok(hf_entry_parse(&entry, &storage, text.data, text.len, &err),
		  &err);
	note[HF_ENTRY_MAX - others] = 'x';
	entry.at[HF_ENTRY_NOTE] = note;
	hf_buf_clear(&text);
	assert_fails(hf_entry_format(&text, &entry, &err), &err, HF_EUSAGE);
	ck_assert_uint_eq(text.len, 0);
	hf_buf_release(&text);
	hf_buf_release(&storage);
}
END_TEST

START_TEST(every_second_of_a_day_and_every_day_is_read_as_it_is_written)
{
	for (int64_t time = 0; time < INT64_C(253402300800);
	     time += _i ? 86400 * 13 + 7 : 86399) {
		struct hf_buf text = { 0 }, storage = { 0 };
		struct hf_entry entry = { .time = time, .at = {
			[HF_ENTRY_EVENT] = "a", [HF_ENTRY_AGENT] = "b" } };
		struct hf_error err;

		if (!_i && time > INT64_C(12) * 365 * 86400)
			break;
		require(hf_entry_format(&text, &entry, &err) == 0);
		require(hf_entry_parse(&entry, &storage, text.data, text.len,
				       &err) == 0);
		require(entry.time == time);
		hf_buf_release(&text);
		hf_buf_release(&storage);
	}
}
END_TEST

START_TEST(every_label_has_a_name_of_its_own)
{
	for (int i = 0; i < HF_ENTRY_LABELS; i++) {
		ck_assert_str_ne(hf_entry_label_name(i), "");
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(hf_entry_label_name(i),
					 hf_entry_label_name(j));
	}
}
END_TEST

Suite *entry_suite(void)
{
	Suite *s = suite_create("entry");
	TCase *tc = unit_case(s, "entry");

	tcase_add_loop_test(tc, what_is_canonical_comes_out_as_it_went_in, 0,
			    COUNT(good));
	tcase_add_loop_test(tc, whatever_else_is_no_entry, 0, COUNT(bad));
	tcase_add_loop_test(tc, what_could_not_be_read_again_is_not_written, 0,
			    COUNT(unwritable));
	tcase_add_loop_test(tc,
		a_time_that_four_digits_cannot_say_is_not_written, 0, 4);
	tcase_add_test(tc, an_entry_has_at_most_so_many_octets_both_ways);
	tcase_add_loop_test(tc,
		every_second_of_a_day_and_every_day_is_read_as_it_is_written,
		0, 2);
	tcase_add_test(tc, every_label_has_a_name_of_its_own);
	return s;
}
