#include "base/arena.h"
#include "base/list.h"
#include "provenance/premis_import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool hf_xml_is(const xmlNode *node, const char *uri, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns && node->ns->href &&
	       !strcmp((const char *)node->ns->href, uri) &&
	       (!name || !strcmp((const char *)node->name, name));
}

const xmlNode *hf_xml_first(const xmlNode *parent, const char *name)
{
	const xmlNode *node = parent ? parent->children : NULL;

	while (node && !hf_xml_is(node, HF_PREMIS_URI, name))
		node = node->next;
	return node;
}

const xmlNode *hf_xml_following(const xmlNode *node, const char *name)
{
	for (node = node->next; node; node = node->next) {
		if (hf_xml_is(node, HF_PREMIS_URI, name))
			return node;
	}
	return NULL;
}

const char *hf_import_text(struct hf_import *in, const xmlNode *node)
{
	xmlChar *content = node ? xmlNodeGetContent(node) : NULL;
	char *text = NULL, *to;

	if (content)
		text = hf_arena_strdup(&in->record->arena,
				       (const char *)content);
	xmlFree(content);
	if (!text) {
		if (node && !in->failed) {
			in->failed = true;
			hf_fail_memory(in->err);
		}
		return NULL;
	}
	to = text;
	for (const char *c = text; *c; c++) {
		bool blank = *c == ' ' || *c == '\t' || *c == '\n' ||
			     *c == '\r';

		if (!blank)
			*to++ = *c;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > text && to[-1] == ' ')
		to--;
	*to = '\0';
	return *text ? text : NULL;
}

const char *hf_import_child(struct hf_import *in, const xmlNode *parent,
			      const char *name)
{
	return hf_import_text(in, hf_xml_first(parent, name));
}

unsigned long hf_import_line(const xmlNode *node)
{
	long line = xmlGetLineNo(node);

	return line > 0 ? (unsigned long)line : 0;
}

void hf_import_begin(struct hf_import *in, enum hf_entity entity, const char *id,
		  const xmlNode *at)
{
	if (!in->failed && hf_raw_begin(&in->raw, entity, id, hf_import_line(at),
					in->err) < 0)
		in->failed = true;
}

void hf_import_add(struct hf_import *in, const char *label, const char *value,
		const xmlNode *at)
{
	const struct hf_raw *raw = &in->raw;

	const struct hf_label *known;

	if (in->failed || !value)
		return;
	known = hf_label_find(raw->entities[raw->n_entities - 1].entity, label);
	if (!known) {
		hf_import_passed_over(in, at, "a property of this kind of object",
				      label);
		return;
	}
	if (hf_raw_add(&in->raw, known, value, hf_import_line(at), in->err) < 0)
		in->failed = true;
}

void hf_import_passed_over(struct hf_import *in, const xmlNode *at,
			     const char *what, const char *value)
{
	hf_found(in->sink, PREMIS_NOT_UNDERSTOOD, .path = in->record->name,
		 .line = hf_import_line(at), .detail = what, .actual = value);
}

const char *hf_import_identifier(struct hf_import *in, const xmlNode *parent,
			      const char *element)
{
	const xmlNode *node = hf_xml_first(parent, element);
	char name[80];

	snprintf(name, sizeof(name), "%sValue", element);
	return hf_import_child(in, node, name);
}

/* Our own <claim>, wherever it stands; its id, or NULL. */
static const char *take_claim(struct hf_import *in, const xmlNode *node)
{
	static const char *const labels[][2] = {
		{ "grade", "Grade" }, { "statement", "Statement" },
		{ "cite", "Cite" }, { "locator", "Locator" },
		{ "quote", "Quote" }, { "made-by", "Made-By" },
		{ "digest", "Digest" },
		{ "when", "When" },
	};
	xmlChar *attribute = xmlGetNoNsProp(node, BAD_CAST "id");
	const char *id = attribute ? hf_arena_strdup(&in->record->arena,
						     (const char *)attribute)
				   : NULL;
	uint32_t before = hf_inventory_count(in->claims);

	xmlFree(attribute);
	if (!id || hf_inventory_add(in->claims, id, strlen(id)) != before)
		return id;	/* told before, by another event */
	hf_import_begin(in, HF_ENTITY_CLAIM, id, node);
	for (const xmlNode *child = node->children; child;
	     child = child->next) {
		for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
			if (hf_xml_is(child, HF_OURS_URI, labels[i][0]))
				hf_import_add(in, labels[i][1], hf_import_text(in, child),
				    child);
		}
	}
	return id;
}

