#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "audit/levels.h"

/* Every fact is as good as it can be. */
static struct hf_level_facts splendid(void)
{
	struct hf_level_facts facts = { 0 };

	for (int i = 0; i < HF_LEVEL_FACTS; i++)
		facts.at[i] = (struct hf_level_known){ .known = true,
						       .value = 9 };
	return facts;
}

static struct hf_levels *decided(const struct hf_level_facts *facts,
				 const struct hf_level_declared *declared,
				 size_t n)
{
	struct hf_levels *levels = NULL;
	struct hf_error err;

	assert_ok(hf_levels_decide(&levels, facts, declared, n, &err), &err);
	return levels;
}

static const struct hf_level_result *part(const struct hf_levels *levels,
					  const char *id)
{
	for (size_t i = 0; i < levels->n; i++) {
		if (!strcmp(levels->parts[i].part->id, id))
			return &levels->parts[i];
	}
	ck_abort_msg("no part %s", id);
}

START_TEST(each_cell_has_parts_and_they_are_in_order)
{
	static const int cells[HF_LEVEL_AREAS][HF_LEVELS] = {
		{ 3, 2, 3, 3 }, { 3, 3, 3, 2 }, { 1, 1, 1, 1 }, { 2, 1, 2, 2 },
		{ 1, 2, 1, 1 },
	};
	struct hf_level_facts facts = { 0 };
	struct hf_levels *levels = decided(&facts, NULL, 0);
	size_t next = 0;

	for (int a = 0; a < HF_LEVEL_AREAS; a++) {
		for (int l = 0; l < HF_LEVELS; l++) {
			ck_assert_uint_eq(levels->cells[a][l].first, next);
			ck_assert_uint_eq(levels->cells[a][l].n,
					  (size_t)cells[a][l]);
			next += levels->cells[a][l].n;
		}
	}
	ck_assert_uint_eq(next, levels->n);
	hf_levels_free(levels);
}
END_TEST

START_TEST(ids_say_area_and_level_and_are_single)
{
	size_t n;
	const struct hf_level_part *parts = hf_level_parts(&n);

	for (size_t i = 0; i < n; i++) {
		char start[32];

		snprintf(start, sizeof(start), "%s-%u-",
			 hf_level_area_name(parts[i].area), parts[i].level);
		start[0] += 'a' - 'A';
		ck_assert_msg(!strncmp(parts[i].id, start, strlen(start)),
			      "%s", parts[i].id);
		ck_assert_ptr_eq(hf_level_part(parts[i].id), &parts[i]);
		ck_assert_ptr_nonnull(parts[i].text);
		/* What no fact can show, no fact may be enough for. */
		ck_assert(parts[i].conditions[0].least || !parts[i].enough);
	}
	for (int i = 0; i < HF_LEVEL_FACTS; i++)
		ck_assert_ptr_nonnull(hf_level_fact_text(i));
	ck_assert_ptr_null(hf_level_part("storage-5-copies"));
	ck_assert_str_eq(hf_level_name(4), "sustain the content");
}
END_TEST

START_TEST(where_nothing_is_known_nothing_is_decided)
{
	struct hf_level_facts facts = { 0 };
	struct hf_levels *levels = decided(&facts, NULL, 0);

	for (size_t i = 0; i < levels->n; i++) {
		ck_assert_int_eq(levels->parts[i].decision,
				 HF_LEVEL_UNDECIDABLE);
		ck_assert_str_ne(levels->parts[i].reason, "");
	}
	for (int a = 0; a < HF_LEVEL_AREAS; a++)
		ck_assert_uint_eq(levels->reached[a], 0);
	hf_levels_free(levels);
}
END_TEST

START_TEST(where_every_fact_is_good_the_rest_is_for_people_to_declare)
{
	struct hf_level_facts facts = splendid();
	struct hf_levels *levels = decided(&facts, NULL, 0);

	for (size_t i = 0; i < levels->n; i++)
		ck_assert_int_eq(levels->parts[i].decision,
				 levels->parts[i].part->enough ?
				 HF_LEVEL_MET : HF_LEVEL_UNDECIDABLE);
	ck_assert_uint_eq(levels->shown[HF_AREA_INTEGRITY], 1);
	ck_assert_uint_eq(levels->shown[HF_AREA_CONTROL], 0);
	ck_assert_uint_eq(levels->shown[HF_AREA_METADATA], 2);
	ck_assert_uint_eq(levels->shown[HF_AREA_CONTENT], 1);
	hf_levels_free(levels);
}
END_TEST

