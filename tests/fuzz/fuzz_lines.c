/*
 * Lines of any bytes in any encoding, read twice: in large pieces, and in ones
 * of a few bytes.  Both must give the same, and for UTF-8 all of it.
 */
#include "fuzz.h"

#include <stdbool.h>

#include "base/buf.h"
#include "base/lines.h"
#include "base/text.h"
#include "../drip.h"

static const char *const encodings[] = {
	"UTF-8", "UTF-16", "UTF-32", "ISO-8859-1", "US-ASCII", "UTF-16LE",
	"windows-1252", "Shift_JIS", "ISO-2022-JP", "UTF-7", "GB18030",
	"BIG5-HKSCS",
};

static void check(const struct hf_line *line)
{
	must(line->text[line->len] == '\0');
	must(line->len <= HF_LINE_MAX);
	must(!memchr(line->text, '\n', line->len));
	must(!memchr(line->text, '\r', line->len));
	if (!line->undecodable && !line->cut)
		must(hf_utf8_is_valid(line->text, line->len));
}

/* Everything about every line, onto @seen; true if nothing was lost. */
static bool read_all(struct hf_buf *seen, struct hf_buf *text,
		     const char *encoding, const uint8_t *data, size_t size,
		     size_t step)
{
	static const char *const ends[] = {
		[HF_LINE_END_NONE] = "", [HF_LINE_END_LF] = "\n",
		[HF_LINE_END_CR] = "\r", [HF_LINE_END_CRLF] = "\r\n",
	};
	struct drip drip = { { (const char *)data, size }, step };
	struct hf_lines *lines = NULL;
	unsigned long number = 0;
	struct hf_line line;
	struct hf_error err;
	bool whole = true;
	int got;

	if (hf_lines_new(&lines, encoding, read_drip, &drip, &err) < 0)
		return false;	/* a libc that does not know it */
	while ((got = hf_lines_next(lines, &line, &err)) > 0) {
		must(line.number == ++number);
		check(&line);
		whole &= !line.cut;
		hf_buf_add(text, line.text, line.len);
		hf_buf_adds(text, ends[line.end]);
		hf_buf_printf(seen, "%zu %d %d %d\n", line.len, line.end,
			      line.undecodable, line.cut);
	}
	must(got == 0);
	must(hf_lines_next(lines, &line, &err) == 0);
	hf_lines_free(lines);
	return whole;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hf_buf a = { 0 }, b = { 0 }, text_a = { 0 }, text_b = { 0 };
	unsigned int chosen = choose(&data, &size, sizeof(encodings) /
				     sizeof(encodings[0]));
	size_t step = 1 + choose(&data, &size, 10);
	bool whole;

	whole = read_all(&a, &text_a, encodings[chosen], data, size, 65536);
	read_all(&b, &text_b, encodings[chosen], data, size, step);
	must(a.len == b.len && !memcmp(hf_buf_text(&a), hf_buf_text(&b),
				       a.len));
	must(text_a.len == text_b.len &&
	     !memcmp(hf_buf_text(&text_a), hf_buf_text(&text_b), text_a.len));
	if (chosen == 0 && whole)
		must(text_a.len == size &&
		     !memcmp(hf_buf_text(&text_a), data, size));
	hf_buf_release(&a);
	hf_buf_release(&b);
	hf_buf_release(&text_a);
	hf_buf_release(&text_b);
	return 0;
}
