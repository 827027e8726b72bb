/*
 * Few items, all of them long: the workers share them, as a team.
 *
 * One stream of one algorithm cannot be computed by two processors; but one
 * may read it while another digests it, or each compute an algorithm, or a
 * kernel take several streams at once.  So an item is read in chunks, each
 * chunk is digested once for each algorithm, in order, and whoever is free
 * takes the piece of work that is most behind.  A chunk's place is free again
 * when every algorithm has passed it.
 *
 * What has to be waited for, the readers read, many chunks of an item at once.
 */
#include "digest/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"

_Static_assert(HF_DEPTH % HF_GROUP == 0, "groups fill an item's place");

#define LEAD	3	/* chunks to be read ahead of what is in the cache */

static hf_alg_set algs_of(const struct hf_member *m)
{
	return m->flight->stream.algs | m->flight->by_evp;
}

/* The chunk that the last of its algorithms, or the first, is at. */
static uint64_t hashed_by_all(const struct hf_member *m)
{
	uint64_t least = m->n_chunks;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (algs_of(m) & HF_ALG_BIT(alg) && m->hashed[alg] < least)
			least = m->hashed[alg];
	}
	return least;
}

static uint64_t hashed_by_first(const struct hf_member *m)
{
	uint64_t most = 0;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (algs_of(m) & HF_ALG_BIT(alg) && m->hashed[alg] > most)
			most = m->hashed[alg];
	}
	return most;
}

static unsigned char *chunk_data(const struct hf_member *m, uint64_t chunk)
{
	size_t place = chunk % HF_DEPTH;

	return m->data + place / HF_GROUP * HF_GROUP_ROOM +
	       place % HF_GROUP * HF_CHUNK + m->stagger;
}

/* Of @n chunks. */
static size_t size_of(const struct hf_member *m, uint64_t chunk, unsigned int n)
{
	uint64_t left = m->flight->length - m->base - chunk * HF_CHUNK;
	size_t size = (size_t)n * HF_CHUNK;

	return left < size ? (size_t)left : size;
}

/* --- Who is in. --- */

/* A place, with memory of its own, or NULL. */
static struct hf_member *find_place(struct hf_engine *engine)
{
	for (unsigned int i = 0; i < engine->max_members; i++) {
		struct hf_member *m = &engine->members[i];

		if (m->flight)
			continue;
		if (!m->data)
			m->data = aligned_alloc(HF_ALIGN, HF_DEPTH / HF_GROUP *
						(size_t)HF_GROUP_ROOM);
		return m->data ? m : NULL;
	}
	return NULL;
}

static void let_in(struct hf_engine *engine, struct hf_member *m,
		   struct hf_flight *f)
{
	unsigned char *data = m->data;

	memset(m, 0, sizeof(*m));
	m->data = data;
	m->flight = f;
	m->base = f->slot->result.bytes;
	m->n_chunks = (f->length - m->base + HF_CHUNK - 1) / HF_CHUNK;
	/* What is read past the cache must be aligned instead. */
	if (!f->direct)
		m->stagger = HF_STAGGER((size_t)(m - engine->members));
	m->slow = f->direct || engine->job->waits;
	m->status = HF_ITEM_DONE;
	/* The last chunk may be digested before the file is closed. */
	f->stream.length = f->length;
	engine->n_members++;
}

void hf_team_add(struct hf_engine *engine, struct hf_flight *f)
{
	struct hf_flight **at = &engine->waiting;

	/* Who was first is first, where not much may be in hand. */
	while (*at && engine->job->in_order)
		at = &(*at)->next;
	f->next = *at;
	*at = f;
	pthread_cond_broadcast(&engine->work);
}

static void finish(struct hf_engine *engine, struct hf_flight *f)
{
	f->next = NULL;
	hf_flight_finish(f);
	hf_give_results(engine, f);
	pthread_cond_broadcast(&engine->work);
}

/* Those who wait; with no memory for anyone, one is given up, and says so. */
static void let_in_who_waits(struct hf_engine *engine)
{
	while (engine->waiting) {
		struct hf_member *m = find_place(engine);
		struct hf_flight *f = engine->waiting;

		if (!m && engine->n_members)
			return;
		engine->waiting = f->next;
		if (m) {
			let_in(engine, m, f);
			continue;
		}
		pthread_mutex_unlock(&engine->lock);
		hf_flight_close(engine, f, HF_ITEM_LIB_ERROR);
		pthread_mutex_lock(&engine->lock);
		finish(engine, f);
	}
}

static void let_go(struct hf_engine *engine, struct hf_member *m)
{
	struct hf_flight *f = m->flight;

	m->flight = NULL;
	engine->n_members--;
	finish(engine, f);
}

