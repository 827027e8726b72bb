/* The kept copies of a package, told to people and to machines. */
#ifndef HF_REGISTER_TOLD_H
#define HF_REGISTER_TOLD_H

#include <stdio.h>

#include "register/joined.h"

/* A line for each place: state, since when, last read, root. */
HF_API void hf_joined_report_text(const struct hf_joined *joined, FILE *out);

/* An object for each (docs/formats/json.md); 0 or -1. */
HF_API int hf_joined_report_json(const struct hf_joined *joined, FILE *out);

#endif
