/* Findings on their way: what was put comes out, and nothing else is one. */
#include "unit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "finding/wire.h"

static const struct hf_finding findings[] = {
	{ .id = HF_PAYLOAD_MISSING },
	{ .id = HF_PAYLOAD_CHANGED, .path = "data/x", .algorithm = "sha256",
	  .expected = "ab", .actual = "cd" },
	{ .id = HF_ALREADY_HELD, .path = "", .subject = "", .detail = "" },
	{ .id = HF_PATH_LISTED_TWICE, .path = "manifest-md5.txt",
	  .line = 4000000000ul, .tolerated = true, .detail = "m\xc3\xa4hr" },
	{ .id = HF_UNREADABLE, .path = "a\0b", .path_len = 3,
	  .subject = "copy-1" },
};

START_TEST(what_is_put_comes_out)
{
	const struct hf_finding *put = &findings[_i];
	struct hf_buf buf = { 0 };
	struct hf_finding got;

	hf_wire_put(&buf, put);
	ck_assert(hf_wire_get(buf.data, buf.len, &got));
	ck_assert_int_eq(got.id, put->id);
	ck_assert_uint_eq(got.line, put->line);
	ck_assert(got.tolerated == put->tolerated);
	ck_assert_uint_eq(got.path_len, put->path_len);
	if (put->path_len)
		ck_assert_mem_eq(got.path, put->path, put->path_len);
	else
		ck_assert_pstr_eq(got.path, put->path);
	ck_assert_pstr_eq(got.subject, put->subject);
	ck_assert_pstr_eq(got.algorithm, put->algorithm);
	ck_assert_pstr_eq(got.expected, put->expected);
	ck_assert_pstr_eq(got.actual, put->actual);
	ck_assert_pstr_eq(got.detail, put->detail);
	hf_buf_release(&buf);
}
END_TEST

/* In memory of just that size, so that whoever reads behind it is seen. */
static bool is_taken(const char *data, size_t size)
{
	char *copy = malloc(size + 1);
	struct hf_finding got;
	bool taken;

	ck_assert(copy);
	if (size)
		memcpy(copy, data, size);
	taken = hf_wire_get(copy, size, &got);
	free(copy);
	return taken;
}

START_TEST(what_is_cut_or_too_long_is_none)
{
	struct hf_buf buf = { 0 };

	hf_wire_put(&buf, &findings[_i]);
	for (size_t size = 0; size < buf.len; size++)
		require(!is_taken(buf.data, size));
	ck_assert(is_taken(buf.data, buf.len));
	hf_buf_addc(&buf, '\0');
	ck_assert(!is_taken(buf.data, buf.len));
	hf_buf_release(&buf);
}
END_TEST

/* Each octet made another: it is refused, or it is a finding of good form. */
START_TEST(what_is_changed_is_none_or_another)
{
	struct hf_buf buf = { 0 };
	struct hf_finding got;

	hf_wire_put(&buf, &findings[_i]);
	for (size_t at = 0; at < buf.len; at++) {
		for (int change = 1; change < 256; change++) {
			buf.data[at] ^= (char)change;
			if (hf_wire_get(buf.data, buf.len, &got))
				require((int)got.id < HF_FINDING_COUNT &&
					(!got.detail || strlen(got.detail) <
							buf.len));
			buf.data[at] ^= (char)change;
		}
	}
	hf_buf_release(&buf);
}
END_TEST

/* The fields of the head, one after the other: id, tolerated, line, path. */
static const struct {
	size_t at;
	uint32_t value;
} lies[] = {
	{ 0, HF_FINDING_COUNT }, { 0, UINT32_MAX }, { 4, 2 }, { 16, 2 },
	{ 16, 1 /* and no path */ },
};

START_TEST(a_head_that_lies_is_none)
{
	struct hf_buf buf = { 0 };

	hf_wire_put(&buf, &findings[0]);
	memcpy(buf.data + lies[_i].at, &lies[_i].value,
	       sizeof(lies[_i].value));
	ck_assert(!is_taken(buf.data, buf.len));
	hf_buf_release(&buf);
}
END_TEST

START_TEST(a_text_with_a_nul_is_none)
{
	struct hf_buf buf = { 0 };

	hf_wire_put(&buf, &(struct hf_finding){ .id = HF_UNREADABLE,
						.detail = "abc" });
	*(char *)memchr(buf.data, 'b', buf.len) = '\0';
	ck_assert(!is_taken(buf.data, buf.len));
	hf_buf_release(&buf);
}
END_TEST

Suite *wire_suite(void)
{
	Suite *s = suite_create("wire");
	TCase *tc = unit_case(s, "wire");

	tcase_add_loop_test(tc, what_is_put_comes_out, 0, COUNT(findings));
	tcase_add_loop_test(tc, what_is_cut_or_too_long_is_none, 0,
			    COUNT(findings));
	tcase_add_loop_test(tc, what_is_changed_is_none_or_another, 0,
			    COUNT(findings));
	tcase_add_loop_test(tc, a_head_that_lies_is_none, 0, COUNT(lies));
	tcase_add_test(tc, a_text_with_a_nul_is_none);
	return s;
}
