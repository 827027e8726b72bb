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

/* I3, I4, I12: origins, and the way from what is held to the root. */
int hf_check_lineage(const struct hf_graph *graph,
		     struct hf_chain_account *account, struct hf_sink *sink,
		     struct hf_error *err);

/* I10, I13: replicas and their digests and checks. */
void hf_check_replicas(const struct hf_graph *graph, struct hf_sink *sink);

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

/* The grade that what is known of a copy needs for COMPLETE. */
enum hf_grade hf_grade_asked(const struct hf_chain_policy *policy,
			     const struct hf_record *record,
			     const struct hf_chain_account *account,
			     size_t copy);

/* "a, b, c": the ids of copies, cut with "..." where @size is too small. */
const char *hf_list_copies(char *out, size_t size,
			   const struct hf_refs *copies);

/* The event that ended a copy and that no recovery undid, or NULL. */
const struct hf_event *hf_copy_ending(const struct hf_graph *graph,
				      size_t copy);

#endif