/* --- Reading chunks. --- */

static bool all_read(const struct hf_member *m)
{
	return m->fill == m->n_chunks || m->status != HF_ITEM_DONE;
}

/*
 * How many are read next: one while it is at hand, which is then in the cache
 * of the processor; otherwise the rest of a group.  What is read past the page
 * cache ends behind what was asked for: there must be nothing of worth.
 */
static unsigned int next_chunks(const struct hf_member *m)
{
	uint64_t n = m->slow ? HF_GROUP - m->fill % HF_GROUP : 1;

	return (unsigned int)(n < m->n_chunks - m->fill ? n
							: m->n_chunks - m->fill);
}

static bool may_fill(const struct hf_member *m, uint64_t lead)
{
	return m->flight && !all_read(m) &&
	       m->fill + next_chunks(m) <= hashed_by_all(m) + HF_DEPTH &&
	       m->fill < hashed_by_first(m) + lead &&
	       /* What is copied, or comes as a stream, goes in order. */
	       !((m->flight->extent.copy_fd >= 0 || m->flight->extent.read) &&
		 m->filling);
}

/* Of several troubles, the one that comes first in the file. */
static void note_trouble(struct hf_member *m, enum hf_item_status status,
			 uint64_t at, int sys_errno)
{
	if (m->status != HF_ITEM_DONE && m->failed_at <= at)
		return;
	m->status = status;
	m->failed_at = at;
	m->sys_errno = sys_errno;
}

/*
 * Read @n chunks, without the lock.  What it comes to; EAGAIN goes into
 * *errno_ret with HF_ITEM_READ_ERROR.
 */
static enum hf_item_status read_chunks(struct hf_engine *engine,
				       struct hf_member *m, uint64_t chunk,
				       unsigned int n_chunks, bool now,
				       size_t *got_ret, int *errno_ret)
{
	struct hf_flight *f = m->flight;
	unsigned char *data = chunk_data(m, chunk);
	size_t size = size_of(m, chunk, n_chunks), got = 0;
	uint64_t at = m->base + chunk * HF_CHUNK;
	enum hf_item_status status = HF_ITEM_DONE;

	while (got < size && status == HF_ITEM_DONE) {
		ssize_t n = hf_reading(engine, f, data + got, size - got,
				       at + got, now);

		*errno_ret = n < 0 ? errno : 0;
		if (n < 0)
			status = HF_ITEM_READ_ERROR;
		else if (n == 0)
			status = HF_ITEM_SHORT;
		else if (atomic_load(&engine->cancelled))
			status = HF_ITEM_CANCELLED;
		else
			got += (size_t)n;
	}
	if (status == HF_ITEM_DONE && f->extent.copy_fd >= 0 &&
	    hf_write_on(f->extent.copy_fd, data, size, at) < 0) {
		*errno_ret = errno;
		status = HF_ITEM_COPY_ERROR;
	}
	*got_ret = got;
	return status;
}

static void close_member(struct hf_engine *engine, struct hf_member *m)
{
	struct hf_item_result *result = &m->flight->slot->result;

	m->closing = true;
	result->bytes = m->status == HF_ITEM_DONE ? m->flight->length
						  : m->failed_at;
	result->sys_errno = m->sys_errno;
	pthread_mutex_unlock(&engine->lock);
	hf_flight_close(engine, m->flight, m->status);
	pthread_mutex_lock(&engine->lock);
	m->closed = true;
}

static void set_full(struct hf_member *m, uint64_t chunk, unsigned int n,
		     bool full)
{
	for (unsigned int i = 0; i < n; i++)
		m->full[(chunk + i) % HF_DEPTH] = full;
}

/* The lock is held, and let go meanwhile. */
static void fill(struct hf_engine *engine, struct hf_member *m, bool now)
{
	uint64_t chunk = m->fill;
	unsigned int n = next_chunks(m);
	enum hf_item_status status;
	size_t got;
	int sys_errno;

	m->filling++;
	m->fill += n;
	set_full(m, chunk, n, false);
	m->flight->waited = false;
	pthread_mutex_unlock(&engine->lock);
	status = read_chunks(engine, m, chunk, n, now, &got, &sys_errno);
	pthread_mutex_lock(&engine->lock);
	m->filling--;
	if (now && status == HF_ITEM_READ_ERROR && sys_errno == EAGAIN) {
		/* Nobody else reads what is not slow: it is the last. */
		m->slow = true;
		m->fill = chunk;
		pthread_cond_broadcast(&engine->work);
		return;
	}
	if (!now && !m->flight->waited && !m->flight->direct &&
	    !engine->job->waits)
		m->slow = !hf_reading_tells(engine);
	if (status == HF_ITEM_DONE)
		set_full(m, chunk, n, true);
	else
		note_trouble(m, status, m->base + chunk * HF_CHUNK + got,
			     sys_errno);
	atomic_fetch_add_explicit(&engine->bytes, got, memory_order_relaxed);
	if (all_read(m) && !m->filling && !m->closing)
		close_member(engine, m);
	pthread_cond_broadcast(&engine->work);
}

