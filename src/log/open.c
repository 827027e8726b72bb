#include "log/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "base/file.h"
#include "base/io.h"
#include "finding/sink.h"

/*
 * Go on from *@reach to @size entries, which must end where the file does.
 * 1; 0 where something is not as it must be, whatever it is; -1.
 */
static int follow(struct hf_reach *reach, int entries, uint64_t size,
		  uint64_t end, struct hf_sights *sights,
		  struct hf_sink *sink, struct hf_error *err)
{
	struct hf_buf storage = { 0 };
	struct hf_scan scan;
	int got = HF_SCAN_ENTRY;

	if (reach->frontier.size > size || reach->offset > end)
		return 0;
	if (hf_scan_begin(&scan, entries, reach->offset, end, err) < 0)
		return -1;
	hf_sights_skip(sights, reach->frontier.size);
	hf_sights_meet(sights, &reach->frontier, sink);
	while (got == HF_SCAN_ENTRY && reach->frontier.size < size) {
		struct hf_entry entry;
		struct hf_hash leaf;
		const char *text;
		size_t len;

		got = hf_scan_next(&scan, &text, &len, err);
		if (got != HF_SCAN_ENTRY)
			break;
		if (hf_entry_parse(&entry, &storage, text, len, err) < 0 ||
		    !hf_reach_is_next(reach, &entry) ||
		    entry.time < reach->time) {
			got = HF_SCAN_END;
			break;
		}
		hf_leaf_hash(&leaf, text, len);
		hf_reach_add(reach, &leaf, len, entry.time);
		hf_sights_meet(sights, &reach->frontier, sink);
	}
	hf_scan_end(&scan);
	hf_buf_release(&storage);
	if (got < 0)
		return -1;
	return reach->frontier.size == size && reach->offset == end;
}

/*
 * The quick way: from what is known, or from the frontier, to the checkpoint.
 * 1; 0 where anything is amiss, and all must be read to say what; -1.
 */
static int go_on(struct hf_log *log, const struct hf_snapshot *snapshot,
		 struct hf_checkpoint *head, struct hf_reach *reach,
		 struct hf_error *err)
{
	struct hf_sights sights = { 0 };
	struct hf_policy policy;
	struct hf_judge judge;
	struct hf_note note;
	struct hf_hash root;
	int ret;

	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, NULL);
	if (!snapshot->has_note || !snapshot->has_entries)
		return 0;
	ret = hf_checkpoint_take(head, &note, &snapshot->note, log->origin,
				 HF_CHECKPOINT_PATH, &judge.sink, err);
	if (ret <= 0)
		return ret;
	hf_signatures_judge(&note, log->trust, HF_CHECKPOINT_PATH,
			    &judge.sink);
	ret = hf_sights_load(&sights, log->folder, log->origin, log->trust,
			     &judge.sink, err);
	if (ret == 0)
		ret = follow(reach, log->entries, head->size, snapshot->size,
			     &sights, &judge.sink, err);
	hf_sights_beyond(&sights, head->size, &judge.sink);
	hf_sights_release(&sights);
	if (ret <= 0)
		return ret;
	hf_frontier_root(&reach->frontier, &root);
	return !judge.count[HF_ERROR] &&
	       !memcmp(&root, &head->root, sizeof(root));
}

static int refuse(const struct hf_log_summary *summary, struct hf_error *err)
{
	return summary->tail_octets ?
	       hf_fail(err, HF_EREFUSED, "the log goes on behind its checkpoint, after a run that was cut: nothing is added to it before holdfast log mend") :
	       hf_fail(err, HF_EREFUSED, "the log does not verify: nothing is added to it");
}

/* The long way, which says what is wrong. */
static int read_all(struct hf_log *log, const struct hf_snapshot *snapshot,
		    struct hf_checkpoint *head, struct hf_reach *reach,
		    struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_log_seen before = { HF_CHECKPOINT_PATH, log->head };
	struct hf_log_summary summary;
	struct hf_policy policy;
	struct hf_judge judge;

	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, sink);
	if (hf_log_verify_open(log->folder, log->entries, snapshot, log->origin,
			       log->trust, log->is_known ? &before : NULL,
			       &judge.sink, &summary, reach, err) < 0)
		return -1;
	if (judge.count[HF_ERROR])
		return refuse(&summary, err);
	*head = summary.head;
	return 0;
}

