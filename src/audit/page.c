/* A run on one page: what it comes to first, then what that rests on. */
#include "audit/page.h"

#include <inttypes.h>

#include "base/stamp.h"
#include "base/text.h"

#define MOST_ROWS	1000	/* of copies that were read; the JSON has all */

static const char *const ends[] = {
	[HF_AUDIT_DONE] = "all that was due has been turned to",
	[HF_AUDIT_SPENT] = "the budget was spent before all that was due had been read; the next run goes on there",
	[HF_AUDIT_STOPPED] = "it was told to stop; the next run goes on there",
	[HF_AUDIT_REFUSED] = "it did not begin",
};

static void amount(struct hf_buf *out, uint64_t copies, uint64_t octets)
{
	char text[32];

	hf_buf_printf(out, "%" PRIu64 " cop%s, %s", copies,
		      copies == 1 ? "y" : "ies", hf_format_bytes(text, octets));
}

/* --- What it comes to. --- */

struct verdict {
	const char *style, *sign, *words;
};

static struct verdict verdict_of(const struct hf_page *page)
{
	static const struct verdict verdicts[] = {
		[HF_STATUS_OK] = { "good", "✓", "All is well, as far as was looked." },
		[HF_STATUS_INVALID] = { "bad", "✗", "Copies are damaged, missing, or not what the log says." },
		[HF_STATUS_USAGE] = { "bad", "?", "Nothing was looked at." },
		[HF_STATUS_TROUBLE] = { "warn", "?", "Not everything could be looked at." },
		[HF_STATUS_CHAIN] = { "warn", "!", "The policy or a copy chain is not met." },
		[HF_STATUS_OVERDUE] = { "warn", "!", "Not everything was read in time." },
		[HF_STATUS_LOG] = { "bad", "✗", "The log or a signature does not verify: nothing that it says is believed." },
	};
	const struct hf_audit_result *result = page->result;

	if (result->status == HF_STATUS_OK && !result->left.copies &&
	    result->ended == HF_AUDIT_DONE)
		return (struct verdict){ "good", "✓", "All is well." };
	return verdicts[result->status];
}

static void describe(struct hf_buf *out, const char *name, const char *verdict,
		     const char *words)
{
	hf_buf_printf(out, "<dt>%s</dt><dd><strong>%s</strong>: %s</dd>\n",
		      name, verdict, words);
}

static void verdicts(struct hf_buf *out, const struct hf_audit_result *result)
{
	static const char *const fixities[] = {
		[HF_VALID] = "what was read is complete, and every byte as recorded",
		[HF_UNCHECKED] = "not every byte was read",
		[HF_INCOMPLETE] = "what is missing can be fetched",
		[HF_UNDETERMINED] = "something could not be looked at",
		[HF_INVALID] = "something is not as it was recorded",
	};
	static const char *const chains[] = {
		[HF_CHAIN_COMPLETE] = "nothing was found against it",
		[HF_CHAIN_AS_DECLARED] = "it closes, and some of it rests on declarations alone",
		[HF_CHAIN_INDETERMINATE] = "it cannot be decided from what is known",
		[HF_CHAIN_INCOMPLETE] = "something is missing or unexplained",
	};

	hf_buf_adds(out, "<dl>\n");
	describe(out, "Fixity", hf_fixity_name(result->fixity),
		 fixities[result->fixity]);
	describe(out, "Population", hf_chain_name(result->population),
		 chains[result->population]);
	describe(out, "Lineage", hf_chain_name(result->lineage),
		 chains[result->lineage]);
	hf_buf_adds(out, "</dl>\n");
}

/* "2 errors, 1 warning, 0 notes" */
static void counts(struct hf_buf *out, const struct hf_page *page)
{
	static const char *const names[] = {
		[HF_INFO] = "note", [HF_WARNING] = "warning",
		[HF_ERROR] = "error",
	};
	const struct hf_findings *findings = &page->result->findings;
	size_t n[HF_ERROR + 1] = { 0 };

	for (size_t i = 0; i < findings->n; i++)
		n[hf_policy_severity(page->policy, &findings->at[i])]++;
	for (int s = HF_ERROR; s >= HF_INFO; s--)
		hf_buf_printf(out, "%zu %s%s%s", n[s], names[s],
			      n[s] == 1 ? "" : "s", s ? ", " : "");
}

static void summary(struct hf_buf *out, const struct hf_page *page)
{
	const struct hf_audit_result *result = page->result;
	struct verdict verdict = verdict_of(page);

	hf_buf_printf(out, "<div class=\"verdict %s\"><p>%s %s</p>\n",
		      verdict.style, verdict.sign, verdict.words);
	hf_buf_adds(out, "<p>");
	counts(out, page);
	hf_buf_printf(out, ". The run: %s.</p>\n", ends[result->ended]);
	if (page->trouble) {
		hf_buf_adds(out, "<p>");
		hf_page_words(out, page->trouble);
		hf_buf_adds(out, ".</p>\n");
	}
	hf_buf_adds(out, "</div>\n");
	/* Of what did not begin there is no verdict. */
	if (result->ended != HF_AUDIT_REFUSED)
		verdicts(out, result);
}

