/* The words and names of a register. */
#ifndef HF_REGISTER_NAMES_H
#define HF_REGISTER_NAMES_H

#include <stddef.h>

#include "register/register.h"

/* The @i-th word of Trust, and of Form; NULL behind the last.  No @ctx. */
const char *hf_trust_word(void *ctx, size_t i);
const char *hf_form_word(void *ctx, size_t i);

/*
 * Why @origin cannot be the name of a log and its keys ("has a blank in it"),
 * or NULL (C2SP signed-note).
 */
const char *hf_origin_trouble(const char *origin);

/* Why @id cannot be the identifier of a location, or NULL. */
const char *hf_location_id_trouble(const char *id);

/* A name that a system puts at the top of a medium, "lost+found": no package. */
bool hf_name_is_of_system(const char *name);

#endif
