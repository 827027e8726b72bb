#include "provenance/record.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/chars.h"
#include "base/file.h"
#include "base/io.h"
#include "base/lines.h"
#include "base/read.h"
#include "base/stanza.h"
#include "base/text.h"
#include "finding/sink.h"
#include "provenance/premis.h"
#include "provenance/quote.h"
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

/* "did you mean 'X'?", or what may stand there; in @out. */
static const char *suggest(char *out, size_t size, const char *word,
			   const char *(*next)(void *ctx, size_t i), void *ctx)
{
	const char *near = hf_nearest(word, next, ctx), *name;
	size_t n;

	if (near) {
		snprintf(out, size, "did you mean '%s'?", near);
		return out;
	}
	n = (size_t)snprintf(out, size, "known are:");
	for (size_t i = 0; (name = next(ctx, i)) && n < size; i++)
		n += (size_t)snprintf(out + n, size - n, " %s", name);
	return out;
}

/* The value in one line, without blanks at its end. */
static const char *fold_value(struct reader *reader,
			      const struct hf_field *field)
{
	char *value = hf_arena_memdup(&reader->record->arena, field->value,
				      field->value_len);
	size_t len = field->value_len;

	if (!value) {
		hf_fail_memory(reader->err);
		return NULL;
	}
	while (len && (hf_is_blank(value[len - 1]) || value[len - 1] == '\n'))
		len--;
	value[len] = '\0';
	for (char *c = value; *c; c++) {
		if (*c == '\n')
			*c = ' ';
	}
	return value;
}

static bool id_is_proper(const char *id)
{
	const char *inner = "abcdefghijklmnopqrstuvwxyz0123456789._-";

	return *id && *id != '.' && *id != '_' && *id != '-' &&
	       id[strspn(id, inner)] == '\0' && strlen(id) <= 128;
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
			 .detail = suggest(hint, sizeof(hint), field->label,
					   entity_at, NULL));
		return 0;
	}
	id = fold_value(reader, field);
	if (!id || hf_raw_begin(&reader->raw, kind, id, field->line,
				reader->err) < 0)
		return -1;
	if (!id_is_proper(id))
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
		suggest(hint, sizeof(hint), field->label, label_at,
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
	static const char *const why[] = {
		[HF_STANZA_NO_COLON] = "there is no colon in it",
		[HF_STANZA_ORPHAN] = "it begins with a blank, as if it continued the line above, but there is none",
		[HF_STANZA_NO_LABEL] = "there is nothing before its colon",
		[HF_STANZA_UNDECODABLE] = "it is not UTF-8",
		[HF_STANZA_CUT] = "it is longer than a mebibyte",
	};

	hf_found(reader->sink, RECORD_LINE_MALFORMED,
		 .path = reader->record->name, .line = field->line,
		 .detail = why[field->kind]);
}

static bool has_nul(const struct hf_field *field)
{
	return strlen(field->label) != field->label_len ||
	       memchr(field->value, '\0', field->value_len);
}

