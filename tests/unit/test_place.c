/* Locations: whether they can be reached, and what lies there. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "register/location.h"

static char folder[64];
static struct hf_location location;
static struct hf_findings found;
static struct hf_place place;

static void begin(void)
{
	unit_mkdir("place");
	unit_puts("place/.holdfast-location",
		  "Location: tape\nRegister: a.example.org/r\n");
	snprintf(folder, sizeof(folder), "/proc/self/fd/%d/place", unit_dir);
	location = (struct hf_location){
		.id = "tape", .origin = "a.example.org/r", .path = folder,
	};
	hf_findings_init(&found);
	place.dir = -1;
}

static void end(void)
{
	if (place.dir >= 0)
		hf_place_close(&place);
	hf_findings_release(&found);
}

static void reach(void)
{
	struct hf_error err;

	ck_assert_int_eq(hf_place_open(&place, &location, &found.sink, &err),
			 1);
	ck_assert_uint_eq(found.n, 0);
	ck_assert_ptr_eq(place.location, &location);
}

/* It cannot be reached, and the finding says so in these words. */
static void miss(const char *why)
{
	struct hf_error err;

	ck_assert_int_eq(hf_place_open(&place, &location, &found.sink, &err),
			 0);
	ck_assert_str_eq(unit_findings(&found), "unreachable");
	ck_assert_str_eq(found.at[0].subject, "tape");
	ck_assert_str_eq(found.at[0].path, folder);
	ck_assert_msg(strstr(found.at[0].detail, why) != NULL, "says: %s",
		      found.at[0].detail);
}

START_TEST(a_folder_with_its_marker_is_reached)
{
	reach();
}
END_TEST

static const struct {
	const char *marker;
	const char *why;	/* NULL: it is as good */
} markers[] = {
	{ "# by hand\r\n\r\nregister : a.example.org/r\r\nLOCATION: tape\r\n", NULL },
	{ "Location: tape\nRegister: a.example.org/r\nShelf: 4\n", NULL },
	{ "Location: tape\nRegister: a.example.org/r", NULL },
	{ "", "cannot be understood" },
	{ "Location: tape\n", "cannot be understood" },
	{ "Register: a.example.org/r\n", "cannot be understood" },
	{ "Location: tape\nLocation: tape\nRegister: a.example.org/r\n",
	  "cannot be understood" },
	{ "Location: tape\nRegister: a.example.org/r\nx\n",
	  "cannot be understood" },
	{ "Location:\nRegister: a.example.org/r\n", "cannot be understood" },
	{ "Location: caf\xe9\nRegister: a.example.org/r\n",
	  "cannot be understood" },
	{ "Location: disk\nRegister: a.example.org/r\n",
	  "that of another location" },
	{ "Location: tape\nRegister: b.example.org/r\n",
	  "that of another location" },
};

START_TEST(a_marker_says_which_location_it_is)
{
	unit_puts("place/.holdfast-location", markers[_i].marker);
	if (markers[_i].why)
		miss(markers[_i].why);
	else
		reach();
}
END_TEST

START_TEST(whose_marker_it_is_is_told)
{
	unit_puts("place/.holdfast-location", "Location: disk\nRegister: o\n");
	miss("another");
	ck_assert_str_eq(found.at[0].expected, "tape of a.example.org/r");
	ck_assert_str_eq(found.at[0].actual, "disk of o");
}
END_TEST

START_TEST(a_marker_has_an_end)
{
	char big[5000];

	memset(big, '#', sizeof(big));
	unit_write("place/.holdfast-location", big, sizeof(big));
	miss("cannot be understood");
}
END_TEST

START_TEST(an_empty_mount_point_is_unreachable)
{
	unlinkat(unit_dir, "place/.holdfast-location", 0);
	miss("there is no marker in it");
}
END_TEST

START_TEST(a_marker_that_is_a_link_is_none)
{
	unlinkat(unit_dir, "place/.holdfast-location", 0);
	unit_puts("marker", "Location: tape\nRegister: a.example.org/r\n");
	unit_symlink("../marker", "place/.holdfast-location");
	miss("symbolic link");
}
END_TEST

