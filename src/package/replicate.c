#include "package/replicate.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "container/open.h"
#include "container/unpacked.h"
#include "finding/sink.h"

/* --- Links: what verify lets pass, a copy cannot. --- */

struct strict_sink {
	struct hf_sink sink;	/* must be first */
	struct hf_sink *next;
};

/* What leaves the bag, or is listed and no file, is an error anyway. */
static void emit_strictly(struct hf_sink *sink, const struct hf_finding *f)
{
	struct hf_sink *next = ((struct strict_sink *)sink)->next;

	hf_emit(next, f);
	if (f->id == HF_SYMLINK_INSIDE ||
	    (f->id == HF_SPECIAL_FILE && f->tolerated))
		hf_found(next, NOT_COPIED, .path = f->path,
			 .path_len = f->path_len, .actual = f->actual);
}

/* --- Names. --- */

static bool names_by_place(const char *part, size_t len)
{
	return (len == 1 && part[0] == '.') ||
	       (len == 2 && part[0] == '.' && part[1] == '.');
}

static void set_name(struct hf_replica_name *name, const char *part,
		     size_t len)
{
	if (len >= sizeof(name->text) || names_by_place(part, len))
		return;
	memcpy(name->text, part, len);
	name->text[len] = '\0';
}

/* Where the path says no more than "here": what the system calls the folder. */
static int name_by_place(struct hf_replica_name *name, int folder,
			 const char *path, struct hf_error *err)
{
	char link[64], target[PATH_MAX];
	const char *part;
	ssize_t n;
	size_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", folder);
	n = hf_io->readlinkat(AT_FDCWD, link, target, sizeof(target) - 1);
	if (n < 0)
		return hf_fail(err, HF_ESYS,
			       "the name of the folder '%s' cannot be seen",
			       hf_shown(path));
	target[n] = '\0';
	part = hf_last_part(target, &len);
	set_name(name, part, len);
	return 0;
}

/* The name of the folder at @path, and its time for that of the copy. */
static int take_folder(const char *path, int into,
		       struct hf_replica_name *name, struct hf_error *err)
{
	int folder = hf_io->openat(AT_FDCWD, path,
				   O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
	struct timespec times[2];
	struct stat st;
	size_t len;
	const char *part = hf_last_part(path, &len);
	int ret = 0;

	if (folder < 0 || hf_io->fstat(folder, &st) < 0) {
		ret = hf_fail(err, HF_ESYS, "cannot look at '%s'",
			      hf_shown(path));
	} else if (names_by_place(part, len)) {
		ret = name_by_place(name, folder, path, err);
	} else {
		set_name(name, part, len);
	}
	hf_close(folder);
	if (ret < 0)
		return -1;
	times[0] = times[1] = st.st_mtim;
	return hf_io->futimens(into, times) < 0 ?
	       hf_fail(err, HF_ESYS, "the time of the copy cannot be set") : 0;
}

static int take_top(struct hf_source *from, const char *path, int into,
		    struct hf_replica_name *name, struct hf_error *err)
{
	struct hf_index *index = hf_archive_index(from);

	if (!index)
		return take_folder(path, into, name, err);
	set_name(name, hf_index_top(index), strlen(hf_index_top(index)));
	return 0;
}

/* --- The copy. --- */

/* Verify, which copies; and then what no manifest lists. */
static int copy(struct hf_source *from, int into,
		const struct hf_verify_options *options, struct hf_sink *sink,
		struct hf_verify_summary *summary, struct hf_error *err)
{
	struct hf_verify_options full = *options;
	struct hf_source *copying;
	const char *failed_at;
	int ret;

