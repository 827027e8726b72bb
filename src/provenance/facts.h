/* What follows from a model, and the words for what is in one. */
#ifndef HF_PROVENANCE_FACTS_H
#define HF_PROVENANCE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "provenance/model.h"

/* The type of that label or code, in any case; NULL if there is none. */
const struct hf_event_type *hf_event_type_find(const char *name);

/* The label of the @i-th type; NULL behind the last.  @ctx is not used. */
const char *hf_event_type_label(void *ctx, size_t i);

/* What an event does to the copies it names; OTHER where its type is bad. */
enum hf_act hf_event_act(const struct hf_event *event);

/* Whether it makes its outcomes from its sources. */
bool hf_event_makes(const struct hf_event *event);

/* How well the claim behind an event or population supports it; G0: not. */
enum hf_grade hf_record_grade(const struct hf_record *record,
			      const struct hf_ref *claim);

/* The name of an agent, or the id where it is dangling. */
const char *hf_record_agent_name(const struct hf_record *record,
				 const struct hf_ref *agent);

const char *hf_kind_name(enum hf_kind kind);
const char *hf_grade_name(enum hf_grade grade);		/* "G1" */
const char *hf_answer_name(enum hf_answer answer);	/* "yes" */

#endif
