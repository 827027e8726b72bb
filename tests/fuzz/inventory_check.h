/* What must be so of an inventory, whatever text it was read from. */
#ifndef HF_TESTS_INVENTORY_CHECK_H
#define HF_TESTS_INVENTORY_CHECK_H

#include "bag/inventory.h"
#include "bag/path.h"
#include "fuzz.h"

static inline void check_inventory(struct hf_inventory *inventory)
{
	uint32_t n = hf_inventory_count(inventory);
	const uint32_t *sorted = hf_inventory_sorted(inventory);

	for (uint32_t i = 0; i < n; i++) {
		const struct hf_file *file = hf_inventory_at(inventory, i);

		must(file->path[file->path_len] == '\0');
		must(hf_inventory_find(inventory, file->path,
				       file->path_len) == i);
		/* Nothing that must not be opened gets here. */
		must(hf_path_judge(file->path, file->path_len) ==
		     HF_FLAW_NONE);
		must(!(file->listed & ~file->named));
		if (i)
			must(strcmp(hf_inventory_at(inventory,
						    sorted[i - 1])->path,
				    hf_inventory_at(inventory,
						    sorted[i])->path) < 0);
	}
}

#endif
