/* Any bytes as fetch.txt. */
#include "fuzz.h"

#include "bag/fetch.h"
#include "finding/sink.h"
#include "inventory_check.h"
#include "memory_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct memory_source source;
	struct hf_manifest_rules rules = {
		.encoding = choose(&data, &size, 4) ? "UTF-8" : "UTF-16",
		.final = choose(&data, &size, 2),
	};
	struct hf_inventory *inventory = NULL;
	struct hf_fetch fetch = { 0 };
	struct hf_findings list;
	unsigned long line = 0;
	struct hf_error err;

	memory_source_init(&source);
	memory_source_add(&source, HF_WALK_FILE, "fetch.txt", 9,
			  (const char *)data, size);
	hf_findings_init(&list);
	must(hf_inventory_new(&inventory, &err) == 0);
	must(hf_fetch_read(&fetch, &source.source, &rules, inventory,
			   &list.sink, &err) == 0);
	check_inventory(inventory);
	for (size_t i = 0; i < fetch.n; i++) {
		const struct hf_fetch_entry *entry = &fetch.at[i];
		const struct hf_file *file = hf_inventory_at(inventory,
							     entry->index);

		must(entry->line > line);
		line = entry->line;
		must(file->flags == HF_FILE_FETCH);
		must(hf_path_is_payload(file->path, file->path_len));
	}
	hf_fetch_release(&fetch);
	hf_inventory_free(inventory);
	hf_findings_release(&list);
	return 0;
}
