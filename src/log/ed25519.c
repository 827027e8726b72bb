#include "log/ed25519.h"

#include <openssl/err.h>
#include <openssl/evp.h>

/* What OpenSSL queued is ours to clear: nobody else reads it. */
static int failed(struct hf_error *err, const char *what)
{
	ERR_clear_error();
	return hf_fail(err, HF_ELIB, "OpenSSL cannot %s with Ed25519", what);
}

int hf_ed25519_public(unsigned char key[HF_ED25519_KEY_SIZE],
		      const unsigned char seed[HF_ED25519_KEY_SIZE],
		      struct hf_error *err)
{
	size_t size = HF_ED25519_KEY_SIZE;
	EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
						      seed, size);
	bool done = pkey && EVP_PKEY_get_raw_public_key(pkey, key, &size) == 1;

	EVP_PKEY_free(pkey);
	return done ? 0 : failed(err, "make a key");
}

int hf_ed25519_sign(unsigned char signature[HF_ED25519_SIZE],
		    const unsigned char seed[HF_ED25519_KEY_SIZE],
		    const void *data, size_t size, struct hf_error *err)
{
	size_t len = HF_ED25519_SIZE;
	EVP_PKEY *pkey = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
						      seed,
						      HF_ED25519_KEY_SIZE);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool done = pkey && ctx &&
		EVP_DigestSignInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
		EVP_DigestSign(ctx, signature, &len, data, size) == 1 &&
		len == HF_ED25519_SIZE;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	return done ? 0 : failed(err, "sign");
}

bool hf_ed25519_holds(const unsigned char signature[HF_ED25519_SIZE],
		      const unsigned char key[HF_ED25519_KEY_SIZE],
		      const void *data, size_t size)
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
						     key, HF_ED25519_KEY_SIZE);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool holds = pkey && ctx &&
		EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
		EVP_DigestVerify(ctx, signature, HF_ED25519_SIZE, data,
				 size) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	if (!holds)
		ERR_clear_error();
	return holds;
}
