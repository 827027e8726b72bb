/*
 * The one grammar of every text file of ours: "Label: value" lines as in
 * bag-info.txt (RFC 8493, 2.2.2).  A line that begins with a blank continues
 * the one above; in authored files a blank line ends a stanza, and a line that
 * begins with # is a comment.
 */
#ifndef HF_BASE_STANZA_H
#define HF_BASE_STANZA_H

#include "base/arena_type.h"
#include "base/buf.h"
#include "base/lines.h"

enum hf_stanza_kind {
	HF_STANZA_END = 0,	/* nothing is left */
	HF_STANZA_FIELD,	/* a label and its value */
	HF_STANZA_BREAK,	/* one or more blank lines */
	HF_STANZA_NO_COLON,	/* a line that is neither; its text is in value */
	HF_STANZA_ORPHAN,	/* a continuation with nothing to continue */
	HF_STANZA_NO_LABEL,	/* a colon with nothing before it */
	HF_STANZA_UNDECODABLE,	/* not in the encoding that was declared */
	HF_STANZA_CUT,		/* a line longer than HF_LINE_MAX */
};

struct hf_field {
	enum hf_stanza_kind kind;
	unsigned long line;	/* of the label */
	const char *label;	/* NUL-terminated, valid until the next call */
	size_t label_len;
	const char *value;	/* likewise; '\n' where a line was continued */
	size_t value_len;
	unsigned int blanks_before;	/* between label and colon */
	unsigned int blanks_after;	/* between colon and value */
};

struct hf_stanza;

/*
 * Read fields from @lines, which the reader uses but does not own.  With
 * @comments, lines that begin with # are passed over.
 * On success the caller owns *@stanza_ret.
 */
int hf_stanza_new(struct hf_stanza **stanza_ret, struct hf_lines *lines,
		  bool comments, struct hf_error *err);
void hf_stanza_free(struct hf_stanza *stanza);	/* NULL is allowed */

/*
 * The next thing in the file, in *@field_ret.  Returns 1, 0 at the end, or -1
 * on error.  After a malformed line the reader goes on with the next.
 */
int hf_stanza_next(struct hf_stanza *stanza, struct hf_field *field_ret,
		   struct hf_error *err);

/* Why it says nothing ("there is no colon in it"); NULL where it is as it must be. */
const char *hf_field_trouble(const struct hf_field *field);

/* The value in one line, without blanks at its end; NULL when out of memory. */
char *hf_field_fold(struct hf_arena *arena, const struct hf_field *field);

#endif
