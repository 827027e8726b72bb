/* The levels, told to people and to machines. */
#include <inttypes.h>

#include "audit/level_facts.h"
#include "base/buf.h"
#include "base/text.h"
#include "report/json.h"

static const char *const words[] = {
	[HF_LEVEL_MET] = "MET", [HF_LEVEL_DECLARED] = "DECLARED",
	[HF_LEVEL_UNDECIDABLE] = "NOT DECIDABLE",
	[HF_LEVEL_NOT_MET] = "NOT MET",
};

static const char *const names[] = {
	[HF_LEVEL_MET] = "met", [HF_LEVEL_DECLARED] = "declared",
	[HF_LEVEL_UNDECIDABLE] = "not-decidable",
	[HF_LEVEL_NOT_MET] = "not-met",
};

static void tell_matrix(const struct hf_levels *levels, FILE *out)
{
	fprintf(out, "%-10s", "");
	for (unsigned int level = 1; level <= HF_LEVELS; level++)
		fprintf(out, " %u %-*s", level, level < HF_LEVELS ? 13 : 0,
			level < HF_LEVELS ? "" : "");
	fputc('\n', out);
	for (int a = 0; a < HF_LEVEL_AREAS; a++) {
		fprintf(out, "%-10s", hf_level_area_name(a));
		for (int l = 0; l < HF_LEVELS; l++)
			fprintf(out, " %-*s", l < HF_LEVELS - 1 ? 15 : 0,
				words[levels->cells[a][l].decision]);
		fprintf(out, "\n");
	}
}

static void tell_entries(const struct hf_level_result *result, FILE *out)
{
	if (!result->n_entries)
		return;
	fprintf(out, "      entries");
	for (size_t i = 0; i < result->n_entries; i++)
		fprintf(out, "%s %" PRIu64, i ? "," : "", result->entries[i]);
	fputc('\n', out);
}

static void tell_part(const struct hf_level_result *result, FILE *out)
{
	fprintf(out, "    %s: %s: %s\n", words[result->decision],
		result->part->id, result->part->text);
	if (*result->reason)
		fprintf(out, "      %s\n", result->reason);
	tell_entries(result, out);
}

static void tell_area(const struct hf_levels *levels, int area, FILE *out)
{
	fprintf(out, "\n%s: level %u reached", hf_level_area_name(area),
		levels->reached[area]);
	if (levels->shown[area] != levels->reached[area])
		fprintf(out, ", %u without what is declared",
			levels->shown[area]);
	fputc('\n', out);
	for (int l = 0; l < HF_LEVELS; l++) {
		const struct hf_level_cell *cell = &levels->cells[area][l];

		fprintf(out, "  %d, %s: %s\n", l + 1,
			hf_level_name((unsigned int)l + 1),
			words[cell->decision]);
		for (size_t i = 0; i < cell->n; i++)
			tell_part(&levels->parts[cell->first + i], out);
	}
}

void hf_levels_text(const struct hf_levels_account *account, FILE *out)
{
	fprintf(out, "%s, %s: NDSA Levels of Digital Preservation 2.0\n\n",
		hf_shown(account->organisation), hf_shown(account->origin));
	tell_matrix(account->levels, out);
	for (int a = 0; a < HF_LEVEL_AREAS; a++)
		tell_area(account->levels, a, out);
}

static int part_json(const struct hf_level_result *result, FILE *out)
{
	struct hf_json *json = hf_json_begin("level-part");
	char entry[24];

	hf_json_text(json, "part", result->part->id);
	hf_json_text(json, "area", hf_level_area_name(result->part->area));
	hf_json_number(json, "level", result->part->level);
	hf_json_text(json, "text", result->part->text);
	hf_json_text(json, "decision", names[result->decision]);
	hf_json_text(json, "reason", result->reason);
	if (result->declared) {
		hf_json_text(json, "declared", result->declared->statement);
		hf_json_number(json, "line", result->declared->line);
	}
	for (size_t i = 0; i < result->n_entries; i++) {
		snprintf(entry, sizeof(entry), "%" PRIu64, result->entries[i]);
		hf_json_append(json, "entries", entry);
	}
	return hf_json_end(json, out);
}

static int area_json(const struct hf_levels *levels, int area, FILE *out)
{
	struct hf_json *json = hf_json_begin("level-area");

	hf_json_text(json, "area", hf_level_area_name(area));
	hf_json_number(json, "reached", levels->reached[area]);
	hf_json_number(json, "shown", levels->shown[area]);
	for (int l = 0; l < HF_LEVELS; l++)
		hf_json_append(json, "cells",
			       names[levels->cells[area][l].decision]);
	return hf_json_end(json, out);
}

int hf_levels_json(const struct hf_levels_account *account, FILE *out)
{
	const struct hf_levels *levels = account->levels;

	for (size_t i = 0; i < levels->n; i++) {
		if (part_json(&levels->parts[i], out) < 0)
			return -1;
	}
	for (int a = 0; a < HF_LEVEL_AREAS; a++) {
		if (area_json(levels, a, out) < 0)
			return -1;
	}
	return 0;
}
