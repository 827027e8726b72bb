#include "profile/profile.h"

#include <stdlib.h>
#include <string.h>

#include "bag/manifest.h"
#include "base/arena.h"
#include "base/chars.h"
#include "base/text.h"
#include "profile/pattern.h"
#include "profile/query.h"

void hf_profile_free(struct hf_profile *profile)
{
	if (!profile)
		return;
	hf_arena_release(&profile->arena);
	free(profile);
}

int hf_profile_by_label(const void *a, const void *b)
{
	const struct hf_profile_tag *x = a, *y = b;

	return hf_ascii_casecmp(x->label, y->label);
}

struct hf_profile_tag *hf_profile_tag(const struct hf_profile *profile,
				      const char *label)
{
	struct hf_profile_tag wanted = { .label = label };

	if (!profile->n_tags)
		return NULL;
	return bsearch(&wanted, profile->tags, profile->n_tags, sizeof(wanted),
		       hf_profile_by_label);
}

bool hf_profile_same_algorithm(const char *a, const char *b)
{
	for (;;) {
		char x, y;

		while (*a && !((*a | 32) >= 'a' && (*a | 32) <= 'z') &&
		       !(*a >= '0' && *a <= '9'))
			a++;
		while (*b && !((*b | 32) >= 'a' && (*b | 32) <= 'z') &&
		       !(*b >= '0' && *b <= '9'))
			b++;
		x = *a >= 'A' && *a <= 'Z' ? (char)(*a | 32) : *a;
		y = *b >= 'A' && *b <= 'Z' ? (char)(*b | 32) : *b;
		if (x != y)
			return false;
		if (!x)
			return true;
		a++;
		b++;
	}
}

bool hf_profile_has_algorithm(const struct hf_profile *profile,
			      enum hf_profile_list list, const char *name)
{
	const struct hf_profile_texts *texts = &profile->lists[list];

	for (size_t i = 0; i < texts->n; i++) {
		if (hf_profile_same_algorithm(texts->at[i], name))
			return true;
	}
	return false;
}

bool hf_profile_allows_path(const struct hf_profile *profile,
			    enum hf_profile_list list, const char *path)
{
	const struct hf_profile_texts *texts = &profile->lists[list];

	for (size_t i = 0; i < texts->n; i++) {
		if (hf_pattern_matches(texts->at[i], path))
			return true;
	}
	return !texts->given;
}

bool hf_profile_is_standard_file(const char *path)
{
	struct hf_manifest manifest;

	return !strcmp(path, "bagit.txt") || !strcmp(path, "bag-info.txt") ||
	       !strcmp(path, "package-info.txt") ||
	       !strcmp(path, "fetch.txt") ||
	       hf_manifest_parse_name(&manifest, path);
}

bool hf_profile_parse_version(const char *text, unsigned int *major,
			      unsigned int *minor)
{
	const char *dot = strchr(text, '.');
	uint64_t a, b;

	if (!dot || !hf_parse_uint64(text, (size_t)(dot - text), &a) ||
	    !hf_parse_uint64(dot + 1, strlen(dot + 1), &b) || a > 999 ||
	    b > 999)
		return false;
	*major = (unsigned int)a;
	*minor = (unsigned int)b;
	return true;
}
