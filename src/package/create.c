#include "package/create.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bag/path.h"
#include "bag/writer.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/text.h"
#include "finding/sink.h"
#include "package/documents.h"
#include "package/expect.h"
#include "package/info.h"
#include "package/meeting.h"
#include "package/plan.h"
#include "package/within.h"
#include "provenance/record.h"
#include "verify/verify.h"

#define RECORD_MAX	(1024u * 1024 * 1024)

/* One creation. */
struct creation {
	const struct hf_create_options *options;
	struct hf_plan plan;
	struct hf_staging staging;
	struct hf_bag_writer writer;
	struct hf_sink *sink;
	struct hf_error *err;
	uint64_t total;		/* octets, written and read back */
	uint64_t before;	/* octets of what was done before this pass */
	hf_alg_set algs;		/* asked for, or known of before */
	struct hf_meeting_algs manifests;	/* of each kind */
	struct hf_inventory *expected;	/* digests made before us, or NULL */
	const struct hf_memory_file *memory;	/* the source; NULL: a folder */
};

static void progress(void *ctx, uint64_t done, uint64_t total)
{
	const struct creation *c = ctx;

	(void)total;
	/* Reading back reads the tag files too, which were not counted. */
	done += c->before;
	if (c->options->progress)
		c->options->progress(c->options->progress_ctx,
				     done < c->total ? done : c->total,
				     c->total);
}

static int copy_payload(struct creation *c)
{
	struct hf_copy_options options = {
		.engine = c->options->engine,
		.progress = progress, .progress_ctx = c,
	};

	/* What is not read back must be computed right the first time. */
	if (c->writer.in_place || c->options->read_back == HF_READ_BACK_NONE)
		options.engine.engine = HF_ENGINE_OPENSSL;

	for (size_t i = 0; i < c->plan.n_files; i++) {
		const struct hf_planned_file *file = &c->plan.files[i];

		if (hf_bag_writer_add(&c->writer, file->source, file->path,
				      file->size, c->err) < 0)
			return -1;
		c->total += file->size;
	}
	if (!c->writer.in_place && c->options->read_back != HF_READ_BACK_NONE)
		c->total *= 2;
	return hf_bag_writer_copy(&c->writer, c->plan.root, &options, c->sink,
				  c->err);
}

static int write_memory(struct creation *c)
{
	for (size_t i = 0; i < c->plan.n_files; i++)
		c->total += c->plan.files[i].size;
	if (c->options->read_back != HF_READ_BACK_NONE)
		c->total *= 2;
	for (size_t i = 0; i < c->plan.n_files; i++) {
		if (hf_bag_writer_payload(&c->writer, c->plan.files[i].path,
					  c->memory[i].data, c->memory[i].size,
					  c->err) < 0)
			return -1;
		progress(c, c->writer.octets, 0);
	}
	return 0;
}

/* The record goes in byte for byte: it is what the archivist wrote. */
static int write_record(struct creation *c)
{
	struct hf_buf text = { 0 };
	int fd = hf_open_regular_beneath(c->plan.root, HF_RECORD_NAME);
	int ret = -1;

	if (fd < 0 || hf_read_all(fd, &text, RECORD_MAX) < 0)
		hf_fail(c->err, HF_ESYS, "cannot read '%s'", HF_RECORD_NAME);
	else
		ret = hf_bag_writer_tag(&c->writer, HF_RECORD_IN_PACKAGE,
					hf_buf_text(&text), text.len, c->err);
	hf_close(fd);
	hf_buf_release(&text);
	return ret;
}

static int write_info(struct creation *c)
{
	struct hf_buf text = { 0 };
	int ret = hf_package_info(&text, &c->plan, c->options,
				  c->writer.octets, c->err);

	if (ret == 0)
		ret = hf_bag_writer_tag(&c->writer, "bag-info.txt", text.data,
					text.len, c->err);
	hf_buf_release(&text);
	return ret;
}

