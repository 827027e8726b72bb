/*
 * Many items.  Each worker has slabs of its own: it fills as many as a kernel
 * has lanes, one with a piece of a large item, another with a few small ones,
 * and digests them side by side while the bytes are still near the processor.
 *
 * Where a read would wait for the medium, a reader fills the slab, and the
 * worker goes on with others; from then on it hands over whole slabs, unopened
 * items and all, until one comes back for which nobody had to wait.
 */
#include "digest/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/stamp.h"

#define LANES		HF_MAX_LANES
#define WORTH_A_ROUND	8	/* slabs, while others are being filled */
#define SLOW		3	/* slabs in a row for which one had to wait */
#define PATIENCE	2000000	/* nanoseconds to wait for so many */

struct hf_worker {
	struct hf_engine *engine;
	struct hf_slab *slabs;
	unsigned int n_slabs, n_made;	/* that there may be, and are */
	unsigned int n_out;		/* at the readers */
	unsigned char *data;
	struct hf_slab *free;
	struct hf_slab *ready, **ready_end;
	unsigned int n_ready;
	struct hf_slab *filled;		/* by readers; under the engine's lock */
	struct hf_flight *streams;	/* large items, between two slabs */
	struct hf_flight *left;		/* items that had no room in a slab */
	unsigned int waits;		/* slabs in a row that had to wait */
	struct hf_lane *lanes;		/* LANES */
};

/* --- Filling a slab: by the worker, or by a reader. --- */

static void end_flight(struct hf_engine *engine, struct hf_slab *s,
		       enum hf_item_status status)
{
	struct hf_flight *f = s->flight;

	s->waited |= f->waited;
	hf_flight_close(engine, f, status);
	f->stream.length = f->slot->result.bytes;
	f->next = s->ended;
	s->ended = f;
	s->flight = NULL;
}

/* Begin an item that is at hand; false where there is none, or no room. */
static bool begin_flight(struct hf_engine *engine, struct hf_slab *s)
{
	enum hf_item_status status;

	if (s->n_pieces == HF_LANE_PIECES ||
	    s->used + HF_PIECE_BLOCK > HF_SLAB_SIZE)
		return false;
	if (!s->todo) {
		pthread_mutex_lock(&engine->lock);
		s->todo = hf_take_items(engine, HF_SLAB_ITEMS);
		pthread_mutex_unlock(&engine->lock);
	}
	if (!s->todo)
		return false;
	s->flight = s->todo;
	s->todo = s->todo->next;
	status = hf_flight_open(engine, s->flight);
	if (status != HF_ITEM_DONE || s->flight->extent.known)
		end_flight(engine, s, status);
	return true;
}

/* Whether there is nothing in a file that says that it is empty. */
static enum hf_item_status see_that_empty(struct hf_engine *engine,
					  struct hf_flight *f,
					  unsigned char *data)
{
	ssize_t n;

	if (f->extent.length != HF_TO_END)
		return HF_ITEM_DONE;
	n = hf_reading(engine, f, data, 1, 0, false);
	if (n < 0)
		f->slot->result.sys_errno = errno;
	return n < 0 ? HF_ITEM_READ_ERROR : n > 0 ? HF_ITEM_CHANGED
						  : HF_ITEM_DONE;
}

/* HF_ITEM_DONE: @want bytes are there.  False: it would wait. */
static bool read_piece(struct hf_engine *engine, struct hf_slab *s,
		       size_t want, bool now, enum hf_item_status *status_ret)
{
	struct hf_flight *f = s->flight;
	struct hf_item_result *result = &f->slot->result;

	*status_ret = HF_ITEM_DONE;
	while (s->got < want) {
		unsigned char *data = s->data + s->used + s->got;
		ssize_t n = hf_reading(engine, f, data, want - s->got,
				       result->bytes, now);

		if (n < 0 && errno == EAGAIN && now)
			return false;
		if (n < 0) {
			result->sys_errno = errno;
			*status_ret = HF_ITEM_READ_ERROR;
		} else if (n == 0) {
			*status_ret = HF_ITEM_SHORT;
		} else if (f->extent.copy_fd >= 0 &&
			   hf_write_on(f->extent.copy_fd, data, (size_t)n,
				       result->bytes) < 0) {
			result->sys_errno = errno;
			*status_ret = HF_ITEM_COPY_ERROR;
		} else if (atomic_load(&engine->cancelled)) {
			*status_ret = HF_ITEM_CANCELLED;
		}
		if (*status_ret != HF_ITEM_DONE)
			break;
		s->got += (size_t)n;
		result->bytes += (uint64_t)n;
		atomic_fetch_add_explicit(&engine->bytes, (uint64_t)n,
					  memory_order_relaxed);
	}
	return true;
}

