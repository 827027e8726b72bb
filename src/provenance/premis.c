#include "provenance/premis.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "provenance/facts.h"
#include "provenance/xml.h"

#define PREMIS_URI	"http://www.loc.gov/premis/v3"
#define EVENT_TYPES_URI	"http://id.loc.gov/vocabulary/preservation/eventType"
#define OURS_URI	"urn:holdfast:vocab:1"

struct writer {
	struct hf_xml xml;
	const struct hf_record *record;
	const struct hf_payload_facts *facts;
	size_t *payload_of;	/* each copy's payload + 1; 0: it has none */
	size_t *origin_of;	/* each copy's event + 1; 0: none made it */
	bool *told;		/* claims that some event carries */
	size_t package;		/* the copy that is the bag, or HF_DANGLING */
	size_t *first;		/* each work's first population + 1; 0: none */
	size_t *next;		/* each population's next of its work, likewise */
};

static void identifier(struct writer *w, const char *element, const char *id)
{
	char name[64];

	hf_xml_open(&w->xml, element);
	snprintf(name, sizeof(name), "%sType", element);
	hf_xml_text(&w->xml, name, "holdfast");
	snprintf(name, sizeof(name), "%sValue", element);
	hf_xml_text(&w->xml, name, id);
	hf_xml_close(&w->xml);
}

static void property(struct writer *w, const char *type, const char *value)
{
	if (!value)
		return;
	hf_xml_open(&w->xml, "significantProperties");
	hf_xml_text(&w->xml, "significantPropertiesType", type);
	hf_xml_text(&w->xml, "significantPropertiesValue", value);
	hf_xml_close(&w->xml);
}

static void properties(struct writer *w, const char *type,
		       const struct hf_texts *texts)
{
	for (size_t i = 0; i < texts->n; i++)
		property(w, type, texts->at[i]);
}

/* "closed=true; count=3; members=a,b,c; evidence=claim", and its id. */
static void population(struct writer *w, const struct hf_population *p)
{
	static const char *const closed[] = { "false", "true", "unknown" };
	struct hf_buf value = { 0 };

	hf_buf_printf(&value, "closed=%s; count=", closed[p->closed]);
	if (p->count_known)
		hf_buf_printf(&value, "%s%" PRIu64,
			      p->count_is_least ? ">=" : "", p->count);
	else
		hf_buf_adds(&value, "unknown");
	hf_buf_adds(&value, "; members=");
	for (size_t i = 0; i < p->members.n; i++)
		hf_buf_printf(&value, "%s%s", i ? "," : "",
			      p->members.at[i].id);
	hf_buf_printf(&value, "; evidence=%s; id=%s",
		      p->claim.id ? p->claim.id : "none", p->head.id);
	property(w, "holdfast:population", hf_buf_text(&value));
	w->xml.failed |= value.failed;
	hf_buf_release(&value);
}

/* What PREMIS has no element for stands in extensions, in our namespace. */
static void extension(struct writer *w, const char *name, const char *value)
{
	const char *prefix = w->xml.prefix;

	w->xml.prefix = "hf";
	hf_xml_text(&w->xml, name, value);
	w->xml.prefix = prefix;
}

static void claim_element(struct writer *w, const struct hf_claim *claim)
{
	const char *prefix = w->xml.prefix;

	w->xml.prefix = "hf";
	hf_xml_open(&w->xml, "claim");
	hf_xml_attribute(&w->xml, "id", claim->head.id);
	hf_xml_text(&w->xml, "grade", hf_grade_name(claim->grade));
	hf_xml_text(&w->xml, "statement", claim->statement);
	hf_xml_text(&w->xml, "cite", claim->cite);
	hf_xml_text(&w->xml, "locator", claim->locator);
	hf_xml_text(&w->xml, "quote", claim->quote);
	for (size_t i = 0; i < claim->digests.n; i++)
		hf_xml_text(&w->xml, "digest", claim->digests.at[i]);
	hf_xml_text(&w->xml, "made-by", claim->made_by.id);
	hf_xml_text(&w->xml, "when", claim->when.text);
	hf_xml_close(&w->xml);
	w->xml.prefix = prefix;
}

