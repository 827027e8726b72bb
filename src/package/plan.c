#include "package/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "bag/inventory.h"
#include "bag/path.h"
#include "base/file.h"
#include "base/io.h"
#include "base/normal.h"
#include "base/text.h"
#include "provenance/record.h"

/* "memorandum" of "manifests/memorandum/". */
static const char *last_part(struct hf_plan *plan, const char *path)
{
	size_t end = strlen(path), begin;

	while (end > 1 && path[end - 1] == '/')
		end--;
	begin = end;
	while (begin && path[begin - 1] != '/')
		begin--;
	return hf_arena_memdup(&plan->arena, path + begin, end - begin);
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

int hf_plan_add_file(struct hf_plan *plan, const char *source,
		     const char *payload, uint64_t size, struct hf_error *err)
{
	struct hf_planned_file *file;

	if (plan->n_files == plan->files_size) {
		size_t room = plan->files_size ? 2 * plan->files_size : 64;

		file = reallocarray(plan->files, room, sizeof(*file));
		if (!file)
			return hf_fail_memory(err);
		plan->files = file;
		plan->files_size = room;
	}
	file = &plan->files[plan->n_files++];
	file->source = source;
	file->path = hf_arena_printf(&plan->arena, "data/%s", payload);
	file->size = size;
	return file->path ? 0 : hf_fail_memory(err);
}

/* A name as the file systems see it that fold case and normal forms. */
static int check_twin(struct hf_plan *plan, struct hf_inventory *folded,
		      const struct hf_planned_file *file, struct hf_buf *form,
		      struct hf_sink *sink, struct hf_error *err)
{
	uint32_t before = hf_inventory_count(folded), index;

	hf_buf_clear(form);
	if (!hf_normal_fold(form, file->path, strlen(file->path)))
		return hf_buf_check(form, err);
	index = hf_inventory_add(folded, form->data, form->len);
	if (index == HF_NO_FILE)
		return hf_fail_memory(err);
	/* Those that are not UTF-8 were passed over: the first is known by size. */
	if (index == before) {
		hf_inventory_at(folded, index)->size =
			(uint64_t)(file - plan->files);
		return 0;
	}
	hf_refuse(plan, sink, SOURCE_NAME_TWINS,
		  .path = file->path + strlen("data/"),
		  .detail = plan->files[hf_inventory_at(folded, index)->size]
				.path + strlen("data/"));
	return 0;
}

int hf_plan_check_names(struct hf_plan *plan, struct hf_sink *sink,
			struct hf_error *err)
{
	struct hf_inventory *folded;
	struct hf_buf form = { 0 };
	int ret = hf_inventory_new(&folded, err);

	if (ret < 0)
		return -1;
	for (size_t i = 0; ret == 0 && i < plan->n_files; i++) {
		const struct hf_planned_file *file = &plan->files[i];
		const char *name = file->path + strlen("data/"), *why;

		if (!hf_utf8_is_valid(name, strlen(name))) {
			hf_refuse(plan, sink, SOURCE_NAME_NOT_UTF8,
				  .path = name);
			continue;
		}
		why = hf_path_unportable(file->path, strlen(file->path));
		if (why)
			hf_found(sink, NAME_NOT_PORTABLE, .path = name,
				 .detail = why);
		ret = check_twin(plan, folded, file, &form, sink, err);
	}
	hf_inventory_free(folded);
	hf_buf_release(&form);
	return ret;
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
				       "'%s' has a record, which names what is packaged; --exclude, --keep-empty and --symlinks are for plain folders",
				       hf_shown(source));
		if (hf_record_open(&plan->record, source, sink, err) < 0 ||
		    hf_plan_accession(plan, sink, err) < 0)
			return -1;
	} else if (hf_plan_folder(plan, options, sink, err) < 0) {
		return -1;
	}
	return hf_plan_check_names(plan, sink, err);
}

void hf_plan_release(struct hf_plan *plan)
{
	hf_record_free(plan->record);
	free(plan->files);
	free(plan->folders);
	hf_arena_release(&plan->arena);
	hf_close(plan->root);
	plan->root = -1;
}
