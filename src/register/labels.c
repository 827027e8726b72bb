#include "register/labels.h"

#include "base/chars.h"
#include "register/values.h"

#define REGISTER(member) offsetof(struct hf_register, member)
#define PLACE(member)	 offsetof(struct hf_location, member)
#define POLICY(member)	 offsetof(struct hf_register_policy, member)

/* name, required, repeatable, what takes its value, where it goes */
static const struct hf_register_label of_register[] = {
	{ "Organisation", true,	 false, hf_take_text,	REGISTER(organisation) },
	{ "Origin",	  true,	 false, hf_take_origin, REGISTER(origin) },
	{ "Contact",	  false, false, hf_take_text,	REGISTER(contact) },
	{ "Key-File",	  false, false, hf_take_file,	REGISTER(key_file) },
	{ "Declared",	  false, true,	hf_take_declared, 0 },
	{ 0 },
};

static const struct hf_register_label of_location[] = {
	{ "URL",	 true,	false, hf_take_url,  0 },
	{ "Site",	 true,	false, hf_take_text, PLACE(site) },
	{ "Threat-Zone", true,	true,  hf_take_zone, 0 },
	{ "Medium",	 true,	false, hf_take_text, PLACE(medium) },
	{ "Media-Since", false, false, hf_take_date, PLACE(media_since) },
	{ "Credential-Domain", false, false, hf_take_text,
	  PLACE(credential_domain) },
	{ "Trust", false, false, hf_take_trust, PLACE(trust) },
	{ "Form",  false, false, hf_take_form,	PLACE(form) },
	{ 0 },
};

static const struct hf_register_label of_policy[] = {
	{ "Interval",	 true,	false, hf_take_interval, POLICY(interval) },
	{ "Interval-At", false, true,  hf_take_interval_at, 0 },
	{ "Min-Copies",	 false, false, hf_take_number, POLICY(min_copies) },
	{ "Min-Sites",	 false, false, hf_take_number, POLICY(min_sites) },
	{ "Min-Threat-Zones", false, false, hf_take_number,
	  POLICY(min_threat_zones) },
	{ "Min-Media",	 false, false, hf_take_number, POLICY(min_media) },
	{ "Algorithms",	 false, false, hf_take_algorithms, POLICY(algorithms) },
	{ "Min-Grade",	 false, false, hf_take_grade, POLICY(min_grade) },
	{ "Quorum",	 false, false, hf_take_text, POLICY(quorum) },
	{ "Profile",	 false, false, hf_take_file, POLICY(profile) },
	{ 0 },
};

static const struct {
	const char *name;
	const struct hf_register_label *labels;
} stanzas[HF_REGISTER_STANZAS] = {
	[HF_STANZA_REGISTER] = { "Register", of_register },
	[HF_STANZA_LOCATION] = { "Location", of_location },
	[HF_STANZA_POLICY]   = { "Policy",   of_policy },
};

enum hf_register_stanza hf_register_stanza_find(const char *name)
{
	int i = 0;

	while (i < HF_REGISTER_STANZAS &&
	       hf_ascii_casecmp(name, stanzas[i].name) != 0)
		i++;
	return (enum hf_register_stanza)i;
}

const char *hf_register_stanza_name(void *ctx, size_t i)
{
	(void)ctx;
	return i < HF_REGISTER_STANZAS ? stanzas[i].name : NULL;
}

const struct hf_register_label *hf_register_labels(
	enum hf_register_stanza stanza)
{
	return stanzas[stanza].labels;
}

const char *hf_register_label_name(void *ctx, size_t i)
{
	const struct hf_register_label *labels = ctx;

	return labels[i].name;
}
