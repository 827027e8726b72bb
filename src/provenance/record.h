/*
 * Read a provenance record: the plain text that an archivist writes about a
 * work, its copies, and what was done to them (docs/formats/record.md).
 */
#ifndef HF_PROVENANCE_RECORD_H
#define HF_PROVENANCE_RECORD_H

#include "base/error.h"
#include "base/lines.h"
#include "finding/finding.h"
#include "provenance/model.h"

/*
 * Read a record to its end.  @name stands for it in findings.  All mistakes go
 * to @sink, each with its line, in the order of lines; what could be read is in
 * the record, whose sound is false if there was any.  -1 only where we failed.
 * On success the caller owns *@record_ret.
 */
HF_API int hf_record_read(struct hf_record **record_ret, const char *name,
			  hf_read_fn *read, void *ctx, struct hf_sink *sink,
			  struct hf_error *err);

/* The same for the file @path; HF_ESYS if it cannot be opened. */
HF_API int hf_record_read_file(struct hf_record **record_ret, const char *path,
			       struct hf_sink *sink, struct hf_error *err);

#endif
