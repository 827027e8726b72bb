/* The log's files, and what is in them at one moment. */
#include "log/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "base/file.h"
#include "base/io.h"

int hf_log_folder(int dir, struct hf_error *err)
{
	int folder = hf_open_beneath(dir, "log", O_RDONLY | O_DIRECTORY);

	if (folder < 0)
		hf_fail(err, HF_ESYS, "cannot open the folder 'log' of the register");
	return folder;
}

/* Not a pipe, or whatever else blocks. */
static int open_regular(int folder, int flags)
{
	int fd = hf_open_beneath(folder, "entries.txt",
				 flags | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0)
		return -1;
	if (hf_io->fstat(fd, &st) == 0) {
		if (S_ISREG(st.st_mode))
			return fd;
		errno = EFTYPE_NOT_REGULAR;
	}
	hf_close(fd);
	return -1;
}

int hf_entries_open(int folder)
{
	int fd = open_regular(folder, O_RDWR | O_APPEND);

	if (fd < 0 && (errno == EACCES || errno == EROFS || errno == EPERM))
		fd = open_regular(folder, O_RDONLY);
	return fd;
}

int hf_entries_lock(int entries, int how, struct hf_error *err)
{
	if (hf_io->flock(entries, how) < 0)
		return hf_fail(err, HF_ESYS, "cannot lock '%s'",
			       HF_ENTRIES_PATH);
	return 0;
}

void hf_entries_unlock(int entries)
{
	int saved = errno;

	hf_io->flock(entries, LOCK_UN);
	errno = saved;
}

static int read_note(struct hf_snapshot *snapshot, int folder,
		     struct hf_error *err)
{
	int ret = hf_read_beneath(folder, "checkpoint", &snapshot->note,
				  HF_CHECKPOINT_MAX);

	if (ret < 0 && errno == ENOENT)
		return 0;
	/* What is too long is none, and is found to be malformed. */
	if (ret < 0 && errno != EFBIG)
		return hf_fail(err, HF_ESYS, "cannot read '%s'",
			       HF_CHECKPOINT_PATH);
	snapshot->has_note = true;
	return 0;
}

int hf_snapshot_take(struct hf_snapshot *snapshot, int folder, int entries,
		     struct hf_error *err)
{
	struct stat st;

	*snapshot = (struct hf_snapshot){ .has_entries = entries >= 0 };
	if (entries >= 0) {
		if (hf_io->fstat(entries, &st) < 0)
			return hf_fail(err, HF_ESYS, "cannot look at '%s'",
				       HF_ENTRIES_PATH);
		snapshot->size = (uint64_t)st.st_size;
	}
	return read_note(snapshot, folder, err);
}

void hf_snapshot_release(struct hf_snapshot *snapshot)
{
	hf_buf_release(&snapshot->note);
}
