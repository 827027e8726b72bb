/*
 * Memory that lives and dies together: what an opened thing has parsed.
 * Nothing taken from an arena is freed by itself.
 */
#ifndef HF_BASE_ARENA_H
#define HF_BASE_ARENA_H

#include <stddef.h>

#include "base/arena_type.h"

/* @size bytes, zeroed and aligned for any type; NULL when out of memory. */
void *hf_arena_alloc(struct hf_arena *arena, size_t size);

/* A copy of @size bytes with a NUL behind it; NULL when out of memory. */
char *hf_arena_memdup(struct hf_arena *arena, const void *data, size_t size);
char *hf_arena_strdup(struct hf_arena *arena, const char *s);
char *hf_arena_printf(struct hf_arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Give everything back; the arena is empty again. */
void hf_arena_release(struct hf_arena *arena);

#endif
