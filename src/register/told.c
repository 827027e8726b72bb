#include "register/told.h"

#include <string.h>

#include "base/stamp.h"
#include "base/text.h"
#include "report/json.h"

#define ROOT_SHOWN	12	/* digits: people compare the first ones */

static int place_width(const struct hf_kept_list *copies)
{
	size_t width = 0, len;

	for (size_t i = 0; i < copies->n; i++) {
		len = strlen(copies->at[i].held.location);
		if (len > width)
			width = len;
	}
	return width > 40 ? 40 : (int)width;
}

static void print_copy(const struct hf_kept *kept, int width, FILE *out)
{
	const struct hf_held_copy *held = &kept->held;
	char since[HF_DATE_MAX], read[HF_DATE_MAX];

	hf_clock_date(held->since, since);
	hf_clock_date(held->checked, read);
	fprintf(out, "  %-*s  %-18s  since %s, ", width,
		hf_shown(held->location), hf_copy_state_name(kept->state),
		since);
	if (held->checked)
		fprintf(out, "last read %s, ", read);
	else
		fputs("never read, ", out);
	fprintf(out, "root %.*s", ROOT_SHOWN, held->root);
	if (kept->found[0] && strcmp(kept->found, held->root) != 0)
		fprintf(out, ", found %.*s", ROOT_SHOWN, kept->found);
	fputc('\n', out);
}

void hf_joined_report_text(const struct hf_joined *joined, FILE *out)
{
	int width = place_width(&joined->copies);

	if (!joined->root[0]) {
		fprintf(out, "Kept copies: the log has never heard of %s\n",
			hf_shown(joined->package));
	} else {
		fprintf(out, "Kept copies of %s:\n",
			hf_shown(joined->package));
		for (size_t i = 0; i < joined->copies.n; i++)
			print_copy(&joined->copies.at[i], width, out);
	}
	if (joined->in_hand[0])
		fprintf(out, "  in hand: root %.*s, %s\n", ROOT_SHOWN,
			joined->in_hand,
			!strcmp(joined->in_hand, joined->root)
			? "the version that the log has as the newest"
			: "not the version that the log has as the newest");
	if (!joined->provenance.record)
		fputs(joined->record_in
		      ? "  the package carries no record\n"
		      : "  its record was not read: there is no copy that could be\n",
		      out);
}

static void add_time(struct hf_json *json, const char *name, int64_t seconds)
{
	char text[HF_DATETIME_MAX];

	if (!seconds)
		return;
	hf_clock_datetime(seconds, text);
	hf_json_text(json, name, text);
}

static int copy_json(const struct hf_kept *kept, FILE *out)
{
	const struct hf_held_copy *held = &kept->held;
	struct hf_json *json = hf_json_begin("kept");

	hf_json_text(json, "package", held->package);
	hf_json_text(json, "location", held->location);
	if (kept->location)
		hf_json_text(json, "site", kept->location->site);
	hf_json_text(json, "state", hf_copy_state_name(kept->state));
	hf_json_text(json, "form",
		     held->form == HF_HELD_TAR ? "tar" : "bag");
	add_time(json, "since", held->since);
	add_time(json, "read", held->checked);
	add_time(json, "passed", held->passed);
	hf_json_text(json, "root", held->root);
	if (kept->found[0])
		hf_json_text(json, "found", kept->found);
	return hf_json_end(json, out);
}

int hf_joined_report_json(const struct hf_joined *joined, FILE *out)
{
	struct hf_json *json;

	for (size_t i = 0; i < joined->copies.n; i++) {
		if (copy_json(&joined->copies.at[i], out) < 0)
			return -1;
	}
	json = hf_json_begin("package");
	hf_json_text(json, "package", joined->package);
	if (joined->root[0])
		hf_json_text(json, "root", joined->root);
	if (joined->in_hand[0])
		hf_json_text(json, "in_hand", joined->in_hand);
	hf_json_text(json, "record_in", joined->record_in);
	hf_json_flag(json, "record", joined->provenance.record != NULL);
	return hf_json_end(json, out);
}
