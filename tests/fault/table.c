/*
 * The table of I/O that fails where it is told: see fault.h.
 *
 * A call that fails is not made, but for close, which on Linux gives the
 * descriptor back whatever it says.
 */
#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"

#define FDS	4096	/* of those above, no file is followed */

static const char *const call_names[CALL_COUNT] = {
	"openat", "create", "openat2", "close", "release", "read", "pread",
	"preadv2", "write", "pwrite", "copy_file_range", "clone", "ftruncate", "fsync",
	"fadvise", "fstat", "fstatat", "getdents", "readlinkat", "linkat",
	"symlinkat", "mkdirat", "unlinkat", "renameat2", "futimens", "fchmod",
	"flock", "set_direct", "landlock", "memory", "thread",
};

/* What a system without the call says instead. */
static const int absent_errors[CALL_COUNT] = {
	[CALL_OPENAT2] = ENOSYS, [CALL_PREADV2] = ENOSYS,
	[CALL_COPY_FILE_RANGE] = ENOSYS, [CALL_CLONE] = EOPNOTSUPP,
	[CALL_FADVISE] = ENOSYS, [CALL_RENAMEAT2] = EINVAL,
	[CALL_SET_DIRECT] = EINVAL, [CALL_LANDLOCK] = ENOSYS,
};

static struct fault fault;
static struct fault_seen *seen;
static pid_t first;			/* the process that began */
static atomic_uchar followed[FDS];	/* 1: read_file, 2: change_file */
static atomic_int looks;		/* at change_file */
static atomic_bool changed;
static atomic_int opened_staging;
static pthread_mutex_t durable_lock = PTHREAD_MUTEX_INITIALIZER;

const char *fault_call_name(enum fault_call call)
{
	return call_names[call];
}

static const struct { const char *name; int error; } errors[] = {
	{ "EACCES", EACCES }, { "EAGAIN", EAGAIN }, { "EDQUOT", EDQUOT }, { "EINTR", EINTR },
	{ "EINVAL", EINVAL }, { "EIO", EIO }, { "EMFILE", EMFILE },
	{ "ENOMEM", ENOMEM }, { "ENOSPC", ENOSPC }, { "ENOSYS", ENOSYS },
	{ "EPERM", EPERM }, { "EROFS", EROFS }, { "ESTALE", ESTALE },
};

const char *fault_error_name(int error)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		if (errors[i].error == error)
			return errors[i].name;
	}
	return "?";
}

static _Noreturn void end_here(void)
{
	kill(getpid(), SIGKILL);
	for (;;)
		pause();
}

/* Until the driver has ended the first process, and that takes us with it. */
static _Noreturn void end_first(void)
{
	seen->end_parent = true;
	for (;;)
		sched_yield();
}

/* What is to be done with this call. */
enum order { GO_ON, FAIL, SHORT, END_AFTER };

/* Count the call; with FAIL, errno is set. */
static enum order count(enum fault_call call)
{
	unsigned long n;

	if (fault.absent & CALL_BIT(call) && call != CALL_RENAMEAT2) {
		errno = absent_errors[call];
		return FAIL;
	}
	if (!(fault.calls & CALL_BIT(call)))
		return GO_ON;
	n = atomic_fetch_add(&seen->calls, 1) + 1;
	if (fault.how == FAULT_NONE || n < fault.at ||
	    (n > fault.at && fault.how != FAULT_FROM))
		return GO_ON;
	if (n == fault.at) {
		seen->call = (int)call;
		seen->in_child = getpid() != first;
		seen->hit = true;
	}
	switch (fault.how) {
	case FAULT_KILL:
		end_here();
	case FAULT_KILL_PARENT:
		end_first();
	case FAULT_KILL_AFTER:
		return END_AFTER;
	case FAULT_SHORT:
		return SHORT;
	default:
		if (CALLS_PERHAPS & CALL_BIT(call))
			seen->perhaps = true;
		else if (!(CALLS_HARMLESS & CALL_BIT(call)) &&
			 !(fault.error == EINTR && CALLS_AGAIN & CALL_BIT(call)))
			seen->harmed = true;
		errno = fault.error;
		return FAIL;
	}
}

bool fault_fails(enum fault_call call)
{
	return count(call) == FAIL;
}

/* Give @result as the call gave it, unless the process is to end here. */
static ssize_t after(enum order order, ssize_t result)
{
	if (order == END_AFTER)
		end_here();
	return result;
}

