/*
 * The record as a graph: for each copy, the events that name it and how, and
 * what they come to; for each event, who took part.  Made once, in linear time;
 * every check of the chain walks it.  What a check asks of each source or agent
 * of an event it asks once, not once for each outcome: a stranger's event may
 * have 100,000 of each.
 */
#ifndef HF_CHAIN_GRAPH_H
#define HF_CHAIN_GRAPH_H

#include "base/error.h"
#include "provenance/model.h"

#define HF_NONE	SIZE_MAX

enum hf_role { HF_ROLE_SOURCE, HF_ROLE_CANDIDATE, HF_ROLE_OUTCOME };

/* One event that names a copy. */
struct hf_use {
	size_t event;
	enum hf_role role;
	enum hf_act act;	/* of the event, so that few of them are looked at */
};

/* What the agents of an event say of it. */
struct hf_parties {
	size_t custodian;	/* the first who takes part as one; or HF_NONE */
	bool named;		/* one at least is known */
	bool machine;		/* one is software or hardware */
};

struct hf_graph {
	const struct hf_record *record;		/* borrowed */
	struct hf_parties *parties;	/* of each event */
	struct hf_use *uses;	/* of all copies, in the order of the record */
	size_t *first_use;	/* of each copy; one more at the end */
	size_t *origin;		/* the event that made each copy, or HF_NONE */
	bool *archived;		/* the outcome of an accession */
	const struct hf_event **ending;		/* of each copy, or NULL */
	const struct hf_event **release;	/* the deaccession, likewise */
	bool has_accession;
	enum hf_grade accounted;	/* less, and a claim supports nothing */
};

int hf_graph_make(struct hf_graph *graph, const struct hf_record *record,
		  enum hf_grade accounted, struct hf_error *err);
void hf_graph_release(struct hf_graph *graph);


/* Visit the uses of copy @c: for (HF_USES(graph, c, use)) ... */
#define HF_USES(graph, c, use) \
	const struct hf_use *use = (graph)->uses + (graph)->first_use[c], \
			    *use##_end = (graph)->uses + \
					 (graph)->first_use[(c) + 1]; \
	use < use##_end; use++

#endif
