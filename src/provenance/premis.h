/*
 * A record as PREMIS 3.0, the form in which other tools read it
 * (docs/formats/premis.md says what becomes of each part).
 */
#ifndef HF_PROVENANCE_PREMIS_H
#define HF_PROVENANCE_PREMIS_H

#include "base/buf.h"
#include "base/error.h"
#include "digest/digester.h"
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

#endif
