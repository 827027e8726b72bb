/*
 * Show results:
 *
 *   report text|markdown|chart TARGETS RESULTS.json
 *
 * Each also holds the results to their shape.
 */
#include "report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));

static void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("report: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	exit(1);
}

/* "CASE PEER LIMIT [NAME]", or "most CASE 3 s", "most CASE 256 MiB". */
static bool read_target(struct target *t, const char *line)
{
	char unit[4];
	double most;

	*t = (struct target){ .peer = 0 };
	if (sscanf(line, "most %31s %lf %3s", t->name, &most, unit) == 3) {
		*(strcmp(unit, "s") ? &t->mib : &t->seconds) = most;
		return !strcmp(unit, "s") || !strcmp(unit, "MiB");
	}
	return sscanf(line, "%31s %lf %lf %31[^\n]", t->name, &t->peer,
		      &t->limit, t->by_name) >= 3;
}

static size_t read_targets(const char *path, struct target *targets)
{
	FILE *in = fopen(path, "re");
	char line[256];
	size_t n = 0;

	if (!in)
		die("%s: cannot be read", path);
	while (fgets(line, sizeof(line), in)) {
		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (n == MAX_TARGETS || !read_target(&targets[n++], line))
			die("%s: not a target: %s", path, line);
	}
	fclose(in);
	return n;
}

struct row measured_of(json_t *measured)
{
	struct row row = { .best_peer = NULL };
	const char *role, *ours;
	json_t *others, *other;
	double kib;
	json_error_t err;
	size_t i;

	if (json_unpack_ex(measured, &err, 0,
			   "{s:s, s:i, s:i, s:i, s:o, s:o, s?F, s?F, s?s, s?F,"
			   " s?F}", "case", &row.name, "rounds", &row.rounds,
			   "repeated", &row.repeated, "disturbed", &row.disturbed,
			   "others", &others, "contestants", &row.contestants,
			   "octets", &row.octets, "n", &row.n, "best_peer",
			   &row.best_peer, "to_best_peer", &row.to_best,
			   "share_of_limit", &row.share) < 0)
		die("a case has another shape: %s", err.text);
	json_array_foreach(others, i, other)
		row.others += json_number_value(other) / row.rounds;
	if (json_unpack_ex(json_array_get(row.contestants, 0), &err, 0,
			   "{s:s, s:s, s:F, s:F, s:F}", "role", &role, "name", &ours,
			   "median", &row.seconds, "cpu_median", &row.cpu,
			   "memory_kib", &kib) < 0 || strcmp(role, "ours") != 0)
		die("%s: no contestant of ours: %s", row.name, err.text);
	row.mib = kib / 1024;
	if (row.best_peer)
		row.cpu_to_best = figure_of(&row, row.best_peer, "cpu_median") /
				  row.cpu;
	return row;
}

struct row row_of(json_t *one_case)
{
	struct row row = measured_of(one_case);
	const char *cache;
	json_t *algorithms, *flipped;
	json_error_t err;

	if (json_unpack_ex(one_case, &err, 0, "{s:s, s:o, s:F, s:o}", "cache",
			   &cache, "algorithms", &algorithms, "octets",
			   &row.octets, "flipped", &flipped) < 0)
		die("%s has another shape: %s", row.name, err.text);
	if (!json_is_true(flipped))
		die("%s: no bit was flipped", row.name);
	return row;
}

double figure_of(const struct row *row, const char *contestant,
		 const char *figure)
{
	json_t *that;
	size_t i;

	json_array_foreach(row->contestants, i, that) {
		const char *name = json_string_value(
			json_object_get(that, "name"));

		if (name && !strcmp(name, contestant))
			return json_number_value(json_object_get(that, figure));
	}
	return 0;
}

size_t steps_of(json_t *growth, struct step *steps, size_t room)
{
	json_t *contestant;
	size_t i, n = 0;

	json_array_foreach(json_object_get(growth, "contestants"), i, contestant) {
		struct step *s = &steps[n];
		const char *name;
		double kib;
		json_error_t err;

		if (n++ == room)
			die("growth: more than %zu steps", room);
		if (json_unpack_ex(contestant, &err, 0, "{s:s, s:F, s:F}", "name",
				   &name, "median", &s->seconds, "memory_kib",
				   &kib) < 0)
			die("growth has another shape: %s", err.text);
		s->files = strtod(name, NULL);
		s->mib = kib / 1024;
		s->seconds_a_file = s->bytes_a_file = 0;
		if (n == 1)
			continue;
		s->seconds_a_file = (s->seconds - s[-1].seconds) /
				    (s->files - s[-1].files);
		s->bytes_a_file = (s->mib - s[-1].mib) * 1048576 /
				  (s->files - s[-1].files);
	}
	return n;
}