START_TEST(a_marker_that_is_a_pipe_is_not_waited_for)
{
	unlinkat(unit_dir, "place/.holdfast-location", 0);
	unit_fifo("place/.holdfast-location");
	miss("it is no file");
}
END_TEST

START_TEST(no_folder_is_unreachable)
{
	strcat(folder, "-2");
	miss("there is no such folder");
}
END_TEST

START_TEST(a_file_is_no_location)
{
	unit_puts("place-2", "x");
	strcat(folder, "-2");
	miss("it is not a folder");
}
END_TEST

static int failing_errno;

static int fail_openat(int dir, const char *path, int flags, mode_t mode)
{
	errno = failing_errno;
	return -1;
}

static ssize_t fail_read(int fd, void *data, size_t size)
{
	errno = failing_errno;
	return -1;
}

START_TEST(whatever_the_system_says_of_the_folder_is_unreachable)
{
	static const int errors[] = {
		EACCES, EIO, ESTALE, ENOTCONN, ETIMEDOUT, ENODEV,
	};

	failing_errno = errors[_i];
	unit_replace_io()->openat = fail_openat;
	miss(hf_errno_text(errors[_i]));
}
END_TEST

START_TEST(a_marker_that_cannot_be_read_is_unreachable)
{
	failing_errno = EIO;
	unit_replace_io()->read = fail_read;
	miss("cannot be read");
}
END_TEST

START_TEST(what_fails_with_us_says_nothing_of_the_place)
{
	static const int errors[] = { EMFILE, ENFILE, ENOMEM };
	struct hf_error err;

	failing_errno = errors[_i];
	unit_replace_io()->openat = fail_openat;
	assert_fails(hf_place_open(&place, &location, &found.sink, &err), &err,
		     HF_ESYS);
	ck_assert_uint_eq(found.n, 0);
}
END_TEST

/* --- What lies there. --- */

static void fill(void)
{
	unit_mkdir("place/b");
	unit_puts("place/b.tar", "x");
	unit_mkdir("place/a c");
	unit_puts("place/caf\xc3\xa9.tar", "x");
	unit_mkdir("place/odd\xe9");
	unit_mkdir("place/folder.tar");
	/* None of these is a copy. */
	unit_mkdir("place/.holdfast-incoming");
	unit_mkdir("place/lost+found");
	unit_puts("place/notes.txt", "x");
	unit_puts("place/.tar", "x");
	unit_puts("place/.hidden.tar", "x");
	unit_symlink("b", "place/link");
	unit_symlink("b.tar", "place/link.tar");
	unit_fifo("place/pipe.tar");
}

static int note(void *ctx, const struct hf_lying *lying, struct hf_error *err)
{
	hf_buf_printf(ctx, "%s:%s ", lying->name,
		      hf_held_form_name(lying->form));
	return 0;
}

static int stop(void *ctx, const struct hf_lying *lying, struct hf_error *err)
{
	++*(int *)ctx;
	return hf_fail(err, HF_EUSAGE, "enough");
}

START_TEST(copies_are_listed_by_name_and_nothing_else_is)
{
	struct hf_buf list = { 0 };
	struct hf_error err;

	fill();
	reach();
	assert_ok(hf_place_list(&place, note, &list, &err), &err);
	ck_assert_str_eq(list.data, "a c:bag b:bag b:tar caf\xc3\xa9:tar "
			 "folder.tar:bag odd\xe9:bag ");
	hf_buf_release(&list);
}
END_TEST

START_TEST(thousands_are_listed)
{
	struct hf_buf list = { 0 }, expected = { 0 };
	struct hf_error err;
	char name[32];

	for (int i = 4999; i >= 0; i--) {
		snprintf(name, sizeof(name), "place/p%04d", i);
		unit_mkdir(name);
	}
	for (int i = 0; i < 5000; i++)
		hf_buf_printf(&expected, "p%04d:bag ", i);
	reach();
	assert_ok(hf_place_list(&place, note, &list, &err), &err);
	ck_assert_str_eq(list.data, expected.data);
	hf_buf_release(&list);
	hf_buf_release(&expected);
}
END_TEST

START_TEST(a_visit_can_end_the_list)
{
	struct hf_error err;
	int n = 0;

	fill();
	reach();
	assert_fails(hf_place_list(&place, stop, &n, &err), &err, HF_EUSAGE);
	ck_assert_int_eq(n, 1);
}
END_TEST

