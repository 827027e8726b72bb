#include "profile/pattern.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/chars.h"
#include "base/text.h"

/* One character; bytes that are not UTF-8 are characters of their own. */
static const char *step(const char *s, uint32_t *code)
{
	size_t len = hf_utf8_decode(s, strnlen(s, 4), code);

	if (len)
		return s + len;
	*code = UINT32_C(0x80000000) | (unsigned char)*s;
	return s + 1;
}

/* Behind the "]" that ends the set at @set, or NULL. */
static const char *set_end(const char *set)
{
	const char *s = set + 1;

	if (*s == '!' || *s == '^')
		s++;
	if (*s == ']')
		s++;
	s = strchr(s, ']');
	return s ? s + 1 : NULL;
}

static bool set_has(const char *set, const char *end, uint32_t code)
{
	bool negated = set[1] == '!' || set[1] == '^', found = false;
	const char *s = set + 1 + negated;
	uint32_t from, to;

	end--;
	while (s < end) {
		s = step(s, &from);
		to = from;
		if (s + 1 < end && *s == '-')
			s = step(s + 1, &to);
		found |= code >= from && code <= to;
	}
	return found != negated;
}

/* Match one character at *@text by what stands at *@pattern, and pass both. */
static bool match_one(const char **pattern, const char **text)
{
	const char *end = **pattern == '[' ? set_end(*pattern) : NULL;
	uint32_t code, wanted;
	bool matches;

	if (!**pattern || !**text)
		return false;
	*text = step(*text, &code);
	if (end) {
		matches = set_has(*pattern, end, code);
		*pattern = end;
		return matches;
	}
	matches = **pattern == '?';
	*pattern = step(*pattern, &wanted);
	return matches || code == wanted;
}

bool hf_pattern_is_sound(const char *pattern)
{
	while ((pattern = strchr(pattern, '['))) {
		pattern = set_end(pattern);
		if (!pattern)
			return false;
	}
	return true;
}

/*
 * Only the last star need ever take one character more: what the ones before
 * it took was enough.
 */
bool hf_pattern_matches(const char *pattern, const char *text)
{
	const char *star = NULL, *taken = NULL;
	uint32_t code;

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			taken = text;
		} else if (!match_one(&pattern, &text)) {
			if (!star)
				return false;
			pattern = star;
			taken = text = step(taken, &code);
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}

/* A star takes whatever is left of the start. */
bool hf_pattern_reaches(const char *pattern, const char *start)
{
	while (*start && *pattern != '*') {
		if (!match_one(&pattern, &start))
			return false;
	}
	return *pattern;
}
