#include "provenance/xml.h"

#include <libxml/xmlerror.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

static void keep(struct hf_xml *xml, int result)
{
	if (result < 0)
		xml->failed = true;
}

int hf_xml_begin(struct hf_xml *xml, const char *prefix, struct hf_error *err)
{
	memset(xml, 0, sizeof(*xml));
	xml->prefix = prefix;
	xmlResetLastError();
	xml->buffer = xmlBufferCreate();
	xml->writer = xml->buffer ? xmlNewTextWriterMemory(xml->buffer, 0)
				  : NULL;
	if (!xml->writer) {
		xmlBufferFree(xml->buffer);
		return hf_fail_memory(err);
	}
	keep(xml, xmlTextWriterSetIndent(xml->writer, 1));
	keep(xml, xmlTextWriterSetIndentString(xml->writer, BAD_CAST "  "));
	keep(xml, xmlTextWriterStartDocument(xml->writer, "1.0", "UTF-8",
					     NULL));
	return 0;
}

void hf_xml_open(struct hf_xml *xml, const char *name)
{
	if (xml->prefix)
		keep(xml, xmlTextWriterStartElementNS(xml->writer,
			BAD_CAST xml->prefix, BAD_CAST name, NULL));
	else
		keep(xml, xmlTextWriterStartElement(xml->writer,
						    BAD_CAST name));
}

void hf_xml_attribute(struct hf_xml *xml, const char *name, const char *value)
{
	keep(xml, xmlTextWriterWriteAttribute(xml->writer, BAD_CAST name,
					      BAD_CAST value));
}

void hf_xml_close(struct hf_xml *xml)
{
	keep(xml, xmlTextWriterEndElement(xml->writer));
}

/* XML 1.0 has no place for most control characters, not even escaped. */
void hf_xml_content(struct hf_xml *xml, const char *text)
{
	struct hf_buf clean = { 0 };

	for (const char *c = text; *c; c++) {
		if ((unsigned char)*c >= ' ' || *c == '\t' || *c == '\n')
			hf_buf_addc(&clean, *c);
		else
			hf_buf_adds(&clean, "\xef\xbf\xbd");
	}
	keep(xml, clean.failed ? -1 :
	     xmlTextWriterWriteString(xml->writer,
				      BAD_CAST hf_buf_text(&clean)));
	hf_buf_release(&clean);
}

void hf_xml_text(struct hf_xml *xml, const char *name, const char *text)
{
	if (!text)
		return;
	hf_xml_open(xml, name);
	hf_xml_content(xml, text);
	hf_xml_close(xml);
}

/* The writer leaves out what it has no memory for, and does not say so. */
static bool lacked_memory(void)
{
	const xmlError *last = xmlGetLastError();

	return last && last->code == XML_ERR_NO_MEMORY;
}

int hf_xml_end(struct hf_xml *xml, struct hf_buf *buf, struct hf_error *err)
{
	int ret = 0;

	keep(xml, xmlTextWriterEndDocument(xml->writer));
	xmlFreeTextWriter(xml->writer);
	if (lacked_memory())
		ret = hf_fail_memory(err);
	else if (xml->failed)
		ret = hf_fail(err, HF_ELIB, "libxml2 could not write the document");
	else
		hf_buf_add(buf, xmlBufferContent(xml->buffer),
			   (size_t)xmlBufferLength(xml->buffer));
	xmlBufferFree(xml->buffer);
	return ret == 0 ? hf_buf_check(buf, err) : ret;
}
