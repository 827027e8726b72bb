/* The catalogue as a file: it may be gone, broken, old, or shared. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "life.h"

#define FILE_NAME	"catalogue.db"
#define ORIGIN		"archive.example/log"
#define EVENTS		2000

static struct hf_catalogue *opened(struct life *life)
{
	struct hf_catalogue *c = NULL;
	struct hf_error err;

	assert_ok(hf_follow_open(&c, unit_dir, &life->feed, &err), &err);
	return c;
}

static void dump(struct hf_catalogue *c, struct hf_buf *out)
{
	struct hf_error err;

	assert_ok(hf_catalogue_dump(c, out, &err), &err);
}

/* What one that is made from nothing holds, in a folder of its own. */
static void dump_anew(struct life *life, struct hf_buf *out)
{
	struct hf_catalogue *c = NULL;
	struct hf_error err;
	int dir;

	if (faccessat(unit_dir, "anew", F_OK, 0) < 0)
		unit_mkdir("anew");
	dir = unit_open("anew", O_RDONLY | O_DIRECTORY);
	assert_ok(hf_follow_rebuild(dir, &life->feed, &err), &err);
	assert_ok(hf_follow_open(&c, dir, &life->feed, &err), &err);
	dump(c, out);
	hf_catalogue_close(c);
	close(dir);
}

static void assert_as_anew(struct hf_catalogue *c, struct life *life)
{
	struct hf_buf has = { 0 }, want = { 0 };

	dump(c, &has);
	dump_anew(life, &want);
	ck_assert_msg(has.len == want.len && !memcmp(has.data, want.data, has.len),
		      "it is not what the log says:\n%.2000s\nbut\n%.2000s",
		      hf_buf_text(&has), hf_buf_text(&want));
	hf_buf_release(&has);
	hf_buf_release(&want);
}

/* --- what may happen to it ------------------------------------------------- */

static void leave_alone(void)
{
}

static void delete_it(void)
{
	ck_assert_int_eq(unlinkat(unit_dir, FILE_NAME, 0), 0);
}

static off_t size_of_it(void)
{
	struct stat st;

	ck_assert_int_eq(fstatat(unit_dir, FILE_NAME, &st, 0), 0);
	return st.st_size;
}

static void truncate_to(off_t size)
{
	int fd = unit_open(FILE_NAME, O_RDWR);

	ck_assert_int_eq(ftruncate(fd, size), 0);
	close(fd);
}

static void halve_it(void)
{
	truncate_to(size_of_it() / 2);
}

static void empty_it(void)
{
	truncate_to(0);
}

static void cut_its_header(void)
{
	truncate_to(50);
}

static void garble(off_t from, off_t to)
{
	unsigned char noise[4096];
	int fd = unit_open(FILE_NAME, O_RDWR);

	for (off_t at = from; at < to; at += (off_t)sizeof(noise)) {
		unit_noise(noise, sizeof(noise), (unsigned int)at + 7);
		ck_assert_int_eq(pwrite(fd, noise, sizeof(noise), at),
				 sizeof(noise));
	}
	close(fd);
}

static void garble_it(void)
{
	garble(0, size_of_it());
}

static void garble_its_tables(void)
{
	garble(4096, size_of_it());
}

static void write_text_over_it(void)
{
	unit_puts(FILE_NAME, "Dear successor, this is no database.\n");
}

static void run_sql(const char *text)
{
	char path[64];
	sqlite3 *db = NULL;
	char *why = NULL;

	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", unit_dir,
		 FILE_NAME);
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	ck_assert_msg(sqlite3_exec(db, text, NULL, NULL, &why) == SQLITE_OK,
		      "%s: %s", text, why);
	sqlite3_close(db);
}

static void make_it_older(void)
{
	run_sql("PRAGMA user_version = 0");
}

static void make_it_newer(void)
{
	run_sql("PRAGMA user_version = 99");
}

static void drop_a_table(void)
{
	run_sql("DROP TABLE copy");
}

static void add_a_trigger(void)
{
	run_sql("CREATE TRIGGER sly AFTER INSERT ON entry BEGIN "
		"DELETE FROM copy; END");
}

static void rename_a_column(void)
{
	run_sql("ALTER TABLE copy RENAME COLUMN checked TO passed_not");
}

static void forget_the_log(void)
{
	run_sql("DELETE FROM log");
}

