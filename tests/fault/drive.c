/*
 * The driver: every scenario, with every fault, at one call in a few, or at every
 * call with HOLDFAST_FAULT_ALL.
 *
 *	HOLDFAST_FAULT_DRIVE=1 holdfast-fault FIXTURES [SCENARIO]...
 *
 * Runs in an empty folder.  FIXTURES holds what the scenarios name.  Each run
 * is a child of this process that calls the program's own main(), so that some
 * thousands of runs take seconds.  The work is shared among the processors:
 * each takes the Ns that leave its rest.
 *
 * A scenario is some lines of the table below, and a fixture in run.sh.
 */
#include "drive.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "digest/configure.h"
#include "digest/digester.h"

#ifdef HF_COVERAGE
#define COUNTS_LINES	true
#else
#define COUNTS_LINES	false
#endif

int main(int argc, char *argv[]);

static const struct scenario scenarios[] = {
	{ "create", MAKES, "folder", "out/made",
	  { "create", "folder", "-o", "out/made", "--jobs=1" } },
	{ "create-threads", MAKES, "folder", "out/made",
	  { "create", "folder", "-o", "out/made", "--jobs=2", "--keep-empty",
	    "-a", "sha256", "-a", "sha512" }, .few = true },
	{ "create-again", MAKES, "folder", "out/made",
	  { "create", "folder", "-o", "out/made", "--jobs=1" },
	  .leftover = "leftover", .few = true },
	{ "create-old-system", MAKES, "folder", "out/made",
	  { "create", "folder", "-o", "out/made", "--jobs=1" },
	  .absent = CALL_BIT(CALL_RENAMEAT2) | CALL_BIT(CALL_OPENAT2),
	  .few = true },
	{ "create-record", MAKES, "accession", "out/made",
	  { "create", "accession", "-o", "out/made", "--jobs=1" } },
	{ "create-within", REFUSES, "folder", "folder/letters/made",
	  { "create", "folder", "-o", "folder/letters/made", "--jobs=1" } },
	{ "create-links", REFUSES, "linked", "./made",
	  { "create", "linked", "-o", "made", "--jobs=1" } },
	{ "in-place", CHANGES, "folder", "out/made",
	  { "create", "--in-place", "out/made", "--jobs=1" } },
	{ "in-place-again", CHANGES, "folder", "out/made",
	  { "create", "--in-place", "out/made", "--jobs=1" },
	  .leftover = "tags", .leftover_as = "out/.made.holdfast-around",
	  .few = true },
	{ "in-place-finish", CHANGES, "package", "out/made",
	  { "create", "--in-place", "out/made", "--jobs=1" },
	  .placed_as = "out/.made.holdfast-around", .few = true },
	{ "in-place-old-system", CHANGES, "folder", "out/made",
	  { "create", "--in-place", "out/made", "--jobs=1" },
	  .absent = CALL_BIT(CALL_RENAMEAT2), .few = true },
	{ "update", CHANGES, "good", "out/made",
	  { "update", "out/made", "--add-algorithm=sha256", "--jobs=1" },
	  .memory = true },
	{ "update-accept", CHANGES, "bad", "out/made",
	  { "update", "out/made", "--accept=changed,added,removed",
	    "--jobs=1" }, .invalid = true, .few = true },
	{ "update-record", CHANGES, "package", "out/made",
	  { "update", "out/made", "--add-algorithm=sha256", "--jobs=1" },
	  .few = true },
	{ "update-again", CHANGES, "good", "out/made",
	  { "update", "out/made", "--add-algorithm=sha256", "--jobs=1" },
	  .leftover = "leftover", .leftover_as = "out/.made.holdfast-update",
	  .few = true },
	{ "update-old-system", CHANGES, "good", "out/made",
	  { "update", "out/made", "--add-algorithm=sha256", "--jobs=1" },
	  .absent = CALL_BIT(CALL_RENAMEAT2), .few = true },
	{ "update-restore", CHANGES, "good", "out/made",
	  { "update", "out/made", "--add-algorithm=sha256", "--jobs=1" },
	  .placed_as = "out/.made.holdfast-old", .few = true },
	{ "update-refused", REFUSES, "bad", NULL,
	  { "update", "bad", "--jobs=1" } },
	{ "pack", MAKES, "good", "out/made.tar",
	  { "pack", "good", "-o", "out/made.tar" } },
	{ "pack-zip", MAKES, "good", "out/made.zip",
	  { "pack", "good", "-o", "out/made.zip" }, .few = true },
	{ "pack-threads", MAKES, "good", "out/made.tar.zst",
	  { "pack", "good", "-o", "out/made.tar.zst", "--jobs=2" },
	  .few = true },
	{ "pack-again", MAKES, "good", "out/made.tar.gz",
	  { "pack", "good", "-o", "out/made.tar.gz" },
	  .leftover = "half", .few = true },
	{ "pack-old-system", MAKES, "good", "out/made.tar",
	  { "pack", "good", "-o", "out/made.tar" },
	  .absent = CALL_BIT(CALL_RENAMEAT2) | CALL_BIT(CALL_OPENAT2),
	  .few = true },
	{ "pack-incomplete", MAKES, "incomplete", "out/made.tar",
	  { "pack", "incomplete", "--allow-incomplete", "-o",
	    "out/made.tar" }, .few = true },
	{ "pack-within", REFUSES, "good", "good/data/made.tar",
	  { "pack", "good", "-o", "good/data/made.tar" } },
	{ "pack-bad", REFUSES, "bad", "./made.tar",
	  { "pack", "bad", "-o", "made.tar" } },
	{ "pack-links", REFUSES, "links", "./made.tar",
	  { "pack", "links", "-o", "made.tar" }, .few = true },
	{ "verify-good", LOOKS, "good", NULL,
	  { "verify", "good", "--jobs=1", "--format=json" } },
	{ "verify-words", LOOKS, "good", NULL,
	  { "verify", "good", "--jobs=2" }, .few = true },
	{ "verify-old-system", LOOKS, "good", NULL,
	  { "verify", "good", "--jobs=1" },
	  .absent = CALL_BIT(CALL_OPENAT2) | CALL_BIT(CALL_LANDLOCK),
	  .few = true },
	{ "verify-no-sandbox", LOOKS, "good", NULL,
	  { "verify", "good", "--jobs=1", "--no-sandbox" }, .few = true },
	{ "verify-fast", LOOKS, "good", NULL,
	  { "verify", "good", "--fast", "--format=json" } },
	{ "verify-record", LOOKS, "package", NULL,
	  { "verify", "package", "--jobs=1", "--format=json" }, .few = true },
	{ "verify-bad", LOOKS, "bad", NULL,
	  { "verify", "bad", "--jobs=1", "--format=json" } },
	{ "verify-incomplete", LOOKS, "incomplete", NULL,
	  { "verify", "incomplete", "--jobs=1", "--format=json" }, .few = true },
	{ "verify-links", LOOKS, "links", NULL,
	  { "verify", "links", "--jobs=1", "--format=json" }, .few = true },
	{ "verify-fast-holes", LOOKS, "incomplete", NULL,
	  { "verify", "incomplete", "--fast", "--format=json" }, .few = true },
	/*
	 * Without the sandbox: verify-good and its like enter it, and where
	 * memory ends, libseccomp goes round without end.
	 */
	{ "verify-tar", LOOKS, "good.tar", NULL,
	  { "verify", "--no-sandbox", "good.tar", "--jobs=1",
	    "--format=json" },
	  .memory = true },
	{ "verify-tar-gz", LOOKS, "good.tar.gz", NULL,
	  { "verify", "--no-sandbox", "good.tar.gz", "--jobs=1",
	    "--format=json" },
	  .memory = true },
	{ "verify-tar-zst", LOOKS, "good.tar.zst", NULL,
	  { "verify", "--no-sandbox", "good.tar.zst", "--jobs=2" },
	  .few = true, .memory = true },
	{ "verify-tar-twice", LOOKS, "late.tar.gz", NULL,
	  { "verify", "--no-sandbox", "late.tar.gz", "--jobs=1",
	    "--format=json" },
	  .few = true },
	{ "verify-tar-stream", LOOKS, "good.tar", NULL,
	  { "verify", "--no-sandbox", "-", "--jobs=1",
	    "--format=json" }, .piped = true,
	  .few = true },
	{ "verify-tar-bad", LOOKS, "bad.tar", NULL,
	  { "verify", "--no-sandbox", "bad.tar", "--jobs=1",
	    "--format=json" },
	  .few = true, .memory = true },
	{ "verify-tar-record", LOOKS, "package.tar.gz", NULL,
	  { "verify", "--no-sandbox", "package.tar.gz", "--jobs=1",
	    "--format=json" },
	  .few = true },
	{ "verify-zip", LOOKS, "good.zip", NULL,
	  { "verify", "--no-sandbox", "good.zip", "--jobs=1",
	    "--format=json" },
	  .memory = true },
	{ "verify-zip-stored", LOOKS, "stored.zip", NULL,
	  { "verify", "--no-sandbox", "stored.zip", "--jobs=1",
	    "--format=json" },
	  .few = true },
	{ "verify-zip-stream", LOOKS, "good.zip", NULL,
	  { "verify", "--no-sandbox", "-", "--jobs=1",
	    "--format=json" }, .piped = true,
	  .few = true, .memory = true },
	{ "verify-zip-bad", LOOKS, "bad.zip", NULL,
	  { "verify", "--no-sandbox", "bad.zip", "--jobs=1",
	    "--format=json" },
	  .few = true, .memory = true },
	{ "unpack-tar", MAKES, "good.tar", "out/made",
	  { "unpack", "good.tar", "-o", "out/made", "--jobs=1" },
	  .memory = true },
	{ "unpack-tar-gz", MAKES, "good.tar.gz", "out/made",
	  { "unpack", "good.tar.gz", "-o", "out/made", "--jobs=1" },
	  .memory = true },
	{ "unpack-zip", MAKES, "good.zip", "out/made",
	  { "unpack", "good.zip", "-o", "out/made", "--jobs=2" },
	  .few = true, .memory = true },
	{ "unpack-stream", MAKES, "good.tar", "out/made",
	  { "unpack", "-", "-o", "out/made", "--jobs=1" }, .piped = true,
	  .few = true },
	{ "unpack-twice", MAKES, "late.tar.gz", "out/made",
	  { "unpack", "late.tar.gz", "-o", "out/made", "--jobs=1" },
	  .few = true },
	{ "unpack-again", MAKES, "good.tar", "out/made",
	  { "unpack", "good.tar", "-o", "out/made", "--jobs=1" },
	  .leftover = "leftover", .few = true },
	{ "unpack-old-system", MAKES, "good.tar.gz", "out/made",
	  { "unpack", "good.tar.gz", "-o", "out/made", "--jobs=1" },
	  .absent = CALL_BIT(CALL_RENAMEAT2) | CALL_BIT(CALL_OPENAT2),
	  .few = true },
	{ "unpack-bad", REFUSES, "bad.tar", "./made",
	  { "unpack", "bad.tar", "-o", "made", "--jobs=1" }, .few = true },
	{ "unpack-bad-zip", REFUSES, "bad.zip", "./made",
	  { "unpack", "bad.zip", "-o", "made", "--jobs=1" }, .few = true },
	{ "unpack-links", REFUSES, "links.tar.gz", "./made",
	  { "unpack", "links.tar.gz", "-o", "made", "--jobs=1" },
	  .few = true },
	{ "record-new", MAKES, "tags", "out/made/record.txt",
	  { "record", "new", "out/made" } },
	{ "record-check", LOOKS, "accession", NULL,
	  { "record", "check", "accession" }, .few = true },
	{ "chain-check", LOOKS, "accession", NULL,
	  { "chain", "check", "accession/record.txt" } },
	{ "chain-package", LOOKS, "package", NULL,
	  { "chain", "check", "package" }, .few = true },
	{ "chain-premis", LOOKS, "premis", NULL,
	  { "chain", "check", "premis/premis.xml" }, .few = true },
	{ "chain-show", LOOKS, "package", NULL,
	  { "chain", "show", "package" }, .few = true },
	{ "chain-export", LOOKS, "accession", NULL,
	  { "chain", "export", "accession/record.txt" }, .memory = true },
	{ "show", LOOKS, "package", NULL,
	  { "show", "package" }, .few = true },
	{ "show-bad", LOOKS, "bad", NULL,
	  { "show", "bad", "--format=json" }, .few = true },
	{ "init", MAKES, "folder", "out/made",
	  { "init", "out/made", "--organisation=Harbour",
	    "--origin=archive.example/harbour" }, .memory = true, .again = 2,
	  .every = 4 },
	{ "location-add", KEEPS, "archive", NULL,
	  { "location", "add", "out/R", "crypt", "--url=../crypt", "--site=s",
	    "--threat-zone=z", "--medium=disk" }, .again = 2, .every = 11 },
	{ "ingest", KEEPS, "archive", NULL,
	  { "ingest", "out/R", "out/pier", "--to=vault", "--jobs=1" }, .every = 59 },
	{ "ingest-tar", KEEPS, "archive", NULL,
	  { "ingest", "out/R", "out/pier.tar", "--to=vault", "--jobs=1" },
	  .few = true, .every = 47 },
	{ "ingest-stream", KEEPS, "archive", NULL,
	  { "ingest", "out/R", "-", "--to=vault", "--jobs=1" },
	  .input = "out/pier.tar", .few = true, .every = 59 },
	{ "ingest-to-tar", KEEPS, "archive", NULL,
	  { "ingest", "out/R", "out/pier", "--to=shelf", "--jobs=1",
	    "--no-sandbox" }, .few = true, .every = 47 },
	{ "ingest-version", KEEPS, "archive", NULL,
	  { "ingest", "out/R", "out/newer/quay", "--to=vault", "--new-version",
	    "--jobs=1" }, .few = true, .every = 37 },
	{ "ingest-version-old-system", KEEPS, "archive", NULL,
	  { "ingest", "out/R", "out/newer/quay", "--to=vault", "--new-version",
	    "--jobs=1", "--no-sandbox" },
	  .absent = CALL_BIT(CALL_RENAMEAT2) | CALL_BIT(CALL_OPENAT2),
	  .few = true, .every = 61 },
	{ "ingest-two", KEEPS, "archive", NULL,
	  { "ingest", "out/R", "out/pier", "out/mole", "--to=vault",
	    "--jobs=1" }, .few = true, .every = 83 },
	{ "ingest-signed", KEEPS, "signed", NULL,
	  { "ingest", "out/R", "out/pier", "--to=vault", "--jobs=1" },
	  .few = true, .every = 59 },
	{ "ingest-memory", KEEPS, "archive", NULL,
	  { "ingest", "out/R", "out/pier", "--to=vault", "--jobs=1",
	    "--no-sandbox" }, .few = true, .memory = true, .every = 61 },
	{ "copy", KEEPS, "archive", NULL,
	  { "copy", "out/R", "quay", "--to=north", "--jobs=1" },
	  .few = true, .every = 37 },
	{ "copy-to-tar", KEEPS, "archive", NULL,
	  { "copy", "out/R", "quay", "--to=shelf", "--jobs=1" },
	  .few = true, .every = 61 },
	{ "copy-memory", KEEPS, "archive", NULL,
	  { "copy", "out/R", "quay", "--to=north", "--jobs=1",
	    "--no-sandbox" }, .few = true, .memory = true, .every = 61 },
	{ "record-event", KEEPS, "archive", NULL,
	  { "record-event", "out/R", "quay", "--event=observation",
	    "--location=vault", "--by=Clerk" }, .memory = true, .every = 19 },
	{ "record-event-signed", KEEPS, "signed", NULL,
	  { "record-event", "out/R", "quay", "--event=destruction",
	    "--location=vault", "--by=Clerk", "--authority=schedule",
	    "--method=shredded", "--force=so" }, .few = true, .again = 0, .every = 11 },
	{ "audit", KEEPS, "damaged", NULL,
	  { "audit", "out/R", "--jobs=1", "--format=json" }, .ends = 1,
	  .again = 1, .every = 151 },
	{ "audit-begun", KEEPS, "begun", NULL,
	  { "audit", "out/R", "--jobs=1", "--format=json", "--package=quay",
	    "--location=vault", "--report=out/report.html" }, .ends = 1,
	  .again = 1, .every = 127 },
	{ "audit-budget", KEEPS, "damaged", NULL,
	  { "audit", "out/R", "--jobs=1", "--max-bytes=5", "--package=quay",
	    "--location=vault", "--no-sandbox" }, .again = 1, .few = true,
	  .every = 53 },
	{ "audit-memory", KEEPS, "damaged", NULL,
	  { "audit", "out/R", "--jobs=1", "--format=json", "--no-sandbox" },
	  .ends = 1, .again = 1, .few = true, .memory = true, .every = 97 },
	{ "repair", KEEPS, "damaged", NULL,
	  { "repair", "out/R", "quay", "--location=vault", "--jobs=1" },
	  .every = 179 },
	{ "repair-old-system", KEEPS, "damaged", NULL,
	  { "repair", "out/R", "quay", "--location=vault", "--jobs=1",
	    "--no-sandbox" },
	  .absent = CALL_BIT(CALL_RENAMEAT2) | CALL_BIT(CALL_OPENAT2),
	  .few = true, .every = 151 },
	{ "witness", KEEPS, "damaged", NULL,
	  { "witness", "cosign", "out/site/witness", "out/R",
	    "--replica=out/north" }, .every = 71 },
	{ "witness-refuses", KEEPS, "damaged", NULL,
	  { "witness", "cosign", "out/site/witness", "out/R",
	    "--replica=out/vault" }, .ends = 1, .again = 1, .few = true,
	  .every = 61 },
	{ "key-new", KEEPS, "archive", NULL,
	  { "key", "new", "out/R" }, .memory = true, .again = 3, .every = 19 },
	{ "key-rotate", KEEPS, "signed", NULL,
	  { "key", "rotate", "out/R" }, .memory = true, .every = 41 },
	{ "log-mend", KEEPS, "tail", NULL,
	  { "log", "mend", "out/R", "--accept" }, .memory = true, .every = 11 },
	{ "log-verify", KEEPS, "signed", NULL,
	  { "log", "verify", "out/R", "--format=json" }, .memory = true, .every = 11 },
};

