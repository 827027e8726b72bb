#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "digest/pipe.h"

#define KIB	((size_t)1024)
#define MIB	((size_t)1024 * 1024)
#define LARGEST	(5 * MIB)
#define SHIFTS	64		/* of the bytes, so that items differ */
#define MOST	8192		/* items of a test */
#define ALL	(HF_ALG_BIT(HF_ALG_COUNT) - 1)

static unsigned char bytes[LARGEST + SHIFTS];

/* What goes through a pipe, and what has come out of it. */
struct flow {
	struct { size_t size; hf_alg_set algs; } items[MOST];
	uint64_t begun, ended;	/* items handed in */
	uint64_t told;		/* and those told of */
	uint64_t fail_at;	/* the callback fails at this one; or MOST */
	bool failed;
};

static const unsigned char *bytes_of(uint64_t item)
{
	return bytes + item % SHIFTS;
}

/* As OpenSSL has it, all at once, through the digester that is tested apart. */
static void check_digests(uint64_t item, size_t size, hf_alg_set algs,
			  const struct hf_digests *digests)
{
	struct hf_digester *digester;
	struct hf_digests right;
	struct hf_error err;

	if (!algs)
		return;
	require(hf_digester_new(&digester, algs, &err) == 0);
	require(hf_digester_update(digester, bytes_of(item), size, &err) == 0);
	require(hf_digester_finish(digester, &right, &err) == 0);
	hf_digester_free(digester);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (algs & HF_ALG_BIT(alg))
			require(!memcmp(digests->of[alg], right.of[alg],
					hf_alg_size(alg)));
	}
}

/* In the order of the items, each once, and only when it has ended. */
static int take(void *ctx, uint64_t item, hf_alg_set algs,
		const struct hf_digests *digests, struct hf_error *err)
{
	struct flow *flow = ctx;

	require(!flow->failed);
	require(item == flow->told && item < flow->ended);
	require(algs == flow->items[item].algs);
	if (item == flow->fail_at) {
		flow->failed = true;
		return hf_fail(err, HF_EREFUSED, "this one is refused");
	}
	check_digests(item, flow->items[item].size, algs, digests);
	flow->told++;
	return 0;
}

/* Hand in one item, @step bytes at a time. */
static int hand_in(struct hf_pipe *pipe, struct flow *flow, size_t size,
		   hf_alg_set algs, size_t step, struct hf_error *err)
{
	uint64_t item = flow->begun++;

	flow->items[item].size = size;
	flow->items[item].algs = algs;
	if (hf_pipe_begin(pipe, item, algs, err) < 0)
		return -1;
	for (size_t at = 0; at < size; at += step) {
		size_t n = size - at < step ? size - at : step;

		if (hf_pipe_write(pipe, bytes_of(item) + at, n, err) < 0)
			return -1;
	}
	flow->ended++;
	hf_pipe_end(pipe);
	return 0;
}

static struct hf_pipe *begin(struct flow *flow, unsigned int jobs)
{
	struct hf_pipe *pipe;
	struct hf_error err;

	memset(flow, 0, sizeof(*flow));
	flow->fail_at = MOST;
	assert_ok(hf_pipe_new(&pipe, jobs, take, flow, &err), &err);
	return pipe;
}

static void end(struct hf_pipe *pipe, struct flow *flow)
{
	struct hf_error err;

	assert_ok(hf_pipe_finish(pipe, &err), &err);
	ck_assert_uint_eq(flow->told, flow->begun);
	hf_pipe_free(pipe);
}

static struct flow flow;
static const unsigned int jobs_of[] = { 1, 2, 5 };

static const size_t sizes[] = {
	0, 1, 63, 64, MIB - 1, MIB, MIB + 1, LARGEST,
};
static const hf_alg_set sets[] = {
	HF_ALG_BIT(HF_SHA512), HF_ALG_BIT(HF_MD5) | HF_ALG_BIT(HF_SHA1),
	HF_ALG_BIT(HF_SHA256), ALL, 0,
};
static const size_t steps[] = { LARGEST, 256 * KIB, 4099, MIB + 1 };

/* Each size behind each other, so that each begins everywhere in a chunk. */
START_TEST(test_pairs)
{
	struct hf_pipe *pipe = begin(&flow, jobs_of[_i]);
	struct hf_error err;
	size_t n = 0;

	for (int i = 0; i < COUNT(sizes); i++) {
		for (int j = 0; j < COUNT(sizes); j++) {
			assert_ok(hand_in(pipe, &flow, sizes[i], sets[n % 3],
					  steps[n % 4], &err), &err);
			assert_ok(hand_in(pipe, &flow, sizes[j],
					  sets[(n + 1) % 3], steps[n % 4],
					  &err), &err);
			n++;
		}
	}
	end(pipe, &flow);
}
END_TEST

/* Each size with each set of algorithms, also those that nobody wants. */
START_TEST(test_sets)
{
	struct hf_pipe *pipe = begin(&flow, jobs_of[_i]);
	struct hf_error err;

	for (int i = 0; i < COUNT(sizes); i++) {
		for (int j = 0; j < COUNT(sets); j++)
			assert_ok(hand_in(pipe, &flow, sizes[i], sets[j],
					  LARGEST, &err), &err);
	}
	end(pipe, &flow);
}
END_TEST

