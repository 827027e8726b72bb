/* The checks that chain/ is made of: each walks the graph. */
#ifndef HF_CHAIN_CHECKS_H
#define HF_CHAIN_CHECKS_H

#include "chain/chain.h"
#include "chain/graph.h"

/* I2: counts, members, and what was made beside them. */
int hf_check_populations(const struct hf_graph *graph,
			 const struct hf_chain_account *account,
			 const struct hf_chain_policy *policy,
			 struct hf_sink *sink, struct hf_error *err);

/* For each population, how many copies were made with its members beside them. */
int hf_count_outsiders(const struct hf_graph *graph, uint64_t *outside,
		       struct hf_error *err);

/*
 * The way of every copy: @of and @via (the source that it is settled by, or
 * HF_DANGLING) have a place for each.  I3: cycles are told.
 */
int hf_trace_descents(const struct hf_graph *graph, struct hf_descent *of,
		      size_t *via, struct hf_sink *sink, struct hf_error *err);

/* I9: what was made of a copy that is gone, and that nobody checked. */
int hf_check_last_sources(const struct hf_graph *graph,
			  const struct hf_chain_account *account,
			  struct hf_sink *sink, struct hf_error *err);

/* I3, I12: origins, and the way from what is held to the root. */
int hf_check_lineage(const struct hf_graph *graph,
		     struct hf_chain_account *account, struct hf_sink *sink,
		     struct hf_error *err);

/* I10, I13: replicas and their digests and checks. */
int hf_check_replicas(const struct hf_graph *graph, struct hf_sink *sink,
		      struct hf_error *err);

/*
 * Whether some check of a copy counts (with @passed: one that passed) and is
 * not before the event that made it.
 */
bool hf_is_checked(const struct hf_graph *graph, size_t copy, bool passed);

/*
 * The last check of a copy that counts and is not before @made, which may be
 * NULL; or NULL.
 */
const struct hf_event *hf_last_check(const struct hf_graph *graph,
				     size_t copy, const struct hf_event *made);

/* I11: derivations that change the words or bits. */
int hf_check_derivations(const struct hf_graph *graph, struct hf_sink *sink,
			 struct hf_error *err);

/* I5, I6: who had each copy, and whether they took it. */
int hf_check_custody(const struct hf_graph *graph,
		     struct hf_chain_account *account, struct hf_sink *sink,
		     struct hf_error *err);

/* I7, I8: how copies ended, and that they did. */
void hf_check_endings(const struct hf_graph *graph, struct hf_sink *sink);

/* I15, I16, I19: who, by what claim, and when. */
void hf_check_events(const struct hf_graph *graph,
		     const struct hf_chain_options *options,
		     struct hf_sink *sink);

/* The state of every copy. */
void hf_derive_states(const struct hf_graph *graph,
		      const struct hf_chain_policy *policy,
		      struct hf_chain_account *account);

/* Destroyed, deleted, or lost. */
bool hf_is_gone(enum hf_copy_state state);

/* Whether its form is made of bits. */
bool hf_is_digital(const struct hf_copy *copy);

/* The grade that what is known of a copy needs for COMPLETE. */
enum hf_grade hf_grade_asked(const struct hf_chain_policy *policy,
			     const struct hf_record *record,
			     const struct hf_chain_account *account,
			     size_t copy);

/* "a, b, c": the ids of copies, cut with "..." where @size is too small. */
const char *hf_list_copies(char *out, size_t size,
			   const struct hf_refs *copies);

/*
 * The first event of @act in the record, an ending or a release, that says so
 * of a copy and that no recovery undid; or NULL.
 */
const struct hf_event *hf_find_end(const struct hf_graph *graph, size_t copy,
				   enum hf_act act);

#endif
