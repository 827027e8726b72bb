#include "unit.h"

#include <errno.h>
#include <string.h>

START_TEST(a_failure_says_what_where_and_yields_minus_one)
{
	struct hf_error err;
	int line = __LINE__ + 1;
	int ret = hf_fail(&err, HF_EUSAGE, "cannot do %d of '%s'", 3, "x");

	ck_assert_int_eq(ret, -1);
	ck_assert_int_eq(err.code, HF_EUSAGE);
	ck_assert_int_eq(err.sys_errno, 0);
	ck_assert_int_eq(err.line, line);
	ck_assert_str_eq(err.file, __FILE__);
	ck_assert_str_eq(err.text, "cannot do 3 of 'x'");
}
END_TEST

START_TEST(a_failed_system_call_has_its_errno_and_its_text)
{
	struct hf_error err;

	errno = ENOENT;
	ck_assert_int_eq(hf_fail(&err, HF_ESYS, "cannot open '%s'", "x"), -1);
	ck_assert_int_eq(err.sys_errno, ENOENT);
	ck_assert_str_eq(err.text, "cannot open 'x': No such file or directory");
}
END_TEST

START_TEST(memory_ends_in_the_same_words_everywhere)
{
	struct hf_error err;

	errno = EIO;
	ck_assert_int_eq(hf_fail_memory(&err), -1);
	ck_assert_int_eq(err.code, HF_ENOMEM);
	ck_assert_int_eq(err.sys_errno, 0);
	ck_assert_str_eq(err.text, "out of memory");
}
END_TEST

START_TEST(context_goes_before_the_text_and_changes_nothing_else)
{
	struct hf_error err, before;

	errno = EIO;
	hf_fail(&err, HF_ESYS, "cannot read");
	before = err;
	ck_assert_int_eq(hf_error_within(&err, "entry %u", 7u), -1);
	ck_assert_str_eq(err.text, "entry 7: cannot read: Input/output error");
	ck_assert_int_eq(hf_error_within(&err, "log"), -1);
	ck_assert_str_eq(err.text,
			 "log: entry 7: cannot read: Input/output error");
	ck_assert_int_eq(err.code, before.code);
	ck_assert_int_eq(err.sys_errno, before.sys_errno);
	ck_assert_int_eq(err.line, before.line);
	ck_assert_ptr_eq(err.file, before.file);
}
END_TEST

START_TEST(what_does_not_fit_is_cut)
{
	struct hf_error err;
	char longer[2 * sizeof(err.text)];

	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	errno = ENOENT;
	ck_assert_int_eq(hf_fail(&err, HF_ESYS, "%s", longer), -1);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
	ck_assert_int_eq(hf_error_within(&err, "%s", longer), -1);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
	ck_assert_int_eq(hf_error_within(&err, "within"), -1);
	ck_assert_int_eq(strncmp(err.text, "within: xxx", 11), 0);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
}
END_TEST

Suite *error_suite(void)
{
	Suite *s = suite_create("error");
	TCase *tc = unit_case(s, "error");

	tcase_add_test(tc, a_failure_says_what_where_and_yields_minus_one);
	tcase_add_test(tc, a_failed_system_call_has_its_errno_and_its_text);
	tcase_add_test(tc, memory_ends_in_the_same_words_everywhere);
	tcase_add_test(tc, context_goes_before_the_text_and_changes_nothing_else);
	tcase_add_test(tc, what_does_not_fit_is_cut);
	return s;
}
