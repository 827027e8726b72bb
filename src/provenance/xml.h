/*
 * Writing XML with few words: elements, and elements that hold only a text.
 * Failures are kept, and asked for once, at the end.
 */
#ifndef HF_PROVENANCE_XML_H
#define HF_PROVENANCE_XML_H

#include <libxml/xmlwriter.h>
#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

struct hf_xml {
	xmlBufferPtr buffer;
	xmlTextWriterPtr writer;
	const char *prefix;	/* of every element: "premis" */
	bool failed;
};

int hf_xml_begin(struct hf_xml *xml, const char *prefix, struct hf_error *err);

void hf_xml_open(struct hf_xml *xml, const char *name);
void hf_xml_attribute(struct hf_xml *xml, const char *name, const char *value);
void hf_xml_close(struct hf_xml *xml);

/* <prefix:name>text</prefix:name>; nothing where @text is NULL. */
void hf_xml_text(struct hf_xml *xml, const char *name, const char *text);
void hf_xml_content(struct hf_xml *xml, const char *text);

/* End the document, append it to @buf, and release @xml. */
int hf_xml_end(struct hf_xml *xml, struct hf_buf *buf, struct hf_error *err);

#endif
