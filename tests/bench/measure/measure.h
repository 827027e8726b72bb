/*
 * Run commands side by side, in turn, round after round.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdbool.h>
#include <stdio.h>

#define MAX_ROUNDS	99
#define MAX_CONTESTANTS	16

enum role {
	OURS,		/* the first of them is compared with everything */
	PEER,
	LIMIT,		/* prints the seconds that the machine needs at best */
	BESIDE,		/* does something else, and sees no flipped bit */
};

struct contestant {
	enum role role;
	const char *name, *command;
	bool slow;			/* runs in a few of the rounds */
	int rounds;			/* in how many it ran: the first ones */
	double wall[MAX_ROUNDS], cpu[MAX_ROUNDS];
	long memory;			/* KiB, of the largest of its processes */
};

struct options {
	const char *title;		/* for people */
	const char *about;		/* members of the JSON object, or NULL */
	const char *json;		/* where to write it, or NULL */
	const char *folder;		/* where commands run, what is warmed */
	const char *flip;		/* a bit of this one is flipped once */
	int rounds, repeats;
	bool cold, cold_names;		/* contents; names and inodes too */
};

/* What happened to the rounds. */
struct course {
	int rounds, repeated, disturbed;
	double others[MAX_ROUNDS];	/* cores that others took */
	double residency;		/* the least before a warm run */
	const char *dropped_by;		/* before a cold run */
};

/* One run of a command (run.c). */
struct run {
	double wall, cpu;
	long memory;
	double printed;			/* the number it printed, if it did */
	bool good;			/* exit status 0 */
	char complaint[1024];		/* the beginning of what it complained */
};

double now(void);
void run(const char *command, struct run *result);

/* The share of a folder's bytes that is in the page cache (cache.c). */
double residency(const char *folder);
void warm(const char *folder);		/* read all of it */
const char *drop(const char *folder, bool names);	/* how it was done */

/* Seconds of processor time that others have taken so far (noise.c). */
double taken_by_others(void);
bool is_disturbed(double others, double wall);

/* Flip a bit in the middle of a file, and back; also when killed (flip.c). */
void flip(const char *path);
void flip_back(void);

/* What came out (result.c). */
void print_result(const struct options *options, const struct course *course,
		  const struct contestant *list, int n);
void write_json(FILE *out, const struct options *options,
		const struct course *course, const struct contestant *list,
		int n);

/* Say what is wrong, and end. */
void die(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));

#endif
