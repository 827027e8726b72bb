#include "audit/levels.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

/* Up to here facts are numbers, from here on they are so or not. */
#define FIRST_ANSWER	HF_FACT_LOCATIONS_DESCRIBED

static const char *candidate(void *ctx, size_t i)
{
	size_t n;
	const struct hf_level_part *parts = hf_level_parts(&n);

	return i < n ? parts[i].id : NULL;
}

int hf_level_declared_read(struct hf_level_declared *declared_ret,
			   const char *value, struct hf_error *err)
{
	size_t len = strcspn(value, " \t");
	const char *statement = value + len + strspn(value + len, " \t");
	char id[64] = "";
	const char *nearest;

	if (len < sizeof(id))
		memcpy(id, value, len);
	declared_ret->part = hf_level_part(id);
	declared_ret->statement = statement;
	if (declared_ret->part && *statement)
		return 0;
	if (declared_ret->part)
		return hf_fail(err, HF_EUSAGE,
			       "%s is declared without a statement", id);
	nearest = *id ? hf_nearest(id, candidate, NULL) : NULL;
	return hf_fail(err, HF_EUSAGE, "the levels have no %s%s%s%s",
		       hf_shown(*id ? id : value), nearest ? " (" : "",
		       nearest ? nearest : "", nearest ? "?)" : "");
}

/* How the conditions of a part stand. */
struct standing {
	bool refuted, open;	/* one is not so; one is not known, or not shown */
	struct hf_buf text;
};

/* "good copies of the package with the fewest: 2, 3 are needed (letters)". */
static void tell(struct hf_buf *text, const struct hf_level_condition *condition,
		 const struct hf_level_known *fact)
{
	bool is_short = fact->known && fact->value < condition->least;

	if (text->len)
		hf_buf_adds(text, "; ");
	hf_buf_printf(text, "%s: ", hf_level_fact_text(condition->fact));
	if (!fact->known)
		hf_buf_adds(text, "not known");
	else if (condition->fact >= FIRST_ANSWER)
		hf_buf_adds(text, fact->value ? "yes" : "no");
	else
		hf_buf_printf(text, "%" PRIu64, fact->value);
	if (is_short && condition->fact < FIRST_ANSWER)
		hf_buf_printf(text, ", %" PRIu64 " %s needed", condition->least,
			      condition->least == 1 ? "is" : "are");
	if (is_short && fact->about)
		hf_buf_printf(text, " (%s)", hf_shown(fact->about));
}

static size_t count(const struct hf_level_part *part)
{
	size_t n = 0;

	while (n < HF_PART_CONDITIONS && part->conditions[n].least)
		n++;
	return n;
}

static void weigh(struct standing *standing, const struct hf_level_part *part,
		  const struct hf_level_facts *facts)
{
	size_t n = count(part);

	standing->open = !n || !part->enough;
	for (size_t i = 0; i < n; i++) {
		const struct hf_level_condition *condition = &part->conditions[i];
		const struct hf_level_known *fact = &facts->at[condition->fact];
		bool holds = fact->known && fact->value >= condition->least;

		tell(&standing->text, condition, fact);
		standing->refuted |= fact->known && !holds && condition->refutes;
		standing->open |= !holds;
	}
}

static enum hf_level_decision decide(const struct standing *standing,
				     const struct hf_level_declared *declared)
{
	if (standing->refuted)
		return HF_LEVEL_NOT_MET;
	if (!standing->open)
		return HF_LEVEL_MET;
	return declared ? HF_LEVEL_DECLARED : HF_LEVEL_UNDECIDABLE;
}

/* Put what is declared, or could be, behind what the facts say. */
static void conclude(struct standing *standing,
		     const struct hf_level_result *result)
{
	struct hf_buf *text = &standing->text;
	const char *before = text->len ? "; " : "";

	if (result->decision == HF_LEVEL_MET)
		return;
	if (result->declared)
		hf_buf_printf(text, "%s%s in register.txt, line %lu: %s",
			      before, standing->refuted ? "though declared" :
							  "declared",
			      result->declared->line,
			      hf_shown(result->declared->statement));
	else if (result->decision == HF_LEVEL_UNDECIDABLE)
		hf_buf_printf(text, "%scan be declared in register.txt: %s",
			      before, result->part->id);
}