	full.depth = HF_VERIFY_FULL;
	if (hf_unpacking_new(&copying, from, into, err) < 0)
		return -1;
	ret = hf_verify_open(copying, &full, sink, summary, err);
	errno = hf_unpacking_failed(copying, &failed_at);
	if (ret == 0 && errno)
		ret = hf_fail(err, HF_ESYS, "'%s' cannot be written",
			      hf_shown(failed_at));
	if (ret == 0)
		ret = hf_unpack_rest(copying, sink, err);
	hf_source_free(copying);
	return ret;
}

int hf_replicate_into(const char *path, int into,
		      const struct hf_verify_options *options,
		      struct hf_sink *sink, struct hf_verify_summary *summary,
		      struct hf_replica_name *name, struct hf_error *err)
{
	struct strict_sink strict = {
		.sink.emit = emit_strictly, .next = sink,
	};
	struct hf_open_options open = {
		.jobs = options->engine.jobs, .into = into,
		.progress = options->progress,
		.progress_ctx = options->progress_ctx,
	};
	struct hf_source *from = NULL;
	int ret = 0;

	*name = (struct hf_replica_name){ "" };
	*summary = (struct hf_verify_summary){ 0 };
	if (hf_may_spool(path))
		open.spool = hf_open_spool_in(into, err);
	if (open.spool < 0)
		return -1;
	if (hf_open_bag(&from, path, &open, &strict.sink, err) < 0 ||
	    copy(from, into, options, &strict.sink, summary, err) < 0 ||
	    take_top(from, path, into, name, err) < 0)
		ret = -1;
	hf_close_bag(from);
	if (open.spool > 0)
		hf_close(open.spool);
	return ret;
}

static int copy_mending(struct hf_source *good, struct hf_source *damaged,
			const struct hf_bad_files *bad, int into,
			const struct hf_verify_options *options,
			struct hf_sink *sink,
			struct hf_verify_summary *summary,
			struct hf_error *err)
{
	struct hf_source *mending;
	int ret;

	if (hf_source_mending(&mending, good, damaged, bad, err) < 0)
		return -1;
	ret = copy(mending, into, options, sink, summary, err);
	hf_source_free(mending);
	return ret;
}

int hf_replicate_mending(const char *path, const char *damaged,
			 const struct hf_bad_files *bad, int into,
			 const struct hf_verify_options *options,
			 struct hf_sink *sink,
			 struct hf_verify_summary *summary,
			 struct hf_replica_name *name, struct hf_error *err)
{
	struct strict_sink strict = {
		.sink.emit = emit_strictly, .next = sink,
	};
	struct hf_source *good = NULL, *other = NULL;
	int ret = -1;

	*name = (struct hf_replica_name){ "" };
	*summary = (struct hf_verify_summary){ 0 };
	if (hf_source_open_directory(&good, path, err) == 0 &&
	    hf_source_open_directory(&other, damaged, err) == 0 &&
	    copy_mending(good, other, bad, into, options, &strict.sink,
			 summary, err) == 0)
		ret = take_folder(path, into, name, err);
	hf_source_free(good);
	hf_source_free(other);
	return ret;
}

/* --- Reading back. --- */

/*
 * Where not all could be looked at, the root may not be had either, and who
 * asks knows why.
 */
static int take_root(struct hf_source *copy, unsigned int jobs,
		     const struct hf_judge *judge, struct hf_bag_root *root,
		     struct hf_error *err)
{
	if (hf_bag_root(copy, jobs, root, err) == 0)
		return 0;
	if (judge->fixity < HF_UNDETERMINED || err->code != HF_ESYS)
		return -1;
	*root = (struct hf_bag_root){ "" };
	return 0;
}

int hf_read_back(const char *path, const struct hf_verify_options *options,
		 struct hf_sink *sink, struct hf_bag_root *root,
		 struct hf_error *err)
{
	const struct hf_open_options open = {
		.jobs = options->engine.jobs, .progress = options->progress,
		.progress_ctx = options->progress_ctx,
	};
	struct hf_verify_options medium = *options;
	struct hf_verify_summary summary;
	struct hf_policy policy;
	struct hf_source *copy;
	struct hf_judge judge;
	int ret = -1;

	medium.depth = HF_VERIFY_FULL;
	medium.engine.from_medium = true;
	*root = (struct hf_bag_root){ "" };
	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, sink);
	if (hf_open_bag(&copy, path, &open, &judge.sink, err) < 0)
		return -1;
	if (hf_verify_open(copy, &medium, &judge.sink, &summary, err) == 0)
		ret = take_root(copy, options->engine.jobs, &judge, root, err);
	hf_close_bag(copy);
	return ret;
}
