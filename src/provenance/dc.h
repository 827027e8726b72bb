/* A record's works as Dublin Core: what a catalogue wants to know. */
#ifndef HF_PROVENANCE_DC_H
#define HF_PROVENANCE_DC_H

#include "base/buf_type.h"
#include "base/error.h"
#include "provenance/model.h"

#define HF_DC_IN_PACKAGE	"metadata/descriptive/dc.xml"

/*
 * Append the document to @buf: the fifteen elements, as DCMI's simpledc.xsd has
 * them.  -1 where memory ended, or libxml2 failed.
 */
HF_API int hf_dc_write(struct hf_buf *buf, const struct hf_record *record,
		       struct hf_error *err);

#endif
