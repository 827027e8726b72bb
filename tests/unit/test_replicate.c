/*
 * A copy made in one read, of a folder and of archives, and read back; and what
 * it would lack (not-copied).
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "package/replicate.h"

#define ABC_SHA256 \
	"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define EMPTY_SHA256 \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static char top[128];		/* the private folder */
static struct hf_findings found;
static struct hf_judge judge;
static struct hf_replica_name name;
static struct hf_verify_summary summary;
static struct hf_error err;

static const char *at(const char *path)
{
	static char whole[256];

	snprintf(whole, sizeof(whole), "%s/%s", top, path);
	return whole;
}

static void run(const char *command)
{
	char whole[1024];

	snprintf(whole, sizeof(whole), "cd %s && %s", top, command);
	ck_assert_msg(system(whole) == 0, "%s", whole);
}

static void make_bag(void)
{
	static struct hf_policy policy;
	char link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", unit_dir);
	n = readlink(link, top, sizeof(top) - 1);
	ck_assert_int_gt((int)n, 0);
	top[n] = '\0';
	unit_mkdir("bag");
	unit_mkdir("bag/data");
	unit_mkdir("bag/data/empty");
	unit_mkdir("bag/notes");
	unit_puts("bag/bagit.txt", "BagIt-Version: 1.0\n"
				   "Tag-File-Character-Encoding: UTF-8\n");
	unit_puts("bag/manifest-sha256.txt", ABC_SHA256 "  data/x\n"
		  EMPTY_SHA256 "  data/y\n");
	unit_puts("bag/data/x", "abc");
	unit_puts("bag/data/y", "");
	unit_puts("bag/notes/unlisted", "words");
	umask(022);
	run("chmod -R u=rwX,go=rX bag; chmod 755 bag/data/x; "
	    "find bag -type f -exec touch -d @1000000001 {} +; "
	    "touch -d @1000000002 bag/notes/unlisted; "
	    "find bag -depth -type d -exec touch -d @1000000003 {} +");
	unit_mkdir("into");
	hf_policy_init(&policy, false);
	hf_findings_init(&found);
	hf_judge_init(&judge, &policy, &found.sink);
}

static int replicate(const char *path)
{
	const struct hf_verify_options options = { .engine.jobs = 2 };
	int into = unit_open("into", O_RDONLY | O_DIRECTORY), ret;

	ret = hf_replicate_into(path, into, &options, &judge.sink, &summary,
				&name, &err);
	close(into);
	return ret;
}

/* Names, kinds, modes, times and contents alike. */
static void assert_copied(void)
{
	run("(cd bag && find . -mindepth 1 -printf '%P %y %m %T@\\n' | sort) >one; "
	    "(cd into && find . -mindepth 1 -printf '%P %y %m %T@\\n' | sort) >two; "
	    "diff one two && diff -r bag into");
}

static const struct {
	const char *command, *file;
} forms[] = {
	{ "true", "bag" },
	{ "tar -cf bag.tar bag", "bag.tar" },
	{ "tar -czf bag.tar.gz bag", "bag.tar.gz" },
	{ "bsdtar -cJf bag.tar.xz bag", "bag.tar.xz" },
	{ "bsdtar -c --zstd -f bag.tar.zst bag", "bag.tar.zst" },
	{ "bsdtar -c --format=zip -f bag.zip bag", "bag.zip" },
};

START_TEST(the_copy_is_as_the_bag_is)
{
	const struct hf_verify_options options = { .engine.jobs = 1 };
	struct hf_bag_root root, copied;

	make_bag();
	run(forms[_i].command);
	assert_ok(replicate(at(forms[_i].file)), &err);
	ck_assert_int_eq(judge.fixity, HF_VALID);
	ck_assert_uint_eq(judge.count[HF_ERROR], 0);
	ck_assert_str_eq(name.text, "bag");
	ck_assert_uint_eq(summary.payload_files, 2);
	assert_copied();
	assert_ok(hf_read_back(at(forms[_i].file), &options, &judge.sink,
			       &root, &err), &err);
	assert_ok(hf_read_back(at("into"), &options, &judge.sink, &copied,
			       &err), &err);
	ck_assert_int_eq((int)strlen(root.hex), 64);
	ck_assert_str_eq(root.hex, copied.hex);
	ck_assert_uint_eq(root.files, 5);
	ck_assert_uint_eq(copied.files, 5);
	ck_assert_int_eq(judge.fixity, HF_VALID);
	hf_findings_release(&found);
}
END_TEST

/* What is right of a damaged copy, and what is not, of the good one. */
static int mend(const char *damaged, const char *const *bad, size_t n)
{
	const struct hf_verify_options options = { .engine.jobs = 2 };
	const struct hf_bad_files files = { bad, n };
	int into = unit_open("into", O_RDONLY | O_DIRECTORY), ret;
	static char good[256];

	snprintf(good, sizeof(good), "%s", at("bag"));
	ret = hf_replicate_mending(good, at(damaged), &files, into, &options,
				   &judge.sink, &summary, &name, &err);
	close(into);
	return ret;
}

