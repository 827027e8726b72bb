/*
 * Whether a package is kept as the register's policy asks (invariant 14):
 * copies, sites, threats and media (docs/formats/copy-chain.md).
 */
#ifndef HF_REGISTER_POLICY_H
#define HF_REGISTER_POLICY_H

#include "finding/finding.h"
#include "register/kept.h"

/* policy-unmet, once for each of its demands that the copies do not meet. */
int hf_check_policy(const struct hf_register *reg, const char *package,
		    const struct hf_kept_list *copies, struct hf_sink *sink,
		    struct hf_error *err);

/* How far apart the copies that count are kept. */
struct hf_spread {
	size_t copies, sites, media;
	size_t threats;		/* copies of which no two share a threat zone */
};

int hf_kept_spread(struct hf_spread *spread_ret,
		   const struct hf_kept_list *copies, struct hf_error *err);

#endif
