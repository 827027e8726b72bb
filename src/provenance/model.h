/*
 * The provenance model: what an archivist declared about a work, its copies,
 * and what was done to them.  Filled from a record (provenance/record.h);
 * judged by chain/; written as PREMIS and Dublin Core (provenance/premis.h,
 * provenance/dc.h).
 *
 * Only events and claims are recorded here; every state is derived.  A record
 * owns all that hangs from it.  Arrays keep the order of the source.
 */
#ifndef HF_PROVENANCE_MODEL_H
#define HF_PROVENANCE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena_type.h"
#include "provenance/date.h"
#include "provenance/event_type.h"

/* How well an assertion is supported; docs/formats/record.md defines them. */
enum hf_grade { HF_G0, HF_G1, HF_G2, HF_G3, HF_G4, HF_G5 };

/* An answer that may be withheld. */
enum hf_answer { HF_NO, HF_YES, HF_UNKNOWN };

enum hf_entity {
	HF_ENTITY_WORK, HF_ENTITY_AGENT, HF_ENTITY_COPY, HF_ENTITY_POPULATION,
	HF_ENTITY_EVENT, HF_ENTITY_CLAIM, HF_ENTITY_PAYLOAD, HF_ENTITY_POLICY,
	HF_ENTITY_COUNT
};

/* A list of texts, in the order given. */
struct hf_texts {
	const char **at;
	size_t n;
};

/*
 * A reference to another entity by its id: @at is its index in the record's
 * array of that kind, or HF_DANGLING where there is none of that id.  An id of
 * NULL: nothing was said.
 */
#define HF_DANGLING	SIZE_MAX

struct hf_ref {
	const char *id;
	size_t at;
	unsigned long line;
};

struct hf_refs {
	struct hf_ref *at;
	size_t n;
};

/* What every entity begins with. */
struct hf_head {
	const char *id;
	unsigned long line;
};

struct hf_work {
	struct hf_head head;	/* must be first, as in all of these */
	const char *title, *language, *description, *rights;
	struct hf_date date;
	struct hf_texts creators, citations;
};

struct hf_agent {
	struct hf_head head;
	const char *name;
	const char *type;	/* person, organisation, software, hardware */
	struct hf_ref acts_for;
	const char *key;
};

enum hf_kind {
	HF_KIND_ORIGINAL, HF_KIND_NOTES, HF_KIND_PRINT, HF_KIND_CARBON,
	HF_KIND_TRANSCRIPT, HF_KIND_TRANSLATION, HF_KIND_SCAN,
	HF_KIND_CAPTURE, HF_KIND_CALENDAR, HF_KIND_PACKAGE, HF_KIND_REPLICA,
	HF_KIND_COUNT
};

struct hf_copy {
	struct hf_head head;
	struct hf_ref of;	/* the work */
	const char *form;	/* paper, typescript, file, bag, web ... */
	enum hf_kind kind;
	const char *number;	/* NULL if none */
	struct hf_refs one_of;	/* empty where its identity is exact */
	const char *label, *language;
	struct hf_texts citations;
	struct hf_texts digests;	/* "sha512:<hex>" */
};

struct hf_population {
	struct hf_head head;
	struct hf_ref of;
	bool count_known;	/* false: "unknown" */
	bool count_is_least;	/* ">=N" */
	uint64_t count;
	enum hf_answer closed;
	struct hf_refs members;	/* copies */
	struct hf_ref claim;
};

struct hf_event_agent {
	struct hf_ref agent;
	const char *role;	/* NULL where none was given */
};

struct hf_event {
	struct hf_head head;
	const struct hf_event_type *type;
	struct hf_date when;
	struct hf_event_agent *by;
	size_t n_by;
	struct hf_refs sources, candidates, outcomes;	/* copies */
	struct hf_ref from, to;		/* agents: custody leaves, arrives */
	bool failed;		/* Result: fail */
	const char *method, *authority, *detail;
	const char *receipt;	/* what attests acceptance */
	struct hf_ref claim;
};

struct hf_claim {
	struct hf_head head;
	enum hf_grade grade;
	const char *statement, *cite, *locator, *quote;
	struct hf_texts digests;	/* of the file that it cites */
	struct hf_ref made_by;
	struct hf_date when;
};

struct hf_payload {
	struct hf_head head;
	const char *file;	/* relative to the record */
	const char *as;		/* path under data/ */
	struct hf_ref copy;
	const char *media_type;
};

/*
 * What an archive asks of its records.  A grade of G0 was not given: the
 * default of docs/formats/copy-chain.md holds.
 */
struct hf_declared_policy {
	struct hf_head head;
	enum hf_grade accounted;	/* that a fact needs to count at all */
	enum hf_grade before, after, digital;	/* ... for COMPLETE, by era */
	uint64_t minimum;		/* copies that a population keeps */
	struct hf_texts severities;	/* "finding-name warning" */
};

struct hf_record {
	struct hf_arena arena;
	const char *name;	/* of the file it came from, for messages */
	bool in_folder;		/* @name is relative to the folder that was given */
	bool packaged;		/* it came in a package, from a stranger perhaps */
	bool sound;		/* no mistake was found in reading it */
	size_t misquoted;	/* claims whose words, or files, are not as they cite them */
	struct hf_work *works;			size_t n_works;
	struct hf_agent *agents;		size_t n_agents;
	struct hf_copy *copies;			size_t n_copies;
	struct hf_population *populations;	size_t n_populations;
	struct hf_event *events;		size_t n_events;
	struct hf_claim *claims;		size_t n_claims;
	struct hf_payload *payloads;		size_t n_payloads;
	struct hf_declared_policy *policies;	size_t n_policies;
};

/* NULL is allowed. */
HF_API void hf_record_free(struct hf_record *record);

#endif
