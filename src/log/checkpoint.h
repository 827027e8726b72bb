/*
 * A checkpoint (C2SP tlog-checkpoint): what a log said of itself at one time,
 * in three lines: its origin, the number of entries, and the root of the tree.
 */
#ifndef HF_LOG_CHECKPOINT_H
#define HF_LOG_CHECKPOINT_H

#include "base/buf_type.h"
#include "base/error.h"
#include "log/note.h"
#include "log/tree.h"

struct hf_checkpoint {
	char origin[HF_KEY_NAME_MAX + 1];
	uint64_t size;
	struct hf_hash root;
};

/* Append the three lines. */
HF_API void hf_checkpoint_format(struct hf_buf *text,
				 const struct hf_checkpoint *checkpoint);
/*
 * Read the text of a note.  HF_EFORMAT for a number with a leading zero,
 * base64 that is not canonical, or a line too many.
 */
HF_API int hf_checkpoint_parse(struct hf_checkpoint *checkpoint_ret,
			       const char *text, size_t len,
			       struct hf_error *err);

#endif