static void be_of_another_log(void)
{
	run_sql("UPDATE log SET origin = 'elsewhere.example/log'");
}

static void be_of_another_history(void)
{
	run_sql("UPDATE log SET leaf = replace(leaf, 'a', 'b')");
}

static void be_of_another_place(void)
{
	run_sql("UPDATE log SET offset = offset + 1");
}

static void know_too_much(void)
{
	run_sql("UPDATE log SET size = size + 1000");
}

static void lose_what_is_numbered(void)
{
	run_sql("INSERT INTO entry VALUES ((SELECT size FROM log), 1, 2, 3, "
		"'loss', NULL, NULL, NULL)");
}

static void be_a_link(void)
{
	delete_it();
	unit_puts("elsewhere.db", "another's\n");
	unit_symlink("elsewhere.db", FILE_NAME);
}

static void be_a_pipe(void)
{
	delete_it();
	unit_fifo(FILE_NAME);
}

/* The journal of a database that was here before. */
static void leave_a_journal(void)
{
	delete_it();
	unit_puts(FILE_NAME "-wal", "what is this?");
	unit_puts(FILE_NAME "-shm", "what is this?");
	unit_puts(FILE_NAME "-journal", "what is this?");
}

static const struct {
	const char *name;
	void (*harm)(void);
	bool made_again;
} harms[] = {
	{ "nothing", leave_alone, false },
	{ "deleted", delete_it, true },
	{ "halved", halve_it, true },
	{ "emptied", empty_it, true },
	{ "cut in its header", cut_its_header, true },
	{ "overwritten", garble_it, true },
	{ "overwritten but for its header", garble_its_tables, true },
	{ "overwritten with text", write_text_over_it, true },
	{ "of an older version", make_it_older, true },
	{ "of a newer version", make_it_newer, true },
	{ "without a table", drop_a_table, true },
	{ "with a trigger", add_a_trigger, true },
	{ "with another column", rename_a_column, true },
	{ "without what it knows of the log", forget_the_log, true },
	{ "of another origin", be_of_another_log, true },
	{ "of another history", be_of_another_history, true },
	{ "of another place", be_of_another_place, true },
	{ "of a longer log", know_too_much, true },
	{ "with an entry too many", lose_what_is_numbered, true },
	{ "a link", be_a_link, true },
	{ "a pipe", be_a_pipe, true },
	{ "a journal alone", leave_a_journal, true },
};

/*
 * A long life, taken in by unequal steps, with the catalogue closed, harmed
 * and opened in the middle, at its end, and once when all is taken in.
 */
START_TEST(whatever_happens_it_is_what_the_log_says)
{
	struct life *life = life_new(ORIGIN);
	struct hf_catalogue *c;
	struct hf_error err;
	unsigned int seed = 7u + (unsigned int)_i;
	size_t before;

	life_add_any(life, &seed);
	c = opened(life);
	while (life->n < EVENTS) {
		for (size_t i = 0; i <= life->n % 7; i++)
			life_add_any(life, &seed);
		if (life->n == EVENTS / 2 || life->n % 461 == 0) {
			hf_catalogue_close(c);
			harms[_i].harm();
			c = opened(life);
		} else {
			assert_ok(hf_follow_refresh(c, &life->feed, &err), &err);
		}
	}
	assert_as_anew(c, life);
	hf_catalogue_close(c);

	life_add_any(life, &seed);
	harms[_i].harm();
	before = life->walked;
	c = opened(life);
	assert_as_anew(c, life);
	/* What need not be made again is not. */
	ck_assert_msg((life->walked - before > 2 * life->n) ==
			      harms[_i].made_again,
		      "%s: %zu entries were read", harms[_i].name,
		      life->walked - before);
	hf_catalogue_close(c);
	life_free(life);
}
END_TEST

static struct life *lived(size_t n)
{
	struct life *life = life_new(ORIGIN);
	unsigned int seed = 1;

	while (life->n < n)
		life_add_any(life, &seed);
	return life;
}

START_TEST(harm_is_seen_while_it_is_open)
{
	struct life *life = lived(300);
	struct hf_catalogue *c = opened(life);
	struct hf_error err;
	unsigned int seed = 5;

	delete_it();
	life_add_any(life, &seed);
	assert_ok(hf_follow_refresh(c, &life->feed, &err), &err);
	assert_as_anew(c, life);
	hf_catalogue_close(c);

	c = opened(life);
	assert_as_anew(c, life);
	hf_catalogue_close(c);
	life_free(life);
}
END_TEST

