/* Results as tables: for a terminal, and for a document. */
#include <stdio.h>
#include <string.h>

#include "report.h"

#define MAX_STEPS	8

static const char *string_of(json_t *results, const char *name)
{
	const char *text = json_string_value(json_object_get(results, name));

	return text ? text : "unknown";
}

static long long integer_of(json_t *results, const char *name)
{
	return json_integer_value(json_object_get(results, name));
}

static void write_machine(json_t *results, const char *begin, const char *end)
{
	const char *name;
	json_t *value;
	size_t i;

	printf("%s%s, %lld cores, %s, %s, %s; corpora on %s%s", begin,
	       string_of(results, "processor"), integer_of(results, "cores"),
	       string_of(results, "memory"), string_of(results, "system"),
	       string_of(results, "kernel"), string_of(results, "disk"), end);
	printf("%s%s, %lld rounds, ", begin, string_of(results, "date"),
	       integer_of(results, "rounds"));
	if (integer_of(results, "scale") == 1)
		printf("corpora of full size%s", end);
	else
		printf("corpora of 1/%lld: a trial, no proof of anything%s",
		       integer_of(results, "scale"), end);
	printf("%s", begin);
	json_object_foreach(json_object_get(results, "versions"), name, value)
		printf("%s: %s; ", name, json_string_value(value));
	printf("not installed:");
	json_array_foreach(json_object_get(results, "absent"), i, value)
		printf(" %s", json_string_value(value));
	printf("%s%s", i ? "" : " none", end);
}

static void write_rates(json_t *results, const char *begin, const char *end)
{
	json_t *rates = json_object_get(results, "rates"), *value;
	double copy = json_number_value(json_object_get(rates, "copy"));
	const char *name;

	printf("%sGB/s a core, all cores busy: page cache ", begin);
	if (copy > 0)
		printf("%.1f", copy / 1e9);
	else
		printf("not measured");
	json_object_foreach(json_object_get(rates, "streams"), name, value)
		printf("; %s by OpenSSL %.2f", name,
		       json_number_value(value) / 1e9);
	json_object_foreach(json_object_get(rates, "kernels"), name, value)
		printf("; %s %.2f", name, json_number_value(value) / 1e9);
	printf("%s", end);
}

void write_text(json_t *results, const struct target *targets, size_t n_targets)
{
	char peer[JUDGED_SIZE], limit[JUDGED_SIZE];
	struct step steps[MAX_STEPS];
	json_t *one;
	size_t i, n;

	printf("\n");
	write_machine(results, "", "\n");
	write_rates(results, "", "\n");
	printf("\n%-17s %8s %6s %6s  %-18s %-24s %6s  %s\n", "case", "seconds",
	       "GB/s", "MiB", "share of limit", "best peer", "CPU",
	       "times as fast");
	json_array_foreach(json_object_get(results, "cases"), i, one) {
		struct row r = row_of(one);

		printf("%-17s %8.3f %6.2f %6.1f  %-18s %-24.24s %6.2f  %s%s\n", r.name,
		       r.seconds, r.octets / r.seconds / 1e9, r.mib,
		       judge_limit(limit, &r, targets, n_targets),
		       r.best_peer ? r.best_peer : "none", r.cpu_to_best,
		       judge_peer(peer, &r, targets, n_targets),
		       r.disturbed ? "  (disturbed)" : "");
	}
	n = steps_of(json_object_get(results, "growth"), steps, MAX_STEPS);
	for (i = 0; i < n; i++) {
		printf("%.0f files: %.3f s, %.1f MiB", steps[i].files,
		       steps[i].seconds, steps[i].mib);
		if (i)
			printf("; for each more %.2f us, %.0f bytes",
			       1e6 * steps[i].seconds_a_file,
			       steps[i].bytes_a_file);
		printf("\n");
	}
	if (n > 2)
		printf("growth: the most is %.2f times the least in time, %.2f in memory (target 1.2)\n",
		       spread(steps, n, false), spread(steps, n, true));
	register_text(results, targets, n_targets);
}

static void write_contestants(const struct row *row)
{
	json_t *c;
	size_t i;

	printf("| %s |", row->name);
	json_array_foreach(row->contestants, i, c) {
		printf("%s %s %.3f s", i ? ";" : "",
		       json_string_value(json_object_get(c, "name")),
		       json_number_value(json_object_get(c, "median")));
		if (json_object_get(c, "cpu_median"))
			printf(" (CPU %.2f s, %.0f MiB)",
			       json_number_value(json_object_get(c, "cpu_median")),
			       json_number_value(json_object_get(c, "memory_kib")) / 1024);
	}
	printf(" |\n");
}

static void write_growth(json_t *growth)
{
	struct step steps[MAX_STEPS];
	size_t n = steps_of(growth, steps, MAX_STEPS);

	if (n == 0)
		return;
	printf("\n### Growth\n\n| files | seconds | MiB | for each more file |\n"
	       "| --- | --- | --- | --- |\n");
	for (size_t i = 0; i < n; i++) {
		printf("| %.0f | %.3f | %.1f |", steps[i].files,
		       steps[i].seconds, steps[i].mib);
		if (i)
			printf(" %.2f µs, %.0f bytes", 1e6 * steps[i].seconds_a_file,
			       steps[i].bytes_a_file);
		printf(" |\n");
	}
	if (n > 2)
		printf("\nThe most is %.2f times the least in time, and %.2f times in memory (target: 1.2).\n",
		       spread(steps, n, false), spread(steps, n, true));
}

void write_markdown(json_t *results, const struct target *targets, size_t n)
{
	char peer[JUDGED_SIZE], limit[JUDGED_SIZE];
	json_t *cases = json_object_get(results, "cases"), *one;
	json_t *measured = json_object_get(json_object_get(results, "register"),
					   "measured");
	size_t i;

	write_machine(results, "* ", "\n");
	write_rates(results, "* ", "\n");
	printf("\n| case | seconds | GB/s | MiB | share of the limit | best peer | times as fast | its processor time ÷ ours | rounds disturbed, run again |\n"
	       "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
	json_array_foreach(cases, i, one) {
		struct row r = row_of(one);

		printf("| %s | %.3f | %.2f | %.1f | %s | %s | %s | %.2f | %d of %d, %d |\n",
		       r.name, r.seconds, r.octets / r.seconds / 1e9, r.mib,
		       judge_limit(limit, &r, targets, n),
		       r.best_peer ? r.best_peer : "none",
		       judge_peer(peer, &r, targets, n), r.cpu_to_best,
		       r.disturbed, r.rounds, r.repeated);
	}
	write_growth(json_object_get(results, "growth"));
	register_markdown(results, targets, n);
	printf("\n### Everyone\n\n| case | median of the rounds |\n| --- | --- |\n");
	json_array_foreach(cases, i, one) {
		struct row r = row_of(one);

		write_contestants(&r);
	}
	json_array_foreach(measured, i, one) {
		struct row r = measured_of(one);

		write_contestants(&r);
	}
}
