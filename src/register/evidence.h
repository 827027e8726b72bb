/* What was found in a bag, as an entry of the log has it. */
#ifndef HF_REGISTER_EVIDENCE_H
#define HF_REGISTER_EVIDENCE_H

#include "base/arena_type.h"
#include "base/buf_type.h"
#include "bag/mending.h"
#include "finding/sink.h"

/* "payload-changed, payload-missing": the errors, each named once. */
void hf_evidence_names(struct hf_buf *text, const struct hf_findings *findings,
		       const struct hf_policy *policy);

/*
 * "data/x: sha512 expected ..., found ...": the first file that is not what was
 * recorded, in words; nothing where there is none.
 */
void hf_evidence_first(struct hf_buf *text, const struct hf_findings *findings);

/*
 * The files that an error is about, in the order of bytes, each once, in
 * @arena; *@gone_ret is how many of them are not there at all, unless NULL.
 */
int hf_evidence_files(struct hf_bad_files *bad_ret, size_t *gone_ret,
		      const struct hf_findings *findings,
		      const struct hf_policy *policy, struct hf_arena *arena,
		      struct hf_error *err);

#endif
