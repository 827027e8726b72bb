#include "bag/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "bag/path.h"
#include "bag/tagfile.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/chars.h"
#include "base/list.h"
#include "base/text.h"

static bool is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* RFC 8493, 2.4: lower case, and nothing but letters and digits. */
static void normalize(struct hf_manifest *manifest, const char *given,
		      size_t len)
{
	size_t n = 0;

	manifest->irregular = false;
	for (size_t i = 0; i < len; i++) {
		char c = given[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		manifest->irregular |= c != given[i] || !is_alphanumeric(c);
		if (is_alphanumeric(c) &&
		    n < sizeof(manifest->algorithm) - 1)
			manifest->algorithm[n++] = c;
	}
	manifest->algorithm[n] = '\0';
}

bool hf_manifest_parse_name(struct hf_manifest *manifest, const char *name)
{
	static const char tag[] = "tagmanifest-", payload[] = "manifest-";
	size_t len = strlen(name), skip;

	if (len < 4 || strcmp(name + len - 4, ".txt") || strchr(name, '/'))
		return false;
	if (!strncmp(name, tag, strlen(tag)))
		skip = strlen(tag);
	else if (!strncmp(name, payload, strlen(payload)))
		skip = strlen(payload);
	else
		return false;
	if (len <= skip + 4)
		return false;

	memset(manifest, 0, sizeof(*manifest));
	manifest->name = name;
	manifest->tag = name[0] == 't';
	normalize(manifest, name + skip, len - skip - 4);
	manifest->supported = hf_alg_parse(manifest->algorithm,
					   &manifest->alg);
	return true;
}

/* One line of a manifest, taken apart. */
struct entry {
	const char *digest;
	size_t digest_len;
	const char *text;	/* the path as written, without marks */
	size_t text_len;
	struct hf_buf path;	/* as it is meant */
};

struct reader {
	const struct hf_manifest *manifest;
	const struct hf_manifest_rules *rules;
	struct hf_inventory *inventory;
	struct hf_aliases *aliases;
	struct hf_sink *sink;
	unsigned long line;
	struct entry entry;
	struct hf_buf unescaped;
};

#define found(r, id, ...) \
	hf_found((r)->sink, id, .path = (r)->manifest->name, \
		 .line = (r)->line, ##__VA_ARGS__)

static bool is_ignorable(const struct hf_line *line)
{
	size_t i = 0;

	while (i < line->len && hf_is_blank(line->text[i]))
		i++;
	return i == line->len || line->text[0] == '#';
}

/* md5sum and its kin write \n and \\ in a name, and a backslash before the line. */
static void unescape(struct reader *r)
{
	struct entry *e = &r->entry;

	hf_buf_clear(&r->unescaped);
	for (size_t i = 0; i < e->text_len; i++) {
		char c = e->text[i];

		if (c == '\\' && i + 1 < e->text_len) {
			c = e->text[++i];
			c = c == 'n' ? '\n' : c == 'r' ? '\r' : c;
		}
		hf_buf_addc(&r->unescaped, c);
	}
	e->text = hf_buf_text(&r->unescaped);
	e->text_len = r->unescaped.len;
}

/* Digest, blanks, path: the line's three parts.  False if it has not these. */
static bool split(struct reader *r, const char *text, size_t len)
{
	struct entry *e = &r->entry;
	bool escaped = len && text[0] == '\\';
	bool starred;
	size_t i;

	text += escaped;
	len -= escaped;
	for (i = 0; i < len && !hf_is_blank(text[i]); i++)
		;
	e->digest = text;
	e->digest_len = i;
	while (i < len && hf_is_blank(text[i]))
		i++;
	starred = i + 1 < len && text[i] == '*';
	i += starred;
	e->text = text + i;
	e->text_len = len - i;
	if (!e->digest_len || !e->text_len)
		return false;
	if (escaped)
		unescape(r);
	if (escaped || starred)
		found(r, MANIFEST_LINE_MD5SUM);
	return true;
}

/* A draft encodes nothing, or CR and LF only: the literal name comes first. */
static void decode(struct reader *r)
{
	struct entry *e = &r->entry;
	enum hf_path_percent percent;

	hf_buf_clear(&e->path);
	if (e->text_len > 2 && !memcmp(e->text, "./", 2)) {
		found(r, PATH_DOT_PREFIX);
		while (e->text_len > 2 && !memcmp(e->text, "./", 2)) {
			e->text += 2;
			e->text_len -= 2;
		}
	}
	if (!r->rules->final) {
		hf_buf_add(&e->path, e->text, e->text_len);
		return;
	}
	percent = hf_path_decode(&e->path, e->text, e->text_len);
	if (percent & HF_PERCENT_RAW)
		found(r, PATH_PERCENT, .actual = e->text);
}

/* Whether the path may be in this manifest at all; tells if not. */
static bool judge_path(struct reader *r)
{
	const char *path = hf_buf_text(&r->entry.path);
	size_t len = r->entry.path.len;
	struct hf_manifest other;

	switch (hf_path_judge(path, len)) {
	case HF_FLAW_NONE:
		break;
	case HF_FLAW_UNSAFE:
		hf_found(r->sink, PATH_UNSAFE, .path = r->manifest->name,
			 .line = r->line, .actual = path);
		return false;
	case HF_FLAW_IRREGULAR:
	case HF_FLAW_EMPTY:
		found(r, PATH_IRREGULAR, .actual = path);
		return false;
	}
	if (!r->manifest->tag) {
		if (hf_path_is_payload(path, len))
			return true;
		found(r, PATH_NOT_PAYLOAD, .actual = path);
		return false;
	}
	if (hf_path_is_payload(path, len)) {
		found(r, TAG_MANIFEST_LISTS_PAYLOAD, .actual = path);
		return false;
	}
	if (hf_manifest_parse_name(&other, path) && other.tag) {
		found(r, TAG_MANIFEST_LISTS_ITS_KIND, .actual = path);
		return false;
	}
	return true;
}

/* The other way to read a path with a percent code is kept, in case. */
static int keep_alias(struct reader *r, uint32_t index, struct hf_error *err)
{
	struct hf_aliases *aliases = r->aliases;
	struct hf_buf decoded = { 0 };
	struct hf_alias *alias;
	const char *other;

	if (!memchr(r->entry.text, '%', r->entry.text_len))
		return 0;
	if (r->rules->final) {
		other = hf_arena_memdup(aliases->arena, r->entry.text,
					r->entry.text_len);
	} else {
		hf_path_decode(&decoded, r->entry.text, r->entry.text_len);
		other = hf_arena_memdup(aliases->arena, hf_buf_text(&decoded),
					decoded.len);
		hf_buf_release(&decoded);
	}
	alias = hf_list_grow(aliases->at, aliases->n, &aliases->size,
			     sizeof(*alias));
	if (alias)
		aliases->at = alias;
	if (!alias || !other)
		return hf_fail_memory(err);
	aliases->at[aliases->n++] = (struct hf_alias){ index, other };
	return 0;
}

/* Enter the digest, or compare it with the one that a line before gave. */
static int enter_digest(struct reader *r, uint32_t index, struct hf_error *err)
{
	const struct entry *e = &r->entry;
	enum hf_alg alg = r->manifest->alg;
	struct hf_file *file = hf_inventory_at(r->inventory, index);
	unsigned char digest[HF_DIGEST_MAX], *slot;
	hf_alg_set bit = r->manifest->bit;
	bool again = r->manifest->supported && file->named & bit;

	file->named |= bit;
	if (!r->manifest->supported)
		return 0;
	if (!hf_hex_decode(digest, hf_alg_size(alg), e->digest,
			   e->digest_len)) {
		found(r, DIGEST_MALFORMED, .actual = file->path,
		      .algorithm = hf_alg_name(alg));
		return 0;
	}
	slot = hf_inventory_digest(r->inventory, index, alg);
	if (!slot)
		return hf_fail_memory(err);
	if (!again || !(file->listed & bit)) {
		memcpy(slot, digest, hf_alg_size(alg));
		file->listed |= bit;
	} else if (memcmp(slot, digest, hf_alg_size(alg))) {
		found(r, PATH_CONTRADICTED, .actual = file->path);
	}
	if (again && !r->manifest->repeated &&
	    !memcmp(slot, digest, hf_alg_size(alg)))
		found(r, PATH_LISTED_TWICE, .actual = file->path,
		      .tolerated = !r->rules->final);
	return 0;
}

static int read_line(struct reader *r, const struct hf_line *line,
		     struct hf_error *err)
{
	uint32_t index;

	r->line = line->number;
	if (is_ignorable(line)) {
		found(r, MANIFEST_LINE_IGNORED);
		return 0;
	}
	if (!split(r, line->text, line->len)) {
		found(r, MANIFEST_LINE_MALFORMED, .actual = line->text);
		return 0;
	}
	decode(r);
	if (hf_buf_check(&r->entry.path, err) < 0 ||
	    hf_buf_check(&r->unescaped, err) < 0)
		return -1;
	if (!judge_path(r))
		return 0;
	index = hf_inventory_add(r->inventory, hf_buf_text(&r->entry.path),
				 r->entry.path.len);
	if (index == HF_NO_FILE)
		return hf_fail_memory(err);
	if (keep_alias(r, index, err) < 0)
		return -1;
	return enter_digest(r, index, err);
}

int hf_manifest_read(struct hf_manifest *manifest,
		     struct hf_source *source,
		     const struct hf_manifest_rules *rules,
		     struct hf_inventory *inventory,
		     struct hf_aliases *aliases, struct hf_sink *sink,
		     struct hf_error *err)
{
	struct reader r = {
		.manifest = manifest, .rules = rules, .inventory = inventory,
		.aliases = aliases, .sink = sink,
	};
	struct hf_tagfile file;
	struct hf_line line;
	int got;

	got = hf_tagfile_open(&file, source, manifest->name, rules->encoding,
			      sink, err);
	manifest->unread = got <= 0;
	if (got <= 0)
		return got;
	while ((got = hf_tagfile_next(&file, &line, err)) > 0) {
		got = read_line(&r, &line, err);
		if (got < 0)
			break;
	}
	manifest->unread = file.failed;
	hf_tagfile_close(&file);
	hf_buf_release(&r.entry.path);
	hf_buf_release(&r.unescaped);
	return got;
}
