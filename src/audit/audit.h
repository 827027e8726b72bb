/*
 * The audit that cron runs (docs/formats/audit.md): the log first, then each
 * copy that is due, then the copy chain, the policy, and both directions
 * between register and locations.  Its outcomes go into the log; into a bag
 * nothing is ever written.
 */
#ifndef HF_AUDIT_AUDIT_H
#define HF_AUDIT_AUDIT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/coverage.h"
#include "audit/forecast.h"
#include "audit/holding.h"
#include "audit/plan.h"
#include "base/arena_type.h"
#include "base/error.h"
#include "digest/engine_options.h"
#include "finding/sink.h"

/* All zero: everything that is due, from the medium, in a sandbox. */
struct hf_audit_options {
	struct hf_audit_budget budget;	/* between 0: what the log shows, else nightly */
	uint64_t limit_rate;		/* octets a second at most; 0: no bound */
	unsigned int jobs;		/* threads; 0: one per core */
	enum hf_engine_kind engine;
	bool from_cache;		/* also what memory still has of a file */
	bool nice;			/* let everything else go first */
	bool no_sandbox;
	bool plan_only;			/* forecast, and read and write nothing */
	int64_t now;			/* seconds since 1970; 0: the clock's */
	/* Set by a signal's handler: end at the next file; may be NULL. */
	const volatile sig_atomic_t *stop;
	/* @done of @total octets of the run are read; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

enum hf_audit_outcome {
	HF_AUDIT_PASS,
	HF_AUDIT_FAIL,		/* damaged, missing, or another bag */
	HF_AUDIT_UNDETERMINED,	/* something could not be looked at */
	HF_AUDIT_SUSPENDED,	/* goes on in the next run */
};

/* "pass", "fail", "undetermined", "suspended": as the log has them. */
HF_API const char *hf_audit_outcome_name(enum hf_audit_outcome outcome);

/* A copy that was turned to, in the order in which that was done. */
struct hf_audited_copy {
	const char *package, *location;
	enum hf_due why;
	enum hf_audit_outcome outcome;
	const char *root;	/* of what lies there; "": not seen */
	uint64_t files, octets;	/* of the bag, as the log has them or as found */
	uint64_t read;		/* octets that were read now */
	double seconds;		/* that it took */
	uint64_t entry;		/* of the log, that says so; UINT64_MAX: none */
	size_t first, n;	/* what was found of it, among the findings */
};

struct hf_audited_place {
	const char *location;	/* its identifier */
	bool unreachable;	/* nothing is known of what lies there */
	uint64_t copies[HF_AUDIT_SUSPENDED + 1];	/* turned to, by outcome */
	uint64_t read;		/* octets */
	double seconds;
	struct hf_coverage coverage;	/* after the run */
};

enum hf_audit_end {
	HF_AUDIT_DONE,		/* all that was due has been read */
	HF_AUDIT_SPENT,		/* the budget came to its end before */
	HF_AUDIT_STOPPED,	/* it was told to stop */
	HF_AUDIT_REFUSED,	/* it did not begin: the findings say why */
};

struct hf_audit_result {
	int64_t begin, end;		/* seconds since 1970 */
	const char *origin, *organisation;	/* of the register; NULL: refused */
	enum hf_audit_end ended;
	struct hf_audited_copy *copies;
	size_t n_copies;
	struct hf_audited_place *places;	/* in the order of register.txt */
	size_t n_places;
	struct hf_coverage coverage;	/* of all places, after the run */
	struct hf_amount due;		/* when it began */
	struct hf_amount read;		/* copies brought to an end, and octets read */
	struct hf_amount left;		/* due, and not read */
	int64_t last;			/* when the audit before began; 0: there was none */
	struct hf_forecast *forecast;	/* when it began; its places are these */
	struct hf_findings findings;	/* all of them, in order */
	enum hf_fixity fixity;		/* of the copies looked at, and of the places */
	enum hf_chain population, lineage;	/* of the packages */
	enum hf_status status;
	uint64_t entry;			/* of the log, for the run; UINT64_MAX: none */
	struct hf_arena arena;		/* where its strings live */
};

/*
 * Audit the register at @path.  Findings go to @sink as they are met.  The
 * caller releases *@result_ret, also after a failure.
 *
 * HF_EREFUSED, with result->status saying how grave it is: a register or a log
 * that does not verify, so that nothing was looked at (HF_STATUS_LOG); or
 * another audit of the register is running (HF_STATUS_TROUBLE; the error says
 * who).
 */
HF_API int hf_audit(const char *path, const struct hf_audit_options *options,
		    struct hf_sink *sink, struct hf_audit_result *result_ret,
		    struct hf_error *err);
HF_API void hf_audit_release(struct hf_audit_result *result);

#endif
