#include "digest/algorithm.h"

#include <ctype.h>
#include <string.h>

static const struct {
	const char *name;
	size_t size;
	bool weak;
} table[HF_ALG_COUNT] = {
	[HF_MD5]	 = { "md5",	   16, true  },
	[HF_SHA1]	 = { "sha1",	   20, true  },
	[HF_SHA224]	 = { "sha224",	   28, false },
	[HF_SHA256]	 = { "sha256",	   32, false },
	[HF_SHA384]	 = { "sha384",	   48, false },
	[HF_SHA512]	 = { "sha512",	   64, false },
	[HF_SHA512_256]	 = { "sha512256",  32, false },
	[HF_SHA3_224]	 = { "sha3224",	   28, false },
	[HF_SHA3_256]	 = { "sha3256",	   32, false },
	[HF_SHA3_384]	 = { "sha3384",	   48, false },
	[HF_SHA3_512]	 = { "sha3512",	   64, false },
	[HF_BLAKE2S_256] = { "blake2s256", 32, false },
	[HF_BLAKE2B_512] = { "blake2b512", 64, false },
};

const char *hf_alg_name(enum hf_alg alg)
{
	return table[alg].name;
}

size_t hf_alg_size(enum hf_alg alg)
{
	return table[alg].size;
}

bool hf_alg_is_weak(enum hf_alg alg)
{
	return table[alg].weak;
}

bool hf_alg_parse(const char *name, enum hf_alg *alg_ret)
{
	char plain[24];
	size_t n = 0;

	for (; *name; name++) {
		if (!isalnum((unsigned char)*name))
			continue;
		if (n == sizeof(plain) - 1)
			return false;
		plain[n++] = (char)tolower((unsigned char)*name);
	}
	plain[n] = '\0';
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (!strcmp(plain, table[alg].name)) {
			*alg_ret = alg;
			return true;
		}
	}
	return false;
}
