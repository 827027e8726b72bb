#include "base/stanza.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/chars.h"

/*
 * A field is known to be whole only when the line behind it has been seen, so
 * the reader is always one line ahead.
 */
struct hf_stanza {
	struct hf_lines *lines;
	bool comments;
	struct hf_line ahead;	/* its text is copied to ahead_text */
	struct hf_buf ahead_text;
	int have_ahead;		/* 1, or 0 at the end */
	bool primed;
	struct hf_buf label, value;
};

int hf_stanza_new(struct hf_stanza **stanza_ret, struct hf_lines *lines,
		  bool comments, struct hf_error *err)
{
	struct hf_stanza *stanza = calloc(1, sizeof(*stanza));

	if (!stanza)
		return hf_fail_memory(err);
	stanza->lines = lines;
	stanza->comments = comments;
	*stanza_ret = stanza;
	return 0;
}

void hf_stanza_free(struct hf_stanza *stanza)
{
	if (!stanza)
		return;
	hf_buf_release(&stanza->ahead_text);
	hf_buf_release(&stanza->label);
	hf_buf_release(&stanza->value);
	free(stanza);
}

static int advance(struct hf_stanza *stanza, struct hf_error *err)
{
	do {
		stanza->have_ahead = hf_lines_next(stanza->lines,
						   &stanza->ahead, err);
		if (stanza->have_ahead < 0)
			return -1;
	} while (stanza->have_ahead && stanza->comments &&
		 stanza->ahead.text[0] == '#');
	hf_buf_clear(&stanza->ahead_text);
	if (stanza->have_ahead) {
		hf_buf_add(&stanza->ahead_text, stanza->ahead.text,
			   stanza->ahead.len);
		stanza->ahead.text = hf_buf_text(&stanza->ahead_text);
	}
	return hf_buf_check(&stanza->ahead_text, err);
}

static bool all_blank(const struct hf_line *line)
{
	for (size_t i = 0; i < line->len; i++) {
		if (!hf_is_blank(line->text[i]))
			return false;
	}
	return true;
}

/* What the line at hand is by itself. */
static enum hf_stanza_kind classify(const struct hf_line *line)
{
	const char *colon;

	if (line->undecodable)
		return HF_STANZA_UNDECODABLE;
	if (line->cut)
		return HF_STANZA_CUT;
	if (all_blank(line))
		return HF_STANZA_BREAK;
	if (hf_is_blank(line->text[0]))
		return HF_STANZA_ORPHAN;
	colon = memchr(line->text, ':', line->len);
	if (!colon)
		return HF_STANZA_NO_COLON;
	return colon == line->text ? HF_STANZA_NO_LABEL : HF_STANZA_FIELD;
}

static void split(struct hf_stanza *stanza, struct hf_field *field)
{
	const char *text = stanza->ahead.text;
	const char *end = text + stanza->ahead.len;
	const char *colon = memchr(text, ':', stanza->ahead.len);
	const char *label_end = colon, *value = colon + 1;

	while (label_end > text && hf_is_blank(label_end[-1]))
		label_end--;
	while (value < end && hf_is_blank(*value))
		value++;
	field->blanks_before = (unsigned int)(colon - label_end);
	field->blanks_after = (unsigned int)(value - colon - 1);
	hf_buf_add(&stanza->label, text, (size_t)(label_end - text));
	hf_buf_add(&stanza->value, value, (size_t)(end - value));
}

/* Join the lines that continue the field; the padding is not of the value. */
static int join(struct hf_stanza *stanza, struct hf_error *err)
{
	for (;;) {
		const char *text;
		size_t len;

		if (advance(stanza, err) < 0)
			return -1;
		if (!stanza->have_ahead ||
		    classify(&stanza->ahead) != HF_STANZA_ORPHAN)
			return 0;
		text = stanza->ahead.text;
		len = stanza->ahead.len;
		while (len && hf_is_blank(*text)) {
			text++;
			len--;
		}
		/* However many lines: a value has the bound of a line. */
		if (stanza->value.len + len > HF_LINE_MAX)
			continue;
		hf_buf_addc(&stanza->value, '\n');
		hf_buf_add(&stanza->value, text, len);
	}
}

int hf_stanza_next(struct hf_stanza *stanza, struct hf_field *field,
		   struct hf_error *err)
{
	if (!stanza->primed) {
		stanza->primed = true;
		if (advance(stanza, err) < 0)
			return -1;
	}
	memset(field, 0, sizeof(*field));
	hf_buf_clear(&stanza->label);
	hf_buf_clear(&stanza->value);
	if (!stanza->have_ahead)
		return 0;

	field->line = stanza->ahead.number;
	field->kind = classify(&stanza->ahead);
	if (field->kind == HF_STANZA_FIELD) {
		split(stanza, field);
		if (join(stanza, err) < 0)
			return -1;
	} else if (field->kind == HF_STANZA_BREAK) {
		while (stanza->have_ahead &&
		       classify(&stanza->ahead) == HF_STANZA_BREAK) {
			if (advance(stanza, err) < 0)
				return -1;
		}
	} else {
		hf_buf_add(&stanza->value, stanza->ahead.text,
			   stanza->ahead.len);
		if (advance(stanza, err) < 0)
			return -1;
	}
	if (hf_buf_check(&stanza->label, err) < 0 ||
	    hf_buf_check(&stanza->value, err) < 0)
		return -1;
	field->label = hf_buf_text(&stanza->label);
	field->label_len = stanza->label.len;
	field->value = hf_buf_text(&stanza->value);
	field->value_len = stanza->value.len;
	return 1;
}

static bool has_nul(const struct hf_field *field)
{
	return strlen(field->label) != field->label_len ||
	       memchr(field->value, '\0', field->value_len);
}

const char *hf_field_trouble(const struct hf_field *field)
{
	static const char *const why[] = {
		[HF_STANZA_NO_COLON] = "there is no colon in it",
		[HF_STANZA_ORPHAN] = "it begins with a blank, as if it continued the line above, but there is none",
		[HF_STANZA_NO_LABEL] = "there is nothing before its colon",
		[HF_STANZA_UNDECODABLE] = "it is not UTF-8",
		[HF_STANZA_CUT] = "it is longer than a mebibyte",
	};

	if (field->kind == HF_STANZA_FIELD && has_nul(field))
		return "there is a NUL in it";
	return why[field->kind];
}

char *hf_field_fold(struct hf_arena *arena, const struct hf_field *field)
{
	char *value = hf_arena_memdup(arena, field->value, field->value_len);
	size_t len = field->value_len;

	if (!value)
		return NULL;
	while (len && (hf_is_blank(value[len - 1]) || value[len - 1] == '\n'))
		len--;
	value[len] = '\0';
	for (char *c = value; *c; c++) {
		if (*c == '\n')
			*c = ' ';
	}
	return value;
}
