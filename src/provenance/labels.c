#include "base/chars.h"
#include "provenance/labels.h"


#define AT(type, member)	offsetof(struct hf_##type, member)

/* name, kind of value, required, repeatable, where it goes, what it names */
static const struct hf_label work[] = {
	{ "Title",	 HF_VALUE_TEXT,	 true,	false, AT(work, title) },
	{ "Date",	 HF_VALUE_DATE,	 false, false, AT(work, date) },
	{ "Language",	 HF_VALUE_TEXT,	 false, false, AT(work, language) },
	{ "Creator",	 HF_VALUE_TEXTS, false, true,  AT(work, creators) },
	{ "Citation",	 HF_VALUE_TEXTS, false, true,  AT(work, citations) },
	{ "Description", HF_VALUE_TEXT,	 false, false, AT(work, description) },
	{ "Rights",	 HF_VALUE_TEXT,	 false, false, AT(work, rights) },
	{ 0 },
};

static const struct hf_label agent[] = {
	{ "Name",     HF_VALUE_TEXT,	   true,  false, AT(agent, name) },
	{ "Type",     HF_VALUE_AGENT_TYPE, true,  false, AT(agent, type) },
	{ "Acts-For", HF_VALUE_REF,	   false, false, AT(agent, acts_for),
	  HF_ENTITY_AGENT },
	{ "Key",      HF_VALUE_TEXT,	   false, false, AT(agent, key) },
	{ 0 },
};

static const struct hf_label copy[] = {
	{ "Of",	      HF_VALUE_REF,	 true,	false, AT(copy, of), HF_ENTITY_WORK },
	{ "Form",     HF_VALUE_TEXT,	 true,	false, AT(copy, form) },
	{ "Kind",     HF_VALUE_KIND,	 true,	false, AT(copy, kind) },
	{ "Number",   HF_VALUE_TEXT,	 false, false, AT(copy, number) },
	{ "Identity", HF_VALUE_IDENTITY, false, false, AT(copy, one_of),
	  HF_ENTITY_COPY },
	{ "Label",    HF_VALUE_TEXT,	 false, false, AT(copy, label) },
	{ "Citation", HF_VALUE_TEXTS,	 false, true,  AT(copy, citations) },
	{ "Digest",   HF_VALUE_DIGEST,	 false, true,  AT(copy, digests) },
	{ "Language", HF_VALUE_TEXT,	 false, false, AT(copy, language) },
	{ 0 },
};

static const struct hf_label population[] = {
	{ "Of",	    HF_VALUE_REF,    true, false, AT(population, of), HF_ENTITY_WORK },
	{ "Count",  HF_VALUE_COUNT,  true, false, 0 },
	{ "Closed", HF_VALUE_ANSWER, true, false, AT(population, closed) },
	{ "Member", HF_VALUE_REFS,   true, true,  AT(population, members),
	  HF_ENTITY_COPY },
	{ "Claim",  HF_VALUE_REF,    true, false, AT(population, claim),
	  HF_ENTITY_CLAIM },
	{ 0 },
};

static const struct hf_label event[] = {
	{ "Type",      HF_VALUE_EVENT_TYPE, true,  false, AT(event, type) },
	{ "When",      HF_VALUE_DATE,	    true,  false, AT(event, when) },
	{ "By",	       HF_VALUE_BY,	    true,  true,  AT(event, by),
	  HF_ENTITY_AGENT },
	{ "Source",    HF_VALUE_REFS, false, true, AT(event, sources),
	  HF_ENTITY_COPY },
	{ "Candidate-Source", HF_VALUE_REFS, false, true,
	  AT(event, candidates), HF_ENTITY_COPY },
	{ "Outcome",   HF_VALUE_REFS, false, true, AT(event, outcomes),
	  HF_ENTITY_COPY },
	{ "From",      HF_VALUE_REF,  false, false, AT(event, from), HF_ENTITY_AGENT },
	{ "To",	       HF_VALUE_REF,  false, false, AT(event, to), HF_ENTITY_AGENT },
	{ "Result",    HF_VALUE_RESULT, false, false, AT(event, failed) },
	{ "Method",    HF_VALUE_TEXT, false, false, AT(event, method) },
	{ "Authority", HF_VALUE_TEXT, false, false, AT(event, authority) },
	{ "Detail",    HF_VALUE_TEXT, false, false, AT(event, detail) },
	{ "Receipt",   HF_VALUE_TEXT, false, false, AT(event, receipt) },
	{ "Claim",     HF_VALUE_REF,  true,  false, AT(event, claim), HF_ENTITY_CLAIM },
	{ 0 },
};

