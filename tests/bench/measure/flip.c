/*
 * One bit of one file, flipped so that every contestant must see it, and back.
 * Whoever is interrupted in between leaves the file as it was, too.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "measure.h"

static int fd = -1;
static off_t middle;
static unsigned char was;

static void put(unsigned char byte)
{
	if (pwrite(fd, &byte, 1, middle) != 1 || fsync(fd) < 0) {
		static const char text[] = "measure: a flipped bit could not be "
			"written; make the bags anew\n";

		if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
			_exit(2);
		_exit(1);
	}
}

void flip_back(void)
{
	if (fd < 0)
		return;
	put(was);
	close(fd);
	fd = -1;
}

static void on_signal(int number)
{
	flip_back();
	_exit(128 + number);
}

void flip(const char *path)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct stat st;

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i],
			  &(struct sigaction){ .sa_handler = on_signal }, NULL);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0 || st.st_size == 0)
		die("%s: no bit of it can be flipped: %s", path, strerror(errno));
	middle = st.st_size / 2;
	if (pread(fd, &was, 1, middle) != 1)
		die("%s: %s", path, strerror(errno));
	put(was ^ 1);
}