/* Claims that no event carries: of populations, and those that stand alone. */
static void other_claims(struct writer *w)
{
	const struct hf_record *record = w->record;
	bool opened = false;

	for (size_t i = 0; i < record->n_claims; i++) {
		if (w->told[i])
			continue;
		if (!opened) {
			hf_xml_open(&w->xml, "significantProperties");
			hf_xml_text(&w->xml, "significantPropertiesType",
				    "holdfast:claims");
			hf_xml_open(&w->xml, "significantPropertiesExtension");
			opened = true;
		}
		claim_element(w, &record->claims[i]);
	}
	if (opened) {
		hf_xml_close(&w->xml);
		hf_xml_close(&w->xml);
	}
}

static void open_object(struct writer *w, const char *type, const char *id)
{
	char xsi[64];

	hf_xml_open(&w->xml, "object");
	snprintf(xsi, sizeof(xsi), "premis:%s", type);
	hf_xml_attribute(&w->xml, "xsi:type", xsi);
	identifier(w, "objectIdentifier", id);
}

static void work_object(struct writer *w, const struct hf_work *work)
{
	open_object(w, "intellectualEntity", work->head.id);
	property(w, "title", work->title);
	property(w, "date", work->date.text);
	property(w, "language", work->language);
	properties(w, "creator", &work->creators);
	properties(w, "citation", &work->citations);
	property(w, "description", work->description);
	property(w, "rights", work->rights);
	for (size_t p = w->first[work - w->record->works]; p; p = w->next[p - 1])
		population(w, &w->record->populations[p - 1]);
	if (work == w->record->works)
		other_claims(w);
	hf_xml_close(&w->xml);
}

static void related(struct writer *w, const char *type, const char *sub_type,
		    const char *object, const char *event)
{
	hf_xml_open(&w->xml, "relationship");
	hf_xml_text(&w->xml, "relationshipType", type);
	hf_xml_text(&w->xml, "relationshipSubType", sub_type);
	identifier(w, "relatedObjectIdentifier", object);
	if (event)
		identifier(w, "relatedEventIdentifier", event);
	hf_xml_close(&w->xml);
}

/*
 * What was made of many copies at once, and was many, is told by its event
 * alone: each of 20,000 with each of 20,000 would be a file without end.
 */
#define MOST_CROSSED	100

static bool is_crossed(const struct hf_event *event)
{
	return event->sources.n > MOST_CROSSED &&
	       event->outcomes.n > MOST_CROSSED;
}

static void relationships(struct writer *w, size_t c)
{
	const struct hf_record *record = w->record;
	const struct hf_copy *copy = &record->copies[c];
	const struct hf_event *origin;

	if (copy->of.id)
		related(w, "structural", "represents", copy->of.id, NULL);
	for (size_t i = 0; c == w->package && i < record->n_payloads; i++) {
		const struct hf_payload *payload = &record->payloads[i];

		related(w, "structural", "has part",
			payload->copy.id ? payload->copy.id
					 : payload->head.id, NULL);
	}
	if (!w->origin_of[c])
		return;
	origin = &record->events[w->origin_of[c] - 1];
	for (size_t i = 0; !is_crossed(origin) && i < origin->sources.n; i++)
		related(w, "derivation", "has source",
			origin->sources.at[i].id, origin->head.id);
}

static void fixity(struct writer *w, const char *algorithm, const char *hex)
{
	hf_xml_open(&w->xml, "fixity");
	hf_xml_text(&w->xml, "messageDigestAlgorithm", algorithm);
	hf_xml_text(&w->xml, "messageDigest", hex);
	hf_xml_close(&w->xml);
}

static void declared_fixity(struct writer *w, const struct hf_copy *copy)
{
	for (size_t i = 0; copy && i < copy->digests.n; i++) {
		const char *digest = copy->digests.at[i];
		const char *colon = strchr(digest, ':');
		char name[32];

		if (!colon || (size_t)(colon - digest) >= sizeof(name))
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)(colon - digest),
			 digest);
		fixity(w, name, colon + 1);
	}
}

/* Size, digests, and format of a file; those that were read come first. */
static void characteristics(struct writer *w,
			    const struct hf_payload *payload,
			    const struct hf_copy *copy)
{
	const struct hf_payload_facts *facts = NULL;
	char text[HF_HEX_MAX];

	if (payload && w->facts)
		facts = &w->facts[payload - w->record->payloads];
	hf_xml_open(&w->xml, "objectCharacteristics");
	if (facts && facts->known) {
		for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
			if (!(facts->algs & HF_ALG_BIT(alg)))
				continue;
			hf_hex_encode(text, facts->digests->of[alg],
				      hf_alg_size(alg));
			fixity(w, hf_alg_name(alg), text);
		}
		snprintf(text, sizeof(text), "%" PRIu64, facts->size);
		hf_xml_text(&w->xml, "size", text);
	} else {
		declared_fixity(w, copy);
	}
	hf_xml_open(&w->xml, "format");
	hf_xml_open(&w->xml, "formatDesignation");
	hf_xml_text(&w->xml, "formatName",
		    payload && payload->media_type ? payload->media_type
						   : "unknown");
	hf_xml_close(&w->xml);
	hf_xml_close(&w->xml);
	hf_xml_close(&w->xml);
}

