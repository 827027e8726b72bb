#include "digest/digester.h"
#include "digest/engine_options.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

#include "digest/configure.h"
#include "digest/engine.h"

/* OpenSSL's name of each; fetched once, since a fetch locks and is slow. */
static const char *const names[HF_ALG_COUNT] = {
	[HF_MD5]	 = "MD5",
	[HF_SHA1]	 = "SHA1",
	[HF_SHA224]	 = "SHA2-224",
	[HF_SHA256]	 = "SHA2-256",
	[HF_SHA384]	 = "SHA2-384",
	[HF_SHA512]	 = "SHA2-512",
	[HF_SHA512_256]	 = "SHA2-512/256",
	[HF_SHA3_224]	 = "SHA3-224",
	[HF_SHA3_256]	 = "SHA3-256",
	[HF_SHA3_384]	 = "SHA3-384",
	[HF_SHA3_512]	 = "SHA3-512",
	[HF_BLAKE2S_256] = "BLAKE2S-256",
	[HF_BLAKE2B_512] = "BLAKE2B-512",
};

static EVP_MD *fetched[HF_ALG_COUNT];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fetch_all(void)
{
	/* One without a name is told of when somebody asks for it. */
	for (int alg = 0; alg < HF_ALG_COUNT; alg++)
		fetched[alg] = names[alg] ? EVP_MD_fetch(NULL, names[alg], NULL)
					  : NULL;
}

void hf_digesters_configure(void)
{
	/* What is wrong with it shows when an algorithm is asked for. */
	OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG, NULL);
}

struct hf_digester {
	hf_alg_set algs;
	EVP_MD_CTX *ctx[HF_ALG_COUNT];	/* NULL where not asked for */
	bool broken;			/* OpenSSL would read what is not there */
};

static int fail(struct hf_error *err, enum hf_alg alg)
{
	return hf_fail(err, HF_ELIB,
		       "OpenSSL does not compute %s (a FIPS configuration may forbid it)",
		       hf_alg_name(alg));
}

int hf_digester_new(struct hf_digester **d_ret, hf_alg_set algs,
		    struct hf_error *err)
{
	struct hf_digester *d = calloc(1, sizeof(*d));

	if (!d)
		return hf_fail_memory(err);
	pthread_once(&once, fetch_all);
	d->algs = algs;
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (!(algs & HF_ALG_BIT(alg)))
			continue;
		d->ctx[alg] = EVP_MD_CTX_new();
		if (!d->ctx[alg]) {
			hf_digester_free(d);
			return hf_fail_memory(err);
		}
		if (!fetched[alg] ||
		    EVP_DigestInit_ex2(d->ctx[alg], fetched[alg], NULL) != 1) {
			hf_digester_free(d);
			return fail(err, alg);
		}
	}
	*d_ret = d;
	return 0;
}

void hf_digester_free(struct hf_digester *d)
{
	if (!d)
		return;
	for (int alg = 0; alg < HF_ALG_COUNT; alg++)
		EVP_MD_CTX_free(d->ctx[alg]);
	free(d);
}

int hf_digester_update(struct hf_digester *d, const void *data, size_t size,
		       struct hf_error *err)
{
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (d->ctx[alg] &&
		    (d->broken ||
		     EVP_DigestUpdate(d->ctx[alg], data, size) != 1))
			return fail(err, alg);
	}
	return 0;
}

int hf_digester_finish(struct hf_digester *d, struct hf_digests *out,
		       struct hf_error *err)
{
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (!d->ctx[alg])
			continue;
		if (d->broken ||
		    EVP_DigestFinal_ex(d->ctx[alg], out->of[alg], NULL) != 1 ||
		    EVP_DigestInit_ex2(d->ctx[alg], NULL, NULL) != 1) {
			d->broken = true;
			return fail(err, alg);
		}
	}
	return 0;
}

const char *hf_engine_library(void)
{
	return OpenSSL_version(OPENSSL_VERSION);
}
