#include "provenance/raw.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"

/* More than this is no record but an attack: 100,000 copies take 30 MiB. */
#define MAX_FIELDS	(16u * 1024 * 1024)

void hf_raw_release(struct hf_raw *raw)
{
	free(raw->entities);
	free(raw->fields);
	memset(raw, 0, sizeof(*raw));
}

struct hf_record *hf_record_begin(const char *name)
{
	struct hf_record *record = calloc(1, sizeof(*record));

	if (!record)
		return NULL;
	record->name = hf_arena_strdup(&record->arena, name);
	if (record->name)
		return record;
	hf_record_free(record);
	return NULL;
}

int hf_raw_begin(struct hf_raw *raw, enum hf_entity entity, const char *id,
		 unsigned long line, struct hf_error *err)
{
	struct hf_raw_entity *added;

	added = hf_list_grow(raw->entities, raw->n_entities,
			     &raw->entities_size, sizeof(*added));
	if (!added)
		return hf_fail_memory(err);
	raw->entities = added;
	added = &raw->entities[raw->n_entities++];
	*added = (struct hf_raw_entity){
		.entity = entity, .id = id, .line = line,
		.first_field = raw->n_fields };
	return 0;
}

int hf_raw_add(struct hf_raw *raw, const struct hf_label *label,
	       const char *value, unsigned long line, struct hf_error *err)
{
	struct hf_raw_field *added;

	if (raw->n_fields == MAX_FIELDS)
		return hf_fail(err, HF_EFORMAT,
			       "the record has more than %u lines, which no record needs", MAX_FIELDS);
	added = hf_list_grow(raw->fields, raw->n_fields, &raw->fields_size,
			     sizeof(*added));
	if (!added)
		return hf_fail_memory(err);
	raw->fields = added;
	added = &raw->fields[raw->n_fields++];
	added->label = label;
	added->value = value;
	added->line = line;
	raw->entities[raw->n_entities - 1].n_fields++;
	return 0;
}
