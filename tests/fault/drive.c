/*
 * The driver: every scenario, with every fault at every call.
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
#include "fault.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "digest/digester.h"

int main(int argc, char *argv[]);

/* What a command promises, whatever fails. */
enum promise {
	/* target is whole or not there; subject is as it was */
	MAKES,
	/* there is no target, and nothing else; subject is as it was */
	REFUSES,
	/* subject is as it was; never a good verdict for what was not seen */
	LOOKS,
	/* target, a copy of subject, is as it was, or whole and new */
	CHANGES,
};

static const struct scenario {
	const char *name;
	enum promise promise;
	const char *subject;		/* a fixture */
	const char *target;		/* in the folder out/ */
	const char *argv[12];
	const char *leftover;		/* a fixture: what a run left there */
	const char *leftover_as;	/* a path; NULL: as create leaves it */
	const char *placed_as;		/* CHANGES: the copy's path, if not target */
	unsigned int absent;		/* calls that the system does not have */
	bool invalid;			/* status 1 is as good as 3 */
	bool few;			/* only some kinds of faults: see there */
} scenarios[] = {
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
	{ "create-links", REFUSES, "linked", "out/made",
	  { "create", "linked", "-o", "out/made", "--jobs=1" } },
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
	  { "update", "out/made", "--add-algorithm=sha256", "--jobs=1" } },
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
	{ "verify-good", LOOKS, "good", NULL,
	  { "verify", "good", "--jobs=1", "--format=json" } },
	{ "verify-words", LOOKS, "good", NULL,
	  { "verify", "good", "--jobs=2" }, .few = true },
	{ "verify-old-system", LOOKS, "good", NULL,
	  { "verify", "good", "--jobs=1" },
	  .absent = CALL_BIT(CALL_OPENAT2), .few = true },
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
	{ "chain-check", LOOKS, "accession", NULL,
	  { "chain", "check", "accession/record.txt" } },
	{ "chain-package", LOOKS, "package", NULL,
	  { "chain", "check", "package" }, .few = true },
	{ "chain-premis", LOOKS, "premis", NULL,
	  { "chain", "check", "premis/premis.xml" }, .few = true },
	{ "chain-show", LOOKS, "package", NULL,
	  { "chain", "show", "package" }, .few = true },
	{ "chain-export", LOOKS, "accession", NULL,
	  { "chain", "export", "accession/record.txt" } },
	{ "show", LOOKS, "package", NULL,
	  { "show", "package" }, .few = true },
	{ "show-bad", LOOKS, "bad", NULL,
	  { "show", "bad", "--format=json" }, .few = true },
};

#define N_SCENARIOS	(sizeof(scenarios) / sizeof(scenarios[0]))

