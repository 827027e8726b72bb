/*
 * What came out: medians, and the median of the rounds' ratios, for what was
 * slow in one round was slow for all that ran in it.
 */
#include <stdlib.h>
#include <string.h>

#include "measure.h"

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(const double *values, int n)
{
	double sorted[MAX_ROUNDS];

	memcpy(sorted, values, (size_t)n * sizeof(*values));
	qsort(sorted, (size_t)n, sizeof(*sorted), compare);
	return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* How many times as long as ours, in the rounds in which both ran. */
static double ratio(const struct contestant *c, const struct contestant *ours)
{
	double ratios[MAX_ROUNDS];

	for (int i = 0; i < c->rounds; i++)
		ratios[i] = c->wall[i] / ours->wall[i];
	return median(ratios, c->rounds);
}

static const struct contestant *best_peer(const struct contestant *list, int n)
{
	const struct contestant *best = NULL;

	for (int i = 0; i < n; i++) {
		if (list[i].role == PEER &&
		    (!best || ratio(&list[i], list) < ratio(best, list)))
			best = &list[i];
	}
	return best;
}

static const struct contestant *limit(const struct contestant *list, int n)
{
	for (int i = 0; i < n; i++) {
		if (list[i].role == LIMIT)
			return &list[i];
	}
	return NULL;
}

void print_result(const struct options *options, const struct course *course,
		  const struct contestant *list, int n)
{
	printf("%s (medians; rounds: %d", options->title, course->rounds);
	if (course->repeated || course->disturbed)
		printf("; disturbed: %d more that were run again, %d of these",
		       course->repeated, course->disturbed);
	printf(")\n  %-28s %9s %9s %10s  %s\n", "", "wall s", "CPU s",
	       "peak MiB", "times as long as the first");
	for (int i = 0; i < n; i++) {
		const struct contestant *c = &list[i];

		printf("  %-28s %9.3f", c->name, median(c->wall, c->rounds));
		if (c->role == LIMIT)
			printf(" %9s %10s", "", "");
		else
			printf(" %9.3f %10.1f", median(c->cpu, c->rounds),
			       (double)c->memory / 1024);
		printf("  %.2f%s\n", ratio(c, list),
		       c->role == LIMIT ? " (the limit)" : "");
	}
	fflush(stdout);
}

static void write_text(FILE *out, const char *text)
{
	putc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putc('\\', out);
		putc(*text, out);
	}
	putc('"', out);
}

static void write_numbers(FILE *out, const char *name, const double *values,
			  int n)
{
	fprintf(out, "\"%s\": [", name);
	for (int i = 0; i < n; i++)
		fprintf(out, "%s%.6f", i ? ", " : "", values[i]);
	putc(']', out);
}

static void write_contestant(FILE *out, const struct contestant *c,
			     const struct contestant *ours)
{
	static const char *const roles[] = { "ours", "peer", "limit",
					     "beside" };

	fprintf(out, "    { \"role\": \"%s\", \"name\": ", roles[c->role]);
	write_text(out, c->name);
	fprintf(out, ", \"median\": %.6f, \"ratio\": %.4f,\n      ",
		median(c->wall, c->rounds), ratio(c, ours));
	if (c->role != LIMIT) {
		fprintf(out, "\"cpu_median\": %.6f, \"memory_kib\": %ld, ",
			median(c->cpu, c->rounds), c->memory);
		write_numbers(out, "cpu", c->cpu, c->rounds);
		fputs(",\n      ", out);
	}
	write_numbers(out, "wall", c->wall, c->rounds);
	fputs(" }", out);
}

void write_json(FILE *out, const struct options *options,
		const struct course *course, const struct contestant *list,
		int n)
{
	const struct contestant *peer = best_peer(list, n);
	const struct contestant *least = limit(list, n);

	fputs("  { ", out);
	if (options->about)
		fprintf(out, "%s, ", options->about);
	fputs("\"title\": ", out);
	write_text(out, options->title);
	fprintf(out, ",\n    \"rounds\": %d, \"repeated\": %d, \"disturbed\": %d, "
		"\"flipped\": %s,\n    ", course->rounds, course->repeated,
		course->disturbed, options->flip ? "true" : "false");
	if (options->folder && !options->cold)
		fprintf(out, "\"residency\": %.4f, ", course->residency);
	if (options->cold)
		fprintf(out, "\"dropped_by\": \"%s\", ", course->dropped_by);
	if (peer) {
		fputs("\"best_peer\": ", out);
		write_text(out, peer->name);
		fprintf(out, ", \"to_best_peer\": %.4f, ", ratio(peer, list));
	}
	if (least)
		fprintf(out, "\"share_of_limit\": %.4f, ", ratio(least, list));
	write_numbers(out, "others", course->others, course->rounds);
	fputs(",\n    \"contestants\": [\n", out);
	for (int i = 0; i < n; i++) {
		write_contestant(out, &list[i], list);
		fputs(i < n - 1 ? ",\n" : " ] }", out);
	}
}
