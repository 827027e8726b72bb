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

#include "bag/inventory.h"
#include "base/text.h"
#include "provenance/premis.h"
#include "provenance/raw.h"

#define PREMIS_URI	"http://www.loc.gov/premis/v3"
#define OURS_URI	"urn:holdfast:vocab:1"
#define SIZE_MAX_READ	(1024ull * 1024 * 1024)

/* "X has source Y", as a relationship says it, perhaps with its event. */
struct derivation {
	const char *outcome, *source, *event;
	unsigned long line;
	size_t next;		/* of the same event, plus one; 0: no more */
	bool told;		/* an event says it too, or was made to */
};

struct import {
	struct hf_record *record;
	struct hf_raw raw;
	struct hf_sink *sink;
	struct hf_error *err;
	struct hf_inventory *claims;	/* ids of those that were taken */
	struct hf_inventory *by_event;	/* ids; size is the first derivation, plus one */
	struct derivation *derivations;
	size_t n_derivations, derivations_size;
	hf_read_fn *read;
	void *ctx;
	uint64_t size;			/* read so far */
	int sys_errno;			/* of a read that failed */
	char problem[300];		/* of the XML, as the library tells it */
	int problem_line;
	bool failed;			/* memory ended; err is set */
};

/* Our wrappers over trees: elements by name, in PREMIS's namespace or ours. */
static bool is_element(const xmlNode *node, const char *uri, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns && node->ns->href &&
	       !strcmp((const char *)node->ns->href, uri) &&
	       (!name || !strcmp((const char *)node->name, name));
}

static const xmlNode *first(const xmlNode *parent, const char *name)
{
	const xmlNode *node = parent ? parent->children : NULL;

	while (node && !is_element(node, PREMIS_URI, name))
		node = node->next;
	return node;
}

static const xmlNode *following(const xmlNode *node, const char *name)
{
	for (node = node->next; node; node = node->next) {
		if (is_element(node, PREMIS_URI, name))
			return node;
	}
	return NULL;
}

/* The text of a node, folded to one line, in the record's arena; or NULL. */
static const char *text_of(struct import *in, const xmlNode *node)
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

static const char *child_text(struct import *in, const xmlNode *parent,
			      const char *name)
{
	return text_of(in, first(parent, name));
}

static unsigned long line_of(const xmlNode *node)
{
	long line = xmlGetLineNo(node);

	return line > 0 ? (unsigned long)line : 0;
}

static void begin(struct import *in, enum hf_entity entity, const char *id,
		  const xmlNode *at)
{
	if (!in->failed && hf_raw_begin(&in->raw, entity, id, line_of(at),
					in->err) < 0)
		in->failed = true;
}

/* Give the last entity a field; nothing where there is no value. */
static void add(struct import *in, const char *label, const char *value,
		const xmlNode *at)
{
	const struct hf_raw *raw = &in->raw;

	if (in->failed || !value)
		return;
	if (hf_raw_add(&in->raw,
		       hf_label_find(raw->entities[raw->n_entities - 1].entity,
				     label),
		       value, line_of(at), in->err) < 0)
		in->failed = true;
}

static void tell_passed_over(struct import *in, const xmlNode *at,
			     const char *what, const char *value)
{
	hf_found(in->sink, PREMIS_NOT_UNDERSTOOD, .path = in->record->name,
		 .line = line_of(at), .detail = what, .actual = value);
}

/* The value of "objectIdentifier" and its kin: the type is not needed. */
static const char *identifier(struct import *in, const xmlNode *parent,
			      const char *element)
{
	const xmlNode *node = first(parent, element);
	char name[80];

	snprintf(name, sizeof(name), "%sValue", element);
	return child_text(in, node, name);
}

/* "closed=true; count=3; members=a,b,c; evidence=x; id=y". */
static const char *part_of(struct import *in, const char *value,
			   const char *key)
{
	size_t len = strlen(key);

	while (value) {
		value += strspn(value, " ;");
		if (!strncmp(value, key, len) && value[len] == '=')
			return hf_arena_memdup(&in->record->arena,
					       value + len + 1,
					       strcspn(value + len + 1, ";"));
		value = strchr(value, ';');
	}
	return NULL;
}

