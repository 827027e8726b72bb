/*
 * What the files of the catalogue share: a connection with its statements, and
 * rows that are held in memory while the log is followed.
 */
#ifndef HF_REGISTER_CATALOGUE_INSIDE_H
#define HF_REGISTER_CATALOGUE_INSIDE_H

#include <sqlite3.h>
#include <sys/types.h>

#include "base/arena.h"
#include "register/catalogue.h"
#include "register/schema.h"

#define HF_CATALOGUE_NAME	"catalogue.db"

struct hf_copy_row {
	struct hf_copy_row *next;	/* of the package */
	struct hf_held_copy at;		/* root is below, or "" */
	char root[65];
	bool changed;
};

struct hf_package_row {
	struct hf_package_row *next;	/* of the slot */
	int64_t id;
	char root[65];			/* "" if there is none */
	bool changed;
	struct hf_copy_row *copies;
	const char *name;
};

/* The packages that a transaction has met, with all of their copies. */
struct hf_rows {
	struct hf_arena arena;
	struct hf_package_row **slots;	/* NULL: none is needed yet */
	size_t n, n_slots;
};

struct hf_catalogue {
	int dir;			/* the register's folder, our own */
	int lock;			/* a file beside it; -1: not open yet */
	sqlite3 *db;			/* NULL: it could not be opened */
	sqlite3_stmt *at[HF_SQL_COUNT];
	struct hf_rows rows;
	ino_t inode;			/* of the file that is open */
	unsigned int visits;		/* that go on */
	bool malformed;			/* SQLite said so, or it is not of this log */
};

/* --- catalogue_sql.c: asking SQLite, and what it says ---------------------- */

/* Open catalogue.db beneath catalogue->dir, with SQLITE_OPEN_... @flags too. */
int hf_sql_open(struct hf_catalogue *catalogue, int flags,
		struct hf_error *err);
void hf_sql_close(struct hf_catalogue *catalogue);

/* Fill @err for the result @code of SQLite; yields -1. */
int hf_sql_fail(struct hf_catalogue *catalogue, int code,
		struct hf_error *err);

/* Run a text; its rows are not seen. */
int hf_sql_exec(struct hf_catalogue *catalogue, const char *text,
		struct hf_error *err);

/*
 * A statement, its own until it is given back: a visit may ask what is being
 * visited.  NULL with @err.
 */
sqlite3_stmt *hf_sql_take(struct hf_catalogue *catalogue, enum hf_sql which,
			  struct hf_error *err);
void hf_sql_give(struct hf_catalogue *catalogue, enum hf_sql which,
		 sqlite3_stmt *statement);	/* NULL is allowed */

/* 1: a row; 0: no more; -1. */
int hf_sql_step(struct hf_catalogue *catalogue, sqlite3_stmt *statement,
		struct hf_error *err);
/* Step to its end, and give it back. */
int hf_sql_finish(struct hf_catalogue *catalogue, enum hf_sql which,
		  sqlite3_stmt *statement, struct hf_error *err);
/* One without values: BEGIN, COMMIT. */
int hf_sql_run(struct hf_catalogue *catalogue, enum hf_sql which,
	       struct hf_error *err);

/* Values of a statement.  NULL, "", UINT64_MAX and time 0 are NULL. */
void hf_sql_text(sqlite3_stmt *statement, int i, const char *text);
void hf_sql_number(sqlite3_stmt *statement, int i, uint64_t number);
void hf_sql_time(sqlite3_stmt *statement, int i, int64_t time);

/* And of a row.  NULL is "", UINT64_MAX, 0.  A text dies with the next step. */
const char *hf_sql_text_at(sqlite3_stmt *statement, int i);
uint64_t hf_sql_number_at(sqlite3_stmt *statement, int i);

/* --- catalogue_rows.c: rows in memory -------------------------------------- */

/* A row of COPY_COLUMNS; its texts die with the next step. */
void hf_copy_at(sqlite3_stmt *statement, struct hf_held_copy *copy_ret);

/*
 * So many entries are to come, before the first of them: room for as many rows
 * is found at once, and no more is cleared than is needed for one entry.
 */
void hf_rows_expect(struct hf_catalogue *catalogue, uint64_t entries);

/*
 * The row of @package; a new one is made for entry @number.  It lives until
 * hf_rows_drop().
 */
struct hf_package_row *hf_rows_package(struct hf_catalogue *catalogue,
				       const char *package, uint64_t number,
				       struct hf_error *err);
/* A new copy of @package at @location, that says nothing yet. */
struct hf_copy_row *hf_rows_add_copy(struct hf_catalogue *catalogue,
				     struct hf_package_row *package,
				     const char *location,
				     struct hf_error *err);
/* Write what has changed. */
int hf_rows_flush(struct hf_catalogue *catalogue, struct hf_error *err);
void hf_rows_drop(struct hf_catalogue *catalogue);

/* --- catalogue_apply.c: what an entry changes ------------------------------- */

/* In a transaction, which ends with hf_rows_flush() and hf_rows_drop(). */
int hf_catalogue_apply(struct hf_catalogue *catalogue,
		       const struct hf_entry *entry,
		       const struct hf_log_place *place, struct hf_error *err);

/* --- catalogue_follow.c: a catalogue and what it is of ---------------------- */

/* Where entries come from: the log, or a test. */
struct hf_feed {
	const char *origin;
	uint64_t size;
	/* As hf_log_walk(). */
	int (*walk)(struct hf_feed *feed, const struct hf_log_place *from,
		    hf_log_visit_fn *visit, void *ctx, struct hf_error *err);
	/* Take up what was added since, and set size. */
	int (*renew)(struct hf_feed *feed, struct hf_error *err);
	void *source;
};

/* As hf_catalogue_open(), _refresh() and _rebuild(). */
int hf_follow_open(struct hf_catalogue **catalogue_ret, int dir,
		   struct hf_feed *feed, struct hf_error *err);
int hf_follow_refresh(struct hf_catalogue *catalogue, struct hf_feed *feed,
		      struct hf_error *err);
int hf_follow_rebuild(int dir, struct hf_feed *feed, struct hf_error *err);

#endif
