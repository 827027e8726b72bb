#include "finding/finding.h"

#include <string.h>

static const struct {
	const char *name;
	enum hf_severity severity;
	enum hf_severity strict;
	enum hf_area area;
	enum hf_bearing bearing;
	const char *text;
	const char *remedy;
} table[HF_FINDING_COUNT] = {
#define HF_FINDING(id, name, severity, strict, area, bearing, text, remedy) \
	[HF_##id] = { name, HF_##severity, HF_##strict, HF_##area, \
		      HF_##bearing, text, remedy },
#include "finding/finding.def"
#undef HF_FINDING
};

const char *hf_finding_name(enum hf_finding_id id)
{
	return table[id].name;
}

const char *hf_finding_text(enum hf_finding_id id)
{
	return table[id].text;
}

const char *hf_finding_remedy(enum hf_finding_id id)
{
	return table[id].remedy;
}

enum hf_area hf_finding_area(enum hf_finding_id id)
{
	return table[id].area;
}

enum hf_bearing hf_finding_bearing(enum hf_finding_id id)
{
	return table[id].bearing;
}

bool hf_finding_parse(const char *name, enum hf_finding_id *id_ret)
{
	for (int i = 0; i < HF_FINDING_COUNT; i++) {
		if (!strcmp(name, table[i].name)) {
			*id_ret = i;
			return true;
		}
	}
	return false;
}

const char *hf_severity_name(enum hf_severity severity)
{
	static const char *const names[] = { "info", "warning", "error" };

	return names[severity];
}

const char *hf_area_name(enum hf_area area)
{
	static const char *const names[] = {
		[HF_FIXITY]	 = "fixity",
		[HF_POPULATION]	 = "population",
		[HF_LINEAGE]	 = "lineage",
		[HF_BOTH_CHAINS] = "chain",
		[HF_RECORD]	 = "record",
		[HF_SOURCE]	 = "source",
		[HF_PROFILE]	 = "profile",
		[HF_REGISTER]	 = "register",
		[HF_LOG]	 = "log",
		[HF_COPIES]	 = "copies",
		[HF_SCHEDULE]	 = "schedule",
	};

	return names[area];
}

void hf_policy_init(struct hf_policy *policy, bool strict)
{
	for (int i = 0; i < HF_FINDING_COUNT; i++)
		policy->severity[i] = strict ? table[i].strict
					     : table[i].severity;
}

bool hf_policy_override(struct hf_policy *policy, const char *text)
{
	size_t len = strcspn(text, " \t");
	const char *word = text + len + strspn(text + len, " \t");
	enum hf_finding_id id;
	char name[64];

	if (len >= sizeof(name))
		return false;
	memcpy(name, text, len);
	name[len] = '\0';
	if (!hf_finding_parse(name, &id))
		return false;
	for (int severity = HF_INFO; severity <= HF_ERROR; severity++) {
		if (!strcmp(word, hf_severity_name(severity))) {
			policy->severity[id] = severity;
			return true;
		}
	}
	return false;
}

enum hf_severity hf_policy_severity(const struct hf_policy *policy,
				    const struct hf_finding *finding)
{
	enum hf_severity severity = policy->severity[finding->id];

	return finding->tolerated && severity > HF_WARNING ? HF_WARNING
							   : severity;
}
