/* What stands in a record and is referred to by nothing. */
#ifndef HF_PROVENANCE_UNUSED_H
#define HF_PROVENANCE_UNUSED_H

#include "base/error.h"
#include "finding/finding.h"
#include "provenance/model.h"

/*
 * Tell each work, agent, copy and claim that nothing refers to: most likely a
 * reference was forgotten.  -1 only where memory ended.
 */
HF_API int hf_record_check_unused(const struct hf_record *record,
				  struct hf_sink *sink, struct hf_error *err);

#endif