static size_t shorter(enum order order, size_t size)
{
	return order == SHORT && size > 1 ? size / 2 : size;
}

/* Whether @path ends with the path @end. */
static bool ends_with(const char *path, const char *end)
{
	size_t len = strlen(path), end_len = strlen(end);

	return end_len && len >= end_len &&
	       !strcmp(path + len - end_len, end) &&
	       (len == end_len || path[len - end_len - 1] == '/');
}

static bool ends_with_text(const char *path, const char *end)
{
	size_t len = strlen(path), end_len = strlen(end);

	return len >= end_len && !strcmp(path + len - end_len, end);
}

static void follow(int fd, const char *path)
{
	if (fd < 0 || fd >= FDS)
		return;
	followed[fd] = (unsigned char)(ends_with(path, fault.read_file) |
				       2 * ends_with(path, fault.change_file));
}

static bool is_followed(int fd, int bit)
{
	return fd >= 0 && fd < FDS && followed[fd] & bit;
}

/* The path that leads to what @fd has open, or "". */
static const char *path_of(int fd, char *path, size_t size)
{
	char link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, size - 1);
	path[n < 0 ? 0 : n] = '\0';
	return path;
}

/* Give the file that @fd has open other bytes, size, time, or name. */
static void change(int fd)
{
	char path[4096], other[4200], byte = 0;
	struct stat st;
	int to;

	if (atomic_exchange(&changed, true))
		return;
	path_of(fd, path, sizeof(path));
	to = open(path, O_RDWR);
	if (to < 0 || fstat(to, &st) < 0)
		abort();
	if (!strcmp(fault.change_how, "write")) {
		if (pread(to, &byte, 1, 0) != 1)
			abort();
		byte ^= 1;
		if (pwrite(to, &byte, 1, 0) != 1)
			abort();
	} else if (!strcmp(fault.change_how, "grow")) {
		if (pwrite(to, "more", 4, st.st_size) != 4)
			abort();
	} else if (!strcmp(fault.change_how, "shrink")) {
		if (ftruncate(to, st.st_size / 2) < 0)
			abort();
	} else if (!strcmp(fault.change_how, "touch")) {
		if (futimens(to, NULL) < 0)
			abort();
	} else if (!strcmp(fault.change_how, "remove")) {
		if (unlink(path) < 0)
			abort();
	} else if (!strcmp(fault.change_how, "replace")) {
		snprintf(other, sizeof(other), "%s.new", path);
		close(to);
		to = open(other, O_WRONLY | O_CREAT | O_EXCL, 0666);
		if (to < 0 || write(to, "other", 5) != 5 ||
		    rename(other, path) < 0)
			abort();
	}
	close(to);
}

/*
 * A staging folder is opened when it was made, to be locked and filled; the
 * second time, it is to be removed.
 */
static void note_opening(const char *path)
{
	if (seen->staged && !seen->hit && strstr(path, ".holdfast-") &&
	    atomic_fetch_add(&opened_staging, 1) > 0)
		seen->removing = true;
}

static int table_openat(int dir, const char *path, int flags, mode_t mode)
{
	enum order order;
	int fd;

	note_opening(path);
	order = count(flags & O_CREAT ? CALL_CREATE : CALL_OPENAT);
	if (order == FAIL)
		return -1;
	fd = hf_io_system.openat(dir, path, flags, mode);
	follow(fd, path);
	/* A file that is only locked has nothing to lose. */
	if (fault.durable && fd >= 0 && flags & O_CREAT &&
	    !ends_with_text(path, "-lock")) {
		pthread_mutex_lock(&durable_lock);
		durable_wrote(fd);
		durable_changed_folder(dir);
		pthread_mutex_unlock(&durable_lock);
	}
	return (int)after(order, fd);
}

static int table_openat2(int dir, const char *path, const struct open_how *how)
{
	enum order order;
	int fd;

	if (!(fault.absent & CALL_BIT(CALL_OPENAT2)))
		note_opening(path);
	order = count(CALL_OPENAT2);
	if (order == FAIL)
		return -1;
	if (!strcmp(fault.change_how, "unlink") && !(how->flags & O_DIRECTORY) &&
	    ends_with(path, fault.change_file) &&
	    !atomic_exchange(&changed, true))
		unlinkat(dir, path, 0);
	fd = hf_io_system.openat2(dir, path, how);
	follow(fd, path);
	return (int)after(order, fd);
}

