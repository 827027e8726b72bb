#include "verify/checks.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool is_final(const struct hf_bag *bag)
{
	return hf_declaration_is_final(&bag->declaration);
}

static bool has_manifest(const struct hf_bag *bag, bool tag)
{
	for (size_t i = 0; i < bag->n_manifests; i++) {
		if (bag->manifests[i].tag == tag)
			return true;
	}
	return false;
}

static bool has_unread_tag_manifest(const struct hf_bag *bag)
{
	for (size_t i = 0; i < bag->n_manifests; i++) {
		if (bag->manifests[i].tag && bag->manifests[i].unread)
			return true;
	}
	return false;
}

static hf_alg_set named_of(const struct hf_bag *bag, const char *path)
{
	uint32_t index = hf_inventory_find(bag->inventory, path, strlen(path));

	return index == HF_NO_FILE ? 0
		: hf_inventory_at(bag->inventory, index)->named;
}

/* RFC 8493, 2.2.1: each tag manifest MUST list every payload manifest. */
static void check_lists_manifests(const struct hf_bag *bag,
				  const struct hf_manifest *tag,
				  struct hf_sink *sink)
{
	for (size_t i = 0; i < bag->n_manifests; i++) {
		const struct hf_manifest *payload = &bag->manifests[i];

		if (!payload->tag &&
		    !(named_of(bag, payload->name) & tag->bit))
			hf_found(sink, TAG_MANIFEST_OMITS_MANIFEST,
				 .path = tag->name, .actual = payload->name,
				 .tolerated = !is_final(bag));
	}
}

/* Tag files that the standard knows should be in some tag manifest. */
static void check_lists_tag_files(const struct hf_bag *bag,
				  struct hf_sink *sink)
{
	const struct { const char *name; bool there; } files[] = {
		{ "bagit.txt", bag->declaration.found },
		{ bag->info_name, bag->has_info },
		{ "fetch.txt", bag->has_fetch },
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (files[i].there && !named_of(bag, files[i].name))
			hf_found(sink, TAG_FILE_UNLISTED,
				 .path = files[i].name);
	}
}

static bool is_payload_manifest(const struct hf_bag *bag, const char *path)
{
	for (size_t i = 0; i < bag->n_manifests; i++) {
		if (!bag->manifests[i].tag &&
		    !strcmp(bag->manifests[i].name, path))
			return true;
	}
	return false;
}

/* What one tag manifest lists, the others should list too. */
static void check_tag_manifests_agree(const struct hf_bag *bag,
				      struct hf_sink *sink)
{
	hf_alg_set all = 0;
	uint32_t n = hf_inventory_count(bag->inventory);

	for (size_t i = 0; i < bag->n_manifests; i++) {
		if (bag->manifests[i].tag && !bag->manifests[i].unread)
			all |= bag->manifests[i].bit;
	}
	for (uint32_t i = 0; i < n; i++) {
		const struct hf_file *file = hf_inventory_at(bag->inventory, i);

		if (!file->named || !(all & ~file->named) ||
		    !strncmp(file->path, "data/", 5) ||
		    is_payload_manifest(bag, file->path))
			continue;
		for (size_t k = 0; k < bag->n_manifests; k++) {
			if (bag->manifests[k].tag &&
			    all & ~file->named & bag->manifests[k].bit)
				hf_found(sink, TAG_MANIFESTS_DIFFER,
					 .path = file->path,
					 .detail = bag->manifests[k].name);
		}
	}
}

static void check_tag_manifests(const struct hf_bag *bag, struct hf_sink *sink)
{
	if (!has_manifest(bag, true)) {
		if (!bag->top_unseen)
			hf_found(sink, TAG_MANIFEST_MISSING);
		return;
	}
	/* What could not be decoded was not read: it omits nothing. */
	if (!bag->declaration.supported)
		return;
	for (size_t i = 0; i < bag->n_manifests; i++) {
		if (bag->manifests[i].tag && !bag->manifests[i].unread)
			check_lists_manifests(bag, &bag->manifests[i], sink);
	}
	if (!has_unread_tag_manifest(bag))
		check_lists_tag_files(bag, sink);
	check_tag_manifests_agree(bag, sink);
	if (bag->tag_algs != bag->payload_algs && !bag->top_unseen)
		hf_found(sink, TAG_MANIFEST_ALGORITHMS);
}

static hf_alg_set weak_algs(void)
{
	hf_alg_set weak = 0;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (hf_alg_is_weak(alg))
			weak |= HF_ALG_BIT(alg);
	}
	return weak;
}

void hf_check_structure(const struct hf_bag *bag, struct hf_sink *sink)
{
	if (!has_manifest(bag, false)) {
		if (!bag->top_unseen)
			hf_found(sink, PAYLOAD_MANIFEST_MISSING);
	} else if (bag->payload_algs && !(bag->payload_algs & ~weak_algs())) {
		hf_found(sink, DIGEST_WEAK);
	}
	check_tag_manifests(bag, sink);
}

/*
 * What Payload-Oxum should be is what is there and what is still to be
 * fetched; where fetch.txt does not know a length, octets are not compared.
 */
void hf_check_oxum(const struct hf_bag *bag, struct hf_sink *sink)
{
	uint64_t octets = bag->payload_octets, files = bag->payload_files;
	bool exact = true;
	char expected[48], actual[48];

	if (!bag->info.has_oxum)
		return;
	for (size_t i = 0; i < bag->fetch.n; i++) {
		const struct hf_fetch_entry *entry = &bag->fetch.at[i];

		if (hf_inventory_at(bag->inventory, entry->index)->flags &
		    (HF_FILE_PRESENT | HF_FILE_RENAMED))
			continue;
		files++;
		if (entry->length == HF_LENGTH_UNKNOWN ||
		    __builtin_add_overflow(octets, entry->length, &octets))
			exact = false;
	}
	if (files == bag->info.oxum_files &&
	    (!exact || octets == bag->info.oxum_octets))
		return;
	snprintf(expected, sizeof(expected), "%" PRIu64 ".%" PRIu64,
		 bag->info.oxum_octets, bag->info.oxum_files);
	snprintf(actual, sizeof(actual), "%" PRIu64 ".%" PRIu64, octets,
		 files);
	hf_found(sink, OXUM_MISMATCH, .path = bag->info_name,
		 .expected = expected, .actual = actual);
}
