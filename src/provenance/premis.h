/*
 * A record as PREMIS 3.0, the form in which other tools read it
 * (docs/formats/premis.md says what becomes of each part).
 */
#ifndef HF_PROVENANCE_PREMIS_H
#define HF_PROVENANCE_PREMIS_H

#include "base/buf_type.h"
#include "base/error.h"
#include "base/read.h"
#include "digest/digester.h"
#include "finding/finding.h"
#include "provenance/model.h"

#define HF_PREMIS_IN_PACKAGE	"metadata/preservation/premis.xml"

/* What is known of a payload file once it was read. */
struct hf_payload_facts {
	bool known;		/* false: not read; nothing below counts */
	uint64_t size;
	hf_alg_set algs;
	const struct hf_digests *digests;
};

/*
 * Append the record, as a document of its own.  @facts has one element for
 * each payload of the record, or is NULL.
 */
HF_API int hf_premis_write(struct hf_buf *buf, const struct hf_record *record,
			   const struct hf_payload_facts *facts,
			   struct hf_error *err);

/*
 * Read PREMIS 3.0, ours or anybody's, into the same model.  What says nothing
 * to a copy chain is passed over; what might, but is not understood, is a
 * finding in @sink.  The document is a stranger's: no network, no external
 * entity, no DTD; depth and size are bounded.  @name stands for it in
 * findings; on success the caller owns *@record_ret.
 */
HF_API int hf_premis_read(struct hf_record **record_ret, const char *name,
			  hf_read_fn *read, void *ctx, struct hf_sink *sink,
			  struct hf_error *err);

#endif
