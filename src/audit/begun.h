/*
 * A reading that was begun and not finished: which files of the copy have been
 * read and were right, in REGISTER/audit/PACKAGE@LOCATION (docs/formats/audit.md).
 *
 * A file is not read again while its size, its times and its inode are the
 * same, and the bag's root is.  It is written as the reading goes on, so that
 * who is killed loses what was in hand and nothing else.  It is of one reading:
 * once the log has the outcome of that, it counts for none that comes later.
 */
#ifndef HF_AUDIT_BEGUN_H
#define HF_AUDIT_BEGUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena_type.h"
#include "base/buf_type.h"
#include "base/error.h"

/* What a file was when it was read. */
struct hf_mark {
	uint64_t size, inode;
	int64_t modified, changed;		/* seconds */
	uint32_t modified_ns, changed_ns;
};

struct hf_begun_file {
	const char *path;	/* as the state has it: hf_begun_path() */
	struct hf_mark mark;
};

/* A reading of a copy. */
struct hf_reading_of {
	const char *package, *location;
	uint64_t after;		/* the entry of the one before it; UINT64_MAX: none */
};

/* A state that was read. */
struct hf_begun {
	struct hf_reading_of of;
	char root[65];
	struct hf_begun_file *files;	/* by path */
	size_t n, room;
	uint64_t octets;		/* of them */
	struct hf_arena arena;
};

struct hf_mark hf_mark_of(const struct stat *st);
bool hf_mark_is(const struct hf_mark *a, const struct hf_mark *b);

/* Append @path as a state has it: what does not show is escaped. */
void hf_begun_path(struct hf_buf *text, const char *path);

/*
 * Read the state of a reading in the register folder @dir: 1; 0 where there is
 * none, or none that makes sense; -1.  To be released in any case.
 */
int hf_begun_read(struct hf_begun *begun_ret, int dir,
		  const struct hf_reading_of *of, struct hf_error *err);
void hf_begun_release(struct hf_begun *begun);
/* Whether @path (as in the state) was read while it was @mark. */
bool hf_begun_has(const struct hf_begun *begun, const char *path,
		  const struct hf_mark *mark);

/* Visit every state that is there, in no order. */
int hf_begun_list(int dir,
		  int (*visit)(void *ctx, const struct hf_begun *begun,
			       struct hf_error *err),
		  void *ctx, struct hf_error *err);

/*
 * Begin one, or go on with the one that is there, where @more: then @text, of
 * hf_begun_add(), is put behind it.  A descriptor, to be closed; or -1.
 */
int hf_begun_write(int dir, const struct hf_reading_of *of, const char *root,
		   bool more, const struct hf_buf *text, struct hf_error *err);
/* Append the lines for one more file. */
void hf_begun_add(struct hf_buf *text, const char *path,
		  const struct hf_mark *mark);
/* The reading is done with, or is of no use any more. */
int hf_begun_remove(int dir, const struct hf_reading_of *of,
		    struct hf_error *err);

#endif
