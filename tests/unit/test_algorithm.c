#include "unit.h"

#include <string.h>

#include "digest/algorithm.h"

static const struct {
	enum hf_alg alg;
	const char *name;
	size_t size;
	bool weak;
} algorithms[] = {
	{ HF_MD5, "md5", 16, true },
	{ HF_SHA1, "sha1", 20, true },
	{ HF_SHA224, "sha224", 28, false },
	{ HF_SHA256, "sha256", 32, false },
	{ HF_SHA384, "sha384", 48, false },
	{ HF_SHA512, "sha512", 64, false },
	{ HF_SHA512_256, "sha512256", 32, false },
	{ HF_SHA3_224, "sha3224", 28, false },
	{ HF_SHA3_256, "sha3256", 32, false },
	{ HF_SHA3_384, "sha3384", 48, false },
	{ HF_SHA3_512, "sha3512", 64, false },
	{ HF_BLAKE2S_256, "blake2s256", 32, false },
	{ HF_BLAKE2B_512, "blake2b512", 64, false },
};

START_TEST(each_algorithm_is_as_its_standard_says)
{
	enum hf_alg alg = algorithms[_i].alg, parsed = HF_ALG_COUNT;

	ck_assert_int_eq(COUNT(algorithms), HF_ALG_COUNT);
	ck_assert_str_eq(hf_alg_name(alg), algorithms[_i].name);
	ck_assert_uint_eq(hf_alg_size(alg), algorithms[_i].size);
	ck_assert_uint_le(hf_alg_size(alg), HF_DIGEST_MAX);
	ck_assert_int_eq(hf_alg_is_weak(alg), algorithms[_i].weak);
	ck_assert(hf_alg_parse(hf_alg_name(alg), &parsed));
	ck_assert_int_eq(parsed, alg);
	ck_assert_uint_eq(HF_ALG_BIT(alg), 1u << alg);
}
END_TEST

/* RFC 8493, 2.4: case, and what is no letter or digit, do not count. */
static const struct {
	const char *name;
	enum hf_alg alg;
} spellings[] = {
	{ "MD5", HF_MD5 }, { "md-5", HF_MD5 },
	{ "SHA1", HF_SHA1 }, { "SHA-1", HF_SHA1 },
	{ "SHA256", HF_SHA256 }, { "SHA-256", HF_SHA256 },
	{ "sha_256", HF_SHA256 }, { " sha 256 ", HF_SHA256 },
	{ "Sha-512", HF_SHA512 }, { "SHA-512/256", HF_SHA512_256 },
	{ "sha512-256", HF_SHA512_256 }, { "SHA3-256", HF_SHA3_256 },
	{ "sha3_512", HF_SHA3_512 }, { "BLAKE2b-512", HF_BLAKE2B_512 },
	{ "blake2s-256", HF_BLAKE2S_256 },
	{ "----------------------------------sha256", HF_SHA256 },
};

START_TEST(a_name_may_be_spelled_in_many_ways)
{
	enum hf_alg alg = HF_ALG_COUNT;

	ck_assert_msg(hf_alg_parse(spellings[_i].name, &alg), "%s",
		      spellings[_i].name);
	ck_assert_int_eq(alg, spellings[_i].alg);
}
END_TEST

static const char *const unknown[] = {
	"", "-", "sha", "sha2", "sha2566", "sha25", "xsha256", "sha3",
	"sha-3", "md4", "md55", "crc32", "whirlpool", "sha512224",
	"blake2b", "blake3", "sha\xc2\xb2" "56", "s\xc5\xbf" "a256",
	"sha256sha256sha256sha256sha256",
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
};

START_TEST(unknown_names_are_refused)
{
	enum hf_alg alg = HF_SHA512;

	ck_assert_msg(!hf_alg_parse(unknown[_i], &alg), "%s", unknown[_i]);
	ck_assert_int_eq(alg, HF_SHA512);
}
END_TEST

Suite *algorithm_suite(void)
{
	Suite *s = suite_create("algorithm");
	TCase *tc = unit_case(s, "algorithm");

	tcase_add_loop_test(tc, each_algorithm_is_as_its_standard_says, 0,
			    HF_ALG_COUNT);
	tcase_add_loop_test(tc, a_name_may_be_spelled_in_many_ways, 0,
			    COUNT(spellings));
	tcase_add_loop_test(tc, unknown_names_are_refused, 0, COUNT(unknown));
	return s;
}