/* The member that is to be read next: the one with least in memory. */
static struct hf_member *choose_fill(struct hf_engine *engine, bool slow,
				     uint64_t lead)
{
	struct hf_member *best = NULL;

	for (unsigned int i = 0; i < engine->max_members; i++) {
		struct hf_member *m = &engine->members[i];

		/* What is not slow is read by one thread at a time. */
		if (may_fill(m, lead) && m->slow == slow &&
		    (slow || !m->filling) &&
		    (!best || m->fill - hashed_by_first(m) <
			      best->fill - hashed_by_first(best)))
			best = m;
	}
	return best;
}

/* How many readers could read now. */
static unsigned int count_slow(const struct hf_engine *engine)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < engine->max_members; i++) {
		const struct hf_member *m = &engine->members[i];

		if (may_fill(m, HF_DEPTH) && m->slow)
			n += (unsigned int)(hashed_by_all(m) + HF_DEPTH -
					    m->fill + HF_GROUP - 1) / HF_GROUP;
	}
	return n;
}

bool hf_team_read(struct hf_engine *engine)
{
	struct hf_member *m = choose_fill(engine, true, HF_DEPTH);
	unsigned int n;

	if (!m)
		return false;
	n = count_slow(engine);
	if (n > 1)
		hf_readers_wake(engine, n - 1);
	fill(engine, m, false);
	return true;
}

/* --- Digesting chunks. --- */

static bool is_ready(const struct hf_member *m, enum hf_alg alg)
{
	return m->flight && m->status == HF_ITEM_DONE &&
	       algs_of(m) & HF_ALG_BIT(alg) && !(m->busy & HF_ALG_BIT(alg)) &&
	       m->hashed[alg] < m->fill && m->full[m->hashed[alg] % HF_DEPTH];
}

/* GB/s of all workers together, in groups of @size. */
static double rate_of_groups(enum hf_alg alg, unsigned int n, unsigned int size,
			     unsigned int workers)
{
	unsigned int full = n / size, rest = n % size;
	unsigned int groups = full + (rest ? 1 : 0);
	double all = full * hf_multi_rate(alg, size) +
		     (rest ? hf_multi_rate(alg, rest) : 0);

	return groups > workers ? all / groups * workers : all;
}

/*
 * How many streams one worker should take of an algorithm, where @n are there
 * and @workers compute it: so that they get through most together.  A wider
 * group leaves a processor for others, so a narrower one must gain something.
 */
static unsigned int group_size(const struct hf_engine *engine, enum hf_alg alg,
			       unsigned int n, unsigned int workers)
{
	unsigned int best = 1;
	double most = 0;

	if (!(engine->kernels & HF_ALG_BIT(alg)))
		return 1;
	for (unsigned int size = n < HF_MAX_LANES ? n : HF_MAX_LANES; size;
	     size--) {
		double rate = rate_of_groups(alg, n, size, workers);

		if (rate > 1.25 * most) {
			most = rate;
			best = size;
		}
	}
	return best;
}

/* How many algorithms, and streams of @alg, the workers share. */
static unsigned int count_streams(const struct hf_engine *engine,
				  enum hf_alg alg, unsigned int *algs_ret)
{
	hf_alg_set algs = 0;
	unsigned int n = 0;

	for (unsigned int i = 0; i < engine->max_members; i++) {
		const struct hf_member *m = &engine->members[i];

		if (!m->flight)
			continue;
		algs |= algs_of(m);
		n += algs_of(m) & HF_ALG_BIT(alg) ? 1 : 0;
	}
	*algs_ret = (unsigned int)__builtin_popcount(algs);
	return n;
}

/* How many streams one worker should take of what is there. */
static unsigned int best_group(const struct hf_engine *engine, enum hf_alg alg)
{
	unsigned int n_algs;
	unsigned int streams = count_streams(engine, alg, &n_algs);
	unsigned int workers = (engine->n_workers + n_algs - 1) / n_algs;

	return group_size(engine, alg, streams, workers);
}

static unsigned int choose_group(struct hf_engine *engine, enum hf_alg alg,
				 struct hf_member **group)
{
	unsigned int size = best_group(engine, alg), n = 0;