/* Its first pages say that all is well, and are all that opening reads. */
START_TEST(what_breaks_while_it_is_asked_is_made_again_next)
{
	struct life *life = lived(1000);
	struct hf_catalogue *c = opened(life);
	struct hf_buf out = { 0 };
	struct hf_error err;
	size_t before;

	hf_catalogue_close(c);
	garble(3 * 4096, size_of_it());
	before = life->walked;
	c = opened(life);
	ck_assert_uint_eq(life->walked - before, 1);
	assert_fails(hf_catalogue_dump(c, &out, &err), &err, HF_EFORMAT);
	ck_assert_ptr_nonnull(strstr(err.text, "makes it again"));
	hf_catalogue_close(c);

	c = opened(life);
	assert_as_anew(c, life);
	hf_catalogue_close(c);
	hf_buf_release(&out);
	life_free(life);
}
END_TEST

START_TEST(opening_reads_no_more_than_is_new)
{
	struct life *life = lived(500);
	struct hf_catalogue *c = opened(life);
	unsigned int seed = 3;

	ck_assert_uint_eq(life->walked, 500);
	hf_catalogue_close(c);
	c = opened(life);
	ck_assert_uint_eq(life->walked, 501);
	hf_catalogue_close(c);
	life_add_any(life, &seed);
	c = opened(life);
	ck_assert_uint_eq(life->walked, 503);
	hf_catalogue_close(c);
	life_free(life);
}
END_TEST

START_TEST(a_log_that_was_set_back_is_followed)
{
	struct life *life = lived(500);
	struct hf_catalogue *c = opened(life);

	hf_catalogue_close(c);
	life->feed.size = 200;
	c = opened(life);
	assert_as_anew(c, life);
	hf_catalogue_close(c);
	life->feed.size = 0;
	c = opened(life);
	assert_as_anew(c, life);
	hf_catalogue_close(c);
	life_free(life);
}
END_TEST

START_TEST(who_has_not_seen_the_newest_entries_takes_nothing_away)
{
	struct life *life = lived(500);
	struct hf_catalogue *c = opened(life);
	struct hf_buf before = { 0 }, after = { 0 };
	size_t walked = life->walked;

	dump(c, &before);
	hf_catalogue_close(c);
	life->feed.size = 450;
	life->lagging = true;
	c = opened(life);
	dump(c, &after);
	ck_assert_str_eq(hf_buf_text(&before), hf_buf_text(&after));
	ck_assert_uint_eq(life->feed.size, 500);
	ck_assert_uint_eq(life->walked, walked + 1);
	hf_catalogue_close(c);
	hf_buf_release(&before);
	hf_buf_release(&after);
	life_free(life);
}
END_TEST

START_TEST(two_connections_see_the_same)
{
	struct life *life = lived(100);
	struct hf_catalogue *one = opened(life), *two = opened(life);
	struct hf_error err;
	unsigned int seed = 9;

	for (int i = 0; i < 200; i++) {
		life_add_any(life, &seed);
		assert_ok(hf_follow_refresh(i % 3 ? one : two, &life->feed,
					    &err), &err);
		if (i % 2)
			assert_ok(hf_follow_refresh(i % 3 ? two : one,
						    &life->feed, &err), &err);
	}
	assert_as_anew(one, life);
	assert_as_anew(two, life);
	hf_catalogue_close(one);
	assert_as_anew(two, life);
	hf_catalogue_close(two);
	life_free(life);
}
END_TEST

/* What a process does that shares the catalogue with others. */
static void share(struct life *life, unsigned int who)
{
	struct hf_catalogue *c;
	struct hf_error err;
	size_t all = life->n;

	alarm(120);
	life->lagging = true;
	for (life->feed.size = 1 + who; life->feed.size < all;
	     life->feed.size += 1 + who) {
		if (life->feed.size % 50 == who &&
		    hf_follow_rebuild(unit_dir, &life->feed, &err) < 0)
			break;
		c = NULL;
		if (hf_follow_open(&c, unit_dir, &life->feed, &err) < 0)
			break;
		for (int i = 0; i < 5 && life->feed.size < all; i++) {
			life->feed.size++;
			if (hf_follow_refresh(c, &life->feed, &err) < 0)
				goto failed;
		}
		hf_catalogue_close(c);
	}
	if (life->feed.size >= all)
		_exit(0);
failed:
	fprintf(stderr, "process %u at %d: %s\n", who, (int)life->feed.size,
		err.text);
	_exit(1);
}

