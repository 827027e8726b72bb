/*
 * Memory that lives and dies together: as much as whoever holds some must see.
 * It is given back with the thing that has it; the library alone takes from it
 * (base/arena.h).
 */
#ifndef HF_BASE_ARENA_TYPE_H
#define HF_BASE_ARENA_TYPE_H

#include <stddef.h>

struct hf_arena_block;

/* Zero-initialized is empty and ready for use. */
struct hf_arena {
	struct hf_arena_block *head;
	size_t used;		/* bytes taken from the head block */
};

#endif
