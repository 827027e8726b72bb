#include "sandbox/filter_program.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/io.h"
#include "sandbox/instruments.h"

/* Of the raw call; glibc's wrapper has its own order. */
#if defined(__s390__)
#define CLONE_FLAGS_AT	1
#else
#define CLONE_FLAGS_AT	0
#endif

/*
 * What one who reads asks of the system, by name: where a processor, or a
 * libseccomp, does not know one of them, it is not asked there.
 */
static const char *const allowed[] = {
	/* files that are open */
	"read", "readv", "pread64", "preadv", "preadv2", "write", "writev",
	"pwrite64", "pwritev", "pwritev2", "lseek", "_llseek", "close", "fsync",
	"fdatasync", "ftruncate", "ftruncate64", "fadvise64", "fadvise64_64",
	"arm_fadvise64_64", "readahead", "copy_file_range", "dup", "dup2",
	"dup3", "pipe", "pipe2", "poll", "ppoll", "ppoll_time64", "select",
	"_newselect", "pselect6", "pselect6_time64", "flock",
	/* what lies where; to open is below, with conditions */
	"stat", "stat64", "lstat", "lstat64", "fstat", "fstat64", "newfstatat",
	"fstatat64", "statx", "statfs", "statfs64", "fstatfs", "fstatfs64",
	"getdents", "getdents64", "readlink", "readlinkat", "access",
	"faccessat", "faccessat2", "getcwd",
	/* memory */
	"brk", "mmap", "mmap2", "munmap", "mremap", "mprotect", "madvise",
	"mincore", "membarrier",
	/* threads, and signals to oneself */
	"futex", "futex_time64", "set_robust_list", "get_robust_list", "rseq",
	"set_tid_address", "gettid", "sched_yield", "sched_getaffinity",
	"sched_getscheduler", "sched_getparam", "sched_get_priority_max",
	"sched_get_priority_min", "getcpu", "arch_prctl", "set_tls", "cacheflush",
	"riscv_flush_icache", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn",
	"rt_sigtimedwait", "rt_sigpending", "rt_sigsuspend", "sigreturn",
	"sigaltstack", "restart_syscall", "pause", "exit", "exit_group",
	/* time, chance, and oneself */
	"clock_gettime", "clock_gettime64", "clock_getres",
	"clock_getres_time64", "clock_nanosleep", "clock_nanosleep_time64",
	"nanosleep", "gettimeofday", "time", "times", "getrandom", "getpid",
	"getppid", "getuid", "geteuid", "getgid", "getegid", "getuid32",
	"geteuid32", "getgid32", "getegid32", "getrlimit", "ugetrlimit",
	"getrusage", "sysinfo", "uname",
	INSTRUMENT_CALLS
};

/* ... and, besides, one who makes files where Landlock lets him. */
static const char *const allowed_writer[] = {
	"open", "openat", "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir",
	"sync_file_range", "sync_file_range2", "arm_sync_file_range",
};

#define WHOLE	UINT32_C(0xffffffff)	/* an int: what stands above counts not */
#define WRITES	(O_ACCMODE | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY))
#define THREAD	(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD)

/* Allowed where these bits of an argument have this value. */
static const struct part {
	const char *call;
	unsigned int argument;
	uint64_t bits, value;
} allowed_parts[] = {
	{ "open", 1, WRITES, O_RDONLY },
	{ "openat", 2, WRITES, O_RDONLY },
	{ "clone", CLONE_FLAGS_AT, THREAD, THREAD },
	{ "fcntl", 1, WHOLE, F_DUPFD },
	{ "fcntl", 1, WHOLE, F_DUPFD_CLOEXEC },
	{ "fcntl", 1, WHOLE, F_GETFD },
	{ "fcntl", 1, WHOLE, F_SETFD },
	{ "fcntl", 1, WHOLE, F_GETFL },
	{ "fcntl", 1, WHOLE, F_SETFL },
	{ "fcntl64", 1, WHOLE, F_DUPFD },
	{ "fcntl64", 1, WHOLE, F_DUPFD_CLOEXEC },
	{ "fcntl64", 1, WHOLE, F_GETFD },
	{ "fcntl64", 1, WHOLE, F_SETFD },
	{ "fcntl64", 1, WHOLE, F_GETFL },
	{ "fcntl64", 1, WHOLE, F_SETFL },
	/* whether it is a terminal, and how wide */
	{ "ioctl", 1, WHOLE, TCGETS },
	{ "ioctl", 1, WHOLE, TIOCGWINSZ },
	{ "prctl", 0, WHOLE, PR_SET_NAME },
	{ "prctl", 0, WHOLE, PR_GET_NAME },
	/* to read a limit, and not to set one */
	{ "prlimit64", 2, UINT64_MAX, 0 },
	INSTRUMENT_PART_CALLS
};

/* Times of what is open alone (no path): Landlock does not watch over these. */
static const struct part allowed_writer_parts[] = {
	{ "utimensat", 1, UINT64_MAX, 0 },
	{ "utimensat_time64", 1, UINT64_MAX, 0 },
};

static int fail(struct hf_error *err, const char *what, int code)
{
	if (code == -ENOMEM)
		return hf_fail_memory(err);
	errno = -code;
	return hf_fail(err, HF_ESYS, "%s", what);
}