#define N_SCENARIOS	(sizeof(scenarios) / sizeof(scenarios[0]))

/* One call in so many, of scenarios that do not say another number. */
#define USUALLY			8
/* So many times fewer, unless HOLDFAST_FAULT_SPARSER says another number. */
#define SPARSER			4
#define ALL_ALLOCATIONS		200
#define ONE_ALLOCATION_IN	11

static const struct kind {
	const char *word;
	enum fault_how how;
	int error;
	unsigned int calls;
	const char *calls_word;
	bool always;	/* also in scenarios that have only few */
	bool memory;	/* in those alone that say so */
} kinds[] = {
	{ "kill", FAULT_KILL, 0, CALLS_ALL, "", true },
	{ "killafter", FAULT_KILL_AFTER, 0, CALLS_ALL, "" },
	{ "killparent", FAULT_KILL_PARENT, 0, CALLS_ALL, "", true },
	{ "fail", FAULT_FAIL, EIO, CALLS_ALL, "", true },
	{ "fail", FAULT_FAIL, ENOSPC, CALLS_ALL, "" },
	{ "fail", FAULT_FAIL, EDQUOT, CALLS_SPACE | CALL_BIT(CALL_CLOSE),
	  ":space,close" },
	{ "fail", FAULT_FAIL, EINTR, CALLS_INTERRUPT, ":interrupt" },
	{ "fail", FAULT_FAIL, EMFILE, CALLS_OPEN, ":open" },
	{ "fail", FAULT_FAIL, ENOMEM,
	  CALLS_OPEN | CALL_BIT(CALL_GETDENTS) | CALL_BIT(CALL_FSTATAT) |
	  CALL_BIT(CALL_MKDIRAT), ":open,getdents,fstatat,mkdirat" },
	{ "fail", FAULT_FAIL, EACCES,
	  CALLS_OPEN | CALL_BIT(CALL_FSTATAT) | CALL_BIT(CALL_MKDIRAT) |
	  CALL_BIT(CALL_RENAMEAT2), ":open,fstatat,mkdirat,renameat2" },
	{ "short", FAULT_SHORT, 0, CALLS_TRANSFER, "", true },
	{ "from", FAULT_FROM, ENOSPC, CALLS_SPACE, ":space" },
	{ "from", FAULT_FROM, EMFILE, CALLS_OPEN, ":open" },
	{ "from", FAULT_FROM, EIO, CALLS_ALL, "" },
	{ "fail", FAULT_FAIL, ENOMEM, CALL_BIT(CALL_MEMORY), ":memory",
	  .memory = true },
	{ "from", FAULT_FROM, ENOMEM, CALL_BIT(CALL_MEMORY), ":memory",
	  .memory = true },
	{ "fail", FAULT_FAIL, EAGAIN, CALL_BIT(CALL_THREAD), ":thread",
	  .memory = true },
	{ "from", FAULT_FROM, EAGAIN, CALL_BIT(CALL_THREAD), ":thread",
	  .memory = true },
};

