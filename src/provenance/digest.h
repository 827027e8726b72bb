/* A digest as a record writes it: "sha512:<hex>". */
#ifndef HF_PROVENANCE_DIGEST_H
#define HF_PROVENANCE_DIGEST_H

#include "digest/algorithm.h"

/*
 * Take @text apart: @digest gets hf_alg_size() bytes.  False where the
 * algorithm is none that we know, or the digits are not of its length.
 */
bool hf_digest_parse(const char *text, enum hf_alg *alg_ret,
		     unsigned char digest[HF_DIGEST_MAX]);

#endif
