/* Any text as a date, or two of them. */
#include "fuzz.h"

#include "provenance/date.h"

static char *copy_of(const char *s, size_t len)
{
	char *copy = malloc(len + 1);

	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *lf = size ? memchr(text, '\n', size) : NULL;
	size_t first = lf ? (size_t)(lf - text) : size;
	char *one = copy_of(size ? text : "", first);
	char *two = copy_of(lf ? lf + 1 : "", lf ? size - first - 1 : 0);
	struct hf_date a, b;
	bool has_a = hf_date_parse(one, &a), has_b = hf_date_parse(two, &b);

	if (has_a) {
		must(a.text == one);
		must(a.earliest <= a.latest);
		must(a.doubt >= 0);
		must(!hf_date_is_before(&a, &a));
	}
	if (has_a && has_b) {
		must(!(hf_date_is_before(&a, &b) && hf_date_is_before(&b, &a)));
		if (hf_date_is_before(&a, &b))
			must(a.latest < b.earliest);
	}
	free(one);
	free(two);
	return 0;
}
