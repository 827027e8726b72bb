#include "register/marker.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/chars.h"
#include "base/file.h"
#include "base/io.h"
#include "base/lines.h"
#include "base/staging.h"
#include "base/stanza.h"
#include "base/text.h"
#include "register/location.h"

#define MARKER_MAX	4096	/* octets */

/* Take a value over, if it is one of ours; what else is there is passed over. */
static bool take_field(struct hf_marker *marker, const struct hf_field *field)
{
	bool is_id = !hf_ascii_casecmp(field->label, "Location");
	char *into = is_id ? marker->id : marker->origin;
	size_t room = is_id ? sizeof(marker->id) : sizeof(marker->origin);

	if (hf_field_trouble(field))
		return false;
	if (!is_id && hf_ascii_casecmp(field->label, "Register") != 0)
		return true;
	if (*into || !field->value_len || field->value_len >= room)
		return false;
	memcpy(into, field->value, field->value_len + 1);
	return true;
}

/* 1, 0 where the text is no marker, or -1. */
static int parse(struct hf_marker *marker, const struct hf_buf *text,
		 struct hf_error *err)
{
	struct hf_memory_reader memory = { hf_buf_text(text), text->len };
	struct hf_lines *lines = NULL;
	struct hf_stanza *stanza = NULL;
	struct hf_field field;
	bool good = true;
	int got = -1;

	*marker = (struct hf_marker){ 0 };
	if (hf_lines_new(&lines, "UTF-8", hf_read_memory, &memory, err) == 0 &&
	    hf_stanza_new(&stanza, lines, true, err) == 0) {
		while ((got = hf_stanza_next(stanza, &field, err)) > 0 && good) {
			if (field.kind != HF_STANZA_BREAK)
				good = take_field(marker, &field);
		}
	}
	hf_stanza_free(stanza);
	hf_lines_free(lines);
	return got < 0 ? -1 : good && *marker->id && *marker->origin;
}

int hf_marker_read(int dir, struct hf_marker *marker_ret,
		   enum hf_marker_state *state_ret, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	int ret, saved;

	if (hf_read_beneath(dir, HF_MARKER, &text, MARKER_MAX) < 0) {
		*state_ret = errno == ENOENT ? HF_MARKER_ABSENT :
			     errno == EFBIG ? HF_MARKER_MALFORMED
					    : HF_MARKER_UNREADABLE;
		ret = errno == ENOMEM ? hf_fail_memory(err) : 0;
	} else {
		ret = parse(marker_ret, &text, err);
		*state_ret = ret > 0 ? HF_MARKER_READ : HF_MARKER_MALFORMED;
	}
	/* The reason must outlive what is given back here. */
	saved = errno;
	hf_buf_release(&text);
	errno = saved;
	return ret < 0 ? -1 : 0;
}

/* One is there: is it the same? */
static int compare(const struct hf_marker *marker, const char *path,
		   const char *id, const char *origin, struct hf_error *err)
{
	if (!strcmp(marker->id, id) && !strcmp(marker->origin, origin))
		return 0;
	return hf_fail(err, HF_EUSAGE,
		       "'%s' is the location '%s' of '%s' already, as its marker %s says; if it is not so any more, remove the marker",
		       hf_shown(path), hf_shown(marker->id),
		       hf_shown(marker->origin), HF_MARKER);
}

int hf_marker_write(int dir, const char *path, const char *id,
		    const char *origin, struct hf_error *err)
{
	char text[HF_MARKER_ID_MAX + HF_KEY_NAME_MAX + 64];
	struct hf_marker marker;
	enum hf_marker_state state;
	int len;

	if (hf_marker_read(dir, &marker, &state, err) < 0)
		return -1;
	if (state == HF_MARKER_READ)
		return compare(&marker, path, id, origin, err);
	if (state == HF_MARKER_MALFORMED)
		return hf_fail(err, HF_EUSAGE,
			       "'%s' has a marker, %s, that cannot be understood",
			       hf_shown(path), HF_MARKER);
	if (state == HF_MARKER_UNREADABLE)
		return hf_fail(err, HF_ESYS, "cannot read '%s/%s'",
			       hf_shown(path), HF_MARKER);
	len = snprintf(text, sizeof(text), "Location: %s\nRegister: %s\n", id,
		       origin);
	if (hf_publish_file(dir, HF_MARKER, text, (size_t)len) < 0)
		return hf_fail(err, HF_ESYS, "cannot write '%s/%s'",
			       hf_shown(path), HF_MARKER);
	return 1;
}
