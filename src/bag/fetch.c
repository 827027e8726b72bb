#include "bag/fetch.h"

#include <stdlib.h>
#include <string.h>

#include "bag/path.h"
#include "bag/tagfile.h"
#include "base/buf.h"
#include "base/chars.h"
#include "base/list.h"

static const char name[] = "fetch.txt";

void hf_fetch_release(struct hf_fetch *fetch)
{
	hf_arena_release(&fetch->arena);
	free(fetch->at);
	memset(fetch, 0, sizeof(*fetch));
}

/* One line: address, length, path. */
struct parts {
	const char *url;
	size_t url_len;
	const char *length;
	size_t length_len;
	const char *path;
	size_t path_len;
};

static const char *skip_word(const char *s, const char *end)
{
	while (s < end && !hf_is_blank(*s))
		s++;
	return s;
}

static const char *skip_blanks(const char *s, const char *end)
{
	while (s < end && hf_is_blank(*s))
		s++;
	return s;
}

static bool split(struct parts *p, const struct hf_line *line)
{
	const char *end = line->text + line->len, *s;

	p->url = line->text;
	s = skip_word(p->url, end);
	p->url_len = (size_t)(s - p->url);
	p->length = skip_blanks(s, end);
	s = skip_word(p->length, end);
	p->length_len = (size_t)(s - p->length);
	p->path = skip_blanks(s, end);
	p->path_len = (size_t)(end - p->path);
	return p->url_len && p->length_len && p->path_len;
}

/* RFC 3986, 4.3: a scheme, a colon, something, and no blank or control. */
static bool is_absolute_uri(const char *url, size_t len)
{
	const char *colon = memchr(url, ':', len);

	if (!colon || colon == url || colon + 1 == url + len)
		return false;
	for (const char *c = url; c < colon; c++) {
		bool letter = (*c >= 'a' && *c <= 'z') ||
			      (*c >= 'A' && *c <= 'Z');
		bool other = (*c >= '0' && *c <= '9') || *c == '+' ||
			     *c == '-' || *c == '.';

		if (!letter && (c == url || !other))
			return false;
	}
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)url[i] <= ' ' || url[i] == 0x7f)
			return false;
	}
	return true;
}

static bool parse_length(const struct parts *p, uint64_t *length_ret)
{
	if (p->length_len == 1 && *p->length == '-') {
		*length_ret = HF_LENGTH_UNKNOWN;
		return true;
	}
	return hf_parse_uint64(p->length, p->length_len, length_ret);
}

/* Decode and judge the path; tells what is wrong with it. */
static bool take_path(struct hf_buf *path, const struct parts *p,
		      const struct hf_manifest_rules *rules,
		      unsigned long line, struct hf_sink *sink)
{
	const char *text = p->path;
	size_t len = p->path_len;

	if (len > 2 && !memcmp(text, "./", 2))
		hf_found(sink, PATH_DOT_PREFIX, .path = name, .line = line);
	while (len > 2 && !memcmp(text, "./", 2)) {
		text += 2;
		len -= 2;
	}
	hf_buf_clear(path);
	if (!rules->final)
		hf_buf_add(path, text, len);
	else if (hf_path_decode(path, text, len) & HF_PERCENT_RAW)
		hf_found(sink, PATH_PERCENT, .path = name, .line = line,
			 .actual = text);

	switch (hf_path_judge(hf_buf_text(path), path->len)) {
	case HF_FLAW_UNSAFE:
		hf_found(sink, PATH_UNSAFE, .path = name, .line = line,
			 .actual = hf_buf_text(path));
		return false;
	case HF_FLAW_IRREGULAR:
	case HF_FLAW_EMPTY:
		hf_found(sink, PATH_IRREGULAR, .path = name, .line = line,
			 .actual = hf_buf_text(path));
		return false;
	case HF_FLAW_NONE:
		break;
	}
	if (!hf_path_is_payload(hf_buf_text(path), path->len)) {
		hf_found(sink, PATH_NOT_PAYLOAD, .path = name, .line = line,
			 .actual = hf_buf_text(path));
		return false;
	}
	return true;
}

static int add_entry(struct hf_fetch *fetch, const struct parts *p,
		     uint64_t length, uint32_t index, unsigned long line,
		     struct hf_error *err)
{
	struct hf_fetch_entry *entry;

	entry = hf_list_grow(fetch->at, fetch->n, &fetch->size, sizeof(*entry));
	if (!entry)
		return hf_fail_memory(err);
	fetch->at = entry;
	entry = &fetch->at[fetch->n];
	entry->url = hf_arena_memdup(&fetch->arena, p->url, p->url_len);
	if (!entry->url)
		return hf_fail_memory(err);
	entry->length = length;
	entry->index = index;
	entry->line = line;
	fetch->n++;
	return 0;
}

static int read_line(struct hf_fetch *fetch, const struct hf_line *line,
		     const struct hf_manifest_rules *rules,
		     struct hf_inventory *inventory, struct hf_buf *path,
		     struct hf_sink *sink, struct hf_error *err)
{
	struct parts p;
	struct hf_file *file;
	uint64_t length;
	uint32_t index;

	if (!split(&p, line) || !parse_length(&p, &length)) {
		hf_found(sink, FETCH_LINE_MALFORMED, .path = name,
			 .line = line->number, .actual = line->text);
		return 0;
	}
	if (!is_absolute_uri(p.url, p.url_len))
		hf_found(sink, FETCH_URL_MALFORMED, .path = name,
			 .line = line->number, .actual = line->text);
	if (!take_path(path, &p, rules, line->number, sink))
		return hf_buf_check(path, err);

	index = hf_inventory_add(inventory, hf_buf_text(path), path->len);
	if (index == HF_NO_FILE)
		return hf_fail_memory(err);
	file = hf_inventory_at(inventory, index);
	if (file->flags & HF_FILE_FETCH) {	/* the first address counts */
		hf_found(sink, FETCH_TWICE, .path = file->path,
			 .line = line->number);
		return 0;
	}
	file->flags |= HF_FILE_FETCH;
	return add_entry(fetch, &p, length, index, line->number, err);
}

int hf_fetch_read(struct hf_fetch *fetch, struct hf_source *source,
		  const struct hf_manifest_rules *rules,
		  struct hf_inventory *inventory, struct hf_sink *sink,
		  struct hf_error *err)
{
	struct hf_buf path = { 0 };
	struct hf_tagfile file;
	struct hf_line line;
	int got;

	got = hf_tagfile_open(&file, source, name, rules->encoding, sink, err);
	fetch->unread = got <= 0;
	if (got <= 0)
		return got;
	while ((got = hf_tagfile_next(&file, &line, err)) > 0) {
		got = read_line(fetch, &line, rules, inventory, &path, sink,
				err);
		if (got < 0)
			break;
	}
	fetch->unread = file.failed;
	hf_tagfile_close(&file);
	hf_buf_release(&path);
	return got;
}
