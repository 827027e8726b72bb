/*
 * Run commands side by side, in turn, round after round, and tell how long
 * each took, as a ratio to the last of them, and how much memory it had at
 * most.
 *
 *   measure ROUNDS TITLE NAME COMMAND [NAME COMMAND]...
 *
 * Each command goes to /bin/sh, its output to /dev/null; one that fails ends
 * everything.  The order rotates from round to round, after one round that
 * does not count.  Figures are medians.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_ROUNDS	99
#define MAX_CONTESTANTS	8

struct contestant {
	const char *name, *command;
	double wall[MAX_ROUNDS], cpu[MAX_ROUNDS], ratio[MAX_ROUNDS];
	long memory;		/* KiB, of the largest of its processes */
};

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void run(struct contestant *c, int round)
{
	double began = now();
	struct rusage usage;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
		execl("/bin/sh", "sh", "-c", c->command, (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) < 0 || status != 0) {
		fprintf(stderr, "measure: failed: %s\n", c->command);
		exit(1);
	}
	if (round < 0)
		return;
	c->wall[round] = now() - began;
	c->cpu[round] = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	if (usage.ru_maxrss > c->memory)
		c->memory = usage.ru_maxrss;
}

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

int main(int argc, char *argv[])
{
	static struct contestant list[MAX_CONTESTANTS];
	int rounds = argc > 1 ? atoi(argv[1]) : 0, n = (argc - 3) / 2;

	if (rounds < 1 || rounds > MAX_ROUNDS || n < 1 ||
	    n > MAX_CONTESTANTS || argc % 2 == 0) {
		fprintf(stderr, "usage: measure ROUNDS TITLE NAME COMMAND...\n");
		return 2;
	}
	for (int i = 0; i < n; i++) {
		list[i].name = argv[3 + 2 * i];
		list[i].command = argv[4 + 2 * i];
	}
	for (int round = -1; round < rounds; round++) {
		for (int i = 0; i < n; i++)
			run(&list[(i + round + 1) % n], round);
		for (int i = 0; i < n && round >= 0; i++)
			list[i].ratio[round] = list[n - 1].wall[round] /
					       list[i].wall[round];
	}
	printf("%s (%d rounds; medians)\n", argv[2], rounds);
	printf("  %-28s %9s %9s %10s  %s\n", "", "wall s", "CPU s",
	       "peak MiB", "times as fast as the last");
	for (int i = 0; i < n; i++)
		printf("  %-28s %9.3f %9.3f %10.1f  %.2f\n", list[i].name,
		       median(list[i].wall, rounds), median(list[i].cpu, rounds),
		       (double)list[i].memory / 1024,
		       median(list[i].ratio, rounds));
	return 0;
}
