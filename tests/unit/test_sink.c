#include "unit.h"

#include <stdio.h>
#include <string.h>

START_TEST(what_is_kept_outlives_what_was_lent)
{
	struct hf_findings list;
	char text[7][32];
	struct hf_finding lent = { .id = HF_PAYLOAD_CHANGED, .line = 7 };

	for (int i = 0; i < COUNT(text); i++)
		snprintf(text[i], sizeof(text[i]), "text %d", i);
	lent.path = text[0];
	lent.subject = text[1];
	lent.algorithm = text[2];
	lent.expected = text[3];
	lent.actual = text[4];
	lent.detail = text[5];
	lent.tolerated = true;

	hf_findings_init(&list);
	hf_emit(&list.sink, &lent);
	memset(text, 'x', sizeof(text));
	memset(&lent, 0, sizeof(lent));

	ck_assert_uint_eq(list.n, 1);
	ck_assert_int_eq(list.at[0].id, HF_PAYLOAD_CHANGED);
	ck_assert_uint_eq(list.at[0].line, 7);
	ck_assert_str_eq(list.at[0].path, "text 0");
	ck_assert_str_eq(list.at[0].subject, "text 1");
	ck_assert_str_eq(list.at[0].algorithm, "text 2");
	ck_assert_str_eq(list.at[0].expected, "text 3");
	ck_assert_str_eq(list.at[0].actual, "text 4");
	ck_assert_str_eq(list.at[0].detail, "text 5");
	ck_assert(list.at[0].tolerated);
	ck_assert(!list.failed);
	hf_findings_release(&list);
	ck_assert_uint_eq(list.n, 0);
}
END_TEST

START_TEST(what_was_not_said_is_not_made_up)
{
	struct hf_findings list;

	hf_findings_init(&list);
	hf_found(&list.sink, PAYLOAD_MANIFEST_MISSING);
	ck_assert_uint_eq(list.n, 1);
	ck_assert_ptr_null(list.at[0].path);
	ck_assert_ptr_null(list.at[0].subject);
	ck_assert_ptr_null(list.at[0].algorithm);
	ck_assert_ptr_null(list.at[0].expected);
	ck_assert_ptr_null(list.at[0].actual);
	ck_assert_ptr_null(list.at[0].detail);
	ck_assert_uint_eq(list.at[0].line, 0);
	hf_findings_release(&list);
}
END_TEST

START_TEST(a_path_is_kept_with_its_nuls)
{
	struct hf_findings list;

	hf_findings_init(&list);
	hf_found(&list.sink, PATH_UNSAFE, .path = "a\0b", .path_len = 3);
	ck_assert_uint_eq(list.at[0].path_len, 3);
	ck_assert_mem_eq(list.at[0].path, "a\0b", 4);
	hf_findings_release(&list);
}
END_TEST

START_TEST(many_are_kept_in_order_and_counted)
{
	enum { N = 20000 };
	struct hf_findings list;
	char path[32];

	hf_findings_init(&list);
	for (int i = 0; i < N; i++) {
		snprintf(path, sizeof(path), "data/%d", i);
		if (i % 4)
			hf_found(&list.sink, PAYLOAD_MISSING, .path = path);
		else
			hf_found(&list.sink, PAYLOAD_UNLISTED, .path = path);
	}
	ck_assert_uint_eq(list.n, N);
	for (int i = 0; i < N; i++) {
		snprintf(path, sizeof(path), "data/%d", i);
		require(!strcmp(list.at[i].path, path));
	}
	ck_assert_uint_eq(hf_findings_count(&list, HF_PAYLOAD_MISSING),
			  N - N / 4);
	ck_assert_uint_eq(hf_findings_count(&list, HF_PAYLOAD_UNLISTED), N / 4);
	ck_assert_uint_eq(hf_findings_count(&list, HF_PAYLOAD_CHANGED), 0);
	hf_findings_release(&list);
}
END_TEST

/* Findings in the order of their coming, and the verdict after the last. */
static const struct {
	enum hf_finding_id ids[4];
	int n;
	bool strict;
	enum hf_fixity fixity;
	uint64_t errors, warnings;
} judgements[] = {
	{ { 0 }, 0, false, HF_VALID, 0, 0 },
	{ { HF_TAG_MANIFEST_MISSING }, 1, false, HF_VALID, 0, 1 },
	{ { HF_TAG_MANIFEST_MISSING }, 1, true, HF_VALID, 0, 1 },
	{ { HF_PATH_PERCENT }, 1, false, HF_VALID, 0, 1 },
	{ { HF_PATH_PERCENT }, 1, true, HF_INVALID, 1, 0 },
	{ { HF_PAYLOAD_NOT_FETCHED }, 1, false, HF_INCOMPLETE, 1, 0 },
	{ { HF_READ_ERROR }, 1, false, HF_UNDETERMINED, 1, 0 },
	{ { HF_PAYLOAD_CHANGED }, 1, false, HF_INVALID, 1, 0 },
	/* Only ever worse, in whatever order. */
	{ { HF_PAYLOAD_CHANGED, HF_PAYLOAD_NOT_FETCHED,
	    HF_READ_ERROR, HF_PATH_PERCENT }, 4, false, HF_INVALID, 3, 1 },
	{ { HF_PATH_PERCENT, HF_READ_ERROR, HF_PAYLOAD_NOT_FETCHED,
	    HF_PAYLOAD_CHANGED }, 4, false, HF_INVALID, 3, 1 },
	{ { HF_READ_ERROR, HF_PAYLOAD_NOT_FETCHED }, 2, false,
	  HF_UNDETERMINED, 2, 0 },
	{ { HF_PAYLOAD_NOT_FETCHED, HF_READ_ERROR }, 2, false,
	  HF_UNDETERMINED, 2, 0 },
};

