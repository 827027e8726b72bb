#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/stanza.h"

/* Kinds by a letter: Field, Break, no Colon, Orphan, no Label, Undecodable. */
static char letter_of(enum hf_stanza_kind kind)
{
	switch (kind) {
	case HF_STANZA_FIELD:	    return 'F';
	case HF_STANZA_BREAK:	    return 'B';
	case HF_STANZA_NO_COLON:    return 'C';
	case HF_STANZA_ORPHAN:	    return 'O';
	case HF_STANZA_NO_LABEL:    return 'L';
	case HF_STANZA_UNDECODABLE: return 'U';
	case HF_STANZA_CUT:	    return 'X';
	case HF_STANZA_END:	    break;
	}
	return '?';
}

/* All that is in @text, as "1F[label|value] 3B[|]", onto @seen. */
static void read_all(struct hf_buf *seen, const char *text, size_t size,
		     bool comments)
{
	struct hf_memory_reader memory = { text, size };
	struct hf_lines *lines = NULL;
	struct hf_stanza *stanza = NULL;
	struct hf_field field;
	struct hf_error err;
	int got;

	assert_ok(hf_lines_new(&lines, "UTF-8", hf_read_memory, &memory, &err),
		  &err);
	assert_ok(hf_stanza_new(&stanza, lines, comments, &err), &err);
	while ((got = hf_stanza_next(stanza, &field, &err)) > 0) {
		ck_assert_uint_eq(strlen(field.value), field.value_len);
		hf_buf_printf(seen, "%s%lu%c[%s|%s]", seen->len ? " " : "",
			      field.line, letter_of(field.kind), field.label,
			      field.value);
	}
	ck_assert_int_eq(got, 0);
	ck_assert_int_eq(field.kind, HF_STANZA_END);
	/* And the end stays the end. */
	ck_assert_int_eq(hf_stanza_next(stanza, &field, &err), 0);
	hf_stanza_free(stanza);
	hf_lines_free(lines);
}

static const struct {
	const char *text, *fields, *with_comments;	/* NULL: the same */
} files[] = {
	{ "", "", NULL },
	{ "A: b\n", "1F[A|b]", NULL },
	{ "A: b", "1F[A|b]", NULL },
	{ "A: b\r\nC: d\rE: f\n", "1F[A|b] 2F[C|d] 3F[E|f]", NULL },
	{ "A: b: c\n", "1F[A|b: c]", NULL },
	{ "A:\nB:b\n", "1F[A|] 2F[B|b]", NULL },
	{ "A b : c d \n", "1F[A b|c d ]", NULL },
	/* Continued: the padding is not of the value, the line end is. */
	{ "A: b\n c\n", "1F[A|b\nc]", NULL },
	{ "A: b\n\t  c\n  d\nE: f\n", "1F[A|b\nc\nd] 4F[E|f]", NULL },
	{ "A:\n b\n", "1F[A|\nb]", NULL },
	{ "A: b\n c: d\n", "1F[A|b\nc: d]", NULL },
	/* Breaks, one for any number of blank lines. */
	{ "A: b\n\nC: d\n", "1F[A|b] 2B[|] 3F[C|d]", NULL },
	{ "A: b\n\n \n\t\nC: d\n\n", "1F[A|b] 2B[|] 5F[C|d] 6B[|]", NULL },
	{ "\n\nA: b\n", "1B[|] 3F[A|b]", NULL },
	{ "A: b\n\n c\n", "1F[A|b] 2B[|] 3O[| c]", NULL },
	/* Malformed lines, and on with the next. */
	{ " a\nA: b\n", "1O[| a] 2F[A|b]", NULL },
	{ "A b\nC: d\n", "1C[|A b] 2F[C|d]", NULL },
	{ "A b\n c\nD: e\n", "1C[|A b] 2O[| c] 3F[D|e]", NULL },
	{ ": a\nB: c\n", "1L[|: a] 2F[B|c]", NULL },
	{ "\xff: a\nB: c\n", "1U[|\xff: a] 2F[B|c]", NULL },
	{ "A: b\n \xff\nC: d\n", "1F[A|b] 2U[| \xff] 3F[C|d]", NULL },
	/* Comments, where there are such. */
	{ "# x\nA: b\n", "1C[|# x] 2F[A|b]", "2F[A|b]" },
	{ "#: x\nA: b\n#\n c\n", "1F[#|x] 2F[A|b] 3C[|#] 4O[| c]",
	  "2F[A|b\nc]" },
	{ "A: b\n #c\n", "1F[A|b\n#c]", NULL },
	{ "A: # b\n", "1F[A|# b]", NULL },
	{ "A: b\n\n# x\n\nC: d\n", "1F[A|b] 2B[|] 3C[|# x] 4B[|] 5F[C|d]",
	  "1F[A|b] 2B[|] 5F[C|d]" },
	{ "# only\n", "1C[|# only]", "" },
};

