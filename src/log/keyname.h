/* Names of keys (C2SP signed-note, Format). */
#ifndef HF_LOG_KEYNAME_H
#define HF_LOG_KEYNAME_H

#include <stdbool.h>
#include <stddef.h>

#include "log/note.h"

/*
 * Whether @len octets at @name may be the name of a key: UTF-8, neither empty
 * nor longer than HF_KEY_NAME_MAX, no space of Unicode, no plus, no control
 * character.
 */
bool hf_key_name_is_valid(const char *name, size_t len);

#endif
