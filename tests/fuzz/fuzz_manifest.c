/* Any bytes as a manifest, of payload or of tag files. */
#include "fuzz.h"

#include "bag/manifest.h"
#include "base/arena.h"
#include "finding/sink.h"
#include "inventory_check.h"
#include "memory_source.h"

static void check_paths(struct hf_inventory *inventory,
			const struct hf_manifest *manifest)
{
	for (uint32_t i = 0; i < hf_inventory_count(inventory); i++) {
		const struct hf_file *file = hf_inventory_at(inventory, i);

		must(file->named == manifest->bit);
		must(!file->listed || file->listed == manifest->bit);
		must(hf_path_is_payload(file->path, file->path_len) ==
		     !manifest->tag);
		must(!file->flags);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {
		"manifest-md5.txt", "tagmanifest-md5.txt",
		"manifest-sha512.txt", "manifest-crc32.txt",
	};
	static struct memory_source source;
	const char *name = names[choose(&data, &size, 4)];
	struct hf_manifest_rules rules = {
		.encoding = choose(&data, &size, 4) ? "UTF-8" : "UTF-16",
		.final = choose(&data, &size, 2),
	};
	struct hf_inventory *inventory = NULL;
	struct hf_arena arena = { 0 };
	struct hf_aliases aliases = { .arena = &arena };
	struct hf_manifest manifest = { 0 };
	struct hf_findings list;
	struct hf_error err;

	memory_source_init(&source);
	memory_source_add(&source, HF_WALK_FILE, name, strlen(name),
			  (const char *)data, size);
	hf_findings_init(&list);
	must(hf_manifest_parse_name(&manifest, name));
	manifest.bit = manifest.supported ? HF_ALG_BIT(manifest.alg)
					  : HF_ALG_BIT(HF_UNSUPPORTED_FIRST);
	must(hf_inventory_new(&inventory, &err) == 0);
	must(hf_manifest_read(&manifest, &source.source, &rules, inventory,
			      &aliases, &list.sink, &err) == 0);
	must(!manifest.unread);
	check_inventory(inventory);
	check_paths(inventory, &manifest);
	for (size_t i = 0; i < aliases.n; i++)
		must(aliases.at[i].index < hf_inventory_count(inventory));
	hf_inventory_free(inventory);
	hf_findings_release(&list);
	hf_arena_release(&arena);
	free(aliases.at);
	return 0;
}
