/*
 * What an audit reads tonight, and in which order (docs/formats/audit.md).
 *
 * First what was begun and not finished, then what failed last time, then what
 * was never verified, then what has waited longest behind its interval, or is
 * nearest to its end.  The same copies yield the same order, in whatever order
 * they come.
 */
#ifndef HF_AUDIT_PLAN_H
#define HF_AUDIT_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "audit/holding.h"
#include "base/error.h"

/* Why a copy is read, in the order of reading; LATE and TURN are one rank. */
enum hf_due {
	HF_DUE_SUSPENDED,	/* its reading was begun, and is resumed */
	HF_DUE_FAILED,		/* it failed last time */
	HF_DUE_NEVER,		/* it was never verified */
	HF_DUE_LATE,		/* it is older than its interval */
	HF_DUE_TURN,		/* it would be, if it were not read now */
	HF_DUE_AHEAD,		/* nearly its turn: for what is left of the budget */
	HF_DUE_COUNT
};

/* "never verified". */
HF_API const char *hf_due_text(enum hf_due due);

struct hf_audit_step {
	size_t copy;		/* index into the copies */
	enum hf_due why;
	uint64_t octets;	/* that are left to read */
};

struct hf_audit_plan {
	struct hf_audit_step *steps;	/* all that is due, in order */
	size_t n;
	size_t begun;		/* how many of them the budget suffices to begin */
	size_t finished;	/* and to finish; the one between is suspended */
	uint64_t octets;	/* of all steps */
	uint64_t octets_within;	/* of what the budget suffices for */
};

/*
 * Plan the run at @now.  HF_EUSAGE for a copy at no location, without a name,
 * or with a negative interval.  The caller owns *@plan_ret.
 */
HF_API int hf_audit_plan_make(struct hf_audit_plan **plan_ret,
			      const struct hf_holding_set *held, int64_t now,
			      const struct hf_audit_budget *budget,
			      struct hf_error *err);
HF_API void hf_audit_plan_free(struct hf_audit_plan *plan);	/* NULL is allowed */

#endif
