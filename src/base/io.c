#include "base/io.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int system_openat(int dir, const char *path, int flags, mode_t mode)
{
	return openat(dir, path, flags, mode);
}

/* glibc 2.36 has no wrapper for openat2(2). */
static int system_openat2(int dir, const char *path, const struct open_how *how)
{
	return (int)syscall(SYS_openat2, dir, path, how, sizeof(*how));
}

static int system_clone(int out, int in)
{
	return ioctl(out, FICLONE, in);
}

static int system_set_direct(int fd, bool direct)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0)
		return -1;
	return fcntl(fd, F_SETFL, direct ? flags | O_DIRECT
					 : flags & ~O_DIRECT);
}

/* readdir(3) allocates a stream per directory; a buffer of ours does not. */
static ssize_t system_getdents(int fd, void *data, size_t size)
{
	return syscall(SYS_getdents64, fd, data, size);
}

/* None of these three has a wrapper either. */
static int system_landlock_create_ruleset(const void *attr, size_t size,
					  uint32_t flags)
{
	return (int)syscall(SYS_landlock_create_ruleset, attr, size, flags);
}

static int system_landlock_add_rule(int ruleset, int type, const void *attr,
				    uint32_t flags)
{
	return (int)syscall(SYS_landlock_add_rule, ruleset, type, attr, flags);
}

static int system_ioprio_set(int which, int who, int priority)
{
	return (int)syscall(SYS_ioprio_set, which, who, priority);
}

static int system_landlock_restrict_self(int ruleset, uint32_t flags)
{
	return (int)syscall(SYS_landlock_restrict_self, ruleset, flags);
}

const struct hf_io hf_io_system = {
	.openat		 = system_openat,
	.openat2	 = system_openat2,
	.close		 = close,
	.read		 = read,
	.pread		 = pread,
	.preadv2	 = preadv2,
	.write		 = write,
	.pwrite		 = pwrite,
	.copy_file_range = copy_file_range,
	.clone		 = system_clone,
	.set_direct	 = system_set_direct,
	.ftruncate	 = ftruncate,
	.fsync		 = fsync,
	.fadvise	 = posix_fadvise,
	.sync_file_range = sync_file_range,
	.fstat		 = fstat,
	.fstatat	 = fstatat,
	.getdents	 = system_getdents,
	.readlinkat	 = readlinkat,
	.linkat		 = linkat,
	.symlinkat	 = symlinkat,
	.mkdirat	 = mkdirat,
	.unlinkat	 = unlinkat,
	.renameat2	 = renameat2,
	.futimens	 = futimens,
	.fchmod		 = fchmod,
	.flock		 = flock,
	.landlock_create_ruleset = system_landlock_create_ruleset,
	.landlock_add_rule	 = system_landlock_add_rule,
	.landlock_restrict_self	 = system_landlock_restrict_self,
	.ioprio_set		 = system_ioprio_set,
};

const struct hf_io *hf_io = &hf_io_system;
