/*
 * What is asked of audit, repair and witness, whatever fails.
 *
 * The fixture's copy vault/quay is damaged.  So as long as it lies there, no
 * entry says that it passed, and no run that it did; what was read of a copy
 * is kept until the log has its outcome; of what was replaced, the log has it
 * that it was bad, or not to be read; and a witness keeps the newest that it
 * saw, and hands out nothing newer.
 */
#include "archive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAMAGED	"vault/quay"

/* Whether an entry from @text on has all of these lines, up to a NULL. */
static bool is_logged(const char *text, const char *const lines[])
{
	for (const char *next; text && *text; text = next) {
		const char *end = strstr(text + 1, "\nEntry: ");
		char *entry;
		size_t has = 0;

		next = end ? end + 1 : text + strlen(text);
		entry = strndup(text, (size_t)(next - text));
		while (entry && lines[has] && strstr(entry, lines[has]))
			has++;
		free(entry);
		if (!lines[has])
			return true;
	}
	return false;
}

static const char *const passed[] = {
	"\nEvent: fixity check\n", "\nPackage: quay\n", "\nLocation: vault\n",
	"\nOutcome: pass\n", NULL,
};
static const char *const failed[] = {
	"\nEvent: fixity check\n", "\nPackage: quay\n", "\nLocation: vault\n",
	"\nOutcome: fail\n", NULL,
};
static const char *const unread[] = {
	"\nEvent: fixity check\n", "\nPackage: quay\n", "\nLocation: vault\n",
	"\nOutcome: undetermined\n", NULL,
};
static const char *const read_in_full[] = {
	"\nEvent: fixity check\n", "\nPackage: quay\n", "\nLocation: vault\n",
	NULL,
};
static const char *const recovered[] = {
	"\nEvent: recovery\n", "\nPackage: quay\n", "\nLocation: vault\n",
	"\nOutcome: pass\n", NULL,
};
static const char *const run_passed[] = {
	"\nEvent: audit\n", "\nOutcome: pass\n", NULL,
};

/* The entries that came since; what was torn from the start may be gone. */
static const char *since(const struct archive *was, const struct archive *now)
{
	size_t len = strlen(was->entries);

	return now->entries && strlen(now->entries) >= len
	       ? now->entries + len : "";
}

static const char *tree_of(const struct archive *archive, const char *path)
{
	for (size_t i = 0; i < archive->n; i++) {
		if (!strcmp(archive->copies[i].path, path))
			return archive->copies[i].tree;
	}
	return NULL;
}

/* Whether that copy is there as it was. */
static bool is_as_before(const struct bench *bench, const struct archive *now)
{
	const char *tree = tree_of(bench->archive, DAMAGED);

	return tree && is_copy(now, DAMAGED, tree);
}

/* --- Audit. --- */

/* A page is there as a whole, and it does not say that all is well. */
static const char *check_report(const char *report)
{
	static const char last[] = "</html>\n";
	size_t len = report ? strlen(report) : 0;

	if (!report)
		return NULL;
	if (len < strlen(last) || strcmp(report + len - strlen(last), last))
		return wrong("the report is torn: it ends with '%s'",
			     report + (len > 60 ? len - 60 : 0));
	return strstr(report, "All is well.") ?
	       wrong("the report says that all is well") : NULL;
}

/* What is told as logged is in the log: "entry":N */
static const char *check_told(const struct archive *now,
			      const struct ending *ending)
{
	static const char word[] = "\"entry\":";
	const char *at = ending->out;

	while ((at = strstr(at, word))) {
		unsigned long entry = strtoul(at += strlen(word), NULL, 10);

		if (entry >= now->under)
			return wrong("it tells of entry %lu, and the log has %lu",
				     entry, now->under);
	}
	return NULL;
}

static const char *check_audit(const struct bench *bench,
			       const struct archive *between,
			       const struct archive *now,
			       const struct ending *ending)
{
	const char *came = since(bench->archive, now), *bad;

	if (is_logged(came, passed))
		return wrong("'%s' is damaged, and the log says that it passed",
			     DAMAGED);
	if (is_logged(came, run_passed))
		return wrong("'%s' is damaged, and the log says that the audit passed",
			     DAMAGED);
	if (between->begun && !is_logged(since(between, now), read_in_full) &&
	    (!now->begun || strncmp(now->begun, between->begun,
				    strlen(between->begun)) != 0))
		return wrong("what was read is lost, without an outcome:\n%s\nwas:\n%s",
			     now->begun ? now->begun : "nothing",
			     between->begun);
	bad = check_report(now->report);
	return bad ? bad : check_told(now, ending);
}

