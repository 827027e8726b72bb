/*
 * EVP cannot begin from a chaining value, but the functions below it can.
 * They are deprecated in OpenSSL 3 and still its fastest code for a stream.
 */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "digest/single.h"

#include <openssl/md5.h>
#include <openssl/sha.h>
#include <string.h>

static void md5(union hf_chain_value *value, const unsigned char *data,
		size_t size)
{
	MD5_CTX ctx = { .A = value->w32[0], .B = value->w32[1],
			.C = value->w32[2], .D = value->w32[3] };

	MD5_Update(&ctx, data, size);
	value->w32[0] = ctx.A;
	value->w32[1] = ctx.B;
	value->w32[2] = ctx.C;
	value->w32[3] = ctx.D;
}

static void sha1(union hf_chain_value *value, const unsigned char *data,
		 size_t size)
{
	SHA_CTX ctx = { .h0 = value->w32[0], .h1 = value->w32[1],
			.h2 = value->w32[2], .h3 = value->w32[3],
			.h4 = value->w32[4] };

	SHA1_Update(&ctx, data, size);
	value->w32[0] = ctx.h0;
	value->w32[1] = ctx.h1;
	value->w32[2] = ctx.h2;
	value->w32[3] = ctx.h3;
	value->w32[4] = ctx.h4;
}

static void sha256(union hf_chain_value *value, const unsigned char *data,
		   size_t size)
{
	SHA256_CTX ctx = { .md_len = SHA256_DIGEST_LENGTH };

	memcpy(ctx.h, value->w32, sizeof(ctx.h));
	SHA256_Update(&ctx, data, size);
	memcpy(value->w32, ctx.h, sizeof(ctx.h));
}

static void sha512(union hf_chain_value *value, const unsigned char *data,
		   size_t size)
{
	SHA512_CTX ctx = { .md_len = SHA512_DIGEST_LENGTH };

	memcpy(ctx.h, value->w64, sizeof(ctx.h));
	SHA512_Update(&ctx, data, size);
	memcpy(value->w64, ctx.h, sizeof(ctx.h));
}

static const struct {
	void (*run)(union hf_chain_value *value, const unsigned char *data,
		    size_t size);
	double rate;
} singles[HF_ALG_COUNT] = {
	[HF_MD5]    = { md5, 0.75 },
	[HF_SHA1]   = { sha1, 1.9 },
	[HF_SHA256] = { sha256, 1.8 },
	[HF_SHA512] = { sha512, 0.83 },
};

void hf_single_blocks(enum hf_alg alg, union hf_chain_value *value,
		      const unsigned char *data, size_t blocks)
{
	singles[alg].run(value, data, blocks * hf_multi_alg(alg)->block);
}

double hf_single_rate(enum hf_alg alg)
{
	return singles[alg].rate;
}
