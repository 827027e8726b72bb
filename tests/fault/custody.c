/*
 * What is asked of an archive after every run of every scenario that KEEPS: a
 * register out/R, locations beside it, and bags that may come in.
 *
 * The log stands to its last checkpoint, and has every entry that was
 * acknowledged; what lies under the name of a package is whole; what was held
 * is held; and the same command, run again, finishes.
 */
#include "archive.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const locations[] = { "vault", "north", "shelf", "crypt" };
static const char *const seen_files[SEEN_COUNT] = {
	"out/site/witness/checkpoint", "out/site/witness/cosigned",
	"out/R/log/witness/hall",
};
static const char *const sources[ARCHIVE_SOURCES] = {
	"out/quay", "out/pier", "out/mole", "out/newer", "out/pier.tar",
};

#define N_LOCATIONS	(sizeof(locations) / sizeof(locations[0]))

/* --- What there is. --- */

/* NULL: it is not there. */
static char *file_text(const char *path)
{
	FILE *in = fopen(path, "re");
	char *text = NULL;
	size_t room = 0;

	if (!in)
		return NULL;
	if (getdelim(&text, &room, '\0', in) < 0) {
		free(text);
		text = strdup("");
	}
	fclose(in);
	return text;
}

static void add_copy(struct archive *archive, const char *location,
		     const char *name)
{
	struct copy *copy = &archive->copies[archive->n];
	char path[400];

	if (archive->n == ARCHIVE_COPIES)
		abort();
	archive->n++;
	snprintf(copy->path, sizeof(copy->path), "%s/%.200s", location, name);
	snprintf(path, sizeof(path), "out/%s", copy->path);
	copy->tree = tree_snapshot(path, TREE_BAG);
}

/* Visit the names in a folder but "." and ".."; the visit may stop it. */
static const char *each_name(const char *folder,
			     const char *(*visit)(void *ctx, const char *folder,
						  const char *name), void *ctx)
{
	const char *bad = NULL;
	struct dirent *entry;
	DIR *dir = opendir(folder);

	while (dir && !bad && (entry = readdir(dir))) {
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			bad = visit(ctx, folder, entry->d_name);
	}
	if (dir)
		closedir(dir);
	return bad;
}

static const char *take_copy(void *ctx, const char *folder, const char *name)
{
	if (name[0] != '.')
		add_copy(ctx, folder + strlen("out/"), name);
	return NULL;
}

struct archive *archive_read(void)
{
	struct archive *archive = calloc(1, sizeof(*archive));
	char folder[64];

	if (!archive)
		abort();
	archive->entries = file_text("out/R/log/entries.txt");
	archive->checkpoint = file_text("out/R/log/checkpoint");
	archive->text = file_text("out/R/register.txt");
	archive->trust = file_text("out/R/trust.txt");
	archive->begun = file_text("out/R/audit/quay@vault");
	archive->report = file_text("out/report.html");
	for (size_t i = 0; i < SEEN_COUNT; i++)
		archive->seen[i] = file_text(seen_files[i]);
	if (archive->checkpoint && strchr(archive->checkpoint, '\n'))
		archive->under = strtoul(strchr(archive->checkpoint, '\n') + 1,
					 NULL, 10);
	for (size_t i = 0; i < N_LOCATIONS; i++) {
		snprintf(folder, sizeof(folder), "out/%s", locations[i]);
		each_name(folder, take_copy, archive);
	}
	for (size_t i = 0; i < ARCHIVE_SOURCES; i++)
		archive->sources[i] = tree_snapshot(sources[i], TREE_BAG);
	return archive;
}

void archive_free(struct archive *archive)
{
	if (!archive)
		return;
	for (size_t i = 0; i < archive->n; i++)
		free(archive->copies[i].tree);
	for (size_t i = 0; i < ARCHIVE_SOURCES; i++)
		free(archive->sources[i]);
	free(archive->entries);
	free(archive->checkpoint);
	free(archive->text);
	free(archive->trust);
	free(archive->begun);
	free(archive->report);
	for (size_t i = 0; i < SEEN_COUNT; i++)
		free(archive->seen[i]);
	free(archive);
}

/* --- How the run ended. --- */

static bool kills(const struct fault *fault)
{
	return fault->how == FAULT_KILL || fault->how == FAULT_KILL_AFTER ||
	       fault->how == FAULT_KILL_PARENT;
}