/* --- Repair. --- */

static const char *check_repair(const struct bench *bench,
				const struct archive *now,
				const struct ending *ending)
{
	const char *came = since(bench->archive, now);
	bool replaced = !is_as_before(bench, now);
	bool found = is_logged(came, failed) || is_logged(came, unread);

	if (ending->status == 1 && !found && !strstr(ending->err, "log/"))
		return wrong("it ends with status 1, and nothing that it found bad is in the log");
	if (replaced && !found)
		return wrong("'%s' is replaced, and the log does not say that it was bad",
			     DAMAGED);
	if (!replaced && (is_logged(came, passed) || is_logged(came, recovered)))
		return wrong("'%s' is damaged, and the log says that it is not",
			     DAMAGED);
	return NULL;
}

/* --- Witness. --- */

/* Whether two are of the same log, and signed by as many; not at which time. */
static bool is_same_note(const char *a, const char *b)
{
	size_t body;

	if (!a || !b)
		return a == b;
	if (!strstr(a, "\n\n"))
		return !*a && !*b;
	body = (size_t)(strstr(a, "\n\n") - a) + 2;
	return strncmp(a, b, body) == 0 &&
	       count(a, "\n\xe2\x80\x94 ") == count(b, "\n\xe2\x80\x94 ") &&
	       a[strlen(a) - 1] == '\n' && b[strlen(b) - 1] == '\n';
}

static const char *check_witness(const struct bench *bench,
				 const struct archive *now,
				 const struct ending *ending)
{
	static const char *const names[] = {
		"site/witness/checkpoint", "site/witness/cosigned",
		"R/log/witness/hall",
	};
	bool is_new[SEEN_COUNT];

	for (int i = 0; i < SEEN_COUNT; i++) {
		is_new[i] = is_same_note(now->seen[i], bench->becomes->seen[i]);
		if (!is_new[i] && !is_same_note(now->seen[i],
						bench->archive->seen[i]))
			return wrong("'%s' is neither old nor new:\n%s", names[i],
				     now->seen[i] ? now->seen[i] : "gone");
		if (i && is_new[i] && !is_new[i - 1])
			return wrong("'%s' is newer than '%s'", names[i],
				     names[i - 1]);
	}
	if (strstr(ending->out, ": COSIGNED by") &&
	    (!is_new[SEEN_COSIGNED] || bench->status != 0))
		return wrong("it says that it cosigned");
	if (ending->status == 0 && !is_new[SEEN_COSIGNED])
		return wrong("it ends with status 0, and has not cosigned");
	return NULL;
}

/* --- All of them. --- */

static bool is_of(const struct bench *bench, const char *command)
{
	return !strcmp(bench->scenario->argv[0], command);
}

const char *check_care(const struct bench *bench, const struct archive *between,
		       const struct archive *now, const struct ending *ending)
{
	if (is_of(bench, "audit"))
		return check_audit(bench, between, now, ending);
	if (is_of(bench, "repair"))
		return check_repair(bench, now, ending);
	return is_of(bench, "witness") ? check_witness(bench, now, ending)
				       : NULL;
}

/* Killed behind the exchange, a repair is told by the reading that follows. */
const char *check_cared(const struct bench *bench, const struct archive *now)
{
	const char *came = since(bench->archive, now);

	if (is_of(bench, "audit") && bench->becomes->report && !now->report)
		return wrong("run again, there is no report");
	if (is_of(bench, "audit") && bench->status == 1 &&
	    !is_logged(came, failed))
		return wrong("run again, the log does not say that '%s' failed",
			     DAMAGED);
	if (is_of(bench, "repair") && !is_logged(came, recovered) &&
	    !is_logged(came, passed))
		return wrong("run again, the log does not say that '%s' is sound",
			     DAMAGED);
	if (is_of(bench, "witness") && bench->status == 0 &&
	    !is_same_note(now->seen[SEEN_DELIVERED],
			  bench->becomes->seen[SEEN_DELIVERED]))
		return wrong("run again, what it cosigned is not in the register");
	return NULL;
}
