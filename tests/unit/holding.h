/* A register with places, bags and a log, made in the private folder. */
#ifndef HF_TESTS_HOLDING_H
#define HF_TESTS_HOLDING_H

#include "register/ledger.h"
#include "unit.h"

/* When the first entry is logged; each later one comes a day after. */
#define HOLDING_BEGAN	((int64_t)1900000000)
#define HOLDING_DAY	((int64_t)86400)

/*
 * For a fixture, behind unit_disk_case()'s: the register reg/, and the
 * locations north, south and tape, each a folder of that name.  The private
 * folder is the working folder until holding_end().
 */
void holding_begin(void);
void holding_end(void);

/* Put a stanza behind register.txt. */
void holding_say(const char *stanza);
/* Have these lines in its Policy, which has an interval of 90 days alone. */
void holding_policy(const char *lines);

/* Make a bag that differs from others by @word; with a record where asked. */
void holding_bag(const char *path, const char *word);
void holding_record(const char *path, const char *record);
/* Remove what lies at @path, with what is in it. */
void holding_remove(const char *path);

/* The root of the bag at @path, in a buffer that lives until the end. */
const char *holding_root(const char *path);

/*
 * Append an entry: @event with @package and @location, and the @root of the bag
 * (NULL: none), with the outcome "pass" or as @outcome says.
 */
void holding_log(const char *event, const char *package, const char *location,
		 const char *root, const char *outcome);
/* A whole entry, whose number and time are set. */
void holding_log_entry(struct hf_entry *entry);

/* Ingestion of a bag that lies at "LOCATION/PACKAGE" already. */
void holding_ingest(const char *package, const char *location);

/* Open the register anew; until the next, or the end. */
const struct hf_ledger *holding_open(void);

#endif
