/*
 * Open a bag, however it is held: a folder, or an archive, which is not
 * unpacked.
 *
 * A plain tar, and a zip, are indexed, and their members then read like files,
 * on every core.  What is compressed as a whole (tar.gz, .bz2, .xz, .zst), or
 * comes from a pipe, is read once, from its beginning to its end: what is
 * payload is digested as it goes by, what else there is, is kept in a file
 * without a name.
 *
 * Only these formats are opened at all, one filter deep, and within limits.
 */
#ifndef HF_CONTAINER_OPEN_H
#define HF_CONTAINER_OPEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "finding/finding.h"

/* A bag, or another folder of files, that is open to be read. */
struct hf_source;

/* What a stranger's archive may cost; 0 means the default, UINT64_MAX no end. */
struct hf_archive_limits {
	uint64_t members;	/* 20,000,000 */
	uint64_t ratio;		/* octets from one of the archive: 1,100 ... */
	uint64_t spared;	/* ... beyond so many, whatever they came from: 1 GiB */
	uint64_t kept;		/* octets of tag files: 1 GiB */
};

#define HF_NO_LIMITS \
	{ UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX }

struct hf_open_options {
	struct hf_archive_limits limits;
	unsigned int jobs;	/* threads for digests; 0: one per core */
	bool no_digests;	/* those of payload will not be asked for */
	/*
	 * Above 0: a file from hf_open_spool() in which to keep what an archive
	 * needs to have kept; it is emptied first.  0: one is made.  Below 0,
	 * none can be, and this is the errno with its sign changed.
	 */
	int spool;
	/* @done octets of @total (0: unknown) are read in passing; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
	/*
	 * Above 0: an open folder.  What only goes by, is written into it too, and
	 * made durable.
	 */
	int into;
};

/*
 * Open the bag at @path; "-" is standard input.  What is wrong with an archive
 * as such goes to @sink.  HF_ESYS if @path cannot be opened; HF_EUSAGE if it is
 * neither a folder nor an archive that we read.  @path must outlive the source.
 * On success the caller owns *@source_ret.
 */
HF_API int hf_open_bag(struct hf_source **source_ret, const char *path,
		       const struct hf_open_options *options,
		       struct hf_sink *sink, struct hf_error *err);
/* Close it, and the file with it; NULL is allowed. */
HF_API void hf_close_bag(struct hf_source *source);

/*
 * Whether @path is a file that begins as an archive that we read: 1, 0, or -1
 * where that cannot be seen (HF_ESYS).
 */
HF_API int hf_is_archive(const char *path, struct hf_error *err);

/*
 * A file without a name, in TMPDIR or /tmp, for hf_open_options.spool: its
 * descriptor, which is the caller's to close; or -1.
 */
HF_API int hf_open_spool(struct hf_error *err);

/* The same in the open folder @dir. */
HF_API int hf_open_spool_in(int dir, struct hf_error *err);

/* Whether reading @path may take one: it is "-", or no folder. */
HF_API bool hf_may_spool(const char *path);

#endif
