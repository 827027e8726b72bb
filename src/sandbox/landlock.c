#include "sandbox/inside.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <gnu/libc-version.h>
#include <limits.h>
#include <linux/landlock.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "sandbox/instruments.h"

/* What Debian's header (ABI 2) does not know yet; see landlock(7). */
#define ACCESS_FS_TRUNCATE	(UINT64_C(1) << 14)
#define ACCESS_FS_IOCTL_DEV	(UINT64_C(1) << 15)
#define ACCESS_NET_BIND_TCP	(UINT64_C(1) << 0)
#define ACCESS_NET_CONNECT_TCP	(UINT64_C(1) << 1)
#define SCOPE_ABSTRACT_UNIX	(UINT64_C(1) << 0)
#define SCOPE_SIGNAL		(UINT64_C(1) << 1)

#define ACCESS_FS_FIRST		(2 * LANDLOCK_ACCESS_FS_MAKE_SYM - 1)
#define ACCESS_FS_READ		(LANDLOCK_ACCESS_FS_READ_FILE | \
				 LANDLOCK_ACCESS_FS_READ_DIR)

/* What is done to a folder in which files are made.  No links: no names move. */
#define ACCESS_FS_WRITE		(ACCESS_FS_READ | \
				 LANDLOCK_ACCESS_FS_WRITE_FILE | \
				 LANDLOCK_ACCESS_FS_MAKE_REG | \
				 LANDLOCK_ACCESS_FS_MAKE_DIR | \
				 LANDLOCK_ACCESS_FS_REMOVE_FILE | \
				 LANDLOCK_ACCESS_FS_REMOVE_DIR | \
				 ACCESS_FS_TRUNCATE)

/* An older kernel takes it too, as long as what it does not know is 0. */
struct ruleset {
	uint64_t fs, net, scoped;
};

/* What each version watches over that the one before did not. */
static const struct {
	int abi;
	struct ruleset more;
} versions[] = {
	{ 1, { .fs = ACCESS_FS_FIRST } },
	{ 2, { .fs = LANDLOCK_ACCESS_FS_REFER } },
	{ 3, { .fs = ACCESS_FS_TRUNCATE } },
	{ 4, { .net = ACCESS_NET_BIND_TCP | ACCESS_NET_CONNECT_TCP } },
	{ 5, { .fs = ACCESS_FS_IOCTL_DEV } },
	{ 6, { .scoped = SCOPE_ABSTRACT_UNIX | SCOPE_SIGNAL } },
};

/* All that version @abi can refuse is refused where no rule allows it. */
static struct ruleset all_of(int abi)
{
	struct ruleset all = { 0 };

	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]) &&
	     versions[i].abi <= abi; i++) {
		all.fs |= versions[i].more.fs;
		all.net |= versions[i].more.net;
		all.scoped |= versions[i].more.scoped;
	}
	return all;
}

static int fail(struct hf_error *err, const char *call)
{
	return hf_fail(err, HF_ESYS, "the kernel refuses '%s'", call);
}

/* Let what @fd has open, and all beneath it, be used in these ways. */
static int allow(int ruleset, int fd, uint64_t access, struct hf_error *err)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = access, .parent_fd = fd,
	};
	int ret = hf_io->landlock_add_rule(ruleset, LANDLOCK_RULE_PATH_BENEATH,
					   &rule, 0);

	/* It is no folder; what can be done to folders alone is not meant. */
	if (ret < 0 && errno == EINVAL) {
		rule.allowed_access &= LANDLOCK_ACCESS_FS_READ_FILE;
		ret = hf_io->landlock_add_rule(ruleset,
					       LANDLOCK_RULE_PATH_BENEATH,
					       &rule, 0);
	}
	/* A pipe, say, lies in no folder, and needs no rule (EBADFD). */
	if (ret < 0 && errno != EBADFD)
		return fail(err, "landlock_add_rule");
	return 0;
}

