#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE	(64 * 1024)
#define ALIGNMENT	alignof(max_align_t)

struct hf_arena_block {
	struct hf_arena_block *next;
	size_t size;
	alignas(max_align_t) unsigned char data[];
};

static struct hf_arena_block *new_block(size_t size)
{
	struct hf_arena_block *block;

	if (size > SIZE_MAX - sizeof(*block))
		return NULL;
	block = malloc(sizeof(*block) + size);
	if (block)
		block->size = size;
	return block;
}

/* Bytes need no alignment: packed, a million paths cost nothing beside. */
static void *take(struct hf_arena *arena, size_t size, size_t alignment)
{
	size_t at = (arena->used + alignment - 1) & ~(alignment - 1);
	struct hf_arena_block *block = arena->head;

	if (block && at <= block->size && size <= block->size - at) {
		arena->used = at + size;
		return block->data + at;
	}

	/* Something large gets a block of its own, behind the current one. */
	if (block && size > BLOCK_SIZE / 4) {
		struct hf_arena_block *own = new_block(size);

		if (!own)
			return NULL;
		own->next = block->next;
		block->next = own;
		return own->data;
	}

	block = new_block(size > BLOCK_SIZE ? size : BLOCK_SIZE);
	if (!block)
		return NULL;
	block->next = arena->head;
	arena->head = block;
	arena->used = size;
	return block->data;
}

void *hf_arena_alloc(struct hf_arena *arena, size_t size)
{
	void *p = take(arena, size, ALIGNMENT);

	if (p)
		memset(p, 0, size);
	return p;
}

char *hf_arena_memdup(struct hf_arena *arena, const void *data, size_t size)
{
	char *p;

	if (size == SIZE_MAX)
		return NULL;
	p = take(arena, size + 1, 1);
	if (p) {
		if (size)
			memcpy(p, data, size);
		p[size] = '\0';
	}
	return p;
}

char *hf_arena_strdup(struct hf_arena *arena, const char *s)
{
	return hf_arena_memdup(arena, s, strlen(s));
}

char *hf_arena_printf(struct hf_arena *arena, const char *fmt, ...)
{
	va_list ap, again;
	char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	p = n < 0 ? NULL : take(arena, (size_t)n + 1, 1);
	if (p)
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

void hf_arena_release(struct hf_arena *arena)
{
	struct hf_arena_block *block = arena->head, *next;

	for (; block; block = next) {
		next = block->next;
		free(block);
	}
	arena->head = NULL;
	arena->used = 0;
}
