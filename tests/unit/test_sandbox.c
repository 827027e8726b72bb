#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <pthread.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lines.h"
#include "sandbox/sandbox.h"

/*
 * Each test is a child that enters the sandbox over the folder "bag" and does
 * something: it cannot be left again.
 */
enum kernel { AS_IT_IS, WITHOUT_SECCOMP, WITHOUT_LANDLOCK, KERNELS };

#define NOTHING_THERE	77	/* what a child ends with that nobody hinders */

static int listener = -1, open_file = -1;
static struct sockaddr_in address;

/* --- What is tried: 0, or the errno that refused it. --- */

static int done(int result)
{
	return result < 0 ? errno : 0;
}

static int try_open(const char *path, int flags)
{
	int fd = openat(unit_dir, path, flags | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static int open_beneath(void)	{ return try_open("bag/data/file", O_RDONLY); }
static int list_beneath(void)	{ return try_open("bag/data", O_RDONLY | O_DIRECTORY); }
static int open_beside(void)	{ return try_open("outside", O_RDONLY); }
static int open_system(void)	{ return try_open("/etc/passwd", O_RDONLY); }
static int list_system(void)	{ return try_open("/etc", O_RDONLY | O_DIRECTORY); }
static int open_by_link(void)	{ return try_open("bag/link", O_RDONLY); }
static int overwrite(void)	{ return try_open("bag/data/file", O_WRONLY); }
static int change(void)		{ return try_open("bag/data/file", O_RDWR); }
static int create(void)		{ return try_open("bag/new", O_WRONLY | O_CREAT); }
static int create_unnamed(void)	{ return try_open("bag", O_WRONLY | O_TMPFILE); }
static int empty(void)		{ return try_open("bag/data/file", O_RDONLY | O_TRUNC); }
static int make_folder(void)	{ return done(mkdirat(unit_dir, "bag/folder", 0700)); }
static int make_pipe(void)	{ return done(mkfifoat(unit_dir, "bag/pipe", 0600)); }
static int make_link(void)	{ return done(symlinkat("x", unit_dir, "bag/new")); }
static int drop(void)		{ return done(unlinkat(unit_dir, "bag/data/file", 0)); }

static int rename_it(void)
{
	return done(renameat(unit_dir, "bag/data/file", unit_dir,
			     "bag/data/other"));
}

static int link_it(void)
{
	return done(linkat(unit_dir, "bag/data/file", unit_dir,
			   "bag/data/other", 0));
}

static int change_mode(void)
{
	return done(fchmodat(unit_dir, "bag/data/file", 0644, 0));
}

static int write_open_file(void)
{
	if (pwrite(open_file, "text", 4, 0) != 4)
		return errno;
	return done(ftruncate(open_file, 2));
}

static int set_flags(void)
{
	return done(fcntl(open_file, F_SETFL, O_APPEND));
}

static int set_owner(void)
{
	return done(fcntl(open_file, F_SETOWN, getppid()));
}

static int type_into_terminal(void)
{
	int error = done(ioctl(open_file, TIOCSTI, "x"));

	return error == ENOTTY ? 0 : error;	/* it was asked */
}

static int connect_to_it(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return errno;
	return done(connect(fd, (struct sockaddr *)&address, sizeof(address)));
}

static int listen_elsewhere(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return errno;
	any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return done(bind(fd, (struct sockaddr *)&any, sizeof(any)));
}

static int send_datagram(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	return fd < 0 ? errno :
	       done((int)sendto(fd, "x", 1, 0, (struct sockaddr *)&address,
				sizeof(address)));
}

/* Were it not refused, the child would end as that program does: badly. */
static int run_program(void)
{
	char name[] = "false", *const argv[] = { name, NULL };

	return done(execve("/bin/false", argv, NULL));
}

static int start_process(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	if (pid < 0)
		return errno;
	waitpid(pid, NULL, 0);
	return 0;
}

static int signal_parent(void)	{ return done(kill(getppid(), 0)); }
static int signal_itself(void)	{ return done(kill(getpid(), 0)); }

static void *nothing(void *arg)
{
	return arg;
}

static int start_thread(void)
{
	pthread_t thread;
	int error = pthread_create(&thread, NULL, nothing, NULL);

	return error ? error : pthread_join(thread, NULL);
}

/* One that no other test has loaded. */
static int load_converter(void)
{
	return hf_encoding_is_supported("IBM1047") ? 0 : EILSEQ;
}

static int no_call_of(long number)
{
	return done((int)syscall(number, 0, 0, 0, 0, 0, 0));
}

static int watch_memory(void)	{ return no_call_of(SYS_userfaultfd); }
static int read_memory(void)	{ return no_call_of(SYS_process_vm_readv); }
static int enter_namespace(void) { return no_call_of(SYS_setns); }
static int ask_in_a_ring(void)	{ return no_call_of(SYS_io_uring_setup); }
static int ask_for_keys(void)	{ return no_call_of(SYS_keyctl); }
static int leave_namespace(void) { return no_call_of(SYS_unshare); }

static int mount_something(void)
{
	return done(mount("none", "/nothing/there", "tmpfs", 0, NULL));
}

/* --- What must become of it. --- */

#define ANYTHING	-1	/* what the call says without a filter is its own */

static const struct act {
	const char *name;
	int (*act)(void);
	int by_seccomp;		/* 0: the filter lets it through */
	int by_landlock;	/* 0: so does Landlock */
	int abi;		/* of which version on */
} acts[] = {
	{ "open a file of the bag", open_beneath },
	{ "list a folder of the bag", list_beneath },
	{ "open what is beside the bag", open_beside, 0, EACCES, 1 },
	{ "open /etc/passwd", open_system, 0, EACCES, 1 },
	{ "list /etc", list_system, 0, EACCES, 1 },
	{ "follow a link out of the bag", open_by_link, 0, EACCES, 1 },
	{ "open a file to write", overwrite, EPERM, EACCES, 1 },
	{ "open a file to read and write", change, EPERM, EACCES, 1 },
	{ "make a file", create, EPERM, EACCES, 1 },
	{ "make a file without a name", create_unnamed, EPERM, EACCES, 1 },
	{ "empty a file", empty, EPERM, EACCES, 3 },
	{ "make a folder", make_folder, EPERM, EACCES, 1 },
	{ "make a pipe", make_pipe, EPERM, EACCES, 1 },
	{ "make a link", make_link, EPERM, EACCES, 1 },
	{ "remove a file", drop, EPERM, EACCES, 1 },
	{ "rename a file", rename_it, EPERM, EACCES, 1 },
	{ "link a file", link_it, EPERM, EACCES, 1 },
	{ "change a file's mode", change_mode, EPERM },
	{ "write and cut an open file", write_open_file },
	{ "set the flags of an open file", set_flags },
	{ "have another process signalled", set_owner, EPERM },
	{ "type into a terminal", type_into_terminal, EPERM },
	{ "connect", connect_to_it, EPERM, EACCES, 4 },
	{ "bind", listen_elsewhere, EPERM, EACCES, 4 },
	{ "send a datagram", send_datagram, EPERM },
	{ "run a program", run_program, EPERM, EACCES, 1 },
	{ "start a process", start_process, EPERM },
	{ "signal another process", signal_parent, EPERM, EPERM, 6 },
	{ "signal itself", signal_itself },
	{ "start a thread", start_thread },
	{ "load a converter", load_converter },
	{ "userfaultfd", watch_memory, EPERM, ANYTHING },
	{ "process_vm_readv", read_memory, EPERM, ANYTHING },
	{ "setns", enter_namespace, EPERM, ANYTHING },
	{ "io_uring_setup", ask_in_a_ring, EPERM, ANYTHING },
	{ "keyctl", ask_for_keys, EPERM, ANYTHING },
	{ "unshare", leave_namespace, EPERM, ANYTHING },
	{ "mount", mount_something, EPERM, ANYTHING },
};

static int expected(const struct act *act, const struct hf_sandbox *in_force)
{
	if (in_force->seccomp && act->by_seccomp)
		return act->by_seccomp;
	if (act->by_landlock == ANYTHING || in_force->landlock >= act->abi)
		return act->by_landlock;
	return 0;
}

/* --- The child. --- */

static int no_landlock(const void *attr, size_t size, uint32_t flags)
{
	errno = ENOSYS;
	return -1;
}

/* From now on the kernel answers so where it is asked for a filter. */
static void answer_filters(int of_prctl, int of_seccomp)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	if (!filter ||
	    seccomp_rule_add(filter, SCMP_ACT_ERRNO((unsigned int)of_prctl),
			     SCMP_SYS(prctl), 1,
			     SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP)) ||
	    seccomp_rule_add(filter, SCMP_ACT_ERRNO((unsigned int)of_seccomp),
			     SCMP_SYS(seccomp), 0) ||
	    seccomp_load(filter))
		_exit(NOTHING_THERE);
	seccomp_release(filter);
}