static const char *check_ending(const struct bench *bench,
				const struct fault *fault,
				const struct fault_seen *seen,
				const struct ending *ending)
{
	bool child = seen->in_child && fault->how != FAULT_KILL_PARENT;

	if (ending->outlived)
		return wrong("a process that it started goes on without it: %s",
			     ending->survivor);
	if (ending->signal == SIGALRM)
		return wrong("it hangs");
	if (kills(fault) && ending->signal == SIGKILL)
		return NULL;
	if (ending->signal)
		return wrong("it ends by signal %d (%s)", ending->signal,
			     strsignal(ending->signal));
	if (kills(fault) && !child)
		return wrong("it was not killed");
	if (seen->closed_twice)
		return wrong("it closes a descriptor that is not open");
	if (seen->open_more > 0)
		return wrong("it leaves %d descriptors open",
			     (int)seen->open_more);
	if (strstr(ending->err, "(null)") || strstr(ending->out, "(null)"))
		return wrong("it prints (null)");
	if (ending->status != bench->status && !*ending->err && !*ending->out)
		return wrong("it ends with %d and says nothing",
			     ending->status);
	/*
	 * What was found unreadable is a finding, and what was not tried none;
	 * what is to be repaired and was not, is bad (care.c).
	 */
	if (ending->status != bench->status && ending->status != 3 &&
	    !(ending->status == 1 && (seen->harmed ||
	      !strcmp(bench->scenario->argv[0], "repair"))))
		return wrong("it ends with status %d", ending->status);
	return NULL;
}

/* --- What stands. --- */

unsigned long count(const char *text, const char *what)
{
	unsigned long n = 0;

	for (; text && (text = strstr(text, what)); text++)
		n++;
	return n;
}

/* A key that was told is trusted, or nobody could say later whose it was. */
static const char *check_keys(const struct archive *now,
			      const struct ending *ending)
{
	static const char by[] = "signed by: ";
	const char *at = ending->out;
	char vkey[200];

	while ((at = strstr(at, by))) {
		at += strlen(by);
		snprintf(vkey, sizeof(vkey), "%.*s", (int)strcspn(at, "\n"), at);
		if (!now->trust || !strstr(now->trust, vkey))
			return wrong("it says that %s signs, and trust.txt does not name it",
				     vkey);
	}
	return NULL;
}

static const char *check_entries(const struct bench *bench,
				 const struct archive *now,
				 const struct ending *ending)
{
	const struct archive *was = bench->archive;
	unsigned long told = count(ending->out, "  log entry  ");
	size_t len;

	if (!now->entries || !now->checkpoint)
		return wrong("the log is not there");
	/* What was torn from the start may be cut off. */
	len = strlen(was->entries);
	if (!strcmp(bench->scenario->subject, "tail"))
		len -= strlen(strrchr(was->entries, 'E'));
	if (strncmp(now->entries, was->entries, len) != 0)
		return wrong("the log does not begin as it did");
	if (now->under < was->under + told)
		return wrong("%lu receipts were printed, and %lu entries stand that are new",
			     told, now->under - was->under);
	if (ending->status == 0 && now->under < bench->becomes->under)
		return wrong("it ends with status 0, and the log has %lu entries, not %lu",
			     now->under, bench->becomes->under);
	return NULL;
}

bool is_copy(const struct archive *archive, const char *path,
	     const char *tree)
{
	for (size_t i = 0; i < archive->n; i++) {
		if ((!path || !strcmp(archive->copies[i].path, path)) &&
		    !strcmp(archive->copies[i].tree, tree))
			return true;
	}
	return false;
}

/* Under the name of a package is what was there, or what comes there. */
static const char *check_copies(const struct bench *bench,
				const struct archive *now)
{
	for (size_t i = 0; i < now->n; i++) {
		const struct copy *copy = &now->copies[i];

		if (!is_copy(bench->archive, copy->path, copy->tree) &&
		    !is_copy(bench->becomes, copy->path, copy->tree))
			return wrong("'%s' is not whole:\n%s", copy->path,
				     copy->tree);
	}
	for (size_t i = 0; i < ARCHIVE_SOURCES; i++) {
		if (strcmp(now->sources[i], bench->archive->sources[i]) != 0)
			return wrong("'%s' was changed", sources[i]);
	}
	return NULL;
}

/* --- What was put aside. --- */

struct aside {
	const struct bench *bench;
	bool in_words, for_machines;
	int things;
	const char *wanted;	/* a tree that is to be somewhere */
	bool found;
};

