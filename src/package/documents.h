/*
 * The documents that follow from a record: PREMIS with what is known of the
 * files, and Dublin Core.  Written when a package is made, and again when its
 * files have changed.
 */
#ifndef HF_PACKAGE_DOCUMENTS_H
#define HF_PACKAGE_DOCUMENTS_H

#include "bag/writer.h"
#include "provenance/model.h"

/* Write both, with the digests of the payload that the writer has by now. */
int hf_documents_write(struct hf_bag_writer *writer,
		       const struct hf_record *record, struct hf_error *err);

#endif
