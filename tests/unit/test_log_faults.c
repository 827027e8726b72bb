/*
 * The log's promise, whatever call fails or is the last: what was acknowledged
 * is there, the log verifies to its checkpoint, and what is behind that is
 * told as a tail, and mended on request.  The table of tests/fault is put in
 * force in a child for every N.
 */
#include "log_bench.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../fault/fault.h"

#define BEFORE	3	/* entries that are there at first */
#define TORN	"Entry: 5\nPr"

static const struct {
	const char *what;
	struct fault fault;
} kinds[] = {
	{ "killed", { .how = FAULT_KILL, .calls = CALLS_ALL } },
	{ "killed after", { .how = FAULT_KILL_AFTER, .calls = CALLS_ALL } },
	{ "EIO", { .how = FAULT_FAIL, .error = EIO, .calls = CALLS_ALL } },
	{ "ENOSPC", { .how = FAULT_FAIL, .error = ENOSPC,
		      .calls = CALLS_SPACE } },
	{ "EINTR", { .how = FAULT_FAIL, .error = EINTR,
		     .calls = CALLS_INTERRUPT } },
	{ "EIO from", { .how = FAULT_FROM, .error = EIO,
			.calls = CALLS_ALL } },
	{ "ENOSPC from", { .how = FAULT_FROM, .error = ENOSPC,
			   .calls = CALLS_SPACE } },
	{ "short", { .how = FAULT_SHORT, .calls = CALLS_TRANSFER } },
};

/* What parent and child have in common. */
static struct common {
	struct fault_seen seen;
	uint64_t acknowledged;		/* entries, in all */
	bool durable;
} *common;

static struct hf_error ignored;

/* --- What is done in the child --- */

static void add(struct hf_log *log, size_t n)
{
	struct hf_entry entries[4];

	for (size_t i = 0; i < n; i++)
		entries[i] = log_entry("quay");
	if (hf_log_append(log, entries, n, NULL, &ignored) == 0)
		common->acknowledged = entries[n - 1].number + 1;
}

static void adding(void)
{
	struct hf_findings list;
	struct hf_log *log;

	hf_findings_init(&list);
	if (hf_log_open(&log, unit_dir, ORIGIN, log_trust, &log_signer,
			&list.sink, &ignored) < 0)
		return;
	add(log, 1);
	add(log, 3);
	add(log, 1);
	hf_log_close(log);
	hf_findings_release(&list);
}

static void mending(void)
{
	struct hf_log_summary summary;
	struct hf_findings list;

	hf_findings_init(&list);
	if (hf_log_mend(unit_dir, ORIGIN, log_trust, &log_signer, true,
			&list.sink, &summary, &ignored) == 0)
		common->acknowledged = BEFORE + 2;
	hf_findings_release(&list);
}

static void be_child(const struct fault *fault, void (*what)(void))
{
	char why[512];

	fault_begin(fault, &common->seen);
	what();
	common->durable = !common->seen.undurable[0] &&
			  (!fault->durable || durable_ended(why, sizeof(why)));
	_exit(0);
}

/* Whether the Nth call came. */
static bool run(const struct fault *fault, void (*what)(void))
{
	int status;
	pid_t pid;

	memset(common, 0, sizeof(*common));
	common->acknowledged = BEFORE;
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (!pid)
		be_child(fault, what);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status) ? !WEXITSTATUS(status)
				    : WTERMSIG(status) == SIGKILL);
	ck_assert(!common->seen.closed_twice);
	return common->seen.hit;
}

/* --- What is asked of it --- */

static bool is_only_a_tail(const char *findings)
{
	return !*findings ||
	       (!strncmp(findings, "log-t", 5) &&
		!strstr(findings, "log-tampered") &&
		!strstr(findings, "log-truncated") &&
		!strstr(findings, "checkpoint") &&
		!strstr(findings, "signature"));
}