static void file_place(struct writer *w, const struct hf_payload *payload)
{
	char path[4096];

	hf_xml_text(&w->xml, "originalName", payload->file);
	snprintf(path, sizeof(path), "data/%s", payload->as);
	hf_xml_open(&w->xml, "storage");
	hf_xml_open(&w->xml, "contentLocation");
	hf_xml_text(&w->xml, "contentLocationType", "path in the bag");
	hf_xml_text(&w->xml, "contentLocationValue", path);
	hf_xml_close(&w->xml);
	hf_xml_close(&w->xml);
}

/* Where a copy on paper, film, or the web is, and what it is made of. */
static void storage(struct writer *w, const struct hf_copy *copy)
{
	if (!copy->form && !copy->citations.n)
		return;
	hf_xml_open(&w->xml, "storage");
	if (copy->citations.n) {
		hf_xml_open(&w->xml, "contentLocation");
		hf_xml_text(&w->xml, "contentLocationType", "citation");
		hf_xml_text(&w->xml, "contentLocationValue",
			    copy->citations.at[0]);
		hf_xml_close(&w->xml);
	}
	hf_xml_text(&w->xml, "storageMedium", copy->form);
	hf_xml_close(&w->xml);
}

static void copy_properties(struct writer *w, const struct hf_copy *copy)
{
	struct hf_buf list = { 0 };

	property(w, "holdfast:kind", hf_kind_name(copy->kind));
	property(w, "number", copy->number);
	property(w, "label", copy->label);
	property(w, "language", copy->language);
	for (size_t i = 0; i < copy->one_of.n; i++)
		hf_buf_printf(&list, "%s%s", i ? "," : "",
			      copy->one_of.at[i].id);
	if (copy->one_of.n)
		property(w, "holdfast:one-of", hf_buf_text(&list));
	/* The first stands in storage. */
	for (size_t i = 1; i < copy->citations.n; i++)
		property(w, "citation", copy->citations.at[i]);
	w->xml.failed |= list.failed;
	hf_buf_release(&list);
}

static void copy_object(struct writer *w, size_t c)
{
	const struct hf_copy *copy = &w->record->copies[c];
	const struct hf_payload *payload = w->payload_of[c] ?
		&w->record->payloads[w->payload_of[c] - 1] : NULL;
	bool file = payload || (copy->form && !strcmp(copy->form, "file"));

	open_object(w, file ? "file" : "representation", copy->head.id);
	copy_properties(w, copy);
	if (!file)
		properties(w, "digest", &copy->digests);
	else
		characteristics(w, payload, copy);
	if (payload)
		file_place(w, payload);
	storage(w, copy);
	relationships(w, c);
	hf_xml_close(&w->xml);
}

/* A payload file that no copy speaks for still has its fixity. */
static void payload_object(struct writer *w, const struct hf_payload *payload)
{
	size_t copy = payload->copy.id ? payload->copy.at : HF_DANGLING;

	/* The copy's own object speaks for its first file. */
	if (copy != HF_DANGLING && w->payload_of[copy] ==
	    (size_t)(payload - w->record->payloads) + 1)
		return;
	open_object(w, "file", payload->head.id);
	characteristics(w, payload, NULL);
	file_place(w, payload);
	if (copy != HF_DANGLING)
		related(w, "structural", "represents", payload->copy.id, NULL);
	hf_xml_close(&w->xml);
}

static void event_type(struct writer *w, const struct hf_event_type *type)
{
	char uri[96];

	hf_xml_open(&w->xml, "eventType");
	if (type && type->code) {
		hf_xml_attribute(&w->xml, "authority", "eventType");
		hf_xml_attribute(&w->xml, "authorityURI", EVENT_TYPES_URI);
		snprintf(uri, sizeof(uri), "%s/%s", EVENT_TYPES_URI,
			 type->code);
		hf_xml_attribute(&w->xml, "valueURI", uri);
	} else if (type) {
		hf_xml_attribute(&w->xml, "authority", "holdfast");
		hf_xml_attribute(&w->xml, "authorityURI", OURS_URI);
	}
	hf_xml_content(&w->xml, type ? type->label : "unknown");
	hf_xml_close(&w->xml);
}

