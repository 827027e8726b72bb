/* Patterns of a profile, as of the shell, but for a star that crosses "/". */
#ifndef HF_PROFILE_PATTERN_H
#define HF_PROFILE_PATTERN_H

#include <stdbool.h>

/* Whether each "[" has its "]". */
bool hf_pattern_is_sound(const char *pattern);

/*
 * Whether @pattern matches all of @text: "*" any run of characters, "?" one,
 * "[a-z]" and "[!a-z]" one of a set.  A "[" without end stands for itself.  In
 * time of at most the product of both lengths, without recursion.
 */
bool hf_pattern_matches(const char *pattern, const char *text);

/* Whether it matches some text that begins with @start and goes on. */
bool hf_pattern_reaches(const char *pattern, const char *start);

#endif
