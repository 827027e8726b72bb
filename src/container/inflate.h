/* A member of a zip, as bytes that come one after the other, with their sum. */
#ifndef HF_CONTAINER_INFLATE_H
#define HF_CONTAINER_INFLATE_H

#include "container/index.h"
#include "digest/engine.h"

/*
 * Let @extent give the bytes of a deflated member (RFC 1951), or of one that is
 * stored.  What does not come to just so many, or has another sum, is an error
 * of reading: EARCHIVE_DAMAGED.  0 or ENOMEM.
 */
int hf_inflate_open(struct hf_extent *extent, const struct hf_indexed *member);
void hf_inflate_close(const struct hf_extent *extent);

#endif