static int fail_fstatat(int dir, const char *path, struct stat *st, int flags)
{
	if (path[0] != 'b')
		return hf_io_system.fstatat(dir, path, st, flags);
	errno = EIO;
	return -1;
}

static ssize_t fail_getdents(int fd, void *data, size_t size)
{
	errno = EIO;
	return -1;
}

START_TEST(what_cannot_be_looked_at_is_not_passed_over)
{
	enum hf_held_form form;
	struct hf_buf list = { 0 };
	struct hf_error err;

	fill();
	reach();
	unit_replace_io()->fstatat = fail_fstatat;
	assert_fails(hf_place_list(&place, note, &list, &err), &err, HF_ESYS);
	assert_fails(hf_place_find(&place, "b", &form, &err), &err, HF_ESYS);
	unit_replace_io()->getdents = fail_getdents;
	assert_fails(hf_place_list(&place, note, &list, &err), &err, HF_ESYS);
	ck_assert_str_eq(hf_buf_text(&list), "");
	hf_buf_release(&list);
}
END_TEST

static const struct {
	const char *package;
	int there;
	enum hf_held_form as_bag, as_tar;	/* by the location's own form */
} lookups[] = {
	{ "a c", 1, HF_HELD_BAG, HF_HELD_BAG },
	{ "b", 1, HF_HELD_BAG, HF_HELD_TAR },
	{ "caf\xc3\xa9", 1, HF_HELD_TAR, HF_HELD_TAR },
	{ "folder.tar", 1, HF_HELD_BAG, HF_HELD_BAG },
	{ "folder", 0 }, { "link", 0 }, { "pipe", 0 }, { "notes.txt", 0 },
	{ "", 0 }, { ".", 0 }, { "..", 0 }, { "../place", 0 }, { "a", 0 },
	{ "lost+found", 0 }, { ".holdfast-incoming", 0 },
};

START_TEST(a_package_is_found_by_its_name)
{
	enum hf_held_form form = HF_HELD_BAG;
	struct hf_error err;

	fill();
	reach();
	ck_assert_int_eq(hf_place_find(&place, lookups[_i].package, &form,
				       &err), lookups[_i].there);
	if (lookups[_i].there)
		ck_assert_int_eq(form, lookups[_i].as_bag);
	location.form = HF_HELD_TAR;
	ck_assert_int_eq(hf_place_find(&place, lookups[_i].package, &form,
				       &err), lookups[_i].there);
	if (lookups[_i].there)
		ck_assert_int_eq(form, lookups[_i].as_tar);
}
END_TEST

Suite *place_suite(void)
{
	Suite *suite = suite_create("place");
	TCase *tc = unit_disk_case(suite, "place");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, a_folder_with_its_marker_is_reached);
	tcase_add_loop_test(tc, a_marker_says_which_location_it_is, 0,
			    COUNT(markers));
	tcase_add_test(tc, whose_marker_it_is_is_told);
	tcase_add_test(tc, a_marker_has_an_end);
	tcase_add_test(tc, an_empty_mount_point_is_unreachable);
	tcase_add_test(tc, a_marker_that_is_a_link_is_none);
	tcase_add_test(tc, a_marker_that_is_a_pipe_is_not_waited_for);
	tcase_add_test(tc, no_folder_is_unreachable);
	tcase_add_test(tc, a_file_is_no_location);
	tcase_add_loop_test(tc,
			    whatever_the_system_says_of_the_folder_is_unreachable,
			    0, 6);
	tcase_add_test(tc, a_marker_that_cannot_be_read_is_unreachable);
	tcase_add_loop_test(tc, what_fails_with_us_says_nothing_of_the_place,
			    0, 3);
	tcase_add_test(tc, copies_are_listed_by_name_and_nothing_else_is);
	tcase_add_test(tc, thousands_are_listed);
	tcase_add_test(tc, a_visit_can_end_the_list);
	tcase_add_test(tc, what_cannot_be_looked_at_is_not_passed_over);
	tcase_add_loop_test(tc, a_package_is_found_by_its_name, 0,
			    COUNT(lookups));
	return suite;
}