START_TEST(processes_follow_and_make_again_beside_each_other)
{
	struct life *life = lived(400);
	struct hf_catalogue *c;
	pid_t children[4];
	int status;

	for (unsigned int i = 0; i < 4; i++) {
		children[i] = fork();
		ck_assert_int_ge(children[i], 0);
		if (!children[i])
			share(life, i);
	}
	for (int i = 0; i < 4; i++) {
		ck_assert_int_eq(waitpid(children[i], &status, 0), children[i]);
		ck_assert_msg(WIFEXITED(status) && !WEXITSTATUS(status),
			      "process %d: %x", i, (unsigned int)status);
	}
	c = opened(life);
	assert_as_anew(c, life);
	hf_catalogue_close(c);
	life_free(life);
}
END_TEST

/* --- what SQLite holds for us ---------------------------------------------- */

static int ask(struct hf_catalogue *c, const char *text)
{
	sqlite3_stmt *s = NULL;
	int number = -1;

	ck_assert_int_eq(sqlite3_prepare_v2(c->db, text, -1, &s, NULL),
			 SQLITE_OK);
	if (sqlite3_step(s) == SQLITE_ROW)
		number = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	return number;
}

START_TEST(tables_are_strict_and_sound)
{
	struct life *life = lived(1000);
	struct hf_catalogue *c = opened(life);

	ck_assert_int_eq(ask(c, "SELECT count(*) FROM pragma_table_list "
			     "WHERE schema = 'main' AND strict"), 5);
	ck_assert_int_eq(ask(c, "SELECT count(*) FROM pragma_table_list "
			     "WHERE schema = 'main' AND NOT strict "
			     "AND name <> 'sqlite_schema'"), 0);
	ck_assert_int_eq(ask(c, "SELECT count(*) FROM "
			     "pragma_foreign_key_check"), 0);
	ck_assert_int_eq(ask(c, "SELECT integrity_check = 'ok' FROM "
			     "pragma_integrity_check"), 1);
	ck_assert_int_eq(ask(c, "SELECT journal_mode = 'wal' FROM "
			     "pragma_journal_mode"), 1);
	ck_assert_int_eq(ask(c, "PRAGMA user_version"), HF_CATALOGUE_VERSION);
	hf_catalogue_close(c);
	life_free(life);
}
END_TEST

static const struct {
	const char *text;
	int code;
} violations[] = {
	{ "INSERT INTO root VALUES (12345, 'x', 0)",
	  SQLITE_CONSTRAINT_FOREIGNKEY },
	{ "UPDATE copy SET origin = 99999", SQLITE_CONSTRAINT_FOREIGNKEY },
	{ "UPDATE copy SET checked_by = 99999", SQLITE_CONSTRAINT_FOREIGNKEY },
	{ "DELETE FROM entry", SQLITE_CONSTRAINT_FOREIGNKEY },
	{ "UPDATE entry SET package = 99999", SQLITE_CONSTRAINT_FOREIGNKEY },
	{ "INSERT INTO package (name) VALUES ('x')",
	  SQLITE_CONSTRAINT_NOTNULL },
	{ "UPDATE entry SET time = 'yesterday'", SQLITE_CONSTRAINT_DATATYPE },
	{ "UPDATE copy SET fate = 'gone'", SQLITE_CONSTRAINT_CHECK },
	{ "UPDATE copy SET failed = 2", SQLITE_CONSTRAINT_CHECK },
	{ "INSERT INTO package (name, first) SELECT name, 0 FROM package",
	  SQLITE_CONSTRAINT_UNIQUE },
};

START_TEST(what_cannot_be_is_not_written)
{
	struct life *life = lived(100);
	struct hf_catalogue *c = opened(life);

	ck_assert_int_ne(sqlite3_exec(c->db, violations[_i].text, NULL, NULL,
				      NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_extended_errcode(c->db), violations[_i].code);
	hf_catalogue_close(c);
	life_free(life);
}
END_TEST

/* --- where it cannot be written -------------------------------------------- */

/* Check itself writes to files: nothing is asserted while they are limited. */
static void limit_files(rlim_t octets)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	require(getrlimit(RLIMIT_FSIZE, &limit) == 0);
	limit.rlim_cur = octets;
	require(setrlimit(RLIMIT_FSIZE, &limit) == 0);
}

