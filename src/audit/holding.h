/*
 * What an audit is planned from: the copies that are held, where, and when
 * each was read last.  Nothing here looks at a disk or at a clock.
 */
#ifndef HF_AUDIT_HOLDING_H
#define HF_AUDIT_HOLDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One copy that is held: a package at a location. */
struct hf_holding {
	const char *package;
	size_t location;	/* index into the locations */
	uint64_t octets, files;
	int64_t since;		/* when it came there, in seconds since 1970 */
	int64_t checked;	/* when it was last read in full; 0: never */
	int64_t interval;	/* seconds within which it is to be read again; 0: none is asked */
	bool failed;		/* its last reading did not pass */
	bool suspended;		/* a reading was begun, and is to be resumed */
	uint64_t progress;	/* octets that this reading has behind it */
};

/* A location, as far as a plan needs it. */
struct hf_holding_place {
	const char *id;
	uint64_t rate;		/* octets a second, measured or estimated; 0: not known */
};

/* The copies, in any order, and the locations.  All of it is the caller's. */
struct hf_holding_set {
	const struct hf_holding *copies;
	size_t n;
	const struct hf_holding_place *places;
	size_t n_places;
};

#define HF_NIGHTLY		86400
#define HF_RATE_ASSUMED		(32u << 20)	/* octets a second of a location not yet measured */

/* What a run may spend.  All zero: a nightly run without bounds. */
struct hf_audit_budget {
	uint64_t max_bytes;	/* octets to be read; 0: no bound */
	uint64_t max_time;	/* seconds; 0: no bound */
	int64_t between;	/* seconds from one run to the next; 0: HF_NIGHTLY */
	const char *location;	/* read there only; NULL: everywhere */
	const char *package;	/* read its copies only; NULL: all */
};

#endif
