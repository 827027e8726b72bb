/*
 * Run commands side by side, in turn, round after round, and tell how long
 * each took, and how much processor time and memory.
 *
 *   measure [OPTION]... TITLE <CONTESTANTS
 *
 * A contestant is a line: ours, peer, limit or beside; a name; a command for /bin/sh;
 * with a tab between.  The order rotates from round to round, after one that
 * does not count; one whose command fails ends everything.  A round in which
 * others took more than 12 % of a core is run again, as often as may be.
 *
 *   --rounds=N     how many count (7)
 *   --repeats=N    how many disturbed ones are run again at most (0)
 *   --folder=DIR   run there; all of it is read, and seen to be in the page
 *                  cache, before each run
 *   --cold=all     ... or seen not to be: where it can be done names and
 *                  inodes are dropped too, of the whole machine
 *   --cold=contents  ... contents of these files alone
 *   --flip=FILE    in the round that does not count a bit of FILE is wrong,
 *                  and a command that takes no notice ends everything
 *   --json=FILE    write what came out there
 *   --about=TEXT   ... with these members of the object before
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "measure.h"

#define SLOW_FACTOR	3	/* times as long as the fastest peer */
#define SLOW_ROUNDS	3	/* are enough to know such a one */
#define IS_WARM		0.99
#define IS_COLD		0.01

static void prepare(const struct options *o, struct course *course)
{
	double share;

	if (!o->folder)
		return;
	if (o->cold) {
		course->dropped_by = drop(".", o->cold_names);
		share = residency(".");
		if (share > IS_COLD)
			die("%.0f %% of %s stay in the page cache, whatever is done",
			    100 * share, o->folder);
		return;
	}
	/* Idle pages can be taken away at any time. */
	for (int try = 0; (share = residency(".")) < IS_WARM; try++) {
		if (try == 3)
			die("%.0f %% of %s stay out of the page cache: "
			    "is there memory for it?", 100 - 100 * share,
			    o->folder);
		warm(".");
	}
	if (share < course->residency)
		course->residency = share;
}

static void run_one(const struct options *o, struct course *course,
		    struct contestant *c, int round)
{
	bool must_fail = round < 0 && o->flip &&
			 (c->role == OURS || c->role == PEER);
	struct run r;

	prepare(o, course);
	run(c->command, &r);
	/* What stands beside may see it or not. */
	if (r.good == must_fail && (c->role != BESIDE || round >= 0))
		die("%s: %s %s: %s\n%s", o->title, c->name,
		    must_fail ? "takes no notice of a flipped bit" : "failed",
		    c->command, r.complaint);
	if (c->role == LIMIT && r.printed <= 0)
		die("%s: %s printed no seconds", o->title, c->name);
	if (round < 0) {
		c->wall[0] = r.wall;	/* for mark_slow() */
		return;
	}
	c->wall[round] = c->role == LIMIT ? r.printed : r.wall;
	c->cpu[round] = r.cpu;
	c->rounds = round + 1;
	if (r.memory > c->memory)
		c->memory = r.memory;
}

/* Whoever is far from the best need not be measured as closely. */
static void mark_slow(struct contestant *list, int n)
{
	double best = 0;

	for (int i = 0; i < n; i++) {
		if (list[i].role == PEER &&
		    (best == 0 || list[i].wall[0] < best))
			best = list[i].wall[0];
	}
	for (int i = 0; i < n; i++)
		list[i].slow = list[i].role == PEER &&
			       list[i].wall[0] > SLOW_FACTOR * best;
}

static void run_round(const struct options *o, struct course *course,
		      struct contestant *list, int n, int round)
{
	if (o->folder && !o->cold)
		warm(".");
	for (int i = 0; i < n; i++) {
		struct contestant *c = &list[(i + round + 1) % n];

		if (!c->slow || round < SLOW_ROUNDS)
			run_one(o, course, c, round);
	}
}

