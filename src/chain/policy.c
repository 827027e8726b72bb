/* What is asked of the evidence, by era. */
#include <strings.h>

#include "provenance/facts.h"

#include "chain/checks.h"

void hf_chain_policy_init(struct hf_chain_policy *policy,
			  const struct hf_declared_policy *declared)
{
	*policy = (struct hf_chain_policy){
		.accounted = HF_G1, .before = HF_G3, .after = HF_G3,
		.digital = HF_G3 };
	if (!declared)
		return;
	if (declared->accounted)
		policy->accounted = declared->accounted;
	if (declared->before)
		policy->before = declared->before;
	if (declared->after)
		policy->after = declared->after;
	if (declared->digital)
		policy->digital = declared->digital;
	policy->minimum = declared->minimum;
}

bool hf_is_digital(const struct hf_copy *copy)
{
	static const char *const forms[] = { "file", "bag", "web", "tape",
					     "disk" };

	for (size_t i = 0; copy->form &&
	     i < sizeof(forms) / sizeof(forms[0]); i++) {
		if (!strcasecmp(copy->form, forms[i]))
			return true;
	}
	return false;
}

enum hf_grade hf_grade_asked(const struct hf_chain_policy *policy,
			     const struct hf_record *record,
			     const struct hf_chain_account *account,
			     size_t copy)
{
	const struct hf_event *origin;

	if (hf_is_digital(&record->copies[copy]))
		return policy->digital;
	if (account->origins[copy] == HF_DANGLING)
		return policy->before;
	origin = &record->events[account->origins[copy]];
	/* What leads back to something, when accession ended it, came after. */
	if (hf_event_act(origin) == HF_ACT_ACCESSION ||
	    account->after_accession[copy])
		return policy->after;
	return policy->before;
}
