#include "verify/checks.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bag/path.h"
#include "bag/recheck.h"
#include "bag/tagfile.h"
#include "base/text.h"

/* One run of the engine over all files that some manifest lists. */
struct run {
	struct hf_bag *bag;
	const struct hf_verify_options *options;
	const struct hf_digest_keep *keep;	/* or NULL */
	struct hf_sink *sink;
	struct hf_error *err;
	bool failed;		/* err is set */
	uint32_t *items;	/* indices in the inventory, by path */
	uint64_t n_items;
	uint64_t total, done;
	bool later;		/* something is left for another sitting */
};

static const struct hf_verify_sitting *sitting_of(const struct run *run)
{
	return run->options ? run->options->sitting : NULL;
}

static bool is_from_medium(const struct run *run)
{
	return run->options && run->options->engine.from_medium;
}

static void tell_opened(const struct run *run, uint64_t item,
			const struct stat *st)
{
	const struct hf_verify_sitting *sitting = sitting_of(run);

	if (sitting)
		sitting->opened(sitting->ctx, item, st);
}

static int open_item(void *ctx, uint64_t item, struct hf_extent *extent)
{
	const struct run *run = ctx;
	struct hf_bag *bag = run->bag;
	const struct hf_file *file = hf_inventory_at(bag->inventory,
						     run->items[item]);
	uint32_t target = hf_bag_follow(bag, run->items[item]);
	int sys_errno;

	extent->algs = file->listed | (run->keep ? run->keep->algs : 0);
	extent->copy_fd = -1;
	sys_errno = bag->source->ops->open(bag->source,
					   hf_inventory_at(bag->inventory,
							   target)->path,
					   extent);
	if (!sys_errno && target == run->items[item] && extent->before.st_mode)
		tell_opened(run, item, &extent->before);
	return sys_errno;
}

static int close_item(void *ctx, uint64_t item, const struct hf_extent *extent)
{
	const struct run *run = ctx;

	(void)item;
	return run->bag->source->ops->close(run->bag->source, extent);
}

static uint64_t size_hint(void *ctx, uint64_t item)
{
	const struct run *run = ctx;

	return hf_inventory_at(run->bag->inventory, run->items[item])->size;
}

static void progress(void *ctx, uint64_t bytes)
{
	struct run *run = ctx;

	run->done += bytes;
	if (run->options->progress)
		run->options->progress(run->options->progress_ctx, run->done,
				       run->total);
}

/* The algorithms by which a file is not what was recorded. */
static hf_alg_set differing(const struct run *run, uint32_t index,
			    const struct hf_digests *seen)
{
	const struct hf_file *file = hf_inventory_at(run->bag->inventory,
						     index);
	hf_alg_set algs = 0;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		/* The slot was made when the line was read. */
		if (file->listed & HF_ALG_BIT(alg) &&
		    memcmp(hf_inventory_digest(run->bag->inventory, index,
					       alg),
			   seen->of[alg], hf_alg_size(alg)) != 0)
			algs |= HF_ALG_BIT(alg);
	}
	return algs;
}

/* Whether it is as recorded; what differs is told. */
static bool compare(const struct run *run, uint32_t index,
		    const struct hf_item_result *result)
{
	const struct hf_file *file = hf_inventory_at(run->bag->inventory,
						     index);
	bool payload = hf_path_is_payload(file->path, file->path_len);
	char expected[HF_HEX_MAX], actual[HF_HEX_MAX];
	struct hf_digests again;
	hf_alg_set algs;

	if (!differing(run, index, result->digests))
		return true;
	/*
	 * What cannot be seen a second time is not known to have changed.  What
	 * went by is gone; its digests were OpenSSL's.
	 */
	if (result->known)
		again = *result->digests;
	else if (!hf_check_again(run->bag, index, is_from_medium(run),
				 run->sink, &again))
		return false;
	algs = differing(run, index, &again);
	if (!algs)
		hf_tell_second_differs(run->sink, file->path);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		size_t size = hf_alg_size(alg);

		if (!(algs & HF_ALG_BIT(alg)))
			continue;
		hf_hex_encode(expected, hf_inventory_digest(
				run->bag->inventory, index, alg), size);
		hf_hex_encode(actual, again.of[alg], size);
		hf_emit(run->sink, &(struct hf_finding){
			.id = payload ? HF_PAYLOAD_CHANGED
				      : HF_TAG_FILE_CHANGED,
			.path = file->path, .algorithm = hf_alg_name(alg),
			.expected = expected, .actual = actual });
	}
	return !algs;
}

static int keep(struct run *run, const char *path,
		const struct hf_item_result *result)
{
	struct hf_inventory *files = run->keep->files;
	uint32_t index = hf_inventory_add(files, path, strlen(path));
	struct hf_file *file;

	run->failed = true;
	if (index == HF_NO_FILE)
		return hf_fail_memory(run->err);
	if (hf_inventory_set(files, index, run->keep->algs, result->digests,
			     run->err) < 0)
		return -1;
	run->failed = false;
	file = hf_inventory_at(files, index);
	file->size = result->bytes;
	file->flags |= HF_FILE_PRESENT;
	return 0;
}

