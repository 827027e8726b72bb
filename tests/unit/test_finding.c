#include "unit.h"

#include <string.h>

START_TEST(a_finding_is_found_by_its_name_and_by_no_other)
{
	const char *name = hf_finding_name(_i);
	enum hf_finding_id id = HF_FINDING_COUNT;

	ck_assert(hf_finding_parse(name, &id));
	ck_assert_int_eq(id, _i);
	for (const char *c = name; *c; c++)
		ck_assert_msg((*c >= 'a' && *c <= 'z') || *c == '-' ||
			      (*c >= '0' && *c <= '9'), "%s", name);
}
END_TEST

START_TEST(its_sentences_can_be_put_into_others)
{
	const char *texts[] = { hf_finding_text(_i), hf_finding_remedy(_i) };

	for (int i = 0; i < COUNT(texts); i++) {
		size_t len = strlen(texts[i]);

		ck_assert_uint_gt(len, 3);
		ck_assert_msg(texts[i][len - 1] != '.', "%s", texts[i]);
		ck_assert_ptr_null(strchr(texts[i], '\n'));
		ck_assert(!(texts[i][0] >= 'A' && texts[i][0] <= 'Z'));
	}
	ck_assert_str_ne(texts[0], texts[1]);
}
END_TEST

static const char *const no_findings[] = {
	"", "payload", "payload-missin", "payload-missingg", "PAYLOAD-MISSING",
	"payload_missing", " payload-missing", "payload-missing ",
};

START_TEST(unknown_names_are_refused)
{
	enum hf_finding_id id = HF_PAYLOAD_MISSING;

	ck_assert(!hf_finding_parse(no_findings[_i], &id));
	ck_assert_int_eq(id, HF_PAYLOAD_MISSING);
}
END_TEST

START_TEST(severities_and_areas_have_names)
{
	ck_assert_str_eq(hf_severity_name(HF_INFO), "info");
	ck_assert_str_eq(hf_severity_name(HF_WARNING), "warning");
	ck_assert_str_eq(hf_severity_name(HF_ERROR), "error");
	ck_assert_str_eq(hf_area_name(HF_FIXITY), "fixity");
	ck_assert_str_eq(hf_area_name(HF_POPULATION), "population");
	ck_assert_str_eq(hf_area_name(HF_LINEAGE), "lineage");
	ck_assert_str_eq(hf_area_name(HF_BOTH_CHAINS), "chain");
	ck_assert_str_eq(hf_area_name(HF_RECORD), "record");
	ck_assert_str_eq(hf_area_name(HF_SOURCE), "source");
}
END_TEST

/* What users rely on, of what bagit.md calls E, W, and strict E. */
static const struct {
	enum hf_finding_id id;
	enum hf_severity severity, strict;
} severities[] = {
	{ HF_PAYLOAD_MISSING, HF_ERROR, HF_ERROR },
	{ HF_PAYLOAD_CHANGED, HF_ERROR, HF_ERROR },
	{ HF_PAYLOAD_UNLISTED, HF_ERROR, HF_ERROR },
	{ HF_MANIFEST_INCOMPLETE, HF_ERROR, HF_ERROR },
	{ HF_PATH_UNSAFE, HF_ERROR, HF_ERROR },
	{ HF_READ_ERROR, HF_ERROR, HF_ERROR },
	{ HF_MANIFEST_LINE_IGNORED, HF_WARNING, HF_ERROR },
	{ HF_PATH_PERCENT, HF_WARNING, HF_ERROR },
	{ HF_PATH_DOT_PREFIX, HF_WARNING, HF_ERROR },
	{ HF_SYMLINK_INSIDE, HF_WARNING, HF_ERROR },
	{ HF_TAG_MANIFEST_MISSING, HF_WARNING, HF_WARNING },
	{ HF_NAME_NOT_PORTABLE, HF_WARNING, HF_WARNING },
};

START_TEST(severities_are_as_published)
{
	struct hf_finding finding = { .id = severities[_i].id };
	struct hf_policy policy;

	hf_policy_init(&policy, false);
	ck_assert_int_eq(hf_policy_severity(&policy, &finding),
			 severities[_i].severity);
	hf_policy_init(&policy, true);
	ck_assert_int_eq(hf_policy_severity(&policy, &finding),
			 severities[_i].strict);
}
END_TEST

START_TEST(strict_is_never_milder)
{
	struct hf_finding finding = { .id = _i };
	struct hf_policy usual, strict;

	hf_policy_init(&usual, false);
	hf_policy_init(&strict, true);
	ck_assert_int_ge(hf_policy_severity(&strict, &finding),
			 hf_policy_severity(&usual, &finding));
}
END_TEST

START_TEST(what_the_version_tolerates_is_a_warning_at_most)
{
	struct hf_finding finding = { .id = _i, .tolerated = true };
	struct hf_policy policy;

	for (int strict = 0; strict < 2; strict++) {
		enum hf_severity own;

		hf_policy_init(&policy, strict);
		own = policy.severity[_i];
		ck_assert_int_eq(hf_policy_severity(&policy, &finding),
				 own > HF_WARNING ? HF_WARNING : own);
	}
}
END_TEST

Suite *finding_suite(void)
{
	Suite *s = suite_create("finding");
	TCase *tc = unit_case(s, "finding");

	tcase_add_loop_test(tc, a_finding_is_found_by_its_name_and_by_no_other,
			    0, HF_FINDING_COUNT);
	tcase_add_loop_test(tc, its_sentences_can_be_put_into_others, 0,
			    HF_FINDING_COUNT);
	tcase_add_loop_test(tc, unknown_names_are_refused, 0,
			    COUNT(no_findings));
	tcase_add_test(tc, severities_and_areas_have_names);
	tcase_add_loop_test(tc, severities_are_as_published, 0,
			    COUNT(severities));
	tcase_add_loop_test(tc, strict_is_never_milder, 0, HF_FINDING_COUNT);
	tcase_add_loop_test(tc, what_the_version_tolerates_is_a_warning_at_most,
			    0, HF_FINDING_COUNT);
	return s;
}
