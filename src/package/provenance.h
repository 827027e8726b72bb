/*
 * The provenance of a package, or of a record that is to become one: read,
 * its quotations compared, and its copy chain decided.
 */
#ifndef HF_PACKAGE_PROVENANCE_H
#define HF_PACKAGE_PROVENANCE_H

#include "chain/chain.h"
#include "provenance/record.h"

struct hf_provenance {
	struct hf_record *record;
	struct hf_chain_account *account;	/* NULL: the record has mistakes */
	const struct hf_declared_policy *policy;	/* that was applied, or NULL */
};

/*
 * Read the record that @path leads to (hf_record_open()), or that a bag in the
 * archive @path carries, and decide its chain if it has no mistakes: by the
 * policy @declared; where that is NULL, by the
 * one that the record holds, or by the defaults.  What came in a package does
 * not choose how it is judged: a policy in there is not applied.  Severities
 * are the caller's to set (hf_policy_declared()).  On success the caller releases
 * *@provenance_ret.
 */
HF_API int hf_provenance_decide(struct hf_provenance *provenance_ret,
				const char *path,
				const struct hf_declared_policy *declared,
				struct hf_sink *sink, struct hf_error *err);

/* The same for the record that an open bag carries; @path is its name. */
HF_API int hf_provenance_decide_in(struct hf_provenance *provenance_ret,
				   struct hf_source *bag, const char *path,
				   const struct hf_declared_policy *declared,
				   struct hf_sink *sink, struct hf_error *err);

/* Set the severities that a declared policy gives; NULL is allowed. */
HF_API void hf_policy_declared(struct hf_policy *policy,
			       const struct hf_declared_policy *declared);
/* Give back the record and the account. */
HF_API void hf_provenance_release(struct hf_provenance *provenance);

#endif
