/*
 * Every kernel that this machine can run, against OpenSSL: every length from
 * nothing to four blocks, in every mix of lanes.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/constants.h"
#include "digest/multi.h"
#include "unit.h"

#define LENGTHS	(4 * 128 + 1)

static unsigned char bytes[LENGTHS + 64];

static void by_openssl(enum hf_alg alg, const unsigned char *data, size_t size,
		       struct hf_digests *out)
{
	struct hf_digester *d;
	struct hf_error err;

	assert_ok(hf_digester_new(&d, HF_ALG_BIT(alg), &err), &err);
	assert_ok(hf_digester_update(d, data, size, &err), &err);
	assert_ok(hf_digester_finish(d, out, &err), &err);
	hf_digester_free(d);
}

/* Lane i digests files of lengths first + i * step, ... : none like another. */
static void check_mix(enum hf_alg alg, size_t lanes, size_t first, size_t step)
{
	static struct hf_lane lane[HF_MAX_LANES];
	static struct hf_multi_stream streams[HF_MAX_LANES][3];
	struct hf_digests wanted, seen;

	for (size_t i = 0; i < lanes; i++) {
		lane[i].n = 0;
		for (size_t k = 0; k < 3; k++) {
			size_t size = (first + i * step + 131 * k) % LENGTHS;
			struct hf_multi_stream *s = &streams[i][k];

			hf_multi_begin(s, HF_ALG_BIT(alg));
			s->length = size;
			/* In two pieces, if there are whole blocks for one. */
			if (size >= HF_PIECE_BLOCK)
				lane[i].pieces[lane[i].n++] = (struct hf_piece){
					s, bytes + i, HF_PIECE_BLOCK, false };
			lane[i].pieces[lane[i].n++] = (struct hf_piece){
				s, bytes + i + (size >= HF_PIECE_BLOCK
						? HF_PIECE_BLOCK : 0),
				size >= HF_PIECE_BLOCK ? size - HF_PIECE_BLOCK
						       : size, true };
		}
	}
	hf_multi_run(lane, lanes, HF_ALG_BIT(alg));
	for (size_t i = 0; i < lanes; i++) {
		for (size_t k = 0; k < 3; k++) {
			hf_multi_digest(&streams[i][k], alg, seen.of[alg]);
			by_openssl(alg, bytes + i, streams[i][k].length,
				   &wanted);
			ck_assert_msg(!memcmp(seen.of[alg], wanted.of[alg],
					      hf_alg_size(alg)),
				      "%s, %zu lanes, length %zu",
				      hf_alg_name(alg), lanes,
				      (size_t)streams[i][k].length);
		}
	}
}

static const struct hf_kernel *kernel(size_t i)
{
	return hf_kernel_at(i);
}

START_TEST(each_kernel_agrees_with_openssl_at_every_length)
{
	const struct hf_kernel *k = kernel((size_t)_i);

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 131 + (i >> 3));
	if (!k || !k->usable())
		return;
	hf_multi_force((size_t)_i);
	ck_assert(hf_multi_usable(k->alg));
	for (size_t first = 0; first < LENGTHS; first++)
		check_mix(k->alg, 1 + first % HF_MAX_LANES, first, first % 37);
	hf_multi_force(SIZE_MAX);
}
END_TEST

START_TEST(the_choice_of_kernels_agrees_with_openssl_for_every_number_of_lanes)
{
	static const enum hf_alg algs[] = { HF_MD5, HF_SHA1, HF_SHA256,
					    HF_SHA512 };

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 197 + (i >> 2));
	for (size_t lanes = 1; lanes <= HF_MAX_LANES; lanes++) {
		for (size_t a = 0; a < 4; a++) {
			for (size_t first = 0; first < LENGTHS; first += 13)
				check_mix(algs[a], lanes, first, 29);
		}
	}
}
END_TEST

/* FIPS 180-4, 4.2: fractions of cube roots of primes, by long division. */
START_TEST(round_constants_follow_from_their_definition)
{
	unsigned int n = 0;

	for (unsigned int p = 2; n < 80; p++) {
		unsigned __int128 low = 0, high = (unsigned __int128)8 << 40;
		bool prime = true;

		for (unsigned int q = 2; q * q <= p; q++)
			prime &= p % q != 0;
		if (!prime)
			continue;
		/* The cube root of p, times 2^40, found by halving. */
		while (high - low > 1) {
			unsigned __int128 mid = (low + high) / 2;

			if (mid * mid / ((unsigned __int128)1 << 40) * mid <=
			    (unsigned __int128)p << 80)
				low = mid;
			else
				high = mid;
		}
		/* The first thirty bits of the fraction are then certain. */
		ck_assert_uint_eq(hf_sha512_k[n] >> 36,
				  (uint64_t)(low >> 12 & 0xfffffff));
		if (n < 64)
			ck_assert_uint_eq(hf_sha256_k[n],
					  hf_sha512_k[n] >> 32);
		n++;
	}
}
END_TEST

Suite *kernel_suite(void)
{
	Suite *s = suite_create("kernel");
	TCase *tc = tcase_create("kernel");

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, each_kernel_agrees_with_openssl_at_every_length,
			    0, 16);
	tcase_add_test(tc, the_choice_of_kernels_agrees_with_openssl_for_every_number_of_lanes);
	tcase_add_test(tc, round_constants_follow_from_their_definition);
	suite_add_tcase(s, tc);
	return s;
}
