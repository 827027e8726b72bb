/*
 * A hash of names for tables in memory, keyed anew in each run: nobody can
 * make a package whose names all fall into one slot.
 */
#ifndef HF_BASE_HASH_H
#define HF_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* SipHash-1-3 (Aumasson and Bernstein, 2012), folded to 32 bits. */
uint32_t hf_hash(const char *data, size_t len);

#endif
