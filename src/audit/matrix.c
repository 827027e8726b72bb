/* The parts of the matrix, and what shows each: data only. */
#include "audit/levels.h"

#include <string.h>

/* "Less than that many": the part is not met; or it only cannot be shown. */
#define NEEDS(name, number)	{ HF_FACT_##name, (number), true }
#define SHOWN(name, number)	{ HF_FACT_##name, (number), false }

static const struct hf_level_part parts[] = {
	{ "storage-1-copies", HF_AREA_STORAGE, 1,
	  "there are two full copies of everything, and not in one place",
	  { NEEDS(COPIES, 2), NEEDS(SITES, 2) }, true },
	{ "storage-1-media", HF_AREA_STORAGE, 1,
	  "it is written down on what media the content lies",
	  { NEEDS(LOCATIONS_DESCRIBED, 1) }, true },
	{ "storage-1-stable", HF_AREA_STORAGE, 1,
	  "the content was brought from what it came on to storage that is looked after",
	  { { 0 } }, false },
	{ "storage-2-copies", HF_AREA_STORAGE, 2,
	  "there are three full copies, one of them in another region",
	  { NEEDS(COPIES, 3), NEEDS(SITES, 2) }, true },
	{ "storage-2-needs", HF_AREA_STORAGE, 2,
	  "it is written down what storage and media need in order to work",
	  { NEEDS(LOCATIONS_DESCRIBED, 1) }, false },
	{ "storage-3-threats", HF_AREA_STORAGE, 3,
	  "one copy at least is where another disaster would strike",
	  { NEEDS(THREAT_ZONES, 2) }, true },
	{ "storage-3-media", HF_AREA_STORAGE, 3,
	  "one copy at least is on another kind of medium",
	  { NEEDS(MEDIA, 2) }, true },
	{ "storage-3-ageing", HF_AREA_STORAGE, 3,
	  "somebody watches whether storage and media are going out of use",
	  { SHOWN(MEDIA_DATED, 1) }, false },
	{ "storage-4-threats", HF_AREA_STORAGE, 4,
	  "three copies at least are each where another disaster would strike",
	  { NEEDS(COPIES, 3), NEEDS(THREAT_ZONES, 3) }, true },
	{ "storage-4-diversity", HF_AREA_STORAGE, 4,
	  "storage is as varied as can be, so that no single failure reaches all copies",
	  { NEEDS(MEDIA, 2), NEEDS(SITES, 2), SHOWN(CREDENTIAL_DOMAINS, 2) },
	  false },
	{ "storage-4-plan", HF_AREA_STORAGE, 4,
	  "there is a plan for hardware, software and media that age, and it is carried out",
	  { { 0 } }, false },

	{ "integrity-1-given", HF_AREA_INTEGRITY, 1,
	  "digests that came with the content are checked when it comes in",
	  { NEEDS(INGESTS_PASSED, 1) }, true },
	{ "integrity-1-made", HF_AREA_INTEGRITY, 1,
	  "content that came without digests is given some",
	  { NEEDS(ROOTS_LOGGED, 1) }, true },
	{ "integrity-1-malware", HF_AREA_INTEGRITY, 1,
	  "all content is scanned for malicious code, and set apart where some is found",
	  { SHOWN(VIRUS_CHECKED, 1) }, true },
	{ "integrity-2-moving", HF_AREA_INTEGRITY, 2,
	  "whenever content is moved or copied, its digests are checked",
	  { NEEDS(COPIES_READ_BACK, 1) }, true },
	{ "integrity-2-originals", HF_AREA_INTEGRITY, 2,
	  "original media are read behind a write-blocker",
	  { { 0 } }, false },
	{ "integrity-2-backup", HF_AREA_INTEGRITY, 2,
	  "the digests are kept a second time, apart from the content",
	  { NEEDS(ROOTS_LOGGED, 1), SHOWN(LOG_ELSEWHERE, 1) }, true },
	{ "integrity-3-interval", HF_AREA_INTEGRITY, 3,
	  "all content is checked against its digests at fixed intervals",
	  { NEEDS(INTERVAL_ASKED, 1), NEEDS(ALL_IN_INTERVAL, 1),
	    NEEDS(AUDITS, 1) }, true },
	{ "integrity-3-outcomes", HF_AREA_INTEGRITY, 3,
	  "how checks are done and what came of each is on record",
	  { NEEDS(AUDITS, 1), NEEDS(LOG_VERIFIES, 1) }, true },
	{ "integrity-3-demand", HF_AREA_INTEGRITY, 3,
	  "who asks for a check of the digests can have it",
	  { NEEDS(AUDITS, 1) }, true },
	{ "integrity-4-events", HF_AREA_INTEGRITY, 4,
	  "what happens to content or storage leads to a check",
	  { SHOWN(CHECKS_AFTER_EVENTS, 1) }, true },
	{ "integrity-4-repair", HF_AREA_INTEGRITY, 4,
	  "damaged content is mended or replaced",
	  { NEEDS(NONE_DAMAGED, 1), SHOWN(RECOVERIES, 1) }, true },

	{ "control-1-agents", HF_AREA_CONTROL, 1,
	  "it is settled which people and programs may read, write, move and delete",
	  { { 0 } }, false },
	{ "control-2-applied", HF_AREA_CONTROL, 2,
	  "that is written down, and enforced",
	  { { 0 } }, false },
	{ "control-3-log", HF_AREA_CONTROL, 3,
	  "what is done to content is logged, with the person or program that did it",
	  { NEEDS(LOG_VERIFIES, 1) }, false },
	{ "control-4-review", HF_AREA_CONTROL, 4,
	  "somebody goes through the logs of actions and access from time to time",
	  { NEEDS(LOG_VERIFIES, 1), SHOWN(WITNESSES, 1) }, false },

	{ "metadata-1-inventory", HF_AREA_METADATA, 1,
	  "there is an inventory of the content that says where it is now",
	  { NEEDS(INVENTORY_AGREES, 1) }, true },
	{ "metadata-1-backup", HF_AREA_METADATA, 1,
	  "the inventory is kept a second time, apart from the content",
	  { SHOWN(LOG_ELSEWHERE, 1) }, true },
	{ "metadata-2-enough", HF_AREA_METADATA, 2,
	  "enough metadata is kept to know what the content is",
	  { SHOWN(RECORDS, 1) }, true },
	{ "metadata-3-standards", HF_AREA_METADATA, 3,
	  "it is settled which standards metadata has to follow",
	  { SHOWN(PROFILE_ASKED, 1) }, false },
	{ "metadata-3-gaps", HF_AREA_METADATA, 3,
	  "what is missing by those standards is looked for, and filled in",
	  { NEEDS(PROFILE_MET, 1) }, false },
	{ "metadata-4-actions", HF_AREA_METADATA, 4,
	  "what is done to preserve content is recorded, with the time",
	  { NEEDS(EVENTS_DATED, 1), NEEDS(LOG_VERIFIES, 1) }, true },
	{ "metadata-4-applied", HF_AREA_METADATA, 4,
	  "the standards that were settled on are in use",
	  { SHOWN(PREMIS, 1), NEEDS(PROFILE_MET, 1) }, false },

	{ "content-1-formats", HF_AREA_CONTENT, 1,
	  "formats and other essential properties are on record, and how and when they were found out",
	  { SHOWN(FORMATS, 1) }, true },
	{ "content-2-verified", HF_AREA_CONTENT, 2,
	  "formats and other essential properties are verified",
	  { { 0 } }, false },
	{ "content-2-creators", HF_AREA_CONTENT, 2,
	  "creators are encouraged to choose formats that last",
	  { { 0 } }, false },
	{ "content-3-watch", HF_AREA_CONTENT, 3,
	  "somebody watches whether formats, and what they depend on, are going out of use",
	  { { 0 } }, false },
	{ "content-4-access", HF_AREA_CONTENT, 4,
	  "content is migrated, normalized, emulated or the like, so that it stays usable",
	  { SHOWN(MIGRATIONS, 1) }, false },
};

