/* What is asked of every run of every scenario. */
#include "drive.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *left_in(const char *folder)
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

const char *staging_of(const char *target)
{
	static char path[512];
	const char *slash = strrchr(target, '/');

	snprintf(path, sizeof(path), "%.*s.%s.holdfast-partial",
		 (int)(slash + 1 - target), target, slash + 1);
	return path;
}

static bool is_empty(const char *folder)
{
	bool empty = true;
	struct dirent *entry;
	DIR *dir = opendir(folder);

	while (dir && (entry = readdir(dir)))
		empty &= !strcmp(entry->d_name, ".") ||
			 !strcmp(entry->d_name, "..");
	if (dir)
		closedir(dir);
	return empty;
}

static bool is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/*
 * The checks yield NULL, or what is wrong.
 */
const char *wrong(const char *fmt, ...)
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

/* What cannot be looked at to let it into the sandbox is refused in there. */
static bool left_outside(const struct bench *bench,
			 const struct ending *ending)
{
	return bench->seen->call == CALL_OPENAT &&
	       !strcmp(bench->scenario->argv[0], "verify") &&
	       strstr(ending->err, "': Permission denied");
}

/* A trouble is told with its reason, and with the name of what it is about. */
static const char *check_words(const struct bench *bench,
			       const struct fault *fault,
			       const struct ending *ending)
{
	const char *quote = strchr(ending->err, '\'');
	/* The library says this one in words of its own, see base/error.c. */
	const char *reason = fault->error == ENOMEM ? "out of memory"
						    : strerror(fault->error);

	if (strstr(ending->err, "(null)") || strstr(ending->out, "(null)"))
		return wrong("it prints (null)");
	if (ending->status == 0)
		return NULL;
	if (!*ending->err && !*ending->out)
		return wrong("it ends with %d and says nothing",
			     ending->status);
	/* Memory ends for all of us, and a library has its own words for it. */
	if (bench->seen->perhaps)
		return NULL;
	if (!strstr(ending->err, reason) && !strstr(ending->out, reason) &&
	    !left_outside(bench, ending))
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
	if (bench->seen->closed_twice)
		return wrong("it closes a descriptor that is not open");
	if (bench->seen->open_more > 0)
		return wrong("it leaves %d descriptors open",
			     (int)bench->seen->open_more);
	if (ending->status == 0 && bench->seen->harmed)
		return wrong("it ends with status 0, although %s failed",
			     fault_call_name((enum fault_call)
					     bench->seen->call));
	if (ending->status != bench->status && !bench->seen->harmed &&
	    !bench->seen->perhaps)
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
	       check_words(bench, fault, ending);
}

/* Nothing half-made may be left, unless it could not be removed. */
static const char *check_left(const struct bench *bench,
			      const struct fault *fault,
			      const struct ending *ending)
{
	const struct scenario *s = bench->scenario;
	bool may = fault->how == FAULT_KILL ||
		   fault->how == FAULT_KILL_AFTER ||
		   (fault->how == FAULT_FROM && fault->error != ENOSPC) ||
		   (s->leftover && !bench->seen->staged) ||
		   /* Where memory ends, it may end the process. */
		   (bench->seen->perhaps && ending->status == 3 &&
		    strstr(ending->err, "Internal Error in libarchive"));

	if (!may && is_there(staging_of(s->target)))
		return wrong("it leaves %s behind", staging_of(s->target));
	return NULL;
}

static const char *check_made(const struct bench *bench,
			      const struct fault *fault,
			      const struct ending *ending)
{
	const struct scenario *s = bench->scenario;
	const char *bad = check_left(bench, fault, ending);

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
	if (is_empty("out"))
		return NULL;
	run(bench, &none, &ending);
	if (ending.status != (!was_there ? 0 : s->again ? s->again : 3))
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
		"\"cite-unreadable\"", "\"archive-not-seen\"",
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
	if (bench->seen->harmed ||
	    (bench->seen->perhaps && ending->status != 0))
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

const char *check(const struct bench *bench, const struct fault *fault,
		  const struct ending *ending)
{
	const struct scenario *s = bench->scenario;
	const char *bad;

	if (s->promise == KEEPS)
		return check_kept(bench, fault, ending);
	bad = check_ending(bench, fault, ending);
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
	case KEEPS:
		break;
	}
	return NULL;
}
