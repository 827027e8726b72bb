/*
 * Sinks that others are made of: one that keeps, one that judges.
 */
#ifndef HF_FINDING_SINK_H
#define HF_FINDING_SINK_H

#include "base/arena_type.h"
#include "base/error.h"
#include "finding/finding.h"
#include "finding/verdict.h"

/* Keeps a copy of every finding, in order. */
struct hf_findings {
	struct hf_sink sink;	/* must be first */
	struct hf_arena arena;
	struct hf_finding *at;
	size_t n, size;
	bool failed;		/* out of memory: something was lost */
};

/* An empty list; hand &list->sink to a check, and look at @at after it. */
HF_API void hf_findings_init(struct hf_findings *list);
/* Give back all that was kept, with its strings. */
HF_API void hf_findings_release(struct hf_findings *list);
/* How many there are of @id. */
HF_API size_t hf_findings_count(const struct hf_findings *list,
				enum hf_finding_id id);

/*
 * Judges by a policy, and passes each finding on.  Fixity begins as VALID and
 * the chains as COMPLETE; whoever runs a check lowers them further where it
 * did not look (hf_judge_fixity()).
 */
struct hf_judge {
	struct hf_sink sink;	/* must be first */
	struct hf_sink *next;	/* may be NULL */
	const struct hf_policy *policy;
	uint64_t count[HF_ERROR + 1];	/* findings, by severity */
	enum hf_fixity fixity;
	enum hf_chain population, lineage;
	enum hf_status status;		/* the worst that a finding entails */
};

/* @policy and @next must outlive the judge, which owns nothing. */
HF_API void hf_judge_init(struct hf_judge *judge,
			  const struct hf_policy *policy, struct hf_sink *next);
/* Lower the verdict on fixity to @at_best, unless it is worse already. */
HF_API void hf_judge_fixity(struct hf_judge *judge, enum hf_fixity at_best);

#endif
