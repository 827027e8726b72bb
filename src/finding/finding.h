/*
 * Findings: facts about what we were asked to examine.
 *
 * Checks emit findings into a sink as they meet them, in a deterministic
 * order.  The sink decides what to keep, count, print, or store.  Severity is
 * a policy's business, not the check's: a check only says what is so.
 */
#ifndef HF_FINDING_FINDING_H
#define HF_FINDING_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/api.h"

enum hf_severity { HF_INFO, HF_WARNING, HF_ERROR };

/* Which of the verdicts a finding bears on. */
enum hf_area {
	HF_FIXITY,		/* structure, completeness, and every byte */
	HF_POPULATION,		/* is every declared copy accounted for? */
	HF_LINEAGE,		/* does what we hold descend without a break? */
	HF_BOTH_CHAINS,		/* population and lineage */
	HF_RECORD,		/* the record itself, before anything is judged */
	HF_SOURCE,		/* what was to be packaged */
	HF_PROFILE,		/* a profile itself; what it asks of a bag is of fixity */
	HF_REGISTER,		/* register.txt and trust.txt, before anything is judged */
	HF_LOG,			/* the log, its checkpoints and signatures */
	HF_COPIES,		/* what lies at the locations, beside what the log says */
	HF_SCHEDULE,		/* whether it was looked at in time */
};

/* How, if its severity is error. */
enum hf_bearing {
	HF_BREAKS,		/* INVALID; INCOMPLETE for a chain */
	HF_HOLE,		/* INCOMPLETE for fixity: it can be fetched */
	HF_UNSEEN,		/* UNDETERMINED; INDETERMINATE for a chain */
	HF_NOTES,		/* it is never an error, unless a policy says so */
};

enum hf_finding_id {
#define HF_FINDING(id, name, severity, strict, area, bearing, text, remedy) \
	HF_##id,
#include "finding/finding.def"
#undef HF_FINDING
	HF_FINDING_COUNT
};

/* All strings are borrowed, and die when the sink's emit() returns. */
struct hf_finding {
	enum hf_finding_id id;
	const char *path;	/* within the package, or the record's name; NULL: the whole */
	size_t path_len;	/* 0: strlen(path); a stranger's name may hold a NUL */
	unsigned long line;	/* within @path, from 1; 0: not about a line */
	const char *subject;	/* the copy, event, or other entity's id, or NULL */
	const char *algorithm;	/* of the digests, or NULL */
	const char *expected;	/* what was recorded or required, or NULL */
	const char *actual;	/* what we saw, or NULL */
	const char *detail;	/* the particulars, in words, or NULL */
	bool tolerated;		/* the bag's version allows it: a warning at most */
};

/* The published name, as in "payload-missing": never changes its meaning. */
HF_API const char *hf_finding_name(enum hf_finding_id id);
/* One sentence without subject: "is listed in a manifest, but is not there". */
HF_API const char *hf_finding_text(enum hf_finding_id id);
/* What to do about it, one sentence. */
HF_API const char *hf_finding_remedy(enum hf_finding_id id);
/* Which verdict it bears on, and how. */
HF_API enum hf_area hf_finding_area(enum hf_finding_id id);
HF_API enum hf_bearing hf_finding_bearing(enum hf_finding_id id);
/* The finding of that name; false if there is none. */
HF_API bool hf_finding_parse(const char *name, enum hf_finding_id *id_ret);

/* "info", "warning", "error"; and "fixity", "population"... */
HF_API const char *hf_severity_name(enum hf_severity severity);
HF_API const char *hf_area_name(enum hf_area area);

/* How severe each finding is held to be. */
struct hf_policy {
	enum hf_severity severity[HF_FINDING_COUNT];
};

/*
 * The default severities; with @strict, what is tolerated of old or careless
 * makers is an error (bagit.md: "strict E").
 */
HF_API void hf_policy_init(struct hf_policy *policy, bool strict);

/*
 * Hold one finding to be otherwise: "payload-unlisted warning".  False, with
 * nothing changed, where that names no finding, or no severity.
 */
HF_API bool hf_policy_override(struct hf_policy *policy, const char *text);

/* The severity of one finding. */
HF_API enum hf_severity hf_policy_severity(const struct hf_policy *policy,
					   const struct hf_finding *finding);

/*
 * Where findings go, one by one, as they are met.  One of a client's own begins
 * with this struct, so that emit() finds it by its address; it copies what it
 * keeps of the finding.  It is called on the thread that called the library.
 */
struct hf_sink {
	void (*emit)(struct hf_sink *sink, const struct hf_finding *finding);
};

static inline void hf_emit(struct hf_sink *sink,
			   const struct hf_finding *finding)
{
	sink->emit(sink, finding);
}

/* Emit one: hf_found(sink, PAYLOAD_MISSING, .path = path, .algorithm = "sha256"); */
#define hf_found(sink, name, ...) \
	hf_emit((sink), &(struct hf_finding){ .id = HF_##name, __VA_ARGS__ })

#endif
