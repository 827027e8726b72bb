/*
 * PREMIS 3.0 into the model, by way of the same raw entities and fields that a
 * record yields: so one builder understands values, follows references, and
 * tells what is wrong.
 *
 * The document is read one top-level element at a time; no more than that is
 * ever in memory as a tree.
 */
#include <errno.h>
#include <libxml/xmlreader.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "provenance/premis.h"
#include "provenance/premis_import.h"

#define SIZE_MAX_READ	(1024ull * 1024 * 1024)

static void take_element(struct hf_import *in, const xmlNode *node)
{
	if (hf_xml_is(node, HF_PREMIS_URI, "object"))
		hf_import_object(in, node);
	else if (hf_xml_is(node, HF_PREMIS_URI, "event"))
		hf_import_event(in, node);
	else if (hf_xml_is(node, HF_PREMIS_URI, "agent"))
		hf_import_agent(in, node);
	else
		hf_import_passed_over(in, node, "an element",
				 (const char *)node->name);
}

/* libxml2's read callback: bounded, and with errno kept. */
static int read_bytes(void *ctx, char *buffer, int len)
{
	struct hf_import *in = ctx;
	ssize_t n;

	do {
		n = in->read(in->ctx, buffer, (size_t)len);
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		in->sys_errno = errno;
		return -1;
	}
	in->size += (uint64_t)n;
	if (in->size > SIZE_MAX_READ) {
		in->sys_errno = EFBIG;
		return -1;
	}
	return (int)n;
}

static void keep_problem(void *ctx, const char *message,
			 xmlParserSeverities severity,
			 xmlTextReaderLocatorPtr locator)
{
	struct hf_import *in = ctx;

	if (*in->problem || severity == XML_PARSER_SEVERITY_VALIDITY_WARNING ||
	    severity == XML_PARSER_SEVERITY_WARNING)
		return;
	snprintf(in->problem, sizeof(in->problem), "%s", message);
	in->problem[strcspn(in->problem, "\n")] = '\0';
	in->problem_line = xmlTextReaderLocatorLineNumber(locator);
}

static void tell_malformed(struct hf_import *in, int line, const char *why)
{
	hf_found(in->sink, PREMIS_MALFORMED, .path = in->record->name,
		 .line = line > 0 ? (unsigned long)line : 0, .detail = why);
}

/*
 * Go through the top level.  Returns whether the document was read to its end;
 * what hindered is told.
 */
static bool read_elements(struct hf_import *in, xmlTextReaderPtr reader)
{
	bool rooted = false;
	int got = xmlTextReaderRead(reader);

	while (got == 1 && !in->failed) {
		int type = xmlTextReaderNodeType(reader);
		int depth = xmlTextReaderDepth(reader);
		xmlNode *node;

		if (type == XML_READER_TYPE_DOCUMENT_TYPE) {
			tell_malformed(in, xmlTextReaderGetParserLineNumber(
					       reader),
				       "it has a document type (DTD), which a stranger's file must not");
			return false;
		}
		if (type != XML_READER_TYPE_ELEMENT) {
			got = xmlTextReaderRead(reader);
			continue;
		}
		if (depth == 0) {
			node = xmlTextReaderCurrentNode(reader);
			if (!hf_xml_is(node, HF_PREMIS_URI, "premis")) {
				tell_malformed(in, 1, "its root is not <premis> of PREMIS 3.0");
				return false;
			}
			rooted = true;
			got = xmlTextReaderRead(reader);
			continue;
		}
		node = xmlTextReaderExpand(reader);
		if (!node)
			break;
		take_element(in, node);
		got = xmlTextReaderNext(reader);
	}
	if (in->failed || (got == 0 && rooted))
		return true;
	tell_malformed(in, in->problem_line, *in->problem ? in->problem :
		       "it is not XML, or is cut short");
	return false;
}

static int read_document(struct hf_import *in)
{
	xmlTextReaderPtr reader = xmlReaderForIO(read_bytes, NULL, in, NULL,
		NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);

	if (!reader)
		return hf_fail_memory(in->err);
	xmlTextReaderSetErrorHandler(reader, keep_problem, in);
	if (read_elements(in, reader))
		hf_import_invent_events(in);
	xmlFreeTextReader(reader);
	if (in->sys_errno) {
		errno = in->sys_errno;
		return hf_fail(in->err, HF_ESYS, "cannot read '%s'",
			       hf_shown(in->record->name));
	}
	return in->failed ? -1 : 0;
}

int hf_premis_read(struct hf_record **record_ret, const char *name,
		   hf_read_fn *read, void *ctx, struct hf_sink *sink,
		   struct hf_error *err)
{
	struct hf_findings found;
	struct hf_import in = {
		.sink = &found.sink, .err = err, .read = read, .ctx = ctx,
		.raw = { .foreign = true },
	};
	int ret = -1;

	hf_findings_init(&found);
	in.record = hf_record_begin(name);
	if (!in.record)
		return hf_fail_memory(err);
	if (hf_inventory_new(&in.claims, err) < 0 ||
	    hf_inventory_new(&in.by_event, err) < 0 || read_document(&in) < 0 ||
	    hf_record_finish(in.record, &in.raw, &found, sink, err) < 0)
		goto out;
	*record_ret = in.record;
	in.record = NULL;
	ret = 0;
out:
	hf_inventory_free(in.claims);
	hf_inventory_free(in.by_event);
	free(in.derivations);
	hf_findings_release(&found);
	hf_raw_release(&in.raw);
	hf_record_free(in.record);
	return ret;
}
