/*
 * A bag, read: its declaration, its info, and every file that its manifests
 * name or its folders hold, in one inventory.
 *
 * Reading a bag emits findings on how it is written.  Whether what is listed is
 * there, and is as it was, is judged by verify/.
 */
#ifndef HF_BAG_BAG_H
#define HF_BAG_BAG_H

#include "bag/declaration.h"
#include "bag/fetch.h"
#include "bag/info.h"
#include "bag/inventory.h"
#include "bag/manifest.h"
#include "bag/source.h"
#include "base/arena.h"

/* A symbolic link of the bag, and the file of the bag that it leads to. */
struct hf_bag_link {
	uint32_t link, target;
};

struct hf_hard_links;

struct hf_bag {
	struct hf_arena arena;
	struct hf_source *source;	/* borrowed */
	struct hf_declaration declaration;
	bool has_info;
	const char *info_name;
	struct hf_info info;
	struct hf_manifest *manifests;	/* sorted by name */
	size_t n_manifests;
	hf_alg_set payload_algs, tag_algs;	/* of supported manifests */
	bool has_fetch;
	struct hf_fetch fetch;
	struct hf_inventory *inventory;
	struct hf_aliases aliases;
	bool has_data;			/* there is a folder data/ */
	bool has_links;			/* some entry is a symbolic link */
	bool has_unseen;		/* some entry could not be looked at */
	int declaration_errno;		/* why bagit.txt could not be read, or 0 */
	bool top_unseen;		/* not all that lies at the top is known */
	struct hf_bag_link *links;
	size_t n_links, links_size;
	struct hf_hard_links *hard_links;	/* of links.c */
	uint64_t payload_files, payload_octets;		/* present */
	uint64_t files, octets;		/* of all of it; links do not count */
};

enum hf_bag_extent {
	HF_BAG_INFO,	  /* declaration and info; payload counted, not listed */
	HF_BAG_ENTRIES,	  /* and fetch.txt and every entry, but no manifest */
	HF_BAG_ALL,	  /* and the manifests */
};

/*
 * Read the bag in @source, which must outlive it.  -1 only where we failed:
 * a folder that is no bag yields a bag and its findings.
 * On success the caller owns *@bag_ret.
 */
int hf_bag_read(struct hf_bag **bag_ret, struct hf_source *source,
		enum hf_bag_extent extent, struct hf_sink *sink,
		struct hf_error *err);
void hf_bag_free(struct hf_bag *bag);		/* NULL is allowed */

/* The file that a link of the bag leads to, or @index itself. */
uint32_t hf_bag_follow(const struct hf_bag *bag, uint32_t index);

#endif
