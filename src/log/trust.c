#include "log/trust_model.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

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
static bool is_met(const struct hf_trust *trust, size_t wanted,
		   bool (*has)(void *ctx, size_t witness), void *ctx)
{
	uint64_t met[HF_TRUST_NAMES_MAX] = { 0 };

	for (size_t i = 0; i <= wanted; i++) {
		const struct hf_trust_name *name = &trust->names[i];
		bool is = name->is_group ? met[i] >= name->threshold
					 : has(ctx, name->witness);

		if (i == wanted)
			return is;
		if (is && name->is_member)
			met[name->group]++;
	}
	return false;
}

int hf_trust_group(const struct hf_trust *trust, const char *name,
		   bool (*has)(void *ctx, size_t witness), void *ctx)
{
	for (size_t i = 0; i < trust->n_names; i++) {
		if (strcmp(trust->names[i].text, name) == 0)
			return is_met(trust, i, has, ctx);
	}
	return -1;
}

const char *hf_trust_quorum_name(const struct hf_trust *trust)
{
	return trust->has_quorum ? trust->names[trust->quorum].text : NULL;
}

int hf_trust_of_keys(struct hf_trust **trust_ret,
		     const struct hf_verifier *keys, size_t n,
		     struct hf_error *err)
{
	struct hf_trust *trust;

	for (size_t i = 0; i < n; i++) {
		if (keys[i].kind != HF_KEY_SIGNER)
			return hf_fail(err, HF_EUSAGE,
				       "the key of '%s' is a witness's, and no log is signed by that",
				       hf_shown(keys[i].name));
	}
	if (n > HF_TRUST_KEYS_MAX)
		return hf_fail(err, HF_EUSAGE, "there are more than %d keys",
			       HF_TRUST_KEYS_MAX);
	trust = calloc(1, sizeof(*trust));
	if (!trust)
		return hf_fail_memory(err);
	if (n)
		memcpy(trust->log_keys, keys, n * sizeof(*keys));
	trust->n_log_keys = n;
	*trust_ret = trust;
	return 0;
}
