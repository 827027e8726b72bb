/*
 * The results of bench.sh, as tables and as a picture.
 */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define MAX_TARGETS	64

struct target {
	char name[32];		/* of the case */
	double peer, limit;	/* 0: none */
	char by_name[32];	/* the peer, or "": the best */
	double seconds, mib;	/* at most, whatever the machine is; 0: none */
};

/* One case, in numbers: 0 where there is none. */
struct row {
	const char *name, *best_peer;
	double octets, seconds, cpu, mib;	/* ours */
	double n;				/* of what, in these seconds */
	double to_best, share;
	double cpu_to_best;			/* ratio of processor times */
	double others;				/* cores that others took */
	int rounds, repeated, disturbed;
	json_t *contestants;
};

/* A step from one number of files to ten times as many. */
struct step {
	double files, seconds, mib;
	double seconds_a_file, bytes_a_file;	/* of those that came with it */
};

/* They end the program where the results have another shape. */
struct row row_of(json_t *one_case);
struct row measured_of(json_t *measured);	/* of what reads no corpus */
size_t steps_of(json_t *growth, struct step *steps, size_t room);

/* The most of a rate divided by the least, over steps 1 to n - 1. */
double spread(const struct step *steps, size_t n, bool memory);

/* What is measured of a register: report_register.c. */
void register_text(json_t *results, const struct target *targets, size_t n);
void register_markdown(json_t *results, const struct target *targets, size_t n);

/* A figure of a contestant by its name in the JSON; 0 if it took no part. */
double figure_of(const struct row *row, const char *contestant,
		 const char *figure);

void write_text(json_t *results, const struct target *targets, size_t n);
void write_markdown(json_t *results, const struct target *targets, size_t n);
void write_chart(json_t *results);

/*
 * A figure beside its targets, as "1.52 (1.6: missed)", into @text.  Returns it.
 */
#define JUDGED_SIZE	256
const char *judge_peer(char *text, const struct row *row,
		       const struct target *targets, size_t n);
const char *judge_limit(char *text, const struct row *row,
			const struct target *targets, size_t n);
/* A figure that is to be no more than its target. */
const char *judge_seconds(char *text, const struct row *row,
			  const struct target *targets, size_t n);
const char *judge_mib(char *text, const struct row *row,
		      const struct target *targets, size_t n);

#endif
