/* What was found, copy by copy, and what to do about it. */
#include <string.h>

#include "audit/page.h"

static void member(struct hf_buf *out, const char *name, const char *value,
		   bool literal)
{
	if (!value)
		return;
	hf_buf_printf(out, "<dt>%s</dt><dd>%s", name, literal ? "<code>" : "");
	hf_page_words(out, value);
	hf_buf_printf(out, "%s</dd>\n", literal ? "</code>" : "");
}

/*
 * Whose finding it is, under a heading that says "PACKAGE at LOCATION" already:
 * "PACKAGE at LOCATION: copy-1" is copy-1; and NULL where that is all.
 */
static const char *subject_under(const struct hf_audited_copy *copy,
				 const char *subject)
{
	const char *const parts[] = { copy->package, " at ", copy->location };
	const char *rest = subject;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		size_t len = strlen(parts[i]);

		if (strncmp(rest, parts[i], len))
			return subject;
		rest += len;
	}
	if (!*rest)
		return NULL;
	return strncmp(rest, ": ", 2) ? subject : rest + 2;
}

static void name_path(struct hf_buf *out, const struct hf_finding *f)
{
	if (!f->path)
		return;
	hf_buf_adds(out, " <code>");
	hf_page_text(out, f->path, f->path_len ? f->path_len : strlen(f->path));
	hf_buf_adds(out, "</code>");
	if (f->line)
		hf_buf_printf(out, ", line %lu,", f->line);
}

/* A sign besides the word, so that one sees it when leafing through. */
static void severity(struct hf_buf *out, enum hf_severity severity)
{
	static const struct {
		const char *style, *sign;
	} looks[] = {
		[HF_INFO] = { "soft", "·" },
		[HF_WARNING] = { "warn", "!" },
		[HF_ERROR] = { "bad", "✗" },
	};

	hf_buf_printf(out, "<span class=\"severity %s\">%s %s</span>",
		      looks[severity].style, looks[severity].sign,
		      hf_severity_name(severity));
}

/* @copy: under whose heading it stands, or NULL. */
static void finding(struct hf_buf *out, const struct hf_page *page,
		    const struct hf_audited_copy *copy,
		    const struct hf_finding *f)
{
	const char *subject = copy && f->subject
			      ? subject_under(copy, f->subject) : f->subject;

	hf_buf_adds(out, "<div class=\"finding\"><p>");
	severity(out, hf_policy_severity(page->policy, f));
	hf_buf_printf(out, " <code>%s</code>:", hf_finding_name(f->id));
	name_path(out, f);
	hf_buf_adds(out, " ");
	hf_page_words(out, hf_finding_text(f->id));
	hf_buf_adds(out, "</p>\n");
	/* HTML has no list without members. */
	if (subject || f->algorithm || f->expected || f->actual || f->detail) {
		hf_buf_adds(out, "<dl>\n");
		member(out, "of", subject, false);
		member(out, "particulars", f->detail, false);
		member(out, "algorithm", f->algorithm, false);
		member(out, "expected", f->expected, true);
		member(out, "found", f->actual, true);
		hf_buf_adds(out, "</dl>\n");
	}
	hf_buf_adds(out, "</div>\n");
}

static void remedy(struct hf_buf *out, enum hf_finding_id id)
{
	hf_buf_adds(out, "<p class=\"remedy\"><strong>What to do:</strong> ");
	hf_page_words(out, hf_finding_remedy(id));
	hf_buf_adds(out, ".</p>\n");
}

/* Findings from @from up to @to; the remedy behind the last of a kind in turn. */
static void some(struct hf_buf *out, const struct hf_page *page,
		 const struct hf_audited_copy *copy, size_t from, size_t to)
{
	const struct hf_findings *findings = &page->result->findings;

	for (size_t i = from; i < to && i < findings->n; i++) {
		const struct hf_finding *f = &findings->at[i];

		finding(out, page, copy, f);
		if (i + 1 == to || i + 1 == findings->n || f[1].id != f->id)
			remedy(out, f->id);
	}
}

static void of_copies(struct hf_buf *out, const struct hf_page *page)
{
	const struct hf_audit_result *result = page->result;

	for (size_t i = 0; i < result->n_copies; i++) {
		const struct hf_audited_copy *copy = &result->copies[i];

		if (!copy->n)
			continue;
		hf_buf_adds(out, "<h3>");
		hf_page_words(out, copy->package);
		hf_buf_adds(out, " at ");
		hf_page_words(out, copy->location);
		hf_buf_printf(out, ": %s</h3>\n",
			      hf_audit_outcome_name(copy->outcome));
		some(out, page, copy, copy->first, copy->first + copy->n);
	}
}

static size_t count_of_copies(const struct hf_audit_result *result)
{
	size_t n = 0;

	for (size_t i = 0; i < result->n_copies; i++)
		n += result->copies[i].n;
	return n;
}

/* What is of no copy lies before, between and behind what is. */
static void of_the_rest(struct hf_buf *out, const struct hf_page *page)
{
	const struct hf_audit_result *result = page->result;
	size_t from = 0;

	if (count_of_copies(result) == result->findings.n)
		return;
	hf_buf_adds(out, "<h3>The register, its packages and its locations</h3>\n");
	for (size_t i = 0; i < result->n_copies; i++) {
		const struct hf_audited_copy *copy = &result->copies[i];

		if (!copy->n)
			continue;
		some(out, page, NULL, from, copy->first);
		from = copy->first + copy->n;
	}
	some(out, page, NULL, from, result->findings.n);
}

void hf_page_findings(struct hf_buf *out, const struct hf_page *page)
{
	hf_buf_adds(out, "<h2>What was found</h2>\n");
	if (!page->result->findings.n) {
		hf_buf_adds(out, "<p>Nothing.</p>\n");
		return;
	}
	of_copies(out, page);
	of_the_rest(out, page);
}