static void heading(struct hf_buf *out, const struct hf_page *page)
{
	const struct hf_audit_result *result = page->result;
	const char *name = result->organisation ? result->organisation
						: page->path;
	char begin[HF_DATETIME_MAX], end[HF_DATETIME_MAX];

	hf_clock_datetime(result->begin, begin);
	hf_clock_datetime(result->end, end);
	hf_buf_adds(out, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>Audit of ");
	hf_page_words(out, name);
	hf_buf_printf(out, ", %.10s</title>\n<style>\n", begin);
	hf_page_style(out);
	hf_buf_adds(out, "</style>\n</head>\n<body>\n<h1>Audit of ");
	hf_page_words(out, name);
	hf_buf_adds(out, "</h1>\n<p class=\"soft\">");
	if (result->origin) {
		hf_page_words(out, result->origin);
		hf_buf_adds(out, ", ");
	}
	hf_buf_printf(out, "%s to %s", begin, end);
	if (result->entry != UINT64_MAX)
		hf_buf_printf(out, ", entry %" PRIu64 " of the log",
			      result->entry);
	hf_buf_adds(out, "</p>\n");
}

/* --- What was read. --- */

static void row(struct hf_buf *out, const struct hf_audited_copy *copy)
{
	static const struct {
		const char *style, *sign;
	} looks[] = {
		[HF_AUDIT_PASS] = { "good", "✓" },
		[HF_AUDIT_FAIL] = { "bad", "✗" },
		[HF_AUDIT_UNDETERMINED] = { "warn", "?" },
		[HF_AUDIT_SUSPENDED] = { "soft", "…" },
	};
	char octets[32];

	hf_buf_adds(out, "<tr><td>");
	hf_page_words(out, copy->package);
	hf_buf_adds(out, "</td><td>");
	hf_page_words(out, copy->location);
	hf_buf_printf(out, "</td><td>%s</td><td class=\"%s\">%s %s</td><td class=\"n\">%s</td><td class=\"n\">",
		      hf_due_text(copy->why), looks[copy->outcome].style,
		      looks[copy->outcome].sign,
		      hf_audit_outcome_name(copy->outcome),
		      hf_format_bytes(octets, copy->read));
	if (copy->entry != UINT64_MAX)
		hf_buf_printf(out, "%" PRIu64, copy->entry);
	hf_buf_adds(out, "</td></tr>\n");
}

static void what_was_read(struct hf_buf *out,
			  const struct hf_audit_result *result)
{
	hf_buf_adds(out, "<h2>What was read</h2>\n<p>Due: ");
	amount(out, result->due.copies, result->due.octets);
	hf_buf_adds(out, ". Read: ");
	amount(out, result->read.copies, result->read.octets);
	hf_buf_adds(out, ".</p>\n");
	if (!result->n_copies)
		return;
	hf_buf_adds(out, "<table>\n<tr><th>Package</th><th>Location</th><th>Why</th><th>Outcome</th><th class=\"n\">Read</th><th class=\"n\">Log entry</th></tr>\n");
	for (size_t i = 0; i < result->n_copies && i < MOST_ROWS; i++)
		row(out, &result->copies[i]);
	hf_buf_adds(out, "</table>\n");
	if (result->n_copies > MOST_ROWS)
		hf_buf_printf(out, "<p class=\"soft\">And %zu more; the log, and the report as JSON, have all of them.</p>\n",
			      result->n_copies - MOST_ROWS);
}

/* --- Copy chains. --- */

static void picture(struct hf_buf *out, const struct hf_page_picture *p)
{
	hf_buf_adds(out, "<h3>");
	hf_page_words(out, p->package);
	hf_buf_adds(out, "</h3>\n");
	if (!p->svg) {
		hf_buf_adds(out, "<p class=\"soft\">There is no picture: ");
		hf_page_words(out, p->why);
		hf_buf_adds(out, ".</p>\n");
		return;
	}
	hf_buf_printf(out, "<p>Population %s, lineage %s, by the record of the package.</p>\n<div class=\"picture\">",
		      hf_chain_name(p->population), hf_chain_name(p->lineage));
	hf_buf_adds(out, p->svg);
	hf_buf_adds(out, "</div>\n");
}

static void chains(struct hf_buf *out, const struct hf_page *page)
{
	if (!page->n_pictures)
		return;
	hf_buf_adds(out, "<h2>Copy chains of the packages above</h2>\n");
	for (size_t i = 0; i < page->n_pictures; i++)
		picture(out, &page->pictures[i]);
	if (page->undrawn)
		hf_buf_adds(out, "<p class=\"soft\">For those of more packages there is no room here; holdfast chain show --svg draws each.</p>\n");
}

int hf_audit_page(struct hf_buf *out, const struct hf_page *page,
		  struct hf_error *err)
{
	const struct hf_audit_result *result = page->result;

	heading(out, page);
	summary(out, page);
	hf_page_findings(out, page);
	hf_page_coverage(out, result);
	if (result->ended != HF_AUDIT_REFUSED) {
		what_was_read(out, result);
		hf_page_forecast(out, result);
	}
	chains(out, page);
	hf_buf_adds(out, "</body>\n</html>\n");
	return hf_buf_check(out, err);
}
