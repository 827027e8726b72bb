#include "register/catalogue_inside.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* Milliseconds that a writer waits for another. */
#define PATIENCE	60000

/*
 * SQLite takes names; the register is an open folder, which may be renamed,
 * and whose name may be longer than the 512 octets that SQLite has room for.
 * So the name goes by the descriptor, and is not resolved.
 */
static int as_it_is(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
	(void)vfs;
	if ((int)strlen(name) >= size)
		return SQLITE_CANTOPEN;
	memcpy(out, name, strlen(name) + 1);
	return SQLITE_OK;
}

#define BENEATH	"holdfast"

static int register_beneath(void)
{
	static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;
	static sqlite3_vfs beneath;
	const sqlite3_vfs *system;
	int code = SQLITE_OK;

	pthread_mutex_lock(&once);
	if (!sqlite3_vfs_find(BENEATH)) {
		system = sqlite3_vfs_find("unix");
		if (system) {
			beneath = *system;
			beneath.zName = BENEATH;
			beneath.pNext = NULL;
			beneath.xFullPathname = as_it_is;
			code = sqlite3_vfs_register(&beneath, 0);
		} else {
			code = SQLITE_NOMEM;	/* it is always there */
		}
	}
	pthread_mutex_unlock(&once);
	return code;
}

/*
 * Somebody may have put another database in its place: nothing that a schema
 * says is run, and what it says is compared before anything is asked.
 */
static int harden(sqlite3 *db)
{
	int code = sqlite3_busy_timeout(db, PATIENCE);

	if (code == SQLITE_OK)
		code = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0,
					 NULL);
	if (code == SQLITE_OK)
		code = sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0,
					 NULL);
	if (code == SQLITE_OK)
		code = sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1,
					 NULL);
	return code;
}

int hf_sql_open(struct hf_catalogue *catalogue, int flags,
		struct hf_error *err)
{
	char path[64];
	int code = register_beneath();

	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", catalogue->dir,
		 HF_CATALOGUE_NAME);
	if (code == SQLITE_OK)
		code = sqlite3_open_v2(path, &catalogue->db,
				       flags | SQLITE_OPEN_READWRITE |
				       SQLITE_OPEN_NOMUTEX |
				       SQLITE_OPEN_EXRESCODE, BENEATH);
	if (code == SQLITE_OK)
		code = harden(catalogue->db);
	if (code != SQLITE_OK)
		return hf_sql_fail(catalogue, code, err);
	return hf_sql_exec(catalogue, "PRAGMA synchronous = NORMAL", err);
}

void hf_sql_close(struct hf_catalogue *catalogue)
{
	for (int i = 0; i < HF_SQL_COUNT; i++) {
		sqlite3_finalize(catalogue->at[i]);
		catalogue->at[i] = NULL;
	}
	sqlite3_close(catalogue->db);
	catalogue->db = NULL;
}

/*
 * What the system said: SQLite does not keep it where a commit fails, but then
 * errno, which is 0 before each call, still has it.
 */
static int system_errno(sqlite3 *db, int code)
{
	int kept = db ? sqlite3_system_errno(db) : 0;
	int said = kept ? kept : errno;

	switch (code & 0xff) {
	case SQLITE_FULL:
		return ENOSPC;
	case SQLITE_READONLY:
		return said ? said : EROFS;
	case SQLITE_CANTOPEN:
		return said ? said : EACCES;
	case SQLITE_IOERR:
		return said ? said : EIO;
	case SQLITE_PERM:
		return EACCES;
	}
	return 0;
}