static void run_rounds(const struct options *o, struct course *course,
		       struct contestant *list, int n)
{
	if (o->flip)
		flip(o->flip);
	run_round(o, course, list, n, -1);
	flip_back();
	mark_slow(list, n);
	for (int round = 0; round < o->rounds;) {
		double began = now(), before = taken_by_others();
		double others, wall;
		bool disturbed;

		run_round(o, course, list, n, round);
		wall = now() - began;
		others = taken_by_others() - before;
		disturbed = is_disturbed(others, wall);
		if (disturbed && course->repeated < o->repeats) {
			course->repeated++;
			continue;
		}
		course->disturbed += disturbed;
		course->others[round++] = others > 0 ? others / wall : 0;
	}
	course->rounds = o->rounds;
}

static enum role role_of(const char *name)
{
	static const char *const names[] = { "ours", "peer", "limit",
					     "beside" };

	for (int i = 0; i < 4; i++) {
		if (!strcmp(name, names[i]))
			return (enum role)i;
	}
	die("a contestant is ours, peer, limit or beside, not '%s'", name);
}

static int read_contestants(struct contestant *list)
{
	char *line = NULL;
	size_t room = 0;
	int n = 0;

	while (getline(&line, &room, stdin) > 0) {
		char *role = strtok(line, "\t\n"), *name = strtok(NULL, "\t\n");
		char *command = strtok(NULL, "\n");

		if (!command)
			die("a contestant is a role, a name and a command");
		if (n == MAX_CONTESTANTS)
			die("more than %d contestants", MAX_CONTESTANTS);
		list[n].role = role_of(role);
		list[n].name = strdup(name);
		list[n++].command = strdup(command);
	}
	free(line);
	if (n == 0 || list[0].role != OURS)
		die("the first contestant is ours");
	return n;
}

static int number(const char *text)
{
	int n = atoi(text);

	if (n < 0 || n > MAX_ROUNDS)
		die("rounds are 1 to %d, not '%s'", MAX_ROUNDS, text);
	return n;
}

static void read_options(struct options *o, int argc, char *argv[])
{
	static const struct option known[] = {
		{ "rounds", required_argument, NULL, 'r' },
		{ "repeats", required_argument, NULL, 'R' },
		{ "folder", required_argument, NULL, 'd' },
		{ "cold", required_argument, NULL, 'c' },
		{ "flip", required_argument, NULL, 'f' },
		{ "json", required_argument, NULL, 'j' },
		{ "about", required_argument, NULL, 'a' },
		{ 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (c) {
		case 'r': o->rounds = number(optarg); break;
		case 'R': o->repeats = number(optarg); break;
		case 'd': o->folder = optarg; break;
		case 'c':
			o->cold = true;
			o->cold_names = !strcmp(optarg, "all");
			break;
		case 'f': o->flip = optarg; break;
		case 'j': o->json = optarg; break;
		case 'a': o->about = optarg; break;
		default: exit(2);
		}
	}
	if (optind != argc - 1 || o->rounds < 1) {
		fprintf(stderr, "usage: measure [OPTION]... TITLE <CONTESTANTS\n");
		exit(2);
	}
	o->title = argv[optind];
}

int main(int argc, char *argv[])
{
	static struct contestant list[MAX_CONTESTANTS];
	static struct course course = { .residency = 1 };
	struct options options = { .rounds = 7 };
	FILE *json = NULL;
	int n;

	read_options(&options, argc, argv);
	n = read_contestants(list);
	if (options.json && !(json = fopen(options.json, "we")))
		die("%s: cannot be written", options.json);
	if (options.folder && chdir(options.folder) < 0)
		die("%s: no such folder", options.folder);
	run_rounds(&options, &course, list, n);
	print_result(&options, &course, list, n);
	if (json) {
		write_json(json, &options, &course, list, n);
		if (fclose(json) != 0)
			die("%s: cannot be written", options.json);
	}
	return 0;
}
