/*
 * A record as it stands in the file: entities with their fields, before
 * values are understood and references followed.
 */
#ifndef HF_PROVENANCE_RAW_H
#define HF_PROVENANCE_RAW_H

#include "base/error.h"
#include "finding/sink.h"
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

/* Strings live in the record's arena. */
struct hf_raw {
	struct hf_raw_entity *entities;
	size_t n_entities, entities_size;
	struct hf_raw_field *fields;
	size_t n_fields, fields_size;
	bool foreign;	/* not written by us: what we require may be missing */
};

void hf_raw_release(struct hf_raw *raw);

/* Begin an entity; what is added next are its fields.  @id is borrowed. */
int hf_raw_begin(struct hf_raw *raw, enum hf_entity entity, const char *id,
		 unsigned long line, struct hf_error *err);

/* Give the last entity a field.  @value is borrowed. */
int hf_raw_add(struct hf_raw *raw, const struct hf_label *label,
	       const char *value, unsigned long line, struct hf_error *err);

/* A record with nothing in it but its name; NULL when out of memory. */
struct hf_record *hf_record_begin(const char *name);

/*
 * Fill @record from @raw, and pass on to @sink what was found: in @found, by
 * whoever read @raw, and now; in the order of lines.  The record is sound if
 * none of it is an error.  -1 only where memory ended.
 */
int hf_record_finish(struct hf_record *record, struct hf_raw *raw,
		     struct hf_findings *found, struct hf_sink *sink,
		     struct hf_error *err);

#endif
