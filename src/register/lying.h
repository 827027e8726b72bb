/* How what lies at a location is called there. */
#ifndef HF_REGISTER_LYING_H
#define HF_REGISTER_LYING_H

#include "base/buf_type.h"
#include "register/location.h"

/* "NAME" or "NAME.tar", and its absolute path; to be freed, NULL: no memory. */
char *hf_lying_name(const char *package, enum hf_held_form form);
char *hf_lying_path(const struct hf_location *location, const char *package,
		    enum hf_held_form form);

/* The path, in the place of what is in @text; returns it, NUL-terminated. */
const char *hf_lying_path_into(struct hf_buf *text,
			       const struct hf_location *location,
			       const char *package, enum hf_held_form form);

#endif
