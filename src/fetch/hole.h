/*
 * A hole of a bag: a payload file that is not there, from where it can be had,
 * and what came of it.
 */
#ifndef HF_FETCH_HOLE_H
#define HF_FETCH_HOLE_H

#include "bag/bag.h"
#include "base/arena.h"
#include "fetch/part.h"

enum hf_outcome {
	HF_HOLE_OPEN,		/* nothing came of it yet */
	HF_HOLE_FILLED,
	HF_HOLE_REFUSED,	/* its address may not be asked */
	HF_HOLE_FAILED,		/* it could not be had */
	HF_HOLE_DIFFERS,	/* what could be had is something else */
};

struct hf_hole {
	const struct hf_fetch_entry *entry;
	uint64_t most;			/* octets that may arrive */
	struct hf_part part;
	enum hf_outcome outcome;
	bool continued;		/* some octets are of an earlier exchange */
	bool begun_before;	/* some are of an earlier run */
	bool again;		/* it was right to begin anew, once */
	const char *why;	/* the particulars, in words, or NULL */
	const char *algorithm, *expected, *actual;	/* or NULL */
};

/* Where holes are filled. */
struct hf_site {
	struct hf_bag *bag;
	int root;		/* of the bag */
	int beside;		/* the folder in which files arrive */
	struct hf_arena arena;	/* of what holes say */
	struct hf_error *err;	/* set where we failed */
};

/*
 * Note why a hole stays one; what arrived is kept for the next run only where
 * it FAILED.  -1 when out of memory.
 */
int hf_hole_give_up(struct hf_site *site, struct hf_hole *hole,
		    enum hf_outcome outcome, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* The same for a length in octets. */
int hf_hole_wrong_length(struct hf_site *site, struct hf_hole *hole,
			 uint64_t length);

/*
 * All has arrived: compare every digest that the manifests record, and fill
 * the hole.  1 where something came of it; 0 where it is to be had anew, since
 * what was kept of an earlier exchange may be of another file; -1.
 */
int hf_hole_settle(struct hf_site *site, struct hf_hole *hole);

/* Tell what came of it, unless it was filled. */
void hf_hole_tell(const struct hf_site *site, const struct hf_hole *hole,
		  struct hf_sink *sink);

#endif
