#include "log/trust_model.h"

#include <stdlib.h>

#include "base/arena.h"

void hf_trust_free(struct hf_trust *trust)
{
	if (!trust)
		return;
	hf_arena_release(&trust->arena);
	free(trust);
}

const struct hf_verifier *hf_trust_log_key(const struct hf_trust *trust,
					   size_t i)
{
	return i < trust->n_log_keys ? &trust->log_keys[i] : NULL;
}

const struct hf_verifier *hf_trust_witness_key(const struct hf_trust *trust,
					       size_t i)
{
	return i < trust->n_witnesses ? &trust->witness_keys[i] : NULL;
}

const char *hf_trust_witness_name(const struct hf_trust *trust, size_t i)
{
	return i < trust->n_witnesses ? trust->witness_names[i] : NULL;
}

/*
 * A group stands behind its members, and each name is a member of one group at
 * most: so one pass over the names, in their order, counts all of them.
 */
bool hf_trust_quorum(const struct hf_trust *trust,
		     bool (*has)(void *ctx, size_t witness), void *ctx)
{
	uint64_t met[HF_TRUST_NAMES_MAX] = { 0 };

	if (!trust->has_quorum)
		return true;
	for (size_t i = 0; i < trust->n_names; i++) {
		const struct hf_trust_name *name = &trust->names[i];
		bool is_met = name->is_group ? met[i] >= name->threshold
					     : has(ctx, name->witness);

		if (i == trust->quorum)
			return is_met;
		if (is_met && name->is_member)
			met[name->group]++;
	}
	return false;
}
