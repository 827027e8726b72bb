#include "package/provenance.h"

#include "base/clock.h"

void hf_policy_declared(struct hf_policy *policy,
			const struct hf_declared_policy *declared)
{
	for (size_t i = 0; declared && i < declared->severities.n; i++)
		hf_policy_override(policy, declared->severities.at[i]);
}

int hf_provenance_decide(struct hf_provenance *provenance, const char *path,
			 const struct hf_declared_policy *declared,
			 struct hf_sink *sink, struct hf_error *err)
{
	struct hf_chain_options options = { .now = hf_clock_wall() };
	struct hf_provenance p = { 0 };

	if (hf_record_open(&p.record, path, sink, err) < 0)
		return -1;
	if (!declared && p.record->n_policies && !p.record->packaged)
		declared = p.record->policies;
	p.policy = declared;
	hf_chain_policy_init(&options.policy, declared);
	if (p.record->sound &&
	    hf_chain_decide(&p.account, p.record, &options, sink, err) < 0) {
		hf_provenance_release(&p);
		return -1;
	}
	*provenance = p;
	return 0;
}

void hf_provenance_release(struct hf_provenance *provenance)
{
	hf_chain_account_free(provenance->account);
	hf_record_free(provenance->record);
	*provenance = (struct hf_provenance){ 0 };
}
