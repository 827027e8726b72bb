/* A log in memory, for the catalogue's tests: entries by short words. */
#ifndef HF_TESTS_LIFE_H
#define HF_TESTS_LIFE_H

#include "register/catalogue_inside.h"

#define LIFE_MAX	4096

struct lived {
	struct hf_entry entry;
	struct hf_buf text;	/* its canonical bytes */
	struct hf_buf values;
	struct hf_log_place place;
};

struct life {
	struct hf_feed feed;	/* of the first feed.size entries */
	struct lived at[LIFE_MAX];
	size_t n;
	size_t walked;		/* entries that were visited */
	bool lagging;		/* feed.renew() sees all of them */
};

struct life *life_new(const char *origin);
void life_free(struct life *life);

/*
 * Add "EVENT PACKAGE LOCATION OUTCOME [WORD]...": hyphens in EVENT are blanks,
 * "-" is nothing; rN is a root of digits N, pN the previous one, fN files, bN
 * octets, bag and tar the form, to a transfer's receiver.  Its time is
 * LIFE_TIME + its number.  It counts at once.
 */
void life_add(struct life *life, const char *words);
#define LIFE_TIME	1000

/* Add an event like many, out of a few packages and places. */
void life_add_any(struct life *life, unsigned int *seed);

#endif