static int ascending(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return a < b ? -1 : a > b;
}

/* The entries that prove the facts of a part, each once. */
static int prove(struct hf_level_result *result,
		 const struct hf_level_facts *facts, struct hf_arena *arena)
{
	const struct hf_level_part *part = result->part;
	size_t n = 0, all = 0;

	for (size_t i = 0; i < count(part); i++)
		all += facts->at[part->conditions[i].fact].n_entries;
	if (!all)
		return 0;
	result->entries = hf_arena_alloc(arena, all * sizeof(*result->entries));
	if (!result->entries)
		return -1;
	for (size_t i = 0; i < count(part); i++) {
		const struct hf_level_known *fact =
			&facts->at[part->conditions[i].fact];

		if (fact->n_entries)
			memcpy(result->entries + n, fact->entries,
			       fact->n_entries * sizeof(*fact->entries));
		n += fact->n_entries;
	}
	qsort(result->entries, n, sizeof(*result->entries), ascending);
	for (size_t i = 0; i < n; i++) {
		if (!i || result->entries[i] != result->entries[i - 1])
			result->entries[result->n_entries++] =
				result->entries[i];
	}
	return 0;
}

static const struct hf_level_declared *find(
	const struct hf_level_declared *declared, size_t n,
	const struct hf_level_part *part)
{
	for (size_t i = 0; i < n; i++) {
		if (declared[i].part == part)
			return &declared[i];
	}
	return NULL;
}

static int fill(struct hf_level_result *result,
		const struct hf_level_facts *facts, struct hf_arena *arena,
		struct hf_error *err)
{
	struct standing standing = { 0 };
	bool failed;

	weigh(&standing, result->part, facts);
	result->decision = decide(&standing, result->declared);
	conclude(&standing, result);
	failed = hf_buf_check(&standing.text, err) ||
		 !(result->reason = hf_arena_strdup(arena,
					hf_buf_text(&standing.text))) ||
		 prove(result, facts, arena);
	hf_buf_release(&standing.text);
	return failed ? hf_fail_memory(err) : 0;
}

/* Cells have the worst of their parts; a level needs all cells up to it. */
static void sum_up(struct hf_levels *levels)
{
	for (size_t i = 0; i < levels->n; i++) {
		const struct hf_level_result *result = &levels->parts[i];
		struct hf_level_cell *cell =
			&levels->cells[result->part->area][result->part->level - 1];

		if (!cell->n++)
			cell->first = i;
		if (result->decision > cell->decision)
			cell->decision = result->decision;
	}
	for (int a = 0; a < HF_LEVEL_AREAS; a++) {
		unsigned int *shown = &levels->shown[a];
		unsigned int *reached = &levels->reached[a];

		while (*shown < HF_LEVELS &&
		       levels->cells[a][*shown].decision == HF_LEVEL_MET)
			++*shown;
		while (*reached < HF_LEVELS &&
		       levels->cells[a][*reached].decision <= HF_LEVEL_DECLARED)
			++*reached;
	}
}

int hf_levels_decide(struct hf_levels **levels_ret,
		     const struct hf_level_facts *facts,
		     const struct hf_level_declared *declared, size_t n,
		     struct hf_error *err)
{
	struct hf_levels *levels = calloc(1, sizeof(*levels));
	struct hf_arena *arena = calloc(1, sizeof(*arena));
	const struct hf_level_part *parts;

	if (!levels || !arena) {
		free(levels);
		free(arena);
		return hf_fail_memory(err);
	}
	levels->inside = arena;
	parts = hf_level_parts(&levels->n);
	levels->parts = hf_arena_alloc(arena,
				       levels->n * sizeof(*levels->parts));
	if (!levels->parts) {
		hf_levels_free(levels);
		return hf_fail_memory(err);
	}
	for (size_t i = 0; i < levels->n; i++) {
		levels->parts[i].part = &parts[i];
		levels->parts[i].declared = find(declared, n, &parts[i]);
		if (fill(&levels->parts[i], facts, arena, err)) {
			hf_levels_free(levels);
			return -1;
		}
	}
	sum_up(levels);
	*levels_ret = levels;
	return 0;
}

void hf_levels_free(struct hf_levels *levels)
{
	if (!levels)
		return;
	hf_arena_release(levels->inside);
	free(levels->inside);
	free(levels);
}
