/* How far the log is known, and what must come next. */
#include "log/inside.h"

#include <string.h>

void hf_reach_add(struct hf_reach *reach, const struct hf_hash *leaf,
		  size_t size, int64_t time)
{
	hf_frontier_add(&reach->frontier, leaf);
	reach->last_offset = reach->offset;
	reach->offset += size;
	reach->last = *leaf;
	reach->time = time;
}

bool hf_reach_is_next(const struct hf_reach *reach,
		      const struct hf_entry *entry)
{
	return entry->number == reach->frontier.size &&
	       (!entry->number ||
		!memcmp(&entry->prev, &reach->last, sizeof(reach->last)));
}
