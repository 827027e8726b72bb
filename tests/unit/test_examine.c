/* A process of its own: what it says is heard, and what it may not is refused. */
#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "finding/wire.h"
#include "register/examine.h"
#include "sandbox/sandbox.h"

static char outside[128];	/* the private folder */
static struct hf_findings found;
static struct hf_error err;

static int examine(hf_examine_fn *work, void *ctx, bool shut_in, int into,
		   void *result, size_t size)
{
	static char path[256];
	static const char *const paths[] = { path };
	const struct hf_examination how = {
		.paths = paths, .n_paths = 1, .into = into,
		.shut_in = shut_in,
	};

	snprintf(path, sizeof(path), "%s/bag", outside);
	hf_findings_init(&found);
	return hf_examine(work, ctx, &how, result, size, &found.sink, &err);
}

/* --- What it says. --- */

static int find_some(void *ctx, struct hf_sink *sink, void *result,
		     struct hf_error *e)
{
	char path[32];

	for (int i = 0; i < *(int *)ctx; i++) {
		snprintf(path, sizeof(path), "data/%d", i);
		hf_found(sink, PAYLOAD_MISSING, .path = path);
	}
	strcpy(result, "seen");
	return 0;
}

START_TEST(what_it_finds_is_found_here_in_order)
{
	char result[8] = "before", path[32];
	int n = 3000;

	assert_ok(examine(find_some, &n, _i, -1, result, sizeof(result)), &err);
	ck_assert_str_eq(result, "seen");
	ck_assert_uint_eq(found.n, 3000);
	for (int i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "data/%d", i);
		require(!strcmp(found.at[i].path, path));
	}
	hf_findings_release(&found);
}
END_TEST

static int come_to_nothing(void *ctx, struct hf_sink *sink, void *result,
		struct hf_error *e)
{
	hf_found(sink, PAYLOAD_MISSING, .path = "data/x");
	errno = ENOSPC;
	return hf_fail(e, HF_ESYS, "'%s' cannot be written", (char *)ctx);
}

START_TEST(its_error_is_ours)
{
	char result[8] = "before", name[] = "a\\nb";

	assert_fails(examine(come_to_nothing, name, _i, -1, result, sizeof(result)), &err,
		     HF_ESYS);
	ck_assert_int_eq(err.sys_errno, ENOSPC);
	ck_assert_str_eq(err.text,
			 "'a\\nb' cannot be written: No space left on device");
	ck_assert_str_eq(result, "before");
	ck_assert_uint_eq(found.n, 1);
	hf_findings_release(&found);
}
END_TEST

static int fail_with_escapes(void *ctx, struct hf_sink *sink, void *result,
			     struct hf_error *e)
{
	return hf_fail(e, HF_EREFUSED, "\033[2Jall is well");
}

START_TEST(a_message_that_is_none_is_escaped)
{
	assert_fails(examine(fail_with_escapes, NULL, true, -1, NULL, 0), &err,
		     HF_EREFUSED);
	ck_assert_str_eq(err.text, "\\x1b[2Jall is well");
	hf_findings_release(&found);
}
END_TEST

static uint64_t told_done, told_total;

static void take_progress(void *ctx, uint64_t done, uint64_t total)
{
	ck_assert_ptr_eq(ctx, &told_done);
	told_done = done;
	told_total = total;
}

static int go_on(void *ctx, struct hf_sink *sink, void *result,
		 struct hf_error *e)
{
	hf_examine_progress(sink, 3, 4);
	/* Too soon to be worth a word. */
	hf_examine_progress(sink, 4, 4);
	return 0;
}

START_TEST(its_progress_is_told_here)
{
	const struct hf_examination how = {
		.into = -1, .progress = take_progress,
		.progress_ctx = &told_done,
	};

	hf_findings_init(&found);
	assert_ok(hf_examine(go_on, NULL, &how, NULL, 0, &found.sink, &err),
		  &err);
	ck_assert_uint_eq(told_done, 3);
	ck_assert_uint_eq(told_total, 4);
}
END_TEST

/* --- How it ends. --- */

