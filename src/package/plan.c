#include "package/plan.h"

#include <stdlib.h>
#include <string.h>

#include "bag/inventory.h"
#include "bag/path.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/list.h"
#include "base/normal.h"
#include "base/text.h"
#include "finding/sink.h"
#include "provenance/record.h"

int hf_plan_add_file(struct hf_plan *plan, const char *source,
		     const char *payload, uint64_t size, struct hf_error *err)
{
	struct hf_planned_file *file;

	file = hf_list_grow(plan->files, plan->n_files, &plan->files_size,
			    sizeof(*file));
	if (!file)
		return hf_fail_memory(err);
	plan->files = file;
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

static int by_place(const void *a, const void *b)
{
	const struct hf_finding *x = a, *y = b;
	int order = strcmp(x->path ? x->path : "", y->path ? y->path : "");

	return order ? order : (x->id > y->id) - (x->id < y->id);
}

int hf_plan_tell_sorted(struct hf_findings *found, struct hf_sink *sink,
			struct hf_error *err)
{
	int ret = found->failed ? hf_fail_memory(err) : 0;

	if (found->n)
		qsort(found->at, found->n, sizeof(*found->at), by_place);
	for (size_t i = 0; i < found->n; i++)
		hf_emit(sink, &found->at[i]);
	hf_findings_release(found);
	return ret;
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
