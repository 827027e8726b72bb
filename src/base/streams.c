#include "base/streams.h"

#include <errno.h>
#include <fcntl.h>

#include "base/io.h"

void hf_guard_standard_streams(void)
{
	struct stat st;

	for (int fd = 0; fd <= 2; fd++) {
		if (hf_io->fstat(fd, &st) == 0 || errno != EBADF)
			continue;
		/* The wrong way round: reading 0 and writing 1 and 2 fail. */
		hf_io->openat(AT_FDCWD, "/dev/null",
			      fd == 0 ? O_WRONLY : O_RDONLY, 0);
	}
}
