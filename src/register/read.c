#include "register/read.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/chars.h"
#include "base/lines.h"
#include "base/stanza.h"
#include "base/text.h"
#include "finding/sink.h"
#include "register/labels.h"
#include "register/names.h"
#include "register/values.h"

/* The state of one reading. */
struct reader {
	struct hf_register *reg;
	struct hf_arena *arena;
	const struct hf_register_place *place;
	struct hf_sink *sink;
	struct hf_error *err;

	/* Of the stanza at hand. */
	bool in_stanza;
	enum hf_register_stanza stanza;	/* HF_REGISTER_STANZAS: unknown */
	unsigned long line;
	const char *subject;	/* a location's identifier, or NULL */
	void *into;
	unsigned int seen;	/* bits, by the place in the table of labels */

	bool has[HF_REGISTER_STANZAS];
	/* What is there twice is read for its mistakes alone. */
	struct hf_register spare;
};

#define tell(reader, id, ...)						\
	hf_found((reader)->sink, REGISTER_##id,				\
		 .path = (reader)->place->name,				\
		 .subject = (reader)->subject, __VA_ARGS__)

/* The value in one line; NULL when out of memory. */
static const char *fold(struct reader *reader, const struct hf_field *field)
{
	const char *value = hf_field_fold(reader->arena, field);

	if (!value)
		hf_fail_memory(reader->err);
	return value;
}

/* What no value may be, whatever its label. */
static const char *trouble_of(const char *value)
{
	if (!*value)
		return "nothing stands behind the colon";
	if (!hf_is_printable(value, strlen(value)))
		return "there is a character in it that does not show";
	return NULL;
}

static int begin_register(struct reader *reader, const char *version)
{
	reader->into = reader->has[HF_STANZA_REGISTER] ? &reader->spare
						       : reader->reg;
	if (strcmp(version, "1") != 0)
		tell(reader, VALUE_MALFORMED, .line = reader->line,
		     .expected = "1", .actual = version,
		     .detail = "the number says how the file is to be read, and this holdfast knows 1");
	return 0;
}

static int begin_location(struct reader *reader, const char *id)
{
	struct hf_register *reg = reader->reg;
	const char *why = hf_location_id_trouble(id);
	struct hf_location *grown = hf_arena_grow(reader->arena,
						  reg->locations,
						  reg->n_locations,
						  sizeof(*grown));

	if (!grown)
		return hf_fail_memory(reader->err);
	reg->locations = grown;
	grown += reg->n_locations++;
	*grown = (struct hf_location){ .id = id, .line = reader->line };
	reader->into = grown;
	reader->subject = id;
	if (why)
		tell(reader, VALUE_MALFORMED, .line = reader->line,
		     .actual = id, .detail = why);
	return 0;
}

/* What stands behind "Policy:" is for people. */
static int begin_policy(struct reader *reader, const char *title)
{
	struct hf_register *reg = reader->has[HF_STANZA_POLICY]
				  ? &reader->spare : reader->reg;

	reg->policy.line = reader->line;
	reader->into = &reg->policy;
	return 0;
}

static void tell_unknown_stanza(struct reader *reader,
				const struct hf_field *field)
{
	char hint[512];

	tell(reader, LABEL_UNKNOWN, .line = field->line,
	     .actual = field->label,
	     .detail = hf_suggest(hint, sizeof(hint), field->label,
				  hf_register_stanza_name, NULL));
}

static int begin_stanza(struct reader *reader, const struct hf_field *field)
{
	static int (*const begin[HF_REGISTER_STANZAS])(struct reader *,
						       const char *) = {
		[HF_STANZA_REGISTER] = begin_register,
		[HF_STANZA_LOCATION] = begin_location,
		[HF_STANZA_POLICY]   = begin_policy,
	};
	const char *value = fold(reader, field);

	if (!value)
		return -1;
	reader->in_stanza = true;
	reader->stanza = hf_register_stanza_find(field->label);
	reader->line = field->line;
	reader->seen = 0;
	if (reader->stanza == HF_REGISTER_STANZAS) {
		tell_unknown_stanza(reader, field);
		return 0;
	}
	if (begin[reader->stanza](reader, value) < 0)
		return -1;
	if (reader->has[reader->stanza] &&
	    reader->stanza != HF_STANZA_LOCATION)
		tell(reader, LABEL_REPEATED, .line = field->line,
		     .actual = field->label);
	reader->has[reader->stanza] = true;
	return 0;
}

/* What had to be there, and is not, is told of the stanza's first line. */
static void end_stanza(struct reader *reader)
{
	const struct hf_register_label *labels;

	if (reader->in_stanza && reader->stanza != HF_REGISTER_STANZAS) {
		labels = hf_register_labels(reader->stanza);
		for (size_t i = 0; labels[i].name; i++) {
			if (labels[i].required && !(reader->seen & 1u << i))
				tell(reader, LABEL_MISSING,
				     .line = reader->line,
				     .expected = labels[i].name);
		}
	}
	reader->in_stanza = false;
	reader->subject = NULL;
}