double spread(const struct step *steps, size_t n, bool memory)
{
	double least = 0, most = 0;

	for (size_t i = 1; i < n; i++) {
		double x = memory ? steps[i].bytes_a_file :
				    steps[i].seconds_a_file;

		most = i == 1 || x > most ? x : most;
		least = i == 1 || x < least ? x : least;
	}
	return least > 0 ? most / least : 0;
}

static void judge(char *text, double figure, double target, const char *name)
{
	size_t used = strlen(text);

	if (used) {
		snprintf(text + used, JUDGED_SIZE - used, "; ");
		used += 2;
	}
	if (figure == 0 && target == 0)
		snprintf(text + used, JUDGED_SIZE - used, "none");
	else if (figure == 0)
		snprintf(text + used, JUDGED_SIZE - used,
			 "no %s here (target %g)", name, target);
	else if (target == 0)
		snprintf(text + used, JUDGED_SIZE - used, "%.2f", figure);
	else
		snprintf(text + used, JUDGED_SIZE - used, "%.2f%s%s (%s %g)",
			 figure, *name ? " to " : "", name,
			 figure >= target ? "target" : "missed", target);
}

const char *judge_peer(char *text, const struct row *row,
		       const struct target *targets, size_t n)
{
	bool best = false;

	*text = '\0';
	for (size_t i = 0; i < n; i++) {
		const struct target *t = &targets[i];

		if (strcmp(t->name, row->name) != 0 || t->peer == 0)
			continue;
		best = best || !*t->by_name;
		if (*t->by_name)
			judge(text, figure_of(row, t->by_name, "ratio"), t->peer, t->by_name);
		else if (row->to_best > 0)
			judge(text, row->to_best, t->peer, "");
	}
	if (!best && row->to_best > 0) {
		char others[JUDGED_SIZE];

		snprintf(others, sizeof(others), "%s", text);
		snprintf(text, JUDGED_SIZE, "%.2f%s%.200s", row->to_best,
			 *others ? "; " : "", others);
	}
	return text;
}

const char *judge_limit(char *text, const struct row *row,
			const struct target *targets, size_t n)
{
	double target = 0;

	for (size_t i = 0; i < n; i++) {
		if (!strcmp(targets[i].name, row->name) && targets[i].limit > 0)
			target = targets[i].limit;
	}
	*text = '\0';
	judge(text, row->share, target, "");
	return text;
}

static const char *judge_most(char *text, double figure, double most,
			      int decimals)
{
	char rest[64] = "";

	if (most > 0)
		snprintf(rest, sizeof(rest), " (%s %g)",
			 figure <= most ? "target" : "missed", most);
	snprintf(text, JUDGED_SIZE, "%.*f%s", decimals, figure, rest);
	return text;
}

const char *judge_seconds(char *text, const struct row *row,
			  const struct target *targets, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++) {
		if (!strcmp(targets[i].name, row->name) &&
		    targets[i].seconds > 0)
			most = targets[i].seconds;
	}
	return judge_most(text, row->seconds, most, 3);
}

const char *judge_mib(char *text, const struct row *row,
		      const struct target *targets, size_t n)
{
	double most = 0;

	for (size_t i = 0; i < n; i++) {
		if (!strcmp(targets[i].name, row->name) && targets[i].mib > 0)
			most = targets[i].mib;
	}
	return judge_most(text, row->mib, most, 1);
}

int main(int argc, char *argv[])
{
	static struct target targets[MAX_TARGETS];
	const char *format;
	json_t *results, *cases;
	json_error_t err;
	size_t n;

	if (argc != 4) {
		fprintf(stderr, "usage: report text|markdown|chart TARGETS RESULTS\n");
		return 2;
	}
	n = read_targets(argv[2], targets);
	results = json_load_file(argv[3], 0, &err);
	if (!results || json_unpack_ex(results, &err, 0, "{s:s, s:o}", "format",
				       &format, "cases", &cases) < 0 ||
	    strcmp(format, "holdfast-bench-1") != 0 || !json_is_array(cases))
		die("%s: not results: %s (line %d)", argv[3], err.text, err.line);
	if (!strcmp(argv[1], "text"))
		write_text(results, targets, n);
	else if (!strcmp(argv[1], "markdown"))
		write_markdown(results, targets, n);
	else if (!strcmp(argv[1], "chart"))
		write_chart(results);
	else
		die("text, markdown or chart, not '%s'", argv[1]);
	json_decref(results);
	return 0;
}
