/*
 * How fast a log takes entries in:
 *
 *   entries REGISTER N GROUP	add N entries, GROUP to a commit; prints seconds
 *   entries --syncs FOLDER N	write and sync N times, which is the least that
 *				a commit must do; prints seconds
 *
 * The log is signed if the register has a key.  Each commit is durable before
 * the next one begins, as it is for whoever waits for a receipt.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "holdfast.h"

#define GROUP_MAX	4096
#define NAME_SIZE	64

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What is added: each entry is like @like, of another package. */
struct adding {
	struct hf_entry like;
	const char *name;	/* of the packages, before the number */
	uint64_t n, group;
};

static int append(struct hf_log *log, const struct adding *what,
		  struct hf_error *err)
{
	static struct hf_entry entries[GROUP_MAX];
	static char packages[GROUP_MAX][NAME_SIZE];

	for (uint64_t done = 0; done < what->n;) {
		uint64_t some = what->n - done < what->group
				? what->n - done : what->group;

		for (uint64_t i = 0; i < some; i++) {
			snprintf(packages[i], NAME_SIZE, "%s-%08" PRIu64,
				 what->name, done + i);
			entries[i] = what->like;
			entries[i].at[HF_ENTRY_PACKAGE] = packages[i];
		}
		if (hf_log_append(log, entries, some, NULL, err) < 0)
			return -1;
		done += some;
	}
	return 0;
}

static int add_entries(const char *path, const struct adding *what,
		       struct hf_error *err)
{
	struct hf_custody custody;
	struct hf_policy policy;
	struct hf_judge judge;
	double begin;
	int ret = -1;

	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, NULL);
	if (hf_custody_open(&custody, path, &judge.sink, err) == 0) {
		begin = now();
		ret = append(custody.log, what, err);
		printf("%.6f\n", now() - begin);
	}
	hf_custody_close(&custody);
	return ret;
}

/* What an audit writes of a copy that it has read. */
static int add_checks(const char *path, uint64_t n, uint64_t group,
		      struct hf_error *err)
{
	static const struct adding like = { .name = "package", .like.at = {
		[HF_ENTRY_EVENT]    = "fixity check",
		[HF_ENTRY_LOCATION] = "vault",
		[HF_ENTRY_AGENT]    = "bench (software)",
		[HF_ENTRY_BAG_ROOT] = "9c1f5b0c4e7a2d3886f0b1a2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6",
		[HF_ENTRY_FILES]    = "12",
		[HF_ENTRY_BYTES]    = "48211",
		[HF_ENTRY_OUTCOME]  = "pass",
	} };
	struct adding what = like;

	what.n = n;
	what.group = group;
	return add_entries(path, &what, err);
}

static int add_packages(char **argv, struct hf_error *err)
{
	const struct adding what = {
		.name = argv[4], .n = strtoull(argv[2], NULL, 10),
		.group = GROUP_MAX,
		.like.at = {
			[HF_ENTRY_EVENT]    = "ingestion",
			[HF_ENTRY_LOCATION] = argv[3],
			[HF_ENTRY_FORM]	    = "bag",
			[HF_ENTRY_AGENT]    = "bench (software)",
			[HF_ENTRY_BAG_ROOT] = argv[5],
			[HF_ENTRY_FILES]    = "7",
			[HF_ENTRY_BYTES]    = "5120",
			[HF_ENTRY_OUTCOME]  = "pass",
		},
	};

	return add_entries(argv[1], &what, err);
}

static int sync_often(const char *folder, uint64_t n)
{
	static const char octets[512] = "an entry is about as long as this";
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = openat(dir, "syncs", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			0600);
	double begin = now();
	bool good = fd >= 0;

	for (uint64_t i = 0; i < n && good; i++)
		good = write(fd, octets, sizeof(octets)) == sizeof(octets) &&
		       fsync(fd) == 0;
	printf("%.6f\n", now() - begin);
	if (fd >= 0)
		close(fd);
	unlinkat(dir, "syncs", 0);
	close(dir);
	return good ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct hf_error err = { .text = "the disk cannot be written to" };
	bool syncs = argc == 4 && !strcmp(argv[1], "--syncs");
	bool packages = argc == 7 && !strcmp(argv[1], "--packages");
	uint64_t n = argc == 4 ? strtoull(argv[syncs ? 3 : 2], NULL, 10) : 0;
	uint64_t group = argc == 4 ? strtoull(argv[3], NULL, 10) : 0;
	int ret;

	if (!packages && (!n || !group || (!syncs && group > GROUP_MAX))) {
		fprintf(stderr, "usage: entries REGISTER N GROUP | entries --syncs FOLDER N | entries --packages REGISTER N LOCATION NAME ROOT\n");
		return 2;
	}
	ret = packages ? add_packages(argv + 1, &err) :
	      syncs ? sync_often(argv[2], n)
		    : add_checks(argv[1], n, group, &err);
	if (ret < 0)
		fprintf(stderr, "entries: %s\n", err.text);
	return ret < 0;
}