static void make_bag(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	socklen_t size = sizeof(address);

	unit_mkdir("bag");
	unit_mkdir("bag/data");
	unit_puts("bag/data/file", "text");
	unit_puts("outside", "text");
	unit_symlink("../outside", "bag/link");
	open_file = unit_open("bag/data/file", O_RDWR);
	any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&any, sizeof(any)), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&address,
				     &size), 0);
}

static int enter(const char *name, struct hf_sandbox *in_force,
		 struct hf_error *err)
{
	char path[64];
	const char *const paths[] = { "/nothing/there", path };

	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", unit_dir, name);
	return hf_sandbox_enter(paths, COUNT(paths), in_force, err);
}

static _Noreturn void be_child(const struct act *act, enum kernel kernel)
{
	struct hf_sandbox in_force;
	struct hf_error err;
	int got, wanted;

	if (kernel == WITHOUT_LANDLOCK)
		unit_replace_io()->landlock_create_ruleset = no_landlock;
	if (kernel == WITHOUT_SECCOMP)
		answer_filters(EINVAL, ENOSYS);
	if (enter("bag", &in_force, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		_exit(1);
	}
	if ((kernel != WITHOUT_LANDLOCK && !in_force.landlock) ||
	    (kernel != WITHOUT_SECCOMP && !in_force.seccomp))
		_exit(NOTHING_THERE);
	got = act->act();
	wanted = expected(act, &in_force);
	if (got == wanted || wanted == ANYTHING)
		_exit(0);
	/* Nor need it be refused where there is no such call. */
	if (act->by_landlock == ANYTHING && got == ENOSYS)
		_exit(NOTHING_THERE);
	fprintf(stderr, "%s (Landlock %d, seccomp %d): %s; must be: %s\n",
		act->name, in_force.landlock, in_force.seccomp,
		hf_errno_text(got), hf_errno_text(wanted));
	_exit(1);
}

/* It stands between, and dies where a program that it runs is refused. */
static bool under_valgrind(void)
{
	const char *preloaded = getenv("LD_PRELOAD");

	return preloaded && strstr(preloaded, "vgpreload");
}

/* What the child ends with; one that was killed ends badly. */
static int wait_for(pid_t child)
{
	int status;

	ck_assert_int_gt(child, 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(WIFEXITED(status), "killed by signal %d",
		      WTERMSIG(status));
	return WEXITSTATUS(status);
}

START_TEST(in_the_sandbox_one_reads_the_bag_and_nothing_else)
{
	static const char *const lacking[KERNELS] = {
		"Landlock or seccomp", "Landlock", "seccomp",
	};
	enum kernel kernel = (enum kernel)(_i % KERNELS);
	pid_t child;
	int status;

	if (acts[_i / KERNELS].act == run_program && under_valgrind()) {
		unit_skip("run a program: not under valgrind");
		return;
	}
	make_bag();
	child = fork();
	if (!child)
		be_child(&acts[_i / KERNELS], kernel);
	status = wait_for(child);
	if (status == NOTHING_THERE)
		unit_skip("%s: the kernel has no %s here",
			  acts[_i / KERNELS].name, lacking[kernel]);
	else
		ck_assert_int_eq(status, 0);
}
END_TEST

/* The same acts, outside: that they can be done at all, the tests rest on. */
START_TEST(outside_all_of_it_can_be_done)
{
	const struct act *act = &acts[_i];
	pid_t child;

	if (act->by_landlock == ANYTHING || act->act == run_program)
		return;
	make_bag();
	child = fork();
	if (!child)
		_exit(act->act());
	ck_assert_msg(wait_for(child) == 0, "%s", act->name);
}
END_TEST

/* --- openat2(2), which a filter cannot look into. --- */

static int openat2_with(uint64_t flags)
{
	struct open_how how = { .flags = flags };
	long fd = syscall(SYS_openat2, unit_dir, "bag/data/file", &how,
			  sizeof(how));

	return done((int)fd);
}

START_TEST(openat2_is_there_where_landlock_watches_over_it)
{
	struct hf_sandbox in_force;
	struct hf_error err;
	int reads, writes, status;
	pid_t child;

	make_bag();
	child = fork();
	if (!child) {
		if (_i)
			unit_replace_io()->landlock_create_ruleset = no_landlock;
		if (enter("bag", &in_force, &err) < 0)
			_exit(1);
		if (!in_force.seccomp || (!_i && !in_force.landlock))
			_exit(NOTHING_THERE);
		reads = openat2_with(O_RDONLY);
		writes = openat2_with(O_WRONLY);
		_exit(_i ? reads != ENOSYS || writes != ENOSYS
			 : reads != 0 || writes != EACCES);
	}
	status = wait_for(child);
	if (status == NOTHING_THERE)
		unit_skip("openat2: the kernel has no Landlock or seccomp");
	else
		ck_assert_int_eq(status, 0);
}
END_TEST

/* --- What may be read. --- */

START_TEST(of_a_file_that_file_alone)
{
	struct hf_sandbox in_force;
	struct hf_error err;
	pid_t child;
	int status;

	make_bag();
	unit_puts("bag/data/other", "text");
	child = fork();
	if (!child) {
		if (enter("bag/data/file", &in_force, &err) < 0)
			_exit(1);
		if (!in_force.landlock)
			_exit(NOTHING_THERE);
		_exit(try_open("bag/data/file", O_RDONLY) != 0 ||
		      try_open("bag/data/other", O_RDONLY) != EACCES ||
		      try_open("bag/data", O_RDONLY) != EACCES);
	}
	status = wait_for(child);
	if (status == NOTHING_THERE)
		unit_skip("one file: the kernel has no Landlock");
	else
		ck_assert_int_eq(status, 0);
}
END_TEST

/* A pipe lies in no folder; it can be opened by who was given it. */
START_TEST(a_pipe_is_no_obstacle)
{
	struct hf_sandbox in_force;
	const char *paths[1];
	struct hf_error err;
	char path[64];
	int ends[2];
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", ends[0]);
	paths[0] = path;
	child = fork();
	if (!child)
		_exit(hf_sandbox_enter(paths, 1, &in_force, &err) < 0 ||
		      try_open(path, O_RDONLY) != 0);
	ck_assert_int_eq(wait_for(child), 0);
}
END_TEST

/* --- What cannot be entered. --- */

static int refuse_ruleset(const void *attr, size_t size, uint32_t flags)
{
	errno = EPERM;
	return -1;
}

static int refuse_rule(int ruleset, int type, const void *attr, uint32_t flags)
{
	errno = ENOMEM;
	return -1;
}

static int refuse_to_enter(int ruleset, uint32_t flags)
{
	errno = E2BIG;
	return -1;
}

static int refuse_to_open(int dir, const char *path, int flags, mode_t mode)
{
	errno = EMFILE;
	return -1;
}

static void refuse_landlock(int which)
{
	struct hf_io *io = unit_replace_io();

	switch (which) {
	case 0:
		io->landlock_create_ruleset = refuse_ruleset;
		break;
	case 1:
		io->landlock_add_rule = refuse_rule;
		break;
	case 2:
		io->landlock_restrict_self = refuse_to_enter;
		break;
	case 3:
		io->openat = refuse_to_open;
		break;
	}
}

static const char *const refusals[] = {
	"the kernel refuses 'landlock_create_ruleset': Operation not permitted",
	"the kernel refuses 'landlock_add_rule': out of memory",
	"the kernel refuses 'landlock_restrict_self': Argument list too long",
	"cannot look at '/nothing/there': Too many open files",
	"the kernel refuses the filter of 'seccomp': Operation not permitted",
};

START_TEST(what_the_kernel_has_and_refuses_is_an_error)
{
	struct hf_sandbox in_force;
	struct hf_error err = { 0 };
	pid_t child;
	int status;

	make_bag();
	child = fork();
	if (!child) {
		if (hf_io->landlock_create_ruleset(NULL, 0, 1) < 0)
			_exit(NOTHING_THERE);
		if (_i == COUNT(refusals) - 1)
			answer_filters(EPERM, EPERM);
		else
			refuse_landlock(_i);
		if (enter("bag", &in_force, &err) == -1 &&
		    err.code == HF_ESYS && !strcmp(err.text, refusals[_i]))
			_exit(0);
		fprintf(stderr, "said: %s\nmust be: %s\n", err.text,
			refusals[_i]);
		_exit(1);
	}
	status = wait_for(child);
	if (status == NOTHING_THERE)
		unit_skip("refusals: the kernel has no Landlock or seccomp");
	else
		ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(what_the_kernel_lacks_is_not_missed)
{
	struct hf_sandbox in_force = { 1, true };
	struct hf_error err;
	pid_t child;
	int status;

	make_bag();
	child = fork();
	if (!child) {
		unit_replace_io()->landlock_create_ruleset = no_landlock;
		answer_filters(EINVAL, ENOSYS);
		_exit(enter("bag", &in_force, &err) < 0 || in_force.landlock ||
		      in_force.seccomp || open_system() != 0);
	}
	status = wait_for(child);
	if (status == NOTHING_THERE)
		unit_skip("neither: the kernel has no seccomp to play it");
	else
		ck_assert_int_eq(status, 0);
}
END_TEST

static void close_all(void)
{
	close(listener);
	close(open_file);
}

Suite *sandbox_suite(void)
{
	Suite *s = suite_create("sandbox");
	TCase *tc = unit_disk_case(s, "sandbox");

	tcase_add_checked_fixture(tc, NULL, close_all);
	tcase_add_loop_test(tc, in_the_sandbox_one_reads_the_bag_and_nothing_else,
			    0, KERNELS * COUNT(acts));
	tcase_add_loop_test(tc, outside_all_of_it_can_be_done, 0, COUNT(acts));
	tcase_add_loop_test(tc, openat2_is_there_where_landlock_watches_over_it,
			    0, 2);
	tcase_add_test(tc, of_a_file_that_file_alone);
	tcase_add_test(tc, a_pipe_is_no_obstacle);
	tcase_add_loop_test(tc, what_the_kernel_has_and_refuses_is_an_error, 0,
			    COUNT(refusals));
	tcase_add_test(tc, what_the_kernel_lacks_is_not_missed);
	return s;
}