	for (unsigned int i = 0; i < engine->max_members && n < size; i++) {
		if (is_ready(&engine->members[i], alg))
			group[n++] = &engine->members[i];
	}
	return n;
}

/* Reading it goes no further before some of it is digested. */
static bool is_held_up(const struct hf_member *m)
{
	return !m->filling && !all_read(m) &&
	       m->fill + next_chunks(m) > hashed_by_all(m) + HF_DEPTH;
}

/*
 * A kernel takes as long for one stream as for all of its lanes.  So where
 * others are about to come from the medium, whoever is ready waits for them, as
 * long as no reading waits for him.
 */
static bool is_better_later(const struct hf_engine *engine, enum hf_alg alg)
{
	unsigned int n_ready = 0;
	bool coming = false;

	for (unsigned int i = 0; i < engine->max_members; i++) {
		const struct hf_member *m = &engine->members[i];

		if (is_ready(m, alg)) {
			n_ready++;
			if (is_held_up(m))
				return false;
		} else if (m->flight && m->slow && m->filling &&
			   algs_of(m) & HF_ALG_BIT(alg)) {
			coming = true;
		}
	}
	return coming && n_ready < best_group(engine, alg);
}

/* The algorithm that is most behind, of those with which to go on now. */
static int choose_algorithm(const struct hf_engine *engine)
{
	uint64_t least = UINT64_MAX;
	int best = -1;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (is_better_later(engine, alg))
			continue;
		for (unsigned int i = 0; i < engine->max_members; i++) {
			const struct hf_member *m = &engine->members[i];

			if (is_ready(m, alg) && m->hashed[alg] <= least) {
				least = m->hashed[alg];
				best = alg;
			}
		}
	}
	return best;
}

/* Whether nothing more is to be done for it. */
static bool is_over(const struct hf_member *m)
{
	return m->flight && m->closed && !m->busy && !m->filling &&
	       (m->status != HF_ITEM_DONE ||
		m->flight->slot->result.status != HF_ITEM_DONE ||
		hashed_by_all(m) == m->n_chunks);
}

static void digest(struct hf_engine *engine, enum hf_alg alg)
{
	struct hf_lane lanes[HF_MAX_LANES];
	struct hf_member *group[HF_MAX_LANES];
	unsigned int n = choose_group(engine, alg, group);

	for (unsigned int i = 0; i < n; i++) {
		struct hf_member *m = group[i];
		uint64_t chunk = m->hashed[alg];

		m->busy |= HF_ALG_BIT(alg);
		lanes[i].n = 1;
		lanes[i].pieces[0] = (struct hf_piece){
			.stream = &m->flight->stream,
			.data = chunk_data(m, chunk),
			.size = size_of(m, chunk, 1),
			.last = chunk + 1 == m->n_chunks };
	}
	pthread_mutex_unlock(&engine->lock);
	hf_flights_digest(engine, lanes, n, HF_ALG_BIT(alg));
	pthread_mutex_lock(&engine->lock);
	for (unsigned int i = 0; i < n; i++) {
		group[i]->busy &= ~HF_ALG_BIT(alg);
		group[i]->hashed[alg]++;
	}
	pthread_cond_broadcast(&engine->work);
}

/* --- What is to be done next. --- */

static bool end_one(struct hf_engine *engine)
{
	for (unsigned int i = 0; i < engine->max_members; i++) {
		struct hf_member *m = &engine->members[i];

		if (m->flight && atomic_load(&engine->cancelled) &&
		    m->status == HF_ITEM_DONE && !m->closing)
			note_trouble(m, HF_ITEM_CANCELLED, 0, 0);
		if (m->flight && m->status != HF_ITEM_DONE && !m->filling &&
		    !m->closing)
			close_member(engine, m);
		if (is_over(m)) {
			let_go(engine, m);
			return true;
		}
	}
	return false;
}

bool hf_team_turn(struct hf_engine *engine)
{
	struct hf_member *m;
	unsigned int n;
	int alg;

	let_in_who_waits(engine);
	if (!engine->n_members)
		return false;
	if (end_one(engine))
		return true;
	n = count_slow(engine);
	if (n)
		hf_readers_wake(engine, n);
	/* First what others would have to wait for. */
	m = choose_fill(engine, false, 2);
	if (!m && engine->no_readers)
		m = choose_fill(engine, true, 2);
	if (!m && (alg = choose_algorithm(engine)) >= 0) {
		digest(engine, alg);
		return true;
	}
	if (!m)
		m = choose_fill(engine, false, LEAD);
	if (!m)
		return false;
	fill(engine, m, !engine->no_readers && hf_reading_tells(engine));
	return true;
}
