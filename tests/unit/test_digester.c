#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "digest/digester.h"

/*
 * The answers of RFC 1321, FIPS 180-4, FIPS 202 and RFC 7693, as sha512sum and
 * its kin give them and `openssl dgst` does: for nothing, for "abc", and for a
 * million times "a".
 */
static const struct {
	enum hf_alg alg;
	const char *answers[3];
} vectors[] = {
	{ HF_MD5,
	  { "d41d8cd98f00b204e9800998ecf8427e",
	    "900150983cd24fb0d6963f7d28e17f72",
	    "7707d6ae4e027c70eea2a935c2296f21" } },
	{ HF_SHA1,
	  { "da39a3ee5e6b4b0d3255bfef95601890afd80709",
	    "a9993e364706816aba3e25717850c26c9cd0d89d",
	    "34aa973cd4c4daa4f61eeb2bdbad27316534016f" } },
	{ HF_SHA224,
	  { "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62a"
	    "c5b3e42f",
	    "23097d223405d8228642a477bda255b32aadbce4bda0b3f7"
	    "e36c9da7",
	    "20794655980c91d8bbb4c1ea97618a4bf03f42581948b2ee"
	    "4ee7ad67" } },
	{ HF_SHA256,
	  { "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934c"
	    "a495991b7852b855",
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9c"
	    "b410ff61f20015ad",
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e"
	    "046d39ccc7112cd0" } },
	{ HF_SHA384,
	  { "38b060a751ac96384cd9327eb1b1e36a21fdb71114be0743"
	    "4c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
	    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"
	    "1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
	    "9d0e1809716474cb086e834e310a4a1ced149e9c00f24852"
	    "7972cec5704c2a5b07b8b3dc38ecc4ebae97ddd87f3d8985" } },
	{ HF_SHA512,
	  { "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc"
	    "83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f"
	    "63b931bd47417a81a538327af927da3e",
	    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea2"
	    "0a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
	    "454d4423643ce80e2a9ac94fa54ca49f",
	    "e718483d0ce769644e2e42c7bc15b4638e1f98b13b204428"
	    "5632a803afa973ebde0ff244877ea60a4cb0432ce577c31b"
	    "eb009c5c2c49aa2e4eadb217ad8cc09b" } },
	{ HF_SHA512_256,
	  { "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f97374"
	    "98d0c01ecef0967a",
	    "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46"
	    "e0e2f13107e7af23",
	    "9a59a052930187a97038cae692f30708aa6491923ef51943"
	    "94dc68d56c74fb21" } },
	{ HF_SHA3_224,
	  { "6b4e03423667dbb73b6e15454f0eb1abd4597f9a1b078e3f"
	    "5b5a6bc7",
	    "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad"
	    "73b46fdf",
	    "d69335b93325192e516a912e6d19a15cb51c6ed5c15243e7"
	    "a7fd653c" } },
	{ HF_SHA3_256,
	  { "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa"
	    "82d80a4b80f8434a",
	    "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b"
	    "46bfe24511431532",
	    "5c8875ae474a3634ba4fd55ec85bffd661f32aca75c6d699"
	    "d0cdcb6c115891c1" } },
	{ HF_SHA3_384,
	  { "0c63a75b845e4f7d01107d852e4c2485c51a50aaaa94fc61"
	    "995e71bbee983a2ac3713831264adb47fb6bd1e058d5f004",
	    "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c25"
	    "96da7cf0e49be4b298d88cea927ac7f539f1edf228376d25",
	    "eee9e24d78c1855337983451df97c8ad9eedf256c6334f8e"
	    "948d252d5e0e76847aa0774ddb90a842190d2c558b4b8340" } },
	{ HF_SHA3_512,
	  { "a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859"
	    "e0d1dcc1475c80a615b2123af1f5f94c11e3e9402c3ac558"
	    "f500199d95b6d3e301758586281dcd26",
	    "b751850b1a57168a5693cd924b6b096e08f621827444f70d"
	    "884f5d0240d2712e10e116e9192af3c91a7ec57647e39340"
	    "57340b4cf408d5a56592f8274eec53f0",
	    "3c3a876da14034ab60627c077bb98f7e120a2a5370212dff"
	    "b3385a18d4f38859ed311d0a9d5141ce9cc5c66ee689b266"
	    "a8aa18ace8282a0e0db596c90b0a7b87" } },
	{ HF_BLAKE2S_256,
	  { "69217a3079908094e11121d042354a7c1f55b6482ca1a51e"
	    "1b250dfd1ed0eef9",
	    "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a29"
	    "4d999b4c86675982",
	    "bec0c0e6cde5b67acb73b81f79a67a4079ae1c60dac9d266"
	    "1af18e9f8b50dfa5" } },
	{ HF_BLAKE2B_512,
	  { "786a02f742015903c6c6fd852552d272912f4740e1584761"
	    "8a86e217f71f5419d25e1031afee585313896444934eb04b"
	    "903a685b1448b755d56f701afe9be2ce",
	    "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b7"
	    "4b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc95"
	    "18d38aa8dbf1925ab92386edd4009923",
	    "98fb3efb7206fd19ebf69b6f312cf7b64e3b94dbe1a17107"
	    "913975a793f177e1d077609d7fba363cbba00d05f7aa4e4f"
	    "a8715d6428104c0a75643b0ff3fd3eaf" } },
};

