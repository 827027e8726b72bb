#include "bag/declaration.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/chars.h"
#include "base/lines.h"

static const char name[] = "bagit.txt";

/* The drafts that were published before 1.0, by their minor number. */
static const unsigned int drafts[] = { 93, 94, 95, 96, 97 };

void hf_declaration_init(struct hf_declaration *declaration)
{
	memset(declaration, 0, sizeof(*declaration));
	declaration->major = 1;
	declaration->supported = true;
	strcpy(declaration->encoding, "UTF-8");
}

bool hf_declaration_is_final(const struct hf_declaration *declaration)
{
	return declaration->major >= 1;
}

const char *hf_declaration_info_name(const struct hf_declaration *declaration)
{
	bool old = !declaration->major && declaration->minor <= 95;

	return old ? "package-info.txt" : "bag-info.txt";
}

/* One line of the two, split; false if it is not of that form at all. */
struct pair {
	const char *value;
	size_t value_len;
	bool spaced;	/* blanks other than one space behind the colon */
	bool cased;	/* the label in unusual case */
};

static bool split(struct pair *pair, const struct hf_line *line,
		  const char *label)
{
	const char *colon = memchr(line->text, ':', line->len);
	const char *end = line->text + line->len;
	char given[64];
	size_t len;

	if (!colon)
		return false;
	len = (size_t)(colon - line->text);
	pair->spaced = false;
	while (len && hf_is_blank(line->text[len - 1])) {
		pair->spaced = true;
		len--;
	}
	if (len >= sizeof(given))
		return false;
	memcpy(given, line->text, len);
	given[len] = '\0';
	/* What stands behind a NUL would go unread. */
	if (hf_ascii_casecmp(given, label) || strlen(given) < len ||
	    memchr(line->text, 0, line->len))
		return false;
	pair->cased = strcmp(given, label) != 0;

	pair->value = colon + 1;
	while (pair->value < end && hf_is_blank(*pair->value))
		pair->value++;
	while (end > pair->value && hf_is_blank(end[-1])) {
		pair->spaced = true;
		end--;
	}
	pair->value_len = (size_t)(end - pair->value);
	if (pair->value != colon + 2 || colon[1] != ' ')
		pair->spaced = true;
	return pair->value_len > 0;
}

/* Version = DIGIT+ "." DIGIT+, of a size that some version could have. */
static bool parse_version(struct hf_declaration *declaration,
			  const struct pair *pair)
{
	const char *dot = memchr(pair->value, '.', pair->value_len);
	uint64_t major, minor;
	size_t len;

	if (!dot)
		return false;
	len = (size_t)(dot - pair->value);
	if (!hf_parse_uint64(pair->value, len, &major) ||
	    !hf_parse_uint64(dot + 1, pair->value_len - len - 1, &minor) ||
	    major > 9999 || minor > 9999)
		return false;
	declaration->major = (unsigned int)major;
	declaration->minor = (unsigned int)minor;
	return true;
}

static void judge_version(const struct hf_declaration *declaration,
			  struct hf_sink *sink)
{
	char version[32];

	snprintf(version, sizeof(version), "%u.%u", declaration->major,
		 declaration->minor);
	if (declaration->major > 1) {
		hf_found(sink, VERSION_UNKNOWN, .path = name, .line = 1,
			 .actual = version);
		return;
	}
	if (declaration->major == 1 && declaration->minor == 0)
		return;
	for (size_t i = 0; i < sizeof(drafts) / sizeof(drafts[0]); i++) {
		if (!declaration->major && declaration->minor == drafts[i])
			return;
	}
	if (declaration->major || declaration->minor > 92)
		hf_found(sink, VERSION_UNUSUAL, .path = name, .line = 1,
			 .actual = version);
	else
		hf_found(sink, VERSION_UNKNOWN, .path = name, .line = 1,
			 .actual = version);
}

static void judge_form(const struct hf_declaration *declaration,
		       const struct pair *pair, unsigned long line,
		       struct hf_sink *sink)
{
	if (pair->cased)
		hf_found(sink, BAGIT_TXT_LABEL_CASE, .path = name,
			 .line = line);
	if (pair->spaced)
		hf_found(sink, BAGIT_TXT_SPACING, .path = name, .line = line,
			 .tolerated = !hf_declaration_is_final(declaration));
}

