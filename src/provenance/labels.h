/*
 * The labels of a record, as a table: to which entity each belongs, what kind
 * of value it takes, and where in the model that goes.
 */
#ifndef HF_PROVENANCE_LABELS_H
#define HF_PROVENANCE_LABELS_H

#include "provenance/model.h"

enum hf_value_kind {
	HF_VALUE_TEXT,		/* const char * */
	HF_VALUE_TEXTS,		/* struct hf_texts */
	HF_VALUE_DATE,		/* struct hf_date */
	HF_VALUE_REF,		/* struct hf_ref, to a @to */
	HF_VALUE_REFS,		/* struct hf_refs, to a @to each */
	HF_VALUE_BY,		/* "agent (role)", repeatable */
	HF_VALUE_WORD,		/* const char *, one of @words */
	HF_VALUE_AGENT_TYPE,
	HF_VALUE_EVENT_TYPE,
	HF_VALUE_KIND,
	HF_VALUE_GRADE,
	HF_VALUE_GRADE_ASKED,	/* from G1: 0 stands for not said */
	HF_VALUE_ANSWER,
	HF_VALUE_COUNT,
	HF_VALUE_IDENTITY,
	HF_VALUE_RESULT,
	HF_VALUE_NUMBER,
	HF_VALUE_DIGEST,	/* struct hf_texts, "sha512:<hex>" each */
	HF_VALUE_SEVERITY,	/* "finding-name info|warning|error" */
	HF_VALUE_PATH,		/* relative, with no ".." and no empty part */
};

struct hf_label {
	const char *name;
	enum hf_value_kind kind;
	bool required;
	bool repeatable;
	size_t offset;		/* in the entity's struct */
	enum hf_entity to;	/* what a reference refers to */
};

#define HF_MAX_LABELS	20	/* of one entity */

/* The name of an entity, "Work", and its labels; ends with a name of NULL. */
const char *hf_entity_name(enum hf_entity entity);
size_t hf_entity_size(enum hf_entity entity);
const struct hf_label *hf_entity_labels(enum hf_entity entity);

/* The label of that name, in any case; NULL if the entity has none such. */
const struct hf_label *hf_label_find(enum hf_entity entity, const char *name);

#endif
