/*
 * Run a command, its output to nowhere, and print the largest memory that it
 * had, in bytes.  Fails if the command does.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	struct rusage usage;
	int status = -1;
	pid_t pid;

	if (argc < 2) {
		fprintf(stderr, "usage: peak COMMAND [ARGUMENT]...\n");
		return 2;
	}
	pid = fork();
	if (pid == 0) {
		dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) < 0 || status != 0) {
		fprintf(stderr, "peak: failed: %s\n", argv[1]);
		return 1;
	}
	printf("%lld\n", (long long)usage.ru_maxrss * 1024);
	return 0;
}
