#include "register/edit.h"

#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/replace.h"
#include "base/text.h"
#include "register/read.h"

/* One line of a file, with its end. */
struct line {
	const char *at;
	size_t len;
};

static bool next_line(const char **at, const char *end, struct line *line)
{
	const char *stop;

	if (*at == end)
		return false;
	stop = memchr(*at, '\n', (size_t)(end - *at));
	line->at = *at;
	line->len = (size_t)((stop ? stop + 1 : end) - *at);
	*at += line->len;
	return true;
}

static bool has_label(const struct line *line, const char *label)
{
	size_t len = strlen(label);

	return line->len > len && !strncasecmp(line->at, label, len) &&
	       line->at[len] == ':';
}

static bool is_continued(const struct line *line)
{
	return line->at[0] == ' ' || line->at[0] == '\t';
}

/* What a file is made into; false: what was looked for is not in it. */
typedef bool edit_fn(struct hf_buf *out, const char *text, size_t len,
		     const char *value);

static int edit(const struct hf_register *reg, const char *name, edit_fn *how,
		const char *value, struct hf_error *err)
{
	struct hf_buf text = { 0 }, out = { 0 };
	int ret = -1;

	if (hf_read_beneath(reg->dir, name, &text, HF_REGISTER_TEXT_MAX) < 0)
		hf_fail(err, HF_ESYS, "'%s' cannot be read", name);
	else if (!how(&out, hf_buf_text(&text), text.len, value))
		hf_fail(err, HF_EFORMAT,
			"'%s' is not as it was a moment ago; nothing was changed in it",
			name);
	else if (hf_buf_check(&out, err) < 0)
		;
	else if (hf_replace_file(reg->dir, name, out.data, out.len,
				 NULL) < 0)
		hf_fail(err, HF_ESYS, "'%s' cannot be written", name);
	else
		ret = 0;
	hf_buf_release(&text);
	hf_buf_release(&out);
	return ret;
}

/* A file may end without a line end; what is put behind it has one before. */
static void end_line(struct hf_buf *out)
{
	if (out->len && out->data[out->len - 1] != '\n')
		hf_buf_addc(out, '\n');
}

static bool set_key_file(struct hf_buf *out, const char *text, size_t len,
			 const char *value)
{
	const char *end = text + len;
	bool written = false, behind = false, dropped = false;
	struct line line;

	while (next_line(&text, end, &line)) {
		/* The lines that continue a label go where it goes. */
		if (dropped && is_continued(&line))
			continue;
		dropped = has_label(&line, "Key-File");
		if (behind && !is_continued(&line) && !written) {
			end_line(out);
			hf_buf_printf(out, "Key-File: %s\n", value);
			written = true;
		}
		if (!dropped)
			hf_buf_add(out, line.at, line.len);
		behind |= has_label(&line, "Origin");
	}
	if (behind && !written) {
		end_line(out);
		hf_buf_printf(out, "Key-File: %s\n", value);
	}
	return behind;
}

int hf_edit_key_file(const struct hf_register *reg, const char *name,
		     struct hf_error *err)
{
	return edit(reg, HF_REGISTER_TEXT, set_key_file, name, err);
}

static bool add_key(struct hf_buf *out, const char *text, size_t len,
		    const char *value)
{
	hf_buf_add(out, text, len);
	end_line(out);
	hf_buf_printf(out, "log %s\n", value);
	return true;
}

int hf_edit_trust_key(const struct hf_register *reg, const char *vkey,
		      struct hf_error *err)
{
	return edit(reg, HF_REGISTER_TRUST, add_key, vkey, err);
}

static bool names_key(const struct line *line, const char *vkey)
{
	size_t len = strlen(vkey);

	for (size_t i = 0; i + len <= line->len; i++) {
		if (!memcmp(line->at + i, vkey, len))
			return !strncmp(line->at, "log", 3);
	}
	return false;
}

static bool retire_key(struct hf_buf *out, const char *text, size_t len,
		       const char *value)
{
	const char *end = text + len;
	time_t now = (time_t)hf_clock_wall();
	bool found = false;
	struct line line;
	struct tm tm;
	char day[16];

	gmtime_r(&now, &tm);
	strftime(day, sizeof(day), "%Y-%m-%d", &tm);
	while (next_line(&text, end, &line)) {
		if (names_key(&line, value)) {
			hf_buf_printf(out, "# retired %s: ", day);
			found = true;
		}
		hf_buf_add(out, line.at, line.len);
	}
	return found;
}

int hf_edit_retire_key(const struct hf_register *reg, const char *vkey,
		       struct hf_error *err)
{
	return edit(reg, HF_REGISTER_TRUST, retire_key, vkey, err);
}