/* Folders keep theirs too: set last, since filling them changes their times. */
static int keep_folders(struct creation *c)
{
	for (size_t i = c->plan.n_folders; i-- > 0;) {
		const struct hf_planned_folder *folder = &c->plan.folders[i];
		struct timespec times[2] = { { .tv_nsec = UTIME_OMIT },
					     folder->mtime };
		char *path;
		int fd, kept;

		if (asprintf(&path, "data%s%s", *folder->source ? "/" : "",
			     folder->source) < 0)
			return hf_fail_memory(c->err);
		fd = hf_open_beneath(c->staging.dir, path,
				     O_RDONLY | O_DIRECTORY);
		free(path);
		if (fd < 0 && errno == ENOENT)
			continue;	/* it was empty, and is not there */
		if (fd < 0)
			return hf_fail(c->err, HF_ESYS,
				       "cannot open the folder '%s'",
				       hf_shown(*folder->source
						? folder->source : "data"));
		/* Its owner, who has to update it one day, may always write. */
		kept = hf_io->fchmod(fd, (folder->mode & 0777) | 0700);
		if (kept == 0 || errno == EPERM || errno == EOPNOTSUPP)
			kept = hf_io->futimens(fd, times);
		hf_close(fd);
		if (kept < 0)
			return hf_fail(c->err, HF_ESYS,
				       "cannot set the time and permissions of the folder '%s'",
				       hf_shown(*folder->source
						? folder->source : "data"));
	}
	return 0;
}

/* Whatever the verifier would say of it is a failure of ours. */
static int read_back(struct creation *c)
{
	struct hf_verify_options options = {
		.depth = HF_VERIFY_FULL, .engine = c->options->engine,
		.progress = progress, .progress_ctx = c,
	};
	struct hf_verify_summary summary;
	struct hf_policy policy;
	struct hf_findings found;
	struct hf_judge judge;
	int ret = -1;

	if (c->options->read_back == HF_READ_BACK_NONE)
		return 0;
	/* A kernel's mistake would agree with itself: let another compute it. */
	options.engine.engine = HF_ENGINE_OPENSSL;
	options.engine.from_medium =
		c->options->read_back == HF_READ_BACK_MEDIUM;
	c->before = c->total / 2;
	hf_policy_init(&policy, false);
	hf_findings_init(&found);
	hf_judge_init(&judge, &policy, &found.sink);
	if (hf_verify_folder(c->staging.dir, &options, &judge.sink, &summary,
			     c->err) < 0)
		goto out;
	for (size_t i = 0; i < found.n; i++) {
		if (hf_policy_severity(&policy, &found.at[i]) == HF_ERROR)
			hf_emit(c->sink, &found.at[i]);
	}
	if (judge.fixity != HF_VALID) {
		hf_fail(c->err, HF_EREFUSED,
			"what was written could not be read back as it was; nothing was made: look at the medium and its cables");
		goto out;
	}
	ret = 0;
out:
	hf_findings_release(&found);
	return ret;
}

static int build(struct creation *c)
{
	c->writer.drop_cache = c->options->read_back == HF_READ_BACK_MEDIUM;
	c->writer.follow_links = c->options->symlinks == HF_SYMLINKS_FOLLOW;
	c->writer.expected = c->expected;
	if ((c->memory ? write_memory(c) : copy_payload(c)) < 0 ||
	    write_info(c) < 0)
		return -1;
	if (c->plan.record &&
	    (write_record(c) < 0 ||
	     hf_documents_write(&c->writer, c->plan.record, c->err) < 0))
		return -1;
	if (hf_bag_writer_finish(&c->writer, c->err) < 0 ||
	    keep_folders(c) < 0)
		return -1;
	return read_back(c);
}

/* What is to be packaged, and which digests of it there are already. */
static int plan(struct creation *c, const char *source)
{
	c->algs = c->options->algs;
	if (hf_plan_make(&c->plan, source, c->options, c->sink, c->err) < 0)
		return -1;
	if (c->options->n_expect &&
	    (hf_inventory_new(&c->expected, c->err) < 0 ||
	     hf_expect_read(&c->plan, c->options, c->expected, &c->algs,
			    c->sink, c->err) < 0))
		return -1;
	hf_meeting_algorithms(&c->manifests, c->options, c->algs);
	return hf_meeting_check(&c->plan, c->options, &c->manifests, c->sink,
				c->err);
}

