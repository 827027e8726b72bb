/*
 * Names as other file systems see them: Unicode normal forms and case.
 */
#ifndef HF_BASE_NORMAL_H
#define HF_BASE_NORMAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Append the NFC form of @s (Unicode Standard Annex 15).  False, with nothing
 * appended, if it is not UTF-8 or memory ended (then buf->failed).
 */
bool hf_normal_form(struct hf_buf *buf, const char *s, size_t len);

/* The same with case folded: what a file system that ignores case compares. */
bool hf_normal_fold(struct hf_buf *buf, const char *s, size_t len);

/* Plain ASCII is its own normal form: the common case, decided cheaply. */
bool hf_is_ascii(const char *s, size_t len);

#endif
