#include "base/list.h"

#include <stdlib.h>

void *hf_list_grow(void *at, size_t n, size_t *room, size_t item)
{
	size_t size = *room ? 2 * *room : 16;
	size_t octets;
	void *grown;

	if (n < *room)
		return at;
	/* Sanitizers end the program where reallocarray(3) is asked for that. */
	if (__builtin_mul_overflow(size, item, &octets))
		return NULL;
	grown = realloc(at, octets);
	if (grown)
		*room = size;
	return grown;
}
