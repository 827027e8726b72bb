#include "digest/pipe.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "digest/engine.h"

#define CHUNK_SIZE	(1024 * 1024)
#define CHUNKS		4
#define PIECES		1024	/* in a chunk */
#define THREADS		HF_ALG_COUNT

/* An item, from its first byte until its digests were told. */
struct passing {
	uint64_t item;
	hf_alg_set algs;
	struct hf_digests digests;
	uint64_t last;		/* the chunk that has its end */
	struct passing *next;
};

/* What of an item lies in a chunk. */
struct piece {
	struct passing *of;
	size_t at, size;
	bool last;
};

struct chunk {
	unsigned char *data;
	size_t used, n_pieces;
	struct piece pieces[PIECES];
};

/*
 * Chunks are numbered as they come.  Each algorithm goes through all of them,
 * one after the other, and so needs one digester.
 */
struct hf_pipe {
	hf_pipe_fn *done;
	void *ctx;
	struct chunk chunks[CHUNKS];
	pthread_mutex_t lock;
	pthread_cond_t work, hashed_some;
	bool ending, failed;
	uint64_t filled;		/* chunks handed over */
	uint64_t hashed[HF_ALG_COUNT];	/* chunks that an algorithm is past */
	hf_alg_set busy;
	struct hf_digester *digesters[HF_ALG_COUNT];
	size_t begin;			/* where the item's piece begins */
	struct passing *now;		/* the item that is coming in */
	struct passing *first, **end;	/* those that have ended, to be told */
	struct passing *idle;
	pthread_t threads[THREADS];
	unsigned int n_threads;
};

static struct chunk *filling(struct hf_pipe *pipe)
{
	return &pipe->chunks[pipe->filled % CHUNKS];
}

/* --- The threads. --- */

/* An algorithm that has a chunk to take: the one that is most behind. */
static int choose(const struct hf_pipe *pipe)
{
	int best = -1;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (!(pipe->busy & HF_ALG_BIT(alg)) &&
		    pipe->hashed[alg] < pipe->filled &&
		    (best < 0 || pipe->hashed[alg] < pipe->hashed[best]))
			best = alg;
	}
	return best;
}

static bool digest_piece(struct hf_digester *digester, enum hf_alg alg,
			 const struct chunk *chunk, const struct piece *piece)
{
	struct hf_digests one;
	struct hf_error err;

	if (hf_digester_update(digester, chunk->data + piece->at, piece->size,
			       &err) < 0)
		return false;
	if (!piece->last)
		return true;
	if (hf_digester_finish(digester, &one, &err) < 0)
		return false;
	memcpy(piece->of->digests.of[alg], one.of[alg], hf_alg_size(alg));
	return true;
}

/* Bring one algorithm past a chunk; a digester is made when it is needed. */
static bool digest_chunk(struct hf_pipe *pipe, const struct chunk *chunk,
			 enum hf_alg alg)
{
	struct hf_digester **digester = &pipe->digesters[alg];
	struct hf_error err;

	for (size_t i = 0; i < chunk->n_pieces; i++) {
		const struct piece *piece = &chunk->pieces[i];

		if (!(piece->of->algs & HF_ALG_BIT(alg)))
			continue;
		if (!*digester &&
		    hf_digester_new(digester, HF_ALG_BIT(alg), &err) < 0)
			return false;
		if (!digest_piece(*digester, alg, chunk, piece))
			return false;
	}
	return true;
}

static void *work(void *arg)
{
	struct hf_pipe *pipe = arg;

	pthread_mutex_lock(&pipe->lock);
	for (;;) {
		int alg = choose(pipe);
		bool good;

		if (alg < 0 && pipe->ending)
			break;
		if (alg < 0) {
			pthread_cond_wait(&pipe->work, &pipe->lock);
			continue;
		}
		pipe->busy |= HF_ALG_BIT(alg);
		pthread_mutex_unlock(&pipe->lock);
		good = digest_chunk(pipe,
				    &pipe->chunks[pipe->hashed[alg] % CHUNKS],
				    alg);
		pthread_mutex_lock(&pipe->lock);
		pipe->busy &= ~HF_ALG_BIT(alg);
		pipe->failed |= !good;
		pipe->hashed[alg]++;
		pthread_cond_signal(&pipe->hashed_some);
	}
	pthread_mutex_unlock(&pipe->lock);
	return NULL;
}

/* Chunks that every algorithm is past.  The lock is held. */
static uint64_t past(const struct hf_pipe *pipe)
{
	uint64_t least = pipe->filled;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (pipe->hashed[alg] < least)
			least = pipe->hashed[alg];
	}
	return least;
}

/* --- The thread that hands in. --- */

/* Tell of those whose last chunk is among the first @done. */
static int tell(struct hf_pipe *pipe, uint64_t done, struct hf_error *err)
{
	while (pipe->first && pipe->first->last < done) {
		struct passing *p = pipe->first;

		pipe->first = p->next;
		if (!pipe->first)
			pipe->end = &pipe->first;
		p->next = pipe->idle;
		pipe->idle = p;
		if (pipe->done(pipe->ctx, p->item, p->algs, &p->digests,
			       err) < 0)
			return -1;
	}
	return 0;
}

