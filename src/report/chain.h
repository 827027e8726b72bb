/*
 * A copy chain, told to people: the two verdicts with what is behind them, and
 * the tree of what was made from what.
 */
#ifndef HF_REPORT_CHAIN_H
#define HF_REPORT_CHAIN_H

#include <stdio.h>

#include "chain/chain.h"
#include "finding/sink.h"

/* A chain that has been decided. */
struct hf_chain_report {
	const struct hf_record *record;
	const char *folder;	/* that the record was found in, or NULL */
	const struct hf_chain_account *account;
	const struct hf_findings *findings;
	const struct hf_policy *policy;
	enum hf_chain population, lineage;	/* the verdicts */
	bool utf8;	/* the reader's terminal shows it */
	unsigned int width;	/* of it, in columns; 0: lines may be any length */
};

/* The verdicts, the state of each copy, the hops, and the findings. */
HF_API void hf_chain_report_text(const struct hf_chain_report *report,
				 FILE *out);

/* The same as JSON, an object per line (docs/formats/json.md); 0 or -1. */
HF_API int hf_chain_report_json(const struct hf_chain_report *report,
				FILE *out);

/* The tree of derivations, with custodians, dates and grades; 0 or -1. */
HF_API int hf_chain_report_tree(const struct hf_chain_report *report,
				FILE *out);

/*
 * The same for Graphviz, and as a picture (SVG 1.1).  HF_EUSAGE where there are
 * too many copies for one to be read.
 */
HF_API void hf_chain_report_dot(const struct hf_chain_report *report,
				FILE *out);
HF_API int hf_chain_report_svg(const struct hf_chain_report *report, FILE *out,
			       struct hf_error *err);

/* Why @copy (an index) is in its state: events, claims, and what is missing. */
HF_API void hf_chain_report_explain(const struct hf_chain_report *report,
				    size_t copy, FILE *out);

#endif
