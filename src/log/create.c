#include "log/inside.h"

#include <errno.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/io.h"

/* An empty entries.txt, durable but for its name. */
static int make_entries(int folder, struct hf_error *err)
{
	int fd = hf_create_beneath(folder, "entries.txt", 0666), ret;

	ret = fd < 0 ? -1 : hf_io->fsync(fd);
	/* What closing says is heard: it may be the first to know. */
	if (fd >= 0 && hf_io->close(fd) < 0)
		ret = -1;
	return ret == 0 ? 0 : hf_fail(err, HF_ESYS, "cannot make '%s'",
				      HF_ENTRIES_PATH);
}

static int fill(int folder, const char *origin, const struct hf_signer *signer,
		struct hf_error *err)
{
	struct hf_reach nothing = { 0 };
	struct hf_buf note = { 0 };
	int ret = make_entries(folder, err);

	if (ret == 0)
		ret = hf_checkpoint_write(&note, folder, origin, &nothing,
					  signer, err);
	hf_buf_release(&note);
	return ret;
}

int hf_log_create(int dir, const char *origin, const struct hf_signer *signer,
		  struct hf_error *err)
{
	int folder, ret;

	if (hf_io->mkdirat(dir, "log", 0777) < 0)
		return hf_fail(err, errno == EEXIST ? HF_EUSAGE : HF_ESYS,
			       errno == EEXIST ?
			       "there is a folder 'log' already" :
			       "cannot make the folder 'log'");
	folder = hf_log_folder(dir, err);
	ret = folder < 0 ? -1 : fill(folder, origin, signer, err);
	if (ret == 0 && hf_io->fsync(dir) < 0)
		ret = hf_fail(err, HF_ESYS, "cannot make the folder 'log' durable");
	if (ret < 0) {
		/* There was none before; there is none now. */
		if (folder >= 0) {
			hf_io->unlinkat(folder, "checkpoint", 0);
			hf_io->unlinkat(folder, "entries.txt", 0);
		}
		hf_io->unlinkat(dir, "log", AT_REMOVEDIR);
	}
	hf_close(folder);
	return ret;
}