#define N_KINDS	(sizeof(kinds) / sizeof(kinds[0]))

/* What all processes count together. */
static struct shared {
	atomic_ulong tried[N_KINDS], passed, failed;
	atomic_ulong told;		/* failures of this scenario printed */
	struct fault_seen seen[256];	/* one for each processor's child */
} *shared;

/* So many of a scenario are printed; HOLDFAST_FAULT_TELL says otherwise. */
static unsigned long tell_most = 12;

static void give_up(const char *what)
{
	fprintf(stderr, "tests/fault: cannot %s: %s\n", what, strerror(errno));
	_exit(98);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static char *contents(int fd)
{
	struct stat st;
	char *text;

	if (fstat(fd, &st) < 0)
		give_up("read what was printed");
	text = malloc((size_t)st.st_size + 1);
	if (!text || pread(fd, text, (size_t)st.st_size, 0) != st.st_size)
		give_up("read what was printed");
	text[st.st_size] = '\0';
	return text;
}

void ending_release(struct ending *ending)
{
	free(ending->out);
	free(ending->err);
}

/* How many descriptors are open, by @dir, which was opened before a sandbox. */
static int count_open(DIR *dir)
{
	int n = 0;

	rewinddir(dir);
	while (readdir(dir))
		n++;
	return n;
}

/* The subject as standard input: so small that all of it goes into a pipe. */
static void pipe_in(const char *path)
{
	int in = open(path, O_RDONLY), ends[2];
	struct stat st;

	if (in < 0 || fstat(in, &st) < 0 || pipe(ends) < 0 ||
	    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) < 0)
		give_up("make a pipe");
	while (st.st_size > 0) {
		ssize_t n = splice(in, NULL, ends[1], NULL, (size_t)st.st_size,
				   SPLICE_F_NONBLOCK);

		if (n <= 0)
			give_up("fill a pipe");
		st.st_size -= n;
	}
	close(in);
	close(ends[1]);
	dup2(ends[0], 0);
	close(ends[0]);
}