static const char *const facts[HF_LEVEL_FACTS] = {
	[HF_FACT_COPIES] = "good copies of the package with the fewest",
	[HF_FACT_SITES] = "sites of the package with the fewest",
	[HF_FACT_THREAT_ZONES] = "threat zones of the package with the fewest",
	[HF_FACT_MEDIA] = "kinds of medium of the package with the fewest",
	[HF_FACT_CREDENTIAL_DOMAINS] =
		"credential domains of the package with the fewest",
	[HF_FACT_AUDITS] = "audits in the log",
	[HF_FACT_WITNESSES] = "witnesses that cosigned",
	[HF_FACT_RECOVERIES] = "recoveries in the log",
	[HF_FACT_CHECKS_AFTER_EVENTS] = "fixity checks after an event",
	[HF_FACT_MIGRATIONS] = "migrations on record",
	[HF_FACT_LOCATIONS_DESCRIBED] =
		"each location has a medium, a site and a threat zone",
	[HF_FACT_MEDIA_DATED] =
		"each location says since when its medium is in use",
	[HF_FACT_INGESTS_PASSED] = "each ingestion passed",
	[HF_FACT_ROOTS_LOGGED] = "the log has the root of each package",
	[HF_FACT_VIRUS_CHECKED] = "each package has a virus check on record",
	[HF_FACT_COPIES_READ_BACK] =
		"each copy was verified where it was put",
	[HF_FACT_LOG_ELSEWHERE] = "the log is also kept apart from the copies",
	[HF_FACT_INTERVAL_ASKED] = "the policy has an interval",
	[HF_FACT_ALL_IN_INTERVAL] = "no copy is older than its interval",
	[HF_FACT_NONE_DAMAGED] = "no damaged copy stands",
	[HF_FACT_LOG_VERIFIES] = "the log verifies",
	[HF_FACT_LOG_SIGNED] = "the log is signed",
	[HF_FACT_INVENTORY_AGREES] =
		"the register agrees with what lies at the locations",
	[HF_FACT_RECORDS] = "each package has a record of its work",
	[HF_FACT_PREMIS] = "each package has PREMIS and Dublin Core",
	[HF_FACT_PROFILE_ASKED] = "the policy has a profile",
	[HF_FACT_PROFILE_MET] = "each package meets the profile",
	[HF_FACT_EVENTS_DATED] = "the log says how and when each copy came",
	[HF_FACT_FORMATS] =
		"each record has the formats, and how and when they were found out",
};

const struct hf_level_part *hf_level_parts(size_t *n_ret)
{
	*n_ret = sizeof(parts) / sizeof(parts[0]);
	return parts;
}

const struct hf_level_part *hf_level_part(const char *id)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!strcmp(parts[i].id, id))
			return &parts[i];
	}
	return NULL;
}

const char *hf_level_area_name(enum hf_level_area area)
{
	static const char *const names[HF_LEVEL_AREAS] = {
		[HF_AREA_STORAGE] = "Storage",
		[HF_AREA_INTEGRITY] = "Integrity",
		[HF_AREA_CONTROL] = "Control",
		[HF_AREA_METADATA] = "Metadata",
		[HF_AREA_CONTENT] = "Content",
	};

	return names[area];
}

const char *hf_level_name(unsigned int level)
{
	static const char *const names[HF_LEVELS] = {
		"know the content", "protect the content",
		"monitor the content", "sustain the content",
	};

	return names[level - 1];
}

const char *hf_level_fact_text(enum hf_level_fact fact)
{
	return facts[fact];
}