/* Digests of the one kind of manifest may not be of the other. */
static int begin_writing(struct creation *c, bool in_place)
{
	if (hf_bag_writer_init(&c->writer, c->staging.dir,
			       c->manifests.payload | c->manifests.tag,
			       in_place, c->err) < 0)
		return -1;
	c->writer.payload_algs = c->manifests.payload;
	c->writer.tag_algs = c->manifests.tag;
	return 0;
}

static int refuse(const struct creation *c, const char *source)
{
	return hf_fail(c->err, HF_EREFUSED,
		       "'%s' cannot be packaged as it is, and nothing was written; mend what was found",
		       hf_shown(source));
}

static void release(struct creation *c)
{
	hf_bag_writer_release(&c->writer);
	hf_staging_end(&c->staging);
	hf_plan_release(&c->plan);
	hf_inventory_free(c->expected);
}

int hf_create(const char *source, const char *dest,
	      const struct hf_create_options *options, struct hf_sink *sink,
	      struct hf_create_summary *summary, struct hf_error *err)
{
	struct creation c = {
		.options = options, .sink = sink, .err = err,
		.staging = HF_STAGING_NONE, .plan = { .root = -1 },
	};
	int ret = -1;

	if (plan(&c, source) < 0)
		goto out;
	if (c.plan.refused) {
		refuse(&c, source);
		goto out;
	}
	if (hf_refuse_within(c.plan.root, dest, err) < 0 ||
	    hf_staging_begin(&c.staging, dest, err) < 0 ||
	    begin_writing(&c, false) < 0 ||
	    build(&c) < 0 || hf_staging_publish(&c.staging, err) < 0) {
		hf_staging_failed(&c.staging, dest, "made", err);
		goto out;
	}
	*summary = (struct hf_create_summary){
		.files = c.plan.n_files, .octets = c.writer.octets,
		.has_record = c.plan.record != NULL,
		.recovered = c.staging.recovered };
	ret = 0;
out:
	release(&c);
	return ret;
}

/* Paths are the caller's: one that cannot be is a misuse, and no finding. */
static int plan_memory(struct creation *c, const struct hf_memory_file *files,
		       size_t n)
{
	struct hf_inventory *seen;
	int ret = hf_inventory_new(&seen, c->err);

	if (ret < 0)
		return -1;
	for (size_t i = 0; i < n && ret == 0; i++) {
		const char *path = files[i].path;
		size_t len = strlen(path);

		if (hf_path_judge(path, len) != HF_FLAW_NONE)
			ret = hf_fail(c->err, HF_EUSAGE,
				      "'%s' is no path beneath data/; give one such as 'letters/a.txt'",
				      hf_shown(path));
		else if (hf_inventory_find(seen, path, len) != HF_NO_FILE)
			ret = hf_fail(c->err, HF_EUSAGE,
				      "'%s' is given twice; give each file a path of its own",
				      hf_shown(path));
		else if (hf_inventory_add(seen, path, len) == HF_NO_FILE)
			ret = hf_fail_memory(c->err);
		else
			ret = hf_plan_add_file(&c->plan, NULL, path,
					       files[i].size, c->err);
	}
	hf_inventory_free(seen);
	if (ret == 0 && !n)
		hf_found(c->sink, PAYLOAD_EMPTY, .path = "data");
	return ret < 0 ? ret : hf_plan_check_names(&c->plan, c->sink, c->err);
}

int hf_create_from_memory(const struct hf_memory_file *files, size_t n,
			  const char *dest,
			  const struct hf_create_options *options,
			  struct hf_sink *sink,
			  struct hf_create_summary *summary,
			  struct hf_error *err)
{
	static const struct hf_memory_file none;
	struct creation c = {
		.options = options, .sink = sink, .err = err,
		.staging = HF_STAGING_NONE, .plan = { .root = -1 },
		.algs = options->algs ? options->algs : HF_ALG_BIT(HF_SHA512),
		.memory = n ? files : &none,
	};
	int ret = -1;

