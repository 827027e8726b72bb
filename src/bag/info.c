#include "bag/info.h"

#include <stdlib.h>
#include <string.h>

#include "bag/tagfile.h"
#include "base/chars.h"
#include "base/list.h"
#include "base/stanza.h"

void hf_info_release(struct hf_info *info)
{
	hf_arena_release(&info->arena);
	free(info->fields);
	memset(info, 0, sizeof(*info));
}

const char *hf_info_get(const struct hf_info *info, const char *label)
{
	for (size_t i = 0; i < info->n; i++) {
		if (!hf_ascii_casecmp(info->fields[i].label, label))
			return info->fields[i].value;
	}
	return NULL;
}

bool hf_oxum_parse(const char *value, uint64_t *octets_ret,
		   uint64_t *files_ret)
{
	const char *dot = strchr(value, '.');

	return dot &&
	       hf_parse_uint64(value, (size_t)(dot - value), octets_ret) &&
	       hf_parse_uint64(dot + 1, strlen(dot + 1), files_ret);
}

static bool are_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
	}
	return true;
}

/* YYYY-MM-DD, of a day that there is. */
static bool is_date(const char *s)
{
	static const int days[] = { 31, 29, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	int year, month, day;

	if (strlen(s) != 10 || s[4] != '-' || s[7] != '-' ||
	    !are_digits(s, 4) || !are_digits(s + 5, 2) ||
	    !are_digits(s + 8, 2))
		return false;
	year = atoi(s);
	month = atoi(s + 5);
	day = atoi(s + 8);
	if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	return month != 2 || day < 29 ||
	       (year % 4 == 0 && (year % 100 || year % 400 == 0));
}

/* "N of T" or "N of ?", with N at most T. */
static bool is_count(const char *s)
{
	const char *of = strstr(s, " of ");
	uint64_t n, total;

	if (!of || !hf_parse_uint64(s, (size_t)(of - s), &n) || !n)
		return false;
	if (!strcmp(of + 4, "?"))
		return true;
	return hf_parse_uint64(of + 4, strlen(of + 4), &total) && n <= total;
}

/* What 2.2.2 says of the labels that it reserves. */
static const struct reserved {
	const char *label;
	bool once;			/* should not be repeated */
	bool (*well_formed)(const char *value);
	const char *form;
} reserved[] = {
	{ "Bagging-Date", true, is_date, "a date must be YYYY-MM-DD" },
	{ "Bag-Count", true, is_count, "a count must be \"N of T\" or \"N of ?\"" },
	{ "Bag-Size", true, NULL, NULL },
	{ "Bag-Group-Identifier", true, NULL, NULL },
	/* Payload-Oxum has rules of its own. */
};

#define N_RESERVED	(sizeof(reserved) / sizeof(reserved[0]))

static const char oxum[] = "Payload-Oxum";

struct reader {
	struct hf_info *info;
	const char *name;
	bool final;
	struct hf_sink *sink;
	unsigned int seen[N_RESERVED], seen_oxum;
};

static void judge_oxum(struct reader *r, const struct hf_info_field *field)
{
	struct hf_info *info = r->info;

	if (r->seen_oxum++) {
		hf_found(r->sink, OXUM_REPEATED, .path = r->name,
			 .line = field->line, .actual = field->value);
		info->has_oxum = false;
		return;
	}
	info->has_oxum = hf_oxum_parse(field->value, &info->oxum_octets,
				       &info->oxum_files);
	if (!info->has_oxum)
		hf_found(r->sink, OXUM_MALFORMED, .path = r->name,
			 .line = field->line, .actual = field->value);
}

static void judge_reserved(struct reader *r, const struct hf_info_field *field)
{
	for (size_t i = 0; i < N_RESERVED; i++) {
		const struct reserved *rule = &reserved[i];

		if (hf_ascii_casecmp(field->label, rule->label))
			continue;
		if (r->seen[i]++ && rule->once)
			hf_found(r->sink, BAG_INFO_REPEATED, .path = r->name,
				 .line = field->line, .actual = rule->label);
		if (rule->well_formed && !rule->well_formed(field->value))
			hf_found(r->sink, BAG_INFO_VALUE, .path = r->name,
				 .line = field->line, .actual = field->value,
				 .detail = rule->form);
	}
	if (!hf_ascii_casecmp(field->label, oxum))
		judge_oxum(r, field);
}

/* Blanks around the colon: as many as one likes before 1.0 (6.4.1). */
static void judge_spacing(struct reader *r, const struct hf_field *field)
{
	if (r->final && (field->blanks_before || field->blanks_after != 1) &&
	    !(field->blanks_after == 0 && !*field->value))
		hf_found(r->sink, BAG_INFO_SPACING, .path = r->name,
			 .line = field->line, .actual = field->label);
}

static int keep(struct reader *r, const struct hf_field *field,
		struct hf_error *err)
{
	struct hf_info *info = r->info;
	struct hf_info_field *kept;

	kept = hf_list_grow(info->fields, info->n, &info->size, sizeof(*kept));
	if (!kept)
		return hf_fail_memory(err);
	info->fields = kept;
	kept = &info->fields[info->n];
	kept->line = field->line;
	kept->label = hf_arena_strdup(&info->arena, field->label);
	kept->value = hf_arena_memdup(&info->arena, field->value,
				      field->value_len);
	if (!kept->label || !kept->value)
		return hf_fail_memory(err);
	info->n++;
	judge_reserved(r, kept);
	return 0;
}

static int take(struct reader *r, struct hf_field *field, struct hf_error *err)
{
	static const char bom[] = "\xef\xbb\xbf";
	/* What stands behind a NUL would go unread. */
	bool nul = strlen(field->label) < field->label_len ||
		   strlen(field->value) < field->value_len;

	if (field->kind == HF_STANZA_FIELD && nul)
		field->kind = HF_STANZA_NO_COLON;
	switch (field->kind) {
	case HF_STANZA_FIELD:
		if (field->line == 1 && !strncmp(field->label, bom, 3)) {
			hf_found(r->sink, TAG_FILE_BOM, .path = r->name);
			field->label += 3;
		}
		judge_spacing(r, field);
		return keep(r, field, err);
	case HF_STANZA_BREAK:
		hf_found(r->sink, BAG_INFO_SPACING, .path = r->name,
			 .line = field->line, .detail = "the line is blank");
		return 0;
	case HF_STANZA_UNDECODABLE:
		hf_found(r->sink, TAG_FILE_UNDECODABLE, .path = r->name,
			 .line = field->line);
		return 0;
	case HF_STANZA_CUT:
		hf_found(r->sink, TAG_FILE_LINE_TOO_LONG, .path = r->name,
			 .line = field->line);
		return 0;
	default:
		hf_found(r->sink, BAG_INFO_MALFORMED, .path = r->name,
			 .line = field->line, .actual = field->value,
			 .detail = nul ? "it holds a NUL" : NULL);
		return 0;
	}
}

int hf_info_read(struct hf_info *info, struct hf_source *source,
		 const char *name, const char *encoding, bool final,
		 struct hf_sink *sink, struct hf_error *err)
{
	struct reader r = { .info = info, .name = name, .final = final,
			    .sink = sink };
	struct hf_stanza *stanza = NULL;
	struct hf_tagfile file;
	struct hf_field field;
	int got;

	got = hf_tagfile_open(&file, source, name, encoding, sink, err);
	info->unread = got <= 0;
	if (got <= 0)
		return got;
	got = hf_stanza_new(&stanza, file.lines, false, err);
	while (got == 0 && (got = hf_stanza_next(stanza, &field, err)) > 0)
		got = take(&r, &field, err);
	if (got < 0 && err->code == HF_ESYS) {
		hf_tell_read_error(sink, name, file.stream.at, err->sys_errno);
		info->unread = true;
		got = 0;
	}
	hf_stanza_free(stanza);
	hf_tagfile_close(&file);
	return got;
}
