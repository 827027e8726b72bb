/*
 * What goes into an archive of a bag, in the order in which it goes: the
 * folder, bagit.txt, manifests, tag manifests, bag-info.txt, fetch.txt, all
 * other tag files, and the payload; within each by the bytes of the names, and
 * all of a folder right after it, without which some tools lose its time.  So
 * whoever reads it in one pass knows the digests before the payload comes.
 */
#ifndef HF_PACKAGE_MEMBERS_H
#define HF_PACKAGE_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "bag/source.h"
#include "base/arena.h"
#include "base/error.h"

struct hf_member {
	const char *path;	/* relative to the bag; "" is the bag */
	uint64_t size, inode, device;
	struct timespec mtime, ctime;
	unsigned char rank;
	bool folder, executable;
};

struct hf_members {
	struct hf_arena arena;
	struct hf_member *at;
	size_t n, size;
	uint64_t files, octets;
};

/*
 * Look at the bag in @source, whose folder is open as @root.  What an archive
 * should not hold is HF_EREFUSED: links, pipes and devices, and names that are
 * not UTF-8.  To be released in any case.
 */
int hf_members_read(struct hf_members *members, struct hf_source *source,
		    int root, struct hf_error *err);
void hf_members_release(struct hf_members *members);

/* Whether @st is still of the file that was looked at, unchanged since. */
bool hf_member_is_same(const struct hf_member *member, const struct stat *st);

#endif
