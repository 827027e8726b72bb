/*
 * One copy, read in a process of its own that is shut in: its root, and every
 * byte that is left to read of it, as far as the budget goes.
 */
#ifndef HF_AUDIT_READING_H
#define HF_AUDIT_READING_H

#include <signal.h>

#include "bag/root.h"
#include "base/error.h"
#include "digest/engine_options.h"
#include "finding/finding.h"
#include "provenance/model.h"

struct hf_reading_task {
	int dir;		/* the register's folder, for what is begun */
	const char *package, *location;
	const char *path;	/* where the copy lies */
	const char *root;	/* that the log says it has */
	struct hf_engine_options engine;
	bool no_sandbox;
	uint64_t octets;	/* that may be read; at least one file is */
	double until;		/* by hf_clock_elapsed(); 0: no end */
	const volatile sig_atomic_t *stop;	/* may be NULL */
	/* What is asked of the evidence in its record; NULL: the defaults. */
	const struct hf_declared_policy *declared;
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

/* What came of it; nothing in it is more to be believed than the bag. */
struct hf_reading_seen {
	struct hf_bag_root root;	/* hex is "" where it could not be had */
	uint64_t read;		/* octets, now */
	bool undone;		/* something is left for another time */
	bool done;		/* nothing is: its state may go, once this is logged */
	bool unwritten;		/* the register could not be written: no fault of the copy */
};

/*
 * Read it.  What is wrong with it goes to @sink.  -1 where nothing is known of
 * it then, or we failed.
 */
int hf_audit_read(const struct hf_reading_task *task, struct hf_sink *sink,
		  struct hf_reading_seen *seen_ret, struct hf_error *err);

#endif
