/* A second opinion on one file (bag/recheck.h), from where the first was. */
#include "verify/checks.h"

#include "bag/recheck.h"
#include "bag/tagfile.h"

struct again {
	struct hf_source *source;
	const char *target;	/* where its bytes are */
	const char *path;	/* as it is told */
	hf_alg_set algs;
	struct hf_sink *sink;
	struct hf_digests *digests;
	bool done;
};

static int open_item(void *ctx, uint64_t item, struct hf_extent *extent)
{
	const struct again *again = ctx;

	(void)item;
	extent->algs = again->algs;
	extent->copy_fd = -1;
	return again->source->ops->open(again->source, again->target, extent);
}

static int close_item(void *ctx, uint64_t item, const struct hf_extent *extent)
{
	const struct again *again = ctx;

	(void)item;
	return again->source->ops->close(again->source, extent);
}

static int take(void *ctx, const struct hf_item_result *result)
{
	struct again *again = ctx;

	switch (result->status) {
	case HF_ITEM_DONE:
		*again->digests = *result->digests;
		again->done = true;
		break;
	case HF_ITEM_NOT_OPENED:
		hf_tell_unopened(again->sink, again->path, result->sys_errno);
		break;
	case HF_ITEM_READ_ERROR:
		hf_tell_read_error(again->sink, again->path, result->bytes,
				   result->sys_errno);
		break;
	case HF_ITEM_SHORT:
	case HF_ITEM_CHANGED:
		hf_found(again->sink, CHANGED_DURING_READ,
			 .path = again->path);
		break;
	default:
		hf_tell_not_computed(again->sink, again->path);
		break;
	}
	return 0;
}

static bool read_medium(struct again *again)
{
	const struct hf_engine_options options = {
		.jobs = 1, .engine = HF_ENGINE_OPENSSL, .from_medium = true };
	const struct hf_engine_job job = {
		.n_items = 1, .open_item = open_item, .close_item = close_item,
		.done = take, .ctx = again };
	struct hf_error err;

	if (hf_engine_run(&options, &job, &err) < 0)
		hf_tell_not_computed(again->sink, again->path);
	return again->done;
}

static bool read_stream(struct again *again)
{
	struct hf_source_stream stream;
	int failed = hf_source_stream_open(&stream, again->source,
					   again->target);
	bool done;

	if (failed) {
		hf_tell_unopened(again->sink, again->path, failed);
		return false;
	}
	done = hf_digest_again(&stream, again->path, again->algs, again->sink,
			       again->digests);
	hf_source_stream_close(&stream);
	return done;
}

bool hf_check_again(struct hf_bag *bag, uint32_t index, bool from_medium,
		    struct hf_sink *sink, struct hf_digests *digests)
{
	const struct hf_file *file = hf_inventory_at(bag->inventory, index);
	struct again again = {
		.source = bag->source, .path = file->path,
		.target = hf_inventory_at(bag->inventory,
					  hf_bag_follow(bag, index))->path,
		.algs = file->listed, .sink = sink, .digests = digests };

	return from_medium ? read_medium(&again) : read_stream(&again);
}
