/* One run of a command: time, processor time and memory, as wait4 has them. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "measure.h"

void die(const char *format, ...)
{
	va_list args;

	flip_back();
	va_start(args, format);
	fputs("measure: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	exit(1);
}

double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void become(const char *command, int out, int err)
{
	int in = open("/dev/null", O_RDONLY);

	if (in < 0 || dup2(in, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || dup2(err, STDERR_FILENO) < 0)
		_exit(127);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* What a command said: the beginning, as text. */
static void take(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	text[n > 0 ? n : 0] = '\0';
}

void run(const char *command, struct run *result)
{
	/* Memory, not pipes: nobody has to read while the clock runs. */
	int out = memfd_create("out", MFD_CLOEXEC);
	int err = memfd_create("err", MFD_CLOEXEC);
	struct rusage usage;
	char printed[64];
	int status;
	double began;
	pid_t pid;

	if (out < 0 || err < 0)
		die("memfd_create: %s", strerror(errno));
	began = now();
	pid = fork();
	if (pid == 0)
		become(command, out, err);
	if (pid < 0 || wait4(pid, &status, 0, &usage) < 0)
		die("cannot run '%s': %s", command, strerror(errno));
	result->wall = now() - began;
	result->cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	result->memory = usage.ru_maxrss;
	result->good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	take(out, printed, sizeof(printed));
	take(err, result->complaint, sizeof(result->complaint));
	result->printed = strtod(printed, NULL);
	close(out);
	close(err);
}