static const struct hf_label claim[] = {
	{ "Grade",     HF_VALUE_GRADE, true,  false, AT(claim, grade) },
	{ "Statement", HF_VALUE_TEXT,  false, false, AT(claim, statement) },
	{ "Cite",      HF_VALUE_TEXT,  false, false, AT(claim, cite) },
	{ "Locator",   HF_VALUE_TEXT,  false, false, AT(claim, locator) },
	{ "Quote",     HF_VALUE_TEXT,  false, false, AT(claim, quote) },
	{ "Digest",    HF_VALUE_DIGEST, false, true, AT(claim, digests) },
	{ "Made-By",   HF_VALUE_REF,   false, false, AT(claim, made_by),
	  HF_ENTITY_AGENT },
	{ "When",      HF_VALUE_DATE,  false, false, AT(claim, when) },
	{ 0 },
};

static const struct hf_label payload[] = {
	{ "File",	HF_VALUE_PATH, true,  false, AT(payload, file) },
	{ "As",		HF_VALUE_PATH, false, false, AT(payload, as) },
	{ "Copy",	HF_VALUE_REF,  false, false, AT(payload, copy),
	  HF_ENTITY_COPY },
	{ "Media-Type", HF_VALUE_TEXT, false, false, AT(payload, media_type) },
	{ 0 },
};

static const struct hf_label policy[] = {
	{ "Accounted", HF_VALUE_GRADE_ASKED, false, false,
	  AT(declared_policy, accounted) },
	{ "Before-Accession", HF_VALUE_GRADE_ASKED, false, false,
	  AT(declared_policy, before) },
	{ "After-Accession", HF_VALUE_GRADE_ASKED, false, false,
	  AT(declared_policy, after) },
	{ "Digital", HF_VALUE_GRADE_ASKED, false, false,
	  AT(declared_policy, digital) },
	{ "Minimum-Copies", HF_VALUE_NUMBER, false, false,
	  AT(declared_policy, minimum) },
	{ "Severity", HF_VALUE_SEVERITY, false, true,
	  AT(declared_policy, severities) },
	{ 0 },
};

static const struct {
	const char *name;
	size_t size;
	const struct hf_label *labels;
} entities[HF_ENTITY_COUNT] = {
	[HF_ENTITY_WORK]	= { "Work", sizeof(struct hf_work), work },
	[HF_ENTITY_AGENT]	= { "Agent", sizeof(struct hf_agent), agent },
	[HF_ENTITY_COPY]	= { "Copy", sizeof(struct hf_copy), copy },
	[HF_ENTITY_POPULATION] = { "Population", sizeof(struct hf_population),
			    population },
	[HF_ENTITY_EVENT]	= { "Event", sizeof(struct hf_event), event },
	[HF_ENTITY_CLAIM]	= { "Claim", sizeof(struct hf_claim), claim },
	[HF_ENTITY_PAYLOAD]	= { "Payload", sizeof(struct hf_payload), payload },
	[HF_ENTITY_POLICY]	= { "Policy", sizeof(struct hf_declared_policy),
				    policy },
};

const char *hf_entity_name(enum hf_entity entity)
{
	return entity < HF_ENTITY_COUNT ? entities[entity].name : NULL;
}

size_t hf_entity_size(enum hf_entity entity)
{
	return entities[entity].size;
}

const struct hf_label *hf_entity_labels(enum hf_entity entity)
{
	return entities[entity].labels;
}

const struct hf_label *hf_label_find(enum hf_entity entity, const char *name)
{
	const struct hf_label *label = entities[entity].labels;

	while (label->name && hf_ascii_casecmp(label->name, name) != 0)
		label++;
	return label->name ? label : NULL;
}
