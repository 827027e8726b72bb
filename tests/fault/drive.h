/*
 * The driver's parts: drive.c runs the scenarios, check.c judges each run.
 */
#ifndef TESTS_FAULT_DRIVE_H
#define TESTS_FAULT_DRIVE_H

#include "fault.h"

/* What a command promises, whatever fails. */
enum promise {
	/* target is whole or not there; subject is as it was */
	MAKES,
	/* there is no target, and nothing else; subject is as it was */
	REFUSES,
	/* subject is as it was; never a good verdict for what was not seen */
	LOOKS,
	/* target, a copy of subject, is as it was, or whole and new */
	CHANGES,
	/* out/, a copy of subject, is an archive that loses nothing: custody.c */
	KEEPS,
};

struct scenario {
	const char *name;
	enum promise promise;
	const char *subject;		/* a fixture */
	const char *target;		/* in the folder out/ */
	const char *argv[12];
	const char *leftover;		/* a fixture: what a run left there */
	const char *leftover_as;	/* a path; NULL: as create leaves it */
	const char *placed_as;		/* CHANGES: the copy's path, if not target */
	bool piped;			/* the subject, a file, is standard input */
	const char *input;		/* KEEPS: this, in out/, is standard input */
	unsigned int every;		/* so many calls are one that is tried; 0: 8 */
	int ends;			/* KEEPS: what it ends with where nothing fails */
	int again;			/* what it may end with, when it was done */
	unsigned int absent;		/* calls that the system does not have */
	bool invalid;			/* status 1 is as good as 3 */
	bool few;			/* only some kinds of faults: see there */
	bool memory;			/* and memory and threads that fail */
};

/* What one processor needs for one scenario. */
struct bench {
	const struct scenario *scenario;
	const char *fixtures;
	unsigned int share, shares;
	struct fault_seen *seen;
	int out, err;			/* files for what a child prints */
	char *before;			/* the subject, as it was */
	char *old;			/* CHANGES: the copy, as it was */
	char *made;			/* CHANGES: the same, as it must be */
	char *whole;			/* the target, or all of out/, likewise */
	char *said;			/* what was printed without a fault */
	struct archive *archive, *becomes;	/* KEEPS: before, and after */
	int status;			/* and what it ended with */
};

/* How a child ended. */
struct ending {
	int status;		/* of exit; -1: by a signal */
	int signal;
	char *out, *err;
	bool outlived;		/* by a process that it started */
	char survivor[300];	/* ... and what Linux says of that */
};

/* Run the command of the scenario once, in a child with that fault. */
void run(const struct bench *bench, const struct fault *fault,
	 struct ending *ending);
void run_command(const struct bench *bench, const char *const argv[],
		 const struct fault *fault, struct ending *ending);
void ending_release(struct ending *ending);

/* NULL, or how the run broke a promise; the text stays until the next. */
const char *check(const struct bench *bench, const struct fault *fault,
		  const struct ending *ending);

/* The same for KEEPS, with what is there before and after (custody.c). */
const char *check_kept(const struct bench *bench, const struct fault *fault,
		       const struct ending *ending);
struct archive *archive_read(void);
void archive_free(struct archive *archive);

/* NULL is what a check yields; or this. */
const char *wrong(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/*
 * What a command put beside the subject or the target while it worked, and
 * did not remove: a name in @folder that says so; or NULL.
 */
const char *left_in(const char *folder);

/* "out/.made.holdfast-partial" of "out/made". */
const char *staging_of(const char *target);

#endif
