#include "profile/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bag/path.h"
#include "base/chars.h"
#include "base/text.h"
#include "profile/media.h"
#include "profile/query.h"

static const char identifier_label[] = "BagIt-Profile-Identifier";

/* One bag, and the profile that it is held against now. */
struct check {
	const struct hf_profile *profile;
	const struct hf_bag *bag;
	const char *serialization;
	struct hf_sink *sink;
	struct hf_error *err;
};

#define tell(c, name, ...) \
	hf_found((c)->sink, name, .detail = (c)->profile->title, __VA_ARGS__)

/* Whether all lines of bag-info.txt are known. */
static bool info_is_known(const struct hf_bag *bag)
{
	return !bag->info.unread && !bag->top_unseen &&
	       (!bag->has_info || bag->declaration.supported);
}

/* Equal, where a value that goes on in another line has a blank there. */
static bool same_value(const char *allowed, const char *value)
{
	while (*value && (*allowed == *value ||
			  (*allowed == ' ' && *value == '\n'))) {
		allowed++;
		value++;
	}
	return !*allowed && !*value;
}

static void check_identifier(struct check *c)
{
	const struct hf_info *info = &c->bag->info;
	const struct hf_info_field *first = NULL;

	for (size_t i = 0; i < info->n; i++) {
		const struct hf_info_field *field = &info->fields[i];

		if (hf_ascii_casecmp(field->label, identifier_label))
			continue;
		if (same_value(c->profile->identifier, field->value))
			return;
		first = first ? first : field;
	}
	if (!info_is_known(c->bag))
		return;
	if (first)
		tell(c, PROFILE_IDENTIFIER_DIFFERS, .path = c->bag->info_name,
		     .line = first->line, .expected = c->profile->identifier,
		     .actual = first->value);
	else
		tell(c, PROFILE_IDENTIFIER_MISSING, .path = c->bag->info_name,
		     .expected = c->profile->identifier);
}

/* One line of bag-info.txt, the @nth of its label. */
static void check_field(struct check *c, const struct hf_profile_tag *tag,
			const struct hf_info_field *field, size_t nth)
{
	const struct hf_profile_texts *values = &tag->values;
	size_t i = 0;

	if (nth > 1 && !tag->repeatable)
		tell(c, PROFILE_TAG_REPEATED, .path = c->bag->info_name,
		     .line = field->line, .subject = tag->label,
		     .actual = field->value);
	while (i < values->n && !same_value(values->at[i], field->value))
		i++;
	if (values->n && i == values->n)
		tell(c, PROFILE_TAG_VALUE, .path = c->bag->info_name,
		     .line = field->line, .subject = tag->label,
		     .expected = values->shown, .actual = field->value);
}

static int check_tags(struct check *c)
{
	const struct hf_profile *profile = c->profile;
	const struct hf_info *info = &c->bag->info;
	size_t *seen = calloc(profile->n_tags + 1, sizeof(*seen));

	if (!seen)
		return hf_fail_memory(c->err);
	for (size_t i = 0; i < info->n; i++) {
		const struct hf_profile_tag *tag =
			hf_profile_tag(profile, info->fields[i].label);

		if (tag)
			check_field(c, tag, &info->fields[i],
				    ++seen[tag - profile->tags]);
	}
	for (size_t i = 0; i < profile->n_tags; i++) {
		const struct hf_profile_tag *tag = &profile->tags[i];

		if (seen[i] || !info_is_known(c->bag))
			continue;
		if (tag->required)
			tell(c, PROFILE_TAG_MISSING, .subject = tag->label,
			     .path = c->bag->info_name,
			     .expected = tag->values.n ? tag->values.shown
						       : NULL);
		else if (tag->recommended)
			tell(c, PROFILE_TAG_RECOMMENDED, .subject = tag->label,
			     .path = c->bag->info_name);
	}
	free(seen);
	return 0;
}

static bool has_manifest(const struct hf_bag *bag, bool tag, const char *name)
{
	for (size_t i = 0; i < bag->n_manifests; i++) {
		if (bag->manifests[i].tag == tag &&
		    hf_profile_same_algorithm(bag->manifests[i].algorithm,
					      name))
			return true;
	}
	return false;
}

