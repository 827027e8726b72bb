#include "log/pass.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/stamp.h"
#include "base/text.h"

static void tampered(struct hf_pass *pass, unsigned long line,
		     const char *detail)
{
	pass->found++;
	hf_found(pass->sink, LOG_TAMPERED, .path = HF_ENTRIES_PATH,
		 .line = line, .detail = detail);
}

/* The line @n lines behind the beginning of the entry. */
static unsigned long line_of(const struct hf_pass *pass, unsigned long n)
{
	return pass->line ? pass->line + n : 0;
}

static unsigned long count_lines(const char *text, size_t len)
{
	const char *end = text + len, *lf;
	unsigned long n = 0;

	while ((lf = memchr(text, '\n', (size_t)(end - text)))) {
		n++;
		text = lf + 1;
	}
	return n;
}

/* --- Entries under the checkpoint --- */

static void check_number(struct hf_pass *pass, const struct hf_entry *entry)
{
	char detail[128];

	if (entry->number != pass->expected) {
		snprintf(detail, sizeof(detail), "entry %" PRIu64
			 " stands where entry %" PRIu64
			 " must be: entries were removed, put in or moved",
			 entry->number, pass->expected);
		tampered(pass, pass->line, detail);
	}
	pass->expected = entry->number;
}

/* The hash that an entry names is that of the one before. */
static void check_prev(struct hf_pass *pass, const struct hf_entry *entry)
{
	char expected[65], actual[65], detail[192];

	if (!entry->number || !pass->reach.frontier.size || pass->unlinked ||
	    !memcmp(&entry->prev, &pass->reach.last, HF_HASH_SIZE))
		return;
	hf_hex_encode(expected, entry->prev.at, HF_HASH_SIZE);
	hf_hex_encode(actual, pass->reach.last.at, HF_HASH_SIZE);
	snprintf(detail, sizeof(detail), "entry %" PRIu64
		 " names another hash in Prev than the entry before it has: that was changed, or is not the one that stood there",
		 entry->number);
	pass->found++;
	hf_found(pass->sink, LOG_TAMPERED, .path = HF_ENTRIES_PATH,
		 .line = line_of(pass, 1), .expected = expected,
		 .actual = actual, .detail = detail);
}

static void check_time(struct hf_pass *pass, const struct hf_entry *entry)
{
	char before[HF_DATETIME_MAX], now[HF_DATETIME_MAX], detail[128];

	if (!pass->reach.frontier.size || entry->time >= pass->reach.time)
		return;
	hf_clock_datetime(pass->reach.time, before);
	hf_clock_datetime(entry->time, now);
	snprintf(detail, sizeof(detail), "entry %" PRIu64
		 " is of %s, and the one before it of %s", entry->number, now,
		 before);
	hf_found(pass->sink, CLOCK_SUSPECT, .path = HF_ENTRIES_PATH,
		 .line = line_of(pass, 2), .detail = detail);
}

/* 0, also where the entry is none, which is found; -1. */
static int check_entry(struct hf_pass *pass, const char *text, size_t len,
		       struct hf_error *err)
{
	int64_t time = pass->reach.time;
	struct hf_entry entry;
	struct hf_hash leaf;
	char detail[1200];

	if (hf_entry_parse(&entry, &pass->storage, text, len, err) == 0) {
		check_number(pass, &entry);
		check_prev(pass, &entry);
		check_time(pass, &entry);
		time = entry.time;
		pass->unlinked = false;
	} else if (err->code == HF_EFORMAT) {
		snprintf(detail, sizeof(detail),
			 "entry %" PRIu64 " is not written as an entry is: %s",
			 pass->expected, err->text);
		tampered(pass, pass->line, detail);
		pass->unlinked = true;
	} else {
		return -1;
	}
	if (!pass->reach.frontier.size)
		pass->first = time;
	hf_leaf_hash(&leaf, text, len);
	hf_reach_add(&pass->reach, &leaf, len, time);
	return 0;
}

/* --- The end --- */

static void tell_truncated(struct hf_pass *pass, bool torn)
{
	char expected[32], actual[32], detail[96] = "";

	snprintf(expected, sizeof(expected), "%" PRIu64, pass->head->size);
	snprintf(actual, sizeof(actual), "%" PRIu64,
		 pass->reach.frontier.size);
	if (torn)
		snprintf(detail, sizeof(detail),
			 "it ends in the middle of entry %" PRIu64,
			 pass->expected);
	hf_found(pass->sink, LOG_TRUNCATED, .path = HF_ENTRIES_PATH,
		 .line = torn ? pass->line : 0, .expected = expected,
		 .actual = actual, .detail = torn ? detail : NULL);
}

static bool root_matches(const struct hf_pass *pass)
{
	struct hf_hash root;

	hf_frontier_root(&pass->under.frontier, &root);
	return !memcmp(&root, &pass->head->root, sizeof(root));
}