static void check(const char *kind, unsigned long n, uint64_t most,
		  bool mended)
{
	struct hf_log_summary summary;
	struct hf_findings list;
	struct hf_error err;
	const char *seen = log_verify(log_trust, &summary);

	ck_assert_msg(is_only_a_tail(seen), "%s at %lu: %s", kind, n, seen);
	ck_assert_msg(summary.entries >= common->acknowledged,
		      "%s at %lu: %lu of %lu that were acknowledged", kind, n,
		      (unsigned long)summary.entries,
		      (unsigned long)common->acknowledged);
	hf_findings_init(&list);
	ck_assert_msg(hf_log_mend(unit_dir, ORIGIN, log_trust, &log_signer,
				  true, &list.sink, &summary, &err) == 0,
		      "%s at %lu: %s", kind, n, err.text);
	hf_findings_release(&list);
	seen = log_verify(log_trust, &summary);
	ck_assert_msg(!*seen, "%s at %lu, mended: %s", kind, n, seen);
	ck_assert_uint_ge(summary.entries, common->acknowledged);
	ck_assert_uint_le(summary.entries, most);
	ck_assert(!mended || summary.entries == most);
	log_grow(1);
	ck_assert_str_eq(log_verify(log_trust, NULL), "");
}

/* --- The log as it is before each --- */

static char *entries, *note, *frontier;
static size_t entries_len;

static void keep(void)
{
	entries = log_read_file("log/entries.txt", &entries_len);
	note = log_read_file("log/checkpoint", NULL);
	frontier = log_read_file("log/frontier", NULL);
}

static void restore(void)
{
	unit_write("log/entries.txt", entries, entries_len);
	unit_puts("log/checkpoint", note);
	unit_puts("log/frontier", frontier);
}