/* The name that the manifest of a required algorithm would have. */
static void manifest_name(char *out, size_t size, bool tag, const char *name)
{
	enum hf_alg alg;

	snprintf(out, size, "%smanifest-%.100s.txt", tag ? "tag" : "",
		 hf_alg_parse(name, &alg) ? hf_alg_name(alg) : name);
}

static void check_manifests(struct check *c, bool tag)
{
	const struct hf_profile_texts *lists = c->profile->lists;
	enum hf_profile_list allowed = tag ? HF_TAG_MANIFESTS_ALLOWED
					   : HF_MANIFESTS_ALLOWED;
	const struct hf_profile_texts *required =
		&lists[tag ? HF_TAG_MANIFESTS_REQUIRED : HF_MANIFESTS_REQUIRED];
	char name[128];

	for (size_t i = 0; i < required->n && !c->bag->top_unseen; i++) {
		if (has_manifest(c->bag, tag, required->at[i]))
			continue;
		manifest_name(name, sizeof(name), tag, required->at[i]);
		if (tag)
			tell(c, PROFILE_TAG_MANIFEST_MISSING, .path = name);
		else
			tell(c, PROFILE_MANIFEST_MISSING, .path = name);
	}
	for (size_t i = 0; i < c->bag->n_manifests; i++) {
		const struct hf_manifest *manifest = &c->bag->manifests[i];

		if (manifest->tag != tag || !lists[allowed].given ||
		    hf_profile_has_algorithm(c->profile, allowed,
					     manifest->algorithm))
			continue;
		if (tag)
			tell(c, PROFILE_TAG_MANIFEST_NOT_ALLOWED,
			     .path = manifest->name,
			     .expected = lists[allowed].shown);
		else
			tell(c, PROFILE_MANIFEST_NOT_ALLOWED,
			     .path = manifest->name,
			     .expected = lists[allowed].shown);
	}
}

static void check_fetch(struct check *c)
{
	if (c->bag->has_fetch && !c->profile->allow_fetch)
		tell(c, PROFILE_FETCH_NOT_ALLOWED, .path = "fetch.txt");
	if (!c->bag->has_fetch && !c->bag->top_unseen &&
	    c->profile->fetch_required)
		tell(c, PROFILE_FETCH_MISSING, .path = "fetch.txt");
}

static void check_serialization(struct check *c)
{
	const struct hf_profile_texts *media =
		&c->profile->lists[HF_ACCEPT_SERIALIZATION];
	enum hf_profile_serialization wanted = c->profile->serialization;
	bool later = c->serialization &&
		     !strcmp(c->serialization, HF_SERIALIZED_LATER);
	size_t i = 0;

	if (!c->serialization || later) {
		if (wanted == HF_SERIALIZATION_REQUIRED)
			tell(c, PROFILE_SERIALIZATION_MISSING,
			     .expected = media->shown, .tolerated = later);
		return;
	}
	if (wanted == HF_SERIALIZATION_FORBIDDEN) {
		tell(c, PROFILE_SERIALIZATION_FORBIDDEN,
		     .actual = c->serialization);
		return;
	}
	while (i < media->n &&
	       !hf_media_accepts(media->at[i], c->serialization))
		i++;
	if (media->given && i == media->n)
		tell(c, PROFILE_SERIALIZATION_FORMAT, .expected = media->shown,
		     .actual = c->serialization);
}

static void check_version(struct check *c)
{
	const struct hf_profile_texts *versions =
		&c->profile->lists[HF_ACCEPT_VERSION];
	const struct hf_declaration *declared = &c->bag->declaration;
	unsigned int major, minor;
	char text[32];

	if (!declared->found || !versions->n)
		return;
	for (size_t i = 0; i < versions->n; i++) {
		if (hf_profile_parse_version(versions->at[i], &major, &minor) &&
		    major == declared->major && minor == declared->minor)
			return;
	}
	snprintf(text, sizeof(text), "%u.%u", declared->major, declared->minor);
	tell(c, PROFILE_BAGIT_VERSION, .path = "bagit.txt",
	     .expected = versions->shown, .actual = text);
}