START_TEST(a_file_that_cannot_grow_is_said_and_removed)
{
	struct life *life = lived(1000);
	struct hf_catalogue *c = NULL;
	struct hf_error err = { 0 };
	int ret;

	limit_files(40000);
	ret = hf_follow_open(&c, unit_dir, &life->feed, &err);
	limit_files(RLIM_INFINITY);
	ck_assert_int_eq(ret, -1);
	ck_assert_int_eq(err.code, HF_ESYS);
	ck_assert_int_eq(err.sys_errno, EFBIG);
	ck_assert_ptr_null(c);
	ck_assert_int_lt(faccessat(unit_dir, FILE_NAME, F_OK, 0), 0);
	c = opened(life);
	assert_as_anew(c, life);
	hf_catalogue_close(c);
	life_free(life);
}
END_TEST

START_TEST(one_that_could_not_be_made_again_knows_nothing)
{
	struct life *life = lived(1000);
	struct hf_catalogue *c = opened(life);
	struct hf_catalogue_counts counts;
	struct hf_error err = { 0 };
	int ret;

	life->feed.origin = "another.example/log";
	limit_files(40000);
	ret = hf_follow_refresh(c, &life->feed, &err);
	limit_files(RLIM_INFINITY);
	ck_assert_int_eq(ret, -1);
	ck_assert_int_eq(err.code, HF_ESYS);
	assert_fails(hf_catalogue_count(c, &counts, &err), &err, HF_ELIB);
	assert_ok(hf_follow_refresh(c, &life->feed, &err), &err);
	assert_as_anew(c, life);
	hf_catalogue_close(c);
	life_free(life);
}
END_TEST

START_TEST(a_folder_in_its_place_is_an_error)
{
	struct life *life = lived(10);
	struct hf_catalogue *c = NULL;
	struct hf_error err;

	unit_mkdir(FILE_NAME);
	assert_fails(hf_follow_open(&c, unit_dir, &life->feed, &err), &err,
		     HF_ESYS);
	ck_assert_int_eq(err.sys_errno, EISDIR);
	life_free(life);
}
END_TEST

/* Names of a folder may be longer than SQLite has room for. */
START_TEST(a_register_may_lie_deep)
{
	struct life *life = lived(10);
	struct hf_catalogue *c;
	char name[201] = "";
	int top = unit_dir;

	memset(name, 'd', 200);
	for (int i = 0; i < 5; i++) {
		int outer = unit_dir;

		unit_mkdir(name);
		unit_dir = unit_open(name, O_RDONLY | O_DIRECTORY);
		if (outer != top)
			close(outer);
	}
	c = opened(life);
	assert_as_anew(c, life);
	hf_catalogue_close(c);
	close(unit_dir);
	unit_dir = top;
	life_free(life);
}
END_TEST

Suite *catalogue_file_suite(void)
{
	Suite *s = suite_create("catalogue-file");
	TCase *tc = unit_disk_case(s, "catalogue-file");

	tcase_add_loop_test(tc, whatever_happens_it_is_what_the_log_says, 0,
			    COUNT(harms));
	tcase_add_test(tc, harm_is_seen_while_it_is_open);
	tcase_add_test(tc, what_breaks_while_it_is_asked_is_made_again_next);
	tcase_add_test(tc, opening_reads_no_more_than_is_new);
	tcase_add_test(tc, a_log_that_was_set_back_is_followed);
	tcase_add_test(tc, who_has_not_seen_the_newest_entries_takes_nothing_away);
	tcase_add_test(tc, two_connections_see_the_same);
	tcase_add_test(tc, processes_follow_and_make_again_beside_each_other);
	tcase_add_test(tc, tables_are_strict_and_sound);
	tcase_add_loop_test(tc, what_cannot_be_is_not_written, 0,
			    COUNT(violations));
	tcase_add_test(tc, a_file_that_cannot_grow_is_said_and_removed);
	tcase_add_test(tc, one_that_could_not_be_made_again_knows_nothing);
	tcase_add_test(tc, a_folder_in_its_place_is_an_error);
	tcase_add_test(tc, a_register_may_lie_deep);
	return s;
}
