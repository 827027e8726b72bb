/*
 * Read a provenance record: the plain text that an archivist writes about a
 * work, its copies, and what was done to them (docs/formats/record.md).
 */
#ifndef HF_PROVENANCE_RECORD_H
#define HF_PROVENANCE_RECORD_H

#include "base/error.h"
#include "base/read.h"
#include "finding/finding.h"
#include "provenance/model.h"

struct hf_source;

/*
 * Read a record to its end.  @name stands for it in findings.  All mistakes go
 * to @sink, each with its line, in the order of lines; what could be read is in
 * the record, whose sound is false if there was any.  -1 only where we failed.
 * On success the caller owns *@record_ret.
 */
HF_API int hf_record_read(struct hf_record **record_ret, const char *name,
			  hf_read_fn *read, void *ctx, struct hf_sink *sink,
			  struct hf_error *err);

#define HF_RECORD_NAME		"record.txt"		/* in a manifest's folder */
#define HF_RECORD_IN_PACKAGE	"holdfast/record.txt"	/* in a bag */

/*
 * Read the record that @path leads to: a file, also of PREMIS; a folder that
 * holds record.txt; or a bag that carries either.  In a folder, its name is
 * relative to that.  What it quotes from payload files is compared with them.
 * HF_ESYS or HF_EUSAGE if there is none.  On success the caller owns
 * *@record_ret, and gives it back with hf_record_free() (provenance/model.h).
 */
HF_API int hf_record_open(struct hf_record **record_ret, const char *path,
			  struct hf_sink *sink, struct hf_error *err);

/*
 * The same for the record that an open bag carries (container/open.h); @path is
 * what the bag is called.  Of what only went by, large files that it quotes are
 * gone, which is a finding.
 */
HF_API int hf_record_open_in(struct hf_record **record_ret,
			     struct hf_source *bag, const char *path,
			     struct hf_sink *sink, struct hf_error *err);

#endif
