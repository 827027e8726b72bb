#include "register/readback.h"

#include <errno.h>
#include <string.h>

#include "package/replicate.h"
#include "register/examine.h"

struct reading {
	const char *path;
	struct hf_verify_options options;
};

static int read_back(void *ctx, struct hf_sink *sink, void *result,
		     struct hf_error *err)
{
	const struct reading *reading = ctx;
	struct hf_verify_options options = reading->options;

	options.progress = hf_examine_progress;
	options.progress_ctx = sink;
	return hf_read_back(reading->path, &options, sink, result, err);
}

int hf_read_shut_in(const char *path, const struct hf_moving_options *options,
		    struct hf_sink *sink, struct hf_bag_root *root,
		    struct hf_error *err)
{
	struct reading reading = {
		.path = path,
		.options = { .depth = HF_VERIFY_FULL,
			     .engine = options->engine },
	};
	const struct hf_examination examination = {
		.paths = &path, .n_paths = 1, .into = -1,
		.shut_in = !options->no_sandbox,
		.progress = options->progress,
		.progress_ctx = options->progress_ctx,
	};
	int ret;

	*root = (struct hf_bag_root){ "" };
	ret = hf_examine(read_back, &reading, &examination, root,
			 sizeof(*root), sink, err);
	/* Sixty-four digits: who took the child over may say anything. */
	root->hex[sizeof(root->hex) - 1] = '\0';
	if (ret < 0 || strspn(root->hex, "0123456789abcdef") != 64)
		*root = (struct hf_bag_root){ "" };
	return ret;
}

bool hf_error_is_ours(const struct hf_error *err)
{
	static const int ours[] = {
		ENOMEM, EMFILE, ENFILE, EAGAIN, ENOSPC, EDQUOT, EROFS,
		ENOT_SHUT_IN,
	};

	if (err->code != HF_ESYS)
		return err->code == HF_ENOMEM;
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
		if (err->sys_errno == ours[i])
			return true;
	}
	return false;
}
