#include "bag/bag.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bag/links.h"
#include "bag/path.h"
#include "bag/tagfile.h"
#include "base/list.h"

/* Two short lines; whatever is longer is not a declaration. */
#define DECLARATION_MAX	4096

static int read_declaration(struct hf_bag *bag, struct hf_sink *sink,
			    struct hf_error *err)
{
	struct hf_source_stream stream;
	char data[DECLARATION_MAX];
	size_t size = 0;
	ssize_t n = 1;
	int sys_errno;

	(void)err;
	sys_errno = hf_source_stream_open(&stream, bag->source, "bagit.txt");
	if (sys_errno == ENOENT || sys_errno == ENOTDIR ||
	    sys_errno == EISDIR) {
		hf_found(sink, BAGIT_TXT_MISSING, .path = "bagit.txt");
		return 0;
	}
	if (sys_errno) {
		bag->declaration_errno = sys_errno;
		hf_tell_unopened(sink, "bagit.txt", sys_errno);
		return 0;
	}
	while (size < sizeof(data) && n > 0) {
		n = hf_source_stream_read(&stream, data + size,
					  sizeof(data) - size);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			size += (size_t)n;
	}
	if (n < 0)
		bag->declaration_errno = errno;
	if (n < 0)
		hf_tell_read_error(sink, "bagit.txt", size, errno);
	else
		hf_declaration_parse(&bag->declaration, data, size, sink);
	hf_source_stream_close(&stream);
	return bag->declaration.failed ? hf_fail_memory(err) : 0;
}

/* Tell what could not be looked at: once, however often it is met. */
static int note_unseen(struct hf_bag *bag, const struct hf_walk_entry *entry,
		       struct hf_sink *sink, struct hf_error *err)
{
	uint32_t index = hf_inventory_add(bag->inventory, entry->path,
					  entry->len);
	struct hf_file *file;

	if (index == HF_NO_FILE)
		return hf_fail_memory(err);
	file = hf_inventory_at(bag->inventory, index);
	/* Without a reason, whoever could not look has told it. */
	if (entry->sys_errno && !(file->flags & HF_FILE_UNSEEN))
		hf_tell_unopened(sink, *entry->path ? entry->path : ".",
				 entry->sys_errno);
	file->flags |= HF_FILE_UNSEEN;
	bag->has_unseen = true;
	return HF_WALK_GO_ON;
}

/* What lies at the top: data/, and the tag files that have a meaning. */
struct top {
	struct hf_bag *bag;
	struct hf_sink *sink;
	size_t size;		/* of bag->manifests */
	bool has_info, has_old_info;
};

static int add_manifest(struct top *top, const char *path,
			const struct hf_manifest *manifest,
			struct hf_error *err)
{
	struct hf_bag *bag = top->bag;
	struct hf_manifest *grown;

	grown = hf_list_grow(bag->manifests, bag->n_manifests, &top->size,
			     sizeof(*grown));
	if (!grown)
		return hf_fail_memory(err);
	bag->manifests = grown;
	grown = &bag->manifests[bag->n_manifests];
	*grown = *manifest;
	grown->name = hf_arena_strdup(&bag->arena, path);
	if (!grown->name)
		return hf_fail_memory(err);
	bag->n_manifests++;
	return 0;
}

static int visit_top(void *ctx, const struct hf_walk_entry *entry,
		     struct hf_error *err)
{
	struct top *top = ctx;
	struct hf_manifest manifest;

	if (entry->kind == HF_WALK_UNREADABLE) {
		top->bag->top_unseen |= !*entry->path;
		if (!strcmp(entry->path, "data"))
			top->bag->has_data = true;
		if (note_unseen(top->bag, entry, top->sink, err) < 0)
			return -1;
	}
	if (entry->kind == HF_WALK_DIRECTORY) {
		if (!strcmp(entry->path, "data"))
			top->bag->has_data = true;
		return HF_WALK_PRUNE;
	}
	if (!strcmp(entry->path, "fetch.txt"))
		top->bag->has_fetch = true;
	else if (!strcmp(entry->path, "bag-info.txt"))
		top->has_info = true;
	else if (!strcmp(entry->path, "package-info.txt"))
		top->has_old_info = true;
	else if (hf_manifest_parse_name(&manifest, entry->path))
		return add_manifest(top, entry->path, &manifest, err);
	return HF_WALK_GO_ON;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct hf_manifest *)a)->name,
		      ((const struct hf_manifest *)b)->name);
}