#define MILLION	1000000

static char *message(int i, size_t *size_ret)
{
	char *data = malloc(MILLION);

	ck_assert_ptr_nonnull(data);
	memset(data, 'a', MILLION);
	if (i == 1)
		memcpy(data, "abc", 3);
	*size_ret = i == 0 ? 0 : i == 1 ? 3 : MILLION;
	return data;
}

static void check_answer(const struct hf_digests *digests, int vector, int i)
{
	enum hf_alg alg = vectors[vector].alg;
	char hex[HF_HEX_MAX];

	hf_hex_encode(hex, digests->of[alg], hf_alg_size(alg));
	ck_assert_str_eq(hex, vectors[vector].answers[i]);
}

START_TEST(known_answers)
{
	int vector = _i / 3, i = _i % 3;
	struct hf_digester *d = NULL;
	struct hf_digests digests;
	struct hf_error err;
	size_t size;
	char *data = message(i, &size);

	ck_assert_int_eq(COUNT(vectors), HF_ALG_COUNT);
	assert_ok(hf_digester_new(&d, HF_ALG_BIT(vectors[vector].alg), &err),
		  &err);
	assert_ok(hf_digester_update(d, data, size, &err), &err);
	assert_ok(hf_digester_finish(d, &digests, &err), &err);
	check_answer(&digests, vector, i);
	hf_digester_free(d);
	free(data);
}
END_TEST

START_TEST(all_algorithms_at_once_and_in_pieces)
{
	static const size_t steps[] = { 61, 64, 127, 4096, MILLION };
	struct hf_digester *d = NULL;
	struct hf_digests digests;
	struct hf_error err;

	assert_ok(hf_digester_new(&d, HF_ALG_BIT(HF_ALG_COUNT) - 1, &err),
		  &err);
	/* One digester for all: it is ready again after each message. */
	for (int i = 0; i < 3; i++) {
		size_t step = i == 1 ? 1 : steps[_i], size;
		char *data = message(i, &size);

		for (size_t at = 0; at < size; at += step)
			assert_ok(hf_digester_update(d, data + at,
				  size - at < step ? size - at : step, &err),
				  &err);
		assert_ok(hf_digester_update(d, data, 0, &err), &err);
		assert_ok(hf_digester_finish(d, &digests, &err), &err);
		for (int vector = 0; vector < COUNT(vectors); vector++)
			check_answer(&digests, vector, i);
		free(data);
	}
	hf_digester_free(d);
}
END_TEST

START_TEST(what_was_not_asked_for_is_not_touched)
{
	struct hf_digester *d = NULL;
	struct hf_digests digests;
	struct hf_error err;
	unsigned char untouched[HF_DIGEST_MAX];

	memset(&digests, 0x5a, sizeof(digests));
	memset(untouched, 0x5a, sizeof(untouched));
	assert_ok(hf_digester_new(&d, HF_ALG_BIT(HF_SHA256), &err), &err);
	assert_ok(hf_digester_finish(d, &digests, &err), &err);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		size_t size = alg == HF_SHA256 ? hf_alg_size(alg) : 0;

		ck_assert(!memcmp(digests.of[alg] + size, untouched + size,
				  HF_DIGEST_MAX - size));
	}
	hf_digester_free(d);
}
END_TEST

START_TEST(nothing_is_freed_without_harm)
{
	hf_digester_free(NULL);
}
END_TEST

Suite *digester_suite(void)
{
	Suite *s = suite_create("digester");
	TCase *tc = unit_case(s, "digester");

	tcase_add_loop_test(tc, known_answers, 0, 3 * COUNT(vectors));
	tcase_add_loop_test(tc, all_algorithms_at_once_and_in_pieces, 0, 5);
	tcase_add_test(tc, what_was_not_asked_for_is_not_touched);
	tcase_add_test(tc, nothing_is_freed_without_harm);
	return s;
}