static bool is_same(const struct hf_log *log,
		    const struct hf_snapshot *snapshot)
{
	return log->is_known && snapshot->has_note &&
	       snapshot->size == log->reach.offset &&
	       snapshot->note.len == log->note.len &&
	       !memcmp(snapshot->note.data, log->note.data, log->note.len);
}

static void adopt(struct hf_log *log, struct hf_snapshot *snapshot,
		  const struct hf_checkpoint *head,
		  const struct hf_reach *reach)
{
	struct hf_buf old = log->note;

	log->note = snapshot->note;
	snapshot->note = old;
	log->head = *head;
	log->reach = *reach;
	log->is_known = true;
	log->settled = false;
}

int hf_log_take_up(struct hf_log *log, struct hf_sink *sink,
		   struct hf_error *err)
{
	struct hf_snapshot snapshot;
	struct hf_checkpoint head;
	struct hf_reach reach = log->reach;
	int ret = hf_snapshot_take(&snapshot, log->folder, log->entries, err);

	if (ret < 0 || is_same(log, &snapshot))
		goto out;
	if (!log->is_known &&
	    hf_frontier_file_read(&reach, log->folder, log->entries))
		log->kept = reach.frontier.size;
	ret = go_on(log, &snapshot, &head, &reach, err);
	if (ret == 0)
		ret = read_all(log, &snapshot, &head, &reach, sink, err);
	if (ret >= 0) {
		adopt(log, &snapshot, &head, &reach);
		ret = 1;
	}
out:
	hf_snapshot_release(&snapshot);
	return ret;
}

static int begin(struct hf_log *log, int dir, struct hf_sink *sink,
		 struct hf_error *err)
{
	int ret;

	log->folder = hf_log_folder(dir, err);
	if (log->folder < 0)
		return -1;
	log->entries = hf_entries_open(log->folder);
	if (log->entries < 0 && errno != ENOENT)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       HF_ENTRIES_PATH);
	if (log->entries < 0)
		return hf_log_take_up(log, sink, err);
	if (hf_entries_lock(log->entries, LOCK_SH, err) < 0)
		return -1;
	ret = hf_log_take_up(log, sink, err);
	hf_entries_unlock(log->entries);
	return ret < 0 ? -1 : 0;
}

int hf_log_open(struct hf_log **log_ret, int dir, const char *origin,
		const struct hf_trust *trust, const struct hf_signer *signer,
		struct hf_sink *sink, struct hf_error *err)
{
	struct hf_log *log = calloc(1, sizeof(*log));

	if (!log)
		return hf_fail_memory(err);
	log->folder = log->entries = -1;
	log->trust = trust;
	log->signer = signer;
	log->origin = strdup(origin);
	if (!log->origin)
		hf_fail_memory(err);
	if (!log->origin || begin(log, dir, sink, err) < 0) {
		log->is_known = false;
		hf_log_close(log);
		return -1;
	}
	*log_ret = log;
	return 0;
}

/* While nobody else may be writing it. */
static void keep_frontier(const struct hf_log *log)
{
	if (!log->is_known || log->broken || !log->reach.frontier.size ||
	    log->kept == log->reach.frontier.size ||
	    hf_io->flock(log->entries, LOCK_EX | LOCK_NB) < 0)
		return;
	hf_frontier_file_write(&log->reach, log->folder);
	hf_entries_unlock(log->entries);
}

void hf_log_close(struct hf_log *log)
{
	if (!log)
		return;
	keep_frontier(log);
	hf_close(log->entries);
	hf_close(log->folder);
	hf_buf_release(&log->note);
	free(log->origin);
	free(log);
}

const struct hf_checkpoint *hf_log_head(const struct hf_log *log)
{
	return &log->head;
}

int hf_log_refresh(struct hf_log *log, struct hf_sink *sink,
		   struct hf_error *err)
{
	int ret;

	if (hf_entries_lock(log->entries, LOCK_SH, err) < 0)
		return -1;
	ret = hf_log_take_up(log, sink, err);
	hf_entries_unlock(log->entries);
	return ret;
}
