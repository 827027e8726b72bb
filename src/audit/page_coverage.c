/* Coverage by age: a bar of copies for each location. */
#include <inttypes.h>
#include <stdio.h>

#include "audit/page.h"
#include "base/text.h"

/* What hatches the bands that are not as they should be; once on a page. */
static const char patterns[] =
"<svg width=\"0\" height=\"0\" aria-hidden=\"true\" style=\"position:absolute\"><defs>"
"<pattern id=\"late\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
"<rect width=\"8\" height=\"8\" style=\"fill:var(--card)\"/>"
"<rect width=\"4\" height=\"8\" style=\"fill:var(--warn)\"/></pattern>"
"<pattern id=\"never\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
"<rect width=\"8\" height=\"8\" style=\"fill:var(--card)\"/>"
"<circle cx=\"4\" cy=\"4\" r=\"1.8\" style=\"fill:var(--bad)\"/></pattern>"
"</defs></svg>\n";

/* In pixels where it is a key, and else as wide as the page. */
static void band(struct hf_buf *out, int age, const char *x, const char *width)
{
	hf_buf_printf(out, "<rect class=\"a%d edge\" x=\"%s\" y=\"0\" width=\"%s\" height=\"100%%\"/>",
		      age, x, width);
}

static void bar(struct hf_buf *out, const struct hf_coverage *coverage)
{
	double from = 0;
	char x[32], width[32];

	hf_buf_adds(out, "<svg class=\"bar\" role=\"img\"><title>Copies by the age of their last reading</title>");
	for (int age = 0; age < HF_AGE_COUNT; age++) {
		double share = 100.0 * (double)coverage->copies[age] /
			       (double)coverage->all_copies;

		if (!coverage->copies[age])
			continue;
		snprintf(x, sizeof(x), "%.3f%%", from);
		snprintf(width, sizeof(width), "%.3f%%", share);
		band(out, age, x, width);
		from += share;
	}
	hf_buf_adds(out, "</svg>\n");
}

static void ages(struct hf_buf *out, const struct hf_coverage *coverage)
{
	char octets[32];

	hf_buf_adds(out, "<ul class=\"ages\">\n");
	for (int age = 0; age < HF_AGE_COUNT; age++) {
		uint64_t n = coverage->copies[age];

		if (!n)
			continue;
		hf_buf_adds(out, "<li><svg class=\"key\" aria-hidden=\"true\">");
		band(out, age, "0", "100%");
		hf_buf_printf(out, "</svg>%s: %" PRIu64 " cop%s, %s</li>\n",
			      hf_age_text(age), n, n == 1 ? "y" : "ies",
			      hf_format_bytes(octets, coverage->octets[age]));
	}
	hf_buf_adds(out, "</ul>\n");
}

static void place(struct hf_buf *out, const struct hf_audited_place *p)
{
	const struct hf_coverage *coverage = &p->coverage;
	uint64_t failed = coverage->failed_copies;

	hf_buf_adds(out, "<div class=\"place\"><h3>");
	hf_page_words(out, p->location);
	hf_buf_adds(out, "</h3>\n");
	if (p->unreachable)
		hf_buf_adds(out, "<p class=\"bad\">? It could not be reached: nothing is known of what lies there now.</p>\n");
	if (coverage->all_copies) {
		bar(out, coverage);
		ages(out, coverage);
	} else {
		hf_buf_adds(out, "<p class=\"soft\">No copy is held there.</p>\n");
	}
	if (failed)
		hf_buf_printf(out, "<p class=\"bad\">✗ Of these, %" PRIu64 " cop%s did not pass when last read.</p>\n",
			      failed, failed == 1 ? "y" : "ies");
	hf_buf_adds(out, "</div>\n");
}

void hf_page_coverage(struct hf_buf *out, const struct hf_audit_result *result)
{
	if (!result->n_places)
		return;
	hf_buf_adds(out, "<h2>How long ago everything was read</h2>\n");
	hf_buf_adds(out, patterns);
	for (size_t i = 0; i < result->n_places; i++)
		place(out, &result->places[i]);
}
