/*
 * The file "frontier": how far the log was known when it was last written, so
 * that opening it need not read everything.  Nothing rests on it.  What it
 * says must yield the root of the checkpoint, and the last entry is read from
 * entries.txt itself; if anything is amiss, everything is read.
 */
#include "log/inside.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/chars.h"
#include "base/file.h"
#include "base/io.h"
#include "base/replace.h"
#include "base/text.h"

#define FRONTIER_MAX	(16 * 1024)

/* The value of the next line "@label: ", up to @len octets. */
static const char *take(const char **at, const char *label, size_t *len)
{
	size_t label_len = strlen(label);
	const char *value, *lf = strchr(*at, '\n');

	if (!lf || strncmp(*at, label, label_len) != 0 ||
	    strncmp(*at + label_len, ": ", 2) != 0)
		return NULL;
	value = *at + label_len + 2;
	*len = value > lf ? 0 : (size_t)(lf - value);
	*at = lf + 1;
	return value;
}

static bool take_number(const char **at, const char *label, uint64_t *number)
{
	size_t len;
	const char *value = take(at, label, &len);

	return value && hf_parse_uint64(value, len, number);
}

static bool parse(struct hf_reach *reach, const char *at)
{
	struct hf_frontier *frontier = &reach->frontier;

	if (!take_number(&at, "Size", &frontier->size) ||
	    !take_number(&at, "Octets", &reach->offset) ||
	    !take_number(&at, "Last", &reach->last_offset))
		return false;
	for (unsigned int i = 0; i < hf_frontier_count(frontier); i++) {
		size_t len;
		const char *hex = take(&at, "Hash", &len);

		if (!hex || !hf_hex_decode(frontier->at[i].at, HF_HASH_SIZE,
					   hex, len))
			return false;
	}
	return *at == '\0';
}

/* The last entry, as it is now: its hash goes into the next. */
static bool read_last(struct hf_reach *reach, int entries)
{
	struct hf_buf text = { 0 }, storage = { 0 };
	struct hf_error ignored;
	struct hf_entry entry;
	uint64_t len = reach->offset - reach->last_offset;
	bool good = false;
	char *room;

	if (reach->last_offset >= reach->offset || len > HF_ENTRY_MAX)
		return false;
	room = hf_buf_reserve(&text, (size_t)len);
	if (room && hf_io->pread(entries, room, (size_t)len,
				 (off_t)reach->last_offset) == (ssize_t)len)
		good = hf_entry_length(room, (size_t)len) == len &&
		       hf_entry_parse(&entry, &storage, room, (size_t)len,
				      &ignored) == 0 &&
		       entry.number == reach->frontier.size - 1;
	if (good) {
		hf_leaf_hash(&reach->last, room, (size_t)len);
		reach->time = entry.time;
	}
	hf_buf_release(&text);
	hf_buf_release(&storage);
	return good;
}

bool hf_frontier_file_read(struct hf_reach *reach, int folder, int entries)
{
	struct hf_buf text = { 0 };
	bool good;

	*reach = (struct hf_reach){ 0 };
	good = hf_read_beneath(folder, "frontier", &text, FRONTIER_MAX) == 0 &&
	       parse(reach, hf_buf_text(&text)) && reach->frontier.size &&
	       read_last(reach, entries);
	hf_buf_release(&text);
	if (!good)
		*reach = (struct hf_reach){ 0 };
	return good;
}

void hf_frontier_file_write(const struct hf_reach *reach, int folder)
{
	const struct hf_frontier *frontier = &reach->frontier;
	struct hf_buf text = { 0 };
	char hex[2 * HF_HASH_SIZE + 1];

	hf_buf_printf(&text, "Size: %" PRIu64 "\nOctets: %" PRIu64
		      "\nLast: %" PRIu64 "\n", frontier->size, reach->offset,
		      reach->last_offset);
	for (unsigned int i = 0; i < hf_frontier_count(frontier); i++) {
		hf_hex_encode(hex, frontier->at[i].at, HF_HASH_SIZE);
		hf_buf_printf(&text, "Hash: %s\n", hex);
	}
	if (!text.failed)
		hf_replace_file(folder, "frontier", text.data, text.len, NULL);
	hf_buf_release(&text);
}
