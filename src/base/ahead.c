#include "base/ahead.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define PLACES		16	/* folders listed ahead, each with a descriptor */
#define WORTH_IT	8	/* fewer that wait are quicker done alone */
#define MAX_HELPERS	7

/* A folder that a helper lists, or has listed. */
struct place {
	enum { FREE, BUSY, DONE } state;
	size_t at;		/* its path in the stack: one stands there */
	struct hf_buf path;
	struct hf_listing listing;
};

/*
 * The stack is NUL-terminated paths in one buffer.  Descriptors of those that
 * wait are not kept: a tree may be deeper than we may have files open.
 */
struct hf_ahead {
	int root;
	unsigned int jobs;	/* threads that are allowed */
	bool started, stop;
	pthread_mutex_t lock;
	pthread_cond_t work;	/* for helpers: something can be listed */
	pthread_cond_t done;	/* for the walker: a listing is done */
	unsigned int idle;	/* helpers that wait */
	struct hf_buf waiting;
	size_t n_waiting;
	struct place places[PLACES];
	pthread_t threads[MAX_HELPERS];
	unsigned int n_threads;
};

int hf_ahead_new(struct hf_ahead **ahead_ret, int root, unsigned int jobs,
		 struct hf_error *err)
{
	struct hf_ahead *ahead = calloc(1, sizeof(*ahead));

	if (!ahead)
		return hf_fail_memory(err);
	ahead->root = root;
	ahead->jobs = jobs;
	pthread_mutex_init(&ahead->lock, NULL);
	pthread_cond_init(&ahead->work, NULL);
	pthread_cond_init(&ahead->done, NULL);
	*ahead_ret = ahead;
	return 0;
}

/* Send the helpers home, and give up what they have listed. */
static void end_helpers(struct hf_ahead *ahead)
{
	pthread_mutex_lock(&ahead->lock);
	ahead->stop = true;
	pthread_cond_broadcast(&ahead->work);
	pthread_mutex_unlock(&ahead->lock);
	for (unsigned int i = 0; i < ahead->n_threads; i++)
		pthread_join(ahead->threads[i], NULL);
	ahead->n_threads = 0;
	for (size_t i = 0; i < PLACES; i++) {
		hf_listing_close(&ahead->places[i].listing);
		ahead->places[i].state = FREE;
	}
}

void hf_ahead_free(struct hf_ahead *ahead)
{
	if (!ahead)
		return;
	end_helpers(ahead);
	for (size_t i = 0; i < PLACES; i++) {
		hf_buf_release(&ahead->places[i].path);
		hf_listing_release(&ahead->places[i].listing);
	}
	hf_buf_release(&ahead->waiting);
	pthread_cond_destroy(&ahead->done);
	pthread_cond_destroy(&ahead->work);
	pthread_mutex_destroy(&ahead->lock);
	free(ahead);
}

/* Where the path begins in the stack whose last byte is before @end. */
static size_t begin_of(const struct hf_ahead *ahead, size_t end)
{
	size_t at = end - 1;

	while (at && ahead->waiting.data[at - 1])
		at--;
	return at;
}

static struct place *find(struct hf_ahead *ahead, size_t at)
{
	for (size_t i = 0; i < PLACES; i++) {
		if (ahead->places[i].state != FREE && ahead->places[i].at == at)
			return &ahead->places[i];
	}
	return NULL;
}

/* Take the uppermost folder that nobody has taken; NULL if there is none. */
static struct place *claim(struct hf_ahead *ahead)
{
	size_t end = ahead->waiting.len, at;
	struct place *place = NULL;

	for (size_t i = 0; i < PLACES && !place; i++) {
		if (ahead->places[i].state == FREE)
			place = &ahead->places[i];
	}
	for (size_t i = 0; place && i < PLACES && end; i++, end = at) {
		at = begin_of(ahead, end);
		if (find(ahead, at))
			continue;
		hf_buf_clear(&place->path);
		hf_buf_adds(&place->path, ahead->waiting.data + at);
		if (place->path.failed)
			return NULL;
		place->at = at;
		place->state = BUSY;
		return place;
	}
	return NULL;
}

