#include "provenance/dc.h"

#include "provenance/xml.h"

static void texts(struct hf_xml *xml, const char *name,
		  const struct hf_texts *list)
{
	for (size_t i = 0; i < list->n; i++)
		hf_xml_text(xml, name, list->at[i]);
}

static void work(struct hf_xml *xml, const struct hf_work *w)
{
	hf_xml_text(xml, "title", w->title);
	texts(xml, "creator", &w->creators);
	hf_xml_text(xml, "date", w->date.text);
	texts(xml, "identifier", &w->citations);
	hf_xml_text(xml, "language", w->language);
	hf_xml_text(xml, "description", w->description);
	hf_xml_text(xml, "rights", w->rights);
}

int hf_dc_write(struct hf_buf *buf, const struct hf_record *record,
		struct hf_error *err)
{
	struct hf_xml xml;

	if (hf_xml_begin(&xml, NULL, err) < 0)
		return -1;
	/* The root stands in no namespace, its elements in Dublin Core's. */
	hf_xml_open(&xml, "simpledc");
	hf_xml_attribute(&xml, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
	xml.prefix = "dc";
	for (size_t i = 0; i < record->n_works; i++)
		work(&xml, &record->works[i]);
	for (size_t i = 0; i < record->n_payloads; i++)
		hf_xml_text(&xml, "format", record->payloads[i].media_type);
	hf_xml_close(&xml);
	return hf_xml_end(&xml, buf, err);
}
