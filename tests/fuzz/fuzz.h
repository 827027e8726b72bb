/* What every fuzz target shares. */
#ifndef HF_TESTS_FUZZ_H
#define HF_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must be so, whatever the bytes; also where NDEBUG is set. */
#define must(condition)							\
	do {								\
		if (!(condition)) {					\
			fprintf(stderr, "%s:%d: %s is not so\n",	\
				__FILE__, __LINE__, #condition);	\
			abort();					\
		}							\
	} while (0)

/*
 * Take the first byte of the input for a choice among @n; 0 where there is
 * none.  So that a text by itself is a good input, digits choose the same as
 * the numbers that they write.
 */
static inline unsigned int choose(const uint8_t **data, size_t *size,
				  unsigned int n)
{
	unsigned int byte;

	if (!*size)
		return 0;
	byte = **data;
	*data += 1;
	*size -= 1;
	return (byte >= '0' && byte <= '9' ? byte - '0' : byte) % n;
}

#endif
