/* A compressed member of a zip, as bytes that come one after the other. */
#ifndef HF_CONTAINER_INFLATE_H
#define HF_CONTAINER_INFLATE_H

#include <stdint.h>

#include "digest/engine.h"

/*
 * Let @extent give the @size bytes that the @packed octets at @offset of @fd
 * unpack to (RFC 1951).  What does not come to just so many is an error of
 * reading: EARCHIVE_DAMAGED.  0 or ENOMEM.
 */
int hf_inflate_open(struct hf_extent *extent, int fd, uint64_t offset,
		    uint64_t packed, uint64_t size);
void hf_inflate_close(const struct hf_extent *extent);

#endif
