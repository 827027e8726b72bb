/* The entries of an open log, in order or one by one. */
#include "log/inside.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/io.h"

static int refuse(uint64_t number, struct hf_error *err)
{
	return hf_fail(err, HF_EREFUSED,
		       "entry %" PRIu64 " of the log is not what it was when the log was opened: see holdfast log verify",
		       number);
}

/*
 * The next entry, which must have its number and, where the one before was
 * read, the hash of that.
 */
static int visit_one(struct hf_reach *reach, const char *text, size_t len,
		     struct hf_buf *storage, hf_log_visit_fn *visit, void *ctx,
		     struct hf_error *err)
{
	uint64_t number = reach->frontier.size;
	struct hf_log_place place = { number, reach->offset, len };
	struct hf_entry entry;

	if (hf_entry_parse(&entry, storage, text, len, err) < 0)
		return err->code == HF_EFORMAT ? refuse(number, err) : -1;
	if (entry.number != number ||
	    (reach->last_offset != reach->offset &&
	     memcmp(&entry.prev, &reach->last, sizeof(reach->last)) != 0))
		return refuse(number, err);
	/* No tree is asked for here: only the last of it is kept. */
	hf_leaf_hash(&reach->last, text, len);
	reach->last_offset = reach->offset;
	reach->offset += len;
	reach->frontier.size++;
	return visit(ctx, &entry, &place, text, err);
}

int hf_log_walk(struct hf_log *log, const struct hf_log_place *from,
		hf_log_visit_fn *visit, void *ctx, struct hf_error *err)
{
	struct hf_reach reach = { 0 };
	struct hf_buf storage = { 0 };
	struct hf_scan scan;
	int ret = 0;

	if (from) {
		reach.frontier.size = from->number;
		reach.offset = reach.last_offset = from->offset;
	}
	if (hf_scan_begin(&scan, log->entries, reach.offset,
			  log->reach.offset, err) < 0)
		return -1;
	while (ret == 0 && reach.frontier.size < log->head.size) {
		const char *text;
		size_t len;
		int got = hf_scan_next(&scan, &text, &len, err);

		ret = got < 0 ? -1 :
		      got != HF_SCAN_ENTRY ? refuse(reach.frontier.size, err) :
		      visit_one(&reach, text, len, &storage, visit, ctx, err);
	}
	/* Nothing was changed, to the very last. */
	if (ret == 0 && reach.last_offset != reach.offset &&
	    memcmp(&reach.last, &log->reach.last, sizeof(reach.last)) != 0)
		ret = refuse(log->head.size - 1, err);
	hf_scan_end(&scan);
	hf_buf_release(&storage);
	return ret;
}

/* The exact bytes of one, onto @text. */
int hf_log_read_text(struct hf_log *log, const struct hf_log_place *place,
		     struct hf_buf *text, struct hf_error *err)
{
	char *room;

	if (place->number >= log->head.size || place->length > HF_ENTRY_MAX)
		return hf_fail(err, HF_EUSAGE,
			       "there is no entry %" PRIu64 " in the log",
			       place->number);
	room = hf_buf_reserve(text, (size_t)place->length);
	if (!room)
		return hf_fail_memory(err);
	for (uint64_t got = 0; got < place->length;) {
		ssize_t n = hf_io->pread(log->entries, room + got,
					 (size_t)(place->length - got),
					 (off_t)(place->offset + got));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return hf_fail(err, HF_ESYS, "cannot read '%s'",
				       HF_ENTRIES_PATH);
		if (n == 0)
			return refuse(place->number, err);
		got += (uint64_t)n;
	}
	text->len += (size_t)place->length;
	return 0;
}

int hf_log_read(struct hf_log *log, const struct hf_log_place *place,
		struct hf_entry *entry, struct hf_buf *storage,
		struct hf_error *err)
{
	struct hf_buf text = { 0 };
	int ret = hf_log_read_text(log, place, &text, err);

	if (ret == 0 && (hf_entry_parse(entry, storage, hf_buf_text(&text),
					text.len, err) < 0 ||
			 entry->number != place->number))
		ret = refuse(place->number, err);
	hf_buf_release(&text);
	return ret;
}
