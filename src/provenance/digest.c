#include "provenance/digest.h"

#include <string.h>

#include "base/text.h"

bool hf_digest_parse(const char *text, enum hf_alg *alg,
		     unsigned char digest[HF_DIGEST_MAX])
{
	const char *colon = strchr(text, ':');
	char name[24] = "";

	if (!colon || (size_t)(colon - text) >= sizeof(name))
		return false;
	memcpy(name, text, (size_t)(colon - text));
	return hf_alg_parse(name, alg) &&
	       hf_hex_decode(digest, hf_alg_size(*alg), colon + 1,
			     strlen(colon + 1));
}
