/* A witness's cosignature (C2SP tlog-cosignature). */
#ifndef HF_LOG_COSIGN_H
#define HF_LOG_COSIGN_H

#include "log/trust.h"

/*
 * Append to @cosigned the checkpoint of @note with the signatures by keys of
 * the log that @trust has, and that of @witness at @time.  What else signed it
 * is left out: it proves nothing to us, and might fill the note.
 */
int hf_checkpoint_cosign(struct hf_buf *cosigned, const struct hf_buf *note,
			 const struct hf_trust *trust,
			 const struct hf_signer *witness, uint64_t time,
			 struct hf_error *err);

#endif
