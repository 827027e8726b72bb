#include "base/list.h"

#include <stdlib.h>

void *hf_list_grow(void *at, size_t n, size_t *room, size_t item)
{
	size_t size = *room ? 2 * *room : 16;
	void *grown;

	if (n < *room)
		return at;
	grown = reallocarray(at, size, item);
	if (grown)
		*room = size;
	return grown;
}
