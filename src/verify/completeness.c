#include "verify/checks.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bag/path.h"

bool hf_is_behind_unseen(const struct hf_bag *bag, const struct hf_file *file)
{
	const char *slash = file->path;
	uint32_t top = hf_inventory_find(bag->inventory, "", 0);

	if (top != HF_NO_FILE &&
	    hf_inventory_at(bag->inventory, top)->flags & HF_FILE_UNSEEN)
		return true;
	while ((slash = strchr(slash, '/'))) {
		uint32_t index = hf_inventory_find(bag->inventory, file->path,
						   (size_t)(slash - file->path));

		if (index != HF_NO_FILE &&
		    hf_inventory_at(bag->inventory, index)->flags &
		    HF_FILE_UNSEEN)
			return true;
		slash++;
	}
	return false;
}

struct check {
	const struct hf_bag *bag;
	struct hf_sink *sink;
	bool final;
	hf_alg_set all;		/* of payload manifests that were read */
	hf_alg_set strong;	/* those of them that are not weak */
	bool any_unseen;
	bool any_unread;	/* payload manifests that could not be read */
};

/* Something is there under this name, but not a file. */
static bool is_other_thing(struct check *c, const struct hf_file *file)
{
	bool payload = hf_path_is_payload(file->path, file->path_len);

	if (file->flags & HF_FILE_SPECIAL) {
		hf_found(c->sink, SPECIAL_FILE, .path = file->path,
			 .tolerated = !payload && !file->named);
		return true;
	}
	if (file->named && file->flags & HF_FILE_DIRECTORY) {
		hf_found(c->sink, PATH_IS_DIRECTORY, .path = file->path);
		return true;
	}
	/* A link that leads nowhere, a folder not entered: told already. */
	if (file->flags & (HF_FILE_SYMLINK | HF_FILE_UNSEEN) &&
	    !(file->flags & HF_FILE_PRESENT))
		return true;
	return c->any_unseen && !(file->flags & HF_FILE_PRESENT) &&
	       hf_is_behind_unseen(c->bag, file);
}

/* RFC 8493, 2.1.3: each payload manifest lists every payload file (1.0). */
static void check_coverage(struct check *c, const struct hf_file *file)
{
	hf_alg_set strong = file->listed & c->strong;

	if (c->final && c->all & ~file->named) {
		for (size_t i = 0; i < c->bag->n_manifests; i++) {
			const struct hf_manifest *m = &c->bag->manifests[i];

			if (!m->tag && !m->unread && !(file->named & m->bit))
				hf_found(c->sink, MANIFEST_INCOMPLETE,
					 .path = file->path,
					 .actual = m->name);
		}
	}
	if (c->strong && !strong && file->listed)
		hf_found(c->sink, DIGEST_DOWNGRADED, .path = file->path,
			 .tolerated = !c->final);
}

static void check_missing(struct check *c, const struct hf_file *file)
{
	if (file->flags & HF_FILE_FETCH)
		hf_found(c->sink, PAYLOAD_NOT_FETCHED, .path = file->path);
	else if (c->bag->fetch.unread)
		hf_found(c->sink, UNREADABLE, .path = file->path,
			 .detail = "it is not there, and what fetch.txt says of it could not be read");
	else
		hf_found(c->sink, PAYLOAD_MISSING, .path = file->path);
}

static void check_payload(struct check *c, const struct hf_file *file)
{
	bool present = file->flags & HF_FILE_PRESENT;

	if (file->flags & HF_FILE_FETCH &&
	    (c->final ? c->all & ~file->named : !file->named && !c->any_unread))
		hf_found(c->sink, FETCH_UNLISTED, .path = file->path);
	if (is_other_thing(c, file))
		return;
	if (file->named) {
		if (!present)
			check_missing(c, file);
		else if (hf_path_is_system_litter(file->path, file->path_len))
			hf_found(c->sink, PAYLOAD_SYSTEM_FILE,
				 .path = file->path);
		check_coverage(c, file);
	} else if (!present || c->any_unread) {
		return;		/* or nobody knows whether it is listed */
	} else if (hf_path_is_system_litter(file->path, file->path_len)) {
		hf_found(c->sink, PAYLOAD_UNLISTED_SYSTEM, .path = file->path);
	} else {
		hf_found(c->sink, PAYLOAD_UNLISTED, .path = file->path);
	}
}

static void check_tag_file(struct check *c, const struct hf_file *file)
{
	if (is_other_thing(c, file))
		return;
	if (file->named && !(file->flags & HF_FILE_PRESENT))
		hf_found(c->sink, TAG_FILE_MISSING, .path = file->path);
}

static void check_fetch_sizes(struct check *c)
{
	const struct hf_bag *bag = c->bag;
	char expected[24], actual[24];

	for (size_t i = 0; i < bag->fetch.n; i++) {
		const struct hf_fetch_entry *entry = &bag->fetch.at[i];
		const struct hf_file *file = hf_inventory_at(bag->inventory,
							     entry->index);

		if (!(file->flags & HF_FILE_PRESENT) ||
		    entry->length == HF_LENGTH_UNKNOWN ||
		    entry->length == file->size)
			continue;
		snprintf(expected, sizeof(expected), "%" PRIu64,
			 entry->length);
		snprintf(actual, sizeof(actual), "%" PRIu64, file->size);
		hf_found(c->sink, FETCH_SIZE_DIFFERS, .path = file->path,
			 .expected = expected, .actual = actual);
	}
}

static void prepare(struct check *c)
{
	c->any_unread = c->bag->top_unseen;
	for (size_t i = 0; i < c->bag->n_manifests; i++) {
		const struct hf_manifest *m = &c->bag->manifests[i];

		if (m->tag)
			continue;
		c->any_unread |= m->unread;
		if (m->unread)
			continue;
		c->all |= m->bit;
		if (m->supported && !hf_alg_is_weak(m->alg))
			c->strong |= HF_ALG_BIT(m->alg);
	}
}

int hf_check_completeness(struct hf_bag *bag, struct hf_sink *sink,
			  struct hf_error *err)
{
	struct check c = {
		.bag = bag, .sink = sink,
		.final = hf_declaration_is_final(&bag->declaration),
	};
	const uint32_t *sorted = hf_inventory_sorted(bag->inventory);
	uint32_t n = hf_inventory_count(bag->inventory);
	bool any_payload = false;

	if (!sorted)
		return hf_fail_memory(err);
	prepare(&c);
	for (uint32_t i = 0; i < n; i++)
		c.any_unseen |= hf_inventory_at(bag->inventory, i)->flags &
				HF_FILE_UNSEEN;
	for (uint32_t i = 0; i < n; i++) {
		const struct hf_file *file = hf_inventory_at(bag->inventory,
							     sorted[i]);

		if (file->flags & HF_FILE_RENAMED)
			continue;
		if (hf_path_is_payload(file->path, file->path_len)) {
			any_payload = true;
			check_payload(&c, file);
		} else {
			check_tag_file(&c, file);
		}
	}
	if (!any_payload && bag->has_data && !c.any_unseen)
		hf_found(sink, PAYLOAD_EMPTY, .path = "data");
	check_fetch_sizes(&c);
	if (!c.any_unseen && !bag->fetch.unread)
		hf_check_oxum(bag, sink);
	return 0;
}
