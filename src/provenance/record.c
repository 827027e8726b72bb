#include "provenance/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/chars.h"
#include "base/lines.h"
#include "base/stanza.h"
#include "base/text.h"
#include "finding/sink.h"
#include "provenance/raw.h"

/* The state of one reading. */
struct reader {
	struct hf_record *record;
	struct hf_raw raw;
	struct hf_sink *sink;
	struct hf_error *err;
	bool in_stanza;		/* a stanza has begun */
	bool passing;		/* ... and cannot be understood */
	bool headed;		/* "Holdfast-Record: 1" was there */
	bool in_header;		/* ... and the stanza that it begins goes on */
};

static const char *entity_at(void *ctx, size_t i)
{
	(void)ctx;
	return hf_entity_name((enum hf_entity)i);
}

static const char *label_at(void *ctx, size_t i)
{
	const struct hf_label *labels = ctx;

	return labels[i].name;
}

static const char *fold_value(struct reader *reader,
			      const struct hf_field *field)
{
	const char *value = hf_field_fold(&reader->record->arena, field);

	if (!value)
		hf_fail_memory(reader->err);
	return value;
}

/* The entity of that name; HF_ENTITY_COUNT: there is none. */
static int entity_of(const char *name)
{
	int kind = 0;

	while (kind < HF_ENTITY_COUNT &&
	       hf_ascii_casecmp(name, hf_entity_name(kind)) != 0)
		kind++;
	return kind;
}

static int begin_entity(struct reader *reader, const struct hf_field *field)
{
	const char *id;
	char hint[256];
	int kind = entity_of(field->label);

	reader->in_stanza = true;
	reader->passing = kind == HF_ENTITY_COUNT;
	if (reader->passing) {
		hf_found(reader->sink, RECORD_ENTITY_UNKNOWN,
			 .path = reader->record->name, .line = field->line,
			 .actual = field->label,
			 .detail = hf_suggest(hint, sizeof(hint), field->label,
					      entity_at, NULL));
		return 0;
	}
	id = fold_value(reader, field);
	if (!id || hf_raw_begin(&reader->raw, kind, id, field->line,
				reader->err) < 0)
		return -1;
	if (!hf_id_is_proper(id))
		hf_found(reader->sink, RECORD_ID_MALFORMED,
			 .path = reader->record->name, .line = field->line,
			 .actual = id);
	return 0;
}

/*
 * The first stanza says that this is a record, and of which kind.  Where it is
 * missing, the first stanza is what it says it is.
 */
static int take_header(struct reader *reader, const struct hf_field *field)
{
	const char *value = fold_value(reader, field);

	if (!value)
		return -1;
	reader->headed = reader->in_stanza = reader->passing = true;
	if (hf_ascii_casecmp(field->label, "Holdfast-Record") != 0) {
		hf_found(reader->sink, RECORD_HEADER_MISSING,
			 .path = reader->record->name, .line = field->line);
		return entity_of(field->label) == HF_ENTITY_COUNT ? 0 :
		       begin_entity(reader, field);
	}
	if (strcmp(value, "1") != 0)
		hf_found(reader->sink, RECORD_VERSION_UNKNOWN,
			 .path = reader->record->name, .line = field->line,
			 .actual = value, .expected = "1");
	else
		reader->in_header = true;
	return 0;
}

static void tell_unknown_label(struct reader *reader, enum hf_entity entity,
			       const struct hf_field *field)
{
	char hint[512] = "a stanza of its own needs a blank line above it";

	if (entity_of(field->label) == HF_ENTITY_COUNT)
		hf_suggest(hint, sizeof(hint), field->label, label_at,
			   (void *)hf_entity_labels(entity));
	hf_found(reader->sink, RECORD_LABEL_UNKNOWN,
		 .path = reader->record->name, .line = field->line,
		 .subject = reader->raw.entities[reader->raw.n_entities - 1].id,
		 .actual = field->label, .detail = hint);
}

/* The header is one line; what follows it at once would be lost. */
static void tell_in_header(struct reader *reader, const struct hf_field *field)
{
	hf_found(reader->sink, RECORD_LABEL_UNKNOWN,
		 .path = reader->record->name, .line = field->line,
		 .actual = field->label,
		 .detail = "a blank line belongs below the first line");
}

static int add_field(struct reader *reader, const struct hf_field *field)
{
	const struct hf_raw *raw = &reader->raw;
	enum hf_entity entity = raw->entities[raw->n_entities - 1].entity;
	const struct hf_label *label = hf_label_find(entity, field->label);
	const char *value;

	if (!label) {
		tell_unknown_label(reader, entity, field);
		return 0;
	}
	value = fold_value(reader, field);
	return value ? hf_raw_add(&reader->raw, label, value, field->line,
				  reader->err) : -1;
}

static void tell_malformed(struct reader *reader, const struct hf_field *field)
{
	hf_found(reader->sink, RECORD_LINE_MALFORMED,
		 .path = reader->record->name, .line = field->line,
		 .detail = hf_field_trouble(field));
}

static int take_field(struct reader *reader, const struct hf_field *field)
{
	if (hf_field_trouble(field)) {
		tell_malformed(reader, field);
		return 0;
	}
	switch (field->kind) {
	case HF_STANZA_BREAK:
		reader->in_stanza = reader->passing = reader->in_header = false;
		return 0;
	case HF_STANZA_FIELD:
		if (!reader->headed)
			return take_header(reader, field);
		if (!reader->in_stanza)
			return begin_entity(reader, field);
		if (reader->in_header)
			tell_in_header(reader, field);
		return reader->passing ? 0 : add_field(reader, field);
	default:
		return 0;
	}
}

static int read_fields(struct reader *reader, hf_read_fn *read, void *ctx)
{
	struct hf_lines *lines = NULL;
	struct hf_stanza *stanza = NULL;
	struct hf_field field;
	int ret = -1, got;

	if (hf_lines_new(&lines, "UTF-8", read, ctx, reader->err) < 0 ||
	    hf_stanza_new(&stanza, lines, true, reader->err) < 0)
		goto out;
	while ((got = hf_stanza_next(stanza, &field, reader->err)) > 0) {
		if (take_field(reader, &field) < 0)
			goto out;
	}
	if (got < 0) {
		hf_error_within(reader->err, "'%s'",
				hf_shown(reader->record->name));
		goto out;
	}
	if (!reader->headed)
		hf_found(reader->sink, RECORD_HEADER_MISSING,
			 .path = reader->record->name, .line = 1);
	ret = 0;
out:
	hf_stanza_free(stanza);
	hf_lines_free(lines);
	return ret;
}

int hf_record_read(struct hf_record **record_ret, const char *name,
		   hf_read_fn *read, void *ctx, struct hf_sink *sink,
		   struct hf_error *err)
{
	struct hf_findings found;
	struct reader reader = { .sink = &found.sink, .err = err };
	int ret = -1;

	hf_findings_init(&found);
	reader.record = hf_record_begin(name);
	if (!reader.record)
		return hf_fail_memory(err);
	if (read_fields(&reader, read, ctx) < 0 ||
	    hf_record_finish(reader.record, &reader.raw, &found, sink,
			     err) < 0)
		goto out;
	*record_ret = reader.record;
	reader.record = NULL;
	ret = 0;
out:
	hf_findings_release(&found);
	hf_raw_release(&reader.raw);
	hf_record_free(reader.record);
	return ret;
}
