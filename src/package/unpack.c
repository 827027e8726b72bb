#include "package/unpack.h"

#include <errno.h>

#include "base/staging.h"
#include "base/text.h"
#include "container/unpacked.h"
#include "finding/sink.h"
#include "package/fit.h"
#include "verify/verify.h"

/* One unpacking. */
struct unpacking {
	const struct hf_unpack_options *options;
	struct hf_error *err;
	struct hf_policy policy;
	struct hf_judge judge;
	struct hf_staging staging;
	struct hf_source *archive;
	struct hf_source *source;	/* the same, that writes what it reads */
	bool refused;			/* a member was */
};

static int open_archive(struct unpacking *u, const char *path)
{
	const struct hf_open_options options = {
		.limits = u->options->limits, .jobs = u->options->engine.jobs,
		.progress = u->options->progress,
		.progress_ctx = u->options->progress_ctx,
		.into = u->staging.dir,
	};

	if (hf_open_bag(&u->archive, path, &options, &u->judge.sink,
			u->err) < 0)
		return -1;
	if (!hf_archive_index(u->archive))
		return hf_fail(u->err, HF_EUSAGE,
			       "'%s' is a folder; what is unpacked is an archive",
			       hf_shown(path));
	return hf_unpacking_new(&u->source, u->archive, u->staging.dir, u->err);
}

static void refuse_members(struct unpacking *u)
{
	struct hf_index *index = hf_archive_index(u->archive);

	for (uint32_t i = 0; i < hf_index_count(index); i++) {
		const struct hf_indexed *m = hf_index_at(index, i);

		if (m->kind == HF_WALK_FILE || m->kind == HF_WALK_DIRECTORY)
			continue;
		hf_found(&u->judge.sink, ARCHIVE_MEMBER_REFUSED,
			 .path = m->path);
		u->refused = true;
	}
}

static int refuse(const struct unpacking *u)
{
	if (u->refused)
		return hf_fail(u->err, HF_EREFUSED,
			       "not all of its members may be unpacked, and nothing was made");
	return hf_refuse_unfit(u->judge.fixity, "archive", u->err);
}

static bool may_unpack(const struct unpacking *u)
{
	return !u->refused && hf_is_fit(u->judge.fixity,
					u->options->allow_incomplete);
}

/* Verify, which unpacks; and then what no manifest lists. */
static int unpack(struct unpacking *u, struct hf_verify_summary *seen)
{
	const struct hf_verify_options options = {
		.depth = HF_VERIFY_FULL, .engine = u->options->engine,
		.progress = u->options->progress,
		.progress_ctx = u->options->progress_ctx,
	};
	const char *path;

	refuse_members(u);
	if (hf_verify_open(u->source, &options, &u->judge.sink, seen,
			   u->err) < 0)
		return -1;
	errno = hf_unpacking_failed(u->source, &path);
	if (errno)
		return hf_fail(u->err, HF_ESYS, "'%s' cannot be written",
			       hf_shown(path));
	if (!may_unpack(u))
		return refuse(u);
	if (hf_unpack_rest(u->source, &u->judge.sink, u->err) < 0)
		return -1;
	return may_unpack(u) ? 0 : refuse(u);
}

int hf_unpack(const char *path, const char *dest,
	      const struct hf_unpack_options *options, struct hf_sink *sink,
	      struct hf_unpack_summary *summary, struct hf_error *err)
{
	struct unpacking u = {
		.options = options, .err = err, .staging = HF_STAGING_NONE,
	};
	struct hf_verify_summary seen = { 0 };
	int ret = -1;

	hf_policy_init(&u.policy, false);
	hf_judge_init(&u.judge, &u.policy, sink);
	*summary = (struct hf_unpack_summary){ 0 };
	if (hf_staging_begin(&u.staging, dest, err) < 0 ||
	    open_archive(&u, path) < 0 || unpack(&u, &seen) < 0 ||
	    hf_staging_publish(&u.staging, err) < 0) {
		hf_staging_failed(&u.staging, dest, "made", err);
		goto out;
	}
	*summary = (struct hf_unpack_summary){
		.verdict = u.judge.fixity, .payload_files = seen.payload_files,
		.payload_octets = seen.payload_octets,
		.recovered = u.staging.recovered };
	ret = 0;
out:
	hf_source_free(u.source);
	hf_close_bag(u.archive);
	hf_staging_end(&u.staging);
	return ret;
}
