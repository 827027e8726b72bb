/* What the files of an audit share: one run. */
#ifndef HF_AUDIT_INSIDE_H
#define HF_AUDIT_INSIDE_H

#include "audit/audit.h"
#include "register/custody.h"
#include "register/ledger.h"

/* Where all findings go: to the caller, to the result, and they are judged. */
struct hf_audit_sink {
	struct hf_sink sink;	/* must be first */
	struct hf_sink *next;
	struct hf_findings *kept;
};

/* What a reading that was begun must be of, to count. */
struct hf_audit_seen {
	char root[65];
	uint64_t checked_by;	/* the last full reading; UINT64_MAX: none */
};

/* The copies that are to be kept in order, as a plan wants them. */
struct hf_audit_held {
	struct hf_holding *copies;	/* by package and location */
	size_t n, room;
	struct hf_holding_place *places;	/* in the order of register.txt */
	struct hf_audit_seen *seen;	/* of the copies, by the log */
	size_t n_seen, seen_room;
	struct hf_arena arena;
};

struct hf_audit_run {
	const struct hf_audit_options *options;
	struct hf_audit_result *result;
	struct hf_custody custody;
	struct hf_ledger ledger;	/* the same, for those who only look */
	struct hf_policy policy;
	struct hf_audit_sink told;
	struct hf_judge judge;		/* over all of it; passes on to told */
	struct hf_audit_held held;
	struct hf_audit_plan *plan;
	struct hf_audit_budget budget;	/* with the time between runs */
	struct hf_place *open;		/* the places, in the order of register.txt */
	bool *tried;			/* which of them, */
	bool *is_open;			/* and which could be opened */
	double started;			/* by hf_clock_elapsed() */
	int64_t now;
	uint64_t copies_read, octets_read;
	size_t room;			/* of result->copies */
};

/* A copy as the log has it, which is kept at the location of that number. */
struct hf_holding hf_holding_of(const struct hf_register *reg,
				const struct hf_held_copy *copy,
				size_t location, const char *package);

/* The copies of the log, with what is begun; to be released in any case. */
int hf_audit_gather(struct hf_audit_held *held, struct hf_audit_run *run,
		    struct hf_error *err);
void hf_audit_held_release(struct hf_audit_held *held);

/* Whether the run has been told to stop; or has spent what it may. */
bool hf_audit_stopped(const struct hf_audit_run *run);
bool hf_audit_spent(const struct hf_audit_run *run);

/* Turn to one copy that is due, and put into the log what came of it. */
int hf_audit_copy(struct hf_audit_run *run, const struct hf_audit_step *step,
		  struct hf_error *err);

/* The chain, the policy, lateness, and both directions. */
int hf_audit_judge(struct hf_audit_run *run, struct hf_error *err);

#endif
