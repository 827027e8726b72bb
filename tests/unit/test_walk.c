#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/walk.h"

/* What was visited: "kind path" lines, to be sorted. */
struct visits {
	char *lines[4096];
	int n;
	const char *prune;	/* do not enter this folder */
	const char *stop;	/* fail at this entry */
};

static const char letters[] = {
	[HF_WALK_FILE] = 'f', [HF_WALK_DIRECTORY] = 'd',
	[HF_WALK_SYMLINK] = 'l', [HF_WALK_SPECIAL] = 's',
	[HF_WALK_UNREADABLE] = 'u',
};

static int visit(void *ctx, const struct hf_walk_entry *entry,
		 struct hf_error *err)
{
	struct visits *visits = ctx;
	struct hf_buf line = { 0 };
	struct stat st;

	require(strlen(entry->path) == entry->len);
	if (entry->kind == HF_WALK_UNREADABLE) {
		require(!entry->st);
		require(entry->sys_errno != 0);
	} else {
		/* It is the entry of that name in that folder. */
		require(fstatat(entry->dir, entry->name, &st,
				AT_SYMLINK_NOFOLLOW) == 0);
		require(st.st_ino == entry->st->st_ino);
		require(!strcmp(entry->path + entry->len - strlen(entry->name),
				entry->name));
	}
	require(visits->n < COUNT(visits->lines));
	hf_buf_printf(&line, "%c %s", letters[entry->kind], entry->path);
	visits->lines[visits->n++] = line.data;