static void take_population(struct import *in, const char *work,
			    const char *value, const xmlNode *at)
{
	const char *id = part_of(in, value, "id");
	const char *closed = part_of(in, value, "closed");
	const char *members = part_of(in, value, "members");
	const char *evidence = part_of(in, value, "evidence");

	if (!id)
		id = hf_arena_printf(&in->record->arena, "%s.population", work);
	begin(in, HF_ENTITY_POPULATION, id, at);
	add(in, "Of", work, at);
	add(in, "Count", part_of(in, value, "count"), at);
	add(in, "Closed", !closed ? NULL : !strcmp(closed, "true") ? "yes" :
	    !strcmp(closed, "false") ? "no" : closed, at);
	while (members && *members) {
		size_t len = strcspn(members, ",");

		add(in, "Member", hf_arena_memdup(&in->record->arena, members,
						  len), at);
		members += len + (members[len] == ',');
	}
	if (evidence && strcmp(evidence, "none") != 0)
		add(in, "Claim", evidence, at);
}

/* Our own <claim>, wherever it stands; its id, or NULL. */
static const char *take_claim(struct import *in, const xmlNode *node)
{
	static const char *const labels[][2] = {
		{ "grade", "Grade" }, { "statement", "Statement" },
		{ "cite", "Cite" }, { "locator", "Locator" },
		{ "quote", "Quote" }, { "made-by", "Made-By" },
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
	begin(in, HF_ENTITY_CLAIM, id, node);
	for (const xmlNode *child = node->children; child;
	     child = child->next) {
		for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
			if (is_element(child, OURS_URI, labels[i][0]))
				add(in, labels[i][1], text_of(in, child),
				    child);
		}
	}
	return id;
}

/* Every claim of ours within @node; the id of the last. */
static const char *take_claims(struct import *in, const xmlNode *node)
{
	const char *id = NULL;

	for (const xmlNode *child = node ? node->children : NULL; child;
	     child = child->next) {
		if (is_element(child, OURS_URI, "claim"))
			id = take_claim(in, child);
	}
	return id;
}

/* Properties of a work or copy that are labels of its own. */
static void take_property(struct import *in, enum hf_entity entity,
			  const char *type, const char *value,
			  const xmlNode *at)
{
	static const struct {
		enum hf_entity entity;
		const char *type, *label;
	} known[] = {
		{ HF_ENTITY_WORK, "title", "Title" },
		{ HF_ENTITY_WORK, "date", "Date" },
		{ HF_ENTITY_WORK, "language", "Language" },
		{ HF_ENTITY_WORK, "creator", "Creator" },
		{ HF_ENTITY_WORK, "citation", "Citation" },
		{ HF_ENTITY_WORK, "description", "Description" },
		{ HF_ENTITY_WORK, "rights", "Rights" },
		{ HF_ENTITY_COPY, "holdfast:kind", "Kind" },
		{ HF_ENTITY_COPY, "number", "Number" },
		{ HF_ENTITY_COPY, "label", "Label" },
		{ HF_ENTITY_COPY, "language", "Language" },
		{ HF_ENTITY_COPY, "citation", "Citation" },
		{ HF_ENTITY_COPY, "digest", "Digest" },
	};

	for (size_t i = 0; type && i < sizeof(known) / sizeof(known[0]); i++) {
		if (known[i].entity == entity && !strcmp(known[i].type, type)) {
			add(in, known[i].label, value, at);
			return;
		}
	}
	if (type && !strcmp(type, "holdfast:one-of"))
		add(in, "Identity", hf_arena_printf(&in->record->arena,
						    "one-of: %s",
						    value ? value : ""), at);
	else if (!type || strncmp(type, "holdfast:", 9) != 0)
		tell_passed_over(in, at, "a significant property", type);
}

