/*
 * Verdicts: what the findings come to, and the exit status that says it.
 *
 * A verdict is only ever worse for a finding, and whatever could not be
 * looked at keeps it from being good.
 */
#ifndef HF_FINDING_VERDICT_H
#define HF_FINDING_VERDICT_H

#include <stdbool.h>

#include "finding/finding.h"

/* Fixity.  Ordered: the greater one prevails. */
enum hf_fixity {
	HF_VALID,		/* complete, and every byte as recorded */
	HF_UNCHECKED,		/* as far as was asked; not every byte was read */
	HF_INCOMPLETE,		/* only what fetch.txt can supply is missing */
	HF_UNDETERMINED,	/* something could not be looked at */
	HF_INVALID,
};

/* Population and lineage.  Ordered likewise. */
enum hf_chain {
	HF_CHAIN_COMPLETE,
	HF_CHAIN_AS_DECLARED,	/* it closes, but some facts rest on G1 or G2 */
	HF_CHAIN_INDETERMINATE,
	HF_CHAIN_INCOMPLETE,
};

HF_API const char *hf_fixity_name(enum hf_fixity fixity);	/* "VALID" */
HF_API const char *hf_chain_name(enum hf_chain chain);	/* "COMPLETE" */

/* The fixity verdict that one finding of @severity entails. */
HF_API enum hf_fixity hf_fixity_of(enum hf_finding_id id,
				   enum hf_severity severity);

/* The chain verdict that one finding of @severity entails in @area. */
HF_API enum hf_chain hf_chain_of(enum hf_finding_id id,
				 enum hf_severity severity,
				 enum hf_area area);

/* The one that prevails. */
HF_API enum hf_chain hf_chain_worse(enum hf_chain a, enum hf_chain b);

/* Exit status: the promise made to scripts; see holdfast(1). */
enum hf_status {
	HF_STATUS_OK = 0,	/* all that was asked is so */
	HF_STATUS_INVALID = 1,	/* fixity or structure */
	HF_STATUS_USAGE = 2,	/* the command line was not understood */
	HF_STATUS_TROUBLE = 3,	/* could not finish or could not look */
	HF_STATUS_CHAIN = 4,	/* the copy chain or the policy is not met */
	HF_STATUS_OVERDUE = 5,	/* not read within its interval */
	HF_STATUS_LOG = 6,	/* the log or a signature does not verify */
};

/* The exit status that one finding of @severity entails. */
HF_API enum hf_status hf_status_of(enum hf_finding_id id,
				   enum hf_severity severity);

/* The exit status that belongs to a verdict. */
HF_API enum hf_status hf_fixity_status(enum hf_fixity fixity);
HF_API enum hf_status hf_chain_status(enum hf_chain chain);

/* The one that prevails: 6 beats all; then 1, 3, 4, 5; usage beats none. */
HF_API enum hf_status hf_status_worse(enum hf_status a, enum hf_status b);

#endif
