/*
 * The account of a registered package: what its record says of its copies, what
 * the log says of those that are kept, and what lies at the locations.
 */
#ifndef HF_REGISTER_JOINED_H
#define HF_REGISTER_JOINED_H

#include "package/provenance.h"
#include "register/inspect.h"
#include "register/kept.h"

struct hf_joined_options {
	/* What is asked of the record's evidence; NULL: what the register asks. */
	const struct hf_declared_policy *declared;
	int64_t now;		/* seconds since 1970; 0: the clock's */
	struct hf_inspect_options inspect;
};

struct hf_joined {
	char package[256];
	char root[65];			/* of its newest version; "": the log has none */
	struct hf_kept_list copies;
	char in_hand[65];		/* the root of the bag in hand; "": none, or not seen */
	/*
	 * The record: of the bag in hand, or of a copy that is there and the right
	 * one.  All zero: there is none, or no copy could be read.
	 */
	struct hf_provenance provenance;
	char *record_in;		/* the bag that carries it, or NULL */
	size_t n_kept_findings;		/* those before the record's own */
	struct hf_declared_policy asked;	/* of the register */
};

/*
 * Whether the register has ever heard of a package of that name: 1 or 0.
 */
HF_API int hf_is_registered(const struct hf_ledger *ledger,
			    const char *package, struct hf_error *err);

/*
 * The account of @package (HF_EUSAGE: the register has none of that name).
 * Findings go to @sink: of the places, of the policy, of each copy, and then
 * of the record.  On success the caller releases *@joined_ret, which stays where
 * it is.
 */
HF_API int hf_join(struct hf_joined *joined_ret,
		   const struct hf_ledger *ledger, const char *package,
		   const struct hf_joined_options *options,
		   struct hf_sink *sink, struct hf_error *err);

/* The same of the bag at @path, which is first held against the log itself. */
HF_API int hf_join_bag(struct hf_joined *joined_ret,
		       const struct hf_ledger *ledger, const char *path,
		       const struct hf_joined_options *options,
		       struct hf_sink *sink, struct hf_error *err);
HF_API void hf_joined_release(struct hf_joined *joined);

#endif
