/* Events and agents of PREMIS. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/chars.h"
#include "provenance/facts.h"
#include "provenance/premis_import.h"

/* An outcome without a claim of ours is a claim by what its words say. */
static void invent_claim(struct hf_import *in, const xmlNode *event,
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
	hf_import_begin(in, HF_ENTITY_CLAIM, id, event);
	hf_import_add(in, "Grade", grade, event);
	hf_import_add(in, "Statement", outcome, event);
}

static void take_agents(struct hf_import *in, const xmlNode *event)
{
	for (const xmlNode *a = hf_xml_first(event, "linkingAgentIdentifier"); a;
	     a = hf_xml_following(a, "linkingAgentIdentifier")) {
		const char *id = hf_import_child(in, a,
					    "linkingAgentIdentifierValue");
		const char *role = hf_import_child(in, a, "linkingAgentRole");

		if (role && !strcmp(role, "releasing custodian"))
			hf_import_add(in, "From", id, a);
		else if (role && !strcmp(role, "receiving custodian"))
			hf_import_add(in, "To", id, a);
		else if (id)
			hf_import_add(in, "By", role ? hf_arena_printf(
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

/* Whether the event names its sources, or candidates, itself. */
static bool take_copies(struct hf_import *in, const xmlNode *event,
			const struct hf_event_type *type)
{
	bool sourced = false;

	static const char *const roles[][2] = {
		{ "source", "Source" }, { "outcome", "Outcome" },
		{ "candidate source", "Candidate-Source" },
	};

	for (const xmlNode *o = hf_xml_first(event, "linkingObjectIdentifier"); o;
	     o = hf_xml_following(o, "linkingObjectIdentifier")) {
		const char *id = hf_import_child(in, o,
					    "linkingObjectIdentifierValue");
		const char *role = hf_import_child(in, o, "linkingObjectRole");
		const char *label = NULL;

		if (!role)
			role = default_role(type);
		for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
			if (!hf_ascii_casecmp(role, roles[i][0]))
				label = roles[i][1];
		}
		if (label)
			hf_import_add(in, label, id, o);
		else
			hf_import_passed_over(in, o, "the role of an object", role);
		sourced |= label && strcmp(label, "Outcome") != 0;
	}
	return sourced;
}

static void take_extension(struct hf_import *in, const xmlNode *extension)
{
	static const char *const labels[][2] = {
		{ "method", "Method" }, { "authority", "Authority" },
		{ "receipt", "Receipt" },
	};

	for (const xmlNode *child = extension ? extension->children : NULL;
	     child; child = child->next) {
		for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
			if (hf_xml_is(child, HF_OURS_URI, labels[i][0]))
				hf_import_add(in, labels[i][1], hf_import_text(in, child),
				    child);
		}
	}
}

void hf_import_event(struct hf_import *in, const xmlNode *event)
{
	const xmlNode *detail = hf_xml_first(event, "eventDetailInformation");
	const xmlNode *outcome = hf_xml_first(event, "eventOutcomeInformation");
	const char *id = hf_import_identifier(in, event, "eventIdentifier");
	const char *type = hf_import_child(in, event, "eventType"), *claim;
	const char *word = hf_import_child(in, outcome, "eventOutcome");
	const struct hf_event_type *known = type ? hf_event_type_find(type)
						 : NULL;

	if (!id) {
		hf_import_passed_over(in, event, "an event without identifier",
				 NULL);
		return;
	}
	/* Claims are entities of their own, so they come before the event. */
	claim = hf_import_claims(in, hf_xml_first(hf_xml_first(outcome, "eventOutcomeDetail"),
				      "eventOutcomeDetailExtension"));
	if (!claim) {
		claim = hf_arena_printf(&in->record->arena, "%s.outcome", id);
		invent_claim(in, event, claim, word,
			     hf_xml_first(event, "linkingAgentIdentifier") != NULL);
	}
	hf_import_begin(in, HF_ENTITY_EVENT, id, event);
	if (known)
		hf_import_add(in, "Type", known->label, event);
	else
		hf_import_passed_over(in, event, "the type of an event", type);
	hf_import_add(in, "When", hf_import_child(in, event, "eventDateTime"), event);
	hf_import_add(in, "Detail", hf_import_child(in, detail, "eventDetail"), event);
	take_extension(in, hf_xml_first(detail, "eventDetailExtension"));
	if (word && !hf_ascii_casecmp(word, "fail"))
		hf_import_add(in, "Result", "fail", event);
	take_agents(in, event);
	hf_import_derivations(in, id, take_copies(in, event, known));
	hf_import_add(in, "Claim", claim, event);
}

void hf_import_agent(struct hf_import *in, const xmlNode *agent)
{
	const char *id = hf_import_identifier(in, agent, "agentIdentifier");
	const char *type = hf_import_child(in, agent, "agentType");

	if (!id) {
		hf_import_passed_over(in, agent, "an agent without identifier",
				 NULL);
		return;
	}
	hf_import_begin(in, HF_ENTITY_AGENT, id, agent);
	hf_import_add(in, "Name", hf_import_child(in, agent, "agentName"), agent);
	if (type && strcmp(type, "person") != 0 &&
	    strcmp(type, "organisation") != 0 &&
	    strcmp(type, "organization") != 0 &&
	    strcmp(type, "software") != 0 && strcmp(type, "hardware") != 0)
		hf_import_passed_over(in, agent, "the type of an agent", type);
	else
		hf_import_add(in, "Type", type, agent);
	for (const xmlNode *n = hf_xml_first(agent, "agentNote"); n;
	     n = hf_xml_following(n, "agentNote")) {
		const char *note = hf_import_text(in, n);

		if (note && !strncmp(note, "acts-for=", 9))
			hf_import_add(in, "Acts-For", note + 9, n);
		else if (note && !strncmp(note, "key=", 4))
			hf_import_add(in, "Key", note + 4, n);
	}
}