int hf_sql_fail(struct hf_catalogue *catalogue, int code, struct hf_error *err)
{
	sqlite3 *db = catalogue->db;

	switch (code & 0xff) {
	case SQLITE_NOMEM:
		return hf_fail_memory(err);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_MISMATCH:
	case SQLITE_CONSTRAINT:
		catalogue->malformed = true;
		return hf_fail(err, HF_EFORMAT, "the catalogue, '%s', is malformed "
			       "(SQLite: %s); it is no record, and the next command "
			       "makes it again from the log", HF_CATALOGUE_NAME,
			       sqlite3_errstr(code));
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return hf_fail(err, HF_ELIB, "another process does not let go of the "
			       "catalogue, '%s'", HF_CATALOGUE_NAME);
	}
	errno = system_errno(db, code);
	if (errno)
		return hf_fail(err, HF_ESYS, "cannot read or write the catalogue, '%s' "
			       "(SQLite: %s)", HF_CATALOGUE_NAME,
			       sqlite3_errstr(code));
	return hf_fail(err, HF_ELIB, "SQLite refuses the catalogue, '%s': %s",
		       HF_CATALOGUE_NAME,
		       hf_shown(db ? sqlite3_errmsg(db) : sqlite3_errstr(code)));
}

int hf_sql_exec(struct hf_catalogue *catalogue, const char *text,
		struct hf_error *err)
{
	int code;

	errno = 0;
	code = sqlite3_exec(catalogue->db, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? 0 : hf_sql_fail(catalogue, code, err);
}

sqlite3_stmt *hf_sql_take(struct hf_catalogue *catalogue, enum hf_sql which,
			  struct hf_error *err)
{
	sqlite3_stmt *statement = catalogue->at[which];
	int code;

	if (statement) {
		catalogue->at[which] = NULL;
		return statement;
	}
	if (!catalogue->db) {
		hf_fail(err, HF_ELIB, "the catalogue could not be made, and knows "
			"nothing");
		return NULL;
	}
	code = sqlite3_prepare_v3(catalogue->db, hf_schema_sql[which], -1,
				  SQLITE_PREPARE_PERSISTENT, &statement, NULL);
	if (code == SQLITE_OK)
		return statement;
	hf_sql_fail(catalogue, code, err);
	return NULL;
}

void hf_sql_give(struct hf_catalogue *catalogue, enum hf_sql which,
		 sqlite3_stmt *statement)
{
	sqlite3_reset(statement);
	if (catalogue->at[which])
		sqlite3_finalize(statement);
	else
		catalogue->at[which] = statement;
}

int hf_sql_step(struct hf_catalogue *catalogue, sqlite3_stmt *statement,
		struct hf_error *err)
{
	int code;

	errno = 0;
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		return 1;
	return code == SQLITE_DONE ? 0 : hf_sql_fail(catalogue, code, err);
}

int hf_sql_finish(struct hf_catalogue *catalogue, enum hf_sql which,
		  sqlite3_stmt *statement, struct hf_error *err)
{
	int ret;

	do
		ret = hf_sql_step(catalogue, statement, err);
	while (ret > 0);
	hf_sql_give(catalogue, which, statement);
	return ret;
}

int hf_sql_run(struct hf_catalogue *catalogue, enum hf_sql which,
	       struct hf_error *err)
{
	sqlite3_stmt *statement = hf_sql_take(catalogue, which, err);

	return statement ? hf_sql_finish(catalogue, which, statement, err) : -1;
}

/*
 * Binding fails only where a text is copied, or there is no such value: texts
 * outlive the step, and all values are in schema.c.
 */
void hf_sql_text(sqlite3_stmt *statement, int i, const char *text)
{
	if (text && *text)
		sqlite3_bind_text(statement, i, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(statement, i);
}

void hf_sql_number(sqlite3_stmt *statement, int i, uint64_t number)
{
	if (number == UINT64_MAX)
		sqlite3_bind_null(statement, i);
	else
		sqlite3_bind_int64(statement, i, (int64_t)number);
}

void hf_sql_time(sqlite3_stmt *statement, int i, int64_t time)
{
	if (time)
		sqlite3_bind_int64(statement, i, time);
	else
		sqlite3_bind_null(statement, i);
}

const char *hf_sql_text_at(sqlite3_stmt *statement, int i)
{
	const char *text = (const char *)sqlite3_column_text(statement, i);

	return text ? text : "";
}

uint64_t hf_sql_number_at(sqlite3_stmt *statement, int i)
{
	return sqlite3_column_type(statement, i) == SQLITE_NULL
		       ? UINT64_MAX
		       : (uint64_t)sqlite3_column_int64(statement, i);
}
