/*
 * Verify a proof by itself: what it needs is in it, and in the trust.  Nothing
 * of it is believed before it was hashed to the root that was signed.
 */
#include "log/inside.h"

#include <stdio.h>
#include <string.h>

#include "base/chars.h"
#include "log/base64.h"
#include "log/proof_format.h"

struct parts {
	unsigned char entry[HF_ENTRY_MAX];
	size_t entry_len;
	uint64_t index;
	struct hf_proof path;
	const char *note;
	size_t note_len;
};

struct lines {
	const char *at, *end;
	unsigned long number;
	struct hf_sink *sink;
};

static bool malformed(const struct lines *lines, const char *detail)
{
	hf_found(lines->sink, PROOF_MALFORMED, .line = lines->number,
		 .detail = detail);
	return false;
}

/* The next line without its end; false where there is none. */
static bool next_line(struct lines *lines, const char **text, size_t *len)
{
	const char *lf = memchr(lines->at, '\n',
				(size_t)(lines->end - lines->at));

	lines->number++;
	if (!lf)
		return false;
	*text = lines->at;
	*len = (size_t)(lf - lines->at);
	lines->at = lf + 1;
	return true;
}

static bool begins(const char *text, size_t len, const char *with)
{
	return len >= strlen(with) && !memcmp(text, with, strlen(with));
}

/* The optional line, which here is there always: the entry itself. */
static bool read_entry(struct lines *lines, struct parts *parts)
{
	size_t word = strlen(HF_PROOF_EXTRA), len;
	const char *text;

	if (!next_line(lines, &text, &len) ||
	    !begins(text, len, HF_PROOF_EXTRA))
		return malformed(lines, "there must be \"extra \" and the entry itself, in base64");
	if (!hf_base64_decode(parts->entry, sizeof(parts->entry),
			      &parts->entry_len, text + word, len - word))
		return malformed(lines, "the entry is not in canonical base64");
	if (parts->entry_len > sizeof(parts->entry))
		return malformed(lines, "the entry is longer than an entry may be");
	return true;
}

static bool read_index(struct lines *lines, struct parts *parts)
{
	size_t word = strlen(HF_PROOF_INDEX), len;
	const char *text;

	if (next_line(lines, &text, &len) &&
	    begins(text, len, HF_PROOF_INDEX) &&
	    hf_parse_uint64(text + word, len - word, &parts->index) &&
	    (text[word] != '0' || len == word + 1))
		return true;
	return malformed(lines, "there must be \"index \" and the number of the entry");
}

/* Up to the empty line. */
static bool read_path(struct lines *lines, struct parts *parts)
{
	const char *text;
	size_t len, size;

	for (;;) {
		if (!next_line(lines, &text, &len))
			return malformed(lines, "it ends before its checkpoint");
		if (!len)
			return true;
		if (parts->path.n == HF_PROOF_MAX)
			return malformed(lines, "no tree is so deep");
		if (!hf_base64_decode(parts->path.at[parts->path.n].at,
				      HF_HASH_SIZE, &size, text, len) ||
		    size != HF_HASH_SIZE)
			return malformed(lines, "there must be a hash of 32 octets, in canonical base64");
		parts->path.n++;
	}
}

static bool take_apart(struct lines *lines, struct parts *parts)
{
	const char *text;
	size_t len;

	parts->path.n = 0;
	if (!next_line(lines, &text, &len) ||
	    len != strlen(HF_PROOF_FIRST_LINE) ||
	    !begins(text, len, HF_PROOF_FIRST_LINE))
		return malformed(lines, "the first line is not " HF_PROOF_FIRST_LINE);
	if (!read_entry(lines, parts) || !read_index(lines, parts) ||
	    !read_path(lines, parts))
		return false;
	parts->note = lines->at;
	parts->note_len = (size_t)(lines->end - lines->at);
	return true;
}

/* The checkpoint at its end; 1, 0 where it is none, -1. */
static int read_head(const struct lines *lines, const struct parts *parts,
		     const struct hf_trust *trust, struct hf_checkpoint *head,
		     struct hf_error *err)
{
	struct hf_note note;

	if (hf_note_parse(&note, parts->note, parts->note_len, true, err) < 0 ||
	    hf_checkpoint_parse(head, note.text, note.len, err) < 0) {
		if (err->code != HF_EFORMAT)
			return -1;
		hf_found(lines->sink, PROOF_MALFORMED,
			 .line = lines->number + 1, .detail = err->text);
		return 0;
	}
	hf_signatures_judge(&note, trust, NULL, lines->sink);
	return 1;
}

/* Whether the entry is one, is the one of that number, and is in the tree. */
static int judge(const struct parts *parts, const struct hf_checkpoint *head,
		 struct hf_sink *sink, struct hf_entry *entry,
		 struct hf_buf *storage, struct hf_error *err)
{
	struct hf_hash leaf;

	if (hf_entry_parse(entry, storage, (const char *)parts->entry,
			   parts->entry_len, err) < 0) {
		if (err->code != HF_EFORMAT)
			return -1;
		hf_found(sink, PROOF_MALFORMED, .line = 2,
			 .detail = err->text);
		memset(entry, 0, sizeof(*entry));
		return 0;
	}
	hf_leaf_hash(&leaf, parts->entry, parts->entry_len);
	if (entry->number != parts->index)
		hf_found(sink, PROOF_FAILED, .line = 3, .detail =
			 "the entry has another number than the proof is for");
	if (!hf_inclusion_holds(&parts->path, &leaf, parts->index, head->size,
				&head->root))
		hf_found(sink, PROOF_FAILED, .detail = NULL);
	return 0;
}

int hf_log_check_proof(const char *proof, size_t len,
		       const struct hf_trust *trust, struct hf_sink *sink,
		       struct hf_checkpoint *head, struct hf_entry *entry,
		       struct hf_buf *storage, struct hf_error *err)
{
	struct lines lines = { proof, proof + len, 0, sink };
	struct parts parts;
	int got;

	memset(head, 0, sizeof(*head));
	memset(entry, 0, sizeof(*entry));
	if (!take_apart(&lines, &parts))
		return 0;
	got = read_head(&lines, &parts, trust, head, err);
	if (got <= 0) {
		memset(head, 0, sizeof(*head));
		return got;
	}
	return judge(&parts, head, sink, entry, storage, err);
}
