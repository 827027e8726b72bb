/*
 * A record as it stands in the file: entities with their fields, before
 * values are understood and references followed.
 */
#ifndef HF_PROVENANCE_RAW_H
#define HF_PROVENANCE_RAW_H

#include "base/error.h"
#include "finding/finding.h"
#include "provenance/labels.h"

struct hf_raw_field {
	const struct hf_label *label;
	const char *value;
	unsigned long line;
};

struct hf_raw_entity {
	enum hf_entity entity;
	const char *id;
	unsigned long line;
	size_t first_field, n_fields;	/* in hf_raw.fields */
	size_t index;			/* in the record's array of its kind */
};

/* Strings are in the record's arena. */
struct hf_raw {
	struct hf_raw_entity *entities;
	size_t n_entities, entities_size;
	struct hf_raw_field *fields;
	size_t n_fields, fields_size;
};

/*
 * Fill @record from @raw.  Mistakes go to @sink, in no promised order.  -1
 * only where memory ended.
 */
int hf_record_build(struct hf_record *record, struct hf_raw *raw,
		    struct hf_sink *sink, struct hf_error *err);

#endif