/*
 * Without what libraries do at an exit: they free all that they have, of which
 * each page is first copied for this child.  Who counts the lines that ran does
 * so then.
 */
static void leave(int status)
{
	if (COUNTS_LINES)
		exit(status);
	fflush(NULL);
	_exit(status);
}

/* The child: the program as it is, but for the table. */
static void be_child(const struct bench *bench, const char *const words[],
		     const struct fault *fault)
{
	const char *argv[20] = { "holdfast" };
	int argc = 1, status, before;
	DIR *open_files = opendir("/proc/self/fd");

	while (words[argc - 1]) {
		argv[argc] = words[argc - 1];
		argc++;
	}
	dup2(bench->out, 1);
	dup2(bench->err, 2);
	if (bench->scenario->piped)
		pipe_in(bench->scenario->subject);
	else if (bench->scenario->input)
		pipe_in(bench->scenario->input);
	alarm(20);
	if (!open_files)
		give_up("list what is open");
	before = count_open(open_files);
	fault_begin(fault, bench->seen);
	status = main(argc, (char **)argv);
	bench->seen->open_more = count_open(open_files) - before;
	if (!status && fault->durable && !bench->seen->undurable[0])
		durable_ended(bench->seen->undurable,
			      sizeof(bench->seen->undurable));
	leave(status);
}

