#include "package/reinfo.h"

#include <stdlib.h>
#include <string.h>

#include "bag/writer.h"
#include "base/buf.h"
#include "base/chars.h"

/* The length of the line at @at with its end: LF, CR, or CRLF. */
static size_t line_length(const char *at, const char *end)
{
	const char *c = at;

	while (c < end && *c != '\n' && *c != '\r')
		c++;
	if (c < end && *c == '\r' && c + 1 < end && c[1] == '\n')
		c++;
	return (size_t)(c - at) + (c < end);
}

/* Which of @set the line's label is; @n_set if none. */
static size_t find_label(const char *line, size_t len,
			 const struct hf_label_value *set, size_t n_set)
{
	const char *colon = memchr(line, ':', len);
	size_t label = colon ? (size_t)(colon - line) : 0;

	while (label && hf_is_blank(line[label - 1]))
		label--;
	for (size_t i = 0; label && i < n_set; i++) {
		if (strlen(set[i].label) == label &&
		    !strncasecmp(set[i].label, line, label))
			return i;
	}
	return n_set;
}

/* Write the values of set[@which], and of all that have its label. */
static void write_values(struct hf_buf *out, const struct hf_label_value *set,
			 size_t n_set, bool *done, size_t which)
{
	for (size_t i = which; i < n_set; i++) {
		if (done[i] ||
		    hf_ascii_casecmp(set[i].label, set[which].label) != 0)
			continue;
		if (set[i].value)
			hf_info_line(out, set[i].label, set[i].value);
		done[i] = true;
	}
}

/*
 * A line by the rules of 1.0, which wants one blank behind the colon, none
 * before it, and no blank line (RFC 8493, 2.2.2); the drafts were free in that.
 */
static void lift_line(struct hf_buf *out, const char *line, size_t len)
{
	const char *end = line + len, *value = line, *label, *colon;

	while (value < end && (hf_is_blank(*value) || *value == '\n' ||
			       *value == '\r'))
		value++;
	if (value == end)
		return;
	colon = memchr(line, ':', len);
	if (hf_is_blank(*line) || !colon) {
		hf_buf_add(out, line, len);
		return;
	}
	for (label = colon; label > line && hf_is_blank(label[-1]); label--)
		;
	for (value = colon + 1; value < end && hf_is_blank(*value); value++)
		;
	if (value - colon == 2)
		value--;
	hf_buf_add(out, line, (size_t)(label - line));
	hf_buf_adds(out, hf_is_blank(*value) ? ":" : ": ");
	hf_buf_add(out, value, (size_t)(end - value));
}

int hf_reinfo(struct hf_buf *out, const char *old, size_t len, bool lift,
	      const struct hf_label_value *set, size_t n_set,
	      struct hf_error *err)
{
	bool *done = calloc(n_set + 1, sizeof(*done));
	const char *end = old + len;
	bool dropping = false;

	if (!done)
		return hf_fail_memory(err);
	while (old < end) {
		size_t n = line_length(old, end), which;

		/* What continues a line that goes, goes with it. */
		if (!hf_is_blank(*old)) {
			which = find_label(old, n, set, n_set);
			dropping = which < n_set;
			if (dropping)
				write_values(out, set, n_set, done, which);
		}
		if (!dropping && lift)
			lift_line(out, old, n);
		else if (!dropping)
			hf_buf_add(out, old, n);
		old += n;
	}
	if (out->len && out->data[out->len - 1] != '\n' &&
	    out->data[out->len - 1] != '\r')
		hf_buf_addc(out, '\n');
	for (size_t i = 0; i < n_set; i++) {
		write_values(out, set, n_set, done, i);
	}
	free(done);
	return hf_buf_check(out, err);
}
