/*
 * Adding to the log: what is behind the checkpoint counts for nothing, so the
 * entries are made durable first, and the checkpoint over them after that.  A
 * failure, or the end of the process, at any point leaves the checkpoint
 * before, and perhaps something behind it, which is told when the log is
 * opened next, and mended on request alone.
 */
#include "log/inside.h"

#include <sys/file.h>

#include "base/file.h"
#include "base/io.h"
#include "base/stamp.h"

/* So many entries are read again at most, if a run does not close the log. */
#define KEEP_EVERY	1024

/*
 * The next entry behind *@reach, onto @text.  A clock that was set back does
 * not let it be before the last one.
 */
static int add_entry(struct hf_buf *text, struct hf_reach *reach,
		     struct hf_entry *entry, int64_t now,
		     struct hf_log_place *place, struct hf_error *err)
{
	size_t before = text->len, len;
	struct hf_hash leaf;

	entry->number = reach->frontier.size;
	entry->prev = reach->last;
	if (!entry->time)
		entry->time = now;
	if (entry->time < reach->time)
		entry->time = reach->time;
	if (hf_entry_format(text, entry, err) < 0)
		return -1;
	len = text->len - before;
	if (place)
		*place = (struct hf_log_place){ entry->number, reach->offset,
						len };
	hf_leaf_hash(&leaf, text->data + before, len);
	hf_reach_add(reach, &leaf, len, entry->time);
	return 0;
}

static int format_all(struct hf_buf *text, struct hf_reach *reach,
		      struct hf_entry *entries, size_t n,
		      struct hf_log_place *places, struct hf_error *err)
{
	int64_t now;

	if (hf_clock_now(&now, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (add_entry(text, reach, &entries[i], now,
			      places ? &places[i] : NULL, err) < 0)
			return -1;
	}
	return 0;
}

/*
 * Another process may have been cut before what it wrote was durable: nothing
 * is signed over it before it is.
 */
static int settle(struct hf_log *log, struct hf_error *err)
{
	if (log->settled)
		return 0;
	if (hf_io->fsync(log->entries) < 0 || hf_io->fsync(log->folder) < 0)
		return hf_fail(err, HF_ESYS, "cannot make the log durable");
	log->settled = true;
	return 0;
}

static int write_all(struct hf_log *log, const struct hf_buf *text,
		     const struct hf_reach *reach, struct hf_error *err)
{
	struct hf_buf note = { 0 };

	if (hf_write_all(log->entries, text->data, text->len) < 0 ||
	    hf_io->fsync(log->entries) < 0)
		return hf_fail(err, HF_ESYS, "cannot add to '%s'",
			       HF_ENTRIES_PATH);
	if (hf_checkpoint_write(&note, log->folder, log->origin, reach,
				log->signer, err) < 0) {
		hf_buf_release(&note);
		return -1;
	}
	hf_buf_release(&log->note);
	log->note = note;
	log->before = log->reach.frontier;
	log->reach = *reach;
	log->head.size = reach->frontier.size;
	hf_frontier_root(&reach->frontier, &log->head.root);
	return 0;
}

int hf_log_may_append(const struct hf_log *log, struct hf_error *err)
{
	return hf_signer_suffices(log->signer, log->trust, err);
}

/* With the lock. */
static int append(struct hf_log *log, struct hf_entry *entries, size_t n,
		  struct hf_log_place *places, struct hf_error *err)
{
	struct hf_buf text = { 0 };
	struct hf_reach reach;
	int ret = hf_log_may_append(log, err);

	if (ret < 0 || hf_log_take_up(log, NULL, err) < 0)
		return -1;
	reach = log->reach;
	ret = format_all(&text, &reach, entries, n, places, err);
	if (ret == 0)
		ret = settle(log, err);
	if (ret == 0 && n) {
		log->broken = true;
		ret = write_all(log, &text, &reach, err);
		log->broken = ret < 0;
	}
	if (ret == 0 && reach.frontier.size - log->kept >= KEEP_EVERY) {
		hf_frontier_file_write(&log->reach, log->folder);
		log->kept = reach.frontier.size;
	}
	hf_buf_release(&text);
	return ret;
}

int hf_log_append(struct hf_log *log, struct hf_entry *entries, size_t n,
		  struct hf_log_place *places, struct hf_error *err)
{
	int ret;

	if (log->broken)
		return hf_fail(err, HF_EREFUSED, "adding to the log failed before: it must be closed, and opened again");
	if (hf_entries_lock(log->entries, LOCK_EX, err) < 0)
		return -1;
	ret = append(log, entries, n, places, err);
	hf_entries_unlock(log->entries);
	return ret;
}
