/*
 * What KEEPS compares: an archive as it lies in out/ (custody.c), before a run,
 * behind it, and as it would be had nothing failed.
 */
#ifndef TESTS_FAULT_ARCHIVE_H
#define TESTS_FAULT_ARCHIVE_H

#include "drive.h"

#define ARCHIVE_COPIES	32
#define ARCHIVE_SOURCES	5

struct copy {
	char path[300];		/* from out/: vault/quay */
	char *tree;
};

/* What a witness at out/site leaves there and in the register. */
enum seen { SEEN_CHECKPOINT, SEEN_COSIGNED, SEEN_DELIVERED, SEEN_COUNT };

struct archive {
	char *entries, *checkpoint, *text, *trust;	/* files */
	char *begun;		/* how far the reading of vault/quay is */
	char *report;		/* of an audit, a page */
	char *seen[SEEN_COUNT];
	unsigned long under;	/* entries under the checkpoint */
	struct copy copies[ARCHIVE_COPIES];
	size_t n;
	char *sources[ARCHIVE_SOURCES];
};

/* Whether @tree lies at @path (NULL: anywhere). */
bool is_copy(const struct archive *archive, const char *path,
	     const char *tree);
unsigned long count(const char *text, const char *what);

/*
 * What an audit, a repair and a witness promise beside what all do (care.c).
 * @between is what the run before left, or what there was before all.
 */
const char *check_care(const struct bench *bench, const struct archive *between,
		       const struct archive *now, const struct ending *ending);
/* ... and behind the run that finishes. */
const char *check_cared(const struct bench *bench, const struct archive *now);

#endif
