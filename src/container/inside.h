/* What the readers of archives share; nothing outside of container/ sees it. */
#ifndef HF_CONTAINER_INSIDE_H
#define HF_CONTAINER_INSIDE_H

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>

#include "container/index.h"
#include "container/kind.h"
#include "container/octets.h"
#include "container/open.h"

struct hf_archive {
	struct hf_octets octets;
	const char *name;
	enum hf_archive_kind kind;
	const struct hf_open_options *options;
	struct hf_archive_limits limits;	/* none of them 0 */
	struct hf_index *index;
	int spool;			/* what is kept of a stream; or -1 */
	uint64_t spooled;
	uint64_t inflated;		/* octets that members of a zip say to have */
	uint64_t inflated_tags;		/* ... of those, tag files that are deflated */
	bool left_out;			/* members of a zip that are none of the bag's */
	hf_alg_set algs;		/* of payload; 0: by what comes first */
	hf_alg_set wanted;		/* that its manifests name */
	bool unpacked;			/* a pass has been made: options->into */
	bool damaged;			/* told; it was not read to its end */
	bool no_memory;			/* why it was not: no fault of the archive */
	struct archive_entry *entry;	/* of a tar that is open: the last header */
	bool in_member;			/* ... and its octets are still to be passed */
	struct hf_sink *sink;
	locale_t plain;			/* "C": a name is octets, no text */
};

/* --- spool.c --- */

/* See that there is a file to keep octets in, and that it is empty. */
int hf_spool_ready(struct hf_archive *a, struct hf_error *err);
/* Add to it; HF_ESYS. */
int hf_spool_add(struct hf_archive *a, const void *data, size_t size,
		 struct hf_error *err);

/* --- tar.c, pass.c, zip.c: 0, also where it is damaged, which was told. --- */

/* Read a tar's members by their headers: @a->octets must be seekable. */
int hf_tar_index(struct hf_archive *a, struct hf_error *err);
/* Read a tar from its beginning to its end. */
int hf_tar_pass(struct hf_archive *a, struct hf_error *err);
/* Read a zip's members by its central directory: @a->octets as above. */
int hf_zip_index(struct hf_archive *a, struct hf_error *err);

/* --- tar.c, for both --- */

/* A reader of the archive's tar; NULL when memory ended, or it is damaged. */
struct archive *hf_tar_open(struct hf_archive *a);
void hf_tar_close(struct hf_archive *a, struct archive *tar);
/*
 * Read the next header, into @a->entry: 1, 0 at the end, or -1 where what
 * follows cannot be read, which was told; or @a->no_memory is set.
 */
int hf_tar_next(struct hf_archive *a, struct archive *tar);
/* The same for some octets of its member, which lie at *@at_ret of it. */
int hf_tar_data(struct hf_archive *a, struct archive *tar,
		const void **data_ret, size_t *size_ret, la_int64_t *at_ret);
/* At the end: read on to that of the file, and tell what is there but zeros. */
void hf_tar_look_behind(struct hf_archive *a, struct archive *tar);
/*
 * What the header says, as a member without its place; its path is NULL where
 * it is none of the bag's, which was told.  -1 when memory ended.
 */
int hf_tar_describe(struct hf_archive *a, struct hf_indexed *member,
		    struct hf_error *err);

/* --- damage.c --- */

/* Tell that the archive is damaged, and how; what is lost is not missing. */
void hf_archive_damaged(struct hf_archive *a, const char *how);
/* Tell that it costs more than is allowed. */
void hf_archive_exceeds(struct hf_archive *a, const char *what);
/* Whether so many octets are more than @packed of an archive may become. */
bool hf_archive_is_swollen(const struct hf_archive *a, uint64_t octets,
			   uint64_t packed);

/* --- archive.c --- */

/*
 * The archive in @a->octets.fd as a source, which takes the descriptor over;
 * also where this fails.
 */
int hf_archive_open(struct hf_source **source_ret, struct hf_archive *a,
		    struct hf_error *err);

#endif
