#include "register/arrival.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/text.h"
#include "base/tree.h"
#include "package/fit.h"
#include "package/pack.h"
#include "package/replicate.h"
#include "register/aside.h"
#include "register/examine.h"
#include "register/readback.h"

/* The name of what is not yet known to have a good one. */
#define UNNAMED	"bag"

int hf_arrival_begin(struct hf_arrival *arrival, const struct hf_place *place,
		     const struct hf_moving_options *options,
		     struct hf_error *err)
{
	*arrival = (struct hf_arrival){ .options = options };
	hf_policy_init(&arrival->policy, false);
	hf_findings_init(&arrival->findings);
	hf_judge_init(&arrival->judge, &arrival->policy,
		      &arrival->findings.sink);
	return hf_incoming_begin(&arrival->incoming, place, err);
}

void hf_arrival_end(struct hf_arrival *arrival)
{
	hf_incoming_end(&arrival->incoming);
	hf_findings_release(&arrival->findings);
	free(arrival->held);
}

/* --- What the process that is shut in does, and what it hands over. --- */

struct taking {
	const char *path;
	const char *damaged;		/* read there what is not bad; or NULL */
	const struct hf_bad_files *bad;
	int into;
	struct hf_verify_options options;
};

struct taken {
	struct hf_verify_summary seen;
	struct hf_bag_root root;
	struct hf_replica_name name;
};

static int root_of_folder(int dir, unsigned int jobs, struct hf_bag_root *root,
			  struct hf_error *err)
{
	struct hf_source *source;
	int ret;

	if (hf_source_from_directory(&source, dir, err) < 0)
		return -1;
	ret = hf_bag_root(source, jobs, root, err);
	hf_source_free(source);
	return ret;
}

static int replicate(const struct taking *t,
		     const struct hf_verify_options *options,
		     struct hf_sink *sink, struct taken *taken,
		     struct hf_error *err)
{
	if (t->damaged)
		return hf_replicate_mending(t->path, t->damaged, t->bad,
					    t->into, options, sink,
					    &taken->seen, &taken->name, err);
	return hf_replicate_into(t->path, t->into, options, sink, &taken->seen,
				 &taken->name, err);
}

static int take(void *ctx, struct hf_sink *sink, void *result,
		struct hf_error *err)
{
	const struct taking *t = ctx;
	struct taken *taken = result;

	struct hf_verify_options options = t->options;

	options.progress = hf_examine_progress;
	options.progress_ctx = sink;
	if (replicate(t, &options, sink, taken, err) < 0)
		return -1;
	return root_of_folder(t->into, t->options.engine.jobs, &taken->root,
			      err);
}

/* --- Taking it in. --- */

static struct hf_verify_options verify_options(
	const struct hf_moving_options *options,
	const struct hf_profile_set *profiles)
{
	return (struct hf_verify_options){
		.depth = HF_VERIFY_FULL, .engine = options->engine,
		.profiles = profiles };
}

/* What the child says is held to its form, not to the truth. */
static int keep_taken(struct hf_arrival *arrival, struct taken *taken,
		      struct hf_error *err)
{
	if (arrival->findings.failed)
		return hf_fail_memory(err);
	taken->name.text[sizeof(taken->name.text) - 1] = '\0';
	taken->root.hex[sizeof(taken->root.hex) - 1] = '\0';
	taken->seen.version[sizeof(taken->seen.version) - 1] = '\0';
	arrival->seen = taken->seen;
	arrival->root = taken->root;
	memcpy(arrival->name, taken->name.text, sizeof(taken->name.text));
	arrival->held = strdup(UNNAMED);
	return arrival->held ? 0 : hf_fail_memory(err);
}

static int take_in(struct hf_arrival *arrival, struct taking *taking,
		   struct hf_error *err)
{
	const struct hf_moving_options *options = arrival->options;
	const char *paths[] = { taking->path, taking->damaged };
	struct taken taken = { 0 };
	struct hf_examination examination = {
		.paths = paths, .n_paths = taking->damaged ? 2 : 1,
		.shut_in = !options->no_sandbox,
		.progress = options->progress,
		.progress_ctx = options->progress_ctx,
	};
	int ret;

	taking->into = hf_incoming_folder(&arrival->incoming, UNNAMED, err);
	if (taking->into < 0)
		return -1;
	examination.into = taking->into;
	ret = hf_examine(take, taking, &examination, &taken, sizeof(taken),
			 &arrival->judge.sink, err);
	hf_close(taking->into);
	return ret < 0 ? -1 : keep_taken(arrival, &taken, err);
}

