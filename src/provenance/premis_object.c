/* Objects of PREMIS: works, copies, and the files that are packaged. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "provenance/premis_import.h"

/* "closed=true; count=3; members=a,b,c; evidence=x; id=y". */
static const char *part_of(struct hf_import *in, const char *value,
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

static void take_population(struct hf_import *in, const char *work,
			    const char *value, const xmlNode *at)
{
	const char *id = part_of(in, value, "id");
	const char *closed = part_of(in, value, "closed");
	const char *members = part_of(in, value, "members");
	const char *evidence = part_of(in, value, "evidence");

	if (!id)
		id = hf_arena_printf(&in->record->arena, "%s.population", work);
	hf_import_begin(in, HF_ENTITY_POPULATION, id, at);
	hf_import_add(in, "Of", work, at);
	hf_import_add(in, "Count", part_of(in, value, "count"), at);
	hf_import_add(in, "Closed", !closed ? NULL : !strcmp(closed, "true") ? "yes" :
	    !strcmp(closed, "false") ? "no" : closed, at);
	while (members && *members) {
		size_t len = strcspn(members, ",");

		hf_import_add(in, "Member", hf_arena_memdup(&in->record->arena, members,
						  len), at);
		members += len + (members[len] == ',');
	}
	if (evidence && strcmp(evidence, "none") != 0)
		hf_import_add(in, "Claim", evidence, at);
}

/* Properties of a work or copy that are labels of its own. */
static void take_property(struct hf_import *in, enum hf_entity entity,
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
			hf_import_add(in, known[i].label, value, at);
			return;
		}
	}
	if (type && !strcmp(type, "holdfast:one-of"))
		hf_import_add(in, "Identity", hf_arena_printf(&in->record->arena,
						    "one-of: %s",
						    value ? value : ""), at);
	else if (!type || strncmp(type, "holdfast:", 9) != 0)
		hf_import_passed_over(in, at, "a significant property", type);
}

static void take_properties(struct hf_import *in, enum hf_entity entity,
			    const xmlNode *object)
{
	for (const xmlNode *p = hf_xml_first(object, "significantProperties"); p;
	     p = hf_xml_following(p, "significantProperties"))
		take_property(in, entity,
			      hf_import_child(in, p, "significantPropertiesType"),
			      hf_import_child(in, p, "significantPropertiesValue"),
			      p);
}

static void take_work(struct hf_import *in, const xmlNode *object, const char *id)
{
	hf_import_begin(in, HF_ENTITY_WORK, id, object);
	take_properties(in, HF_ENTITY_WORK, object);
	for (const xmlNode *p = hf_xml_first(object, "significantProperties"); p;
	     p = hf_xml_following(p, "significantProperties")) {
		const char *type = hf_import_child(in, p,
					      "significantPropertiesType");

		if (type && !strcmp(type, "holdfast:population"))
			take_population(in, id, hf_import_child(in, p,
					"significantPropertiesValue"), p);
		hf_import_claims(in, hf_xml_first(p, "significantPropertiesExtension"));
	}
}

static bool has_property(struct hf_import *in, const xmlNode *object,
			 const char *type)
{
	for (const xmlNode *p = hf_xml_first(object, "significantProperties"); p;
	     p = hf_xml_following(p, "significantProperties")) {
		const char *is = hf_import_child(in, p, "significantPropertiesType");

		if (is && !strcmp(is, type))
			return true;
	}
	return false;
}

static void take_fixity(struct hf_import *in, const xmlNode *object)
{
	const xmlNode *of = hf_xml_first(object, "objectCharacteristics");

	for (const xmlNode *f = hf_xml_first(of, "fixity"); f;
	     f = hf_xml_following(f, "fixity")) {
		const char *algorithm = hf_import_child(in, f,
						   "messageDigestAlgorithm");
		const char *digest = hf_import_child(in, f, "messageDigest");

		if (algorithm && digest)
			hf_import_add(in, "Digest",
			    hf_arena_printf(&in->record->arena, "%s:%s",
					    algorithm, digest), f);
	}
}

/* Where a copy is; the path of the one that is in the bag. */
static const char *take_storage(struct hf_import *in, const xmlNode *object)
{
	const char *path = NULL, *form = NULL;

	for (const xmlNode *s = hf_xml_first(object, "storage"); s;
	     s = hf_xml_following(s, "storage")) {
		const xmlNode *location = hf_xml_first(s, "contentLocation");
		const char *type = hf_import_child(in, location,
					      "contentLocationType");
		const char *value = hf_import_child(in, location,
					       "contentLocationValue");

		if (type && value && !strcmp(type, "path in the bag"))
			path = value;
		else if (value)
			hf_import_add(in, "Citation", value, s);
		if (!form)
			form = hf_import_child(in, s, "storageMedium");
	}
	hf_import_add(in, "Form", form, object);
	return path;
}

