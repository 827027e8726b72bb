/*
 * Each lane's queue is walked by a cursor, one algorithm after another, while
 * the bytes are still near.  A step takes as many blocks as the shortest of
 * the pieces under the chosen cursors has; a stream's last blocks, with its
 * padding, are made ready beside it and taken like any others.
 *
 * Which kernel is best depends on how many lanes have something left: one of
 * sixteen lanes with two of them filled is slower than OpenSSL on each.  A
 * table of what was measured decides (docs/performance.md).
 */
#include "digest/multi.h"

#include <pthread.h>
#include <string.h>

#include "digest/single.h"

#define MAX_KERNELS	16

/* For each kernel: whether it may be used here. */
static bool usable[MAX_KERNELS];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static size_t forced = SIZE_MAX;

/* A block that each kernel must digest as OpenSSL does, in every lane. */
static bool answers_right(const struct hf_kernel *kernel)
{
	unsigned char block[HF_MAX_LANES][2 * HF_PIECE_BLOCK];
	union hf_chain_value by_kernel[HF_MAX_LANES], by_one[HF_MAX_LANES];
	union hf_chain_value *state[HF_MAX_LANES];
	const unsigned char *data[HF_MAX_LANES];
	const struct hf_multi_alg *alg = hf_multi_alg(kernel->alg);
	size_t blocks = sizeof(block[0]) / alg->block;

	for (unsigned int lane = 0; lane < kernel->lanes; lane++) {
		for (size_t i = 0; i < sizeof(block[0]); i++)
			block[lane][i] = (unsigned char)(37 * i + 101 * lane);
		by_kernel[lane] = by_one[lane] = alg->initial;
		state[lane] = &by_kernel[lane];
		data[lane] = block[lane];
		hf_single_blocks(kernel->alg, &by_one[lane], block[lane],
				 blocks);
	}
	kernel->run(state, data, blocks);
	for (unsigned int lane = 0; lane < kernel->lanes; lane++) {
		if (memcmp(&by_kernel[lane], &by_one[lane],
			   alg->word * alg->words) != 0)
			return false;
	}
	return true;
}

static void find_usable(void)
{
	const struct hf_kernel *kernel;

	for (size_t i = 0; i < MAX_KERNELS && (kernel = hf_kernel_at(i)); i++)
		usable[i] = kernel->usable() && answers_right(kernel);
}

static bool may_use(size_t i)
{
	pthread_once(&once, find_usable);
	return usable[i] && (forced == SIZE_MAX || forced == i);
}

bool hf_multi_usable(enum hf_alg alg)
{
	const struct hf_kernel *kernel;

	for (size_t i = 0; i < MAX_KERNELS && (kernel = hf_kernel_at(i)); i++) {
		if (kernel->alg == alg && may_use(i))
			return true;
	}
	return false;
}

const char *hf_multi_kernel_name(size_t i)
{
	const struct hf_kernel *kernel;

	for (size_t k = 0; k < MAX_KERNELS && (kernel = hf_kernel_at(k)); k++) {
		if (may_use(k) && i-- == 0)
			return kernel->name;
	}
	return NULL;
}

void hf_multi_force(size_t i)
{
	forced = i;
}

static double rate_of(const struct hf_kernel *kernel, size_t active)
{
	size_t filled = active < kernel->lanes ? active : kernel->lanes;

	return kernel->rate * (double)filled / kernel->lanes;
}

/*
 * The kernel that gets through most when @active lanes have something, with
 * the share of its lanes that would be filled; NULL: one stream by OpenSSL.
 */
static const struct hf_kernel *best_kernel(enum hf_alg alg, size_t active)
{
	const struct hf_kernel *best = NULL, *kernel;
	double most = forced == SIZE_MAX ? hf_single_rate(alg) : 0;

	for (size_t i = 0; i < MAX_KERNELS && (kernel = hf_kernel_at(i)); i++) {
		if (kernel->alg == alg && may_use(i) &&
		    rate_of(kernel, active) > most) {
			most = rate_of(kernel, active);
			best = kernel;
		}
	}
	return best;
}

double hf_multi_rate(enum hf_alg alg, size_t active)
{
	const struct hf_kernel *kernel = best_kernel(alg, active);

	return kernel ? rate_of(kernel, active) : hf_single_rate(alg);
}

/* Where a lane is: in a piece, or in the blocks that end its stream. */
struct cursor {
	struct hf_lane *lane;
	size_t piece;
	const unsigned char *at;
	size_t blocks;			/* left at @at */
	bool ending;
	unsigned char end[2 * HF_PIECE_BLOCK];
};

