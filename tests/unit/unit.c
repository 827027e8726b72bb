#include "unit.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

/* Long enough for valgrind on a slow machine; a test that hangs still ends. */
#define SECONDS	300

int unit_dir = -1;

/* Folders for the tests: where it is quickest, and on a medium. */
static struct top {
	char path[4096];
	int fd;
} quick, medium, *used;
static char private[64];
static struct hf_io replaced;
static atomic_int *skipped;	/* shared: each test is a process */

static void make_top(struct top *top, const char *in)
{
	snprintf(top->path, sizeof(top->path), "%s/holdfast-unit.XXXXXX", in);
	if (!mkdtemp(top->path) ||
	    (top->fd = open(top->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0) {
		perror(top->path);
		exit(2);
	}
}

void unit_begin(void)
{
	const char *tmp = getenv("TMPDIR");
	bool memory = access("/dev/shm", W_OK) == 0;

	make_top(&quick, tmp && *tmp ? tmp : memory ? "/dev/shm" : "/tmp");
	make_top(&medium, access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp");
	skipped = mmap(NULL, sizeof(*skipped), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (skipped == MAP_FAILED) {
		perror("mmap");
		exit(2);
	}
}

void unit_skip(const char *fmt, ...)
{
	va_list ap;

	printf("skipped: ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
	fflush(stdout);
	atomic_fetch_add(skipped, 1);
}

int unit_skipped(void)
{
	return atomic_load(skipped);
}

/* Remove what is in @dir, however deep, by descriptors: paths may be long. */
static void empty(int dir)
{
	DIR *entries = fdopendir(dir);
	struct dirent *e;

	if (!entries) {
		close(dir);
		return;
	}
	while ((e = readdir(entries))) {
		int inner;

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		if (unlinkat(dir, e->d_name, 0) == 0)
			continue;
		inner = openat(dir, e->d_name,
			       O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (inner >= 0)
			empty(inner);
		unlinkat(dir, e->d_name, AT_REMOVEDIR);
	}
	closedir(entries);
}

static void remove_top(struct top *top)
{
	empty(top->fd);
	if (rmdir(top->path) < 0)
		perror(top->path);
}

void unit_end(void)
{
	remove_top(&quick);
	remove_top(&medium);
}

static void enter(struct top *top)
{
	static unsigned int n;

	used = top;
	snprintf(private, sizeof(private), "%ld-%u", (long)getpid(), n++);
	ck_assert_int_eq(mkdirat(top->fd, private, 0700), 0);
	unit_dir = openat(top->fd, private, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ck_assert_int_ge(unit_dir, 0);
}

static void enter_private(void)
{
	enter(&quick);
}

static void enter_medium(void)
{
	enter(&medium);
}

static void leave_private(void)
{
	hf_io = &hf_io_system;
	hf_open_beneath_by_parts = false;
	empty(unit_dir);
	unlinkat(used->fd, private, AT_REMOVEDIR);
	unit_dir = -1;
}

TCase *unit_case(Suite *suite, const char *name)
{
	TCase *tc = tcase_create(name);

	tcase_set_timeout(tc, SECONDS);
	suite_add_tcase(suite, tc);
	return tc;
}

TCase *unit_disk_case(Suite *suite, const char *name)
{
	TCase *tc = unit_case(suite, name);

	tcase_add_checked_fixture(tc, enter_private, leave_private);
	return tc;
}

TCase *unit_medium_case(Suite *suite, const char *name)
{
	TCase *tc = unit_case(suite, name);

	tcase_add_checked_fixture(tc, enter_medium, leave_private);
	return tc;
}

int unit_open(const char *path, int flags)
{
	int fd = openat(unit_dir, path, flags | O_CLOEXEC, 0600);

	ck_assert_msg(fd >= 0, "cannot open '%s'", path);
	return fd;
}

void unit_write(const char *path, const void *data, size_t size)
{
	int fd = unit_open(path, O_WRONLY | O_CREAT | O_TRUNC);
	const char *at = data;

	while (size) {
		ssize_t n = write(fd, at, size);

		ck_assert_int_gt(n, 0);
		at += n;
		size -= (size_t)n;
	}
	ck_assert_int_eq(close(fd), 0);
}

void unit_puts(const char *path, const char *text)
{
	unit_write(path, text, strlen(text));
}

void unit_mkdir(const char *path)
{
	ck_assert_int_eq(mkdirat(unit_dir, path, 0700), 0);
}

void unit_symlink(const char *target, const char *path)
{
	ck_assert_int_eq(symlinkat(target, unit_dir, path), 0);
}

void unit_fifo(const char *path)
{
	ck_assert_int_eq(mkfifoat(unit_dir, path, 0600), 0);
}

/* By way of /proc: a socket's address has room for a short path only. */
void unit_socket(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_lt(snprintf(address.sun_path, sizeof(address.sun_path),
				  "/proc/self/fd/%d/%s", unit_dir, name),
			 (int)sizeof(address.sun_path));
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&address,
			      sizeof(address)), 0);
	close(fd);
}

struct hf_io *unit_replace_io(void)
{
	replaced = hf_io_system;
	hf_io = &replaced;
	return &replaced;
}

/* xorshift32 (Marsaglia, 2003). */
void unit_noise(unsigned char *data, size_t size, unsigned int seed)
{
	unsigned int x = seed * 2654435761u + 1;

	for (size_t i = 0; i < size; i++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		data[i] = (unsigned char)(x >> 24);
	}
}

const char *unit_findings(struct hf_findings *list)
{
	const char *text = "";

	for (size_t i = 0; i < list->n; i++) {
		const struct hf_finding *f = &list->at[i];
		const char *name = hf_finding_name(f->id);
		const char *blank = i ? " " : "";

		if (f->line)
			text = hf_arena_printf(&list->arena, "%s%s%s:%lu",
					       text, blank, name, f->line);
		else
			text = hf_arena_printf(&list->arena, "%s%s%s", text,
					       blank, name);
		ck_assert_ptr_nonnull(text);
	}
	ck_assert(!list->failed);
	return text;
}
