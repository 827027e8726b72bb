#include "package/expect.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/io.h"
#include "base/lines.h"
#include "base/text.h"

struct reader {
	struct hf_plan *plan;
	struct hf_inventory *planned;	/* paths of the plan */
	struct hf_inventory *expected;
	hf_alg_set *algs;
	struct hf_sink *sink;
	struct hf_error *err;
	const char *name;		/* of the list, for messages */
};

/* One line, understood: the digest's digits, and the name as it was written. */
struct entry {
	enum hf_alg alg;
	const char *hex;
	size_t hex_len;
	char *name;
	const char *why;		/* it is not one, if that is known */
};

/* Whether the word is in the list's name, and not in the midst of another. */
static bool is_hinted(const char *list, const char *word)
{
	for (const char *at = list; (at = strcasestr(at, word)); at++) {
		if (at != list && isalnum((unsigned char)at[-1]))
			continue;
		/* "sha384" is no "sha3". */
		if (!strcmp(word, "sha3") && at[4] == '8')
			continue;
		return true;
	}
	return false;
}

/*
 * What a digest of so many digits is.  Where several algorithms have that
 * length, the name of the list tells; else it is of the SHA-2 family.
 */
static bool guess_algorithm(const char *list, size_t digits, enum hf_alg *alg)
{
	static const struct {
		size_t digits;
		const char *hint;
		enum hf_alg alg;
	} known[] = {
		{ 128, "b2", HF_BLAKE2B_512 }, { 128, "blake2", HF_BLAKE2B_512 },
		{ 128, "sha3", HF_SHA3_512 },  { 64, "blake2", HF_BLAKE2S_256 },
		{ 64, "sha3", HF_SHA3_256 },   { 96, "sha3", HF_SHA3_384 },
		{ 56, "sha3", HF_SHA3_224 },   { 128, "", HF_SHA512 },
		{ 96, "", HF_SHA384 },	       { 64, "", HF_SHA256 },
		{ 56, "", HF_SHA224 },	       { 40, "", HF_SHA1 },
		{ 32, "", HF_MD5 },
	};
	const char *slash = strrchr(list, '/');

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].digits == digits &&
		    (!*known[i].hint ||
		     is_hinted(slash ? slash + 1 : list, known[i].hint))) {
			*alg = known[i].alg;
			return true;
		}
	}
	return false;
}

/* Undo md5sum's escapes, in place: \n, \r and \\. */
static bool unescape(char *name)
{
	char *to = name;

	for (; *name; name++) {
		if (*name != '\\') {
			*to++ = *name;
			continue;
		}
		switch (*++name) {
		case 'n':
			*to++ = '\n';
			break;
		case 'r':
			*to++ = '\r';
			break;
		case '\\':
			*to++ = '\\';
			break;
		default:
			return false;
		}
	}
	*to = '\0';
	return true;
}

/* The algorithm's name as tools write it: "SHA2-256" and "BLAKE2b" too. */
static bool parse_algorithm(const char *name, size_t len, enum hf_alg *alg)
{
	char text[24];

	if (!strncasecmp(name, "SHA2-", 5))
		snprintf(text, sizeof(text), "SHA%.*s", (int)len - 5, name + 5);
	else
		snprintf(text, sizeof(text), "%.*s", (int)len, name);
	if (!strcasecmp(text, "BLAKE2b"))
		*alg = HF_BLAKE2B_512;
	return !strcasecmp(text, "BLAKE2b") || hf_alg_parse(text, alg);
}

/*
 * "SHA256 (NAME) = HEX", as BSD's tools and sha256sum --tag write it, or
 * "SHA256(NAME)= HEX", as openssl dgst does.
 */
static bool parse_tagged(const char *line, struct entry *entry)
{
	const char *open = strchr(line, '('), *close = NULL, *name;
	const char *mark = open && open > line && open[-1] == ' ' ? ") = "
								  : ")= ";
	size_t len;

	name = open ? open + 1 : line;
	for (const char *next = strstr(name, mark); next;
	     next = strstr(next + 1, mark))
		close = next;
	if (!open || !close)
		return false;
	len = (size_t)(open - line) - (open > line && open[-1] == ' ');
	if (!len || len > 20)
		return false;
	if (!parse_algorithm(line, len, &entry->alg)) {
		entry->why = "the algorithm is not known here";
		return false;
	}
	entry->hex = close + strlen(mark);
	entry->hex_len = strlen(entry->hex);
	entry->name = strndup(name, (size_t)(close - name));
	return true;
}

/* "HEX  NAME" or "HEX *NAME". */
static bool parse_plain(const struct reader *reader, const char *line,
			struct entry *entry)
{
	size_t digits = strspn(line, "0123456789abcdefABCDEF");

	if (line[digits] != ' ' ||
	    (line[digits + 1] != ' ' && line[digits + 1] != '*') ||
	    !line[digits + 2] ||
	    !guess_algorithm(reader->name, digits, &entry->alg))
		return false;
	entry->hex = line;
	entry->hex_len = digits;
	entry->name = strdup(line + digits + 2);
	return true;
}

static bool parse(const struct reader *reader, const char *line,
		  struct entry *entry)
{
	bool escaped = *line == '\\';

	line += escaped;
	entry->name = NULL;
	if (!parse_tagged(line, entry) &&
	    (entry->why || !parse_plain(reader, line, entry)))
		return false;
	return entry->name && (!escaped || unescape(entry->name));
}

/*
 * The planned file that a list means: by its name in the source, or by a name
 * that begins with the source's own, as when the list was made above it.
 */
