/*
 * Write an archive as a stream: tar, as it is or compressed, or zip.
 *
 * The same members in the same order make the same bytes, whoever runs it,
 * where, when, and on how many cores.  What an archive could say of a member
 * beyond its name, kind, size and time is the same for all: see
 * docs/formats/serialisation.md.
 */
#ifndef HF_CONTAINER_PACK_H
#define HF_CONTAINER_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/error.h"
#include "container/form.h"

struct hf_packer_options {
	enum hf_pack_form form;
	bool deflate;		/* zip: members are compressed */
	unsigned int jobs;	/* threads to compress with; 0: one per core */
	int fd;			/* where to write; stays the caller's */
	const char *target;	/* its name in messages; must outlive the packer */
};

struct hf_pack_member {
	const char *path;	/* UTF-8; folders above it came before */
	bool folder;
	bool executable;	/* a file that its owner may run */
	uint64_t size;		/* 0 for a folder */
	struct timespec mtime;
};

struct hf_packer;

/*
 * Begin an archive.  On success the caller owns *@packer_ret.  A zip has local
 * times, and libarchive asks the process for its time zone: for the life of
 * the packer that is UTC (TZ in the environment), so nothing else of the
 * process may ask for the local time meanwhile.
 */
int hf_packer_new(struct hf_packer **packer_ret,
		  const struct hf_packer_options *options,
		  struct hf_error *err);
/* NULL is allowed; nothing more is written. */
void hf_packer_free(struct hf_packer *packer);

/*
 * Add a member; then exactly as many bytes as its size says must follow.
 * HF_EREFUSED: the form cannot hold such a member.
 */
int hf_packer_add(struct hf_packer *packer,
		  const struct hf_pack_member *member, struct hf_error *err);
int hf_packer_data(struct hf_packer *packer, const void *data, size_t size,
		   struct hf_error *err);

/* Write what is left, and say how many bytes the archive has. */
int hf_packer_finish(struct hf_packer *packer, uint64_t *octets_ret,
		     struct hf_error *err);

#endif