START_TEST(a_damaged_copy_is_mended_by_what_is_bad_alone)
{
	static const char *const bad[] = { "data/x" };

	make_bag();
	run("cp -a bag damaged; printf abd >damaged/data/x; "
	    "echo other >damaged/bagit.txt; "
	    "touch -d @1000000009 damaged/data/y");
	assert_ok(mend("damaged", bad, 1), &err);
	ck_assert_int_eq(judge.fixity, HF_VALID);
	run("diff -r bag into");
	/* The one that was right came from the damaged copy. */
	run("[ $(stat -c %Y into/data/y) = 1000000009 ]");
	run("[ $(stat -c %Y into/data/x) = 1000000001 ]");
	hf_findings_release(&found);
}
END_TEST

START_TEST(a_file_that_is_not_known_to_be_bad_is_found_to_be)
{
	make_bag();
	run("cp -a bag damaged; printf abd >damaged/data/x");
	assert_ok(mend("damaged", NULL, 0), &err);
	ck_assert_int_eq(judge.fixity, HF_INVALID);
	hf_findings_release(&found);
}
END_TEST

START_TEST(a_file_that_the_damaged_copy_lacks_comes_from_the_good_one)
{
	make_bag();
	run("cp -a bag damaged; rm damaged/data/x");
	assert_ok(mend("damaged", NULL, 0), &err);
	ck_assert_int_eq(judge.fixity, HF_VALID);
	run("diff -r bag into");
	hf_findings_release(&found);
}
END_TEST

START_TEST(from_standard_input_it_is_read_once)
{
	int file;

	make_bag();
	run(_i ? "bsdtar -c --format=zip -f - bag | cat >pipe"
	       : "tar -czf - bag >pipe");
	file = open(at("pipe"), O_RDONLY);
	dup2(file, 0);
	assert_ok(replicate("-"), &err);
	ck_assert_int_eq(judge.fixity, HF_VALID);
	ck_assert_str_eq(name.text, "bag");
	assert_copied();
	close(file);
	hf_findings_release(&found);
}
END_TEST

/* --- What is not fit. --- */

static size_t count(enum hf_finding_id id)
{
	return hf_findings_count(&found, id);
}

START_TEST(what_has_changed_is_copied_and_told)
{
	make_bag();
	unit_puts("bag/data/x", "abd");
	assert_ok(replicate(at("bag")), &err);
	ck_assert_int_eq(judge.fixity, HF_INVALID);
	ck_assert_uint_eq(count(HF_PAYLOAD_CHANGED), 1);
	run("cmp bag/data/x into/data/x");
	hf_findings_release(&found);
}
END_TEST

/* not-copied: verify lets it pass, with a warning; but the copy would be another bag. */
START_TEST(a_link_is_left_out_and_no_bag_with_one_is_fit)
{
	make_bag();
	unit_symlink("x", "bag/data/z");
	run(_i ? "tar -cf bag.tar bag" : "true");
	assert_ok(replicate(at(_i ? "bag.tar" : "bag")), &err);
	ck_assert_uint_eq(count(HF_NOT_COPIED), 1);
	ck_assert_int_eq(judge.fixity, HF_INVALID);
	run("test ! -L into/data/z && test ! -e into/data/z");
	hf_findings_release(&found);
}
END_TEST

START_TEST(a_pipe_is_left_out_and_no_bag_with_one_is_fit)
{
	make_bag();
	unit_fifo("bag/notes/pipe");
	assert_ok(replicate(at("bag")), &err);
	ck_assert_uint_eq(count(HF_SPECIAL_FILE), 1);
	ck_assert_int_eq(judge.fixity, HF_INVALID);
	run("test ! -e into/notes/pipe");
	hf_findings_release(&found);
}
END_TEST

static const char *unreadable;

static int bad_openat2(int dir, const char *path, const struct open_how *how)
{
	if (!strcmp(path, unreadable) && (how->flags & O_ACCMODE) == O_RDONLY) {
		errno = EIO;
		return -1;
	}
	return hf_io_system.openat2(dir, path, how);
}

/* Listed or not; and it is told once. */
START_TEST(what_cannot_be_read_is_told)
{
	static const char *const paths[] = { "data/x", "notes/unlisted" };

	make_bag();
	unreadable = paths[_i];
	unit_replace_io()->openat2 = bad_openat2;
	assert_ok(replicate(at("bag")), &err);
	ck_assert_uint_eq(count(HF_UNREADABLE), 1);
	ck_assert_int_eq(judge.fixity, HF_UNDETERMINED);
	hf_findings_release(&found);
}
END_TEST

/* --- What cannot be written. --- */

static int writes_left;

static ssize_t full_write(int fd, const void *data, size_t size)
{
	if (writes_left-- <= 0) {
		errno = ENOSPC;
		return -1;
	}
	return hf_io_system.write(fd, data, size);
}