static int die(void *ctx, struct hf_sink *sink, void *result,
	       struct hf_error *e)
{
	hf_found(sink, PAYLOAD_MISSING, .path = "data/x");
	signal(SIGSEGV, SIG_DFL);
	raise(SIGSEGV);
	return 0;
}

START_TEST(one_that_dies_leaves_nothing_known)
{
	assert_fails(examine(die, NULL, _i, -1, NULL, 0), &err, HF_ELIB);
	ck_assert_str_eq(err.text, "the examination ended early (signal 11), and nothing is known");
	hf_findings_release(&found);
}
END_TEST

static int leave(void *ctx, struct hf_sink *sink, void *result,
		 struct hf_error *e)
{
	_exit(0);
}

START_TEST(one_that_leaves_without_a_word_too)
{
	assert_fails(examine(leave, NULL, _i, -1, NULL, 0), &err, HF_ELIB);
	ck_assert_str_eq(err.text, "the examination ended early (status 0), and nothing is known");
	hf_findings_release(&found);
}
END_TEST

/* --- What a hostile one says, beside what it may. --- */

/* The only pipe that is open in the child, its way to us. */
static int way_out(void)
{
	struct stat st;

	for (int fd = 3; fd < 256; fd++) {
		if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) &&
		    write(fd, "", 0) == 0)
			return fd;
	}
	return -1;
}

static const struct {
	uint32_t kind, size, sent;
	int times;
} lies[] = {
	{ 99, 0, 0, 1 },			/* no kind */
	{ 0, 0, 0, 1 },				/* a finding of nothing */
	{ 0, UINT32_MAX, 16, 1 },		/* 4 GiB */
	{ 0, 40, 40, 1 },			/* a finding of 0xff */
	{ 1, 3, 3, 1 },				/* a progress too short */
	{ 2, 5, 5, 1 },				/* an error too short */
	{ 3, 1u << 20, 1u << 20, 1 },		/* a result too long */
	{ 3, 0, 0, 1 },				/* one too short */
	{ 2, 8 + sizeof(((struct hf_error *)NULL)->text),
	  8 + sizeof(((struct hf_error *)NULL)->text), 1 }, /* no text's end */
};

static int lie(void *ctx, struct hf_sink *sink, void *result,
	       struct hf_error *e)
{
	int i = *(int *)ctx, out = way_out();
	uint32_t head[2] = { lies[i].kind, lies[i].size };
	char *data = malloc(lies[i].sent + 1);

	memset(data, 0xff, lies[i].sent + 1);
	if (write(out, head, sizeof(head)) != sizeof(head) ||
	    write(out, data, lies[i].sent) < 0)
		_exit(3);
	/* And does not end. */
	for (;;)
		nanosleep(&(struct timespec){ .tv_sec = 100 }, NULL);
}

START_TEST(one_that_lies_is_ended)
{
	char result[8] = "before";
	int which = _i;

	assert_fails(examine(lie, &which, true, -1, result, sizeof(result)),
		     &err, HF_ELIB);
	ck_assert_str_eq(result, "before");
	ck_assert(strstr(err.text, "said what nobody can have found"));
	ck_assert_uint_eq(found.n, 0);
	hf_findings_release(&found);
}
END_TEST

static int flood(void *ctx, struct hf_sink *sink, void *result,
		 struct hf_error *e)
{
	while (!*(volatile int *)ctx)
		hf_found(sink, PAYLOAD_MISSING);
	return 0;
}

static void count(struct hf_sink *sink, const struct hf_finding *f)
{
	told_done++;
}

START_TEST(one_that_never_ends_is_ended)
{
	const struct hf_examination how = { .into = -1 };
	struct hf_sink counting = { count };

	int enough = 0;

	assert_fails(hf_examine(flood, &enough, &how, NULL, 0, &counting, &err),
		     &err, HF_ELIB);
	ck_assert_uint_eq(told_done, 1000000);
}
END_TEST

/* --- What it can do. --- */

static int done(int result)
{
	return result < 0 ? errno : 0;
}

static int open_it(const char *folder, const char *name, int flags)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, flags | O_CLOEXEC, 0600);
	return done(fd);
}

static int into = -1, secret = -1;

