/* The files that an archive's members become, or those of a folder in a copy. */
#ifndef HF_CONTAINER_UNPACKED_H
#define HF_CONTAINER_UNPACKED_H

#include "container/index.h"

/* The members of an archive that is open as a source; NULL for a folder. */
struct hf_index *hf_archive_index(struct hf_source *source);

/*
 * A source with the same bag in it as @from, that writes each file whose
 * digests are asked for into the open folder @into, durably, while it is read.
 * What is there already, stays.  @from must outlive it.
 */
int hf_unpacking_new(struct hf_source **source_ret, struct hf_source *from,
		     int into, struct hf_error *err);
/* Why a file could not be written, with its path; 0 if all could. */
int hf_unpacking_failed(struct hf_source *unpacking, const char **path_ret);

/*
 * Write the files that nobody asked for, and all folders, with their times.  A
 * file that cannot be read is a finding, unless that was met before.
 */
int hf_unpack_rest(struct hf_source *unpacking, struct hf_sink *sink,
		   struct hf_error *err);

/*
 * A new file @path beneath the open folder @into, and the folders above it.  A
 * descriptor to write to, or -1: HF_ESYS.
 */
int hf_unpack_create(int into, const char *path, bool executable,
		     struct hf_error *err);
/* It is written: give it its time, make it durable, and close it. */
int hf_unpack_finish(int fd, const char *path, const struct timespec *mtime,
		     struct hf_error *err);

#endif
