/* Any bytes as a profile, and a bag held against what comes of them. */
#include "fuzz.h"

#include "base/text.h"
#include "finding/sink.h"
#include "profile/check.h"
#include "profile/pattern.h"
#include "profile/query.h"

/* A bag with something for each key to look at. */
static void make_bag(struct hf_bag *bag)
{
	static struct hf_info_field fields[] = {
		{ "BagIt-Profile-Identifier", "urn:x:p", 1 },
		{ "Source-Organization", "One\nand Only", 2 },
		{ "source-organization", "Two", 3 },
		{ "A", "", 4 },
	};
	static struct hf_manifest manifests[] = {
		{ .name = "manifest-sha512.txt", .algorithm = "sha512" },
		{ .name = "tagmanifest-md5.txt", .algorithm = "md5",
		  .tag = true },
	};
	static const char *const paths[] = {
		"bagit.txt", "bag-info.txt", "a", "metadata/a.xml",
		"data/one.txt", "data/notes/two.txt", "data/\xff[*",
	};
	struct hf_error err;

	memset(bag, 0, sizeof(*bag));
	hf_declaration_init(&bag->declaration);
	bag->declaration.found = bag->declaration.supported = true;
	bag->info_name = "bag-info.txt";
	bag->has_info = true;
	bag->info.fields = fields;
	bag->info.n = sizeof(fields) / sizeof(fields[0]);
	bag->manifests = manifests;
	bag->n_manifests = 2;
	bag->payload_files = 3;
	must(hf_inventory_new(&bag->inventory, &err) == 0);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		uint32_t index = hf_inventory_add(bag->inventory, paths[i],
						  strlen(paths[i]));

		hf_inventory_at(bag->inventory, index)->flags =
			HF_FILE_PRESENT;
	}
}

static void check_model(const struct hf_profile *profile)
{
	for (size_t i = 0; i < profile->n_tags; i++) {
		must(hf_utf8_is_valid(profile->tags[i].label,
				      strlen(profile->tags[i].label)));
		must(hf_profile_tag(profile, profile->tags[i].label));
	}
	for (int list = 0; list < HF_PROFILE_LISTS; list++) {
		const struct hf_profile_texts *texts = &profile->lists[list];

		must(texts->n <= HF_PROFILE_LIST_MAX);
		must(texts->given || !texts->n);
		for (size_t i = 0; i < texts->n; i++)
			must(hf_utf8_is_valid(texts->at[i],
					      strlen(texts->at[i])));
	}
	must(!profile->usable || profile->identifier);
	must(profile->title);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hf_profile *profile;
	struct hf_profile_set set = { .at = &profile, .n = 1 };
	struct hf_findings list;
	struct hf_error err;
	struct hf_bag bag;
	bool wrong = false;

	hf_findings_init(&list);
	must(hf_profile_read(&profile, "p.json", (const char *)data, size,
			     &list.sink, &err) == 0);
	check_model(profile);
	for (size_t i = 0; i < list.n; i++) {
		must(hf_finding_area(list.at[i].id) == HF_PROFILE);
		must(!strcmp(list.at[i].path, "p.json"));
		wrong |= list.at[i].id != HF_PROFILE_KEY_UNKNOWN &&
			 list.at[i].id != HF_PROFILE_KEY_NEWER;
	}
	/* What makes it useless is told. */
	must(profile->usable || wrong);
	hf_findings_release(&list);

	make_bag(&bag);
	must(hf_profiles_check(&set, &bag, size % 2 ? "application/zip" : NULL,
			       &list.sink, &err) == 0);
	must((hf_findings_count(&list, HF_PROFILE_UNUSABLE) == 1) ==
	     !profile->usable);
	hf_findings_release(&list);
	hf_inventory_free(bag.inventory);
	hf_profile_free(profile);
	return 0;
}
