/*
 * Where a bag's bytes come from: a folder, or an archive that is not unpacked
 * (container/).  Everything that reads a bag reads it through this table.
 */
#ifndef HF_BAG_SOURCE_H
#define HF_BAG_SOURCE_H

#include "base/walk.h"
#include "base/error.h"
#include "base/lines.h"
#include "digest/engine.h"

struct hf_source;

struct hf_source_ops {
	/* Visit every entry once, as hf_walk() does. */
	int (*walk)(struct hf_source *source, const char *start,
		    hf_walk_fn *visit, void *ctx, struct hf_error *err);
	/*
	 * Open the regular file @path, which is relative to the bag: fill fd,
	 * offset and length of *@extent_ret and return 0, or a positive errno
	 * (EFTYPE_NOT_REGULAR: it is not a regular file).  Several threads at a time.
	 * With algs set, digests by them will do where the bytes are gone; ESPIPE
	 * where they are gone, and it does not.
	 */
	int (*open)(struct hf_source *source, const char *path,
		    struct hf_extent *extent_ret);
	int (*close)(struct hf_source *source, const struct hf_extent *extent);
	/* The target of a symbolic link, NUL-terminated; 0 or errno. */
	int (*read_link)(struct hf_source *source, const char *path,
			 char *target, size_t size);
	void (*free)(struct hf_source *source);
};

struct hf_source {
	const struct hf_source_ops *ops;
	unsigned int jobs;	/* threads that walk it; 0: one for each core */
	bool waits;		/* opening and closing wait for a disk: see engine.h */
	const char *media_type;	/* of the file that the bag came in; NULL: none */
};

/*
 * A bag in the folder @path.  HF_ESYS if it cannot be opened or is no folder.
 * On success the caller owns *@source_ret.
 */
int hf_source_open_directory(struct hf_source **source_ret, const char *path,
			     struct hf_error *err);

/* The same over an open folder, which the source takes over if it is made. */
int hf_source_over_directory(struct hf_source **source_ret, int fd,
			     struct hf_error *err);

/* The same over an open folder, which the source does not take over. */
int hf_source_from_directory(struct hf_source **source_ret, int fd,
			     struct hf_error *err);

void hf_source_free(struct hf_source *source);		/* NULL is allowed */

/* A file of a source, to be read as a stream. */
struct hf_source_stream {
	struct hf_source *source;
	struct hf_extent extent;
	uint64_t at;		/* bytes read so far */
};

/* Longer chains of links are taken for a ring. */
#define HF_LINKS_MAX	16

/*
 * 0, or a positive errno as ops->open says it.  A link to a file of the bag is
 * followed.
 */
int hf_source_stream_open(struct hf_source_stream *stream,
			  struct hf_source *source, const char *path);
/* Why a file could not be opened or read, in words. */
const char *hf_source_errno_text(int sys_errno);
void hf_source_stream_close(struct hf_source_stream *stream);

/* A hf_read_fn; @ctx is the struct hf_source_stream. */
ssize_t hf_source_stream_read(void *ctx, void *data, size_t size);

#endif