START_TEST(a_file_is_fields_and_what_is_between)
{
	struct hf_buf seen = { 0 };
	const char *with = files[_i].with_comments;

	read_all(&seen, files[_i].text, strlen(files[_i].text), false);
	ck_assert_str_eq(hf_buf_text(&seen), files[_i].fields);
	hf_buf_clear(&seen);
	read_all(&seen, files[_i].text, strlen(files[_i].text), true);
	ck_assert_str_eq(hf_buf_text(&seen), with ? with : files[_i].fields);
	hf_buf_release(&seen);
}
END_TEST

static const struct {
	const char *text;
	unsigned int before, after;
} spacings[] = {
	{ "A:b", 0, 0 }, { "A: b", 0, 1 }, { "A:  b", 0, 2 },
	{ "A :b", 1, 0 }, { "A\t : \tb", 2, 2 }, { "A:", 0, 0 },
	{ "A: ", 0, 1 }, { "A:\tb", 0, 1 },
};

/* Stanzas of what is in memory. */
struct reading {
	struct hf_memory_reader memory;
	struct hf_lines *lines;
	struct hf_stanza *stanza;
	struct hf_field field;
};

static void begin(struct reading *r, const char *text, size_t size)
{
	struct hf_error err;

	*r = (struct reading){ .memory = { text, size } };
	assert_ok(hf_lines_new(&r->lines, "UTF-8", hf_read_memory, &r->memory,
			       &err), &err);
	assert_ok(hf_stanza_new(&r->stanza, r->lines, false, &err), &err);
}

static const struct hf_field *next(struct reading *r)
{
	struct hf_error err;

	ck_assert_int_eq(hf_stanza_next(r->stanza, &r->field, &err), 1);
	return &r->field;
}

static void end(struct reading *r)
{
	hf_stanza_free(r->stanza);
	hf_lines_free(r->lines);
}

START_TEST(blanks_around_the_colon_are_counted)
{
	struct reading r;
	const struct hf_field *field;

	begin(&r, spacings[_i].text, strlen(spacings[_i].text));
	field = next(&r);
	ck_assert_str_eq(field->label, "A");
	ck_assert_uint_eq(field->blanks_before, spacings[_i].before);
	ck_assert_uint_eq(field->blanks_after, spacings[_i].after);
	end(&r);
}
END_TEST

START_TEST(a_value_may_hold_a_nul)
{
	struct reading r;
	const struct hf_field *field;

	begin(&r, BYTES("A: b\0c\n d\0\n"));
	field = next(&r);
	ck_assert_uint_eq(field->value_len, 6);
	ck_assert_mem_eq(field->value, "b\0c\nd\0\0", 7);
	end(&r);
}
END_TEST

/* A value of very many lines: memory is bounded, and what follows is read. */
START_TEST(a_value_never_grows_beyond_the_longest_line)
{
	struct hf_buf text = { 0 };
	struct reading r;
	const struct hf_field *field;

	hf_buf_adds(&text, "A: b\n");
	for (int i = 0; i < 40000; i++)
		hf_buf_printf(&text, " %0100d\n", i);
	hf_buf_adds(&text, "C: d\n");
	begin(&r, text.data, text.len);
	field = next(&r);
	ck_assert_str_eq(field->label, "A");
	ck_assert_uint_gt(field->value_len, HF_LINE_MAX / 2);
	ck_assert_uint_le(field->value_len, HF_LINE_MAX + 1);
	field = next(&r);
	ck_assert_str_eq(field->label, "C");
	ck_assert_uint_eq(field->line, 40002);
	end(&r);
	hf_buf_release(&text);
}
END_TEST

START_TEST(a_line_too_long_is_said_to_be_cut)
{
	struct hf_buf text = { 0 };
	struct reading r;
	const struct hf_field *field;

	hf_buf_printf(&text, "A: %*d\nB: c\n", HF_LINE_MAX, 1);
	begin(&r, text.data, text.len);
	field = next(&r);
	ck_assert_int_eq(field->kind, HF_STANZA_CUT);
	ck_assert_uint_eq(field->line, 1);
	field = next(&r);
	ck_assert_int_eq(field->kind, HF_STANZA_FIELD);
	ck_assert_uint_eq(field->line, 2);
	end(&r);
	hf_buf_release(&text);
}
END_TEST

Suite *stanza_suite(void)
{
	Suite *s = suite_create("stanza");
	TCase *tc = unit_case(s, "stanza");

	tcase_add_loop_test(tc, a_file_is_fields_and_what_is_between, 0,
			    COUNT(files));
	tcase_add_loop_test(tc, blanks_around_the_colon_are_counted, 0,
			    COUNT(spacings));
	tcase_add_test(tc, a_value_may_hold_a_nul);
	tcase_add_test(tc, a_value_never_grows_beyond_the_longest_line);
	tcase_add_test(tc, a_line_too_long_is_said_to_be_cut);
	return s;
}
