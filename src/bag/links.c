#include "bag/links.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "bag/path.h"
#include "bag/tagfile.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/text.h"

/* A file with more names than one: how many of them the bag holds. */
struct hard_link {
	dev_t dev;
	ino_t ino;
	uint64_t names, seen;
	uint32_t index;
};

struct hf_hard_links {
	struct hard_link *at;
	size_t n, size;
};

void hf_links_free(struct hf_hard_links *links)
{
	if (!links)
		return;
	free(links->at);
	free(links);
}

int hf_links_count_hard(struct hf_bag *bag, uint32_t index,
			const struct stat *st, struct hf_error *err)
{
	struct hf_hard_links *links = bag->hard_links;
	struct hard_link *grown;

	if (!links) {
		links = bag->hard_links = calloc(1, sizeof(*links));
		if (!links)
			return hf_fail_memory(err);
	}
	grown = hf_list_grow(links->at, links->n, &links->size, sizeof(*grown));
	if (!grown)
		return hf_fail_memory(err);
	links->at = grown;
	links->at[links->n++] = (struct hard_link){
		.dev = st->st_dev, .ino = st->st_ino,
		.names = (uint64_t)st->st_nlink, .index = index,
	};
	return 0;
}

static int by_inode(const void *a, const void *b)
{
	const struct hard_link *x = a, *y = b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	if (x->ino != y->ino)
		return x->ino < y->ino ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

/* Fewer names seen in the bag than there are: the others are outside. */
static void tell_hard(struct hf_bag *bag, struct hf_sink *sink)
{
	struct hf_hard_links *links = bag->hard_links;

	if (!links)
		return;
	qsort(links->at, links->n, sizeof(*links->at), by_inode);
	for (size_t i = 0, end; i < links->n; i = end) {
		const struct hard_link *first = &links->at[i];

		for (end = i; end < links->n &&
		     links->at[end].ino == first->ino &&
		     links->at[end].dev == first->dev; end++)
			;
		if (first->names > end - i)
			hf_found(sink, HARD_LINK,
				 .path = hf_inventory_at(bag->inventory,
							 first->index)->path);
	}
}

/*
 * Follow a link to a file that is there; HF_NO_FILE where there is none, with
 * an errno in *@unread where a link on the way could not be read.
 */
static uint32_t follow(struct hf_bag *bag, uint32_t index, struct hf_buf *path,
		       int *unread)
{
	*unread = 0;
	for (int hops = 0; hops < HF_LINKS_MAX; hops++) {
		const struct hf_file *file = hf_inventory_at(bag->inventory,
							     index);
		char target[PATH_MAX];

		if (file->flags & HF_FILE_PRESENT)
			return index;
		if (!(file->flags & HF_FILE_SYMLINK))
			return HF_NO_FILE;
		*unread = bag->source->ops->read_link(bag->source, file->path,
						      target, sizeof(target));
		if (*unread || !hf_path_join(path, file->path, target))
			return HF_NO_FILE;
		index = hf_inventory_find(bag->inventory, path->data,
					  path->len);
		if (index == HF_NO_FILE)
			return HF_NO_FILE;
	}
	return HF_NO_FILE;
}

static int note(struct hf_bag *bag, uint32_t link, uint32_t target,
		struct hf_error *err)
{
	struct hf_bag_link *grown;

	grown = hf_list_grow(bag->links, bag->n_links, &bag->links_size,
			     sizeof(*grown));
	if (!grown)
		return hf_fail_memory(err);
	bag->links = grown;
	bag->links[bag->n_links++] = (struct hf_bag_link){ link, target };
	return 0;
}

static int resolve(struct hf_bag *bag, uint32_t index, struct hf_buf *path,
		   struct hf_sink *sink, struct hf_error *err)
{
	struct hf_file *link = hf_inventory_at(bag->inventory, index);
	int unread;
	uint32_t target = follow(bag, index, path, &unread);
	const struct hf_file *file;

	if (hf_buf_check(path, err) < 0)
		return -1;
	/* What it would add to the payload is not known: no count is judged. */
	if (unread) {
		hf_tell_unopened(sink, link->path, unread);
		link->flags |= HF_FILE_UNSEEN;
		return 0;
	}
	if (target == HF_NO_FILE && bag->has_unseen) {
		hf_found(sink, UNREADABLE, .path = link->path,
			 .detail = "where it leads could not be looked at");
		return 0;
	}
	if (target == HF_NO_FILE) {
		hf_found(sink, SYMLINK_LEAVES_BAG, .path = link->path);
		return 0;
	}
	file = hf_inventory_at(bag->inventory, target);
	hf_found(sink, SYMLINK_INSIDE, .path = link->path,
		 .actual = file->path);
	link->size = file->size;
	if (hf_path_is_payload(link->path, link->path_len)) {
		bag->payload_files++;
		bag->payload_octets += link->size;
	}
	return note(bag, index, target, err);
}

static int by_link(const void *a, const void *b)
{
	const struct hf_bag_link *x = a, *y = b;

	return (x->link > y->link) - (x->link < y->link);
}

int hf_links_resolve(struct hf_bag *bag, struct hf_sink *sink,
		     struct hf_error *err)
{
	const uint32_t *sorted = hf_inventory_sorted(bag->inventory);
	uint32_t n = hf_inventory_count(bag->inventory);
	struct hf_buf path = { 0 };
	int ret = -1;

	if (!sorted)
		return hf_fail_memory(err);
	for (uint32_t i = 0; i < n; i++) {
		const struct hf_file *file = hf_inventory_at(bag->inventory,
							     sorted[i]);

		if (file->flags & HF_FILE_SYMLINK &&
		    resolve(bag, sorted[i], &path, sink, err) < 0)
			goto out;
	}
	/* Only now: a link must not be mistaken for the end of another. */
	for (size_t i = 0; i < bag->n_links; i++)
		hf_inventory_at(bag->inventory,
				bag->links[i].link)->flags |= HF_FILE_PRESENT;
	for (uint32_t i = 0; i < n; i++)
		bag->has_unseen |= hf_inventory_at(bag->inventory, i)->flags &
				   HF_FILE_UNSEEN;
	if (bag->n_links)
		qsort(bag->links, bag->n_links, sizeof(*bag->links), by_link);
	tell_hard(bag, sink);
	ret = 0;
out:
	hf_buf_release(&path);
	return ret;
}

uint32_t hf_bag_follow(const struct hf_bag *bag, uint32_t index)
{
	struct hf_bag_link key = { .link = index };
	const struct hf_bag_link *link = NULL;

	if (bag->n_links)
		link = bsearch(&key, bag->links, bag->n_links,
			       sizeof(*bag->links), by_link);
	return link ? link->target : index;
}
