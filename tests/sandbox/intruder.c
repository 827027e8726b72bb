/*
 * What a stranger's code would do, for the program that tests/sandbox/run.sh
 * runs: as if the parser of bagit.txt, the first file of a bag that is read,
 * had a hole.
 *
 * The program is linked with --wrap=hf_declaration_parse.  What is done there
 * is said by HOLDFAST_INTRUDER, names of the table below with blanks between;
 * HOLDFAST_INTRUDER_PATH is what it is done to.  What became of each is
 * printed on standard error: "intruder: NAME: done", or "refused: WHY".
 *
 * With HOLDFAST_INTRUDER_AT=open it is done earlier: when the table of I/O is
 * first asked to open something to read, before a byte of the bag was seen.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bag/declaration.h"
#include "base/io.h"

void __real_hf_declaration_parse(struct hf_declaration *declaration,
				 const char *data, size_t size,
				 struct hf_sink *sink);
void __wrap_hf_declaration_parse(struct hf_declaration *declaration,
				 const char *data, size_t size,
				 struct hf_sink *sink);

static struct hf_io watched;
static struct sockaddr_in address;	/* where somebody listens */

static const char *path(void)
{
	const char *given = getenv("HOLDFAST_INTRUDER_PATH");

	return given ? given : "/etc/passwd";
}

static int open_it(int flags)
{
	int fd = open(path(), flags | O_CLOEXEC, 0666);

	if (fd >= 0)
		close(fd);
	return fd;
}

static int do_read(void)	{ return open_it(O_RDONLY); }
static int do_write(void)	{ return open_it(O_WRONLY | O_TRUNC); }
static int do_create(void)	{ return open_it(O_WRONLY | O_CREAT | O_EXCL); }
static int do_remove(void)	{ return unlink(path()); }
static int do_chmod(void)	{ return chmod(path(), 0); }
static int do_signal(void)	{ return kill(getppid(), 0); }

static int do_connect(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int ret = fd;

	if (fd >= 0)
		ret = connect(fd, (struct sockaddr *)&address, sizeof(address));
	return ret;
}

static int do_fork(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	return pid < 0 ? -1 : waitpid(pid, NULL, 0) == pid ? 0 : -1;
}

/* Whoever is run in our place says that it is done. */
static int do_run(void)
{
	return execl("/bin/sh", "sh", "-c", "echo intruder: run: done >&2",
		     NULL);
}

static const struct {
	const char *name;
	int (*act)(void);
} acts[] = {
	{ "read", do_read }, { "write", do_write }, { "create", do_create },
	{ "remove", do_remove }, { "chmod", do_chmod },
	{ "connect", do_connect }, { "fork", do_fork }, { "run", do_run },
	{ "signal", do_signal },
};

static void intrude(const char *name)
{
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (strcmp(acts[i].name, name) != 0)
			continue;
		if (acts[i].act() < 0)
			fprintf(stderr, "intruder: %s: refused: %s\n", name,
				strerror(errno));
		else
			fprintf(stderr, "intruder: %s: done\n", name);
		return;
	}
	fprintf(stderr, "intruder: does not know '%s'\n", name);
	exit(98);
}

/* Once, and whichever comes first. */
static void intrude_at(const char *place)
{
	const char *wanted = getenv("HOLDFAST_INTRUDER_AT");
	char *words = getenv("HOLDFAST_INTRUDER"), *rest;

	if (!words || strcmp(wanted ? wanted : "parse", place) != 0)
		return;
	words = strdup(words);
	unsetenv("HOLDFAST_INTRUDER");
	for (char *word = strtok_r(words, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest))
		intrude(word);
	free(words);
}

void __wrap_hf_declaration_parse(struct hf_declaration *declaration,
				 const char *data, size_t size,
				 struct hf_sink *sink)
{
	intrude_at("parse");
	__real_hf_declaration_parse(declaration, data, size, sink);
}

/* With O_PATH nothing can be read, only pointed at. */
static int watch_openat(int dir, const char *name, int flags, mode_t mode)
{
	if (!(flags & O_PATH))
		intrude_at("open");
	return hf_io_system.openat(dir, name, flags, mode);
}

static int watch_openat2(int dir, const char *name, const struct open_how *how)
{
	if (!(how->flags & O_PATH))
		intrude_at("open");
	return hf_io_system.openat2(dir, name, how);
}

__attribute__((constructor))
static void begin(void)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&any, sizeof(any)) < 0 ||
	    listen(fd, 1) < 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		perror("intruder: cannot listen");
	watched = hf_io_system;
	watched.openat = watch_openat;
	watched.openat2 = watch_openat2;
	hf_io = &watched;
}
