/* Which way a folder is to be packaged: by its record, or as it stands. */
#include "package/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/text.h"
#include "finding/sink.h"
#include "provenance/record.h"

/* "memorandum" of "manifests/memorandum/". */
static const char *last_part(struct hf_plan *plan, const char *path)
{
	size_t len;
	const char *last = hf_last_part(path, &len);

	return hf_arena_memdup(&plan->arena, last, len);
}

/* 1, 0, or -1: what cannot be seen must not be taken for absent. */
static int has_file(const struct hf_plan *plan, const char *name,
		    struct hf_error *err)
{
	struct stat st;

	if (hf_io->fstatat(plan->root, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return 1;
	if (errno == ENOENT)
		return 0;
	return hf_fail(err, HF_ESYS, "cannot look at '%s'", name);
}

static int by_path(const void *a, const void *b)
{
	const struct hf_planned_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* As it stands: what is told must not depend on the order of its entries. */
static int plan_folder(struct hf_plan *plan,
		       const struct hf_create_options *options,
		       struct hf_sink *sink, struct hf_error *err)
{
	struct hf_findings found;
	int ret, told;

	hf_findings_init(&found);
	ret = hf_plan_folder(plan, options, &found.sink, err);
	if (ret == 0) {
		if (plan->n_files)
			qsort(plan->files, plan->n_files, sizeof(*plan->files),
			      by_path);
		ret = hf_plan_check_names(plan, &found.sink, err);
	}
	told = hf_plan_tell_sorted(&found, sink, err);
	return ret < 0 ? ret : told;
}

int hf_plan_make(struct hf_plan *plan, const char *source,
		 const struct hf_create_options *options, struct hf_sink *sink,
		 struct hf_error *err)
{
	int is_bag, has_record;

	memset(plan, 0, sizeof(*plan));
	plan->root = hf_io->openat(AT_FDCWD, source,
				   O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (plan->root < 0 && errno == ENOTDIR)
		return hf_fail(err, HF_EUSAGE,
			       "'%s' is a file; give the folder that is to be packaged",
			       hf_shown(source));
	if (plan->root < 0)
		return hf_fail(err, HF_ESYS, "cannot open the folder '%s'",
			       hf_shown(source));
	plan->name = last_part(plan, source);
	if (!plan->name)
		return hf_fail_memory(err);
	is_bag = has_file(plan, "bagit.txt", err);
	has_record = has_file(plan, HF_RECORD_NAME, err);
	if (is_bag < 0 || has_record < 0)
		return -1;
	if (is_bag && !options->nest)
		hf_refuse(plan, sink, SOURCE_IS_BAG, .path = source);
	else if (has_record) {
		if (options->n_exclude || options->keep_empty ||
		    options->symlinks != HF_SYMLINKS_REFUSE)
			return hf_fail(err, HF_EUSAGE,
				       "'%s' has a record, which names what is packaged: leave out exclude, keep-empty and symlinks, which are for plain folders",
				       hf_shown(source));
		if (hf_record_open(&plan->record, source, sink, err) < 0 ||
		    hf_plan_accession(plan, sink, err) < 0 ||
		    hf_plan_check_names(plan, sink, err) < 0)
			return -1;
	} else if (plan_folder(plan, options, sink, err) < 0) {
		return -1;
	}
	return 0;
}