static int take_field(struct reader *reader, const struct hf_field *field)
{
	switch (field->kind) {
	case HF_STANZA_BREAK:
		reader->in_stanza = reader->passing = reader->in_header = false;
		return 0;
	case HF_STANZA_FIELD:
		if (has_nul(field)) {
			hf_found(reader->sink, RECORD_LINE_MALFORMED,
				 .path = reader->record->name,
				 .line = field->line,
				 .detail = "there is a NUL in it");
			return 0;
		}
		if (!reader->headed)
			return take_header(reader, field);
		if (!reader->in_stanza)
			return begin_entity(reader, field);
		if (reader->in_header)
			tell_in_header(reader, field);
		return reader->passing ? 0 : add_field(reader, field);
	default:
		tell_malformed(reader, field);
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
	if (got < 0)
		goto out;
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
	reader.record = calloc(1, sizeof(*reader.record));
	if (!reader.record)
		return hf_fail_memory(err);
	reader.record->name = hf_arena_strdup(&reader.record->arena, name);
	if (!reader.record->name) {
		hf_fail_memory(err);
		goto out;
	}
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

/* Where a record was found. */
struct found {
	int file, root;
	bool in_folder;
	enum hf_payload_place place;
	char name[4096];	/* for messages */
};

/* ENOTDIR: something else has the name of the folder. */
static bool is_absent(int error)
{
	return error == ENOENT || error == ENOTDIR;
}

static int find_in_folder(struct found *found, const char *path,
			  struct hf_error *err)
{
	const char *name = HF_RECORD_IN_PACKAGE;

	found->place = HF_IN_PACKAGE;
	found->file = hf_open_regular_beneath(found->root, name);
	if (found->file < 0 && is_absent(errno)) {
		name = HF_PREMIS_IN_PACKAGE;
		found->file = hf_open_regular_beneath(found->root, name);
	}
	if (found->file < 0 && is_absent(errno)) {
		found->place = HF_BESIDE_RECORD;
		name = HF_RECORD_NAME;
		found->file = hf_open_regular_beneath(found->root, name);
	}
	if (found->file < 0 && is_absent(errno))
		return hf_fail(err, HF_EUSAGE,
			       "'%s' carries no record (neither %s nor %s nor %s)",
			       hf_shown(path), HF_RECORD_IN_PACKAGE,
			       HF_PREMIS_IN_PACKAGE, HF_RECORD_NAME);
	if (found->file < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s/%s'",
			       hf_shown(path), name);
	snprintf(found->name, sizeof(found->name), "%s", name);
	return 0;
}

/* @path is the record itself: its payload lies in the same folder. */
static int find_beside(struct found *found, const char *path,
		       struct hf_error *err)
{
	const char *slash = strrchr(path, '/');
	char folder[4096] = ".";

	if (slash)
		snprintf(folder, sizeof(folder), "%.*s",
			 (int)(slash == path ? 1 : slash - path), path);
	found->root = hf_io->openat(AT_FDCWD, folder,
				    O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (found->root < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(folder));
	snprintf(found->name, sizeof(found->name), "%s", path);
	return 0;
}

static int find_record(struct found *found, const char *path,
		       struct hf_error *err)
{
	struct stat st;
	int fd = hf_io->openat(AT_FDCWD, path,
			       O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);

	if (fd < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(path));
	if (hf_io->fstat(fd, &st) < 0) {
		hf_close(fd);
		return hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(path));
	}
	if (S_ISDIR(st.st_mode)) {
		found->root = fd;
		found->in_folder = true;
		return find_in_folder(found, path, err);
	}
	found->file = fd;
	if (!S_ISREG(st.st_mode))
		return hf_fail(err, HF_EUSAGE,
			       "'%s' is neither a file nor a folder",
			       hf_shown(path));
	return find_beside(found, path, err);
}

/* PREMIS is XML; a record never begins with a bracket. */
/* 1, 0, or -1 where that could not be read. */
static int is_xml(int fd, struct hf_error *err)
{
	char first[64];
	const char *at = first;
	ssize_t n;

	do {
		n = hf_io->pread(fd, first, sizeof(first) - 1, 0);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return hf_fail(err, HF_ESYS, "cannot read");
	first[n] = '\0';
	if (!strncmp(at, "\xef\xbb\xbf", 3))
		at += 3;
	return at[strspn(at, " \t\r\n")] == '<';
}

int hf_record_open(struct hf_record **record_ret, const char *path,
		   struct hf_sink *sink, struct hf_error *err)
{
	struct found found = { .file = -1, .root = -1 };
	struct hf_fd_reader reader;
	int ret = -1;

	if (find_record(&found, path, err) < 0)
		goto out;
	reader.fd = found.file;
	ret = is_xml(found.file, err);
	if (ret >= 0)
		ret = (ret ? hf_premis_read : hf_record_read)(
			record_ret, found.name, hf_read_fd, &reader, sink, err);
	if (ret < 0) {
		hf_error_within(err, "'%s'", hf_shown(found.name));
		goto out;
	}
	(*record_ret)->in_folder = found.in_folder;
	(*record_ret)->packaged = found.in_folder &&
				  found.place == HF_IN_PACKAGE;
	ret = hf_quotes_check(*record_ret, found.root, found.place, sink,
			      &(*record_ret)->misquoted, err);
	if (ret < 0) {
		hf_record_free(*record_ret);
		*record_ret = NULL;
	}
out:
	hf_close(found.file);
	hf_close(found.root);
	return ret;
}