	if (visits->stop && !strcmp(entry->path, visits->stop))
		return hf_fail(err, HF_EREFUSED, "stop at '%s'", entry->path);
	return visits->prune && !strcmp(entry->path, visits->prune)
	       ? HF_WALK_PRUNE : HF_WALK_GO_ON;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort(struct visits *visits)
{
	qsort(visits->lines, (size_t)visits->n, sizeof(*visits->lines),
	      by_text);
}

static void release(struct visits *visits)
{
	for (int i = 0; i < visits->n; i++)
		free(visits->lines[i]);
}

static void check_visits(struct visits *visits, const char *const *expected,
			 int n)
{
	sort(visits);
	for (int i = 0; i < n && i < visits->n; i++)
		ck_assert_str_eq(visits->lines[i], expected[i]);
	ck_assert_int_eq(visits->n, n);
}

static void make_tree(void)
{
	unit_puts("file", "1");
	unit_mkdir("a");
	unit_puts("a/file", "2");
	unit_mkdir("a/b");
	unit_puts("a/b/file", "3");
	unit_puts("a/b/.hidden", "4");
	unit_mkdir("empty");
	unit_symlink("a", "to-folder");
	unit_symlink("a/file", "to-file");
	unit_symlink("nothing", "to-nothing");
	unit_symlink("..", "a/up");
	unit_fifo("fifo");
	unit_socket("socket");
}

START_TEST(every_entry_is_visited_once_and_no_link_is_followed)
{
	static const char *const expected[] = {
		"d a", "d a/b", "d empty", "f a/b/.hidden", "f a/b/file",
		"f a/file", "f file", "l a/up", "l to-file", "l to-folder",
		"l to-nothing", "s fifo", "s socket",
	};
	static struct visits visits;
	struct hf_error err;

	memset(&visits, 0, sizeof(visits));
	make_tree();
	hf_open_beneath_by_parts = _i;
	assert_ok(hf_walk(unit_dir, NULL, visit, &visits, &err), &err);
	check_visits(&visits, expected, COUNT(expected));
	release(&visits);
}
END_TEST

START_TEST(a_folder_comes_before_what_it_holds)
{
	static struct visits visits;
	struct hf_error err;

	memset(&visits, 0, sizeof(visits));
	make_tree();
	assert_ok(hf_walk(unit_dir, NULL, visit, &visits, &err), &err);
	for (int i = 0; i < visits.n; i++) {
		const char *path = visits.lines[i] + 2;
		const char *slash = strrchr(path, '/');
		bool before = !slash;

		for (int k = 0; slash && k < i; k++) {
			const char *other = visits.lines[k] + 2;

			before |= visits.lines[k][0] == 'd' &&
				  strlen(other) == (size_t)(slash - path) &&
				  !strncmp(other, path, strlen(other));
		}
		ck_assert_msg(before, "%s", path);
	}
	release(&visits);
}
END_TEST

START_TEST(a_folder_that_is_pruned_is_not_entered)
{
	static const char *const expected[] = {
		"d a", "d a/b", "d empty", "f a/file", "f file", "l a/up",
		"l to-file", "l to-folder", "l to-nothing", "s fifo",
		"s socket",
	};
	static struct visits visits;
	struct hf_error err;

	memset(&visits, 0, sizeof(visits));
	visits.prune = "a/b";
	make_tree();
	assert_ok(hf_walk(unit_dir, NULL, visit, &visits, &err), &err);
	check_visits(&visits, expected, COUNT(expected));
	release(&visits);
}
END_TEST

START_TEST(it_may_start_further_down)
{
	static const char *const expected[] = {
		"d a/b", "f a/b/.hidden", "f a/b/file", "f a/file", "l a/up",
	};
	static struct visits visits;
	struct hf_error err;

	memset(&visits, 0, sizeof(visits));
	make_tree();
	assert_ok(hf_walk(unit_dir, "a", visit, &visits, &err), &err);
	check_visits(&visits, expected, COUNT(expected));
	release(&visits);
}
END_TEST

START_TEST(where_it_cannot_start_is_told)
{
	static const char *const starts[] = { "nothing", "file", "to-folder",
					      "to-nothing", "../x", "/" };
	static struct visits visits;
	struct hf_error err;

	memset(&visits, 0, sizeof(visits));
	make_tree();
	assert_ok(hf_walk(unit_dir, starts[_i], visit, &visits, &err), &err);
	ck_assert_int_eq(visits.n, 1);
	ck_assert_int_eq(visits.lines[0][0], 'u');
	release(&visits);
}
END_TEST

START_TEST(the_visitor_may_stop_it)
{
	static struct visits visits;
	struct hf_error err;

	memset(&visits, 0, sizeof(visits));
	visits.stop = "a/b/file";
	make_tree();
	assert_fails(hf_walk(unit_dir, NULL, visit, &visits, &err), &err,
		     HF_EREFUSED);
	ck_assert_str_eq(err.text, "stop at 'a/b/file'");
	ck_assert_str_eq(visits.lines[visits.n - 1], "f a/b/file");
	release(&visits);
}
END_TEST

START_TEST(an_empty_folder_has_no_entries)
{
	static struct visits visits;
	struct hf_error err;

	memset(&visits, 0, sizeof(visits));
	assert_ok(hf_walk(unit_dir, NULL, visit, &visits, &err), &err);
	ck_assert_int_eq(visits.n, 0);
}
END_TEST

/*
 * Six hundred levels of forty bytes each, six times the kernel's PATH_MAX; and
 * two hundred where each folder is reached part by part.
 */
START_TEST(a_deep_tree_is_walked_to_its_end)
{
	enum { NAME = 40 };
	static struct visits visits;
	char name[NAME + 1];
	int levels = _i ? 200 : 600;
	int dir = dup(unit_dir), fd;
	struct hf_error err;
	size_t longest = 0;

	memset(&visits, 0, sizeof(visits));
	memset(name, 'n', NAME);
	name[NAME] = '\0';
	for (int i = 0; i < levels; i++) {
		ck_assert_int_eq(mkdirat(dir, name, 0700), 0);
		fd = openat(dir, name, O_RDONLY | O_DIRECTORY);
		ck_assert_int_ge(fd, 0);
		close(dir);
		dir = fd;
		fd = openat(dir, "file", O_WRONLY | O_CREAT, 0600);
		ck_assert_int_ge(fd, 0);
		close(fd);
	}
	close(dir);
	hf_open_beneath_by_parts = _i;
	assert_ok(hf_walk(unit_dir, NULL, visit, &visits, &err), &err);
	ck_assert_int_eq(visits.n, 2 * levels);
	for (int i = 0; i < visits.n; i++) {
		size_t len = strlen(visits.lines[i]) - 2;

		ck_assert_int_ne(visits.lines[i][0], 'u');
		if (len > longest)
			longest = len;
	}
	ck_assert_uint_eq(longest,
			  (size_t)levels * (NAME + 1) + strlen("file"));
	release(&visits);
}
END_TEST

START_TEST(a_wide_folder_is_read_in_many_pieces)
{
	static struct visits visits;
	struct hf_error err;
	char name[220];

	memset(&visits, 0, sizeof(visits));
	memset(name, 'w', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	for (int i = 0; i < 3000; i++) {
		name[0] = (char)('a' + i % 26);
		name[1] = (char)('a' + i / 26 % 26);
		name[2] = (char)('a' + i / 26 / 26);
		unit_puts(name, "");
	}
	assert_ok(hf_walk(unit_dir, NULL, visit, &visits, &err), &err);
	ck_assert_int_eq(visits.n, 3000);
	sort(&visits);
	for (int i = 1; i < visits.n; i++)
		require(strcmp(visits.lines[i - 1], visits.lines[i]));
	release(&visits);
}
END_TEST

/* Ways for the disk to fail, at the name "b". */
static int fail_with;

static int fail_fstatat(int dir, const char *path, struct stat *st, int flags)
{
	if (!strcmp(path, "b")) {
		errno = fail_with;
		return -1;
	}
	return hf_io_system.fstatat(dir, path, st, flags);
}

START_TEST(what_cannot_be_looked_at_is_told_and_passed_over)
{
	static const char *const expected[] = {
		"d a", "d empty", "f a/file", "f file", "l a/up", "l to-file",
		"l to-folder", "l to-nothing", "s fifo", "s socket", "u a/b",
	};
	static struct visits visits;
	struct hf_error err;

	memset(&visits, 0, sizeof(visits));
	make_tree();
	fail_with = EIO;
	unit_replace_io()->fstatat = fail_fstatat;
	assert_ok(hf_walk(unit_dir, NULL, visit, &visits, &err), &err);
	check_visits(&visits, expected, COUNT(expected));
	release(&visits);
}
END_TEST

START_TEST(what_was_removed_meanwhile_is_not_there)
{
	static struct visits visits;
	struct hf_error err;

	memset(&visits, 0, sizeof(visits));
	make_tree();
	fail_with = ENOENT;
	unit_replace_io()->fstatat = fail_fstatat;
	assert_ok(hf_walk(unit_dir, NULL, visit, &visits, &err), &err);
	ck_assert_int_eq(visits.n, 10);
	sort(&visits);
	for (int i = 0; i < visits.n; i++)
		ck_assert_int_ne(visits.lines[i][0], 'u');
	release(&visits);
}
END_TEST

static ssize_t fail_getdents(int fd, void *data, size_t size)
{
	struct stat st, inner;

	if (!fstatat(unit_dir, "a/b", &inner, 0) && !fstat(fd, &st) &&
	    st.st_ino == inner.st_ino) {
		errno = EIO;
		return -1;
	}
	return hf_io_system.getdents(fd, data, size);
}

START_TEST(a_folder_that_cannot_be_listed_is_told)
{
	static const char *const expected[] = {
		"d a", "d a/b", "d empty", "f a/file", "f file", "l a/up",
		"l to-file", "l to-folder", "l to-nothing", "s fifo",
		"s socket", "u a/b",
	};
	static struct visits visits;
	struct hf_error err;

	memset(&visits, 0, sizeof(visits));
	make_tree();
	unit_replace_io()->getdents = fail_getdents;
	assert_ok(hf_walk(unit_dir, NULL, visit, &visits, &err), &err);
	check_visits(&visits, expected, COUNT(expected));
	release(&visits);
}
END_TEST

/* A folder that becomes a link between two looks at it is not entered. */
static int swap(void *ctx, const struct hf_walk_entry *entry,
		struct hf_error *err)
{
	if (entry->kind == HF_WALK_DIRECTORY && !strcmp(entry->path, "a/b")) {
		ck_assert_int_eq(renameat(unit_dir, "a/b", unit_dir, "gone"),
				 0);
		unit_symlink("/etc", "a/b");
		return HF_WALK_GO_ON;
	}
	return visit(ctx, entry, err);
}

START_TEST(a_folder_swapped_for_a_link_is_not_entered)
{
	static struct visits visits;
	struct hf_error err;
	int refused = 0;

	memset(&visits, 0, sizeof(visits));
	make_tree();
	assert_ok(hf_walk(unit_dir, "a", swap, &visits, &err), &err);
	for (int i = 0; i < visits.n; i++) {
		ck_assert_int_ne(strncmp(visits.lines[i] + 2, "a/b/", 4), 0);
		refused += !strcmp(visits.lines[i], "u a/b");
	}
	ck_assert_int_eq(refused, 1);
	release(&visits);
}
END_TEST

/* Folders enough for helpers, some with more in them than one block holds. */
static void make_wide_tree(void)
{
	char path[300];

	for (int i = 0; i < 60; i++) {
		int files = i % 20 == 7 ? 150 : i % 5;

		snprintf(path, sizeof(path), "%02d", i);
		unit_mkdir(path);
		for (int k = 0; k < files; k++) {
			snprintf(path, sizeof(path), "%02d/%0200d", i, k);
			unit_puts(path, "");
		}
		for (int k = 0; k < i % 3; k++) {
			snprintf(path, sizeof(path), "%02d/inner%d", i, k);
			unit_mkdir(path);
			strcat(path, "/file");
			unit_puts(path, "");
		}
	}
}

static int count_open(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static int fail_openat2(int dir, const char *path, const struct open_how *how)
{
	if (!strcmp(path, "11") || !strcmp(path, "32/inner1")) {
		errno = EACCES;
		return -1;
	}
	return hf_io_system.openat2(dir, path, how);
}

static int fail_inner(int dir, const char *path, struct stat *st, int flags)
{
	if (!strcmp(path, "inner0")) {
		errno = EIO;
		return -1;
	}
	return hf_io_system.fstatat(dir, path, st, flags);
}

/* The second block of a folder fails. */
static ssize_t fail_second(int fd, void *data, size_t size)
{
	struct stat st, at;

	if (!fstatat(unit_dir, "27", &at, 0) && !fstat(fd, &st) &&
	    st.st_ino == at.st_ino && lseek(fd, 0, SEEK_CUR)) {
		errno = EIO;
		return -1;
	}
	return hf_io_system.getdents(fd, data, size);
}

START_TEST(helpers_change_nothing_that_is_visited)
{
	static struct visits alone, helped;
	struct hf_error err;
	int before;

	memset(&alone, 0, sizeof(alone));
	make_wide_tree();
	if (_i) {
		unit_replace_io()->openat2 = fail_openat2;
		((struct hf_io *)hf_io)->fstatat = fail_inner;
		((struct hf_io *)hf_io)->getdents = fail_second;
	}
	assert_ok(hf_walk(unit_dir, NULL, visit, &alone, &err), &err);
	ck_assert_int_gt(alone.n, 600);
	before = count_open();
	for (int round = 0; round < 20; round++) {
		memset(&helped, 0, sizeof(helped));
		assert_ok(hf_walk_wide(unit_dir, NULL, round % 5, visit,
				       &helped, &err), &err);
		ck_assert_int_eq(helped.n, alone.n);
		for (int i = 0; i < alone.n; i++)
			require(!strcmp(helped.lines[i], alone.lines[i]));
		release(&helped);
	}
	ck_assert_int_eq(count_open(), before);
	release(&alone);
}
END_TEST

START_TEST(helpers_end_when_the_visitor_stops)
{
	static struct visits visits;
	struct hf_error err;
	int before;

	make_wide_tree();
	before = count_open();
	for (int round = 0; round < 60; round++) {
		char stop[16];

		snprintf(stop, sizeof(stop), "%02d", round);
		memset(&visits, 0, sizeof(visits));
		visits.stop = round % 2 ? stop : "32/inner1/file";
		assert_fails(hf_walk_wide(unit_dir, NULL, 3, visit, &visits,
					  &err), &err, HF_EREFUSED);
		release(&visits);
	}
	ck_assert_int_eq(count_open(), before);
}
END_TEST

/* What is enough for a walk alone is enough for one with helpers. */
START_TEST(helpers_give_way_where_descriptors_are_few)
{
	static struct visits alone, helped;
	struct rlimit limit = { 0 };
	struct hf_error err;

	memset(&alone, 0, sizeof(alone));
	make_wide_tree();
	assert_ok(hf_walk(unit_dir, NULL, visit, &alone, &err), &err);
	for (rlim_t free = 1; free < 8; free++) {
		limit.rlim_max = 1024;
		limit.rlim_cur = (rlim_t)count_open() + free;
		memset(&helped, 0, sizeof(helped));
		ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
		assert_ok(hf_walk_wide(unit_dir, NULL, 4, visit, &helped, &err),
			  &err);
		limit.rlim_cur = limit.rlim_max;
		ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
		ck_assert_int_eq(helped.n, alone.n);
		for (int i = 0; i < alone.n; i++)
			require(!strcmp(helped.lines[i], alone.lines[i]));
		release(&helped);
	}
	release(&alone);
}
END_TEST

Suite *walk_suite(void)
{
	Suite *s = suite_create("walk");
	TCase *tc = unit_disk_case(s, "walk");

	tcase_add_loop_test(tc,
		every_entry_is_visited_once_and_no_link_is_followed, 0, 2);
	tcase_add_test(tc, a_folder_comes_before_what_it_holds);
	tcase_add_test(tc, a_folder_that_is_pruned_is_not_entered);
	tcase_add_test(tc, it_may_start_further_down);
	tcase_add_loop_test(tc, where_it_cannot_start_is_told, 0, 6);
	tcase_add_test(tc, the_visitor_may_stop_it);
	tcase_add_test(tc, an_empty_folder_has_no_entries);
	tcase_add_loop_test(tc, a_deep_tree_is_walked_to_its_end, 0, 2);
	tcase_add_test(tc, a_wide_folder_is_read_in_many_pieces);
	tcase_add_test(tc, what_cannot_be_looked_at_is_told_and_passed_over);
	tcase_add_test(tc, what_was_removed_meanwhile_is_not_there);
	tcase_add_test(tc, a_folder_that_cannot_be_listed_is_told);
	tcase_add_test(tc, a_folder_swapped_for_a_link_is_not_entered);
	tcase_add_loop_test(tc, helpers_change_nothing_that_is_visited, 0, 2);
	tcase_add_test(tc, helpers_end_when_the_visitor_stops);
	tcase_add_test(tc, helpers_give_way_where_descriptors_are_few);
	return s;
}
