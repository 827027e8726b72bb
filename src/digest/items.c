/*
 * The items of a job.  They are begun in an order of their own, and their
 * results wait in a ring until it is their turn: an item's slot is its number
 * modulo the ring's size, so nothing grows with the number of items, and a
 * slow item holds the others up only when the whole ring waits behind it.
 */
#include "digest/inside.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK		2048	/* items among which the large ones go first */
#define WAKE_AT		256	/* results that are worth waking the caller */

struct sized { uint32_t item; uint64_t size; };

static int by_size(const void *a, const void *b)
{
	const struct sized *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return x->item < y->item ? -1 : 1;
}

/*
 * Bring the next block into its order: the large first, since who begins with
 * them last waits for them at the end; the small ones as they come, since so
 * they lie on the medium.
 */
static void order_block(struct hf_engine *engine)
{
	const struct hf_engine_job *job = engine->job;
	uint64_t from = engine->ordered, to = from + BLOCK, n = 0;
	uint32_t *order = engine->order + from % (2 * BLOCK);
	struct sized large[BLOCK];

	if (to > job->n_items)
		to = job->n_items;
	for (uint64_t i = from; i < to; i++) {
		uint64_t size = 0;

		if (job->size_hint && !job->in_order)
			size = job->size_hint(job->ctx, i);

		if (size >= HF_LARGE)
			large[n++] = (struct sized){ (uint32_t)(i - from),
						     size };
	}
	qsort(large, n, sizeof(*large), by_size);
	for (uint64_t i = 0; i < n; i++)
		*order++ = large[i].item;
	for (uint64_t i = from; i < to; i++) {
		if (!job->size_hint || job->in_order ||
		    job->size_hint(job->ctx, i) < HF_LARGE)
			*order++ = (uint32_t)(i - from);
	}
	engine->ordered = to;
}

bool hf_all_begun(const struct hf_engine *engine)
{
	return engine->cancelled || engine->closing ||
	       engine->next == engine->job->n_items;
}

static bool is_large(const struct hf_engine *engine, uint64_t item)
{
	const struct hf_engine_job *job = engine->job;

	return job->size_hint && job->size_hint(job->ctx, item) >= HF_LARGE;
}

/* Whether as much is in hand as may be, where not much may. */
static bool is_enough_in_hand(const struct hf_engine *engine)
{
	uint64_t in_hand = engine->next - engine->finished;

	return engine->job->in_order && in_hand >= 2 * engine->n_workers &&
	       is_large(engine, engine->next);
}

bool hf_may_begin(struct hf_engine *engine)
{
	if (hf_all_begun(engine) || is_enough_in_hand(engine))
		return false;
	if (engine->next < engine->ordered)
		return true;
	/* Of a block, any item may come first: all must have their slots. */
	if (engine->next + BLOCK > engine->taken + engine->ring &&
	    engine->job->n_items > engine->taken + engine->ring)
		return false;
	order_block(engine);
	return true;
}

/* A flight that is not in use, or NULL. */
static struct hf_flight *get_flight(struct hf_engine *engine)
{
	struct hf_flight *f = engine->idle;

	if (!f)
		return calloc(1, sizeof(*f));
	engine->idle = f->next;
	return f;
}

struct hf_flight *hf_take_items(struct hf_engine *engine, unsigned int n)
{
	uint64_t share = (engine->job->n_items - engine->next) /
			 (2 * engine->n_workers) + 1;
	struct hf_flight *first = NULL, **end = &first, *f;
	bool large = false;

	for (unsigned int i = 0; i < n && i < share && !large &&
	     hf_may_begin(engine); i++) {
		uint64_t at = engine->next;
		uint64_t item = at / BLOCK * BLOCK +
				engine->order[at % (2 * BLOCK)];

		large = is_large(engine, item);
		if ((large && first) || !(f = get_flight(engine)))
			break;
		engine->next++;
		f->slot = &engine->slots[item % engine->ring];
		memset(&f->slot->result, 0, sizeof(f->slot->result));
		f->slot->result.item = item;
		f->next = NULL;
		*end = f;
		end = &f->next;
	}
	return first;
}

void hf_give_results(struct hf_engine *engine, struct hf_flight *list)
{
	bool held_up = !hf_all_begun(engine) && is_enough_in_hand(engine);
	struct hf_flight *next;

	for (struct hf_flight *f = list; f; f = next) {
		next = f->next;
		f->slot->ready = true;
		f->next = engine->idle;
		engine->idle = f;
		engine->finished++;
	}
	/* Now more may be begun. */
	if (held_up)
		pthread_cond_broadcast(&engine->work);
	if (engine->finished >= engine->taken + WAKE_AT ||
	    engine->finished == engine->job->n_items)
		pthread_cond_signal(&engine->filled);
}

int hf_items_prepare(struct hf_engine *engine, struct hf_error *err)
{
	uint64_t n = engine->job->n_items;

	engine->ring = n < 2 * BLOCK ? n : 2 * BLOCK;
	engine->slots = calloc(engine->ring, sizeof(*engine->slots));
	engine->order = calloc(2 * BLOCK, sizeof(*engine->order));
	if (!engine->slots || !engine->order)
		return hf_fail_memory(err);
	/* So many there must be; more come as they are needed. */
	for (unsigned int i = 0; i < engine->n_workers; i++) {
		struct hf_flight *f = calloc(1, sizeof(*f));

		if (!f)
			return hf_fail_memory(err);
		f->next = engine->idle;
		engine->idle = f;
	}
	return 0;
}

void hf_items_release(struct hf_engine *engine)
{
	while (engine->idle) {
		struct hf_flight *next = engine->idle->next;

		hf_flight_free(engine->idle);
		engine->idle = next;
	}
	free(engine->slots);
	free(engine->order);
}
