/* Lists that grow: a pointer, how many are in it, and how many fit. */
#ifndef HF_BASE_LIST_H
#define HF_BASE_LIST_H

#include <stddef.h>

/*
 * The list @at with room for one more than the @n items of @item octets that
 * are in it: as it is, or twice as large, and then *@room is set.  NULL when
 * out of memory; the list is then as it was, and still the caller's.
 */
void *hf_list_grow(void *at, size_t n, size_t *room, size_t item);

#endif
