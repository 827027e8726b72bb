#include "audit/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "base/stamp.h"
#include "base/text.h"

#define LOCK	"audit.lock"
#define TEXT_MAX	4096

/* "Process: 4711\nSince: 2026-..." as "process 4711, since 2026-..." */
static void tell_holder(int fd, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	const char *process, *since;

	if (hf_read_all(fd, &text, TEXT_MAX) < 0)
		hf_buf_clear(&text);
	process = strstr(hf_buf_text(&text), "Process: ");
	since = strstr(hf_buf_text(&text), "Since: ");
	if (process && since) {
		process += strlen("Process: ");
		since += strlen("Since: ");
		hf_fail(err, HF_EREFUSED, "another audit of the register is running: process %.*s, since %.*s",
			(int)strspn(process, "0123456789"), process,
			(int)strspn(since, "0123456789-:TZ"), since);
	} else {
		hf_fail(err, HF_EREFUSED, "another audit of the register is running; '%s' does not say whose",
			LOCK);
	}
	hf_buf_release(&text);
}

static int sign(int fd, int64_t now)
{
	struct hf_buf text = { 0 };
	char time[HF_DATETIME_MAX];
	int ret;

	hf_clock_datetime(now, time);
	hf_buf_printf(&text, "Process: %ld\nSince: %s\n", (long)getpid(), time);
	errno = ENOMEM;
	ret = text.failed || hf_io->ftruncate(fd, 0) < 0
	      ? -1 : hf_write_all(fd, text.data, text.len);
	hf_buf_release(&text);
	return ret;
}

int hf_audit_lock(int dir, int64_t now, struct hf_error *err)
{
	int fd = hf_io->openat(dir, LOCK, O_RDWR | O_CREAT | O_CLOEXEC |
			       O_NOFOLLOW, 0666);

	if (fd < 0)
		return hf_fail(err, HF_ESYS, "'%s' of the register cannot be opened",
			       LOCK);
	if (hf_io->flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK)
			tell_holder(fd, err);
		else
			hf_fail(err, HF_ESYS, "'%s' of the register cannot be locked",
				LOCK);
	} else if (sign(fd, now) < 0) {
		hf_fail(err, HF_ESYS, "'%s' of the register cannot be written",
			LOCK);
	} else {
		return fd;
	}
	hf_close(fd);
	return -1;
}
