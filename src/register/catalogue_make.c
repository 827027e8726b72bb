#include "register/catalogue_make.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>

#include "base/io.h"

#define LOCK_NAME	HF_CATALOGUE_NAME "-lock"

/*
 * Whoever removes a database that another has just begun to open would have
 * both write into one journal.  So opening and removing wait for each other, by
 * a lock on a file that is never removed.
 */
int hf_make_lock(struct hf_catalogue *c, struct hf_error *err)
{
	if (c->lock < 0)
		c->lock = hf_io->openat(c->dir, LOCK_NAME, O_RDWR | O_CREAT |
					O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
					0666);
	if (c->lock < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s', by which processes "
			       "wait for each other", LOCK_NAME);
	while (hf_io->flock(c->lock, LOCK_EX) < 0) {
		if (errno != EINTR)
			return hf_fail(err, HF_ESYS, "cannot lock '%s'",
				       LOCK_NAME);
	}
	return 0;
}

void hf_make_unlock(const struct hf_catalogue *c)
{
	hf_io->flock(c->lock, LOCK_UN);
}

int hf_make_remove(const struct hf_catalogue *c, struct hf_error *err)
{
	static const char *const names[] = {
		HF_CATALOGUE_NAME, HF_CATALOGUE_NAME "-wal",
		HF_CATALOGUE_NAME "-shm", HF_CATALOGUE_NAME "-journal",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (hf_io->unlinkat(c->dir, names[i], 0) < 0 && errno != ENOENT)
			return hf_fail(err, HF_ESYS, "cannot remove '%s', which is "
				       "to be made again", names[i]);
	}
	return 0;
}

/* What PRAGMA user_version says; -1 with @err. */
static int version_of(struct hf_catalogue *c, struct hf_error *err)
{
	sqlite3_stmt *s = NULL;
	int code = sqlite3_prepare_v2(c->db, "PRAGMA user_version", -1, &s,
				      NULL);
	int version = -1;

	if (code == SQLITE_OK)
		code = sqlite3_step(s);
	if (code == SQLITE_ROW)
		version = sqlite3_column_int(s, 0);
	else
		hf_sql_fail(c, code, err);
	sqlite3_finalize(s);
	return version;
}

static const char *schema_text(size_t i)
{
	size_t tables = 0;

	while (hf_schema_tables[tables])
		tables++;
	return i < tables ? hf_schema_tables[i] : hf_schema_indexes[i - tables];
}

/* Whether its tables are ours to the letter: 1, 0, -1. */
static int schema_is_ours(struct hf_catalogue *c, struct hf_error *err)
{
	sqlite3_stmt *s = NULL;
	const char *want, *has;
	size_t i = 0;
	int code = sqlite3_prepare_v2(c->db, "SELECT sql FROM sqlite_schema "
				      "WHERE sql IS NOT NULL ORDER BY rowid",
				      -1, &s, NULL);
	bool ours = true;

	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(s);
		if (code != SQLITE_ROW)
			break;
		want = schema_text(i);
		has = hf_sql_text_at(s, 0);
		ours = want && !strcmp(want, has);
		if (!ours)
			break;
		i++;
	}
	sqlite3_finalize(s);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return hf_sql_fail(c, code, err);
	return ours && !schema_text(i);
}

int hf_make_attach(struct hf_catalogue *c, struct hf_error *err)
{
	struct stat st;
	int ret;

	if (hf_io->fstatat(c->dir, HF_CATALOGUE_NAME, &st,
			   AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0
			: hf_fail(err, HF_ESYS, "cannot look for '%s'",
				  HF_CATALOGUE_NAME);
	/* SQLite is shown nothing else. */
	if (!S_ISREG(st.st_mode))
		return 0;
	c->inode = st.st_ino;
	ret = hf_sql_open(c, 0, err);
	if (ret == 0) {
		ret = version_of(c, err);
		if (ret >= 0)
			ret = ret == HF_CATALOGUE_VERSION ? schema_is_ours(c, err)
							  : 0;
	}
	if (ret > 0)
		return 1;
	hf_sql_close(c);
	return c->malformed ? 0 : ret;
}

static int run_all(struct hf_catalogue *c, const char *const *texts,
		   struct hf_error *err)
{
	for (; *texts; texts++) {
		if (hf_sql_exec(c, *texts, err) < 0)
			return -1;
	}
	return 0;
}

/*
 * Nobody else sees it yet, and should this run be cut, it has no version, and
 * is made again: so it needs no journal on disk.
 */
int hf_make_begin(struct hf_catalogue *c, struct hf_error *err)
{
	struct stat st;

	if (hf_make_remove(c, err) < 0)
		return -1;
	c->malformed = false;
	if (hf_sql_open(c, SQLITE_OPEN_CREATE, err) < 0 ||
	    hf_sql_exec(c, "PRAGMA journal_mode = MEMORY;"
			"PRAGMA cache_size = -65536;"
			"BEGIN EXCLUSIVE", err) < 0)
		return -1;
	if (hf_io->fstatat(c->dir, HF_CATALOGUE_NAME, &st,
			   AT_SYMLINK_NOFOLLOW) < 0)
		return hf_fail(err, HF_ESYS, "cannot find '%s', which was just made",
			       HF_CATALOGUE_NAME);
	c->inode = st.st_ino;
	return run_all(c, hf_schema_tables, err);
}

int hf_make_end(struct hf_catalogue *c, struct hf_error *err)
{
	char version[64];

	snprintf(version, sizeof(version), "PRAGMA user_version = %d",
		 HF_CATALOGUE_VERSION);
	if (run_all(c, hf_schema_indexes, err) < 0 ||
	    hf_sql_run(c, HF_SQL_COMMIT, err) < 0)
		return -1;
	/* All of it is on the medium by now: only then it gets its version. */
	return hf_sql_exec(c, "PRAGMA journal_mode = WAL;"
			   "PRAGMA cache_size = -2000", err) < 0
		       ? -1 : hf_sql_exec(c, version, err);
}

void hf_make_discard(struct hf_catalogue *c)
{
	struct hf_error ignored;
	struct stat st;

	if (hf_make_lock(c, &ignored) < 0)
		return;
	if (hf_io->fstatat(c->dir, HF_CATALOGUE_NAME, &st,
			   AT_SYMLINK_NOFOLLOW) == 0 &&
	    st.st_ino == c->inode)
		hf_make_remove(c, &ignored);
	hf_make_unlock(c);
}
