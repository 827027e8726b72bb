/* The JSON of a profile, within bounds, and where in it a mistake is. */
#include "profile/reader.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

/*
 * jansson calls itself for each level.  So the levels are counted first, and
 * what is not JSON at all is left to it.
 */
static bool is_too_deep(const char *text, size_t size)
{
	unsigned int depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < size; i++) {
		if (quoted && text[i] == '\\')
			i++;
		else if (text[i] == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (text[i] == '{' || text[i] == '[') {
			if (++depth > HF_PROFILE_DEPTH_MAX)
				return true;
		} else if ((text[i] == '}' || text[i] == ']') && depth) {
			depth--;
		}
	}
	return false;
}

json_t *hf_profile_json(struct hf_profile_reader *reader, const char *text,
			size_t size)
{
	static const char bom[] = "\xef\xbb\xbf";
	char detail[JSON_ERROR_TEXT_LENGTH + 1];
	json_error_t error;
	json_t *root;

	/* RFC 8259, 8.1: a reader may pass over the mark. */
	if (size >= 3 && !memcmp(text, bom, 3)) {
		text += 3;
		size -= 3;
	}
	if (is_too_deep(text, size)) {
		hf_mistake(reader, true, PROFILE_MALFORMED,
			   .detail = "there are more than 32 lists and objects in one another");
		return NULL;
	}
	root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &error);
	if (!root && json_error_code(&error) == json_error_out_of_memory) {
		reader->failed = true;
	} else if (!root) {
		snprintf(detail, sizeof(detail), "%s", error.text);
		hf_mistake(reader, true, PROFILE_MALFORMED,
			   .line = error.line > 0 ? (unsigned long)error.line : 0,
			   .detail = detail);
	} else if (!json_is_object(root)) {
		hf_mistake(reader, true, PROFILE_MALFORMED,
			   .expected = "an object",
			   .actual = hf_profile_kind(root));
		json_decref(root);
		root = NULL;
	}
	return root;
}

size_t hf_profile_enter(struct hf_profile_reader *reader, const char *key)
{
	size_t before = reader->at.len;

	hf_buf_addc(&reader->at, '/');
	for (; *key; key++) {
		if (*key == '~' || *key == '/')
			hf_buf_adds(&reader->at, *key == '~' ? "~0" : "~1");
		else
			hf_buf_addc(&reader->at, *key);
	}
	return before;
}

size_t hf_profile_enter_at(struct hf_profile_reader *reader, size_t index)
{
	size_t before = reader->at.len;

	hf_buf_printf(&reader->at, "/%zu", index);
	return before;
}

void hf_profile_leave(struct hf_profile_reader *reader, size_t before)
{
	if (reader->at.failed || !reader->at.data)
		return;
	reader->at.len = before;
	reader->at.data[before] = '\0';
}

void hf_profile_mistake(struct hf_profile_reader *reader, bool hides,
			struct hf_finding finding)
{
	reader->profile->usable &= !hides;
	finding.path = reader->profile->name;
	if (reader->at.len)
		finding.subject = hf_buf_text(&reader->at);
	hf_emit(reader->sink, &finding);
}

const char *hf_profile_kind(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "a list";
	case JSON_STRING:
		return "a text in quotes";
	case JSON_TRUE:
		return "true";
	case JSON_FALSE:
		return "false";
	case JSON_NULL:
		return "null";
	default:
		return "a number";
	}
}
