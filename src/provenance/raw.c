#include "provenance/raw.h"

#include <stdlib.h>
#include <string.h>

/* More than this is no record but an attack: 100,000 copies take 30 MiB. */
#define MAX_FIELDS	(16u * 1024 * 1024)

void hf_raw_release(struct hf_raw *raw)
{
	free(raw->entities);
	free(raw->fields);
	memset(raw, 0, sizeof(*raw));
}

int hf_raw_begin(struct hf_raw *raw, enum hf_entity entity, const char *id,
		 unsigned long line, struct hf_error *err)
{
	struct hf_raw_entity *added;

	if (raw->n_entities == raw->entities_size) {
		size_t size = raw->entities_size ? 2 * raw->entities_size : 64;

		added = reallocarray(raw->entities, size, sizeof(*added));
		if (!added)
			return hf_fail_memory(err);
		raw->entities = added;
		raw->entities_size = size;
	}
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
			       "the record has more than %u lines", MAX_FIELDS);
	if (raw->n_fields == raw->fields_size) {
		size_t size = raw->fields_size ? 2 * raw->fields_size : 256;

		added = reallocarray(raw->fields, size, sizeof(*added));
		if (!added)
			return hf_fail_memory(err);
		raw->fields = added;
		raw->fields_size = size;
	}
	added = &raw->fields[raw->n_fields++];
	added->label = label;
	added->value = value;
	added->line = line;
	raw->entities[raw->n_entities - 1].n_fields++;
	return 0;
}