/* One rule; a name that has no number here needs none. */
static int rule(scmp_filter_ctx filter, uint32_t action, const char *name,
		const struct scmp_arg_cmp *condition)
{
	int call = seccomp_syscall_resolve_name(name);

	if (call < 0)
		return 0;
	return seccomp_rule_add_array(filter, action, call,
				      condition ? 1 : 0, condition);
}

static int rule_part(scmp_filter_ctx filter, const struct part *part)
{
	struct scmp_arg_cmp condition = {
		.arg = part->argument, .op = SCMP_CMP_MASKED_EQ,
		.datum_a = part->bits, .datum_b = part->value,
	};

	return rule(filter, SCMP_ACT_ALLOW, part->call, &condition);
}

#define LENGTH(array)	(sizeof(array) / sizeof((array)[0]))

static int rules(scmp_filter_ctx filter, const char *const *calls, size_t n,
		 const struct part *parts, size_t n_parts)
{
	int code = 0;

	for (size_t i = 0; !code && i < n; i++)
		code = rule(filter, SCMP_ACT_ALLOW, calls[i], NULL);
	for (size_t i = 0; !code && i < n_parts; i++)
		code = rule_part(filter, &parts[i]);
	return code;
}

static int fill(scmp_filter_ctx filter, bool beneath, bool writes)
{
	const uint32_t absent = SCMP_ACT_ERRNO(ENOSYS);
	const struct part own[] = {
		{ "kill", 0, WHOLE, HF_FILTER_SELF },
		{ "tgkill", 0, WHOLE, HF_FILTER_SELF },
	};
	int code;

	code = rules(filter, allowed, LENGTH(allowed), own, LENGTH(own));
	if (!code)
		code = rules(filter, NULL, 0, allowed_parts,
			     LENGTH(allowed_parts));
	if (!code && writes)
		code = rules(filter, allowed_writer, LENGTH(allowed_writer),
			     allowed_writer_parts,
			     LENGTH(allowed_writer_parts));
	/*
	 * These two have their flags in memory, where no filter sees them; who
	 * is told that the system lacks them takes the older way.
	 */
	if (!code)
		code = rule(filter, absent, "clone3", NULL);
	if (!code)
		code = rule(filter, beneath ? SCMP_ACT_ALLOW : absent,
			    "openat2", NULL);
	return code;
}

/* Calls of another architecture are refused too, and the list is a tree. */
static int set(scmp_filter_ctx filter)
{
	const struct {
		enum scmp_filter_attr attribute;
		uint32_t value;
	} settings[] = {
		{ SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(EPERM) },
		{ SCMP_FLTATR_CTL_OPTIMIZE, 2 },
	};
	int code = 0;

	for (size_t i = 0; !code && i < sizeof(settings) / sizeof(*settings);
	     i++)
		code = seccomp_attr_set(filter, settings[i].attribute,
					settings[i].value);
	return code;
}

/* libseccomp 2.5.4 does not bear that memory ends while a filter is made. */
static bool has_room(void)
{
	void *room = malloc(2 << 20);

	free(room);
	return room != NULL;
}

/* What was made so far; a process that is forked has what its parent had. */
static _Atomic(struct hf_filter_program *) made[2][2];

static int hand_over(scmp_filter_ctx filter, struct hf_filter_program *program,
		     struct hf_error *err)
{
	int ends[2], code;
	ssize_t got;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return hf_fail(err, HF_ESYS, "cannot make a pipe");
	code = seccomp_export_bpf(filter, ends[1]);
	if (hf_io->close(ends[1]) < 0 && !code)
		code = -errno;
	do {
		got = code ? code : hf_io->read(ends[0], program->steps,
						sizeof(program->steps));
	} while (got < 0 && !code && errno == EINTR);
	if (got < 0)
		fail(err, "the filter for 'seccomp' could not be had",
		     code ? code : -errno);
	hf_close(ends[0]);
	if (got < 0)
		return -1;
	if (!got || got % (ssize_t)sizeof(*program->steps) ||
	    got == sizeof(program->steps))
		return hf_fail(err, HF_ELIB,
			       "the filter for 'seccomp' could not be had");
	program->n = (unsigned short)(got / (ssize_t)sizeof(*program->steps));
	return 0;
}

static int make(struct hf_filter_program *program, bool beneath, bool writes,
		struct hf_error *err)
{
	scmp_filter_ctx filter;
	int code, ret = -1;

	if (!has_room())
		return hf_fail_memory(err);
	filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!filter)
		return hf_fail_memory(err);
	code = set(filter);
	if (!code)
		code = fill(filter, beneath, writes);
	if (code)
		fail(err, "the filter for 'seccomp' could not be made", code);
	else
		ret = hand_over(filter, program, err);
	seccomp_release(filter);
	return ret;
}

const struct hf_filter_program *hf_filter_program(bool beneath, bool writes,
						  struct hf_error *err)
{
	struct hf_filter_program *there = atomic_load(&made[beneath][writes]);
	struct hf_filter_program *program;

	if (there)
		return there;
	program = malloc(sizeof(*program));
	if (!program) {
		hf_fail_memory(err);
		return NULL;
	}
	if (make(program, beneath, writes, err) < 0) {
		free(program);
		return NULL;
	}
	/* Another thread may have been as quick. */
	if (!atomic_compare_exchange_strong(&made[beneath][writes], &there,
					    program)) {
		free(program);
		program = there;
	}
	return program;
}
