/* Fields of any text, with comments and without. */
#include "fuzz.h"

#include <stdbool.h>

#include "base/stanza.h"
#include "base/chars.h"
#include "base/text.h"

static void check(const struct hf_field *field, unsigned long after,
		  bool has_nul)
{
	size_t len = strlen(field->label);

	must(field->line > after);
	must(field->value[field->value_len] == '\0');
	must(field->value_len <= HF_LINE_MAX + 1);
	if (field->kind != HF_STANZA_FIELD) {
		must(!*field->label);
		return;
	}
	must(len == 0 || !hf_is_blank(field->label[0]));
	/* A label ends at its first NUL, wherever that is. */
	must(len == 0 || has_nul || !hf_is_blank(field->label[len - 1]));
	must(!strchr(field->label, ':'));
	must(!strchr(field->label, '\n'));
	must(!field->value_len || !hf_is_blank(field->value[0]));
	must(hf_utf8_is_valid(field->value, field->value_len));
	must(!memchr(field->value, '\r', field->value_len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool comments = choose(&data, &size, 2);
	struct hf_memory_reader memory = { (const char *)data, size };
	struct hf_lines *lines = NULL;
	struct hf_stanza *stanza = NULL;
	unsigned long line = 0;
	struct hf_field field;
	struct hf_error err;
	int got;

	must(hf_lines_new(&lines, "UTF-8", hf_read_memory, &memory, &err) == 0);
	must(hf_stanza_new(&stanza, lines, comments, &err) == 0);
	while ((got = hf_stanza_next(stanza, &field, &err)) > 0) {
		check(&field, line, size && memchr(data, '\0', size));
		line = field.line;
	}
	must(got == 0);
	must(field.kind == HF_STANZA_END);
	must(hf_stanza_next(stanza, &field, &err) == 0);
	hf_stanza_free(stanza);
	hf_lines_free(lines);
	return 0;
}