static bool is_known(const struct bench *bench, const char *tree)
{
	if (is_copy(bench->archive, NULL, tree) ||
	    is_copy(bench->becomes, NULL, tree))
		return true;
	for (size_t i = 0; i < ARCHIVE_SOURCES; i++) {
		if (!strcmp(bench->archive->sources[i], tree))
			return true;
	}
	return false;
}

static const char *see_thing(void *ctx, const char *folder, const char *name)
{
	struct aside *aside = ctx;
	char path[700], *tree;

	if (!strcmp(name, "report.txt")) {
		aside->in_words = true;
		return NULL;
	}
	if (!strcmp(name, "report.json")) {
		aside->for_machines = true;
		return NULL;
	}
	snprintf(path, sizeof(path), "%.400s/%.250s", folder, name);
	tree = tree_snapshot(path, TREE_BAG);
	aside->things++;
	aside->found |= aside->wanted && !strcmp(tree, aside->wanted);
	if (!aside->wanted && !is_known(aside->bench, tree)) {
		const char *bad = wrong("'%s' in quarantine is not whole:\n%s",
					path, tree);

		free(tree);
		return bad;
	}
	free(tree);
	return NULL;
}

static const char *see_aside(void *ctx, const char *folder, const char *name)
{
	struct aside *aside = ctx;
	char path[400];
	const char *bad;

	aside->things = 0;
	aside->in_words = aside->for_machines = false;
	snprintf(path, sizeof(path), "%.100s/%.250s", folder, name);
	bad = each_name(path, see_thing, aside);
	if (bad || aside->wanted)
		return bad;
	/* Where two cannot be exchanged in one step, there are both. */
	if (!aside->in_words || !aside->for_machines || !aside->things ||
	    aside->things > 2)
		return wrong("'%s' has %d things and %s report", path,
			     aside->things, aside->in_words &&
			     aside->for_machines ? "a" : "no whole");
	return NULL;
}

static const char *each_aside(struct aside *aside)
{
	const char *bad = NULL;
	char folder[64];

	for (size_t i = 0; i < N_LOCATIONS && !bad; i++) {
		snprintf(folder, sizeof(folder), "out/%s/.holdfast-quarantine",
			 locations[i]);
		bad = each_name(folder, see_aside, aside);
	}
	return bad;
}

/* What was held is where it was, or put aside whole. */
static const char *check_held(const struct bench *bench,
			      const struct archive *now)
{
	const struct archive *was = bench->archive;

	for (size_t i = 0; i < was->n; i++) {
		const struct copy *copy = &was->copies[i];
		struct aside aside = { .bench = bench, .wanted = copy->tree };

		if (is_copy(now, copy->path, copy->tree))
			continue;
		each_aside(&aside);
		if (!aside.found)
			return wrong("'%s' was held, and is nowhere whole",
				     copy->path);
	}
	return NULL;
}

static const char *check_stands(const struct bench *bench,
				const struct archive *now,
				const struct ending *ending)
{
	struct aside aside = { .bench = bench };
	const char *bad = check_entries(bench, now, ending);

	if (!bad)
		bad = check_keys(now, ending);
	if (!bad)
		bad = check_copies(bench, now);
	if (!bad)
		bad = each_aside(&aside);
	if (!bad)
		bad = check_held(bench, now);
	return bad;
}

/* --- What holdfast itself says of it. --- */

/* The first finding in what was said that is none of these; or NULL. */
static const char *other_finding(const char *said, const char *allowed)
{
	static char name[64], word[70];

	while ((said = strstr(said, "\"finding\":\""))) {
		said += strlen("\"finding\":\"");
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(said, "\""),
			 said);
		snprintf(word, sizeof(word), " %s ", name);
		if (!strstr(allowed, word))
			return name;
	}
	return NULL;
}

static const char *verify_log(const struct bench *bench, const char *allowed,
			      bool *tail)
{
	static const char *const argv[] = {
		"log", "verify", "out/R", "--format=json", NULL,
	};
	const struct fault none = { .unsynced = true };
	struct ending ending;
	const char *bad = NULL, *other;
	int status;

	run_command(bench, argv, &none, &ending);
	other = other_finding(ending.out, allowed);
	*tail = strstr(ending.out, "\"log-torn-tail\"") ||
		strstr(ending.out, "\"log-tail-unsigned\"");
	/* What was found and is allowed is what it ends with, and nothing else. */
	status = strstr(ending.out, "\"signature-unknown\"") ? 6 : *tail ? 3 : 0;
	if (other)
		bad = wrong("then log verify finds %s", other);
	else if (ending.signal || ending.outlived || ending.status != status)
		bad = wrong("then log verify ends with status %d, signal %d, and not with %d: %s%s",
			    ending.status, ending.signal, status, ending.out,
			    ending.err);
	ending_release(&ending);
	return bad;
}