static size_t round_up(size_t size, size_t to)
{
	return (size + to - 1) / to * to;
}

/* Where this item's next piece lies, and how long it is; 0: no room. */
static size_t place_piece(struct hf_slab *s, const struct hf_flight *f)
{
	uint64_t left = f->length - f->slot->result.bytes + s->got;
	size_t room;

	if (!s->got && f->direct)
		s->used += -(uintptr_t)(s->data + s->used) % HF_ALIGN;
	room = s->used < HF_SLAB_SIZE ? HF_SLAB_SIZE - s->used : 0;
	/* All but an item's last piece are whole blocks. */
	room -= room % (!s->got && f->direct ? HF_ALIGN : HF_PIECE_BLOCK);
	if (left <= room)
		return (size_t)left;
	/* A stub of a long item would only hold the other lanes up. */
	return s->got || s->used < HF_SLAB_SIZE / 2 ? room : 0;
}

/*
 * Fill a slab; false where that would wait for the medium and @now forbids it:
 * the same call without @now goes on from there.  The lock is not held.
 */
static bool fill_slab(struct hf_engine *engine, struct hf_slab *s, bool now)
{
	for (;;) {
		struct hf_flight *f = s->flight;
		enum hf_item_status status;
		size_t want;

		if (!f) {
			if (!begin_flight(engine, s))
				return true;
			continue;
		}
		want = place_piece(s, f);
		if (!want && f->length)
			return true;
		if (!read_piece(engine, s, want, now, &status))
			return false;
		s->got = 0;
		if (status == HF_ITEM_DONE && !f->length)
			status = see_that_empty(engine, f, s->data + s->used);
		if (status != HF_ITEM_DONE) {
			end_flight(engine, s, status);
			continue;
		}
		s->pieces[s->n_pieces++] = (struct hf_piece){
			.stream = &f->stream, .data = s->data + s->used,
			.size = want,
			.last = f->slot->result.bytes == f->length };
		s->used += round_up(want, HF_PIECE_BLOCK);
		if (f->slot->result.bytes == f->length)
			end_flight(engine, s, HF_ITEM_DONE);
	}
}

/* --- The worker. --- */

/* What it holds can be digested; what had no room in it goes into others. */
static void put_ready(struct hf_worker *w, struct hf_slab *s)
{
	while (s->todo) {
		struct hf_flight *f = s->todo;

		s->todo = f->next;
		f->next = w->left;
		w->left = f;
	}
	s->next = NULL;
	*w->ready_end = s;
	w->ready_end = &s->next;
	w->n_ready++;
}

/* Some of the items that had no room elsewhere. */
static struct hf_flight *take_left(struct hf_worker *w)
{
	struct hf_flight *first = w->left, *last = first;

	for (int i = 1; last && last->next && i < HF_SLAB_ITEMS; i++)
		last = last->next;
	if (last) {
		w->left = last->next;
		last->next = NULL;
	}
	return first;
}

/*
 * One that is free.  Another is made only where none is: of what is never used,
 * the system gives no memory, and that is much of the time of a small bag.
 */
static struct hf_slab *free_slab(struct hf_worker *w)
{
	struct hf_slab *s = w->free;

