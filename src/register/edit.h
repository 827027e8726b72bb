/*
 * Changing the two files that people write, line by line: what they wrote
 * besides stays as it is, byte for byte.
 */
#ifndef HF_REGISTER_EDIT_H
#define HF_REGISTER_EDIT_H

#include "base/error.h"
#include "register/register.h"

/* Let register.txt say "Key-File: @name": behind Origin, or where it says another. */
int hf_edit_key_file(const struct hf_register *reg, const char *name,
		     struct hf_error *err);

/* Put "log @vkey" at the end of trust.txt. */
int hf_edit_trust_key(const struct hf_register *reg, const char *vkey,
		      struct hf_error *err);

/* Make a comment of the line "log @vkey" of trust.txt, with the time. */
int hf_edit_retire_key(const struct hf_register *reg, const char *vkey,
		       struct hf_error *err);

#endif
