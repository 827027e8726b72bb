/*
 * What the parts of the engine share; nothing outside of digest/ sees it.
 *
 *   engine.c   the threads, and who of them does what
 *   wide.c     many items: a worker fills slabs, and digests them side by side
 *   team.c     few items: workers share them, by chunk and by algorithm
 *   readers.c  threads that wait for the medium, so that workers need not
 *   items.c    the order in which items are begun, and the ring of results
 *   flight.c   one item on its way: opened, digested, closed
 *   reading.c  how its bytes are read
 *
 * Each calls those below it.
 *
 * One lock holds all that threads share.  It is taken for a batch of small
 * items, or for a chunk of a large one, not for each read.
 */
#ifndef HF_DIGEST_INSIDE_H
#define HF_DIGEST_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "digest/engine.h"
#include "digest/multi.h"

#define HF_LARGE	(1024 * 1024)	/* such items are begun first */
#define HF_ALIGN	4096		/* what O_DIRECT asks for */
#define HF_MAX_READERS	32

/* Of preadv2(2): glibc's header may be older than the kernel. */
#ifndef RWF_NOWAIT
#define RWF_NOWAIT	0x00000008
#endif
#ifndef RWF_DONTCACHE
#define RWF_DONTCACHE	0x00000080
#endif
#define HF_READ_FLAGS	(RWF_NOWAIT | RWF_DONTCACHE)

/* Where a result waits until its turn has come. */
struct hf_slot {
	bool ready;
	struct hf_item_result result;
	struct hf_digests digests;
};

/* One item on its way. */
struct hf_flight {
	struct hf_multi_stream stream;	/* must be first: pieces point to it */
	struct hf_slot *slot;
	struct hf_flight *next;		/* in a list of its holder */
	struct hf_extent extent;
	uint64_t length;
	hf_alg_set by_evp;		/* what the kernels do not compute */
	struct hf_digester *evp[HF_ALG_COUNT];	/* kept for the next item */
	/* Several readers may have it at once. */
	atomic_bool direct;		/* reads pass the page cache by */
	atomic_bool undirected;		/* ... and no longer do */
	atomic_bool cold;		/* its first bytes were not cached */
	atomic_bool waited;		/* for some of its bytes */
	atomic_bool lib_failed;
};

/* A buffer with one piece of a large item, or with several small ones. */
#define HF_SLAB_SIZE	(32 * 1024)
#define HF_SLAB_ROOM	(HF_SLAB_SIZE + 3 * HF_ALIGN)	/* in memory */
#define HF_SLAB_ITEMS	8		/* that a slab takes at a time */

struct hf_worker;

struct hf_slab {
	struct hf_worker *worker;
	struct hf_slab *next;
	unsigned char *data;
	size_t used;			/* where the next piece begins */
	size_t got;			/* bytes of it that are there */
	struct hf_flight *flight;	/* being read; it may go on elsewhere */
	struct hf_flight *todo;		/* not begun */
	struct hf_flight *ended;	/* read to their ends */
	struct hf_piece pieces[HF_LANE_PIECES];
	size_t n_pieces;
	bool waited;			/* for the medium */
};

/* A large item that the workers share: see team.c. */
#define HF_CHUNK	(128 * 1024)
#define HF_DEPTH	8		/* chunks of an item in memory */

/*
 * So many lie side by side, to be read in one go where that must be waited for:
 * each waking of another thread, and each request to a disk, has its price.
 */
#define HF_GROUP	4
#define HF_GROUP_ROOM	(HF_GROUP * HF_CHUNK + 3 * HF_ALIGN)	/* in memory */

/*
 * Lanes that lie a power of two apart share few sets of the processor's cache,
 * and push each other out of it: so the @i-th begins so much later.
 */
#define HF_STAGGER(i)	((i) * 192 % HF_ALIGN)

struct hf_member {
	struct hf_flight *flight;	/* NULL: the place is free */
	unsigned char *data;		/* HF_DEPTH chunks */
	size_t stagger;
	uint64_t base;			/* where chunk 0 begins */
	uint64_t n_chunks;
	uint64_t fill;			/* the next chunk to be read */
	uint64_t hashed[HF_ALG_COUNT];	/* the next chunk to be digested */
	bool full[HF_DEPTH];
	hf_alg_set busy;		/* being computed now */
	unsigned int filling;		/* chunks being read now */
	bool slow;			/* reading it waits for the medium */
	bool closing, closed;
	uint64_t failed_at;		/* offset, if status is not DONE */
	enum hf_item_status status;
	int sys_errno;
};

struct hf_engine {
	const struct hf_engine_job *job;
	const struct hf_engine_options *options;
	hf_alg_set kernels;		/* what they compute in this run */
	unsigned int n_workers;
	atomic_int read_flags;		/* for preadv2(2): see reading.c */
	atomic_bool cancelled;
	bool closing;			/* nothing more is begun */
	atomic_uint_fast64_t bytes;	/* read since they were last told */
	atomic_uint_fast64_t paid;	/* until when what was read is paid: rate.c */

