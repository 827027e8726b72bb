/* Which archive it is, by its first octets; a name says nothing. */
#ifndef HF_CONTAINER_KIND_H
#define HF_CONTAINER_KIND_H

#include <stddef.h>

#define HF_KIND_OCTETS	512	/* so many are looked at */

enum hf_archive_kind {
	HF_ARCHIVE_NONE,	/* nothing that we read */
	HF_ARCHIVE_TAR, HF_ARCHIVE_TAR_GZ, HF_ARCHIVE_TAR_BZ2,
	HF_ARCHIVE_TAR_XZ, HF_ARCHIVE_TAR_ZST, HF_ARCHIVE_ZIP,
};

enum hf_archive_kind hf_archive_recognize(const void *data, size_t size);
/* Its media type, "application/tar+gzip"; NULL for NONE. */
const char *hf_archive_media_type(enum hf_archive_kind kind);

#endif
