/*
 * Streams of any lengths, cut into any pieces, dealt out over any lanes: each
 * kernel that this machine has, alone and then all as they are chosen, must
 * digest them as OpenSSL does.
 *
 * The input is a list of choices: how many streams and lanes; for each stream
 * a length and where in the noise it begins; and then round for round which
 * lane a stream goes to, and how much of it.  The end of the input gives all
 * that is left.
 */
#include "digest/multi.h"
#include "fuzz.h"

#define STREAMS		40
#define NOISE		(1u << 18)
#define TOTAL		(1u << 19)	/* more would be slow */
#define STEPS		4096

/* One piece: in which round, of which stream, in which lane. */
struct step {
	unsigned int round, stream, lane;
	size_t at, size;
	bool last;
	unsigned char *room, *data;	/* of its own: ASan sees where it ends */
};

static struct {
	size_t from, length;
	size_t dealt;		/* bytes of it that are in some step */
	hf_alg_set algs;
	struct hf_digests wanted;
} streams[STREAMS];

static unsigned int n_streams, n_lanes;
static struct step steps[STEPS];
static size_t n_steps;
static unsigned char noise[NOISE + 256];

/* xorshift32 (Marsaglia, 2003). */
static void make_noise(void)
{
	uint32_t x = 2463534242u;

	for (size_t i = 0; i < sizeof(noise); i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		noise[i] = (unsigned char)(x >> 24);
	}
}

/* Near an edge of a block as often as not; a long one now and then. */
static size_t choose_length(const uint8_t **data, size_t *size)
{
	static const size_t units[] = { 64, 128, 128, 1024, 4096, 65536 };
	unsigned int kind = choose(data, size, 64);
	size_t unit = units[kind < 6 ? kind : kind % 4];
	size_t length = unit * choose(data, size, unit > 4096 ? 4 : 6);
	unsigned int beside = choose(data, size, 256);

	return beside < 128 ? length + beside : length >= 256 - beside
						? length + beside - 256 : 0;
}

static void want(unsigned int i)
{
	struct hf_digester *d;
	struct hf_error err;

	must(hf_digester_new(&d, HF_MULTI_ALGS, &err) == 0);
	must(hf_digester_update(d, noise + streams[i].from, streams[i].length,
				&err) == 0);
	must(hf_digester_finish(d, &streams[i].wanted, &err) == 0);
	hf_digester_free(d);
}

static void choose_streams(const uint8_t **data, size_t *size)
{
	static const enum hf_alg algs[] = { HF_MD5, HF_SHA1, HF_SHA256,
					    HF_SHA512 };

	size_t total = 0;

	n_lanes = 1 + choose(data, size, HF_MAX_LANES);
	n_streams = 1 + choose(data, size, STREAMS);
	for (unsigned int i = 0; i < n_streams; i++) {
		unsigned int without = choose(data, size, 64);

		streams[i].dealt = 0;
		streams[i].length = choose_length(data, size);
		streams[i].from = choose(data, size, 251);
		if (total + streams[i].length > TOTAL)
			streams[i].length %= 4 * HF_PIECE_BLOCK;
		total += streams[i].length;
		/* Mostly all four; some lack one, and are passed over. */
		streams[i].algs = HF_MULTI_ALGS;
		if (without < 4)
			streams[i].algs &= ~HF_ALG_BIT(algs[without]);
		want(i);
	}
}

/* The next piece of a stream: whole blocks, or all that is left. */
static void add_step(unsigned int round, unsigned int stream,
		     unsigned int lane, size_t blocks)
{
	struct step *s = &steps[n_steps++];
	size_t at = streams[stream].dealt;
	size_t pad = 1 + (at / HF_PIECE_BLOCK + 5 * stream) % 16;

	*s = (struct step){ .round = round, .stream = stream, .lane = lane,
			    .at = at };
	s->size = streams[stream].length - at;
	s->last = blocks == 0 || blocks * HF_PIECE_BLOCK > s->size;
	if (!s->last)
		s->size = blocks * HF_PIECE_BLOCK;
	streams[stream].dealt += s->size;
	/* No kernel may count on an address that is a multiple of anything. */
	s->room = malloc(pad + s->size);
	must(s->room);
	s->data = s->room + pad;
	memcpy(s->data, noise + streams[stream].from + at, s->size);
}

static void deal_out(const uint8_t **data, size_t *size)
{
	bool ended[STREAMS] = { false };
	unsigned int left = n_streams;

	n_steps = 0;
	for (unsigned int round = 0; left; round++) {
		unsigned int filled[HF_MAX_LANES] = { 0 };

		for (unsigned int i = 0; i < n_streams; i++) {
			unsigned int lane = (i + choose(data, size, 64)) %
					    n_lanes;
			unsigned int pieces = 1 + choose(data, size, 4);

			while (!ended[i] && pieces-- &&
			       filled[lane] < HF_LANE_PIECES) {
				bool room = n_steps + 2 * STREAMS < STEPS;

				filled[lane]++;
				add_step(round, i, lane, !room ? 0 :
					 choose(data, size, 40));
				ended[i] = steps[n_steps - 1].last;
				left -= ended[i];
			}
		}
	}
}

/* All that was dealt out, for the algorithms of @set. */
static void run(hf_alg_set set)
{
	static struct hf_multi_stream multi[STREAMS];
	static struct hf_lane lanes[HF_MAX_LANES];
	size_t i = 0;

	for (unsigned int k = 0; k < n_streams; k++)
		hf_multi_begin(&multi[k], streams[k].algs & set);
	while (i < n_steps) {
		unsigned int round = steps[i].round;

		for (unsigned int k = 0; k < n_lanes; k++)
			lanes[k].n = 0;
		for (; i < n_steps && steps[i].round == round; i++) {
			const struct step *s = &steps[i];
			struct hf_lane *lane = &lanes[s->lane];

			multi[s->stream].length = s->at + s->size;
			lane->pieces[lane->n++] = (struct hf_piece){
				&multi[s->stream], s->data, s->size, s->last };
		}
		hf_multi_run(lanes, n_lanes, set);
	}
	for (unsigned int k = 0; k < n_streams; k++) {
		for (int alg = 0; alg <= HF_SHA512; alg++) {
			unsigned char seen[HF_DIGEST_MAX];

			if (!(streams[k].algs & set & HF_ALG_BIT(alg)))
				continue;
			hf_multi_digest(&multi[k], alg, seen);
			must(!memcmp(seen, streams[k].wanted.of[alg],
				     hf_alg_size(alg)));
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool begun;
	const struct hf_kernel *kernel;

	if (!begun)
		make_noise();
	begun = true;
	choose_streams(&data, &size);
	deal_out(&data, &size);
	run(HF_MULTI_ALGS);
	for (size_t i = 0; (kernel = hf_kernel_at(i)); i++) {
		if (!kernel->usable())
			continue;
		hf_multi_force(i);
		/* Or it has failed at the known answers. */
		must(hf_multi_usable(kernel->alg));
		run(HF_ALG_BIT(kernel->alg));
		hf_multi_force(SIZE_MAX);
	}
	while (n_steps)
		free(steps[--n_steps].room);
	return 0;
}