	if (s || w->n_made == w->n_slabs)
		return s;
	s = &w->slabs[w->n_made];
	s->worker = w;
	s->data = w->data + (size_t)w->n_made * HF_SLAB_ROOM +
		  HF_STAGGER(w->n_made);
	s->next = NULL;
	w->n_made++;
	return w->free = s;
}

/* A slab with something to read for it; NULL where there is nothing. */
static struct hf_slab *next_slab(struct hf_worker *w)
{
	struct hf_engine *engine = w->engine;
	struct hf_slab *s = free_slab(w);

	if (!s)
		return NULL;
	s->todo = NULL;
	s->flight = w->streams;
	if (s->flight) {
		w->streams = s->flight->next;
	} else if (w->left) {
		s->todo = take_left(w);
	} else {
		pthread_mutex_lock(&engine->lock);
		s->todo = hf_take_items(engine, HF_SLAB_ITEMS);
		pthread_mutex_unlock(&engine->lock);
	}
	if (!s->flight && !s->todo)
		return NULL;
	w->free = s->next;
	s->used = s->got = s->n_pieces = 0;
	s->ended = NULL;
	s->waited = false;
	return s;
}

static void take_filled(struct hf_worker *w)
{
	struct hf_slab *next;

	for (struct hf_slab *s = w->filled; s; s = next) {
		next = s->next;
		w->waits = s->waited ? w->waits + 1 : 0;
		w->n_out--;
		put_ready(w, s);
	}
	w->filled = NULL;
}

bool hf_slab_read(struct hf_engine *engine)
{
	struct hf_slab *s = engine->queue;

	if (!s)
		return false;
	engine->queue = s->next;
	engine->n_queued--;
	if (!engine->queue)
		engine->queue_end = &engine->queue;
	pthread_mutex_unlock(&engine->lock);
	fill_slab(engine, s, false);
	pthread_mutex_lock(&engine->lock);
	s->next = s->worker->filled;
	s->worker->filled = s;
	pthread_cond_broadcast(&engine->work);
	return true;
}

/* Let a reader fill the slab.  False if there are no readers. */
static bool hand_over(struct hf_engine *engine, struct hf_slab *s)
{
	bool there;

	pthread_mutex_lock(&engine->lock);
	s->next = NULL;
	*engine->queue_end = s;
	engine->queue_end = &s->next;
	hf_readers_wake(engine, ++engine->n_queued);
	there = !engine->no_readers;
	/* Then nobody else has queued anything. */
	if (!there) {
		engine->n_queued = 0;
		engine->queue = NULL;
		engine->queue_end = &engine->queue;
	}
	pthread_mutex_unlock(&engine->lock);
	return there;
}

static void wait_a_moment(struct hf_worker *w)
{
	struct timespec until = hf_clock_in(PATIENCE);

	pthread_cond_timedwait(&w->engine->work, &w->engine->lock, &until);
}

/* Slabs that readers have filled; wait for some where there is little else. */
static void collect(struct hf_worker *w)
{
	bool waited = false;

	if (!w->n_out)
		return;
	pthread_mutex_lock(&w->engine->lock);
	take_filled(w);
	while (w->n_out && w->n_ready < WORTH_A_ROUND && !waited) {
		if (w->n_ready) {
			wait_a_moment(w);
			waited = true;
		} else if (!w->filled) {
			pthread_cond_wait(&w->engine->work, &w->engine->lock);
		}
		take_filled(w);
	}
	pthread_mutex_unlock(&w->engine->lock);
}

/*
 * Whether readers are to open, read, and close.  A file now and then that is
 * not cached does not make a medium slow.
 */
static bool is_slow(const struct hf_worker *w)
{
	return w->waits >= SLOW || w->engine->job->waits ||
	       !hf_reading_tells(w->engine);
}

static void fill_slabs(struct hf_worker *w)
{
	struct hf_slab *s;

	while (w->n_ready < LANES && (s = next_slab(w))) {
		if (!is_slow(w) && fill_slab(w->engine, s, true)) {
			w->waits = 0;
			put_ready(w, s);
			continue;
		}
		if (hand_over(w->engine, s)) {
			w->n_out++;
		} else {
			fill_slab(w->engine, s, false);
			put_ready(w, s);
		}
	}
}