static void event_detail(struct writer *w, const struct hf_event *event)
{
	hf_xml_open(&w->xml, "eventDetailInformation");
	hf_xml_text(&w->xml, "eventDetail", event->detail);
	if (event->method || event->authority || event->receipt) {
		hf_xml_open(&w->xml, "eventDetailExtension");
		extension(w, "method", event->method);
		extension(w, "authority", event->authority);
		extension(w, "receipt", event->receipt);
		hf_xml_close(&w->xml);
	}
	hf_xml_close(&w->xml);
}

static const char *outcome_word(const struct hf_event *event,
				enum hf_grade grade)
{
	static const char *const words[] = {
		[HF_G0] = "unsupported", [HF_G1] = "asserted",
		[HF_G2] = "documented", [HF_G3] = "receipted",
		[HF_G4] = "success", [HF_G5] = "success",
	};
	bool check = event->type && event->type->act == HF_ACT_CHECK;

	if (event->failed)
		return "fail";
	return check && grade >= HF_G4 ? "pass" : words[grade];
}

static void event_outcome(struct writer *w, const struct hf_event *event)
{
	const struct hf_record *record = w->record;
	const struct hf_claim *claim = event->claim.id &&
		event->claim.at != HF_DANGLING ?
		&record->claims[event->claim.at] : NULL;

	hf_xml_open(&w->xml, "eventOutcomeInformation");
	hf_xml_text(&w->xml, "eventOutcome",
		    outcome_word(event, claim ? claim->grade : HF_G0));
	if (claim) {
		hf_xml_open(&w->xml, "eventOutcomeDetail");
		hf_xml_text(&w->xml, "eventOutcomeDetailNote",
			    claim->statement ? claim->statement :
			    claim->quote ? claim->quote : claim->head.id);
		hf_xml_open(&w->xml, "eventOutcomeDetailExtension");
		claim_element(w, claim);
		hf_xml_close(&w->xml);
		hf_xml_close(&w->xml);
	}
	hf_xml_close(&w->xml);
}

static void link_agent(struct writer *w, const struct hf_ref *agent,
		       const char *role)
{
	if (!agent->id)
		return;
	hf_xml_open(&w->xml, "linkingAgentIdentifier");
	hf_xml_text(&w->xml, "linkingAgentIdentifierType", "holdfast");
	hf_xml_text(&w->xml, "linkingAgentIdentifierValue", agent->id);
	hf_xml_text(&w->xml, "linkingAgentRole", role);
	hf_xml_close(&w->xml);
}

static void link_copies(struct writer *w, const struct hf_refs *copies,
			const char *role)
{
	for (size_t i = 0; i < copies->n; i++) {
		hf_xml_open(&w->xml, "linkingObjectIdentifier");
		hf_xml_text(&w->xml, "linkingObjectIdentifierType", "holdfast");
		hf_xml_text(&w->xml, "linkingObjectIdentifierValue",
			    copies->at[i].id);
		hf_xml_text(&w->xml, "linkingObjectRole", role);
		hf_xml_close(&w->xml);
	}
}

static void event_element(struct writer *w, const struct hf_event *event)
{
	hf_xml_open(&w->xml, "event");
	identifier(w, "eventIdentifier", event->head.id);
	event_type(w, event->type);
	hf_xml_text(&w->xml, "eventDateTime",
		    event->when.text ? event->when.text : "unknown");
	if (event->detail || event->method || event->authority ||
	    event->receipt)
		event_detail(w, event);
	event_outcome(w, event);
	for (size_t i = 0; i < event->n_by; i++)
		link_agent(w, &event->by[i].agent, event->by[i].role);
	link_agent(w, &event->from, "releasing custodian");
	link_agent(w, &event->to, "receiving custodian");
	link_copies(w, &event->sources, "source");
	link_copies(w, &event->candidates, "candidate source");
	link_copies(w, &event->outcomes, "outcome");
	hf_xml_close(&w->xml);
}

static void agent_note(struct writer *w, const char *key, const char *value)
{
	struct hf_buf note = { 0 };

	if (!value)
		return;
	hf_buf_printf(&note, "%s=%s", key, value);
	hf_xml_text(&w->xml, "agentNote", hf_buf_text(&note));
	w->xml.failed |= note.failed;
	hf_buf_release(&note);
}