/* Whoever reads the bag so wants a copy: that is not to be had, and ends all. */
static int not_copied(struct run *run, const char *path, int sys_errno)
{
	run->failed = true;
	errno = sys_errno;
	return hf_fail(run->err, HF_ESYS, "'%s' cannot be written",
		       hf_shown(path));
}

/* It was read to its end. */
static int take_read(struct run *run, uint32_t index,
		     const struct hf_item_result *result)
{
	const struct hf_verify_sitting *sitting = sitting_of(run);
	const char *path = hf_inventory_at(run->bag->inventory, index)->path;

	if (compare(run, index, result) && sitting)
		sitting->right(sitting->ctx, result->item, path);
	return run->keep ? keep(run, path, result) : 0;
}

static int take_result(struct run *run, uint32_t index,
		       const struct hf_item_result *result)
{
	const char *path = hf_inventory_at(run->bag->inventory, index)->path;

	switch (result->status) {
	case HF_ITEM_DONE:
		return take_read(run, index, result);
	case HF_ITEM_NOT_OPENED:
		if (result->sys_errno == ENOENT)
			hf_found(run->sink, CHANGED_DURING_READ, .path = path,
				 .detail = "it was removed while the bag was being verified");
		else
			hf_tell_unopened(run->sink, path, result->sys_errno);
		break;
	case HF_ITEM_READ_ERROR:
		hf_tell_read_error(run->sink, path, result->bytes,
				   result->sys_errno);
		break;
	case HF_ITEM_SHORT:
	case HF_ITEM_CHANGED:
		hf_found(run->sink, CHANGED_DURING_READ, .path = path);
		break;
	case HF_ITEM_COPY_ERROR:
		return not_copied(run, path, result->sys_errno);
	case HF_ITEM_CANCELLED:
		run->later |= sitting_of(run) != NULL;
		if (run->later)
			break;
		/* fall through */
	case HF_ITEM_LIB_ERROR:
		hf_tell_not_computed(run->sink, path);
		break;
	}
	return 0;
}

static int take(void *ctx, const struct hf_item_result *result)
{
	struct run *run = ctx;

	return take_result(run, run->items[result->item], result);
}

static enum hf_engine_stop stop(void *ctx)
{
	const struct run *run = ctx;
	const struct hf_verify_sitting *sitting = sitting_of(run);

	return sitting ? sitting->stop(sitting->ctx) : HF_GO_ON;
}

/* Whether a file is read now. */
static bool is_its_turn(struct run *run, const struct hf_file *file)
{
	const struct hf_verify_sitting *sitting = sitting_of(run);
	enum hf_sitting_turn turn = sitting
		? sitting->turn(sitting->ctx, file->path, file->size)
		: HF_TURN_NOW;

	run->later |= turn == HF_TURN_LATER;
	return turn == HF_TURN_NOW;
}

static int choose_items(struct run *run, struct hf_error *err)
{
	struct hf_inventory *inventory = run->bag->inventory;
	const uint32_t *sorted = hf_inventory_sorted(inventory);
	uint32_t n = hf_inventory_count(inventory);

	run->items = reallocarray(NULL, (size_t)n + 1, sizeof(*run->items));
	if (!run->items || !sorted)
		return hf_fail_memory(err);
	for (uint32_t i = 0; i < n; i++) {
		const struct hf_file *file = hf_inventory_at(inventory,
							     sorted[i]);

		if (!(file->flags & HF_FILE_PRESENT) ||
		    (!file->listed && !run->keep) || !is_its_turn(run, file))
			continue;
		run->items[run->n_items++] = sorted[i];
		run->total += file->size;
	}
	return 0;
}

int hf_check_fixity(struct hf_bag *bag, const struct hf_verify_options *options,
		    const struct hf_digest_keep *keep, struct hf_sink *sink,
		    struct hf_read_amount *read_ret, struct hf_error *err)
{
	struct run run = {
		.bag = bag, .options = options, .keep = keep, .sink = sink,
		.err = err,
	};
	struct hf_engine_job job = {
		.open_item = open_item, .close_item = close_item,
		.done = take, .size_hint = size_hint, .progress = progress,
		.stop = stop, .in_order = options->sitting != NULL,
		.ctx = &run, .waits = bag->source->waits,
	};
	int ret = -1;

	if (choose_items(&run, err) < 0)
		goto out;
	job.n_items = run.n_items;
	ret = run.n_items ? hf_engine_run(&options->engine, &job, err) : 0;
	if (run.failed)
		ret = -1;
	read_ret->octets = run.done;
	read_ret->later = run.later;
out:
	free(run.items);
	return ret;
}

void hf_check_read(struct hf_bag *bag, uint32_t index,
		   const struct hf_item_result *result, struct hf_sink *sink)
{
	struct hf_item_result alone = *result;
	struct hf_error err;
	struct run run = {
		.bag = bag, .sink = sink, .items = &index, .err = &err,
	};

	alone.item = 0;
	take_result(&run, index, &alone);
}