/* How the child ended; it is ended, where a child of its own asks for that. */
static int wait_for(const struct bench *bench, pid_t pid,
		    const struct fault *fault)
{
	bool polls = fault->how == FAULT_KILL_PARENT;
	int status;
	pid_t got;

	while ((got = waitpid(pid, &status, polls ? WNOHANG : 0)) != pid) {
		if (got < 0 && errno != EINTR)
			give_up("wait for a process");
		if (got == 0 && bench->seen->end_parent)
			kill(pid, SIGKILL);
		if (got == 0)
			usleep(200);
	}
	return status;
}

/* What Linux says of a child of ours that should be gone. */
static void describe(pid_t pid, char *text, size_t size)
{
	char path[64];
	size_t len;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	file = fopen(path, "r");
	len = file ? fread(text, 1, size - 1, file) : 0;
	text[len] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (file)
		fclose(file);
}

/* The first of our children that is left, orphans of the run; 0: none. */
static pid_t who_is_left(void)
{
	char path[64];
	int pid = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children",
		 (int)getpid());
	file = fopen(path, "r");
	if (file && fscanf(file, "%d", &pid) != 1)
		pid = 0;
	if (file)
		fclose(file);
	return pid;
}

/*
 * What it started ends with it: we are the parent of its orphans.  On a busy
 * machine it takes its time.  What does not end at all is ended by us, or every
 * later run would seem to have left it.
 */
