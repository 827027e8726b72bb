/* What remains to be read, and what the budget comes to. */
#include <inttypes.h>

#include "audit/page.h"
#include "base/text.h"

static void cell(struct hf_buf *out, const struct hf_amount *amount)
{
	char octets[32];

	hf_buf_printf(out, "<td class=\"n\">%" PRIu64 " (%s)</td>",
		      amount->copies, hf_format_bytes(octets, amount->octets));
}

static void outlook(struct hf_buf *out, const char *location,
		    const struct hf_outlook *o)
{
	hf_buf_adds(out, "<tr><td>");
	hf_page_words(out, location);
	hf_buf_adds(out, "</td>");
	cell(out, &o->held);
	cell(out, &o->due);
	cell(out, &o->late);
	cell(out, &o->never);
	hf_buf_printf(out, "<td class=\"n\">%" PRIu64 " d</td>",
		      o->oldest / 86400);
	if (o->runs == HF_NEVER_DONE)
		hf_buf_adds(out, "<td class=\"n\">never</td></tr>\n");
	else
		hf_buf_printf(out, "<td class=\"n\">%" PRIu64 "</td></tr>\n",
			      o->runs);
}

static void budget(struct hf_buf *out, const struct hf_forecast *f)
{
	char needed[32], lacking[32];

	hf_buf_printf(out, "<p>A run every %" PRId64 " h needs %s, or %" PRIu64 " s, so that nothing gets older than its interval. ",
		      f->between / 3600,
		      hf_format_bytes(needed, f->needed_bytes), f->needed_time);
	if (!f->short_bytes && !f->short_time) {
		hf_buf_adds(out, "The budget suffices.</p>\n");
		return;
	}
	hf_buf_printf(out, "<strong class=\"warn\">! The budget is short by %s, %" PRIu64 " s in each run",
		      hf_format_bytes(lacking, f->short_bytes), f->short_time);
	if (f->runs_late == HF_NEVER_DONE)
		hf_buf_adds(out, ": what failed takes all of it.</strong></p>\n");
	else
		hf_buf_printf(out, ": everything will be late by %" PRIu64 " run%s.</strong></p>\n",
			      f->runs_late, f->runs_late == 1 ? "" : "s");
}

void hf_page_forecast(struct hf_buf *out, const struct hf_audit_result *result)
{
	const struct hf_forecast *f = result->forecast;
	char octets[32];

	hf_buf_adds(out, "<h2>What remains</h2>\n");
	if (!result->left.copies)
		hf_buf_adds(out, "<p>Nothing that was due is left.</p>\n");
	else
		hf_buf_printf(out, "<p>Due, and not read: %" PRIu64 " cop%s, %s.</p>\n",
			      result->left.copies,
			      result->left.copies == 1 ? "y" : "ies",
			      hf_format_bytes(octets, result->left.octets));
	if (!f)
		return;
	budget(out, f);
	hf_buf_adds(out, "<p class=\"soft\">As it stood when the run began:</p>\n<table>\n<tr><th>Location</th><th class=\"n\">Held</th><th class=\"n\">Due</th><th class=\"n\">Late</th><th class=\"n\">Never read</th><th class=\"n\">Oldest</th><th class=\"n\">Runs for what is due</th></tr>\n");
	for (size_t i = 0; i < f->n && i < result->n_places; i++)
		outlook(out, result->places[i].location, &f->places[i]);
	outlook(out, "all", &f->all);
	hf_buf_adds(out, "</table>\n");
}
