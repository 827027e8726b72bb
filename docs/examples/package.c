/* Make a bag of what is in memory, and show the progress: package DEST */
#include <holdfast.h>

#include <inttypes.h>
#include <stdio.h>

static const struct hf_memory_file files[] = {
	{ "letters/first.txt", "Dear sir,\n", 10 },
	{ "letters/second.txt", "Dear madam,\n", 12 },
};

static const struct hf_label_value info[] = {
	{ "Source-Organization", "Harbour Archive" },
};

static void show(void *ctx, uint64_t done, uint64_t total)
{
	(void)ctx;
	printf("%" PRIu64 " of %" PRIu64 " octets\n", done, total);
}

int main(int argc, char *argv[])
{
	struct hf_create_options options = {
		.algs = HF_ALG_BIT(HF_SHA256) | HF_ALG_BIT(HF_SHA512),
		.info = info, .n_info = 1, .progress = show,
	};
	struct hf_create_summary summary;
	struct hf_text_report report;
	struct hf_policy policy;
	struct hf_error err;

	if (argc != 2) {
		fprintf(stderr, "usage: package DEST\n");
		return HF_STATUS_USAGE;
	}
	hf_policy_init(&policy, false);
	hf_text_report_init(&report, stdout, &policy);
	if (hf_create_from_memory(files, sizeof(files) / sizeof(files[0]),
				  argv[1], &options, &report.sink, &summary,
				  &err) < 0) {
		fprintf(stderr, "package: %s\n", err.text);
		return HF_STATUS_TROUBLE;
	}
	printf("made of %" PRIu64 " files\n", summary.files);
	return HF_STATUS_OK;
}