/* Wait until no more than @most chunks are under way, and tell. */
static int wait_until(struct hf_pipe *pipe, uint64_t most, struct hf_error *err)
{
	uint64_t done;
	bool failed;

	pthread_mutex_lock(&pipe->lock);
	while (pipe->filled - past(pipe) > most)
		pthread_cond_wait(&pipe->hashed_some, &pipe->lock);
	done = past(pipe);
	failed = pipe->failed;
	pthread_mutex_unlock(&pipe->lock);
	if (failed)
		return hf_fail(err, HF_ELIB,
			       "digests could not be computed: OpenSSL failed");
	return tell(pipe, done, err);
}

/* The chunk is as full as it will be; the next has room when this is done. */
static int hand_over(struct hf_pipe *pipe, struct hf_error *err)
{
	pthread_mutex_lock(&pipe->lock);
	pipe->filled++;
	pthread_cond_broadcast(&pipe->work);
	pthread_mutex_unlock(&pipe->lock);
	if (wait_until(pipe, CHUNKS - 1, err) < 0)
		return -1;
	filling(pipe)->used = filling(pipe)->n_pieces = 0;
	pipe->begin = 0;
	return 0;
}

/* What has come of the item since its last piece is one. */
static void add_piece(struct hf_pipe *pipe, bool last)
{
	struct chunk *chunk = filling(pipe);

	chunk->pieces[chunk->n_pieces++] = (struct piece){
		.of = pipe->now, .at = pipe->begin,
		.size = chunk->used - pipe->begin, .last = last };
	pipe->begin = chunk->used;
}

int hf_pipe_begin(struct hf_pipe *pipe, uint64_t item, hf_alg_set algs,
		  struct hf_error *err)
{
	struct passing *p;

	/* Each may end in a chunk of its own, or go on in this one. */
	if (filling(pipe)->n_pieces == PIECES && hand_over(pipe, err) < 0)
		return -1;
	p = pipe->idle;
	if (p)
		pipe->idle = p->next;
	else
		p = malloc(sizeof(*p));
	if (!p)
		return hf_fail_memory(err);
	*p = (struct passing){ .item = item, .algs = algs };
	pipe->now = p;
	return 0;
}

int hf_pipe_write(struct hf_pipe *pipe, const void *data, size_t size,
		  struct hf_error *err)
{
	const unsigned char *from = data;

	while (size) {
		struct chunk *chunk = filling(pipe);
		size_t room = CHUNK_SIZE - chunk->used;
		size_t n = size < room ? size : room;

		if (!n) {
			add_piece(pipe, false);
			if (hand_over(pipe, err) < 0)
				return -1;
			continue;
		}
		memcpy(chunk->data + chunk->used, from, n);
		chunk->used += n;
		from += n;
		size -= n;
	}
	return 0;
}

void hf_pipe_end(struct hf_pipe *pipe)
{
	struct passing *p = pipe->now;

	add_piece(pipe, true);
	p->last = pipe->filled;
	p->next = NULL;
	*pipe->end = p;
	pipe->end = &p->next;
	pipe->now = NULL;
}

int hf_pipe_finish(struct hf_pipe *pipe, struct hf_error *err)
{
	return hand_over(pipe, err) < 0 ? -1 : wait_until(pipe, 0, err);
}

int hf_pipe_new(struct hf_pipe **pipe_ret, unsigned int jobs, hf_pipe_fn *done,
		void *ctx, struct hf_error *err)
{
	struct hf_pipe *pipe = calloc(1, sizeof(*pipe));
	unsigned int n = hf_engine_threads(jobs);

	if (!pipe)
		return hf_fail_memory(err);
	pthread_mutex_init(&pipe->lock, NULL);
	pthread_cond_init(&pipe->work, NULL);
	pthread_cond_init(&pipe->hashed_some, NULL);
	pipe->done = done;
	pipe->ctx = ctx;
	pipe->end = &pipe->first;
	for (int i = 0; i < CHUNKS; i++) {
		pipe->chunks[i].data = malloc(CHUNK_SIZE);
		if (!pipe->chunks[i].data)
			goto fail;
	}
	while (pipe->n_threads < n && pipe->n_threads < THREADS &&
	       pthread_create(&pipe->threads[pipe->n_threads], NULL, work,
			      pipe) == 0)
		pipe->n_threads++;
	if (!pipe->n_threads) {
		hf_pipe_free(pipe);
		return hf_fail(err, HF_ENOMEM,
			       "no thread could be started to compute digests");
	}
	*pipe_ret = pipe;
	return 0;
fail:
	hf_pipe_free(pipe);
	return hf_fail_memory(err);
}

static void free_list(struct passing *p)
{
	while (p) {
		struct passing *next = p->next;

		free(p);
		p = next;
	}
}

void hf_pipe_free(struct hf_pipe *pipe)
{
	if (!pipe)
		return;
	pthread_mutex_lock(&pipe->lock);
	pipe->ending = true;
	pthread_cond_broadcast(&pipe->work);
	pthread_mutex_unlock(&pipe->lock);
	for (unsigned int i = 0; i < pipe->n_threads; i++)
		pthread_join(pipe->threads[i], NULL);
	free_list(pipe->first);
	free_list(pipe->idle);
	free(pipe->now);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++)
		hf_digester_free(pipe->digesters[alg]);
	for (int i = 0; i < CHUNKS; i++)
		free(pipe->chunks[i].data);
	pthread_mutex_destroy(&pipe->lock);
	pthread_cond_destroy(&pipe->work);
	pthread_cond_destroy(&pipe->hashed_some);
	free(pipe);
}