static void take_payload(struct hf_import *in, const xmlNode *object,
			 const char *id, const char *copy, const char *path)
{
	const xmlNode *format = hf_xml_first(hf_xml_first(object, "objectCharacteristics"),
				      "format");
	const char *type = hf_import_child(in, hf_xml_first(format, "formatDesignation"),
				      "formatName");
	const char *name = hf_import_child(in, object, "originalName");

	hf_import_begin(in, HF_ENTITY_PAYLOAD, id, object);
	hf_import_add(in, "File", name ? name : path, object);
	hf_import_add(in, "As", path, object);
	hf_import_add(in, "Copy", copy, object);
	if (type && strcmp(type, "unknown") != 0)
		hf_import_add(in, "Media-Type", type, object);
}

/*
 * "structural / represents"; and what is derived, for tools that say it here
 * and not in the event.
 */
static void take_relationships(struct hf_import *in, const xmlNode *object,
			       const char *id)
{
	for (const xmlNode *r = hf_xml_first(object, "relationship"); r;
	     r = hf_xml_following(r, "relationship")) {
		const char *type = hf_import_child(in, r, "relationshipSubType");
		const char *to = hf_import_identifier(in, r, "relatedObjectIdentifier");

		if (type && !strcmp(type, "represents"))
			hf_import_add(in, "Of", to, r);
		else if (type && to && (!strcmp(type, "has source") ||
					!strcmp(type, "is derived from")))
			hf_import_derivation(in, r, id, to,
					hf_import_identifier(in, r,
						   "relatedEventIdentifier"));
		else if (!type || strcmp(type, "has part") != 0)
			hf_import_passed_over(in, r, "a relationship", type);
	}
}

static void take_copy(struct hf_import *in, const xmlNode *object, const char *id,
		      bool file)
{
	bool ours = has_property(in, object, "holdfast:kind");
	const char *path;

	hf_import_begin(in, HF_ENTITY_COPY, id, object);
	/* The first citation stands in storage, the others in properties. */
	path = take_storage(in, object);
	take_properties(in, HF_ENTITY_COPY, object);
	if (!ours)
		hf_import_add(in, "Kind", file ? "replica" : "original", object);
	if (file)
		take_fixity(in, object);
	take_relationships(in, object, id);
	if (path)
		take_payload(in, object,
			     hf_arena_printf(&in->record->arena, "%s.payload",
					     id), id, path);
}

/* A payload file of ours that is said to embody no copy. */
static bool is_bare_payload(struct hf_import *in, const xmlNode *object)
{
	const xmlNode *location = hf_xml_first(hf_xml_first(object, "storage"),
					"contentLocation");
	const char *type = hf_import_child(in, location, "contentLocationType");

	return type && !strcmp(type, "path in the bag") &&
	       !has_property(in, object, "holdfast:kind");
}

/* A payload file that has no copy's object to itself. */
static void take_bare_payload(struct hf_import *in, const xmlNode *object,
			      const char *id)
{
	const xmlNode *location = hf_xml_first(hf_xml_first(object, "storage"),
					       "contentLocation");
	const xmlNode *r = hf_xml_first(object, "relationship");

	take_payload(in, object, id,
		     r ? hf_import_identifier(in, r, "relatedObjectIdentifier")
		       : NULL,
		     hf_import_child(in, location, "contentLocationValue"));
}

void hf_import_object(struct hf_import *in, const xmlNode *object)
{
	const char *id = hf_import_identifier(in, object, "objectIdentifier");
	xmlChar *attribute = xmlGetNsProp(object, BAD_CAST "type",
		BAD_CAST "http://www.w3.org/2001/XMLSchema-instance");
	const char *type = attribute ? (const char *)attribute : "";
	const char *colon = strrchr(type, ':');

	type = colon ? colon + 1 : type;
	if (!id)
		hf_import_passed_over(in, object, "an object without identifier",
				 NULL);
	else if (!strcmp(type, "intellectualEntity"))
		take_work(in, object, id);
	else if (strcmp(type, "file") != 0 && strcmp(type, "representation") != 0)
		hf_import_passed_over(in, object, "an object of this type", type);
	else if (is_bare_payload(in, object))
		take_bare_payload(in, object, id);
	else
		take_copy(in, object, id, !strcmp(type, "file"));
	xmlFree(attribute);
}