/* The bytes behind the last whole block, a one, zeros, and the length. */
static void make_end(struct cursor *c, const struct hf_multi_alg *alg)
{
	const struct hf_piece *piece = &c->lane->pieces[c->piece];
	size_t rest = piece->size % alg->block, field = 2 * alg->word;
	size_t size = rest + 1 + field <= alg->block ? alg->block
						     : 2 * alg->block;
	uint64_t bits = piece->stream->length * 8;

	memset(c->end, 0, size);
	memcpy(c->end, piece->data + piece->size - rest, rest);
	c->end[rest] = 0x80;
	for (size_t i = 0; i < 8; i++) {
		size_t place = alg->little_endian ? size - 8 + i
						  : size - 1 - i;

		c->end[place] = (unsigned char)(bits >> 8 * i);
	}
	c->at = c->end;
	c->blocks = size / alg->block;
	c->ending = true;
}

/* Go to where there are blocks; false at the end of the lane. */
static bool settle(struct cursor *c, const struct hf_multi_alg *alg)
{
	while (!c->blocks) {
		const struct hf_piece *piece = &c->lane->pieces[c->piece];

		if (c->at && !c->ending && piece->last) {
			make_end(c, alg);
			continue;
		}
		if (c->at)
			piece = &c->lane->pieces[++c->piece];
		while (c->piece < c->lane->n &&
		       !(piece->stream->algs & HF_ALG_BIT(alg->alg)))
			piece = &c->lane->pieces[++c->piece];
		if (c->piece == c->lane->n)
			return false;
		c->ending = false;
		c->at = piece->data;
		c->blocks = piece->size / alg->block;
	}
	return true;
}

static union hf_chain_value *value_of(const struct cursor *c, enum hf_alg alg)
{
	return &c->lane->pieces[c->piece].stream->value[alg];
}

static void take(struct cursor *c, const struct hf_multi_alg *alg,
		 size_t blocks)
{
	c->at += blocks * alg->block;
	c->blocks -= blocks;
}

/* One step of a kernel over the first lanes that are active. */
static void step(struct cursor **active, size_t n, const struct hf_kernel *k,
		 const struct hf_multi_alg *alg)
{
	union hf_chain_value *state[HF_MAX_LANES], nobody = alg->initial;
	const unsigned char *data[HF_MAX_LANES];
	size_t blocks = SIZE_MAX;

	if (n > k->lanes)
		n = k->lanes;
	for (size_t i = 0; i < n; i++) {
		state[i] = value_of(active[i], alg->alg);
		data[i] = active[i]->at;
		if (active[i]->blocks < blocks)
			blocks = active[i]->blocks;
	}
	/* Lanes that are not filled work for nobody. */
	for (size_t i = n; i < k->lanes; i++) {
		state[i] = &nobody;
		data[i] = data[0];
	}
	k->run(state, data, blocks);
	for (size_t i = 0; i < n; i++)
		take(active[i], alg, blocks);
}

static void run_algorithm(struct hf_lane *lanes, size_t n,
			  const struct hf_multi_alg *alg)
{
	struct cursor cursors[HF_MAX_LANES], *active[HF_MAX_LANES];
	size_t n_active = 0;

	for (size_t i = 0; i < n; i++) {
		cursors[i].lane = &lanes[i];
		cursors[i].piece = 0;
		cursors[i].at = NULL;
		cursors[i].blocks = 0;
		cursors[i].ending = false;
		if (settle(&cursors[i], alg))
			active[n_active++] = &cursors[i];
	}
	while (n_active) {
		const struct hf_kernel *kernel = best_kernel(alg->alg,
							     n_active);
		size_t left = 0;

		if (kernel) {
			step(active, n_active, kernel, alg);
		} else {
			hf_single_blocks(alg->alg,
					 value_of(active[0], alg->alg),
					 active[0]->at, active[0]->blocks);
			take(active[0], alg, active[0]->blocks);
		}
		for (size_t i = 0; i < n_active; i++) {
			if (settle(active[i], alg))
				active[left++] = active[i];
		}
		n_active = left;
	}
}

void hf_multi_begin(struct hf_multi_stream *stream, hf_alg_set set)
{
	stream->length = 0;
	stream->algs = set;
	for (int alg = 0; alg <= HF_SHA512; alg++) {
		if (set & HF_MULTI_ALGS & HF_ALG_BIT(alg))
			stream->value[alg] = hf_multi_alg(alg)->initial;
	}
}

void hf_multi_run(struct hf_lane *lanes, size_t n, hf_alg_set set)
{
	for (int alg = 0; alg <= HF_SHA512; alg++) {
		if (set & HF_MULTI_ALGS & HF_ALG_BIT(alg))
			run_algorithm(lanes, n, hf_multi_alg(alg));
	}
}

void hf_multi_digest(const struct hf_multi_stream *stream, enum hf_alg alg,
		     unsigned char *digest)
{
	const struct hf_multi_alg *a = hf_multi_alg(alg);
	const union hf_chain_value *value = &stream->value[alg];

	for (size_t i = 0; i < hf_alg_size(alg); i++) {
		size_t byte = i % a->word;
		size_t shift = 8 * (a->little_endian ? byte
						     : a->word - 1 - byte);
		uint64_t word = a->word == 8 ? value->w64[i / 8]
					     : value->w32[i / 4];

		digest[i] = (unsigned char)(word >> shift);
	}
}