static int look_at_top(struct hf_bag *bag, struct hf_sink *sink,
		       struct hf_error *err)
{
	struct top top = { .bag = bag, .sink = sink };
	bool old;

	if (bag->source->ops->walk(bag->source, NULL, visit_top, &top, err) < 0)
		return -1;
	if (bag->n_manifests)
		qsort(bag->manifests, bag->n_manifests,
		      sizeof(*bag->manifests), compare_names);
	bag->info_name = hf_declaration_info_name(&bag->declaration);
	old = !strcmp(bag->info_name, "package-info.txt");
	bag->has_info = old ? top.has_old_info : top.has_info;
	return 0;
}

static int read_info(struct hf_bag *bag, struct hf_sink *sink,
		     struct hf_error *err)
{
	if (!bag->has_info || !bag->declaration.supported)
		return 0;
	return hf_info_read(&bag->info, bag->source, bag->info_name,
			    bag->declaration.encoding,
			    hf_declaration_is_final(&bag->declaration), sink,
			    err);
}

/* Tag manifests and payload manifests never list the same file. */
static void give_bits(struct hf_bag *bag)
{
	int next[2] = { HF_UNSUPPORTED_FIRST, HF_UNSUPPORTED_FIRST };

	for (size_t i = 0; i < bag->n_manifests; i++) {
		struct hf_manifest *m = &bag->manifests[i];

		if (m->supported)
			m->bit = HF_ALG_BIT(m->alg);
		else if (next[m->tag] < HF_UNSUPPORTED_LAST)
			m->bit = HF_ALG_BIT(next[m->tag]++);
		else
			m->bit = HF_ALG_BIT(HF_UNSUPPORTED_LAST);
	}
}

/* One manifest; if another of its kind and algorithm came before it, tell. */
static int read_manifest(struct hf_bag *bag, size_t i,
			 const struct hf_manifest_rules *rules,
			 struct hf_sink *sink, struct hf_error *err)
{
	struct hf_manifest *manifest = &bag->manifests[i];
	hf_alg_set *algs = manifest->tag ? &bag->tag_algs : &bag->payload_algs;

	for (size_t k = 0; k < i; k++) {
		if (bag->manifests[k].tag == manifest->tag &&
		    !strcmp(bag->manifests[k].algorithm,
			    manifest->algorithm)) {
			hf_found(sink, MANIFEST_ALGORITHM_TWICE,
				 .path = manifest->name,
				 .detail = bag->manifests[k].name);
			manifest->repeated = true;
			break;
		}
	}
	if (manifest->irregular)
		hf_found(sink, MANIFEST_NAME_IRREGULAR,
			 .path = manifest->name);
	if (manifest->supported)
		*algs |= HF_ALG_BIT(manifest->alg);
	else
		hf_found(sink, ALGORITHM_UNSUPPORTED, .path = manifest->name,
			 .actual = manifest->algorithm);
	return hf_manifest_read(manifest, bag->source, rules, bag->inventory,
				&bag->aliases, sink, err);
}

/* The manifests, unless less is asked for, and fetch.txt. */
static int read_lists(struct hf_bag *bag, enum hf_bag_extent extent,
		      struct hf_sink *sink, struct hf_error *err)
{
	struct hf_manifest_rules rules = {
		.encoding = bag->declaration.encoding,
		.final = hf_declaration_is_final(&bag->declaration),
	};

	if (!bag->declaration.supported)
		return 0;
	give_bits(bag);
	for (size_t i = 0; i < bag->n_manifests && extent == HF_BAG_ALL; i++) {
		if (read_manifest(bag, i, &rules, sink, err) < 0)
			return -1;
	}
	bag->fetch.unread = bag->top_unseen;
	if (!bag->has_fetch)
		return 0;
	return hf_fetch_read(&bag->fetch, bag->source, &rules, bag->inventory,
			     sink, err);
}

static enum hf_file_flag flag_of(enum hf_walk_kind kind)
{
	static const enum hf_file_flag flags[] = {
		[HF_WALK_FILE]	     = HF_FILE_PRESENT,
		[HF_WALK_DIRECTORY]  = HF_FILE_DIRECTORY,
		[HF_WALK_SYMLINK]    = HF_FILE_SYMLINK,
		[HF_WALK_SPECIAL]    = HF_FILE_SPECIAL,
	};

