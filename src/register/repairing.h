/*
 * Repair: a copy that is corrupt, missing, or another bag is replaced by one of
 * the root that the log anchors (docs/formats/audit.md).  Never the majority,
 * never the newest file: of the copies that the log says have that root, one
 * that is read in full and has it.
 */
#ifndef HF_REGISTER_REPAIRING_H
#define HF_REGISTER_REPAIRING_H

#include "finding/sink.h"
#include "register/custody.h"
#include "register/left.h"
#include "register/moving.h"
#include "register/receipt.h"

struct hf_repair_options {
	struct hf_moving_options moving;
	bool dry_run;		/* read, and say what would be done */
	const char *note;	/* for the entry, or NULL */
};

enum hf_repair_deed {
	HF_REPAIR_NOT_NEEDED,	/* it was read in full, and is as the log says */
	HF_REPAIR_DONE,
	HF_REPAIR_POSSIBLE,	/* a dry run: there is a good copy to copy from */
	HF_REPAIR_IMPOSSIBLE,	/* there is none: nothing was replaced */
	HF_REPAIR_UNSEEN,	/* its location cannot be reached, or it changes */
};

struct hf_repair {
	enum hf_repair_deed deed;
	char root[65];			/* that the log anchors */
	char found[65];			/* of what lay there; "": none */
	const char *source;		/* POSSIBLE: the location to copy from */
	size_t bad_files;		/* that are told by name */
	bool mends;			/* what is right of it may be copied from itself */
	struct hf_findings findings;	/* what is wrong with what lay there */
	struct hf_receipt receipt;	/* DONE */
	char why[1024];			/* IMPOSSIBLE: in words */
	struct hf_left left;		/* and this is left */
};

/*
 * Repair the copy of @package at @location, which the log says is held.  It is
 * read in full first: one that is sound is not replaced, and where the log
 * says that it failed, the log is told that it passed.  Else that it failed is
 * logged, the bad copy is put into quarantine whole, and the new one, read back
 * from the medium, takes its place in one step; the log gets recovery, with
 * both roots and what was found.  What is wrong with other copies that were
 * tried goes to @sink.  To be released, also after a failure.
 */
HF_API int hf_repair_copy(struct hf_repair *repair_ret,
			  struct hf_custody *custody, const char *package,
			  const char *location,
			  const struct hf_repair_options *options,
			  struct hf_sink *sink, struct hf_error *err);
HF_API void hf_repair_release(struct hf_repair *repair);

#endif