static const struct kind {
	const char *word;
	enum fault_how how;
	int error;
	unsigned int calls;
	const char *calls_word;
	bool always;	/* also in scenarios that have only few */
} kinds[] = {
	{ "kill", FAULT_KILL, 0, CALLS_ALL, "", true },
	{ "killafter", FAULT_KILL_AFTER, 0, CALLS_ALL, "" },
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

/* What one processor needs for one scenario. */
struct bench {
	const struct scenario *scenario;
	const char *fixtures;
	unsigned int share, shares;
	struct fault_seen *seen;
	int out, err;			/* files for what a child prints */
	char *before;			/* the subject, as it was */
	char *old;			/* CHANGES: the copy, as it was */
	char *made;			/* CHANGES: the same, as it must be */
	char *whole;			/* the target, or all of out/, likewise */
	char *said;			/* what was printed without a fault */
	int status;			/* and what it ended with */
};

/* How a child ended. */
struct ending {
	int status;		/* of exit; -1: by a signal */
	int signal;
	char *out, *err;
};

static void give_up(const char *what)
{
	fprintf(stderr, "tests/fault: cannot %s: %s\n", what, strerror(errno));
	_exit(98);
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

static void ending_release(struct ending *ending)
{
	free(ending->out);
	free(ending->err);
}

/* The child: the program as it is, but for the table. */
static void be_child(const struct bench *bench, const struct fault *fault)
{
	const char *argv[16] = { "holdfast" };
	int argc = 1, status;

	while (bench->scenario->argv[argc - 1]) {
		argv[argc] = bench->scenario->argv[argc - 1];
		argc++;
	}
	dup2(bench->out, 1);
	dup2(bench->err, 2);
	alarm(20);
	fault_begin(fault, bench->seen);
	status = main(argc, (char **)argv);
	if (!status && fault->durable && !bench->seen->undurable[0])
		durable_ended(bench->seen->undurable,
			      sizeof(bench->seen->undurable));
	exit(status);
}

static void run(const struct bench *bench, const struct fault *fault,
		struct ending *ending)
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
		be_child(bench, fault);
	while (waitpid(pid, &status, 0) < 0) {
		if (errno != EINTR)
			give_up("wait for a process");
	}
	ending->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	ending->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	ending->out = contents(bench->out);
	ending->err = contents(bench->err);
}

/*
 * What a command put beside the subject or the target while it worked, and
 * did not remove: a name in @folder that says so; or NULL.
 */
static const char *left_in(const char *folder)
{
	static char name[300];
	struct dirent *entry;
	DIR *dir = opendir(folder);

	*name = '\0';
	while (dir && (entry = readdir(dir))) {
		if (strstr(entry->d_name, ".holdfast-"))
			snprintf(name, sizeof(name), "%s", entry->d_name);
	}
	if (dir)
		closedir(dir);
	return *name ? name : NULL;
}

/* "out/.made.holdfast-partial" of "out/made". */
static const char *staging_of(const char *target)
{
	static char path[512];
	const char *slash = strrchr(target, '/');

	snprintf(path, sizeof(path), "%.*s.%s.holdfast-partial",
		 (int)(slash + 1 - target), target, slash + 1);
	return path;
}

static bool is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* The empty folder out/, with what the scenario wants to be there. */
static void prepare(const struct bench *bench)
{
	const struct scenario *s = bench->scenario;
	char path[4096];

	if (!s->target || s->promise == REFUSES)
		return;
	tree_remove("out");
	if (mkdir("out", 0777) < 0)
		give_up("make the folder 'out'");
	if (s->promise == CHANGES) {
		snprintf(path, sizeof(path), "%s/%s", bench->fixtures,
			 s->subject);
		tree_copy(path, s->placed_as ? s->placed_as : s->target);
	}
	if (s->leftover) {
		snprintf(path, sizeof(path), "%s/%s", bench->fixtures,
			 s->leftover);
		tree_copy(path, s->leftover_as ? s->leftover_as :
			  staging_of(s->target));
	}
}

/*
 * The checks yield NULL, or what is wrong.
 */
static const char *wrong(const char *fmt, ...)
{
	static char text[8192];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return text;
}

/* The first line in which two snapshots differ. */
static const char *difference(const char *a, const char *b)
{
	static char text[1024];

	while (*a && *a == *b) {
		a++;
		b++;
	}
	snprintf(text, sizeof(text), "\"%.*s\" and not \"%.*s\"",
		 (int)strcspn(b, "\n"), b, (int)strcspn(a, "\n"), a);
	return text;
}

static const char *check_same(const char *what, const char *path,
			      enum tree_detail detail, const char *before)
{
	char *now = tree_snapshot(path, detail);
	const char *bad = NULL;

	if (strcmp(now, before) != 0)
		bad = wrong("%s: at its end, it has %s", what,
			    difference(before, now));
	free(now);
	return bad;
}

/* A trouble is told with its reason, and with the name of what it is about. */
static const char *check_words(const struct fault *fault,
			       const struct ending *ending)
{
	const char *quote = strchr(ending->err, '\'');
	const char *reason = strerror(fault->error);

	if (strstr(ending->err, "(null)") || strstr(ending->out, "(null)"))
		return wrong("it prints (null)");
	if (ending->status == 0)
		return NULL;
	if (!*ending->err && !*ending->out)
		return wrong("it ends with %d and says nothing",
			     ending->status);
	if (!strstr(ending->err, reason) && !strstr(ending->out, reason))
		return wrong("it does not say: %s", reason);
	/* A finding has its subject before the first colon. */
	if (!(quote && quote[1] && quote[1] != '\'') &&
	    !strstr(ending->out, reason))
		return wrong("it names nothing");
	return NULL;
}

static const char *check_ending(const struct bench *bench,
				const struct fault *fault,
				const struct ending *ending)
{
	bool kills = fault->how == FAULT_KILL || fault->how == FAULT_KILL_AFTER;

	if (kills)
		return ending->signal == SIGKILL ? NULL :
		       wrong("it was not killed");
	if (ending->signal == SIGALRM)
		return wrong("it hangs");
	if (ending->signal)
		return wrong("it ends by signal %d (%s)", ending->signal,
			     strsignal(ending->signal));
	if (ending->status == 0 && bench->seen->harmed)
		return wrong("it ends with status 0, although %s failed",
			     fault_call_name((enum fault_call)
					     bench->seen->call));
	if (ending->status != bench->status && !bench->seen->harmed)
		return wrong("it ends with status %d for a fault that it could pass over",
			     ending->status);
	if (ending->status == bench->status && ending->status != 3 &&
	    !bench->seen->harmed)
		return NULL;
	if (ending->status != 3 && !(ending->status == 1 &&
	      (bench->status == 1 || bench->scenario->invalid))
	    && !(bench->scenario->promise == REFUSES && ending->status == 2))
		return wrong("it ends with status %d", ending->status);
	/* What is refused anyway may be refused before the fault matters. */
	return bench->scenario->promise == REFUSES ? NULL :
	       check_words(fault, ending);
}

/* Nothing half-made may be left, unless it could not be removed. */
static const char *check_left(const struct bench *bench,
			      const struct fault *fault)
{
	const struct scenario *s = bench->scenario;
	bool may = fault->how == FAULT_KILL ||
		   fault->how == FAULT_KILL_AFTER ||
		   (fault->how == FAULT_FROM && fault->error != ENOSPC) ||
		   (s->leftover && !bench->seen->staged);

	if (!may && is_there(staging_of(s->target)))
		return wrong("it leaves %s behind", staging_of(s->target));
	return NULL;
}

static const char *check_made(const struct bench *bench,
			      const struct fault *fault,
			      const struct ending *ending)
{
	const struct scenario *s = bench->scenario;
	const char *bad = check_left(bench, fault);

	if (bad)
		return bad;
	if (!is_there(s->target))
		return ending->status == 0 ?
		       wrong("it ends with status 0, and made nothing") : NULL;
	/* Killed right after the rename: `published` was set before it. */
	if (ending->status > 0 && !bench->seen->published)
		return wrong("it ends with status %d, but made the package",
			     ending->status);
	return check_same("the package", s->target, TREE_PACKAGE, bench->whole);
}

/* The same command again, now that nothing fails. */
static const char *check_again(const struct bench *bench)
{
	const struct scenario *s = bench->scenario;
	bool was_there = is_there(s->target);
	struct fault none = { .unsynced = true, .absent = s->absent };
	const char *bad = NULL;
	struct ending ending;

	/* All is as it was when this succeeded without a fault. */
	if (!was_there && !is_there(staging_of(s->target)) && !s->leftover)
		return NULL;
	run(bench, &none, &ending);
	if (ending.status != (was_there ? 3 : 0))
		bad = wrong("run again, it ends with status %d: %s",
			    ending.status, ending.err);
	else if (is_there(staging_of(s->target)))
		bad = wrong("run again, it leaves %s behind",
			    staging_of(s->target));
	else
		bad = check_same("run again, the package", s->target,
				 TREE_PACKAGE, bench->whole);
	ending_release(&ending);
	return bad;
}

/*
 * After an error it is as it was, or new; after a kill it may be nowhere.
 * What is left beside it is told, or a kill left it.  Run again, it is new.
 */
static const char *check_changed(const struct bench *bench,
				 const struct fault *fault,
				 const struct ending *ending)
{
	const struct scenario *s = bench->scenario;
	bool clean = fault->how == FAULT_FAIL && !s->placed_as && !s->leftover;
	struct fault none = { .unsynced = true, .absent = s->absent };
	char *out = tree_snapshot("out", TREE_PACKAGE);
	char *now = tree_snapshot(s->target, TREE_PACKAGE);
	bool is_new = !strcmp(out, bench->whole);
	const char *bad = NULL;
	struct ending again;

	if (ending->status == 0 && !is_new)
		bad = wrong("it ends with status 0, but there is %s",
			    difference(bench->whole, out));
	else if (clean && strcmp(now, bench->old) != 0 &&
		 strcmp(now, bench->made) != 0)
		bad = wrong("it ends with status %d, and there is %s",
			    ending->status, difference(bench->old, now));
	else if (clean && left_in("out") && !strstr(ending->err, left_in("out")))
		bad = wrong("it leaves %s behind", left_in("out"));
	free(now);
	free(out);
	if (bad || is_new)
		return bad;
	run(bench, &none, &again);
	if (again.status != 0)
		bad = wrong("run again, it ends with status %d: %s",
			    again.status, again.err);
	else
		bad = check_same("run again, the folder out", "out",
				 TREE_PACKAGE, bench->whole);
	ending_release(&again);
	return bad;
}

/* Findings are those of the run without a fault, or say what was not seen. */
static const char *check_findings(const struct bench *bench,
				  const struct ending *ending)
{
	static const char *const unseen[] = {
		"\"read-error\"", "\"unreadable\"", "\"changed-during-read\"",
		"\"cite-unreadable\"",
	};
	const char *line = ending->out;

	for (; *line; line += strcspn(line, "\n") + 1) {
		char *copy = strndup(line, strcspn(line, "\n"));
		bool known = strstr(bench->said, copy) != NULL ||
			     strncmp(copy, "{\"type\":\"finding\"", 17) != 0;

		for (size_t i = 0; i < sizeof(unseen) / sizeof(*unseen); i++)
			known |= strstr(copy, unseen[i]) != NULL;
		if (!known) {
			const char *bad = wrong("it tells what is not so: %s",
						copy);

			free(copy);
			return bad;
		}
		free(copy);
		if (!line[strcspn(line, "\n")])
			break;
	}
	return NULL;
}

static const char *check_looked(const struct bench *bench,
				const struct ending *ending)
{
	if (ending->status < 0)
		return NULL;
	if (bench->seen->harmed)
		return check_findings(bench, ending);
	if (strcmp(ending->out, bench->said) != 0)
		return wrong("it prints another report, for a fault that it could pass over: %s",
			     ending->out);
	return NULL;
}

static const char *check_refused(const struct bench *bench,
				 const struct fault *fault)
{
	const struct scenario *s = bench->scenario;

	if (s->target && is_there(s->target))
		return wrong("it made the package");
	if (left_in(".") && fault->how == FAULT_FAIL && !bench->seen->removing)
		return wrong("it leaves %s behind", left_in("."));
	return NULL;
}

static const char *check(const struct bench *bench, const struct fault *fault,
			 const struct ending *ending)
{
	const struct scenario *s = bench->scenario;
	const char *bad = check_ending(bench, fault, ending);

	if (!bad && s->promise != CHANGES)
		bad = check_same("what is only to be read", s->subject,
				 TREE_EVERYTHING, bench->before);
	if (bad)
		return bad;
	switch (s->promise) {
	case MAKES:
		bad = check_made(bench, fault, ending);
		return bad ? bad : check_again(bench);
	case REFUSES:
		return check_refused(bench, fault);
	case LOOKS:
		return check_looked(bench, ending);
	case CHANGES:
		return check_changed(bench, fault, ending);
	}
	return NULL;
}

/* Make the subject anew, where some run has changed it. */
static void restore_subject(struct bench *bench)
{
	const struct scenario *s = bench->scenario;
	char *now, path[4096];

	if (s->promise == CHANGES)
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

/* Every Nth call from this processor's first on; how it ends is counted. */
static void try_kind(struct bench *bench, const struct kind *kind)
{
	struct fault fault = {
		.how = kind->how, .error = kind->error, .calls = kind->calls,
		.unsynced = true, .absent = bench->scenario->absent,
	};

	for (fault.at = bench->share + 1;; fault.at += bench->shares) {
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

/* Once without a fault: what must come out, durable in the right order. */
static void take_measure(struct bench *bench)
{
	const struct scenario *s = bench->scenario;
	struct fault none = {
		.durable = true, .unsynced = true, .absent = s->absent,
	};
	struct ending ending;

	prepare(bench);
	if (s->promise == CHANGES)
		bench->old = tree_snapshot(s->placed_as ? s->placed_as :
					   s->target, TREE_PACKAGE);
	else
		bench->before = tree_snapshot(s->subject, TREE_EVERYTHING);
	run(bench, &none, &ending);
	bench->status = ending.status;
	bench->said = strdup(ending.out);
	bench->whole = s->promise == CHANGES ?
		       tree_snapshot("out", TREE_PACKAGE) :
		       tree_snapshot(s->target ? s->target : ".", TREE_PACKAGE);
	if (s->promise == CHANGES)
		bench->made = tree_snapshot(s->target, TREE_PACKAGE);
	if (bench->share == 0) {
		bool good = ending.signal == 0 && !bench->seen->undurable[0] &&
			    (s->promise == REFUSES ? ending.status > 0 :
			     s->promise == LOOKS ? ending.status != 2 :
			     ending.status == 0);

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

	snprintf(folder, sizeof(folder), "%s.%u", scenario->name, share);
	if (mkdir(folder, 0777) < 0 || chdir(folder) < 0)
		give_up("make a folder to work in");
	if (scenario->promise != CHANGES) {
		snprintf(path, sizeof(path), "%s/%s", fixtures,
			 scenario->subject);
		tree_copy(path, scenario->subject);
	}
	take_measure(&bench);
	for (size_t i = 0; i < N_KINDS; i++) {
		if (kinds[i].always || !scenario->few)
			try_kind(&bench, &kinds[i]);
	}
	if (chdir("..") < 0)
		give_up("leave the folder");
	tree_remove(folder);
	free(bench.before);
	free(bench.old);
	free(bench.made);
	free(bench.whole);
	free(bench.said);
}

static void tell_scenario(const struct scenario *scenario)
{
	unsigned long runs = 0;

	printf("%-18s", scenario->name);
	for (size_t i = 0; i < N_KINDS; i++) {
		const struct kind *kind = &kinds[i];

		if (scenario->few && !kind->always)
			continue;
		runs += shared->tried[i];
		printf(" %s%s%s %lu,", kind->word, kind->error ? ":" : "",
		       kind->error ? fault_error_name(kind->error) : "",
		       (unsigned long)shared->tried[i]);
		shared->tried[i] = 0;
	}
	printf(" %lu in all\n", runs);
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
	tell_scenario(scenario);
}

static bool is_wanted(const char *name, int argc, char *argv[])
{
	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], name))
			return true;
	}
	return argc == 2;
}

/* Have OpenSSL made ready once, and not in each child. */
static void warm_up(void)
{
	struct hf_digester *digester;
	struct hf_digests digests;
	struct hf_error err;

	if (hf_digester_new(&digester, HF_ALG_BIT(HF_ALG_COUNT) - 1, &err) < 0 ||
	    hf_digester_finish(digester, &digests, &err) < 0)
		give_up("compute digests");
	hf_digester_free(digester);
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
