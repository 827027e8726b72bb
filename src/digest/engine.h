/*
 * The digest engine: hash many items with every core, results in input order.
 *
 * An item is an extent of an open file.  Whoever runs the engine opens items
 * when asked (on a worker's thread) and takes the results (on the thread that
 * called hf_engine_run(), in the order of the items, never two at a time).
 * Memory is bounded by workers and a window of pending results, not by the
 * number of items.
 *
 * Files are read so that the page cache stays as it was: what others have there
 * is not evicted, and what was not there is not left behind.
 */
#ifndef HF_DIGEST_ENGINE_H
#define HF_DIGEST_ENGINE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/error.h"
#include "digest/algorithm.h"
#include "digest/digester.h"
#include "digest/engine_options.h"

#define HF_TO_END	UINT64_MAX

/* What is to be hashed for one item. */
struct hf_extent {
	int fd;			/* to read from; not a directory, FIFO, or device */
	uint64_t offset;
	uint64_t length;	/* or HF_TO_END */
	hf_alg_set algs;	/* never empty */
	int copy_fd;		/* also write every byte here, in order; or -1 */
	int kept_fd;		/* the opener's own: the engine leaves it alone */
	const void *kept;	/* so is this */
	struct stat before;	/* fstat(2) of fd; all zero: it was not asked */

	/*
	 * Or fd is -1, and the bytes come one after the other, as read(2) gives
	 * them, never from two threads at a time.
	 */
	ssize_t (*read)(void *read_ctx, void *data, size_t size);
	void *read_ctx;
	/* Or they went by before, and by @algs their digests are these. */
	const struct hf_digests *known;
};

enum hf_item_status {
	HF_ITEM_DONE,		/* digests and bytes are true */
	HF_ITEM_NOT_OPENED,	/* open() said no; sys_errno is its answer */
	HF_ITEM_READ_ERROR,	/* reading failed at offset @bytes */
	HF_ITEM_SHORT,		/* the file ended at @bytes, before the extent did */
	HF_ITEM_CHANGED,	/* size, mtime, or ctime differ from before the read */
	HF_ITEM_COPY_ERROR,	/* writing to copy_fd failed */
	HF_ITEM_CANCELLED,
	HF_ITEM_LIB_ERROR,	/* the digest library failed */
};

struct hf_item_result {
	uint64_t item;
	enum hf_item_status status;
	int sys_errno;
	uint64_t bytes;			/* read of the extent */
	hf_alg_set algs;
	bool known;			/* extent.known was given: not read now */
	const struct hf_digests *digests;	/* NULL unless DONE */
};

struct hf_engine_job {
	uint64_t n_items;

	/*
	 * Open @item: fill *@extent_ret and return 0, or return a positive
	 * errno.  Called on a worker's thread, several at a time, each item
	 * once.  The engine calls close_item when it has read the last byte, on
	 * any thread, once for each item that was opened, also where reading
	 * failed; what it returns (0 or errno) becomes a COPY_ERROR if not 0:
	 * this is where a copy is fsynced.
	 */
	int (*open_item)(void *ctx, uint64_t item, struct hf_extent *extent_ret);
	int (*close_item)(void *ctx, uint64_t item,
			  const struct hf_extent *extent);

	/*
	 * Take a result.  In input order, on the caller's thread.  Anything but
	 * 0 cancels what is not yet done: those come as HF_ITEM_CANCELLED.
	 */
	int (*done)(void *ctx, const struct hf_item_result *result);

	/*
	 * Opening or closing an item waits for the disk, as where what was
	 * copied is synced: then this is done beside the digesting.
	 */
	bool waits;

	/*
	 * The size of @item if it is known, to begin with the large ones; 0 if
	 * not.  May be NULL.  Called on any thread.
	 */
	uint64_t (*size_hint)(void *ctx, uint64_t item);

	/*
	 * @bytes more have been read.  On the caller's thread, a few times a
	 * second.  May be NULL.
	 */
	void (*progress)(void *ctx, uint64_t bytes);

	/*
	 * Whether to end before all is done, asked as often: what is not done
	 * then comes as HF_ITEM_CANCELLED.  May be NULL.
	 */
	enum hf_engine_stop (*stop)(void *ctx);

	/*
	 * Begin the items as they come, and few at a time, so that not much is
	 * in hand when it ends before.
	 */
	bool in_order;

	void *ctx;
};

/*
 * Run the job to its end.  0 also where items failed or were cancelled: their
 * results say so.  -1 if the engine itself could not run (memory, threads).
 */
int hf_engine_run(const struct hf_engine_options *options,
		  const struct hf_engine_job *job, struct hf_error *err);

/* So many threads are meant by @jobs; 0: one per core we may use. */
unsigned int hf_engine_threads(unsigned int jobs);

#endif