static bool is_outlived(char *text, size_t size)
{
	double begun = now();
	pid_t got;

	do {
		while ((got = waitpid(-1, NULL, WNOHANG)) > 0)
			;
		if (got < 0 && errno == ECHILD)
			return false;
		usleep(1000);
	} while (now() - begun < 15);
	got = who_is_left();
	describe(got, text, size);
	while (got > 0 && kill(got, SIGKILL) == 0 && waitpid(got, NULL, 0) == got)
		got = who_is_left();
	return true;
}

void run(const struct bench *bench, const struct fault *fault,
	 struct ending *ending)
{
	run_command(bench, bench->scenario->argv, fault, ending);
}

void run_command(const struct bench *bench, const char *const argv[],
		 const struct fault *fault, struct ending *ending)
{
	int status;
	pid_t pid;

	memset(bench->seen, 0, sizeof(*bench->seen));
	if (ftruncate(bench->out, 0) < 0 || ftruncate(bench->err, 0) < 0 ||
	    lseek(bench->out, 0, SEEK_SET) < 0 ||
	    lseek(bench->err, 0, SEEK_SET) < 0)
		give_up("empty a file");
	pid = fork();
	if (pid < 0)
		give_up("start a process");
	if (!pid)
		be_child(bench, argv, fault);
	status = wait_for(bench, pid, fault);
	ending->outlived = is_outlived(ending->survivor,
					sizeof(ending->survivor));
	ending->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	ending->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	ending->out = contents(bench->out);
	ending->err = contents(bench->err);
}

/* The empty folder out/, with what the scenario wants to be there. */
static void prepare(const struct bench *bench)
{
	const struct scenario *s = bench->scenario;
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", bench->fixtures, s->subject);
	if (s->promise == KEEPS) {
		tree_remove("out");
		tree_copy(path, "out");
		return;
	}
	if (!s->target || s->promise == REFUSES)
		return;
	tree_remove("out");
	if (mkdir("out", 0777) < 0)
		give_up("make the folder 'out'");
	if (s->promise == CHANGES)
		tree_copy(path, s->placed_as ? s->placed_as : s->target);
	if (s->leftover) {
		snprintf(path, sizeof(path), "%s/%s", bench->fixtures,
			 s->leftover);
		tree_copy(path, s->leftover_as ? s->leftover_as :
			  staging_of(s->target));
	}
}

/* Make the subject anew, where some run has changed it. */
static void restore_subject(struct bench *bench)
{
	const struct scenario *s = bench->scenario;
	char *now, path[4096];

	if (s->promise == CHANGES || s->promise == KEEPS)
		return;
	now = tree_snapshot(s->subject, TREE_EVERYTHING);
	if (strcmp(now, bench->before) != 0) {
		snprintf(path, sizeof(path), "%s/%s", bench->fixtures,
			 s->subject);
		tree_remove(s->subject);
		tree_copy(path, s->subject);
		free(bench->before);
		bench->before = tree_snapshot(s->subject, TREE_EVERYTHING);
	}
	while (left_in("."))
		tree_remove(left_in("."));
	free(now);
}

static void tell(const struct bench *bench, const struct kind *kind,
		 const struct fault *fault, const struct ending *ending,
		 const char *bad)
{
	unsigned long told = atomic_fetch_add(&shared->told, 1);
	bool fails = fault->how == FAULT_FAIL || fault->how == FAULT_FROM;
	char *text;

	shared->failed++;
	if (told == tell_most)
		printf("    (and more of this scenario)\n");
	if (told < tell_most && asprintf(&text,
			"FAIL %s, %s:%lu%s%s%s (%s): %s\n    it said: %.300s",
			bench->scenario->name, kind->word, fault->at,
			fails ? ":" : "",
			fails ? fault_error_name(fault->error) : "",
			kind->calls_word,
			fault_call_name((enum fault_call)bench->seen->call),
			bad, *ending->err ? ending->err : "nothing\n") > 0) {
		fputs(text, stdout);
		free(text);
	}
	fflush(stdout);
}

