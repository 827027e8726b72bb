#include "unit.h"

#include <string.h>

static const enum hf_severity severities[] = { HF_INFO, HF_WARNING, HF_ERROR };

/* Said in words, apart from the table that the library has. */
static enum hf_fixity expect_fixity(enum hf_finding_id id,
				    enum hf_severity severity)
{
	if (hf_finding_area(id) != HF_FIXITY || severity != HF_ERROR)
		return HF_VALID;
	switch (hf_finding_bearing(id)) {
	case HF_BREAKS: return HF_INVALID;
	case HF_HOLE:	return HF_INCOMPLETE;
	case HF_UNSEEN: return HF_UNDETERMINED;
	case HF_NOTES:	return HF_INVALID;	/* a policy says so */
	}
	return HF_VALID;
}

static enum hf_chain expect_chain(enum hf_finding_id id,
				  enum hf_severity severity, enum hf_area area)
{
	enum hf_area of = hf_finding_area(id);

	if (severity != HF_ERROR)
		return HF_CHAIN_COMPLETE;
	if (of != area && of != HF_BOTH_CHAINS && of != HF_RECORD)
		return HF_CHAIN_COMPLETE;
	switch (hf_finding_bearing(id)) {
	case HF_BREAKS: return HF_CHAIN_INCOMPLETE;
	case HF_HOLE:	return HF_CHAIN_INCOMPLETE;
	case HF_UNSEEN: return HF_CHAIN_INDETERMINATE;
	case HF_NOTES:	return HF_CHAIN_INCOMPLETE;
	}
	return HF_CHAIN_COMPLETE;
}

START_TEST(a_finding_entails_what_its_bearing_says)
{
	for (int i = 0; i < COUNT(severities); i++) {
		ck_assert_int_eq(hf_fixity_of(_i, severities[i]),
				 expect_fixity(_i, severities[i]));
		ck_assert_int_eq(hf_chain_of(_i, severities[i], HF_POPULATION),
				 expect_chain(_i, severities[i],
					      HF_POPULATION));
		ck_assert_int_eq(hf_chain_of(_i, severities[i], HF_LINEAGE),
				 expect_chain(_i, severities[i], HF_LINEAGE));
	}
}
END_TEST

START_TEST(what_only_notes_is_an_error_by_a_policy_alone)
{
	struct hf_policy usual, strict;

	/*
	 * What is wrong with a source forbids to package it, and what is wrong
	 * with a profile to judge by it: no verdict.
	 */
	if (hf_finding_bearing(_i) != HF_NOTES ||
	    hf_finding_area(_i) == HF_SOURCE ||
	    hf_finding_area(_i) == HF_PROFILE)
		return;
	hf_policy_init(&usual, false);
	hf_policy_init(&strict, true);
	ck_assert_int_lt(usual.severity[_i], HF_ERROR);
	ck_assert_int_lt(strict.severity[_i], HF_ERROR);
}
END_TEST

static const struct {
	enum hf_finding_id id;
	enum hf_fixity fixity;
} known[] = {
	{ HF_PAYLOAD_CHANGED, HF_INVALID },
	{ HF_PAYLOAD_MISSING, HF_INVALID },
	{ HF_PAYLOAD_NOT_FETCHED, HF_INCOMPLETE },
	{ HF_READ_ERROR, HF_UNDETERMINED },
	{ HF_UNREADABLE, HF_UNDETERMINED },
	{ HF_CHANGED_DURING_READ, HF_UNDETERMINED },
	{ HF_ALGORITHM_UNSUPPORTED, HF_UNDETERMINED },
	{ HF_ENCODING_UNSUPPORTED, HF_UNDETERMINED },
};

START_TEST(what_could_not_be_looked_at_is_never_valid)
{
	ck_assert_int_eq(hf_fixity_of(known[_i].id, HF_ERROR),
			 known[_i].fixity);
	ck_assert_int_eq(hf_fixity_of(known[_i].id, HF_WARNING), HF_VALID);
}
END_TEST

START_TEST(verdicts_have_the_names_that_scripts_look_for)
{
	ck_assert_str_eq(hf_fixity_name(HF_VALID), "VALID");
	ck_assert_str_ne(hf_fixity_name(HF_UNCHECKED), "VALID");
	ck_assert_str_eq(hf_fixity_name(HF_INCOMPLETE), "INCOMPLETE");
	ck_assert_str_eq(hf_fixity_name(HF_UNDETERMINED), "UNDETERMINED");
	ck_assert_str_eq(hf_fixity_name(HF_INVALID), "INVALID");
	ck_assert_str_eq(hf_chain_name(HF_CHAIN_COMPLETE), "COMPLETE");
	ck_assert_str_eq(hf_chain_name(HF_CHAIN_AS_DECLARED),
			 "COMPLETE-AS-DECLARED");
	ck_assert_str_eq(hf_chain_name(HF_CHAIN_INDETERMINATE),
			 "INDETERMINATE");
	ck_assert_str_eq(hf_chain_name(HF_CHAIN_INCOMPLETE), "INCOMPLETE");
}
END_TEST