static int write_inside(void)
{
	int fd = openat(into, "made", O_WRONLY | O_CREAT | O_EXCL, 0600);

	if (fd < 0 || write(fd, "text", 4) != 4 || ftruncate(fd, 2) < 0 ||
	    futimens(fd, (struct timespec[2]){ { 1, 0 }, { 1, 0 } }) < 0 ||
	    fsync(fd) < 0)
		return errno;
	if (mkdirat(into, "folder", 0700) < 0 ||
	    openat(into, "made", O_WRONLY | O_TRUNC) < 0 ||
	    openat(into, ".", O_TMPFILE | O_RDWR, 0600) < 0)
		return errno;
	return done(unlinkat(into, "made", 0));
}

static int read_bag(void)	{ return open_it(outside, "bag/file", O_RDONLY); }
static int read_beside(void)	{ return open_it(outside, "beside", O_RDONLY); }
static int write_bag(void)	{ return open_it(outside, "bag/file", O_WRONLY); }
static int write_beside(void)	{ return open_it(outside, "beside", O_WRONLY); }
static int make_beside(void)	{ return open_it(outside, "new", O_WRONLY | O_CREAT); }
static int climb_out(void)	{ return done(openat(into, "../new", O_WRONLY | O_CREAT, 0600)); }
static int drop_beside(void)	{ return done(unlinkat(into, "../beside", 0)); }
static int make_folder(void)	{ return done(mkdirat(into, "../new", 0700)); }
static int touch_beside(void)	{ return done(utimensat(into, "../beside", NULL, 0)); }
static int change_mode(void)	{ return done(fchmodat(into, "../beside", 0, 0)); }
static int link_inside(void)	{ return done(symlinkat("/etc", into, "link")); }
static int rename_out(void)	{ return done(renameat(into, ".", into, "../new")); }
static int make_pipe(void)	{ return done(mkfifoat(into, "pipe", 0600)); }
static int use_open_file(void)	{ return done((int)write(secret, "x", 1)); }
static int start_process(void)	{ return done(fork()); }
static int signal_parent(void)	{ return done(kill(getppid(), 0)); }

static int run_program(void)
{
	char name[] = "true", *const argv[] = { name, NULL };

	return done(execve("/bin/true", argv, NULL));
}

static int connect_out(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons(9) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd < 0 ? errno
		      : done(connect(fd, (struct sockaddr *)&to, sizeof(to)));
}

static const struct act {
	const char *name;
	int (*act)(void);
	int refused;			/* by seccomp, or Landlock */
	bool landlock;			/* it takes Landlock to refuse it */
} acts[] = {
	{ "write inside", write_inside },
	{ "read the bag", read_bag },
	{ "read beside it", read_beside, EACCES, true },
	{ "write to the bag", write_bag, EACCES, true },
	{ "write beside it", write_beside, EACCES, true },
	{ "make a file outside", make_beside, EACCES, true },
	{ "make a file above", climb_out, EACCES, true },
	{ "remove a file above", drop_beside, EACCES, true },
	{ "make a folder above", make_folder, EACCES, true },
	{ "set the time of a path", touch_beside, EPERM },
	{ "change a mode", change_mode, EPERM },
	{ "make a link inside", link_inside, EPERM },
	{ "rename", rename_out, EPERM },
	{ "make a pipe inside", make_pipe, EPERM },
	{ "write to what was open", use_open_file, EBADF },
	{ "start a process", start_process, EPERM },
	{ "signal the parent", signal_parent, EPERM },
	{ "run a program", run_program, EPERM },
	{ "connect", connect_out, EPERM },
};

static int try_act(void *ctx, struct hf_sink *sink, void *result,
		   struct hf_error *e)
{
	*(int *)result = acts[*(int *)ctx].act();
	return 0;
}

static void make_around(void)
{
	char link[64];
	ssize_t n;

	unit_mkdir("bag");
	unit_mkdir("into");
	unit_puts("bag/file", "text");
	unit_puts("beside", "text");
	snprintf(link, sizeof(link), "/proc/self/fd/%d", unit_dir);
	n = readlink(link, outside, sizeof(outside) - 1);
	ck_assert_int_gt((int)n, 0);
	outside[n] = '\0';
	into = unit_open("into", O_RDONLY | O_DIRECTORY);
	secret = unit_open("beside", O_WRONLY);
}