/* What was only read, or is gone with the last descriptor. */
static bool is_release(int fd)
{
	struct stat st;

	return (fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDONLY ||
	       (fstat(fd, &st) == 0 && !st.st_nlink);
}

static int table_close(int fd)
{
	enum order order = count(is_release(fd) ? CALL_RELEASE : CALL_CLOSE);
	int saved = errno, ret;

	if (fd >= 0 && fd < FDS)
		followed[fd] = 0;
	ret = hf_io_system.close(fd);
	seen->closed_twice |= ret < 0 && errno == EBADF;
	if (order == FAIL) {
		errno = saved;
		return -1;
	}
	return (int)after(order, ret);
}

/* What of @size bytes at @at can be read before the one that cannot. */
static ssize_t until_error(int fd, size_t size, off_t at)
{
	if (fault.change_file[0] && is_followed(fd, 2) &&
	    strcmp(fault.change_how, "look") != 0)
		change(fd);
	if (!is_followed(fd, 1) || at + (off_t)size <= fault.read_offset)
		return (ssize_t)size;
	if (at < fault.read_offset)
		return (ssize_t)(fault.read_offset - at);
	errno = fault.read_error;
	return -1;
}

static ssize_t table_read(int fd, void *data, size_t size)
{
	enum order order = count(CALL_READ);
	ssize_t most;

	if (order == FAIL)
		return -1;
	most = until_error(fd, shorter(order, size), lseek(fd, 0, SEEK_CUR));
	if (most < 0)
		return -1;
	return after(order, hf_io_system.read(fd, data, (size_t)most));
}

static ssize_t table_pread(int fd, void *data, size_t size, off_t at)
{
	enum order order = count(CALL_PREAD);
	ssize_t most;

	if (order == FAIL)
		return -1;
	most = until_error(fd, shorter(order, size), at);
	if (most < 0)
		return -1;
	return after(order, hf_io_system.pread(fd, data, (size_t)most, at));
}

static ssize_t table_preadv2(int fd, const struct iovec *vec, int n, off_t at,
			     int flags)
{
	enum order order = count(CALL_PREADV2);
	struct iovec part;
	ssize_t most;

	if (order == FAIL)
		return -1;
	if (n < 1 || (order != SHORT && !followed[fd < FDS ? fd : 0]))
		return after(order, hf_io_system.preadv2(fd, vec, n, at,
							 flags));
	part = vec[0];
	most = until_error(fd, shorter(order, part.iov_len), at);
	if (most < 0)
		return -1;
	part.iov_len = (size_t)most;
	return after(order, hf_io_system.preadv2(fd, &part, 1, at, flags));
}

static void note_written(int fd)
{
	if (!fault.durable)
		return;
	pthread_mutex_lock(&durable_lock);
	durable_wrote(fd);
	pthread_mutex_unlock(&durable_lock);
}

static ssize_t table_write(int fd, const void *data, size_t size)
{
	enum order order = count(CALL_WRITE);

	if (order == FAIL)
		return -1;
	note_written(fd);
	return after(order, hf_io_system.write(fd, data,
					       shorter(order, size)));
}

static ssize_t table_pwrite(int fd, const void *data, size_t size, off_t at)
{
	enum order order = count(CALL_PWRITE);

	if (order == FAIL)
		return -1;
	note_written(fd);
	return after(order, hf_io_system.pwrite(fd, data,
						shorter(order, size), at));
}

static ssize_t table_copy_file_range(int in, off_t *in_at, int out,
				     off_t *out_at, size_t size,
				     unsigned int flags)
{
	enum order order = count(CALL_COPY_FILE_RANGE);

	if (order == FAIL)
		return -1;
	note_written(out);
	return after(order, hf_io_system.copy_file_range(in, in_at, out, out_at,
							 shorter(order, size),
							 flags));
}

static int table_clone(int out, int in)
{
	enum order order = count(CALL_CLONE);

	if (order == FAIL)
		return -1;
	note_written(out);
	return (int)after(order, hf_io_system.clone(out, in));
}

static int table_ftruncate(int fd, off_t size)
{
	enum order order = count(CALL_FTRUNCATE);

	if (order == FAIL)
		return -1;
	note_written(fd);
	return (int)after(order, hf_io_system.ftruncate(fd, size));
}

static int table_fsync(int fd)
{
	enum order order = count(CALL_FSYNC);

	if (order == FAIL)
		return -1;
	if (fault.durable) {
		pthread_mutex_lock(&durable_lock);
		durable_synced(fd);
		pthread_mutex_unlock(&durable_lock);
	}
	return (int)after(order, fault.unsynced ? 0 : hf_io_system.fsync(fd));
}

static int table_set_direct(int fd, bool direct)
{
	enum order order = count(CALL_SET_DIRECT);

	if (order == FAIL)
		return -1;
	return (int)after(order, hf_io_system.set_direct(fd, direct));
}

static int table_fadvise(int fd, off_t at, off_t size, int advice)
{
	enum order order = count(CALL_FADVISE);

	if (order == FAIL)
		return errno;
	return (int)after(order, fault.unsynced ? 0 :
			  hf_io_system.fadvise(fd, at, size, advice));
}

/* Advice too: whether it is taken is nobody's concern but that of speed. */
static int table_sync_file_range(int fd, off_t at, off_t size,
				 unsigned int flags)
{
	enum order order = count(CALL_FADVISE);

	if (order == FAIL)
		return -1;
	return (int)after(order, fault.unsynced ? 0 :
			  hf_io_system.sync_file_range(fd, at, size, flags));
}

static int table_fstat(int fd, struct stat *st)
{
	/* Whether the standard streams are open is no matter of files. */
	enum order order = fd > 2 ? count(CALL_FSTAT) : GO_ON;
	int ret;

	if (order == FAIL)
		return -1;
	ret = hf_io_system.fstat(fd, st);
	/* The last two looks are the engine's: before the read, and after. */
	if (ret == 0 && is_followed(fd, 2) &&
	    !strcmp(fault.change_how, "look"))
		st->st_mtim.tv_nsec = 1000000 + atomic_fetch_add(&looks, 1);
	return (int)after(order, ret);
}

/* What an argument is, was asked in passing; who opens it meets the reason. */
static int table_fstatat(int dir, const char *path, struct stat *st, int flags)
{
	bool harmed = seen->harmed;
	enum order order = count(CALL_FSTATAT);

	if (order == FAIL && dir == AT_FDCWD)
		seen->harmed = harmed;
	if (order == FAIL)
		return -1;
	return (int)after(order, hf_io_system.fstatat(dir, path, st, flags));
}

static ssize_t table_getdents(int fd, void *data, size_t size)
{
	enum order order = count(CALL_GETDENTS);

	if (order == FAIL)
		return -1;
	return after(order, hf_io_system.getdents(fd, data, size));
}

static ssize_t table_readlinkat(int dir, const char *path, char *text,
				size_t size)
{
	enum order order = count(CALL_READLINKAT);

	if (order == FAIL)
		return -1;
	return after(order, hf_io_system.readlinkat(dir, path, text, size));
}

static void note_folder(int dir)
{
	if (!fault.durable)
		return;
	pthread_mutex_lock(&durable_lock);
	durable_changed_folder(dir);
	pthread_mutex_unlock(&durable_lock);
}

/* A folder that is made has to be synced itself, and the one above it. */
static void note_made(int dir, const char *path)
{
	int fd;

	if (!seen->hit && strstr(path, ".holdfast-"))
		seen->staged = true;
	note_folder(dir);
	if (!fault.durable)
		return;
	fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	note_folder(fd);
	close(fd);
}

static int table_linkat(int from_dir, const char *from, int to_dir,
			const char *to, int flags)
{
	enum order order = count(CALL_LINKAT);

	if (order == FAIL)
		return -1;
	note_folder(to_dir);
	return (int)after(order, hf_io_system.linkat(from_dir, from, to_dir, to,
						     flags));
}

static int table_symlinkat(const char *target, int dir, const char *path)
{
	enum order order = count(CALL_SYMLINKAT);

	if (order == FAIL)
		return -1;
	note_folder(dir);
	return (int)after(order, hf_io_system.symlinkat(target, dir, path));
}

static int table_mkdirat(int dir, const char *path, mode_t mode)
{
	enum order order = count(CALL_MKDIRAT);
	int ret;

	if (order == FAIL)
		return -1;
	ret = hf_io_system.mkdirat(dir, path, mode);
	if (ret == 0)
		note_made(dir, path);
	return (int)after(order, ret);
}

static int table_unlinkat(int dir, const char *path, int flags)
{
	enum order order = count(CALL_UNLINKAT);

	if (order == FAIL)
		return -1;
	return (int)after(order, hf_io_system.unlinkat(dir, path, flags));
}

static int table_renameat2(int from_dir, const char *from, int to_dir,
			   const char *to, unsigned int flags)
{
	enum order order = count(CALL_RENAMEAT2);
	char why[512];
	int ret;

	if (order == FAIL)
		return -1;
	if (flags && fault.absent & CALL_BIT(CALL_RENAMEAT2)) {
		errno = absent_errors[CALL_RENAMEAT2];
		return -1;
	}
	pthread_mutex_lock(&durable_lock);
	if (fault.durable && !durable_renamed(from_dir, from, to_dir, to, why,
					      sizeof(why)) &&
	    !seen->undurable[0])
		strcpy(seen->undurable, why);
	pthread_mutex_unlock(&durable_lock);
	ret = hf_io_system.renameat2(from_dir, from, to_dir, to, flags);
	if (ret == 0 && !seen->hit)
		seen->published = true;
	return (int)after(order, ret);
}

static int table_futimens(int fd, const struct timespec times[2])
{
	enum order order = count(CALL_FUTIMENS);

	if (order == FAIL)
		return -1;
	note_written(fd);
	return (int)after(order, hf_io_system.futimens(fd, times));
}

static int table_fchmod(int fd, mode_t mode)
{
	enum order order = count(CALL_FCHMOD);

	if (order == FAIL)
		return -1;
	note_written(fd);
	return (int)after(order, hf_io_system.fchmod(fd, mode));
}

static int table_flock(int fd, int operation)
{
	enum order order = count(CALL_FLOCK);

	if (order == FAIL)
		return -1;
	return (int)after(order, hf_io_system.flock(fd, operation));
}

static int table_landlock_create_ruleset(const void *attr, size_t size,
					 uint32_t flags)
{
	enum order order = count(CALL_LANDLOCK);

	if (order == FAIL)
		return -1;
	return (int)after(order, hf_io_system.landlock_create_ruleset(
			attr, size, flags));
}

static int table_landlock_add_rule(int ruleset, int type, const void *attr,
				   uint32_t flags)
{
	enum order order = count(CALL_LANDLOCK);

	if (order == FAIL)
		return -1;
	return (int)after(order, hf_io_system.landlock_add_rule(
			ruleset, type, attr, flags));
}

/* No promise rests on it: it is passed on. */
static int table_ioprio_set(int which, int who, int priority)
{
	return hf_io_system.ioprio_set(which, who, priority);
}

static int table_landlock_restrict_self(int ruleset, uint32_t flags)
{
	enum order order = count(CALL_LANDLOCK);

	if (order == FAIL)
		return -1;
	return (int)after(order, hf_io_system.landlock_restrict_self(ruleset,
								     flags));
}

static const struct hf_io table = {
	.openat		 = table_openat,
	.openat2	 = table_openat2,
	.close		 = table_close,
	.read		 = table_read,
	.pread		 = table_pread,
	.preadv2	 = table_preadv2,
	.write		 = table_write,
	.pwrite		 = table_pwrite,
	.copy_file_range = table_copy_file_range,
	.clone		 = table_clone,
	.ftruncate	 = table_ftruncate,
	.fsync		 = table_fsync,
	.fadvise	 = table_fadvise,
	.sync_file_range = table_sync_file_range,
	.set_direct	 = table_set_direct,
	.fstat		 = table_fstat,
	.fstatat	 = table_fstatat,
	.getdents	 = table_getdents,
	.readlinkat	 = table_readlinkat,
	.linkat		 = table_linkat,
	.symlinkat	 = table_symlinkat,
	.mkdirat	 = table_mkdirat,
	.unlinkat	 = table_unlinkat,
	.renameat2	 = table_renameat2,
	.futimens	 = table_futimens,
	.fchmod		 = table_fchmod,
	.flock		 = table_flock,
	.landlock_create_ruleset = table_landlock_create_ruleset,
	.landlock_add_rule	 = table_landlock_add_rule,
	.landlock_restrict_self	 = table_landlock_restrict_self,
	.ioprio_set		 = table_ioprio_set,
};

void fault_begin(const struct fault *wanted, struct fault_seen *where)
{
	const void *const *slots = (const void *const *)&table;

	/* A call that is new in base/io.h, and not here. */
	for (size_t i = 0; i < sizeof(table) / sizeof(void *); i++) {
		if (!slots[i])
			abort();
	}
	fault = *wanted;
	seen = where;
	first = getpid();
	hf_io = &table;
}