static uint32_t find_planned(const struct reader *reader, const char *name)
{
	size_t len = strlen(reader->plan->name);
	char *path;
	uint32_t index;

	while (!strncmp(name, "./", 2))
		name += 2;
	for (int above = 0; above < 2; above++) {
		if (above && (strncmp(name, reader->plan->name, len) != 0 ||
			      name[len] != '/'))
			break;
		if (asprintf(&path, "data/%s", above ? name + len + 1
						     : name) < 0)
			return HF_NO_FILE;
		index = hf_inventory_find(reader->planned, path, strlen(path));
		free(path);
		if (index != HF_NO_FILE)
			return index;
	}
	return HF_NO_FILE;
}

static int enter(const struct reader *reader, const struct entry *entry,
		 unsigned long line)
{
	uint32_t planned = find_planned(reader, entry->name), index;
	unsigned char digest[HF_DIGEST_MAX], *slot;
	const struct hf_file *file;
	size_t size = hf_alg_size(entry->alg);

	if (!hf_hex_decode(digest, size, entry->hex, entry->hex_len)) {
		hf_refuse(reader->plan, reader->sink, EXPECTED_LINE_MALFORMED,
			  .path = reader->name, .line = line);
		return 0;
	}
	if (planned == HF_NO_FILE) {
		hf_refuse(reader->plan, reader->sink, EXPECTED_MISSING,
			  .path = entry->name, .detail = reader->name);
		return 0;
	}
	file = hf_inventory_at(reader->planned, planned);
	index = hf_inventory_add(reader->expected, file->path, file->path_len);
	if (index == HF_NO_FILE)
		return hf_fail_memory(reader->err);
	slot = hf_inventory_digest(reader->expected, index, entry->alg);
	if (!slot)
		return hf_fail_memory(reader->err);
	if (hf_inventory_at(reader->expected, index)->listed &
		    HF_ALG_BIT(entry->alg) && memcmp(slot, digest, size) != 0) {
		hf_refuse(reader->plan, reader->sink, EXPECTED_LINE_MALFORMED,
			  .path = reader->name, .line = line,
			  .actual = entry->name,
			  .detail = "it contradicts a line before it");
		return 0;
	}
	memcpy(slot, digest, size);
	hf_inventory_at(reader->expected, index)->listed |=
		HF_ALG_BIT(entry->alg);
	*reader->algs |= HF_ALG_BIT(entry->alg);
	return 0;
}

/* Blank lines and remarks are none of the list's; md5sum -c passes over both. */
static bool is_remark(const struct hf_line *line)
{
	return !line->undecodable && (!line->len || *line->text == '#');
}

/* The mark at the beginning of a text is no part of the first line. */
static void drop_mark(struct hf_line *line)
{
	if (line->number == 1 && !strncmp(line->text, "\xef\xbb\xbf", 3)) {
		line->text += 3;
		line->len -= 3;
	}
}

static int read_lines(const struct reader *reader, struct hf_lines *lines)
{
	struct hf_line line;
	int got;

	while ((got = hf_lines_next(lines, &line, reader->err)) > 0) {
		struct entry entry = { .name = NULL };
		int entered = 0;

		drop_mark(&line);
		if (is_remark(&line))
			continue;
		if (line.undecodable || line.cut ||
		    strlen(line.text) != line.len ||
		    !parse(reader, line.text, &entry))
			hf_refuse(reader->plan, reader->sink,
				  EXPECTED_LINE_MALFORMED,
				  .path = reader->name, .line = line.number,
				  .actual = line.text, .detail = entry.why);
		else
			entered = enter(reader, &entry, line.number);
		free(entry.name);
		if (entered < 0)
			return -1;
	}
	return got;
}

static int read_list(struct reader *reader, const char *path)
{
	struct hf_fd_reader file;
	struct hf_lines *lines = NULL;
	int ret = -1;

	reader->name = path;
	file.fd = hf_io->openat(AT_FDCWD, path,
				O_RDONLY | O_CLOEXEC | O_NOCTTY, 0);
	if (file.fd < 0)
		return hf_fail(reader->err, HF_ESYS, "cannot open the list '%s'",
			       hf_shown(path));
	if (hf_lines_new(&lines, "UTF-8", hf_read_fd, &file, reader->err) == 0)
		ret = read_lines(reader, lines);
	if (ret < 0)
		hf_error_within(reader->err, "the list '%s'", hf_shown(path));
	hf_lines_free(lines);
	hf_close(file.fd);
	return ret;
}

/* Files that no list names are packaged all the same, and told. */
static void tell_unlisted(const struct reader *reader)
{
	for (size_t i = 0; i < reader->plan->n_files; i++) {
		const char *path = reader->plan->files[i].path;

		if (hf_inventory_find(reader->expected, path, strlen(path)) ==
		    HF_NO_FILE)
			hf_found(reader->sink, EXPECTED_UNLISTED,
				 .path = path + strlen("data/"));
	}
}

int hf_expect_read(struct hf_plan *plan,
		   const struct hf_create_options *options,
		   struct hf_inventory *expected, hf_alg_set *algs,
		   struct hf_sink *sink, struct hf_error *err)
{
	struct reader reader = {
		.plan = plan, .expected = expected, .algs = algs,
		.sink = sink, .err = err,
	};
	int ret = -1;

	if (hf_inventory_new(&reader.planned, err) < 0)
		return -1;
	for (size_t i = 0; i < plan->n_files; i++) {
		const char *path = plan->files[i].path;

		if (hf_inventory_add(reader.planned, path, strlen(path)) ==
		    HF_NO_FILE) {
			hf_fail_memory(err);
			goto out;
		}
	}
	for (size_t i = 0; i < options->n_expect; i++) {
		if (read_list(&reader, options->expect[i]) < 0)
			goto out;
	}
	tell_unlisted(&reader);
	ret = 0;
out:
	hf_inventory_free(reader.planned);
	return ret;
}