/*
 * So many calls are one that is tried.  Kinds of faults begin at different
 * ones, so that two of them seldom meet the same; most calls are met by a few
 * kinds, and some by none.  With HOLDFAST_FAULT_ALL set, each meets each.
 */
static unsigned long every(const struct scenario *scenario)
{
	if (getenv("HOLDFAST_FAULT_ALL"))
		return 1;
	return scenario->every ? scenario->every : USUALLY;
}

/* Of those, one in so many. */
static unsigned long sparser(void)
{
	const char *asked = getenv("HOLDFAST_FAULT_SPARSER");
	unsigned long times = asked ? strtoul(asked, NULL, 10) : SPARSER;

	return getenv("HOLDFAST_FAULT_ALL") || !times ? 1 : times;
}

/*
 * The call that fails next.  Of allocations there are thousands, most of them
 * alike: behind the first, one in a few is tried.
 */
static unsigned long next_call(const struct bench *bench,
			       const struct kind *kind, unsigned long at)
{
	unsigned long step = every(bench->scenario);

	if (kind->memory && (at >= ALL_ALLOCATIONS || bench->scenario->every) &&
	    step > 1)
		step *= ONE_ALLOCATION_IN;
	return at + bench->shares * step * sparser();
}

static unsigned long first_call(const struct bench *bench,
				const struct kind *kind)
{
	unsigned long skipped = (unsigned long)(kind - kinds) %
				every(bench->scenario);

	return bench->share + 1 + bench->shares * skipped;
}

/* Every Nth call from this processor's first on; how it ends is counted. */
static void try_kind(struct bench *bench, const struct kind *kind)
{
	struct fault fault = {
		.how = kind->how, .error = kind->error, .calls = kind->calls,
		.unsynced = true, .absent = bench->scenario->absent,
	};

	for (fault.at = first_call(bench, kind);;
	     fault.at = next_call(bench, kind, fault.at)) {
		struct fault_seen seen;
		struct ending ending;
		const char *bad;

		prepare(bench);
		run(bench, &fault, &ending);
		memcpy(&seen, bench->seen, sizeof(seen));
		if (!seen.hit) {
			/* All calls were made: this is the run without a fault. */
			ending_release(&ending);
			return;
		}
		bad = check(bench, &fault, &ending);
		memcpy(bench->seen, &seen, sizeof(seen));
		shared->tried[kind - kinds]++;
		if (bad) {
			tell(bench, kind, &fault, &ending, bad);
			restore_subject(bench);
		} else {
			shared->passed++;
		}
		ending_release(&ending);
	}
}

/* A process in a sandbox cannot see which file it has open. */
static bool is_shut_in(const struct scenario *s)
{
	static const char *const commands[] = {
		"ingest", "copy", "audit", "repair", "witness",
	};
	bool shut_in = false;

	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++)
		shut_in |= !strcmp(s->argv[0], commands[i]);
	for (int i = 0; s->argv[i]; i++)
		shut_in &= strcmp(s->argv[i], "--no-sandbox") != 0;
	return shut_in;
}

/* Once without a fault: what must come out, durable in the right order. */
static void take_measure(struct bench *bench)
{
	const struct scenario *s = bench->scenario;
	struct fault none = {
		.durable = !is_shut_in(s), .unsynced = true,
		.absent = s->absent,
	};
	struct ending ending;

	prepare(bench);
	if (s->promise == KEEPS)
		bench->archive = archive_read();
	else if (s->promise == CHANGES)
		bench->old = tree_snapshot(s->placed_as ? s->placed_as :
					   s->target, TREE_PACKAGE);
	else
		bench->before = tree_snapshot(s->subject, TREE_EVERYTHING);
	run(bench, &none, &ending);
	bench->status = ending.status;
	bench->said = strdup(ending.out);
	if (s->promise == KEEPS)
		bench->becomes = archive_read();
	bench->whole = s->promise == CHANGES || s->promise == KEEPS ?
		       tree_snapshot("out", TREE_PACKAGE) :
		       tree_snapshot(s->target ? s->target : ".", TREE_PACKAGE);
	if (s->promise == CHANGES)
		bench->made = tree_snapshot(s->target, TREE_PACKAGE);
	if (bench->share == 0) {
		bool good = ending.signal == 0 && !bench->seen->undurable[0] &&
			    (s->promise == REFUSES ? ending.status > 0 :
			     s->promise == LOOKS ? ending.status != 2 :
			     ending.status == s->ends);

		if (good) {
			shared->passed++;
		} else {
			shared->failed++;
			printf("FAIL %s, without a fault: status %d, %s\n%s",
			       s->name, ending.status, bench->seen->undurable,
			       ending.err);
			fflush(stdout);
		}
	}
	ending_release(&ending);
}