	pthread_mutex_t lock;
	pthread_cond_t filled;		/* for the caller: results to be taken */
	pthread_cond_t work;		/* for workers */
	pthread_cond_t reads;		/* for readers */

	struct hf_slot *slots;		/* a ring */
	uint64_t ring;
	uint32_t *order;		/* of the items in two blocks */
	uint64_t ordered;		/* items that are in order */
	uint64_t next;			/* item, in that order, to be begun */
	uint64_t taken;			/* results given to the caller */
	uint64_t finished;		/* whose result is in its slot, or taken */
	struct hf_flight *idle;
	unsigned int n_wide;		/* workers that have items of their own */

	struct hf_slab *queue, **queue_end;	/* for readers to fill */
	unsigned int n_queued;
	pthread_t readers[HF_MAX_READERS];
	unsigned int n_readers, n_idle_readers;
	bool no_readers;		/* none could be started, or is worth it */
	bool ending;
	bool (*read_next)(struct hf_engine *engine);	/* false: nothing */

	struct hf_member *members;
	unsigned int n_members, max_members;	/* in use; places */
	struct hf_flight *waiting;	/* for a place */
};

/* --- items.c: the lock is held, but by these two. --- */

int hf_items_prepare(struct hf_engine *engine, struct hf_error *err);
void hf_items_release(struct hf_engine *engine);

/* Whether all items have been begun, or no more will be. */
bool hf_all_begun(const struct hf_engine *engine);
/* Whether an item may be begun now: its result must have a place. */
bool hf_may_begin(struct hf_engine *engine);
/* Up to @n items in a list, a large one alone; NULL where none may be. */
struct hf_flight *hf_take_items(struct hf_engine *engine, unsigned int n);
/* Items that are finished: their results, and what can be used again. */
void hf_give_results(struct hf_engine *engine, struct hf_flight *list);

/* --- flight.c: the lock is not held. --- */

/* Open the item.  HF_ITEM_DONE, or why it cannot be read. */
enum hf_item_status hf_flight_open(struct hf_engine *engine,
				   struct hf_flight *flight);
/*
 * Its last byte was read, or that failed with @status.  Says in the result
 * whether it stayed the same meanwhile, and closes it.
 */
void hf_flight_close(struct hf_engine *engine, struct hf_flight *flight,
		     enum hf_item_status status);
/* All was digested: fill in the digests. */
void hf_flight_finish(struct hf_flight *flight);
/* Digest what lies in lanes, for each of @algs. */
void hf_flights_digest(const struct hf_engine *engine, struct hf_lane *lanes,
		       size_t n, hf_alg_set algs);
void hf_flight_free(struct hf_flight *flight);

/* --- reading.c: the lock is not held. --- */

/* Decide how an item that has just been opened will be read. */
void hf_reading_begin(struct hf_engine *engine, struct hf_flight *flight);
/*
 * Read at most @size bytes at @at, an offset in the extent, to @data, where
 * there is room for 2 * HF_ALIGN more than @size.  Yields as pread(2) does; with
 * @now, -1 and EAGAIN where the medium would have to be waited for.
 */
ssize_t hf_reading(struct hf_engine *engine, struct hf_flight *flight,
		   unsigned char *data, size_t size, uint64_t at, bool now);
/* Leave the page cache as it was. */
void hf_reading_end(struct hf_engine *engine, struct hf_flight *flight);
/* Whether reads can say that they would wait. */
bool hf_reading_tells(struct hf_engine *engine);

/* --- rate.c: the lock is not held. --- */

/* @size octets were read: wait as long as that may take. */
void hf_rate_wait(struct hf_engine *engine, size_t size);

/* --- wide.c --- */

struct hf_worker *hf_worker_new(struct hf_engine *engine);
void hf_worker_free(struct hf_worker *worker);
struct hf_engine *hf_worker_engine(const struct hf_worker *worker);
/* Whether it has items that nobody else has. */
bool hf_worker_has_own(const struct hf_worker *worker);
/* Fill slabs and digest them.  The lock is not held. */
void hf_worker_round(struct hf_worker *worker);
/* A reader fills one that waits; false where none does.  As in team.c. */
bool hf_slab_read(struct hf_engine *engine);

/* --- team.c: the lock is held, and let go meanwhile. --- */

void hf_team_add(struct hf_engine *engine, struct hf_flight *flight);
/* Do a piece of work on what is shared; false where there is none. */
bool hf_team_turn(struct hf_engine *engine);
/* The same for a reader: of what the medium must be waited for. */
bool hf_team_read(struct hf_engine *engine);

/* --- readers.c --- */

/* @n_waiting things are to be read.  The lock is held. */
void hf_readers_wake(struct hf_engine *engine, unsigned int n_waiting);
void hf_readers_end(struct hf_engine *engine);

#endif
