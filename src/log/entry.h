/*
 * An entry of the log: a stanza of "Label: value" lines in one canonical
 * spelling, so that its bytes can be hashed (docs/formats/log.md).
 */
#ifndef HF_LOG_ENTRY_H
#define HF_LOG_ENTRY_H

#include <stdint.h>

#include "base/buf_type.h"
#include "base/error.h"
#include "log/tree.h"

/* The longest entry, in octets: what C2SP tlog-tiles has room for. */
#define HF_ENTRY_MAX	65535

/* Every label that an entry may have behind Entry, Prev and Time, in order. */
enum hf_entry_label {
	HF_ENTRY_EVENT,		/* a type of PREMIS or of ours; always there */
	HF_ENTRY_PACKAGE,	/* the package's identifier: its bag's name */
	HF_ENTRY_LOCATION,	/* where the copy lies; an identifier */
	HF_ENTRY_SOURCE,	/* the location that it was copied from */
	HF_ENTRY_FORM,		/* "bag" or "tar" */
	HF_ENTRY_AGENT,		/* who did it: "holdfast 0.1 (software)"; always */
	HF_ENTRY_DATE,		/* EDTF: when it happened, if that is not Time */
	HF_ENTRY_FROM,		/* a transfer: who had it */
	HF_ENTRY_TO,		/* and who has it now */
	HF_ENTRY_AUTHORITY,	/* of a destruction */
	HF_ENTRY_METHOD,
	HF_ENTRY_EVIDENCE,	/* a receipt, a certificate: what shows it */
	HF_ENTRY_GRADE,		/* of that: G1 to G4 */
	HF_ENTRY_BAG_ROOT,	/* 64 hex digits (docs/formats/register.md) */
	HF_ENTRY_PREVIOUS_ROOT,	/* what a new version, or a recovery, replaced */
	HF_ENTRY_FILES,		/* of the bag, tag files included; decimal */
	HF_ENTRY_BYTES,
	HF_ENTRY_KEY,		/* a new key, as a vkey */
	HF_ENTRY_PREVIOUS_KEY,	/* and the one that it takes over from */
	HF_ENTRY_OUTCOME,	/* "pass", "fail", "undetermined"; of an event decided by people "recorded" */
	HF_ENTRY_FINDINGS,	/* names, comma and space between */
	HF_ENTRY_FORCED,	/* why it was recorded though an invariant speaks against it */
	HF_ENTRY_NOTE,
	HF_ENTRY_LABELS
};

struct hf_entry {
	uint64_t number;		/* from 0: its place in the tree, and what Entry says */
	struct hf_hash prev;		/* leaf hash of the one before; of number 0 not used */
	int64_t time;			/* seconds since 1970; written as UTC */
	const char *at[HF_ENTRY_LABELS];	/* NULL: it is not there */
};

/* "Bag-Root". */
HF_API const char *hf_entry_label_name(enum hf_entry_label label);

/*
 * Append the canonical bytes.  HF_EUSAGE for a value that cannot be written in
 * them: empty, not UTF-8, with a control character or a blank at an end, or so
 * long that the entry would have more than HF_ENTRY_MAX octets; where Event or
 * Agent is missing; or for a time before 1970 or after 9999.  Nothing is
 * appended then.
 */
HF_API int hf_entry_format(struct hf_buf *text, const struct hf_entry *entry,
			   struct hf_error *err);

/*
 * Read one that is exactly @len bytes, its blank line included; values point
 * into *@storage, which holds a copy with NULs.  HF_EFORMAT for whatever
 * hf_entry_format() would not have written: the bytes are the same both ways.
 */
HF_API int hf_entry_parse(struct hf_entry *entry_ret, struct hf_buf *storage,
			  const char *text, size_t len, struct hf_error *err);

/*
 * How many of the @len bytes at @text are the first entry, its blank line
 * included; 0 if there is no whole one.
 */
HF_API size_t hf_entry_length(const char *text, size_t len);

#endif
