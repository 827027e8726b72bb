/*
 * Every kernel that this machine can run, against OpenSSL: every length from
 * nothing to four blocks, in every mix of lanes.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/constants.h"
#include "digest/multi.h"
#include "digest/single.h"
#include "unit.h"

#define LENGTHS	(4 * 128 + 1)
#define QUEUE	3	/* streams in a lane, one behind the other */

static unsigned char bytes[LENGTHS + 64];

/* By OpenSSL: of the bytes from @lane on, so that no lane is like another. */
static struct wanted {
	unsigned char of[HF_MAX_LANES][LENGTHS][HF_DIGEST_MAX];
} *wanted;

static void ask_openssl(enum hf_alg alg)
{
	struct hf_digests digests;
	struct hf_digester *d;
	struct hf_error err;

	wanted = malloc(sizeof(*wanted));
	ck_assert_ptr_nonnull(wanted);
	unit_noise(bytes, sizeof(bytes), alg);
	assert_ok(hf_digester_new(&d, HF_ALG_BIT(alg), &err), &err);
	for (size_t lane = 0; lane < HF_MAX_LANES; lane++) {
		for (size_t size = 0; size < LENGTHS; size++) {
			require(hf_digester_update(d, bytes + lane, size,
						   &err) == 0);
			require(hf_digester_finish(d, &digests, &err) == 0);
			memcpy(wanted->of[lane][size], digests.of[alg],
			       hf_alg_size(alg));
		}
	}
	hf_digester_free(d);
}

/* A stream in two pieces, if there are whole blocks for one. */
static void queue(struct hf_lane *lane, struct hf_multi_stream *s,
		  const unsigned char *data, size_t size)
{
	size_t first = size >= HF_PIECE_BLOCK ? HF_PIECE_BLOCK : 0;

	s->length = size;
	if (first)
		lane->pieces[lane->n++] = (struct hf_piece){
			s, data, first, false };
	lane->pieces[lane->n++] = (struct hf_piece){
		s, data + first, size - first, true };
}

/*
 * Each lane in @mask digests streams of first + i * step bytes, and so on; the
 * other lanes have nothing.
 */
static void check_mix(enum hf_alg alg, unsigned int mask, size_t first,
		      size_t step)
{
	static struct hf_lane lane[HF_MAX_LANES];
	static struct hf_multi_stream streams[HF_MAX_LANES][QUEUE];
	unsigned char seen[HF_DIGEST_MAX];

	for (size_t i = 0; i < HF_MAX_LANES; i++) {
		lane[i].n = 0;
		for (size_t k = 0; mask & 1u << i && k < QUEUE; k++) {
			hf_multi_begin(&streams[i][k], HF_ALG_BIT(alg));
			queue(&lane[i], &streams[i][k], bytes + i,
			      (first + i * step + 131 * k) % LENGTHS);
		}
	}
	hf_multi_run(lane, HF_MAX_LANES, HF_ALG_BIT(alg));
	for (size_t i = 0; i < HF_MAX_LANES; i++) {
		for (size_t k = 0; mask & 1u << i && k < QUEUE; k++) {
			size_t size = (size_t)streams[i][k].length;

			hf_multi_digest(&streams[i][k], alg, seen);
			if (memcmp(seen, wanted->of[i][size],
				   hf_alg_size(alg)) != 0)
				ck_abort_msg("%s, lanes %#x, lane %zu, length %zu",
					     hf_alg_name(alg), mask, i, size);
		}
	}
}

/*
 * Every length in every lane, with one to all lanes filled; and every
 * choice of eight lanes, next to each other and apart.
 */
static void check_mixes(enum hf_alg alg)
{
	for (unsigned int n = 1; n <= HF_MAX_LANES; n++) {
		for (size_t first = 0; first < LENGTHS; first++)
			check_mix(alg, UINT32_MAX >> (32 - n), first,
				  first % 37);
	}
	for (unsigned int mask = 1; mask < 256; mask++) {
		unsigned int apart = 0;

		for (unsigned int i = 0; i < 8; i++)
			apart |= (mask >> i & 1) << 2 * i;
		check_mix(alg, mask << 8, 7 * mask, 29);
		check_mix(alg, apart, 11 * mask, 0);
		check_mix(alg, 0xffff & ~apart, 13 * mask, 1);
	}
}

START_TEST(each_kernel_agrees_with_openssl_at_every_length)
{
	const struct hf_kernel *k = hf_kernel_at((size_t)_i);

	ask_openssl(k->alg);
	hf_multi_force((size_t)_i);
	ck_assert(hf_multi_usable(k->alg));
	check_mixes(k->alg);
	hf_multi_force(SIZE_MAX);
	free(wanted);
}
END_TEST

START_TEST(the_choice_of_kernels_agrees_with_openssl_for_every_number_of_lanes)
{
	static const enum hf_alg algs[] = { HF_MD5, HF_SHA1, HF_SHA256,
					    HF_SHA512 };

	ask_openssl(algs[_i]);
	check_mixes(algs[_i]);
	free(wanted);
}
END_TEST

/*
 * Each kernel by itself: as many blocks as it is told, none of them too, in
 * each lane; and lanes that share a state and data, as those do that work for
 * nobody, leave the others alone.
 */
START_TEST(each_kernel_takes_as_many_blocks_as_it_is_told)
{
	const struct hf_kernel *k = hf_kernel_at((size_t)_i);
	union hf_chain_value by_kernel[HF_MAX_LANES], by_one[HF_MAX_LANES];
	union hf_chain_value *state[HF_MAX_LANES];
	const unsigned char *data[HF_MAX_LANES];
	const struct hf_multi_alg *alg;

	unit_noise(bytes, sizeof(bytes), 7);
	alg = hf_multi_alg(k->alg);
	for (size_t blocks = 0; blocks <= 4; blocks++) {
		for (unsigned int filled = 1; filled <= k->lanes; filled++) {
			for (unsigned int i = 0; i < k->lanes; i++) {
				by_kernel[i] = by_one[i] = alg->initial;
				by_kernel[i].w64[0] += i;
				by_one[i].w64[0] += i;
				state[i] = &by_kernel[i < filled ? i
						: k->lanes - 1];
				data[i] = bytes + (i < filled ? i : 0);
			}
			k->run(state, data, blocks);
			for (unsigned int i = 0; i < filled; i++) {
				hf_single_blocks(k->alg, &by_one[i], data[i],
						 blocks);
				ck_assert_msg(!memcmp(&by_kernel[i], &by_one[i],
						      alg->word * alg->words),
					"%s: %zu blocks, %u lanes, lane %u",
					k->name, blocks, filled, i);
			}
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
	for (int i = 0; hf_kernel_at((size_t)i); i++) {
		if (!hf_kernel_at((size_t)i)->usable())
			continue;
		tcase_add_loop_test(tc,
			each_kernel_agrees_with_openssl_at_every_length,
			i, i + 1);
		tcase_add_loop_test(tc,
			each_kernel_takes_as_many_blocks_as_it_is_told,
			i, i + 1);
	}
	tcase_add_loop_test(tc, the_choice_of_kernels_agrees_with_openssl_for_every_number_of_lanes,
			    0, 4);
	tcase_add_test(tc, round_constants_follow_from_their_definition);
	suite_add_tcase(s, tc);
	return s;
}