/* List a folder that was claimed; the lock is let go meanwhile. */
static void list(struct hf_ahead *ahead, struct place *place)
{
	pthread_mutex_unlock(&ahead->lock);
	hf_listing_open(&place->listing, ahead->root,
			hf_buf_text(&place->path));
	pthread_mutex_lock(&ahead->lock);
	place->state = DONE;
	pthread_cond_signal(&ahead->done);
}

static void *help(void *arg)
{
	struct hf_ahead *ahead = arg;
	struct place *place;

	pthread_mutex_lock(&ahead->lock);
	while (!ahead->stop) {
		place = claim(ahead);
		if (place) {
			list(ahead, place);
			continue;
		}
		ahead->idle++;
		pthread_cond_wait(&ahead->work, &ahead->lock);
		ahead->idle--;
	}
	pthread_mutex_unlock(&ahead->lock);
	return NULL;
}

/* As many as can be had: without any, the walker does everything. */
static void start_helpers(struct hf_ahead *ahead)
{
	unsigned int n = ahead->jobs;
	cpu_set_t cpus;

	ahead->started = true;
	if (!n)
		n = sched_getaffinity(0, sizeof(cpus), &cpus) == 0 ?
		    (unsigned int)CPU_COUNT(&cpus) : 1;
	while (ahead->n_threads < n - 1 && ahead->n_threads < MAX_HELPERS &&
	       !pthread_create(&ahead->threads[ahead->n_threads], NULL, help,
			       ahead))
		ahead->n_threads++;
}

int hf_ahead_push(struct hf_ahead *ahead, const char *path,
		  struct hf_error *err)
{
	int ret;

	pthread_mutex_lock(&ahead->lock);
	hf_buf_add(&ahead->waiting, path, strlen(path) + 1);
	ret = hf_buf_check(&ahead->waiting, err);
	ahead->n_waiting++;
	if (ahead->idle)
		pthread_cond_signal(&ahead->work);
	pthread_mutex_unlock(&ahead->lock);
	return ret;
}

/*
 * The place of the folder at @at, when it is listed; NULL if no helper took it.
 * While one is at it, the walker helps too.
 */
static struct place *await(struct hf_ahead *ahead, size_t at)
{
	struct place *place, *other;

	while ((place = find(ahead, at)) && place->state == BUSY) {
		other = claim(ahead);
		if (other)
			list(ahead, other);
		else
			pthread_cond_wait(&ahead->done, &ahead->lock);
	}
	return place;
}

/* It failed for want of what helpers may hold: memory, descriptors. */
static bool is_short(const struct hf_listing *listing)
{
	return listing->failed || listing->sys_errno == EMFILE ||
	       listing->sys_errno == ENFILE || listing->sys_errno == ENOMEM;
}

int hf_ahead_pop(struct hf_ahead *ahead, struct hf_buf *path,
		 struct hf_listing *listing, struct hf_error *err)
{
	struct place *place;
	struct hf_listing empty;
	size_t at;

	if (!ahead->n_waiting)
		return 0;
	if (!ahead->started && ahead->n_waiting >= WORTH_IT)
		start_helpers(ahead);
	pthread_mutex_lock(&ahead->lock);
	at = begin_of(ahead, ahead->waiting.len);
	place = await(ahead, at);
	hf_buf_clear(path);
	hf_buf_adds(path, ahead->waiting.data + at);
	ahead->waiting.len = at;
	ahead->n_waiting--;
	if (place) {
		empty = *listing;
		*listing = place->listing;
		place->listing = empty;
		place->state = FREE;
		if (ahead->idle)
			pthread_cond_signal(&ahead->work);
	}
	pthread_mutex_unlock(&ahead->lock);
	if (hf_buf_check(path, err) < 0)
		return -1;
	if (!place)
		hf_listing_open(listing, ahead->root, hf_buf_text(path));
	if (is_short(listing) && ahead->n_threads) {
		end_helpers(ahead);
		hf_listing_close(listing);
		hf_listing_open(listing, ahead->root, hf_buf_text(path));
	}
	return listing->failed ? hf_fail_memory(err) : 1;
}