/* What of a sandbox this kernel has, seen in a child. */
static int look(void *ctx, struct hf_sink *sink, void *result,
		struct hf_error *e)
{
	return hf_sandbox_enter(NULL, 0, result, e);
}

START_TEST(inside_it_writes_where_it_may_and_nowhere_else)
{
	const struct act *act = &acts[_i];
	struct hf_sandbox has = { 0 };
	int which = _i, got = -1;

	assert_ok(examine(look, NULL, false, -1, &has, sizeof(has)), &err);
	if (!has.seccomp || (act->landlock && !has.landlock)) {
		unit_skip("%s: the kernel lacks Landlock or seccomp",
			  act->name);
		return;
	}
	make_around();
	assert_ok(examine(try_act, &which, true, into, &got, sizeof(got)),
		  &err);
	ck_assert_msg(got == act->refused, "%s: %s; must be: %s", act->name,
		      hf_errno_text(got), hf_errno_text(act->refused));
	close(into);
	close(secret);
}
END_TEST

/* The test above rests on it: else anything might have refused it. */
START_TEST(not_shut_in_it_can_do_all)
{
	const struct act *act = &acts[_i];
	int which = _i, got = -1;

	if (act->act == run_program || act->act == start_process ||
	    act->act == connect_out || act->act == rename_out)
		return;
	make_around();
	assert_ok(examine(try_act, &which, false, into, &got, sizeof(got)),
		  &err);
	ck_assert_msg(got == 0, "%s: %s", act->name, hf_errno_text(got));
	close(into);
	close(secret);
}
END_TEST

/* What is printed there reaches nobody; what waits here is written once. */
static int print(void *ctx, struct hf_sink *sink, void *result,
		 struct hf_error *e)
{
	return write(1, "VALID\n", 6) == 6 ? 0
	       : hf_fail(e, HF_ELIB, "nothing could be written");
}

START_TEST(what_it_prints_is_lost)
{
	int file = unit_open("printed", O_RDWR | O_CREAT), out = dup(1);
	struct stat st;

	dup2(file, 1);
	printf("once\n");
	assert_ok(examine(print, NULL, true, -1, NULL, 0), &err);
	fflush(stdout);
	dup2(out, 1);
	ck_assert_int_eq(fstat(file, &st), 0);
	ck_assert_int_eq((int)st.st_size, 5);
	close(file);
	close(out);
}
END_TEST

static int no_ruleset(const void *attr, size_t size, uint32_t flags)
{
	errno = EPERM;
	return -1;
}

START_TEST(a_sandbox_that_cannot_be_entered_is_an_error)
{
	int n = 1;

	unit_replace_io()->landlock_create_ruleset = no_ruleset;
	assert_fails(examine(find_some, &n, true, -1, NULL, 0), &err, HF_ESYS);
	ck_assert(strstr(err.text, "the sandbox cannot be entered, so nothing is read"));
	ck_assert_uint_eq(found.n, 0);
}
END_TEST

Suite *examine_suite(void)
{
	Suite *s = suite_create("examine");
	TCase *tc = unit_disk_case(s, "examine");

	tcase_add_loop_test(tc, what_it_finds_is_found_here_in_order, 0, 2);
	tcase_add_loop_test(tc, its_error_is_ours, 0, 2);
	tcase_add_test(tc, a_message_that_is_none_is_escaped);
	tcase_add_test(tc, its_progress_is_told_here);
	tcase_add_loop_test(tc, one_that_dies_leaves_nothing_known, 0, 2);
	tcase_add_loop_test(tc, one_that_leaves_without_a_word_too, 0, 2);
	tcase_add_loop_test(tc, one_that_lies_is_ended, 0, COUNT(lies));
	tcase_add_test(tc, one_that_never_ends_is_ended);
	tcase_add_loop_test(tc, inside_it_writes_where_it_may_and_nowhere_else,
			    0, COUNT(acts));
	tcase_add_loop_test(tc, not_shut_in_it_can_do_all, 0, COUNT(acts));
	tcase_add_test(tc, what_it_prints_is_lost);
	tcase_add_test(tc, a_sandbox_that_cannot_be_entered_is_an_error);
	return s;
}