static hf_alg_set load_lane(struct hf_lane *lane, const struct hf_slab *s)
{
	hf_alg_set algs = 0;

	lane->n = s->n_pieces;
	memcpy(lane->pieces, s->pieces, s->n_pieces * sizeof(*s->pieces));
	for (size_t i = 0; i < s->n_pieces; i++) {
		const struct hf_flight *f =
			(const struct hf_flight *)s->pieces[i].stream;

		algs |= f->stream.algs | f->by_evp;
	}
	return algs;
}

/* What was in a slab that has been digested goes on its ways. */
static void empty_slab(struct hf_worker *w, struct hf_slab *s,
		       struct hf_flight **finished)
{
	struct hf_flight *next;

	for (struct hf_flight *f = s->ended; f; f = next) {
		next = f->next;
		hf_flight_finish(f);
		f->next = *finished;
		*finished = f;
	}
	if (s->flight) {
		s->flight->next = w->streams;
		w->streams = s->flight;
	}
	s->next = w->free;
	w->free = s;
}

/* Digest as many slabs as there are lanes. */
static void digest(struct hf_worker *w)
{
	struct hf_slab *slabs[LANES];
	struct hf_flight *finished = NULL;
	hf_alg_set algs = 0;
	size_t n = 0;

	while (n < LANES && w->ready) {
		slabs[n] = w->ready;
		algs |= load_lane(&w->lanes[n], w->ready);
		w->ready = w->ready->next;
		n++;
	}
	if (!w->ready)
		w->ready_end = &w->ready;
	w->n_ready -= (unsigned int)n;
	hf_flights_digest(w->engine, w->lanes, n, algs);
	for (size_t i = 0; i < n; i++)
		empty_slab(w, slabs[i], &finished);
	pthread_mutex_lock(&w->engine->lock);
	hf_give_results(w->engine, finished);
	pthread_mutex_unlock(&w->engine->lock);
}

/* Where no item is left to be begun, large ones are shared. */
static void share(struct hf_worker *w)
{
	struct hf_engine *engine = w->engine;
	struct hf_flight *f;

	pthread_mutex_lock(&engine->lock);
	if (!w->left && !hf_may_begin(engine) &&
	    (engine->n_wide < engine->n_workers ||
	     engine->next - engine->finished <= 8 * engine->n_workers)) {
		while ((f = w->streams)) {
			w->streams = f->next;
			hf_team_add(engine, f);
		}
	}
	pthread_mutex_unlock(&engine->lock);
}

void hf_worker_round(struct hf_worker *w)
{
	fill_slabs(w);
	collect(w);
	if (w->n_ready)
		digest(w);
	if (w->streams)
		share(w);
}

struct hf_engine *hf_worker_engine(const struct hf_worker *w)
{
	return w->engine;
}

bool hf_worker_has_own(const struct hf_worker *w)
{
	return w->n_ready || w->n_out || w->streams || w->left;
}

struct hf_worker *hf_worker_new(struct hf_engine *engine)
{
	struct hf_worker *w = calloc(1, sizeof(*w));
	unsigned int extra = 2 * HF_MAX_READERS / engine->n_workers;

	if (!w)
		return NULL;
	w->engine = engine;
	w->ready_end = &w->ready;
	w->n_slabs = LANES + (extra < 4 ? 4 : extra);
	w->slabs = malloc(w->n_slabs * sizeof(*w->slabs));
	w->lanes = malloc(LANES * sizeof(*w->lanes));
	w->data = aligned_alloc(HF_ALIGN, (size_t)w->n_slabs * HF_SLAB_ROOM);
	if (!w->slabs || !w->lanes || !w->data) {
		hf_worker_free(w);
		return NULL;
	}
	return w;
}

void hf_worker_free(struct hf_worker *w)
{
	if (!w)
		return;
	free(w->slabs);
	free(w->lanes);
	free(w->data);
	free(w);
}
