/*
 * Threads that wait for the medium, so that the workers need not.  A disk is
 * fast when it is asked for much at a time; so there are many of them, and
 * none before something has had to be waited for.
 */
#include "digest/inside.h"

static void *read_on(void *arg)
{
	struct hf_engine *engine = arg;

	pthread_mutex_lock(&engine->lock);
	for (;;) {
		if (engine->read_next(engine))
			continue;
		if (engine->ending)
			break;
		engine->n_idle_readers++;
		pthread_cond_wait(&engine->reads, &engine->lock);
		engine->n_idle_readers--;
	}
	pthread_mutex_unlock(&engine->lock);
	return NULL;
}

/* One more, if there may be more and one can be had. */
static bool start_one(struct hf_engine *engine)
{
	if (engine->n_readers == HF_MAX_READERS || engine->no_readers ||
	    pthread_create(&engine->readers[engine->n_readers], NULL, read_on,
			   engine) != 0)
		return false;
	engine->n_readers++;
	return true;
}

void hf_readers_wake(struct hf_engine *engine, unsigned int n_waiting)
{
	/* One that was woken may not have taken anything yet. */
	if (n_waiting > engine->n_idle_readers && start_one(engine))
		return;
	engine->no_readers = engine->n_readers == 0;
	pthread_cond_signal(&engine->reads);
}

void hf_readers_end(struct hf_engine *engine)
{
	pthread_mutex_lock(&engine->lock);
	engine->ending = true;
	pthread_cond_broadcast(&engine->reads);
	pthread_mutex_unlock(&engine->lock);
	for (unsigned int i = 0; i < engine->n_readers; i++)
		pthread_join(engine->readers[i], NULL);
}