/* register-and-log.md: 0 all is so, 1 fixity, 3 could not look, 4 the chain. */
START_TEST(verdicts_have_the_status_that_was_promised)
{
	ck_assert_int_eq(hf_fixity_status(HF_VALID), 0);
	ck_assert_int_eq(hf_fixity_status(HF_UNCHECKED), 0);
	ck_assert_int_eq(hf_fixity_status(HF_INCOMPLETE), 1);
	ck_assert_int_eq(hf_fixity_status(HF_UNDETERMINED), 3);
	ck_assert_int_eq(hf_fixity_status(HF_INVALID), 1);
	ck_assert_int_eq(hf_chain_status(HF_CHAIN_COMPLETE), 0);
	ck_assert_int_eq(hf_chain_status(HF_CHAIN_AS_DECLARED), 0);
	ck_assert_int_eq(hf_chain_status(HF_CHAIN_INDETERMINATE), 3);
	ck_assert_int_eq(hf_chain_status(HF_CHAIN_INCOMPLETE), 4);
}
END_TEST

START_TEST(of_two_statuses_the_worse_prevails)
{
	/* From the one that beats all to the one that beats none. */
	static const enum hf_status order[] = {
		HF_STATUS_LOG, HF_STATUS_INVALID, HF_STATUS_TROUBLE,
		HF_STATUS_CHAIN, HF_STATUS_OVERDUE, HF_STATUS_USAGE,
		HF_STATUS_OK,
	};

	for (int i = 0; i < COUNT(order); i++) {
		for (int k = i; k < COUNT(order); k++) {
			ck_assert_int_eq(hf_status_worse(order[i], order[k]),
					 order[i]);
			ck_assert_int_eq(hf_status_worse(order[k], order[i]),
					 order[i]);
		}
	}
}
END_TEST

START_TEST(of_two_verdicts_on_a_chain_the_worse_prevails)
{
	static const enum hf_chain order[] = {
		HF_CHAIN_COMPLETE, HF_CHAIN_AS_DECLARED,
		HF_CHAIN_INDETERMINATE, HF_CHAIN_INCOMPLETE,
	};

	for (int i = 0; i < COUNT(order); i++) {
		for (int k = i; k < COUNT(order); k++) {
			ck_assert_int_eq(hf_chain_worse(order[i], order[k]),
					 order[k]);
			ck_assert_int_eq(hf_chain_worse(order[k], order[i]),
					 order[k]);
		}
	}
}
END_TEST

START_TEST(statuses_are_the_numbers_in_the_manual)
{
	ck_assert_int_eq(HF_STATUS_OK, 0);
	ck_assert_int_eq(HF_STATUS_INVALID, 1);
	ck_assert_int_eq(HF_STATUS_USAGE, 2);
	ck_assert_int_eq(HF_STATUS_TROUBLE, 3);
	ck_assert_int_eq(HF_STATUS_CHAIN, 4);
	ck_assert_int_eq(HF_STATUS_OVERDUE, 5);
	ck_assert_int_eq(HF_STATUS_LOG, 6);
}
END_TEST

Suite *verdict_suite(void)
{
	Suite *s = suite_create("verdict");
	TCase *tc = unit_case(s, "verdict");

	tcase_add_loop_test(tc, a_finding_entails_what_its_bearing_says, 0,
			    HF_FINDING_COUNT);
	tcase_add_loop_test(tc, what_only_notes_is_an_error_by_a_policy_alone,
			    0, HF_FINDING_COUNT);
	tcase_add_loop_test(tc, what_could_not_be_looked_at_is_never_valid, 0,
			    COUNT(known));
	tcase_add_test(tc, verdicts_have_the_names_that_scripts_look_for);
	tcase_add_test(tc, verdicts_have_the_status_that_was_promised);
	tcase_add_test(tc, of_two_statuses_the_worse_prevails);
	tcase_add_test(tc, of_two_verdicts_on_a_chain_the_worse_prevails);
	tcase_add_test(tc, statuses_are_the_numbers_in_the_manual);
	return s;
}