const char *hf_import_claims(struct hf_import *in, const xmlNode *node)
{
	const char *id = NULL;

	for (const xmlNode *child = node ? node->children : NULL; child;
	     child = child->next) {
		if (hf_xml_is(child, HF_OURS_URI, "claim"))
			id = take_claim(in, child);
	}
	return id;
}

void hf_import_derivation(struct hf_import *in, const xmlNode *at,
			    const char *outcome, const char *source,
			    const char *event)
{
	struct hf_derivation *d;
	struct hf_file *head;
	uint32_t index;

	d = hf_list_grow(in->derivations, in->n_derivations,
			 &in->derivations_size, sizeof(*d));
	if (!d)
		goto fail;
	in->derivations = d;
	d = &in->derivations[in->n_derivations++];
	*d = (struct hf_derivation){ .outcome = outcome, .source = source,
				  .event = event, .line = hf_import_line(at) };
	if (!event)
		return;
	index = hf_inventory_add(in->by_event, event, strlen(event));
	if (index == HF_NO_FILE)
		goto fail;
	head = hf_inventory_at(in->by_event, index);
	d->next = (size_t)head->size;
	head->size = in->n_derivations;
	return;
fail:
	in->failed = true;
	hf_fail_memory(in->err);
}

/* What relationships say of an event that does not name its sources itself. */
void hf_import_derivations(struct hf_import *in, const char *event, bool sourced)
{
	uint32_t index = hf_inventory_find(in->by_event, event, strlen(event));
	size_t at = index == HF_NO_FILE ? 0 :
		    (size_t)hf_inventory_at(in->by_event, index)->size;

	for (; at; at = in->derivations[at - 1].next) {
		struct hf_derivation *d = &in->derivations[at - 1];

		d->told = true;
		if (sourced || in->failed)
			continue;
		if (hf_raw_add(&in->raw, hf_label_find(HF_ENTITY_EVENT,
						       "Source"),
			       d->source, d->line, in->err) < 0)
			in->failed = true;
	}
}

/* Derivations of which no event tells become events that nobody names. */
void hf_import_invent_events(struct hf_import *in)
{
	struct hf_arena *arena = &in->record->arena;

	for (size_t i = 0; i < in->n_derivations && !in->failed; i++) {
		const struct hf_derivation *d = &in->derivations[i];
		const char *id = hf_arena_printf(arena, "%s.derivation.%zu",
						 d->outcome, i + 1);
		const char *claim = hf_arena_printf(arena, "%s.outcome", id);
		const struct {
			const char *label, *value;
		} fields[] = {
			{ "Type", "creation" }, { "When", "unknown" },
			{ "Source", d->source }, { "Outcome", d->outcome },
			{ "Claim", claim },
		};
		struct hf_raw *raw = &in->raw;
		int ret;

		if (d->told)
			continue;
		ret = !id || !claim ? hf_fail_memory(in->err) : 0;
		if (ret == 0)
			ret = hf_raw_begin(raw, HF_ENTITY_CLAIM, claim,
					   d->line, in->err);
		if (ret == 0)
			ret = hf_raw_add(raw, hf_label_find(HF_ENTITY_CLAIM,
							    "Grade"),
					 "G1", d->line, in->err);
		if (ret == 0)
			ret = hf_raw_begin(raw, HF_ENTITY_EVENT, id, d->line,
					   in->err);
		for (size_t k = 0; ret == 0 && k < 5; k++)
			ret = hf_raw_add(raw, hf_label_find(HF_ENTITY_EVENT,
							    fields[k].label),
					 fields[k].value, d->line, in->err);
		in->failed = ret < 0;
	}
}