static ssize_t full_copy(int in, off_t *in_at, int out, off_t *out_at,
			 size_t size, unsigned int flags)
{
	errno = EXDEV;
	return -1;
}

static int bad_fsync(int fd)
{
	if (writes_left-- > 0)
		return hf_io_system.fsync(fd);
	errno = EIO;
	return -1;
}

/* At whichever write it is: an error with a name, and nothing about the bag. */
START_TEST(a_full_disk_is_an_error)
{
	struct hf_io *io = unit_replace_io();

	make_bag();
	run(forms[_i].command);
	for (int n = 0; n < 100; n++) {
		int ret;

		run("rm -rf into; mkdir into");
		hf_findings_release(&found);
		*io = hf_io_system;
		io->write = full_write;
		io->copy_file_range = full_copy;
		writes_left = n;
		ret = replicate(at(forms[_i].file));
		*io = hf_io_system;
		if (ret == 0) {
			ck_assert_int_ge(n, 2);
			assert_copied();
			hf_findings_release(&found);
			return;
		}
		ck_assert_int_eq(err.code, HF_ESYS);
		ck_assert_msg(err.sys_errno == ENOSPC, "%d: %s", n, err.text);
		ck_assert_uint_eq(judge.count[HF_ERROR], 0);
	}
	ck_abort_msg("it never succeeded");
}
END_TEST

START_TEST(what_cannot_be_made_durable_is_an_error)
{
	struct hf_io *io = unit_replace_io();

	make_bag();
	/* Of the four files that are written; a fifth time it is not asked. */
	for (int n = 0; n < 5; n++) {
		run("rm -rf into; mkdir into");
		*io = hf_io_system;
		io->fsync = bad_fsync;
		writes_left = n;
		assert_fails(replicate(at("bag")), &err, HF_ESYS);
		*io = hf_io_system;
		ck_assert_msg(err.sys_errno == EIO, "%d: %s", n, err.text);
		ck_assert(strstr(err.text, "cannot be written"));
		ck_assert_uint_eq(judge.count[HF_ERROR], 0);
	}
	hf_findings_release(&found);
}
END_TEST

START_TEST(what_is_no_bag_is_an_error)
{
	make_bag();
	assert_fails(replicate(at("nothing")), &err, HF_ESYS);
	ck_assert_int_eq(err.sys_errno, ENOENT);
}
END_TEST

/* --- Names. --- */

static const struct {
	const char *path, *name;
} names[] = {
	{ "bag", "bag" }, { "bag/", "bag" }, { "bag///", "bag" },
	{ "bag/.", "bag" }, { "bag/data/..", "bag" }, { "link", "link" },
	{ "link/", "link" }, { "link/.", "bag" }, { "./bag", "bag" },
};

START_TEST(it_is_called_as_its_folder_is)
{
	make_bag();
	unit_symlink("bag", "link");
	ck_assert_int_eq(fchdir(unit_dir), 0);
	assert_ok(replicate(names[_i].path), &err);
	ck_assert_str_eq(name.text, names[_i].name);
	hf_findings_release(&found);
}
END_TEST

START_TEST(here_is_a_name_too)
{
	make_bag();
	ck_assert_int_eq(chdir(at("bag")), 0);
	assert_ok(replicate("."), &err);
	ck_assert_str_eq(name.text, "bag");
	hf_findings_release(&found);
}
END_TEST

Suite *replicate_suite(void)
{
	Suite *s = suite_create("replicate");
	TCase *tc = unit_disk_case(s, "replicate");

	tcase_add_loop_test(tc, the_copy_is_as_the_bag_is, 0, COUNT(forms));
	tcase_add_test(tc, a_damaged_copy_is_mended_by_what_is_bad_alone);
	tcase_add_test(tc, a_file_that_is_not_known_to_be_bad_is_found_to_be);
	tcase_add_test(tc,
		a_file_that_the_damaged_copy_lacks_comes_from_the_good_one);
	tcase_add_loop_test(tc, from_standard_input_it_is_read_once, 0, 2);
	tcase_add_test(tc, what_has_changed_is_copied_and_told);
	tcase_add_loop_test(tc, a_link_is_left_out_and_no_bag_with_one_is_fit,
			    0, 2);
	tcase_add_test(tc, a_pipe_is_left_out_and_no_bag_with_one_is_fit);
	tcase_add_loop_test(tc, what_cannot_be_read_is_told, 0, 2);
	tcase_add_loop_test(tc, a_full_disk_is_an_error, 0, COUNT(forms));
	tcase_add_test(tc, what_cannot_be_made_durable_is_an_error);
	tcase_add_test(tc, what_is_no_bag_is_an_error);
	tcase_add_loop_test(tc, it_is_called_as_its_folder_is, 0, COUNT(names));
	tcase_add_test(tc, here_is_a_name_too);
	return s;
}
