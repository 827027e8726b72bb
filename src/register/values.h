/* What takes the values of register.txt, one kind each: see labels.c. */
#ifndef HF_REGISTER_VALUES_H
#define HF_REGISTER_VALUES_H

#include "register/labels.h"

hf_take_value_fn hf_take_text;		/* const char * */
hf_take_value_fn hf_take_origin;	/* const char *: a name of keys */
hf_take_value_fn hf_take_file;		/* const char *: a path, made absolute */
hf_take_value_fn hf_take_url;		/* struct hf_location: url and path */
hf_take_value_fn hf_take_declared;	/* struct hf_register: one more */
hf_take_value_fn hf_take_zone;		/* struct hf_location: one more */
hf_take_value_fn hf_take_date;		/* const char *: EDTF */
hf_take_value_fn hf_take_trust;		/* enum hf_location_trust */
hf_take_value_fn hf_take_form;		/* enum hf_held_form */
hf_take_value_fn hf_take_number;	/* uint64_t */
hf_take_value_fn hf_take_interval;	/* int64_t: seconds */
hf_take_value_fn hf_take_interval_at;	/* struct hf_register_policy: one more */
hf_take_value_fn hf_take_algorithms;	/* hf_alg_set */
hf_take_value_fn hf_take_grade;		/* enum hf_grade */

/*
 * Room for one more behind the @n items at @at, of @item octets each: a list of
 * the arena, which is left behind where it is too small.  NULL: out of memory.
 */
void *hf_arena_grow(struct hf_arena *arena, void *at, size_t n, size_t item);

#endif
