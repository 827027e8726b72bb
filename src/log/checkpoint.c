#include "log/checkpoint.h"

#include <inttypes.h>
#include <string.h>

#include "base/chars.h"
#include "base/text.h"
#include "log/base64.h"

void hf_checkpoint_format(struct hf_buf *text,
			  const struct hf_checkpoint *checkpoint)
{
	hf_buf_printf(text, "%s\n%" PRIu64 "\n", checkpoint->origin,
		      checkpoint->size);
	hf_base64_encode(text, checkpoint->root.at, HF_HASH_SIZE);
	hf_buf_addc(text, '\n');
}

struct line {
	const char *text;
	size_t len;
};

/* Exactly three lines, each with its end. */
static int split(struct line lines[3], const char *text, size_t len,
		 struct hf_error *err)
{
	const char *end = text + len;

	for (size_t i = 0; i < 3; i++) {
		const char *newline = text == end ? NULL
			: memchr(text, '\n', (size_t)(end - text));

		if (!newline)
			return hf_fail(err, HF_EFORMAT, "it has not the three lines of a checkpoint: origin, size, and root");
		lines[i] = (struct line){ text, (size_t)(newline - text) };
		text = newline + 1;
	}
	if (text != end)
		return hf_fail(err, HF_EFORMAT, "it has more than three lines, and what more would say is known to nobody");
	return 0;
}

static int parse_origin(struct hf_checkpoint *checkpoint,
			const struct line *line, struct hf_error *err)
{
	if (!line->len || line->len > HF_KEY_NAME_MAX ||
	    !hf_utf8_is_valid(line->text, line->len))
		return hf_fail(err, HF_EFORMAT, "its origin is empty, longer than %d octets, or not UTF-8",
			       HF_KEY_NAME_MAX);
	for (size_t i = 0; i < line->len; i++) {
		if ((unsigned char)line->text[i] < 0x20)
			return hf_fail(err, HF_EFORMAT, "its origin has a control character in it");
	}
	memcpy(checkpoint->origin, line->text, line->len);
	checkpoint->origin[line->len] = '\0';
	return 0;
}

static int parse_size(struct hf_checkpoint *checkpoint,
		      const struct line *line, struct hf_error *err)
{
	if (!hf_parse_uint64(line->text, line->len, &checkpoint->size))
		return hf_fail(err, HF_EFORMAT, "its size is no decimal number");
	if (line->len > 1 && line->text[0] == '0')
		return hf_fail(err, HF_EFORMAT, "its size has a zero in front");
	return 0;
}

static int parse_root(struct hf_checkpoint *checkpoint,
		      const struct line *line, struct hf_error *err)
{
	size_t size;

	if (!hf_base64_decode(checkpoint->root.at, HF_HASH_SIZE, &size,
			      line->text, line->len))
		return hf_fail(err, HF_EFORMAT, "its root is not base64 in its canonical form");
	if (size != HF_HASH_SIZE)
		return hf_fail(err, HF_EFORMAT, "its root has %zu octets, not %d",
			       size, HF_HASH_SIZE);
	return 0;
}

int hf_checkpoint_parse(struct hf_checkpoint *checkpoint, const char *text,
			size_t len, struct hf_error *err)
{
	struct line lines[3];

	if (split(lines, text, len, err) < 0 ||
	    parse_origin(checkpoint, &lines[0], err) < 0 ||
	    parse_size(checkpoint, &lines[1], err) < 0)
		return -1;
	return parse_root(checkpoint, &lines[2], err);
}
