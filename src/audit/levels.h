/*
 * The NDSA Levels of Digital Preservation, version 2.0 (2019): five areas by
 * four levels, each cell in parts, and what is known of each
 * (docs/formats/audit.md).  The words are ours; the matrix is at ndsa.org.
 *
 * A part is met where facts show it, not met where they show the contrary.
 * What no fact can show is declared by the archive, or not decidable.
 */
#ifndef HF_AUDIT_LEVELS_H
#define HF_AUDIT_LEVELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum hf_level_area {
	HF_AREA_STORAGE, HF_AREA_INTEGRITY, HF_AREA_CONTROL, HF_AREA_METADATA,
	HF_AREA_CONTENT, HF_LEVEL_AREAS
};

#define HF_LEVELS	4	/* 1 know, 2 protect, 3 monitor, 4 sustain */

enum hf_level_decision {	/* from the best to the worst */
	HF_LEVEL_MET, HF_LEVEL_DECLARED, HF_LEVEL_UNDECIDABLE, HF_LEVEL_NOT_MET,
};

/*
 * What can be known from register, log and packages.  The first are numbers:
 * of the package that has the fewest, counting copies whose last reading
 * passed.  The others are 1 where it is so, and 0 where it is not.
 */
enum hf_level_fact {
	HF_FACT_COPIES,			/* at locations of their own */
	HF_FACT_SITES, HF_FACT_THREAT_ZONES, HF_FACT_MEDIA,
	HF_FACT_CREDENTIAL_DOMAINS,
	HF_FACT_AUDITS,			/* entries of audits that ran */
	HF_FACT_WITNESSES,		/* that cosigned the checkpoint */
	HF_FACT_RECOVERIES,		/* copies that were replaced by good ones */
	HF_FACT_CHECKS_AFTER_EVENTS,	/* readings after a replication, recovery, transfer */
	HF_FACT_MIGRATIONS,		/* and normalizations, in the packages' records */
	HF_FACT_LOCATIONS_DESCRIBED,	/* each has a medium, a site, a threat zone */
	HF_FACT_MEDIA_DATED,		/* each says since when its medium is in use */
	HF_FACT_INGESTS_PASSED,		/* what came in was verified against its own manifests */
	HF_FACT_ROOTS_LOGGED,		/* the log has a root for each package */
	HF_FACT_VIRUS_CHECKED,		/* each package has the event */
	HF_FACT_COPIES_READ_BACK,	/* each copy was verified where it was put */
	HF_FACT_LOG_ELSEWHERE,		/* the log is kept apart from the copies, too */
	HF_FACT_INTERVAL_ASKED,		/* the policy has an Interval */
	HF_FACT_ALL_IN_INTERVAL,	/* no copy is older than its interval */
	HF_FACT_NONE_DAMAGED,		/* no copy that failed is still in its place */
	HF_FACT_LOG_VERIFIES, HF_FACT_LOG_SIGNED,
	HF_FACT_INVENTORY_AGREES,	/* register and locations, both ways */
	HF_FACT_RECORDS,		/* each package has a record of its work */
	HF_FACT_PREMIS,			/* each package has PREMIS and Dublin Core */
	HF_FACT_PROFILE_ASKED,		/* the policy has a Profile */
	HF_FACT_PROFILE_MET,		/* each package meets it */
	HF_FACT_EVENTS_DATED,		/* the log has the origin of each copy, with its time */
	HF_FACT_FORMATS,		/* each record says them, and how and when found */
	HF_LEVEL_FACTS
};

/* One fact, and what shows it.  All zero: it is not known. */
struct hf_level_known {
	bool known;
	uint64_t value;
	const char *about;		/* which package or location, where it is short; or NULL */
	const uint64_t *entries;	/* of the log, that prove it */
	size_t n_entries;
};

struct hf_level_facts {
	struct hf_level_known at[HF_LEVEL_FACTS];
};

#define HF_PART_CONDITIONS	3

struct hf_level_condition {
	enum hf_level_fact fact;
	uint64_t least;		/* 0: the list ends here */
	bool refutes;		/* less than that means that the part is not met */
};

/* A part of a cell. */
struct hf_level_part {
	const char *id;		/* "storage-1-copies" */
	enum hf_level_area area;
	unsigned int level;	/* 1 to HF_LEVELS */
	const char *text;
	struct hf_level_condition conditions[HF_PART_CONDITIONS];
	bool enough;		/* that all conditions hold shows it */
};

/* What register.txt declares: "Declared: integrity-1-malware We scan ...". */
struct hf_level_declared {
	const struct hf_level_part *part;
	const char *statement;
	unsigned long line;
};

struct hf_level_result {
	const struct hf_level_part *part;
	enum hf_level_decision decision;
	const char *reason;		/* in words, one line */
	const struct hf_level_declared *declared;	/* or NULL */
	uint64_t *entries;		/* of the log, in ascending order, each once */
	size_t n_entries;
};

struct hf_level_cell {
	enum hf_level_decision decision;	/* the worst of its parts */
	size_t first, n;			/* its parts, among the results */
};

struct hf_levels {
	struct hf_level_result *parts;		/* by area and level */
	size_t n;
	struct hf_level_cell cells[HF_LEVEL_AREAS][HF_LEVELS];
	/* The highest level up to which each cell is met; or met or declared. */
	unsigned int shown[HF_LEVEL_AREAS], reached[HF_LEVEL_AREAS];
	void *inside;				/* the library's own */
};

/* All parts, by area and level. */
HF_API const struct hf_level_part *hf_level_parts(size_t *n_ret);
HF_API const struct hf_level_part *hf_level_part(const char *id);	/* or NULL */

HF_API const char *hf_level_area_name(enum hf_level_area area);	/* "Storage" */
HF_API const char *hf_level_name(unsigned int level);	/* 1: "know the content" */
HF_API const char *hf_level_fact_text(enum hf_level_fact fact);

/*
 * Read the value of a Declared line, an id, blanks, and a statement.  The
 * result points into @value.  HF_EUSAGE where there is no such part, with the
 * nearest, or no statement.
 */
HF_API int hf_level_declared_read(struct hf_level_declared *declared_ret,
				  const char *value, struct hf_error *err);

/*
 * Decide each part.  @declared and the facts' entries must outlive the result,
 * which the caller owns.
 */
HF_API int hf_levels_decide(struct hf_levels **levels_ret,
			    const struct hf_level_facts *facts,
			    const struct hf_level_declared *declared, size_t n,
			    struct hf_error *err);
HF_API void hf_levels_free(struct hf_levels *levels);	/* NULL is allowed */

#endif
