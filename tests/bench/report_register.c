/*
 * What is measured of a register, as tables: rows as those of the cases, and
 * rates that were taken once, one behind the other.
 */
#include <stdio.h>

#include "report.h"

static json_t *part_of(json_t *results, const char *name)
{
	return json_object_get(json_object_get(results, "register"), name);
}

static double rate_of(json_t *rates, const char *name)
{
	return json_number_value(json_object_get(json_object_get(rates, name),
						 "per_second"));
}

/* "12345 a second", where something was counted. */
static const char *each_second(char *text, const struct row *row)
{
	*text = '\0';
	if (row->n > 0)
		snprintf(text, JUDGED_SIZE, "%.0f", row->n / row->seconds);
	else if (row->octets > 0)
		snprintf(text, JUDGED_SIZE, "%.0f MB",
			 row->octets / row->seconds / 1e6);
	return text;
}

/* How bags came in while the register grew under them. */
static void write_rates(json_t *rates, const char *begin, const char *end)
{
	double first = rate_of(rates, "ingest-first-tenth");
	double last = rate_of(rates, "ingest-last-tenth");

	if (first > 0)
		printf("%sbags ingested one behind the other: %.1f a second in the first tenth, %.1f in the last, %.2f times as many%s",
		       begin, first, last, last / first, end);
}

void register_text(json_t *results, const struct target *targets, size_t n)
{
	char peer[JUDGED_SIZE], seconds[JUDGED_SIZE], mib[JUDGED_SIZE];
	char each[JUDGED_SIZE];
	json_t *one;
	size_t i;

	json_array_foreach(part_of(results, "measured"), i, one) {
		struct row r = measured_of(one);

		if (!i)
			printf("\n%-18s %-20s %-20s %9s  %-24s %s\n",
			       "register", "seconds", "MiB", "a second", "best peer",
			       "times as fast");
		printf("%-18s %-20s %-20s %9s  %-24.24s %s%s\n", r.name,
		       judge_seconds(seconds, &r, targets, n),
		       judge_mib(mib, &r, targets, n), each_second(each, &r),
		       r.best_peer ? r.best_peer : "none",
		       judge_peer(peer, &r, targets, n),
		       r.disturbed ? "  (disturbed)" : "");
	}
	write_rates(part_of(results, "rates"), "", "\n");
}

void register_markdown(json_t *results, const struct target *targets, size_t n)
{
	char peer[JUDGED_SIZE], seconds[JUDGED_SIZE], mib[JUDGED_SIZE];
	char each[JUDGED_SIZE];
	json_t *one;
	size_t i;

	json_array_foreach(part_of(results, "measured"), i, one) {
		struct row r = measured_of(one);

		if (!i)
			printf("\n### A register\n\n| case | seconds | MiB | a second | best peer | times as fast | its processor time ÷ ours | rounds disturbed, run again |\n"
			       "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
		printf("| %s | %s | %s | %s | %s | %s | %.2f | %d of %d, %d |\n",
		       r.name, judge_seconds(seconds, &r, targets, n),
		       judge_mib(mib, &r, targets, n), each_second(each, &r),
		       r.best_peer ? r.best_peer : "none",
		       judge_peer(peer, &r, targets, n), r.cpu_to_best,
		       r.disturbed, r.rounds, r.repeated);
	}
	write_rates(part_of(results, "rates"), "\n", "\n");
}
