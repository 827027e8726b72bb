#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bag/source.h"
#include "base/file.h"

static struct hf_source *open_source(void)
{
	struct hf_source *source = NULL;
	struct hf_error err;

	unit_puts("file", "0123456789");
	unit_mkdir("folder");
	unit_puts("folder/file", "inner");
	unit_symlink("folder/file", "link");
	unit_symlink("../../outside", "folder/link");
	unit_fifo("fifo");
	assert_ok(hf_source_from_directory(&source, unit_dir, &err), &err);
	return source;
}

START_TEST(a_file_is_opened_whole)
{
	struct hf_source *source = open_source();
	struct hf_extent extent = { .fd = -1 };
	char data[16] = "";

	ck_assert_int_eq(source->ops->open(source, "folder/file", &extent), 0);
	ck_assert_uint_eq(extent.offset, 0);
	ck_assert_uint_eq(extent.length, HF_TO_END);
	ck_assert_int_eq((int)pread(extent.fd, data, sizeof(data), 0), 5);
	ck_assert_str_eq(data, "inner");
	ck_assert_int_eq(source->ops->close(source, &extent), 0);
	ck_assert_int_eq(fcntl(extent.fd, F_GETFD), -1);
	hf_source_free(source);
	/* The folder was only lent. */
	ck_assert_int_ge(fcntl(unit_dir, F_GETFD), 0);
}
END_TEST

static const struct {
	const char *path;
	int answer;
} refusals[] = {
	{ "nothing", ENOENT }, { "folder", EISDIR }, { "fifo", EFTYPE_NOT_REGULAR },
	{ "link", ELOOP }, { "folder/link", ELOOP }, { "../x", EXDEV },
	{ "/etc/passwd", EXDEV }, { "file/x", ENOTDIR }, { ".", EISDIR },
};

START_TEST(what_is_no_regular_file_beneath_is_refused)
{
	struct hf_source *source = open_source();
	struct hf_extent extent = { .fd = -1 };

	ck_assert_int_eq(source->ops->open(source, refusals[_i].path, &extent),
			 refusals[_i].answer);
	hf_source_free(source);
}
END_TEST

START_TEST(a_link_is_read_and_not_followed)
{
	struct hf_source *source = open_source();
	char target[64], small[5];

	ck_assert_int_eq(source->ops->read_link(source, "link", target,
						sizeof(target)), 0);
	ck_assert_str_eq(target, "folder/file");
	ck_assert_int_eq(source->ops->read_link(source, "folder/link", target,
						sizeof(target)), 0);
	ck_assert_str_eq(target, "../../outside");
	ck_assert_int_eq(source->ops->read_link(source, "nothing", target,
						sizeof(target)), ENOENT);
	ck_assert_int_ne(source->ops->read_link(source, "file", target,
						sizeof(target)), 0);
	/* However small the room, it ends with a NUL. */
	source->ops->read_link(source, "link", small, sizeof(small));
	ck_assert_uint_lt(strlen(small), sizeof(small));
	hf_source_free(source);
}
END_TEST

START_TEST(a_stream_gives_the_bytes_of_its_extent)
{
	struct hf_source *source = open_source();
	struct hf_source_stream stream;
	char data[16] = "";

	ck_assert_int_eq(hf_source_stream_open(&stream, source, "nothing"),
			 ENOENT);
	ck_assert_int_eq(hf_source_stream_open(&stream, source, "file"), 0);
	stream.extent.offset = 2;
	stream.extent.length = 5;
	ck_assert_int_eq((int)hf_source_stream_read(&stream, data, 3), 3);
	ck_assert_uint_eq(stream.at, 3);
	ck_assert_int_eq((int)hf_source_stream_read(&stream, data + 3, 10), 2);
	ck_assert_str_eq(data, "23456");
	ck_assert_int_eq((int)hf_source_stream_read(&stream, data, 10), 0);
	ck_assert_uint_eq(stream.at, 5);
	hf_source_stream_close(&stream);
	hf_source_free(source);
}
END_TEST

static int open_by_path(struct hf_source **source_ret, const char *name,
			struct hf_error *err)
{
	char path[128];

	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", unit_dir, name);
	return hf_source_open_directory(source_ret, path, err);
}

START_TEST(a_folder_is_opened_by_its_path_or_it_is_an_error)
{
	struct hf_source *source = open_source();
	struct hf_error err;

	hf_source_free(source);
	source = NULL;
	assert_ok(open_by_path(&source, "folder", &err), &err);
	hf_source_free(source);
	source = NULL;
	assert_fails(open_by_path(&source, "nothing", &err), &err, HF_ESYS);
	ck_assert_int_eq(err.sys_errno, ENOENT);
	assert_fails(open_by_path(&source, "file", &err), &err, HF_ESYS);
	ck_assert_int_eq(err.sys_errno, ENOTDIR);
	assert_fails(open_by_path(&source, "no\nthing", &err), &err, HF_ESYS);
	ck_assert_ptr_null(strchr(err.text, '\n'));
	ck_assert_ptr_null(source);
	hf_source_free(NULL);
}
END_TEST

Suite *source_suite(void)
{
	Suite *s = suite_create("source");
	TCase *tc = unit_disk_case(s, "source");

	tcase_add_test(tc, a_file_is_opened_whole);
	tcase_add_loop_test(tc, what_is_no_regular_file_beneath_is_refused, 0,
			    COUNT(refusals));
	tcase_add_test(tc, a_link_is_read_and_not_followed);
	tcase_add_test(tc, a_stream_gives_the_bytes_of_its_extent);
	tcase_add_test(tc, a_folder_is_opened_by_its_path_or_it_is_an_error);
	return s;
}
