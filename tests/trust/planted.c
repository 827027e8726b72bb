/*
 * Kernels that are wrong, for the program that tests/trust/run.sh runs.
 *
 * It is linked with --wrap=hf_kernel_at, so that it has these kernels instead
 * of its own, on any machine.  Each takes four streams, by OpenSSL.  What is
 * wrong with them is said by HOLDFAST_PLANTED:
 *
 *	nothing		they are right
 *	always		one bit of what they answer is wrong
 *	marked		the same, but only where a block begins with MARK: like
 *			a mistake that no known answer shows
 */
#include <stdlib.h>
#include <string.h>

#include "digest/kernel.h"
#include "digest/single.h"

#define MARK	"planted!"
#define LANES	4

const struct hf_kernel *__wrap_hf_kernel_at(size_t i);

static bool is(const char *word)
{
	const char *planted = getenv("HOLDFAST_PLANTED");

	return planted && !strcmp(planted, word);
}

static bool planted(void)
{
	return true;
}

static void run(enum hf_alg alg, union hf_chain_value *const *state,
		const unsigned char *const *data, size_t blocks)
{
	size_t block = hf_multi_alg(alg)->block;

	/* Block by block: the mistake must not depend on who calls. */
	for (size_t i = 0; i < LANES * blocks; i++) {
		union hf_chain_value *value = state[i % LANES];
		const unsigned char *at = data[i % LANES] + i / LANES * block;

		hf_single_blocks(alg, value, at, 1);
		if (is("always") ||
		    (is("marked") && !memcmp(at, MARK, sizeof(MARK) - 1)))
			value->w32[1] ^= 1;
	}
}

#define KERNEL(name, ALG)						\
static void name(union hf_chain_value *const *state,			\
		 const unsigned char *const *data, size_t blocks)	\
{									\
	run(ALG, state, data, blocks);					\
}

KERNEL(md5, HF_MD5)
KERNEL(sha1, HF_SHA1)
KERNEL(sha256, HF_SHA256)
KERNEL(sha512, HF_SHA512)

/* So fast that nothing else would be chosen. */
static const struct hf_kernel kernels[] = {
	{ "md5, planted", HF_MD5, LANES, 1000, planted, md5 },
	{ "sha1, planted", HF_SHA1, LANES, 1000, planted, sha1 },
	{ "sha256, planted", HF_SHA256, LANES, 1000, planted, sha256 },
	{ "sha512, planted", HF_SHA512, LANES, 1000, planted, sha512 },
};

const struct hf_kernel *__wrap_hf_kernel_at(size_t i)
{
	return i < sizeof(kernels) / sizeof(kernels[0]) ? &kernels[i] : NULL;
}
