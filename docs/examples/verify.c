/* Verify a bag, and print what is found: verify BAG */
#include <holdfast.h>

#include <stdio.h>

int main(int argc, char *argv[])
{
	struct hf_verify_options options = { .depth = HF_VERIFY_FULL };
	struct hf_verify_summary summary;
	struct hf_text_report report;	/* prints each finding ... */
	struct hf_policy policy;	/* ... by how severe it is held to be ... */
	struct hf_judge judge;		/* ... after the verdict has heard of it */
	struct hf_error err;

	if (argc != 2) {
		fprintf(stderr, "usage: verify BAG\n");
		return HF_STATUS_USAGE;
	}
	hf_policy_init(&policy, false);
	hf_text_report_init(&report, stdout, &policy);
	hf_judge_init(&judge, &policy, &report.sink);

	if (hf_verify_bag(argv[1], &options, &judge.sink, &summary, &err) < 0) {
		fprintf(stderr, "verify: %s\n", err.text);
		return HF_STATUS_TROUBLE;
	}
	if (summary.undone)
		hf_judge_fixity(&judge, HF_UNCHECKED);
	printf("%s\n", hf_fixity_name(judge.fixity));
	hf_text_report_remedies(&report);
	return (int)hf_fixity_status(judge.fixity);
}