int hf_arrival_take(struct hf_arrival *arrival, const char *path,
		    const struct hf_profile_set *profiles,
		    struct hf_error *err)
{
	struct taking taking = {
		.path = path,
		.options = verify_options(arrival->options, profiles),
	};

	return take_in(arrival, &taking, err);
}

int hf_arrival_take_mending(struct hf_arrival *arrival, const char *path,
			    const char *damaged,
			    const struct hf_bad_files *bad,
			    struct hf_error *err)
{
	struct taking taking = {
		.path = path, .damaged = damaged, .bad = bad,
		.options = verify_options(arrival->options, NULL),
	};

	return take_in(arrival, &taking, err);
}

bool hf_arrival_is_fit(const struct hf_arrival *arrival)
{
	return hf_is_fit(arrival->judge.fixity, false) &&
	       arrival->judge.status == HF_STATUS_OK;
}

/* --- The form of the place, and reading back. --- */

static int rename_within(struct hf_arrival *arrival, const char *to,
			 struct hf_error *err)
{
	int dir = arrival->incoming.dir;
	char *name;

	if (!strcmp(arrival->held, to))
		return 0;
	name = strdup(to);
	if (!name)
		return hf_fail_memory(err);
	if (hf_rename_to_new(dir, arrival->held, dir, to) < 0) {
		free(name);
		return hf_fail(err, HF_ESYS, "'%s' cannot be given its name",
			       hf_shown(to));
	}
	free(arrival->held);
	arrival->held = name;
	return 0;
}

/* A tar holds the bag under its name; the folder was only its scaffold. */
static int make_tar(struct hf_arrival *arrival, struct hf_error *err)
{
	const struct hf_pack_options options = {
		.form = HF_PACK_TAR, .jobs = arrival->options->engine.jobs };
	struct hf_pack_summary summary;
	char *folder = hf_incoming_path(&arrival->incoming, arrival->held);
	char *tar, *held = NULL;
	int ret = -1;

	if (asprintf(&held, "%s.tar", arrival->held) < 0)
		held = NULL;
	tar = held ? hf_incoming_path(&arrival->incoming, held) : NULL;
	if (!folder || !tar)
		hf_fail_memory(err);
	else if (hf_pack(folder, tar, &options, &arrival->judge.sink, &summary,
			 err) == 0)
		ret = hf_tree_remove(arrival->incoming.dir, arrival->held,
				     err);
	free(folder);
	free(tar);
	if (ret < 0) {
		free(held);
		return -1;
	}
	free(arrival->held);
	arrival->held = held;
	return 0;
}

/* Every byte, from the medium; it was right when it was written. */
static int check_written(struct hf_arrival *arrival, struct hf_error *err)
{
	struct hf_bag_root root = { 0 };
	struct hf_judge judge;
	char *path = hf_incoming_path(&arrival->incoming, arrival->held);
	int ret;

	if (!path)
		return hf_fail_memory(err);
	hf_judge_init(&judge, &arrival->policy, NULL);
	ret = hf_read_shut_in(path, arrival->options, &judge.sink, &root, err);
	free(path);
	if (ret < 0)
		return -1;
	if (judge.fixity != HF_VALID ||
	    memcmp(root.hex, arrival->root.hex, sizeof(root.hex)) != 0)
		return hf_fail(err, HF_EREFUSED,
			       "'%s' does not read back from location %s as it was written; nothing was admitted, and the medium should be looked at",
			       hf_shown(arrival->name),
			       hf_shown(arrival->incoming.place->location->id));
	arrival->root = root;
	return 0;
}

int hf_arrival_settle(struct hf_arrival *arrival, struct hf_error *err)
{
	if (rename_within(arrival, arrival->name, err) < 0)
		return -1;
	if (arrival->incoming.place->location->form == HF_HELD_TAR &&
	    make_tar(arrival, err) < 0)
		return -1;
	return check_written(arrival, err);
}

int hf_arrival_admit(const struct hf_arrival *arrival, struct hf_error *err)
{
	return hf_incoming_admit(&arrival->incoming, arrival->held,
				 arrival->held, err);
}

int hf_arrival_put_aside(struct hf_arrival *arrival, const char *from,
			 const char *what, struct hf_error *err)
{
	const struct hf_aside_report report = {
		.what = what, .from = from, .name = arrival->name,
		.held = arrival->held, .findings = &arrival->findings,
		.policy = &arrival->policy };

	if (hf_aside_report(arrival->incoming.dir, &report, err) < 0)
		return -1;
	return hf_incoming_put_aside(&arrival->incoming, err);
}