START_TEST(what_is_declared_is_not_called_met)
{
	struct hf_level_facts facts = splendid();
	struct hf_level_declared declared[64];
	struct hf_levels *levels;
	size_t n;
	const struct hf_level_part *parts = hf_level_parts(&n);

	for (size_t i = 0; i < n; i++)
		declared[i] = (struct hf_level_declared){ &parts[i], "we do",
							  7 };
	levels = decided(&facts, declared, n);
	for (size_t i = 0; i < n; i++)
		ck_assert_int_eq(levels->parts[i].decision, parts[i].enough ?
				 HF_LEVEL_MET : HF_LEVEL_DECLARED);
	for (int a = 0; a < HF_LEVEL_AREAS; a++)
		ck_assert_uint_eq(levels->reached[a], HF_LEVELS);
	ck_assert_uint_eq(levels->shown[HF_AREA_STORAGE], 0);
	ck_assert_int_eq(levels->cells[HF_AREA_STORAGE][0].decision,
			 HF_LEVEL_DECLARED);
	ck_assert_str_eq(part(levels, "control-1-agents")->reason,
			 "declared in register.txt, line 7: we do");
	hf_levels_free(levels);
}
END_TEST

START_TEST(what_the_facts_refute_cannot_be_declared)
{
	struct hf_level_facts facts = splendid();
	struct hf_level_declared declared = {
		hf_level_part("storage-2-copies"), "three, surely", 12 };
	struct hf_levels *levels;

	facts.at[HF_FACT_COPIES] = (struct hf_level_known){
		.known = true, .value = 2, .about = "let\nters" };
	levels = decided(&facts, &declared, 1);
	ck_assert_int_eq(part(levels, "storage-1-copies")->decision,
			 HF_LEVEL_MET);
	ck_assert_int_eq(part(levels, "storage-2-copies")->decision,
			 HF_LEVEL_NOT_MET);
	ck_assert_str_eq(part(levels, "storage-2-copies")->reason,
			 "good copies of the package with the fewest: 2, 3 are "
			 "needed (let\\nters); sites of the package with the "
			 "fewest: 9; though declared in register.txt, line 12: "
			 "three, surely");
	ck_assert_int_eq(levels->cells[HF_AREA_STORAGE][1].decision,
			 HF_LEVEL_NOT_MET);
	ck_assert_int_eq(part(levels, "storage-4-threats")->decision,
			 HF_LEVEL_NOT_MET);
	hf_levels_free(levels);
}
END_TEST

/* Of each fact: what is decided where it is short, and where it is not known. */
static const struct {
	enum hf_level_fact fact;
	const char *part;
	enum hf_level_decision short_of, unknown;
} rules[] = {
	{ HF_FACT_SITES, "storage-1-copies", HF_LEVEL_NOT_MET, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_THREAT_ZONES, "storage-3-threats", HF_LEVEL_NOT_MET, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_MEDIA, "storage-3-media", HF_LEVEL_NOT_MET, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_VIRUS_CHECKED, "integrity-1-malware", HF_LEVEL_UNDECIDABLE, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_ALL_IN_INTERVAL, "integrity-3-interval", HF_LEVEL_NOT_MET, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_INTERVAL_ASKED, "integrity-3-interval", HF_LEVEL_NOT_MET, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_AUDITS, "integrity-3-demand", HF_LEVEL_NOT_MET, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_LOG_VERIFIES, "integrity-3-outcomes", HF_LEVEL_NOT_MET, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_NONE_DAMAGED, "integrity-4-repair", HF_LEVEL_NOT_MET, HF_LEVEL_UNDECIDABLE },
	/* Where nothing was ever damaged, repair was not shown, and not missing. */
	{ HF_FACT_RECOVERIES, "integrity-4-repair", HF_LEVEL_UNDECIDABLE, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_LOG_ELSEWHERE, "metadata-1-backup", HF_LEVEL_UNDECIDABLE, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_INVENTORY_AGREES, "metadata-1-inventory", HF_LEVEL_NOT_MET, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_LOG_VERIFIES, "control-3-log", HF_LEVEL_NOT_MET, HF_LEVEL_UNDECIDABLE },
	{ HF_FACT_FORMATS, "content-1-formats", HF_LEVEL_UNDECIDABLE, HF_LEVEL_UNDECIDABLE },
};