static void take_encoding(struct hf_declaration *declaration,
			  const struct pair *pair, struct hf_sink *sink)
{
	if (pair->value_len < HF_ENCODING_MAX) {
		memcpy(declaration->encoding, pair->value, pair->value_len);
		declaration->encoding[pair->value_len] = '\0';
	} else {
		strcpy(declaration->encoding, "?");
	}
	declaration->supported =
		hf_encoding_is_supported(declaration->encoding);
	if (!declaration->supported)
		hf_found(sink, ENCODING_UNSUPPORTED, .path = name, .line = 2,
			 .actual = declaration->encoding);
	else if (hf_ascii_casecmp(declaration->encoding, "UTF-8"))
		hf_found(sink, ENCODING_NOT_UTF8, .path = name, .line = 2,
			 .actual = declaration->encoding);
}

static void malformed(struct hf_sink *sink, unsigned long line,
		      const char *detail)
{
	hf_found(sink, BAGIT_TXT_MALFORMED, .path = name, .line = line,
		 .detail = detail);
}

/* Read at most two lines into @lines; false if the text is not UTF-8. */
static bool read_lines(struct hf_line lines[2], struct hf_buf text[2],
		       unsigned long *n_ret, const char *data, size_t size,
		       bool *failed)
{
	struct hf_memory_reader memory = { data, size };
	struct hf_lines *reader = NULL;
	struct hf_error err;
	struct hf_line line;
	bool decodable = true;
	int got;

	*n_ret = 0;
	/* Nothing but memory can fail: what was not read is not malformed. */
	*failed = hf_lines_new(&reader, "UTF-8", hf_read_memory, &memory,
			       &err) < 0;
	if (*failed)
		return true;
	while ((got = hf_lines_next(reader, &line, &err)) > 0) {
		decodable &= !line.undecodable;
		if (line.number > 2 && !line.len)
			continue;	/* a blank last line harms nobody */
		if (++*n_ret > 2)
			break;
		hf_buf_add(&text[*n_ret - 1], line.text, line.len);
		lines[*n_ret - 1] = line;
		lines[*n_ret - 1].text = hf_buf_text(&text[*n_ret - 1]);
	}
	*failed = got < 0 || text[0].failed || text[1].failed;
	hf_lines_free(reader);
	return decodable;
}

static void parse_lines(struct hf_declaration *declaration,
			const struct hf_line lines[2], unsigned long n,
			struct hf_sink *sink)
{
	struct pair version, encoding;
	bool has_version, has_encoding;

	has_version = n > 0 && split(&version, &lines[0], "BagIt-Version");
	has_encoding = n > 1 && split(&encoding, &lines[1],
				      "Tag-File-Character-Encoding");

	if (!has_version || !parse_version(declaration, &version)) {
		malformed(sink, 1, "the first line must be \"BagIt-Version: 1.0\" or an earlier version");
		has_version = false;
	} else {
		judge_version(declaration, sink);
		judge_form(declaration, &version, 1, sink);
	}
	if (!has_encoding) {
		malformed(sink, 2, "the second line must be \"Tag-File-Character-Encoding: UTF-8\" or another encoding");
	} else {
		take_encoding(declaration, &encoding, sink);
		judge_form(declaration, &encoding, 2, sink);
	}
	if (n > 2)
		hf_found(sink, BAGIT_TXT_EXTRA_LINE, .path = name, .line = 3,
			 .tolerated = !hf_declaration_is_final(declaration));
	declaration->found = has_version && has_encoding;
}

void hf_declaration_parse(struct hf_declaration *declaration, const char *data,
			  size_t size, struct hf_sink *sink)
{
	static const char bom[] = "\xef\xbb\xbf";
	struct hf_line lines[2];
	struct hf_buf text[2] = { 0 };
	unsigned long n;

	if (size >= 3 && !memcmp(data, bom, 3)) {
		hf_found(sink, BAGIT_TXT_BOM, .path = name);
		data += 3;
		size -= 3;
	} else if (size >= 2 && (!memcmp(data, "\xff\xfe", 2) ||
				 !memcmp(data, "\xfe\xff", 2))) {
		hf_found(sink, BAGIT_TXT_BOM, .path = name);
	}
	if (!read_lines(lines, text, &n, data, size, &declaration->failed))
		hf_found(sink, BAGIT_TXT_NOT_UTF8, .path = name);
	if (!declaration->failed)
		parse_lines(declaration, lines, n, sink);
	hf_buf_release(&text[0]);
	hf_buf_release(&text[1]);
}