static int open_path(const char *path)
{
	return hf_io->openat(AT_FDCWD, path, O_PATH | O_CLOEXEC, 0);
}

static int allow_path(int ruleset, const char *path, struct hf_error *err)
{
	int fd = open_path(path), ret;

	/* That we lack the means says nothing of the path. */
	if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
		return hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(path));
	if (fd < 0)
		return 0;
	ret = allow(ruleset, fd, ACCESS_FS_READ, err);
	hf_close(fd);
	return ret;
}

/* The same for a folder of the system; not every system has it. */
static int allow_system(int ruleset, const char *path, uint64_t access,
			struct hf_error *err)
{
	int fd, ret;

	if (!path)
		return 0;
	fd = open_path(path);
	if (fd < 0)
		return errno == ENOENT ? 0 :
		       hf_fail(err, HF_ESYS, "cannot look at '%s'", path);
	ret = allow(ruleset, fd, access, err);
	hf_close(fd);
	return ret;
}

/*
 * Beside the C library lies the folder of what converts encodings (iconv(3)):
 * it is loaded when a tag file is in one of them.  To look for it takes a
 * millisecond: once for a process and all that it forks.
 */
static pthread_once_t looked = PTHREAD_ONCE_INIT;
static char converters[PATH_MAX];

static void look_for_converters(void)
{
	const char *slash;
	Dl_info info;

	if (!dladdr((const void *)gnu_get_libc_version, &info) ||
	    !info.dli_fname || !(slash = strrchr(info.dli_fname, '/')) ||
	    slash - info.dli_fname > (long)sizeof(converters) - 16)
		return;
	snprintf(converters, sizeof(converters), "%.*s/gconv",
		 (int)(slash - info.dli_fname), info.dli_fname);
}

static int restrict_to(int ruleset, const char *const *paths, size_t n,
		       int into, uint64_t all, struct hf_error *err)
{
	pthread_once(&looked, look_for_converters);
	for (size_t i = 0; i < n; i++) {
		if (allow_path(ruleset, paths[i], err) < 0)
			return -1;
	}
	if (into >= 0 && allow(ruleset, into, all & ACCESS_FS_WRITE, err) < 0)
		return -1;
	if (allow_system(ruleset, *converters ? converters : NULL,
			 ACCESS_FS_READ, err) < 0 ||
	    allow_system(ruleset, INSTRUMENT_READS, ACCESS_FS_READ, err) < 0 ||
	    allow_system(ruleset, INSTRUMENT_WRITES, all, err) < 0)
		return -1;
	if (hf_io->landlock_restrict_self(ruleset, 0) < 0)
		return fail(err, "landlock_restrict_self");
	return 0;
}

/* 0: not built into the kernel, or not switched on when it was started; -1. */
static int abi_of_kernel(void)
{
	int abi = hf_io->landlock_create_ruleset(NULL, 0,
						 LANDLOCK_CREATE_RULESET_VERSION);

	return abi < 0 && (errno == ENOSYS || errno == EOPNOTSUPP) ? 0 : abi;
}

int hf_landlock_enter(const char *const *paths, size_t n, int into,
		      int *abi_ret, struct hf_error *err)
{
	struct ruleset all;
	int abi, ruleset, ret;

	*abi_ret = 0;
	abi = abi_of_kernel();
	if (abi <= 0)
		return abi < 0 ? fail(err, "landlock_create_ruleset") : 0;
	all = all_of(abi);
	ruleset = hf_io->landlock_create_ruleset(&all, sizeof(all), 0);
	if (ruleset < 0)
		return fail(err, "landlock_create_ruleset");
	ret = restrict_to(ruleset, paths, n, into, all.fs, err);
	if (hf_io->close(ruleset) < 0 && ret == 0)
		ret = fail(err, "close");
	if (ret == 0)
		*abi_ret = abi;
	return ret;
}

void hf_landlock_prepare(bool *on_ret)
{
	*on_ret = abi_of_kernel() > 0;
	pthread_once(&looked, look_for_converters);
}