static void begin(void)
{
	log_begin(true);
	log_grow(BEFORE);
	common = mmap(NULL, sizeof(*common), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert(common != MAP_FAILED);
}

static void end(void)
{
	free(entries);
	free(note);
	free(frontier);
	log_end();
}

START_TEST(what_was_acknowledged_outlasts_any_fault_of_adding)
{
	struct fault fault = kinds[_i].fault;

	begin();
	keep();
	fault.unsynced = true;
	for (fault.at = 1; run(&fault, adding); fault.at++) {
		check(kinds[_i].what, fault.at, BEFORE + 5, false);
		restore();
	}
	/* Without a fault. */
	ck_assert_uint_gt(fault.at, 5);
	ck_assert_uint_eq(common->acknowledged, BEFORE + 5);
	check("nothing", 0, BEFORE + 5, true);
	end();
}
END_TEST

static bool holds_torn(const char *path)
{
	char *text = log_read_file(path, NULL);
	size_t len = strlen(text);
	bool holds = len >= strlen(TORN) &&
		     !strcmp(text + len - strlen(TORN), TORN);

	free(text);
	return holds;
}

/* Where it was, or aside: the octets of what is torn are somewhere. */
static bool torn_is_kept(void)
{
	char command[256];

	if (holds_torn("log/entries.txt"))
		return true;
	snprintf(command, sizeof(command),
		 "grep -qs '^Pr$' /proc/%ld/fd/%d/log/torn-*", (long)getpid(),
		 unit_dir);
	return system(command) == 0;
}

static void remove_torn(void)
{
	char command[256];

	snprintf(command, sizeof(command), "rm -f /proc/%ld/fd/%d/log/torn-*",
		 (long)getpid(), unit_dir);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(what_is_behind_the_checkpoint_outlasts_any_fault_of_mending)
{
	struct fault fault = kinds[_i].fault;
	char *before;
	int fd;

	begin();
	before = log_read_file("log/checkpoint", NULL);
	log_grow(2);
	unit_puts("log/checkpoint", before);
	free(before);
	fd = unit_open("log/entries.txt", O_WRONLY | O_APPEND);
	ck_assert_int_eq(write(fd, TORN, strlen(TORN)), strlen(TORN));
	close(fd);
	keep();
	fault.unsynced = true;
	for (fault.at = 1; run(&fault, mending); fault.at++) {
		ck_assert_msg(torn_is_kept(), "%s at %lu", kinds[_i].what,
			      fault.at);
		check(kinds[_i].what, fault.at, BEFORE + 2, true);
		ck_assert(torn_is_kept());
		restore();
		remove_torn();
	}
	ck_assert_uint_gt(fault.at, 3);
	ck_assert_uint_eq(common->acknowledged, BEFORE + 2);
	check("nothing", 0, BEFORE + 2, true);
	end();
}
END_TEST

START_TEST(everything_is_synced_before_it_counts)
{
	struct fault fault = { .durable = true };

	begin();
	ck_assert(!run(&fault, _i ? mending : adding));
	ck_assert_msg(common->durable, "%s", common->seen.undurable);
	end();
}
END_TEST

static void creating(void)
{
	if (hf_log_create(unit_dir, ORIGIN, &log_signer, &ignored) == 0)
		common->acknowledged = 1;
}

START_TEST(a_log_that_could_not_be_begun_is_not_there)
{
	struct fault fault = { .how = FAULT_FAIL, .error = EIO,
			       .calls = CALLS_ALL, .unsynced = true };

	begin();
	assert_ok(renameat(unit_dir, "log", unit_dir, "old"), &ignored);
	for (fault.at = 1; run(&fault, creating); fault.at++) {
		if (common->acknowledged == 1)
			ck_assert_str_eq(log_verify(log_trust, NULL), "");
		else if (fault_call_name((enum fault_call)common->seen.call))
			ck_assert_int_lt(faccessat(unit_dir, "log", F_OK, 0),
					 0);
		unlinkat(unit_dir, "log/entries.txt", 0);
		unlinkat(unit_dir, "log/checkpoint", 0);
		unlinkat(unit_dir, "log", AT_REMOVEDIR);
	}
	ck_assert_uint_eq(common->acknowledged, 1);
	end();
}
END_TEST

static int failing_fsync(int fd)
{
	errno = EIO;
	return -1;
}

START_TEST(after_a_failed_sync_nothing_more_is_added_by_that_handle)
{
	struct hf_log_summary summary;
	struct hf_entry entry = log_entry("a");
	struct hf_io *io;
	struct hf_log *log;
	struct hf_error err;

	begin();
	log = log_open(&log_signer);
	log_add(log, 1);
	io = unit_replace_io();
	io->fsync = failing_fsync;
	assert_fails(hf_log_append(log, &entry, 1, NULL, &err), &err, HF_ESYS);
	io->fsync = hf_io_system.fsync;
	assert_fails(hf_log_append(log, &entry, 1, NULL, &err), &err,
		     HF_EREFUSED);
	hf_log_close(log);
	ck_assert_str_eq(log_verify(log_trust, &summary),
			 "log-tail-unsigned:29");
	ck_assert_uint_eq(summary.entries, BEFORE + 1);
	end();
}
END_TEST

Suite *log_faults_suite(void)
{
	Suite *s = suite_create("log-faults");
	TCase *tc = unit_disk_case(s, "log-faults");

	tcase_add_loop_test(tc,
		what_was_acknowledged_outlasts_any_fault_of_adding, 0,
		COUNT(kinds));
	tcase_add_loop_test(tc,
		what_is_behind_the_checkpoint_outlasts_any_fault_of_mending, 0,
		COUNT(kinds));
	tcase_add_loop_test(tc, everything_is_synced_before_it_counts, 0, 2);
	tcase_add_test(tc, a_log_that_could_not_be_begun_is_not_there);
	tcase_add_test(tc,
		after_a_failed_sync_nothing_more_is_added_by_that_handle);
	return s;
}