static void tell_unknown_label(struct reader *reader,
			       const struct hf_register_label *labels,
			       const struct hf_field *field)
{
	char hint[512] = "a stanza of its own needs an empty line above it";

	if (hf_register_stanza_find(field->label) == HF_REGISTER_STANZAS)
		hf_suggest(hint, sizeof(hint), field->label,
			   hf_register_label_name, (void *)labels);
	tell(reader, LABEL_UNKNOWN, .line = field->line,
	     .actual = field->label, .detail = hint);
}

static int take_value(struct reader *reader,
		      const struct hf_register_label *label,
		      const struct hf_field *field)
{
	struct hf_register_value value = {
		.arena = reader->arena, .folder = reader->place->folder,
		.text = fold(reader, field), .line = field->line,
	};
	const char *why;
	int taken;

	if (!value.text)
		return -1;
	why = trouble_of(value.text);
	taken = why ? 0 : label->take(&value, (char *)reader->into +
					      label->offset, reader->err);
	if (taken == 0)
		tell(reader, VALUE_MALFORMED, .line = field->line,
		     .actual = value.text, .detail = why ? why : value.why);
	return taken < 0 ? -1 : 0;
}

static int add_field(struct reader *reader, const struct hf_field *field)
{
	const struct hf_register_label *labels =
		hf_register_labels(reader->stanza);
	size_t i = 0;

	while (labels[i].name &&
	       hf_ascii_casecmp(field->label, labels[i].name) != 0)
		i++;
	if (!labels[i].name) {
		tell_unknown_label(reader, labels, field);
		return 0;
	}
	if (reader->seen & 1u << i && !labels[i].repeatable)
		tell(reader, LABEL_REPEATED, .line = field->line,
		     .actual = field->label);
	reader->seen |= 1u << i;
	return take_value(reader, &labels[i], field);
}

/* Some editors put a mark at the beginning; the label is behind it. */
static void pass_mark(struct reader *reader, struct hf_field *field)
{
	if (field->kind != HF_STANZA_FIELD || field->line != 1 ||
	    strncmp(field->label, "\xef\xbb\xbf", 3))
		return;
	field->label += 3;
	field->label_len -= 3;
	tell(reader, MALFORMED, .line = 1,
	     .detail = "it begins with a byte-order mark, which does not show; save the file as UTF-8 without one");
}

static int take_field(struct reader *reader, struct hf_field *field)
{
	const char *why = hf_field_trouble(field);

	if (field->kind == HF_STANZA_BREAK) {
		end_stanza(reader);
		return 0;
	}
	if (why) {
		tell(reader, MALFORMED, .line = field->line, .detail = why);
		return 0;
	}
	pass_mark(reader, field);
	if (!reader->in_stanza)
		return begin_stanza(reader, field);
	return reader->stanza == HF_REGISTER_STANZAS ? 0
						     : add_field(reader, field);
}

static int read_fields(struct reader *reader, hf_read_fn *read, void *ctx)
{
	struct hf_lines *lines = NULL;
	struct hf_stanza *stanza = NULL;
	struct hf_field field;
	int got = -1;

	if (hf_lines_new(&lines, "UTF-8", read, ctx, reader->err) == 0 &&
	    hf_stanza_new(&stanza, lines, true, reader->err) == 0) {
		while ((got = hf_stanza_next(stanza, &field, reader->err)) > 0) {
			if (take_field(reader, &field) < 0)
				break;
		}
		if (got > 0)
			got = -1;
		else if (got < 0)
			hf_error_within(reader->err, "'%s'",
					hf_shown(reader->place->name));
	}
	end_stanza(reader);
	hf_stanza_free(stanza);
	hf_lines_free(lines);
	return got;
}

static int by_line(const void *a, const void *b)
{
	const struct hf_finding *f = a, *g = b;

	if (f->line != g->line)
		return f->line < g->line ? -1 : 1;
	if (f->id != g->id)
		return f->id < g->id ? -1 : 1;
	return strcmp(f->expected ? f->expected : "",
		      g->expected ? g->expected : "");
}

int hf_register_read(struct hf_register *reg, struct hf_arena *arena,
		     const struct hf_register_place *place, hf_read_fn *read,
		     void *ctx, struct hf_sink *sink, bool *sound_ret,
		     struct hf_error *err)
{
	struct hf_findings found;
	struct reader reader = {
		.reg = reg, .arena = arena, .place = place,
		.sink = &found.sink, .err = err,
	};
	int ret = -1;

	hf_findings_init(&found);
	if (read_fields(&reader, read, ctx) < 0)
		goto out;
	if (!reader.has[HF_STANZA_REGISTER])
		tell(&reader, LABEL_MISSING, .expected = "Register: 1");
	for (size_t i = 0; i < reg->n_locations; i++)
		reg->locations[i].origin = reg->origin;
	if (hf_register_check(reg, place->name, &found.sink, err) < 0)
		goto out;
	if (found.failed) {
		hf_fail_memory(err);
		goto out;
	}
	/* Mistakes were met in two passes; people read from the top. */
	if (found.n)
		qsort(found.at, found.n, sizeof(*found.at), by_line);
	for (size_t i = 0; i < found.n; i++)
		hf_emit(sink, &found.at[i]);
	*sound_ret = !found.n;
	ret = 0;
out:
	hf_findings_release(&found);
	return ret;
}
