/*
 * The page that tells a run to people: HTML that is well-formed XML too, whole
 * in itself, and good on paper (docs/formats/audit.md).
 */
#ifndef HF_AUDIT_PAGE_H
#define HF_AUDIT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "audit/audit.h"
#include "base/buf.h"
#include "base/error.h"
#include "finding/finding.h"

/* The copy chain of a package of which something was found. */
struct hf_page_picture {
	char *package;
	char *svg;		/* an element; NULL: there is none */
	char *why;		/* ... for this reason */
	enum hf_chain population, lineage;	/* where there is a picture */
};

struct hf_page {
	const struct hf_audit_result *result;
	const struct hf_policy *policy;
	const char *path;	/* of the register, as it was given */
	const char *trouble;	/* what kept the run from its end, or NULL */
	const struct hf_page_picture *pictures;
	size_t n_pictures;
	bool undrawn;		/* there are packages for which there was no room */
};

/* Append the page to @out. */
int hf_audit_page(struct hf_buf *out, const struct hf_page *page,
		  struct hf_error *err);

/* --- Its parts. --- */

/* Text from anywhere: harmless first, and then as HTML has it. */
void hf_page_text(struct hf_buf *out, const char *text, size_t len);
void hf_page_words(struct hf_buf *out, const char *text);

void hf_page_style(struct hf_buf *out);
void hf_page_findings(struct hf_buf *out, const struct hf_page *page);
/* What is left of what was due, and what the budget comes to. */
void hf_page_forecast(struct hf_buf *out, const struct hf_audit_result *result);
/* A bar for each location, and what they mean. */
void hf_page_coverage(struct hf_buf *out, const struct hf_audit_result *result);

#endif