static void take_properties(struct import *in, enum hf_entity entity,
			    const xmlNode *object)
{
	for (const xmlNode *p = first(object, "significantProperties"); p;
	     p = following(p, "significantProperties"))
		take_property(in, entity,
			      child_text(in, p, "significantPropertiesType"),
			      child_text(in, p, "significantPropertiesValue"),
			      p);
}

static void take_work(struct import *in, const xmlNode *object, const char *id)
{
	begin(in, HF_ENTITY_WORK, id, object);
	take_properties(in, HF_ENTITY_WORK, object);
	for (const xmlNode *p = first(object, "significantProperties"); p;
	     p = following(p, "significantProperties")) {
		const char *type = child_text(in, p,
					      "significantPropertiesType");

		if (type && !strcmp(type, "holdfast:population"))
			take_population(in, id, child_text(in, p,
					"significantPropertiesValue"), p);
		take_claims(in, first(p, "significantPropertiesExtension"));
	}
}

static bool has_property(struct import *in, const xmlNode *object,
			 const char *type)
{
	for (const xmlNode *p = first(object, "significantProperties"); p;
	     p = following(p, "significantProperties")) {
		const char *is = child_text(in, p, "significantPropertiesType");

		if (is && !strcmp(is, type))
			return true;
	}
	return false;
}

static void take_fixity(struct import *in, const xmlNode *object)
{
	const xmlNode *of = first(object, "objectCharacteristics");

	for (const xmlNode *f = first(of, "fixity"); f;
	     f = following(f, "fixity")) {
		const char *algorithm = child_text(in, f,
						   "messageDigestAlgorithm");
		const char *digest = child_text(in, f, "messageDigest");

		if (algorithm && digest)
			add(in, "Digest",
			    hf_arena_printf(&in->record->arena, "%s:%s",
					    algorithm, digest), f);
	}
}

/* Where a copy is; the path of the one that is in the bag. */
static const char *take_storage(struct import *in, const xmlNode *object)
{
	const char *path = NULL, *form = NULL;

	for (const xmlNode *s = first(object, "storage"); s;
	     s = following(s, "storage")) {
		const xmlNode *location = first(s, "contentLocation");
		const char *type = child_text(in, location,
					      "contentLocationType");
		const char *value = child_text(in, location,
					       "contentLocationValue");

		if (type && value && !strcmp(type, "path in the bag"))
			path = value;
		else if (value)
			add(in, "Citation", value, s);
		if (!form)
			form = child_text(in, s, "storageMedium");
	}
	add(in, "Form", form, object);
	return path;
}

static void take_payload(struct import *in, const xmlNode *object,
			 const char *id, const char *copy, const char *path)
{
	const xmlNode *format = first(first(object, "objectCharacteristics"),
				      "format");
	const char *type = child_text(in, first(format, "formatDesignation"),
				      "formatName");
	const char *name = child_text(in, object, "originalName");

	begin(in, HF_ENTITY_PAYLOAD, id, object);
	add(in, "File", name ? name : path, object);
	add(in, "As", path, object);
	add(in, "Copy", copy, object);
	if (type && strcmp(type, "unknown") != 0)
		add(in, "Media-Type", type, object);
}