static const char *mend_log(const struct bench *bench)
{
	static const char *const argv[] = {
		"log", "mend", "out/R", "--accept", NULL,
	};
	const struct fault none = { .unsynced = true };
	struct ending ending;
	const char *bad = NULL;

	run_command(bench, argv, &none, &ending);
	if (ending.status != 0)
		bad = wrong("log mend ends with %d: %s", ending.status,
			    ending.err);
	ending_release(&ending);
	return bad;
}

static const char *run_again(const struct bench *bench)
{
	const struct scenario *s = bench->scenario;
	const struct fault none = { .unsynced = true, .absent = s->absent };
	struct ending ending;
	const char *bad = NULL;

	run(bench, &none, &ending);
	if (ending.status != bench->status && ending.status != s->again)
		bad = wrong("run again, it ends with status %d: %s%s",
			    ending.status, ending.out, ending.err);
	ending_release(&ending);
	return bad;
}

/* --- In the end. --- */

static const char *see_incoming(void *ctx, const char *folder,
				const char *name)
{
	(void)ctx;
	return wrong("run again, there is still '%s/%s'", folder, name);
}

static const char *check_cleared(void)
{
	const char *bad = NULL;
	char folder[64];

	for (size_t i = 0; i < N_LOCATIONS && !bad; i++) {
		snprintf(folder, sizeof(folder), "out/%s/.holdfast-incoming",
			 locations[i]);
		bad = each_name(folder, see_incoming, NULL);
	}
	return bad;
}

/* Keys that are trusted, and places that are known. */
static const char *check_texts(const struct bench *bench,
			       const struct archive *now)
{
	const struct archive *whole = bench->becomes;

	if (count(now->trust, "\nlog ") != count(whole->trust, "\nlog ") ||
	    count(now->text, "\nKey-File: ") !=
	    count(whole->text, "\nKey-File: ") ||
	    count(now->text, "\nLocation: ") !=
	    count(whole->text, "\nLocation: "))
		return wrong("run again, register.txt or trust.txt is not as it would be:\n%s\n%s",
			     now->text, now->trust);
	return NULL;
}

static const char *check_finished(const struct bench *bench,
				  const struct archive *between)
{
	char none[] = "";
	const struct ending nothing = { .status = -1, .out = none };
	const struct archive *whole = bench->becomes;
	struct archive *now = archive_read();
	const char *bad = check_stands(bench, now, &nothing);

	for (size_t i = 0; i < whole->n && !bad; i++) {
		if (!is_copy(now, whole->copies[i].path,
			     whole->copies[i].tree))
			bad = wrong("run again, there is no whole '%s'",
				    whole->copies[i].path);
	}
	if (!bad && now->under < whole->under)
		bad = wrong("run again, the log has %lu entries", now->under);
	if (!bad)
		bad = check_texts(bench, now);
	if (!bad)
		bad = check_cleared();
	if (!bad)
		bad = check_care(bench, between, now, &nothing);
	if (!bad)
		bad = check_cared(bench, now);
	archive_free(now);
	return bad;
}

const char *check_kept(const struct bench *bench, const struct fault *fault,
		       const struct ending *ending)
{
	const char *name = bench->scenario->name, *bad;
	const struct fault_seen seen = *bench->seen;
	struct archive *now = archive_read();
	bool tail = false;

	bad = check_ending(bench, fault, &seen, ending);
	if (!bad && strstr(name, "log-verify"))
		bad = other_finding(ending->out, bench->said) ?
		      wrong("it finds what is not so") : NULL;
	if (!bad)
		bad = check_stands(bench, now, ending);
	if (!bad)
		bad = check_care(bench, bench->archive, now, ending);
	/* The first key signs before it is trusted: key new then goes on. */
	if (!bad)
		bad = verify_log(bench, !strcmp(name, "key-new") ?
				 " checkpoint-unsigned log-torn-tail log-tail-unsigned signature-unknown " :
				 " checkpoint-unsigned log-torn-tail log-tail-unsigned ",
				 &tail);
	if (!bad && tail)
		bad = mend_log(bench);
	if (!bad)
		bad = run_again(bench);
	if (!bad)
		bad = verify_log(bench, " checkpoint-unsigned ", &tail);
	if (!bad)
		bad = check_finished(bench, now);
	archive_free(now);
	return bad;
}