START_TEST(test_mixes)
{
	struct hf_pipe *pipe = begin(&flow, jobs_of[_i % COUNT(jobs_of)]);
	unsigned char dice[3 * 64];
	struct hf_error err;

	unit_noise(dice, sizeof(dice), (unsigned int)_i + 1);
	for (int i = 0; i < 64; i++) {
		const unsigned char *d = dice + 3 * i;

		assert_ok(hand_in(pipe, &flow,
				  /* Of the largest, not too many. */
				  sizes[d[0] % (d[0] > 240 ? 8 : 7)],
				  sets[d[1] % COUNT(sets)],
				  steps[d[2] % COUNT(steps)], &err), &err);
	}
	end(pipe, &flow);
}
END_TEST

/* More of them in a chunk than it has pieces. */
START_TEST(test_tiny)
{
	struct hf_pipe *pipe = begin(&flow, jobs_of[_i % COUNT(jobs_of)]);
	size_t most = _i < COUNT(jobs_of) ? 1 : 3;
	struct hf_error err;

	for (size_t i = 0; i < 5000; i++)
		require(hand_in(pipe, &flow, i % most,
				HF_ALG_BIT(HF_SHA256), 1, &err) == 0);
	end(pipe, &flow);
}
END_TEST

/* A large one behind just so many tiny ones as there are pieces, or nearly. */
START_TEST(test_last_piece)
{
	for (size_t tiny = 1022; tiny <= 1026; tiny++) {
		struct hf_pipe *pipe = begin(&flow, 2);
		struct hf_error err;

		for (size_t i = 0; i < tiny; i++)
			require(hand_in(pipe, &flow, i % 2,
					HF_ALG_BIT(HF_MD5), 1, &err) == 0);
		assert_ok(hand_in(pipe, &flow, 3 * MIB, HF_ALG_BIT(HF_MD5),
				  LARGEST, &err), &err);
		end(pipe, &flow);
	}
}
END_TEST

START_TEST(test_nothing)
{
	end(begin(&flow, jobs_of[_i]), &flow);
}
END_TEST

/* Who is told says no: that ends it, and nobody is told again. */
START_TEST(test_callback_fails)
{
	static const uint64_t fail_at[] = { 0, 1, 7, 1023, 1024, 2999 };

	for (int i = 0; i < COUNT(fail_at); i++) {
		struct hf_pipe *pipe = begin(&flow, jobs_of[_i]);
		struct hf_error err = { 0 };
		int ret = 0;

		flow.fail_at = fail_at[i];
		for (size_t n = 0; n < 3000 && ret == 0; n++)
			ret = hand_in(pipe, &flow, n % 100 ? 3 : 100 * KIB,
				      HF_ALG_BIT(HF_SHA1), LARGEST, &err);
		if (ret == 0)
			ret = hf_pipe_finish(pipe, &err);
		ck_assert_int_eq(ret, -1);
		ck_assert_int_eq(err.code, HF_EREFUSED);
		ck_assert_uint_eq(flow.told, fail_at[i]);
		hf_pipe_free(pipe);
	}
}
END_TEST

/* Given up between two items, and within one; and never begun. */
START_TEST(test_given_up)
{
	for (int within = 0; within < 2; within++) {
		struct hf_pipe *pipe = begin(&flow, jobs_of[_i]);
		struct hf_error err;

		for (int i = 0; i < COUNT(sizes); i++)
			assert_ok(hand_in(pipe, &flow, sizes[i], ALL, LARGEST,
					  &err), &err);
		if (within) {
			assert_ok(hf_pipe_begin(pipe, 100, ALL, &err), &err);
			assert_ok(hf_pipe_write(pipe, bytes, 3 * MIB, &err),
				  &err);
		}
		hf_pipe_free(pipe);
	}
	hf_pipe_free(NULL);
}
END_TEST

static void setup(void)
{
	unit_noise(bytes, sizeof(bytes), 1);
}

Suite *pipe_suite(void)
{
	Suite *suite = suite_create("pipe");
	TCase *tc = unit_case(suite, "pipe");

	tcase_add_unchecked_fixture(tc, setup, NULL);
	tcase_add_loop_test(tc, test_pairs, 0, COUNT(jobs_of));
	tcase_add_loop_test(tc, test_sets, 0, COUNT(jobs_of));
	tcase_add_loop_test(tc, test_mixes, 0, 12);
	tcase_add_loop_test(tc, test_tiny, 0, 2 * COUNT(jobs_of));
	tcase_add_test(tc, test_last_piece);
	tcase_add_loop_test(tc, test_nothing, 0, COUNT(jobs_of));
	tcase_add_loop_test(tc, test_callback_fails, 0, COUNT(jobs_of));
	tcase_add_loop_test(tc, test_given_up, 0, COUNT(jobs_of));
	return suite;
}
