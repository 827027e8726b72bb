#include "register/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"

int hf_register_lock(const struct hf_register *reg, struct hf_error *err)
{
	/* Opened for it alone: a lock is the open folder's, not the process's. */
	int ret, fd = hf_io->openat(reg->dir, ".",
				    O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

	if (fd < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(reg->path));
	do {
		ret = hf_io->flock(fd, LOCK_EX);
	} while (ret < 0 && errno == EINTR);
	if (ret == 0)
		return fd;
	hf_fail(err, HF_ESYS, "cannot lock '%s'", hf_shown(reg->path));
	hf_close(fd);
	return -1;
}