	if (options->n_exclude || options->n_expect || options->keep_empty ||
	    options->nest || options->symlinks != HF_SYMLINKS_REFUSE) {
		hf_fail(err, HF_EUSAGE,
			"'%s' is made of memory: leave out exclude, expect, symlinks, keep_empty and nest, which are for folders",
			hf_shown(dest));
		goto out;
	}
	if (plan_memory(&c, files, n) < 0)
		goto out;
	if (c.plan.refused) {
		refuse(&c, dest);
		goto out;
	}
	if (hf_staging_begin(&c.staging, dest, err) < 0 ||
	    hf_bag_writer_init(&c.writer, c.staging.dir, c.algs, false,
			       err) < 0 ||
	    build(&c) < 0 || hf_staging_publish(&c.staging, err) < 0) {
		hf_staging_failed(&c.staging, dest, "made", err);
		goto out;
	}
	*summary = (struct hf_create_summary){
		.files = n, .octets = c.writer.octets,
		.recovered = c.staging.recovered };
	ret = 0;
out:
	hf_bag_writer_release(&c.writer);
	hf_staging_end(&c.staging);
	hf_plan_release(&c.plan);
	return ret;
}

/* What would have to change the folder itself is not for in place. */
static int refuse_options(const struct creation *c)
{
	const struct hf_create_options *options = c->options;

	if (options->n_exclude || options->keep_empty ||
	    options->symlinks != HF_SYMLINKS_REFUSE)
		return hf_fail(c->err, HF_EUSAGE,
			       "a folder that is made a bag in place is packaged as it stands: leave out exclude, keep-empty and symlinks, or have the package made elsewhere");
	return 0;
}

static int refuse_in_place(const struct creation *c, const char *folder)
{
	if (c->plan.record)
		return hf_fail(c->err, HF_EUSAGE,
			       "'%s' has a record, and is no folder to be made a bag in place; have the package made elsewhere",
			       hf_shown(folder));
	return c->plan.refused ? refuse(c, folder) : 0;
}

static int build_in_place(struct creation *c)
{
	struct stat st;

	c->writer.expected = c->expected;
	/* Who may not look into the folder may not look at what is around it. */
	if (hf_io->fstat(c->plan.root, &st) < 0 ||
	    (hf_io->fchmod(c->staging.dir, (st.st_mode & 07777) | 0700) < 0 &&
	     errno != EPERM && errno != EOPNOTSUPP))
		return hf_fail(c->err, HF_ESYS,
			       "cannot give the package of '%s' the permissions of the folder",
			       hf_shown(c->staging.name));
	if (copy_payload(c) < 0 || write_info(c) < 0)
		return -1;
	return hf_bag_writer_finish(&c->writer, c->err);
}

int hf_create_in_place(const char *folder,
		       const struct hf_create_options *options,
		       struct hf_sink *sink, struct hf_create_summary *summary,
		       struct hf_error *err)
{
	struct creation c = {
		.options = options, .sink = sink, .err = err,
		.staging = HF_STAGING_NONE, .plan = { .root = -1 },
	};
	int ret = -1;

	if (refuse_options(&c) < 0)
		return -1;
	if (hf_staging_begin_around(&c.staging, folder, "data", err) < 0)
		return hf_staging_failed(&c.staging, folder, "made a bag", err);
	*summary = (struct hf_create_summary){
		.recovered = c.staging.recovered,
		.finished = c.staging.finished };
	if (c.staging.finished) {
		ret = 0;
		goto out;
	}
	if (plan(&c, folder) < 0 || refuse_in_place(&c, folder) < 0 ||
	    begin_writing(&c, true) < 0 ||
	    build_in_place(&c) < 0 ||
	    hf_staging_enclose(&c.staging, "data", err) < 0) {
		hf_staging_failed(&c.staging, folder, "made a bag", err);
		goto out;
	}
	summary->files = c.plan.n_files;
	summary->octets = c.writer.octets;
	ret = 0;
out:
	release(&c);
	return ret;
}