START_TEST(a_fact_that_is_short_refutes_and_one_that_is_unknown_does_not)
{
	struct hf_level_facts facts = splendid();
	struct hf_levels *levels;

	facts.at[rules[_i].fact].value = 0;
	levels = decided(&facts, NULL, 0);
	ck_assert_int_eq(part(levels, rules[_i].part)->decision,
			 rules[_i].short_of);
	hf_levels_free(levels);

	facts.at[rules[_i].fact].known = false;
	levels = decided(&facts, NULL, 0);
	ck_assert_int_eq(part(levels, rules[_i].part)->decision,
			 rules[_i].unknown);
	ck_assert_ptr_nonnull(strstr(part(levels, rules[_i].part)->reason,
				     "not known"));
	hf_levels_free(levels);
}
END_TEST

START_TEST(the_entries_that_prove_a_part_come_each_once_in_order)
{
	static const uint64_t copies[] = { 41, 7, 12 }, sites[] = { 7, 3 };
	struct hf_level_facts facts = splendid();
	struct hf_levels *levels;
	const struct hf_level_result *result;

	facts.at[HF_FACT_COPIES].entries = copies;
	facts.at[HF_FACT_COPIES].n_entries = 3;
	facts.at[HF_FACT_SITES].entries = sites;
	facts.at[HF_FACT_SITES].n_entries = 2;
	levels = decided(&facts, NULL, 0);
	result = part(levels, "storage-1-copies");
	ck_assert_uint_eq(result->n_entries, 4);
	ck_assert_uint_eq(result->entries[0], 3);
	ck_assert_uint_eq(result->entries[1], 7);
	ck_assert_uint_eq(result->entries[2], 12);
	ck_assert_uint_eq(result->entries[3], 41);
	ck_assert_uint_eq(part(levels, "storage-3-media")->n_entries, 0);
	hf_levels_free(levels);
}
END_TEST

START_TEST(a_declaration_is_an_id_and_a_statement)
{
	struct hf_level_declared declared = { 0 };
	struct hf_error err;

	assert_ok(hf_level_declared_read(&declared,
			"integrity-1-malware  All is scanned.", &err), &err);
	ck_assert_str_eq(declared.part->id, "integrity-1-malware");
	ck_assert_str_eq(declared.statement, "All is scanned.");
}
END_TEST

static const struct { const char *value, *text; } wrong[] = {
	{ "integrity-1-malwar We scan.", "(integrity-1-malware?)" },
	{ "storage-1 Two copies.", "the levels have no storage-1" },
	{ "integrity-1-malware", "without a statement" },
	{ "integrity-1-malware  ", "without a statement" },
	{ "", "the levels have no" },
	{ " integrity-1-malware x", "the levels have no" },
	{ "\033[31mx y", "\\x1B" },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa b",
	  "the levels have no" },
};

START_TEST(a_declaration_of_nothing_is_refused)
{
	struct hf_level_declared declared = { 0 };
	struct hf_error err;

	assert_fails(hf_level_declared_read(&declared, wrong[_i].value, &err),
		     &err, HF_EUSAGE);
	ck_assert_msg(strcasestr(err.text, wrong[_i].text), "%s", err.text);
}
END_TEST

Suite *levels_suite(void)
{
	Suite *s = suite_create("levels");
	TCase *tc = unit_case(s, "levels");

	tcase_add_test(tc, each_cell_has_parts_and_they_are_in_order);
	tcase_add_test(tc, ids_say_area_and_level_and_are_single);
	tcase_add_test(tc, where_nothing_is_known_nothing_is_decided);
	tcase_add_test(tc, where_every_fact_is_good_the_rest_is_for_people_to_declare);
	tcase_add_test(tc, what_is_declared_is_not_called_met);
	tcase_add_test(tc, what_the_facts_refute_cannot_be_declared);
	tcase_add_loop_test(tc, a_fact_that_is_short_refutes_and_one_that_is_unknown_does_not,
			    0, COUNT(rules));
	tcase_add_test(tc, the_entries_that_prove_a_part_come_each_once_in_order);
	tcase_add_test(tc, a_declaration_is_an_id_and_a_statement);
	tcase_add_loop_test(tc, a_declaration_of_nothing_is_refused, 0,
			    COUNT(wrong));
	return s;
}
