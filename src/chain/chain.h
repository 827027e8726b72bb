/*
 * The copy chain: is every declared copy accounted for, and does what we hold
 * descend from the archived original without a break?
 *
 * docs/formats/copy-chain.md states the invariants, how grades of evidence
 * come to a verdict, and a table of cases.
 */
#ifndef HF_CHAIN_CHAIN_H
#define HF_CHAIN_CHAIN_H

#include <stdint.h>

#include "base/error.h"
#include "finding/finding.h"
#include "finding/verdict.h"
#include "provenance/model.h"

/*
 * What is known of a copy: derived, never stored.  A record alone comes to no
 * STALE, UNREACHABLE or MISSING; a register does (register/kept.h).
 */
enum hf_copy_state {
	HF_STATE_VERIFIED,		/* read again in full, and found right */
	HF_STATE_STALE,			/* likewise, but longer ago than is asked */
	HF_STATE_ATTESTED,		/* receipted (G3) */
	HF_STATE_DECLARED,		/* G1 or G2 only */
	HF_STATE_IN_TRANSIT,		/* handed over, to nobody named */
	HF_STATE_UNREACHABLE,		/* where it lies, nobody could look */
	HF_STATE_CORRUPT,		/* its last check failed, or it is another */
	HF_STATE_MISSING,		/* it is not where it should lie */
	HF_STATE_DESTROYED,		/* with evidence (G3 or better) */
	HF_STATE_DESTROYED_ASSERTED,	/* G1 or G2 only */
	HF_STATE_LOST,
	HF_STATE_UNACCOUNTED,		/* nothing supports it */
};

struct hf_copy_status {
	enum hf_copy_state state;
	const struct hf_event *event;	/* that the state rests on, or NULL */
	enum hf_grade grade;		/* of its claim */
	const char *custodian;		/* name of the last one known, or NULL */
};

/* How something that is held descends. */
struct hf_descent {
	size_t copy;		/* index in the record */
	size_t root;		/* the archived original; HF_DANGLING: broken */
	size_t broken_at;	/* the copy that has no way on, if broken */
	size_t hops;		/* from @copy to @root */
	bool ambiguous;		/* some hop has several possible sources */
};

/* A fact that a verdict rests on by declaration (G1 or G2). */
struct hf_basis {
	enum hf_area area;	/* HF_POPULATION or HF_LINEAGE */
	const char *id;		/* of the event or population */
	const char *claim;
	enum hf_grade grade;
};

struct hf_chain_account {
	struct hf_copy_status *copies;	/* one for each copy of the record */
	/*
	 * The source of each copy that leads on to the root, or towards the
	 * break; HF_DANGLING: there is none.
	 */
	size_t *sources;
	size_t *origins;	/* the event that made each; HF_DANGLING: none */
	bool *after_accession;	/* it descends from an archived copy */
	struct hf_descent *descents;
	size_t n_descents;
	struct hf_basis *basis;
	size_t n_basis;
	enum hf_chain population, lineage;	/* at best, by grade alone */
};

/*
 * What is asked of the evidence.  Eras: before the accession, after it, and
 * whatever is digital (docs/formats/copy-chain.md).
 */
struct hf_chain_policy {
	enum hf_grade accounted;	/* less, and a fact does not count: G1 */
	enum hf_grade before, after, digital;	/* less is "as declared": G3 */
	uint64_t minimum;		/* copies that a population keeps: 0 */
};

struct hf_chain_options {
	int64_t now;	/* seconds since 1970: later dates are impossible; or 0 */
	struct hf_chain_policy policy;
};

/* The defaults; and what a declared policy says instead, where it is given. */
HF_API void hf_chain_policy_init(struct hf_chain_policy *policy,
				 const struct hf_declared_policy *declared);

/*
 * Decide the chain of @record, which must outlive the account.  Findings go
 * to @sink, in an order that depends on the record alone.  The verdicts are
 * the worse of account->population and account->lineage, and of what a judge
 * made of the findings.
 * On success the caller owns *@account_ret.
 */
HF_API int hf_chain_decide(struct hf_chain_account **account_ret,
			   const struct hf_record *record,
			   const struct hf_chain_options *options,
			   struct hf_sink *sink, struct hf_error *err);
/* Give the account back; NULL is allowed.  The record stays. */
HF_API void hf_chain_account_free(struct hf_chain_account *account);

/* "VERIFIED", "DESTROYED-ASSERTED"... */
HF_API const char *hf_copy_state_name(enum hf_copy_state state);

#endif
