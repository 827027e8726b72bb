/*
 * What the parts of the PREMIS reader share: the state of one import, and
 * words for walking the tree of one element.
 */
#ifndef HF_PROVENANCE_PREMIS_IMPORT_H
#define HF_PROVENANCE_PREMIS_IMPORT_H

#include <libxml/tree.h>

#include "bag/inventory.h"
#include "base/read.h"
#include "provenance/raw.h"

#define HF_PREMIS_URI	"http://www.loc.gov/premis/v3"
#define HF_OURS_URI	"urn:holdfast:vocab:1"

/* "X has source Y", as a relationship says it, perhaps with its event. */
struct hf_derivation {
	const char *outcome, *source, *event;
	unsigned long line;
	size_t next;		/* of the same event, plus one; 0: no more */
	bool told;		/* an event says it too, or was made to */
};

struct hf_import {
	struct hf_record *record;
	struct hf_raw raw;
	struct hf_sink *sink;
	struct hf_error *err;
	struct hf_inventory *claims;	/* ids of those that were taken */
	struct hf_inventory *by_event;	/* ids; size is the first derivation, plus one */
	struct hf_derivation *derivations;
	size_t n_derivations, derivations_size;
	hf_read_fn *read;
	void *ctx;
	uint64_t size;			/* read so far */
	int sys_errno;			/* of a read that failed */
	char problem[300];		/* of the XML, as the library tells it */
	int problem_line;
	bool failed;			/* memory ended; err is set */
};

/* Whether a node is the element @name (NULL: any) of that namespace. */
bool hf_xml_is(const xmlNode *node, const char *uri, const char *name);

/* The first child of PREMIS's of that name, and the next; or NULL. */
const xmlNode *hf_xml_first(const xmlNode *parent, const char *name);
const xmlNode *hf_xml_following(const xmlNode *node, const char *name);

/*
 * The text of a node, or of its first child @name, folded to one line, in the
 * record's arena; NULL where there is none.
 */
const char *hf_import_text(struct hf_import *in, const xmlNode *node);
const char *hf_import_child(struct hf_import *in, const xmlNode *parent,
			    const char *name);

/* The value of "objectIdentifier" and its kin: the type is not needed. */
const char *hf_import_identifier(struct hf_import *in, const xmlNode *parent,
				 const char *element);

unsigned long hf_import_line(const xmlNode *node);

/* Begin an entity; give the last one a field, unless there is no value. */
void hf_import_begin(struct hf_import *in, enum hf_entity entity,
		     const char *id, const xmlNode *at);
void hf_import_add(struct hf_import *in, const char *label, const char *value,
		   const xmlNode *at);

/* Tell what is not understood: @what, and the word that was not. */
void hf_import_passed_over(struct hf_import *in, const xmlNode *at,
			   const char *what, const char *value);

/* Every claim of ours within @node; the id of the last, or NULL. */
const char *hf_import_claims(struct hf_import *in, const xmlNode *node);

/* Note a derivation; give those of an event to it; make events of the rest. */
void hf_import_derivation(struct hf_import *in, const xmlNode *at,
			  const char *outcome, const char *source,
			  const char *event);
void hf_import_derivations(struct hf_import *in, const char *event,
			   bool sourced);
void hf_import_invent_events(struct hf_import *in);

/* The three kinds of top-level element. */
void hf_import_object(struct hf_import *in, const xmlNode *object);
void hf_import_event(struct hf_import *in, const xmlNode *event);
void hf_import_agent(struct hf_import *in, const xmlNode *agent);

#endif