	return flags[kind];
}

struct visit {
	struct hf_bag *bag;
	struct hf_sink *sink;
};

/*
 * A folder is entered only if a manifest takes it for a file: otherwise a tree
 * of empty folders would fill the inventory.
 */
static int visit_entry(void *ctx, const struct hf_walk_entry *entry,
		       struct hf_error *err)
{
	struct visit *visit = ctx;
	struct hf_bag *bag = visit->bag;
	struct hf_file *file;
	uint32_t index;

	if (entry->kind == HF_WALK_UNREADABLE)
		return note_unseen(bag, entry, visit->sink, err);
	if (entry->kind == HF_WALK_DIRECTORY)
		index = hf_inventory_find(bag->inventory, entry->path,
					  entry->len);
	else
		index = hf_inventory_add(bag->inventory, entry->path,
					 entry->len);
	if (index == HF_NO_FILE)
		return entry->kind == HF_WALK_DIRECTORY ? HF_WALK_GO_ON
							: hf_fail_memory(err);
	file = hf_inventory_at(bag->inventory, index);
	file->flags |= flag_of(entry->kind);
	bag->has_links |= entry->kind == HF_WALK_SYMLINK;
	if (entry->kind != HF_WALK_FILE)
		return HF_WALK_GO_ON;
	file->size = (uint64_t)entry->st->st_size;
	bag->files++;
	bag->octets += file->size;
	if (hf_path_is_payload(entry->path, entry->len)) {
		bag->payload_files++;
		bag->payload_octets += file->size;
	}
	if (entry->st->st_nlink > 1)
		return hf_links_count_hard(bag, index, entry->st, err);
	return HF_WALK_GO_ON;
}

static int visit_payload(void *ctx, const struct hf_walk_entry *entry,
			 struct hf_error *err)
{
	struct visit *visit = ctx;
	struct hf_bag *bag = visit->bag;

	if (entry->kind == HF_WALK_UNREADABLE)
		return note_unseen(bag, entry, visit->sink, err);
	bag->has_links |= entry->kind == HF_WALK_SYMLINK;
	if (entry->kind == HF_WALK_FILE) {
		bag->payload_files++;
		bag->payload_octets += (uint64_t)entry->st->st_size;
	}
	return HF_WALK_GO_ON;
}

static int look_at_all(struct hf_bag *bag, struct hf_sink *sink,
		       struct hf_error *err)
{
	struct visit visit = { bag, sink };

	if (bag->source->ops->walk(bag->source, NULL, visit_entry, &visit,
				   err) < 0)
		return -1;
	return hf_links_resolve(bag, sink, err);
}

int hf_bag_read(struct hf_bag **bag_ret, struct hf_source *source,
		enum hf_bag_extent extent, struct hf_sink *sink,
		struct hf_error *err)
{
	struct hf_bag *bag = calloc(1, sizeof(*bag));
	int ret = -1;

	if (!bag)
		return hf_fail_memory(err);
	bag->source = source;
	bag->aliases.arena = &bag->arena;
	hf_declaration_init(&bag->declaration);
	if (hf_inventory_new(&bag->inventory, err) < 0 ||
	    read_declaration(bag, sink, err) < 0 || look_at_top(bag, sink, err) < 0 ||
	    read_info(bag, sink, err) < 0)
		goto out;
	if (!bag->has_data && !bag->top_unseen)
		hf_found(sink, PAYLOAD_DIRECTORY_MISSING, .path = "data");
	if (extent == HF_BAG_INFO) {
		struct visit visit = { bag, sink };

		if (bag->has_data &&
		    source->ops->walk(source, "data", visit_payload, &visit,
				      err) < 0)
			goto out;
	} else if (read_lists(bag, extent, sink, err) < 0 ||
		   look_at_all(bag, sink, err) < 0) {
		goto out;
	}
	*bag_ret = bag;
	bag = NULL;
	ret = 0;
out:
	hf_bag_free(bag);
	return ret;
}

void hf_bag_free(struct hf_bag *bag)
{
	if (!bag)
		return;
	hf_info_release(&bag->info);
	hf_fetch_release(&bag->fetch);
	hf_inventory_free(bag->inventory);
	free(bag->manifests);
	free(bag->aliases.at);
	free(bag->links);
	hf_links_free(bag->hard_links);
	hf_arena_release(&bag->arena);
	free(bag);
}
