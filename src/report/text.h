/*
 * Findings for people: a line each, its particulars below it, and at the end
 * what to do about each kind.
 */
#ifndef HF_REPORT_TEXT_H
#define HF_REPORT_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "finding/finding.h"

struct hf_text_report {
	struct hf_sink sink;	/* must be first */
	FILE *out;
	const struct hf_policy *policy;
	const char *prefix;	/* named before each path ("BAG/"), or NULL */
	enum hf_severity least;	/* findings below it are not printed */
	bool brief;		/* the particulars in the same line */
	uint64_t printed;
	unsigned char seen[(HF_FINDING_COUNT + 7) / 8];
};

/* A sink that prints to @out; that and @policy must outlive it. */
HF_API void hf_text_report_init(struct hf_text_report *report, FILE *out,
				const struct hf_policy *policy);

/* Count a finding among those whose remedies are told. */
HF_API void hf_text_report_note(struct hf_text_report *report,
				enum hf_finding_id id);

/* What to do about what was printed; nothing if nothing was. */
HF_API void hf_text_report_remedies(struct hf_text_report *report);

#endif
