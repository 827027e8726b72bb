/* --policy: what is asked of the evidence, read from a record. */
#include "cli/cli.h"

#include <stdio.h>

bool cli_policy_read(struct cli *cli, struct cli_policy *policy)
{
	struct hf_policy severities;
	struct hf_text_report text;
	struct hf_error err;

	cli_policy_release(policy);
	hf_policy_init(&severities, false);
	hf_text_report_init(&text, stderr, &severities);
	if (hf_record_open(&policy->record, cli->value, &text.sink, &err) < 0) {
		cli_trouble(cli, &err);
		cli->status = HF_STATUS_USAGE;
		return false;
	}
	if (!policy->record->sound)
		cli_misuse(cli, "the policy '%s' has mistakes; correct what is told above",
			   hf_shown(cli->value));
	else if (!policy->record->n_policies)
		cli_misuse(cli, "'%s' holds no policy; add a stanza that begins with Policy:", hf_shown(cli->value));
	else
		return true;
	cli_policy_release(policy);
	return false;
}

const struct hf_declared_policy *cli_policy_declared(
	const struct cli_policy *policy)
{
	return policy->record ? policy->record->policies : NULL;
}

void cli_policy_release(struct cli_policy *policy)
{
	hf_record_free(policy->record);
	policy->record = NULL;
}
