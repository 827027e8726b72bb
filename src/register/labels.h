/*
 * The labels of register.txt, as a table: to which stanza each belongs, whether
 * it must be there, and what takes its value (docs/formats/register.md).
 */
#ifndef HF_REGISTER_LABELS_H
#define HF_REGISTER_LABELS_H

#include "base/arena_type.h"
#include "register/register.h"

/* A value that is being read. */
struct hf_register_value {
	struct hf_arena *arena;
	const char *folder;	/* of the register, absolute: where paths begin */
	const char *text;	/* in one line, not empty, in the arena */
	unsigned long line;
	char why[512];		/* it cannot be understood: in words */
};

/* Put the value into @into: 1; 0, with why filled, if it cannot be; or -1. */
typedef int hf_take_value_fn(struct hf_register_value *value, void *into,
			     struct hf_error *err);

struct hf_register_label {
	const char *name;
	bool required, repeatable;
	hf_take_value_fn *take;
	size_t offset;		/* of what take() fills, in the stanza's struct */
};

enum hf_register_stanza {
	HF_STANZA_REGISTER,	/* struct hf_register */
	HF_STANZA_LOCATION,	/* struct hf_location */
	HF_STANZA_POLICY,	/* struct hf_register_policy */
	HF_REGISTER_STANZAS
};

/* "Location", in any case; HF_REGISTER_STANZAS where there is none such. */
enum hf_register_stanza hf_register_stanza_find(const char *name);
/* The name of the @i-th; NULL behind the last.  @ctx is not used. */
const char *hf_register_stanza_name(void *ctx, size_t i);

/* The labels of a stanza; they end with a name of NULL. */
const struct hf_register_label *hf_register_labels(
	enum hf_register_stanza stanza);
/* The name of the @i-th label of @ctx, such a list; NULL behind the last. */
const char *hf_register_label_name(void *ctx, size_t i);

#endif
