/* An outside client: verify the bag that is named, by the library alone. */
#include <holdfast.h>

#include <stdio.h>

static void print(struct hf_sink *sink, const struct hf_finding *finding)
{
	(void)sink;
	printf("%s\n", hf_finding_name(finding->id));
}

int main(int argc, char *argv[])
{
	struct hf_sink printer = { .emit = print };
	struct hf_verify_options options = { .depth = HF_VERIFY_FULL };
	struct hf_verify_summary summary;
	struct hf_policy policy;
	struct hf_judge judge;
	struct hf_error err;

	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, &printer);
	if (argc != 2 || hf_verify_bag(argv[1], &options, &judge.sink,
				       &summary, &err) < 0)
		return 3;
	printf("%s\n", hf_fixity_name(judge.fixity));
	return (int)hf_fixity_status(judge.fixity);
}