static void tell_other_root(struct hf_pass *pass)
{
	char expected[65], actual[65];
	struct hf_hash root;

	hf_frontier_root(&pass->under.frontier, &root);
	hf_hex_encode(expected, pass->head->root.at, HF_HASH_SIZE);
	hf_hex_encode(actual, root.at, HF_HASH_SIZE);
	hf_found(pass->sink, LOG_TAMPERED, .path = HF_ENTRIES_PATH,
		 .expected = expected, .actual = actual, .detail =
		 pass->found ?
		 "the tree of the entries has another root than the checkpoint" :
		 "the entries are linked to each other, but their tree has another root than the checkpoint: the last was changed, or all from some entry on were written anew");
	pass->found++;
}

bool hf_pass_is_good(const struct hf_pass *pass)
{
	return pass->head && !pass->found &&
	       pass->under.frontier.size == pass->head->size &&
	       root_matches(pass);
}

/* --- Behind the checkpoint --- */

/* 1: a whole entry, and the next one; 0: not; -1. */
static int take_tail(struct hf_pass *pass, int got, const char *text,
		     size_t len, struct hf_error *err)
{
	struct hf_entry entry;
	struct hf_hash leaf;

	if (got != HF_SCAN_ENTRY)
		return 0;
	if (hf_entry_parse(&entry, &pass->storage, text, len, err) < 0)
		return err->code == HF_EFORMAT ? 0 : -1;
	if (!hf_reach_is_next(&pass->tail, &entry))
		return 0;
	hf_leaf_hash(&leaf, text, len);
	hf_reach_add(&pass->tail, &leaf, len, entry.time);
	return 1;
}

static void tell_tail(struct hf_pass *pass, uint64_t size,
		      unsigned long whole_line, unsigned long torn_line)
{
	uint64_t n = pass->tail.frontier.size - pass->under.frontier.size;
	uint64_t torn = size - pass->tail.offset;
	char detail[96];

	if (n) {
		snprintf(detail, sizeof(detail), "%" PRIu64 " %s, from entry %"
			 PRIu64 " on", n, n == 1 ? "entry" : "entries",
			 pass->under.frontier.size);
		hf_found(pass->sink, LOG_TAIL_UNSIGNED, .path = HF_ENTRIES_PATH,
			 .line = whole_line, .detail = detail);
	}
	if (torn) {
		snprintf(detail, sizeof(detail), "the last %" PRIu64
			 " octets are no entry that follows the one before",
			 torn);
		hf_found(pass->sink, LOG_TORN_TAIL, .path = HF_ENTRIES_PATH,
			 .line = torn_line, .detail = detail);
	}
}

static int read_tail(struct hf_pass *pass, struct hf_scan *scan, uint64_t size,
		     struct hf_error *err)
{
	unsigned long begin = pass->line, line = begin;
	const char *text;
	size_t len;
	int got, taken = 1;

	while (taken > 0) {
		got = hf_scan_next(scan, &text, &len, err);
		if (got < 0)
			return -1;
		taken = got ? take_tail(pass, got, text, len, err) : 0;
		if (taken > 0)
			line += count_lines(text, len);
	}
	if (taken == 0)
		tell_tail(pass, size, begin, line);
	return taken;
}

/* --- All of it --- */

static int read_under(struct hf_pass *pass, struct hf_scan *scan,
		      struct hf_error *err)
{
	const char *text;
	size_t len;
	int got = HF_SCAN_ENTRY;

	hf_sights_meet(pass->sights, &pass->reach.frontier, pass->sink);
	while (!pass->head || pass->reach.frontier.size < pass->head->size) {
		got = hf_scan_next(scan, &text, &len, err);
		if (got < 0)
			return -1;
		if (got == HF_SCAN_END || got == HF_SCAN_TORN)
			break;
		if (check_entry(pass, text, len, err) < 0)
			return -1;
		pass->expected++;
		/* Of one that is too long, the lines were not counted. */
		pass->line = got == HF_SCAN_LONG ? 0 :
			     line_of(pass, count_lines(text, len));
		hf_sights_meet(pass->sights, &pass->reach.frontier,
			       pass->sink);
	}
	pass->under = pass->tail = pass->reach;
	if (pass->head && pass->reach.frontier.size < pass->head->size)
		tell_truncated(pass, got == HF_SCAN_TORN);
	else if (pass->head && !root_matches(pass))
		tell_other_root(pass);
	return 0;
}

int hf_pass_run(struct hf_pass *pass, int entries, uint64_t size,
		struct hf_error *err)
{
	struct hf_scan scan;
	int ret;

	pass->line = 1;
	if (hf_scan_begin(&scan, entries, 0, size, err) < 0)
		return -1;
	ret = read_under(pass, &scan, err);
	if (ret == 0 && hf_pass_is_good(pass))
		ret = read_tail(pass, &scan, size, err);
	hf_scan_end(&scan);
	hf_buf_release(&pass->storage);
	return ret;
}
