/*
 * The provenance model: what an archivist declared about a work, its copies,
 * and what was done to them.  Filled from a record (provenance/record.h) or
 * from PREMIS 3.0; judged by chain/.
 *
 * Only events and claims are recorded here; every state is derived.  An
 * hf_record owns all that hangs from it.  Arrays keep the order of the source.
 */
#ifndef HF_PROVENANCE_MODEL_H
#define HF_PROVENANCE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "provenance/date.h"

/* How well an assertion is supported; see docs/formats/record.md. */
enum hf_grade { HF_G0, HF_G1, HF_G2, HF_G3, HF_G4, HF_G5 };

/* An answer that may be withheld. */
enum hf_answer { HF_NO, HF_YES, HF_UNKNOWN };

/* A list of texts, in the order given. */
struct hf_texts {
	const char **at;
	size_t n;
};

/*
 * A reference to another entity.  @to is NULL where no entity has that id:
 * what is dangling stays, with its line, so that it can be reported.
 */
#define HF_REF(type)	struct { const char *id; unsigned long line; type *to; }

struct hf_claim;

struct hf_work {
	const char *id;
	unsigned long line;
	const char *title, *language, *description, *rights;
	struct hf_date date;
	struct hf_texts creators, citations;
};

struct hf_agent {
	const char *id;
	unsigned long line;
	const char *name;
	const char *type;	/* person, organisation, software, hardware */
	HF_REF(struct hf_agent) acts_for;	/* id NULL: none */
	const char *key;
};

enum hf_kind {
	HF_KIND_ORIGINAL, HF_KIND_NOTES, HF_KIND_PRINT, HF_KIND_CARBON,
	HF_KIND_TRANSCRIPT, HF_KIND_TRANSLATION, HF_KIND_SCAN,
	HF_KIND_CAPTURE, HF_KIND_PACKAGE, HF_KIND_REPLICA, HF_KIND_COUNT
};

struct hf_copy {
	const char *id;
	unsigned long line;
	size_t index;		/* in hf_record.copies */
	HF_REF(struct hf_work) of;
	const char *form;	/* paper, typescript, microfilm, file, bag, web ... */
	enum hf_kind kind;
	const char *kind_text;	/* as written; a word of a stranger's is kept */
	const char *number;	/* NULL if none */
	/*
	 * Which copies of a population this one may be: empty where its
	 * identity is exact.
	 */
	struct hf_copy_ref { const char *id; unsigned long line; struct hf_copy *to; } *one_of;
	size_t n_one_of;
	const char *label, *language;
	struct hf_texts citations;
	struct hf_texts digests;	/* "sha512:<hex>" */
};

struct hf_population {
	const char *id;
	unsigned long line;
	HF_REF(struct hf_work) of;
	bool count_known;	/* false: "unknown" */
	bool count_is_least;	/* ">=N" */
	uint64_t count;
	enum hf_answer closed;
	struct hf_copy_ref *members;
	size_t n_members;
	HF_REF(struct hf_claim) claim;
};

struct hf_event {
	const char *id;
	unsigned long line;
	size_t index;		/* in hf_record.events */
	const char *type;	/* a PREMIS label ("transfer") or one of ours */
	struct hf_date when;
	struct hf_event_agent {
		const char *id;
		unsigned long line;
		struct hf_agent *to;
		const char *role;	/* NULL where none was given */
	} *by;
	size_t n_by;
	struct hf_copy_ref *sources, *outcomes, *candidates;
	size_t n_sources, n_outcomes, n_candidates;
	HF_REF(struct hf_agent) from, receiver;		/* From, To */
	const char *method, *authority, *detail;
	const char *receipt;	/* what attests acceptance: a text or a claim's id */
	HF_REF(struct hf_claim) claim;
};

struct hf_claim {
	const char *id;
	unsigned long line;
	enum hf_grade grade;
	const char *statement, *cite, *locator, *quote;
	HF_REF(struct hf_agent) made_by;
	struct hf_date when;
};

struct hf_payload {
	const char *id;
	unsigned long line;
	const char *file;	/* relative to the record */
	const char *as;		/* path under data/; derived from @file if not given */
	HF_REF(struct hf_copy) copy;
	const char *media_type;
};

struct hf_record {
	struct hf_arena arena;
	const char *name;	/* of the file it came from, for messages */
	struct hf_work *works;			size_t n_works;
	struct hf_agent *agents;		size_t n_agents;
	struct hf_copy *copies;			size_t n_copies;
	struct hf_population *populations;	size_t n_populations;
	struct hf_event *events;		size_t n_events;
	struct hf_claim *claims;		size_t n_claims;
	struct hf_payload *payloads;		size_t n_payloads;
};

/* NULL is allowed. */
HF_API void hf_record_free(struct hf_record *record);

/* The entity of that id, or NULL.  Ids are unique over all entities. */
struct hf_copy *hf_record_copy(const struct hf_record *record, const char *id);
struct hf_event *hf_record_event(const struct hf_record *record, const char *id);

/*
 * The event types of a record: PREMIS's 50 (id.loc.gov eventType, with their
 * three-letter code), and ours, which have no code.
 */
struct hf_event_type {
	const char *label;	/* "transfer" */
	const char *code;	/* "tra", or NULL for one of ours */
};
const struct hf_event_type *hf_event_type_find(const char *label);

const char *hf_kind_name(enum hf_kind kind);
const char *hf_grade_name(enum hf_grade grade);		/* "G1" */

#endif