static void agent_element(struct writer *w, const struct hf_agent *agent)
{
	hf_xml_open(&w->xml, "agent");
	identifier(w, "agentIdentifier", agent->head.id);
	hf_xml_text(&w->xml, "agentName", agent->name);
	hf_xml_text(&w->xml, "agentType", agent->type);
	agent_note(w, "acts-for", agent->acts_for.id);
	agent_note(w, "key", agent->key);
	hf_xml_close(&w->xml);
}

/* PREMIS wants an object; an empty record has none to give. */
static void everything(struct writer *w)
{
	const struct hf_record *record = w->record;

	hf_xml_open(&w->xml, "premis");
	hf_xml_attribute(&w->xml, "xmlns:premis", PREMIS_URI);
	hf_xml_attribute(&w->xml, "xmlns:xsi",
			 "http://www.w3.org/2001/XMLSchema-instance");
	hf_xml_attribute(&w->xml, "xmlns:hf", OURS_URI);
	hf_xml_attribute(&w->xml, "version", "3.0");
	for (size_t i = 0; i < record->n_works; i++)
		work_object(w, &record->works[i]);
	for (size_t i = 0; i < record->n_copies; i++)
		copy_object(w, i);
	for (size_t i = 0; i < record->n_payloads; i++)
		payload_object(w, &record->payloads[i]);
	for (size_t i = 0; i < record->n_events; i++)
		event_element(w, &record->events[i]);
	for (size_t i = 0; i < record->n_agents; i++)
		agent_element(w, &record->agents[i]);
	hf_xml_close(&w->xml);
}

/* From the last, so that each work's are in the order of the record. */
static void index_populations(struct writer *w)
{
	const struct hf_record *record = w->record;

	for (size_t p = record->n_populations; p-- > 0;) {
		const struct hf_ref *of = &record->populations[p].of;

		if (of->at == HF_DANGLING)
			continue;
		w->next[p] = w->first[of->at];
		w->first[of->at] = p + 1;
	}
}

static void index_copies(struct writer *w)
{
	const struct hf_record *record = w->record;

	/* Of several packages the last has the files: it is made of the others. */
	w->package = HF_DANGLING;
	for (size_t c = 0; c < record->n_copies; c++) {
		if (record->copies[c].kind == HF_KIND_PACKAGE)
			w->package = c;
	}

	for (size_t i = 0; i < record->n_payloads; i++) {
		const struct hf_ref *copy = &record->payloads[i].copy;

		if (copy->id && copy->at != HF_DANGLING &&
		    !w->payload_of[copy->at])
			w->payload_of[copy->at] = i + 1;
	}
	for (size_t e = 0; e < record->n_events; e++) {
		const struct hf_refs *made = &record->events[e].outcomes;
		const struct hf_ref *claim = &record->events[e].claim;

		if (claim->id && claim->at != HF_DANGLING)
			w->told[claim->at] = true;

		for (size_t i = 0; i < made->n; i++) {
			if (made->at[i].at != HF_DANGLING &&
			    !w->origin_of[made->at[i].at])
				w->origin_of[made->at[i].at] = e + 1;
		}
	}
}

int hf_premis_write(struct hf_buf *buf, const struct hf_record *record,
		    const struct hf_payload_facts *facts, struct hf_error *err)
{
	size_t n = record->n_copies + 1;
	struct writer w = { .record = record, .facts = facts };
	int ret = -1;

	w.payload_of = calloc(n, sizeof(*w.payload_of));
	w.origin_of = calloc(n, sizeof(*w.origin_of));
	w.told = calloc(record->n_claims + 1, sizeof(*w.told));
	w.first = calloc(record->n_works + 1, sizeof(*w.first));
	w.next = calloc(record->n_populations + 1, sizeof(*w.next));
	if (!w.payload_of || !w.origin_of || !w.told || !w.first || !w.next) {
		hf_fail_memory(err);
		goto out;
	}
	if (hf_xml_begin(&w.xml, "premis", err) < 0)
		goto out;
	index_copies(&w);
	index_populations(&w);
	everything(&w);
	ret = hf_xml_end(&w.xml, buf, err);
out:
	free(w.payload_of);
	free(w.origin_of);
	free(w.told);
	free(w.first);
	free(w.next);
	return ret;
}