static void note_derivation(struct import *in, const xmlNode *at,
			    const char *outcome, const char *source,
			    const char *event)
{
	struct derivation *d;
	struct hf_file *head;
	uint32_t index;

	if (in->n_derivations == in->derivations_size) {
		size_t size = in->derivations_size ? 2 * in->derivations_size
						   : 64;

		d = reallocarray(in->derivations, size, sizeof(*d));
		if (!d)
			goto fail;
		in->derivations = d;
		in->derivations_size = size;
	}
	d = &in->derivations[in->n_derivations++];
	*d = (struct derivation){ .outcome = outcome, .source = source,
				  .event = event, .line = line_of(at) };
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

/*
 * "structural / represents"; and what is derived, for tools that say it here
 * and not in the event.
 */
static void take_relationships(struct import *in, const xmlNode *object,
			       const char *id)
{
	for (const xmlNode *r = first(object, "relationship"); r;
	     r = following(r, "relationship")) {
		const char *type = child_text(in, r, "relationshipSubType");
		const char *to = identifier(in, r, "relatedObjectIdentifier");

		if (type && !strcmp(type, "represents"))
			add(in, "Of", to, r);
		else if (type && to && (!strcmp(type, "has source") ||
					!strcmp(type, "is derived from")))
			note_derivation(in, r, id, to,
					identifier(in, r,
						   "relatedEventIdentifier"));
		else if (!type || strcmp(type, "has part") != 0)
			tell_passed_over(in, r, "a relationship", type);
	}
}

static void take_copy(struct import *in, const xmlNode *object, const char *id,
		      bool file)
{
	bool ours = has_property(in, object, "holdfast:kind");
	const char *path;

	begin(in, HF_ENTITY_COPY, id, object);
	/* The first citation stands in storage, the others in properties. */
	path = take_storage(in, object);
	take_properties(in, HF_ENTITY_COPY, object);
	if (!ours)
		add(in, "Kind", file ? "replica" : "original", object);
	if (file)
		take_fixity(in, object);
	take_relationships(in, object, id);
	if (path)
		take_payload(in, object,
			     hf_arena_printf(&in->record->arena, "%s.payload",
					     id), id, path);
}

/* A payload file of ours that is said to embody no copy. */
static bool is_bare_payload(struct import *in, const xmlNode *object)
{
	const xmlNode *location = first(first(object, "storage"),
					"contentLocation");
	const char *type = child_text(in, location, "contentLocationType");

	return type && !strcmp(type, "path in the bag") &&
	       !has_property(in, object, "holdfast:kind");
}

static void take_object(struct import *in, const xmlNode *object)
{
	const char *id = identifier(in, object, "objectIdentifier");
	xmlChar *attribute = xmlGetNsProp(object, BAD_CAST "type",
		BAD_CAST "http://www.w3.org/2001/XMLSchema-instance");
	const char *type = attribute ? (const char *)attribute : "";
	const char *colon = strrchr(type, ':');

	type = colon ? colon + 1 : type;
	if (!id)
		tell_passed_over(in, object, "an object without identifier",
				 NULL);
	else if (!strcmp(type, "intellectualEntity"))
		take_work(in, object, id);
	else if (strcmp(type, "file") != 0 && strcmp(type, "representation") != 0)
		tell_passed_over(in, object, "an object of this type", type);
	else if (is_bare_payload(in, object))
		take_payload(in, object, id, NULL,
			     child_text(in, first(first(object, "storage"),
						  "contentLocation"),
					"contentLocationValue"));
	else
		take_copy(in, object, id, !strcmp(type, "file"));
	xmlFree(attribute);
}

/* An outcome without a claim of ours is a claim by what its words say. */
static void invent_claim(struct import *in, const xmlNode *event,
			 const char *id, const char *outcome, bool named)
{
	static const char *const words[][2] = {
		{ "asserted", "G1" }, { "documented", "G2" },
		{ "receipted", "G3" }, { "unsupported", "G0" },
		{ "success", "G4" }, { "pass", "G4" }, { "fail", "G4" },
	};
	const char *grade = named ? "G2" : "G1";

	for (size_t i = 0; outcome && i < sizeof(words) / sizeof(words[0]); i++) {
		if (!hf_ascii_casecmp(outcome, words[i][0]))
			grade = words[i][1];
	}
	begin(in, HF_ENTITY_CLAIM, id, event);
	add(in, "Grade", grade, event);
	add(in, "Statement", outcome, event);
}

static void take_agents(struct import *in, const xmlNode *event)
{
	for (const xmlNode *a = first(event, "linkingAgentIdentifier"); a;
	     a = following(a, "linkingAgentIdentifier")) {
		const char *id = child_text(in, a,
					    "linkingAgentIdentifierValue");
		const char *role = child_text(in, a, "linkingAgentRole");

		if (role && !strcmp(role, "releasing custodian"))
			add(in, "From", id, a);
		else if (role && !strcmp(role, "receiving custodian"))
			add(in, "To", id, a);
		else if (id)
			add(in, "By", role ? hf_arena_printf(
				&in->record->arena, "%s (%s)", id, role) : id,
			    a);
	}
}

/* Without a role, what an event names is what it was done to, or made. */
static const char *default_role(const struct hf_event_type *type)
{
	switch (type ? type->act : HF_ACT_OTHER) {
	case HF_ACT_MAKING:
	case HF_ACT_REPLICATION:
	case HF_ACT_REWRITING:
	case HF_ACT_ACCESSION:
		return "outcome";
	default:
		return "source";
	}
}

/* What relationships say of an event that does not name its sources itself. */
static void take_derivations(struct import *in, const char *event, bool sourced)
{
	uint32_t index = hf_inventory_find(in->by_event, event, strlen(event));
	size_t at = index == HF_NO_FILE ? 0 :
		    (size_t)hf_inventory_at(in->by_event, index)->size;

	for (; at; at = in->derivations[at - 1].next) {
		struct derivation *d = &in->derivations[at - 1];

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
static void invent_events(struct import *in)
{
	struct hf_arena *arena = &in->record->arena;

	for (size_t i = 0; i < in->n_derivations && !in->failed; i++) {
		const struct derivation *d = &in->derivations[i];
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

/* Whether the event names its sources, or candidates, itself. */
static bool take_copies(struct import *in, const xmlNode *event,
			const struct hf_event_type *type)
{
	bool sourced = false;

	static const char *const roles[][2] = {
		{ "source", "Source" }, { "outcome", "Outcome" },
		{ "candidate source", "Candidate-Source" },
	};

	for (const xmlNode *o = first(event, "linkingObjectIdentifier"); o;
	     o = following(o, "linkingObjectIdentifier")) {
		const char *id = child_text(in, o,
					    "linkingObjectIdentifierValue");
		const char *role = child_text(in, o, "linkingObjectRole");
		const char *label = NULL;

		if (!role)
			role = default_role(type);
		for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
			if (!hf_ascii_casecmp(role, roles[i][0]))
				label = roles[i][1];
		}
		if (label)
			add(in, label, id, o);
		else
			tell_passed_over(in, o, "the role of an object", role);
		sourced |= label && strcmp(label, "Outcome") != 0;
	}
	return sourced;
}

static void take_extension(struct import *in, const xmlNode *extension)
{
	static const char *const labels[][2] = {
		{ "method", "Method" }, { "authority", "Authority" },
		{ "receipt", "Receipt" },
	};

	for (const xmlNode *child = extension ? extension->children : NULL;
	     child; child = child->next) {
		for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
			if (is_element(child, OURS_URI, labels[i][0]))
				add(in, labels[i][1], text_of(in, child),
				    child);
		}
	}
}

static void take_event(struct import *in, const xmlNode *event)
{
	const xmlNode *detail = first(event, "eventDetailInformation");
	const xmlNode *outcome = first(event, "eventOutcomeInformation");
	const char *id = identifier(in, event, "eventIdentifier");
	const char *type = child_text(in, event, "eventType"), *claim;
	const char *word = child_text(in, outcome, "eventOutcome");
	const struct hf_event_type *known = type ? hf_event_type_find(type)
						 : NULL;

	if (!id) {
		tell_passed_over(in, event, "an event without identifier",
				 NULL);
		return;
	}
	/* Claims are entities of their own, so they come before the event. */
	claim = take_claims(in, first(first(outcome, "eventOutcomeDetail"),
				      "eventOutcomeDetailExtension"));
	if (!claim) {
		claim = hf_arena_printf(&in->record->arena, "%s.outcome", id);
		invent_claim(in, event, claim, word,
			     first(event, "linkingAgentIdentifier") != NULL);
	}
	begin(in, HF_ENTITY_EVENT, id, event);
	if (known)
		add(in, "Type", known->label, event);
	else
		tell_passed_over(in, event, "the type of an event", type);
	add(in, "When", child_text(in, event, "eventDateTime"), event);
	add(in, "Detail", child_text(in, detail, "eventDetail"), event);
	take_extension(in, first(detail, "eventDetailExtension"));
	if (word && !hf_ascii_casecmp(word, "fail"))
		add(in, "Result", "fail", event);
	take_agents(in, event);
	take_derivations(in, id, take_copies(in, event, known));
	add(in, "Claim", claim, event);
}

static void take_agent(struct import *in, const xmlNode *agent)
{
	const char *id = identifier(in, agent, "agentIdentifier");
	const char *type = child_text(in, agent, "agentType");

	if (!id) {
		tell_passed_over(in, agent, "an agent without identifier",
				 NULL);
		return;
	}
	begin(in, HF_ENTITY_AGENT, id, agent);
	add(in, "Name", child_text(in, agent, "agentName"), agent);
	if (type && strcmp(type, "person") != 0 &&
	    strcmp(type, "organisation") != 0 &&
	    strcmp(type, "organization") != 0 &&
	    strcmp(type, "software") != 0 && strcmp(type, "hardware") != 0)
		tell_passed_over(in, agent, "the type of an agent", type);
	else
		add(in, "Type", type, agent);
	for (const xmlNode *n = first(agent, "agentNote"); n;
	     n = following(n, "agentNote")) {
		const char *note = text_of(in, n);

		if (note && !strncmp(note, "acts-for=", 9))
			add(in, "Acts-For", note + 9, n);
		else if (note && !strncmp(note, "key=", 4))
			add(in, "Key", note + 4, n);
	}
}

static void take_element(struct import *in, const xmlNode *node)
{
	if (is_element(node, PREMIS_URI, "object"))
		take_object(in, node);
	else if (is_element(node, PREMIS_URI, "event"))
		take_event(in, node);
	else if (is_element(node, PREMIS_URI, "agent"))
		take_agent(in, node);
	else
		tell_passed_over(in, node, "an element",
				 (const char *)node->name);
}

/* libxml2's read callback: bounded, and with errno kept. */
static int read_bytes(void *ctx, char *buffer, int len)
{
	struct import *in = ctx;
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
	struct import *in = ctx;

	if (*in->problem || severity == XML_PARSER_SEVERITY_VALIDITY_WARNING ||
	    severity == XML_PARSER_SEVERITY_WARNING)
		return;
	snprintf(in->problem, sizeof(in->problem), "%s", message);
	in->problem[strcspn(in->problem, "\n")] = '\0';
	in->problem_line = xmlTextReaderLocatorLineNumber(locator);
}

static void tell_malformed(struct import *in, int line, const char *why)
{
	hf_found(in->sink, PREMIS_MALFORMED, .path = in->record->name,
		 .line = line > 0 ? (unsigned long)line : 0, .detail = why);
}

/*
 * Go through the top level.  Returns whether the document was read to its end;
 * what hindered is told.
 */
static bool read_elements(struct import *in, xmlTextReaderPtr reader)
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
			if (!is_element(node, PREMIS_URI, "premis")) {
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

static int read_document(struct import *in)
{
	xmlTextReaderPtr reader = xmlReaderForIO(read_bytes, NULL, in, NULL,
		NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);

	if (!reader)
		return hf_fail_memory(in->err);
	xmlTextReaderSetErrorHandler(reader, keep_problem, in);
	if (read_elements(in, reader))
		invent_events(in);
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
	struct import in = {
		.sink = &found.sink, .err = err, .read = read, .ctx = ctx,
		.raw = { .foreign = true },
	};
	int ret = -1;

	hf_findings_init(&found);
	in.record = calloc(1, sizeof(*in.record));
	if (!in.record)
		return hf_fail_memory(err);
	in.record->name = hf_arena_strdup(&in.record->arena, name);
	if (!in.record->name) {
		hf_fail_memory(err);
		goto out;
	}
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