START_TEST(the_judge_only_ever_lowers_its_verdict)
{
	struct hf_policy policy;
	struct hf_judge judge;
	struct hf_findings list;

	hf_policy_init(&policy, judgements[_i].strict);
	hf_findings_init(&list);
	hf_judge_init(&judge, &policy, &list.sink);
	for (int i = 0; i < judgements[_i].n; i++)
		hf_emit(&judge.sink, &(struct hf_finding){
			.id = judgements[_i].ids[i], .path = "data/x" });
	ck_assert_int_eq(judge.fixity, judgements[_i].fixity);
	ck_assert_uint_eq(judge.count[HF_ERROR], judgements[_i].errors);
	ck_assert_uint_eq(judge.count[HF_WARNING], judgements[_i].warnings);
	ck_assert_int_eq(judge.population, HF_CHAIN_COMPLETE);
	ck_assert_int_eq(judge.lineage, HF_CHAIN_COMPLETE);
	/* And passes on what it judged, in order. */
	ck_assert_uint_eq(list.n, (size_t)judgements[_i].n);
	for (size_t i = 0; i < list.n; i++)
		ck_assert_int_eq(list.at[i].id, judgements[_i].ids[i]);
	hf_findings_release(&list);
}
END_TEST

START_TEST(what_is_tolerated_breaks_nothing)
{
	struct hf_policy policy;
	struct hf_judge judge;

	hf_policy_init(&policy, true);
	hf_judge_init(&judge, &policy, NULL);
	hf_found(&judge.sink, PATH_LISTED_TWICE, .tolerated = true);
	ck_assert_int_eq(judge.fixity, HF_VALID);
	ck_assert_uint_eq(judge.count[HF_WARNING], 1);
	hf_found(&judge.sink, PATH_LISTED_TWICE);
	ck_assert_int_eq(judge.fixity, HF_INVALID);
}
END_TEST

START_TEST(who_did_not_look_lowers_the_verdict_himself)
{
	struct hf_policy policy;
	struct hf_judge judge;

	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, NULL);
	hf_judge_fixity(&judge, HF_UNCHECKED);
	ck_assert_int_eq(judge.fixity, HF_UNCHECKED);
	hf_judge_fixity(&judge, HF_VALID);
	ck_assert_int_eq(judge.fixity, HF_UNCHECKED);
	hf_judge_fixity(&judge, HF_INVALID);
	hf_judge_fixity(&judge, HF_UNCHECKED);
	ck_assert_int_eq(judge.fixity, HF_INVALID);
}
END_TEST

/* A finding of the chain leaves fixity alone, and the other way about. */
START_TEST(each_area_has_its_own_verdict)
{
	struct hf_finding finding = { .id = _i };
	enum hf_area area = hf_finding_area(_i);
	struct hf_policy policy;
	struct hf_judge judge;

	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, NULL);
	hf_emit(&judge.sink, &finding);
	if (area != HF_FIXITY)
		ck_assert_int_eq(judge.fixity, HF_VALID);
	if (area == HF_FIXITY || area == HF_LINEAGE)
		ck_assert_int_eq(judge.population, HF_CHAIN_COMPLETE);
	if (area == HF_FIXITY || area == HF_POPULATION)
		ck_assert_int_eq(judge.lineage, HF_CHAIN_COMPLETE);
	if (area == HF_BOTH_CHAINS || area == HF_RECORD)
		ck_assert_int_eq(judge.population, judge.lineage);
}
END_TEST

Suite *sink_suite(void)
{
	Suite *s = suite_create("sink");
	TCase *tc = unit_case(s, "sink");

	tcase_add_test(tc, what_is_kept_outlives_what_was_lent);
	tcase_add_test(tc, what_was_not_said_is_not_made_up);
	tcase_add_test(tc, a_path_is_kept_with_its_nuls);
	tcase_add_test(tc, many_are_kept_in_order_and_counted);
	tcase_add_loop_test(tc, the_judge_only_ever_lowers_its_verdict, 0,
			    COUNT(judgements));
	tcase_add_test(tc, what_is_tolerated_breaks_nothing);
	tcase_add_test(tc, who_did_not_look_lowers_the_verdict_himself);
	tcase_add_loop_test(tc, each_area_has_its_own_verdict, 0,
			    HF_FINDING_COUNT);
	return s;
}
