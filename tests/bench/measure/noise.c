/*
 * Others on this machine: processor time that was spent, and not by us or our
 * children.  What the hypervisor gave to other machines is counted with them.
 */
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "measure.h"

#define ENOUGH	0.12		/* of a core */

static double seconds(int whom)
{
	struct rusage usage;

	if (getrusage(whom, &usage) < 0)
		return 0;
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double taken_by_others(void)
{
	unsigned long long user, nice, system, idle, iowait, irq, softirq, steal;
	FILE *stat = fopen("/proc/stat", "re");
	int n;

	if (!stat)
		die("/proc/stat cannot be read");
	n = fscanf(stat, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &user,
		   &nice, &system, &idle, &iowait, &irq, &softirq, &steal);
	fclose(stat);
	if (n != 8)
		die("/proc/stat is not understood");
	return (double)(user + nice + system + steal) /
	       (double)sysconf(_SC_CLK_TCK) -
	       seconds(RUSAGE_SELF) - seconds(RUSAGE_CHILDREN);
}

/* The kernel counts in ticks: two of them on each core prove nothing. */
bool is_disturbed(double others, double wall)
{
	double unsure = 2.0 * (double)sysconf(_SC_NPROCESSORS_ONLN) /
			(double)sysconf(_SC_CLK_TCK);

	return others > ENOUGH * wall + unsure;
}