static bool is_tried(const struct scenario *scenario, const struct kind *kind)
{
	/* Elsewhere no process starts another. */
	if (kind->how == FAULT_KILL_PARENT && scenario->promise != KEEPS)
		return false;
	return kind->memory ? scenario->memory
			    : kind->always || !scenario->few;
}

static void work(const struct scenario *scenario, const char *fixtures,
		 unsigned int share, unsigned int shares)
{
	struct bench bench = {
		.scenario = scenario, .fixtures = fixtures, .share = share,
		.shares = shares, .seen = &shared->seen[share],
		.out = memfd_create("out", MFD_CLOEXEC),
		.err = memfd_create("err", MFD_CLOEXEC),
	};
	char folder[64], path[4096];

	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		give_up("become the parent of orphans");
	snprintf(folder, sizeof(folder), "%s.%u", scenario->name, share);
	if (mkdir(folder, 0777) < 0 || chdir(folder) < 0)
		give_up("make a folder to work in");
	if (scenario->promise != CHANGES && scenario->promise != KEEPS) {
		snprintf(path, sizeof(path), "%s/%s", fixtures,
			 scenario->subject);
		tree_copy(path, scenario->subject);
	}
	take_measure(&bench);
	for (size_t i = 0; i < N_KINDS; i++) {
		if (is_tried(scenario, &kinds[i]))
			try_kind(&bench, &kinds[i]);
	}
	if (chdir("..") < 0)
		give_up("leave the folder");
	tree_remove(folder);
	archive_free(bench.archive);
	archive_free(bench.becomes);
	free(bench.before);
	free(bench.old);
	free(bench.made);
	free(bench.whole);
	free(bench.said);
}

static void tell_scenario(const struct scenario *scenario, double seconds)
{
	unsigned long runs = 0;

	printf("%-18s", scenario->name);
	for (size_t i = 0; i < N_KINDS; i++) {
		const struct kind *kind = &kinds[i];

		if (!is_tried(scenario, kind))
			continue;
		runs += shared->tried[i];
		printf(" %s%s%s %lu,", kind->word, kind->error ? ":" : "",
		       kind->error ? fault_error_name(kind->error) : "",
		       (unsigned long)shared->tried[i]);
		shared->tried[i] = 0;
	}
	printf(" %lu in all, %.1f s\n", runs, seconds);
	/* A scenario in which nothing was tried has shown nothing. */
	if (!runs) {
		printf("FAIL %s: no call was counted\n", scenario->name);
		shared->failed++;
	}
	shared->told = 0;
	fflush(stdout);
}

static void try_scenario(const struct scenario *scenario, const char *fixtures)
{
	double begun = now();
	cpu_set_t cpus;
	unsigned int shares = sched_getaffinity(0, sizeof(cpus), &cpus) == 0 ?
			      (unsigned int)CPU_COUNT(&cpus) : 1;
	int status;

	if (shares > 64)
		shares = 64;
	fflush(stdout);
	for (unsigned int share = 0; share < shares; share++) {
		pid_t pid = fork();

		if (pid < 0)
			give_up("start a process");
		if (pid)
			continue;
		work(scenario, fixtures, share, shares);
		_exit(0);
	}
	while (wait(&status) > 0) {
		if (!WIFEXITED(status) || WEXITSTATUS(status)) {
			printf("FAIL %s: the driver itself ended badly\n",
			       scenario->name);
			shared->failed++;
		}
	}
	tell_scenario(scenario, now() - begun);
}

static bool is_wanted(const char *name, int argc, char *argv[])
{
	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], name))
			return true;
	}
	return argc == 2;
}

/* Have libraries made ready once, and not in each child. */
static void warm_up(void)
{
	struct hf_digester *digester;
	struct hf_digests digests;
	struct hf_error err;

	hf_digesters_configure();
	if (hf_digester_new(&digester, HF_ALG_BIT(HF_ALG_COUNT) - 1, &err) < 0 ||
	    hf_digester_finish(digester, &digests, &err) < 0)
		give_up("compute digests");
	hf_digester_free(digester);
	if (sqlite3_initialize() != SQLITE_OK)
		give_up("begin SQLite");
}

int drive(int argc, char *argv[])
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (argc < 2 || shared == MAP_FAILED)
		give_up("begin");
	warm_up();
	if (getenv("HOLDFAST_FAULT_TELL"))
		tell_most = strtoul(getenv("HOLDFAST_FAULT_TELL"), NULL, 10);
	for (size_t i = 0; i < N_SCENARIOS; i++) {
		if (is_wanted(scenarios[i].name, argc, argv))
			try_scenario(&scenarios[i], argv[1]);
	}
	printf("driver: %lu passed, %lu failed\n",
	       (unsigned long)shared->passed, (unsigned long)shared->failed);
	return shared->failed || !shared->passed;
}
