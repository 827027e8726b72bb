/* The file of the catalogue: whether it is one, and how it is begun anew. */
#ifndef HF_REGISTER_CATALOGUE_MAKE_H
#define HF_REGISTER_CATALOGUE_MAKE_H

#include "register/catalogue_inside.h"

/* Whoever opens, makes or removes it does so alone. */
int hf_make_lock(struct hf_catalogue *catalogue, struct hf_error *err);
void hf_make_unlock(const struct hf_catalogue *catalogue);

/*
 * Open what is there: 1; 0 where there is none, or none that can be used; -1
 * where that cannot be known.
 */
int hf_make_attach(struct hf_catalogue *catalogue, struct hf_error *err);

/*
 * Remove it, and make an empty one, in a transaction that ends, once it is
 * filled, with hf_make_end(); after a failure, close and remove it.
 */
int hf_make_begin(struct hf_catalogue *catalogue, struct hf_error *err);
int hf_make_end(struct hf_catalogue *catalogue, struct hf_error *err);
int hf_make_remove(const struct hf_catalogue *catalogue, struct hf_error *err);

/* Remove it if it is still the one that was opened. */
void hf_make_discard(struct hf_catalogue *catalogue);

#endif
