#include "log/note.h"

#include <string.h>

#include "base/text.h"
#include "log/base64.h"
#include "log/keyname.h"

#define DASH	"\xE2\x80\x94 "		/* U+2014 and a blank */
#define ID_SIZE	4

/* C2SP signed-note: UTF-8, and no control character but the newline. */
static int check_characters(const char *text, size_t len, struct hf_error *err)
{
	if (!hf_utf8_is_valid(text, len))
		return hf_fail(err, HF_EFORMAT, "it is not UTF-8");
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < 0x20 && c != '\n')
			return hf_fail(err, HF_EFORMAT, "it has a control character in it (0x%02x)",
				       c);
	}
	if (!len || text[len - 1] != '\n')
		return hf_fail(err, HF_EFORMAT, "its last line has no end");
	return 0;
}

/* Where the last empty line is, as an offset; SIZE_MAX if there is none. */
static size_t last_empty_line(const char *text, size_t len)
{
	for (size_t i = len; i > 1; i--) {
		if (text[i - 1] == '\n' && text[i - 2] == '\n')
			return i - 1;
	}
	return SIZE_MAX;
}

static int bad_line(struct hf_error *err, const char *what)
{
	return hf_fail(err, HF_EFORMAT, "a line below its last empty line is no signature: %s",
		       what);
}

/*
 * One line, without its newline.  Of a signature that is longer than any that
 * we can verify, only the beginning is kept: it is by a key that nobody here
 * knows, and must not spoil the others (C2SP signed-note, Signatures).
 */
static int parse_line(struct hf_signature *signature, const char *line,
		      size_t len, struct hf_error *err)
{
	const char *name = line + strlen(DASH), *end = line + len, *blank;
	unsigned char octets[ID_SIZE + sizeof(signature->at)] = { 0 };
	size_t size;

	if (len < strlen(DASH) || memcmp(line, DASH, strlen(DASH)) != 0)
		return bad_line(err, "it does not begin with a dash (U+2014) and a blank");
	blank = memchr(name, ' ', (size_t)(end - name));
	if (!blank || !hf_key_name_is_valid(name, (size_t)(blank - name)))
		return bad_line(err, "there is no name of a key in it");
	if (!hf_base64_decode(octets, sizeof(octets), &size, blank + 1,
			      (size_t)(end - blank - 1)))
		return bad_line(err, "what is behind the name is not base64 in its canonical form");
	if (size <= ID_SIZE)
		return bad_line(err, "it is too short");
	memset(signature, 0, sizeof(*signature));
	memcpy(signature->name, name, (size_t)(blank - name));
	for (size_t i = 0; i < ID_SIZE; i++)
		signature->id = signature->id << 8 | octets[i];
	signature->size = size - ID_SIZE;
	memcpy(signature->at, octets + ID_SIZE, sizeof(signature->at));
	return 0;
}

static int parse_signatures(struct hf_note *note, const char *at,
			    const char *end, struct hf_error *err)
{
	if (at == end)
		return hf_fail(err, HF_EFORMAT, "there is no signature below its last empty line");
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		if (note->n_signatures == HF_NOTE_SIGNATURES_MAX)
			return hf_fail(err, HF_EFORMAT, "it has more than %d signatures",
				       HF_NOTE_SIGNATURES_MAX);
		if (parse_line(&note->signatures[note->n_signatures], at,
			       (size_t)(newline - at), err) < 0)
			return -1;
		note->n_signatures++;
		at = newline + 1;
	}
	return 0;
}

int hf_note_parse(struct hf_note *note, const char *text, size_t len,
		  bool unsigned_too, struct hf_error *err)
{
	size_t empty;

	if (check_characters(text, len, err) < 0)
		return -1;
	note->text = text;
	note->n_signatures = 0;
	empty = last_empty_line(text, len);
	if (empty == SIZE_MAX) {
		if (!unsigned_too)
			return hf_fail(err, HF_EFORMAT, "it is not signed: there is no empty line in it");
		note->len = len;
		return 0;
	}
	note->len = empty;
	return parse_signatures(note, text + empty + 1, text + len, err);
}