/* Whether a folder on the way to @path could not be looked into. */
static bool is_behind_unseen(const struct hf_bag *bag, const char *path)
{
	if (!bag->has_unseen)
		return false;
	if (bag->top_unseen)
		return true;
	for (const char *s = path + strcspn(path, "/");;
	     s += 1 + strcspn(s + 1, "/")) {
		uint32_t index = hf_inventory_find(bag->inventory, path,
						   (size_t)(s - path));

		if (index != HF_NO_FILE &&
		    hf_inventory_at(bag->inventory, index)->flags &
		    HF_FILE_UNSEEN)
			return true;
		if (!*s)
			return false;
	}
}

/*
 * Whether the bag has the file, under its own name or one that means the same,
 * by a link, or as a hole that fetch.txt fills.
 */
static bool has_file(const struct hf_bag *bag, const char *path)
{
	uint32_t index = hf_inventory_find(bag->inventory, path, strlen(path));

	if (index == HF_NO_FILE)
		return false;
	index = hf_bag_follow(bag, index);
	return hf_inventory_at(bag->inventory, index)->flags &
	       (HF_FILE_PRESENT | HF_FILE_RENAMED | HF_FILE_FETCH);
}

/* Whether there is a file in the folder @path, which ends in "/". */
static bool has_folder(const struct hf_bag *bag, const uint32_t *sorted,
		       const char *path)
{
	uint32_t low = 0, high = hf_inventory_count(bag->inventory);
	uint32_t n = high;
	size_t len = strlen(path);

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (strcmp(hf_inventory_at(bag->inventory,
					   sorted[middle])->path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < n; low++) {
		const char *found = hf_inventory_at(bag->inventory,
						    sorted[low])->path;

		if (strncmp(found, path, len))
			return false;
		if (has_file(bag, found))
			return true;
	}
	return false;
}

/* Files that are there or to be fetched, in the order of their paths. */
static void check_allowed(struct check *c, const uint32_t *sorted)
{
	const struct hf_profile_texts *lists = c->profile->lists;
	struct hf_inventory *inventory = c->bag->inventory;
	uint32_t n = hf_inventory_count(inventory);

	if (!lists[HF_TAG_FILES_ALLOWED].given &&
	    !lists[HF_PAYLOAD_FILES_ALLOWED].given)
		return;
	for (uint32_t i = 0; i < n; i++) {
		const struct hf_file *file = hf_inventory_at(inventory,
							     sorted[i]);
		bool payload = hf_path_is_payload(file->path, file->path_len);
		enum hf_profile_list list = payload ? HF_PAYLOAD_FILES_ALLOWED
						    : HF_TAG_FILES_ALLOWED;

		if (!(file->flags & (HF_FILE_PRESENT | HF_FILE_SYMLINK |
				     HF_FILE_SPECIAL | HF_FILE_FETCH)) ||
		    (!payload && hf_profile_is_standard_file(file->path)) ||
		    hf_profile_allows_path(c->profile, list, file->path))
			continue;
		if (payload)
			tell(c, PROFILE_PAYLOAD_FILE_NOT_ALLOWED,
			     .path = file->path, .path_len = file->path_len,
			     .expected = lists[list].shown);
		else
			tell(c, PROFILE_TAG_FILE_NOT_ALLOWED,
			     .path = file->path, .path_len = file->path_len,
			     .expected = lists[list].shown);
	}
}

static void check_required(struct check *c, const uint32_t *sorted, bool payload)
{
	const struct hf_profile_texts *required =
		&c->profile->lists[payload ? HF_PAYLOAD_FILES_REQUIRED
					   : HF_TAG_FILES_REQUIRED];

	for (size_t i = 0; i < required->n; i++) {
		const char *path = required->at[i];
		bool folder = path[strlen(path) - 1] == '/';

		if ((folder ? has_folder(c->bag, sorted, path)
			    : has_file(c->bag, path)) ||
		    is_behind_unseen(c->bag, path))
			continue;
		if (payload)
			tell(c, PROFILE_PAYLOAD_FILE_MISSING, .path = path);
		else
			tell(c, PROFILE_TAG_FILE_MISSING, .path = path);
	}
}

/* Data-Empty: no file, or one without a byte; also of those to be fetched. */
static void check_empty(struct check *c)
{
	const struct hf_bag *bag = c->bag;
	uint64_t files = bag->payload_files, octets = bag->payload_octets;
	char found[32];

	for (size_t i = 0; i < bag->fetch.n; i++) {
		const struct hf_fetch_entry *entry = &bag->fetch.at[i];

		if (hf_inventory_at(bag->inventory, entry->index)->flags &
		    HF_FILE_PRESENT)
			continue;
		files++;
		/* Of unknown length: it may be empty. */
		if (entry->length != HF_LENGTH_UNKNOWN)
			octets |= entry->length;
	}
	if (!c->profile->data_empty || !files || (files == 1 && !octets))
		return;
	snprintf(found, sizeof(found), "%llu file%s",
		 (unsigned long long)files, files == 1 ? "" : "s");
	tell(c, PROFILE_PAYLOAD_NOT_EMPTY, .path = "data", .actual = found);
}

static int check_files(struct check *c)
{
	const uint32_t *sorted = hf_inventory_sorted(c->bag->inventory);

	if (!sorted && hf_inventory_count(c->bag->inventory))
		return hf_fail_memory(c->err);
	check_required(c, sorted, false);
	check_required(c, sorted, true);
	check_allowed(c, sorted);
	check_empty(c);
	return 0;
}

static int check_one(struct check *c, const struct hf_profile *profile)
{
	c->profile = profile;
	/* What it asks for is not known: whatever we said might be wrong. */
	if (!profile->usable) {
		hf_found(c->sink, PROFILE_UNUSABLE, .detail = profile->name);
		return 0;
	}
	check_version(c);
	check_serialization(c);
	check_identifier(c);
	if (check_tags(c) < 0)
		return -1;
	check_manifests(c, false);
	check_manifests(c, true);
	check_fetch(c);
	return check_files(c);
}

static bool is_given(const struct hf_profile_set *set, const char *identifier)
{
	for (size_t i = 0; i < set->n; i++) {
		if (set->at[i]->identifier &&
		    same_value(set->at[i]->identifier, identifier))
			return true;
	}
	return false;
}

/* One that the bag names, and that was not handed in. */
static int look_up(struct check *c, const struct hf_profile_folder *folder,
		   const struct hf_info_field *field, bool *done)
{
	size_t first = hf_profile_folder_find(folder, field->value, 0), second;
	char detail[1024], shown[320], other[320];

	if (first == folder->n) {
		snprintf(detail, sizeof(detail),
			 "looked at in %s: profiles: %zu, files *.json that are none: %zu",
			 hf_escape_into(shown, sizeof(shown), folder->path),
			 folder->n, folder->strange);
		hf_found(c->sink, PROFILE_UNRESOLVED, .path = c->bag->info_name,
			 .line = field->line, .actual = field->value,
			 .detail = detail);
		return 0;
	}
	second = hf_profile_folder_find(folder, field->value, first + 1);
	if (second < folder->n) {
		snprintf(detail, sizeof(detail), "both %s and %s have it",
			 hf_escape_into(shown, sizeof(shown),
					folder->at[first]->name),
			 hf_escape_into(other, sizeof(other),
					folder->at[second]->name));
		hf_found(c->sink, PROFILE_UNRESOLVED, .path = c->bag->info_name,
			 .line = field->line, .actual = field->value,
			 .detail = detail);
		return 0;
	}
	if (done[first])
		return 0;
	done[first] = true;
	return check_one(c, folder->at[first]);
}

static int check_named(struct check *c, const struct hf_profile_set *set)
{
	const struct hf_info *info = &c->bag->info;
	bool *done = calloc(set->folder->n + 1, sizeof(*done));
	int ret = 0;

	if (!done)
		return hf_fail_memory(c->err);
	for (size_t i = 0; ret == 0 && i < info->n; i++) {
		const struct hf_info_field *field = &info->fields[i];

		if (!hf_ascii_casecmp(field->label, identifier_label) &&
		    !is_given(set, field->value))
			ret = look_up(c, set->folder, field, done);
	}
	free(done);
	return ret;
}

int hf_profiles_check(const struct hf_profile_set *set,
		      const struct hf_bag *bag, const char *serialization,
		      struct hf_sink *sink, struct hf_error *err)
{
	struct check c = { .bag = bag, .serialization = serialization,
			   .sink = sink, .err = err };

	for (size_t i = 0; i < set->n; i++) {
		if (check_one(&c, set->at[i]) < 0)
			return -1;
	}
	return set->folder ? check_named(&c, set) : 0;
}
