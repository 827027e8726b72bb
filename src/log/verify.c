#include "log/pass.h"

#include <errno.h>
#include <string.h>
#include <sys/file.h>

#include "base/file.h"

/* The checkpoint, in *@head_ret; 1, 0 where there is none that counts, -1. */
static int read_head(const struct hf_snapshot *snapshot, const char *origin,
		     const struct hf_trust *trust, struct hf_sink *sink,
		     struct hf_log_summary *summary, struct hf_error *err)
{
	struct hf_note note;
	int got;

	if (!snapshot->has_note) {
		hf_found(sink, CHECKPOINT_MISSING, .path = HF_CHECKPOINT_PATH);
		return 0;
	}
	got = hf_checkpoint_take(&summary->head, &note, &snapshot->note,
				 origin, HF_CHECKPOINT_PATH, sink, err);
	if (got > 0)
		summary->is_signed = hf_signatures_judge(&note, trust,
							 HF_CHECKPOINT_PATH,
							 sink);
	return got;
}

static void sum_up(struct hf_log_summary *summary, const struct hf_pass *pass,
		   const struct hf_snapshot *snapshot)
{
	const struct hf_reach *under = &pass->under;

	summary->entries = under->frontier.size;
	summary->octets = under->offset;
	summary->first = pass->first;
	summary->last = under->time;
	if (!hf_pass_is_good(pass))
		return;
	summary->tail_entries = pass->tail.frontier.size -
				under->frontier.size;
	summary->tail_octets = snapshot->size - under->offset;
}

/* That there are no entries at all, not even a file for them. */
static void tell_no_entries(const struct hf_checkpoint *head,
			    struct hf_sink *sink)
{
	hf_found(sink, LOG_TRUNCATED, .path = HF_ENTRIES_PATH,
		 .detail = head && head->size ? "the file is not there" :
		 "the file is not there, though it would be empty");
}

int hf_log_verify_open(int folder, int entries,
		       const struct hf_snapshot *snapshot, const char *origin,
		       const struct hf_trust *trust,
		       const struct hf_log_seen *before,
		       struct hf_sink *sink, struct hf_log_summary *summary,
		       struct hf_reach *reach, struct hf_error *err)
{
	struct hf_sights sights = { 0 };
	struct hf_pass pass = { .sink = sink, .sights = &sights };
	int ret = -1, got;

	memset(summary, 0, sizeof(*summary));
	got = read_head(snapshot, origin, trust, sink, summary, err);
	if (got < 0 ||
	    hf_sights_load(&sights, folder, origin, trust, sink, err) < 0 ||
	    (before && hf_sights_add(&sights, before->path, &before->head,
				     err) < 0))
		goto out;
	if (got)
		pass.head = &summary->head;
	if (!snapshot->has_entries)
		tell_no_entries(pass.head, sink);
	else if (hf_pass_run(&pass, entries, snapshot->size, err) < 0)
		goto out;
	if (pass.head)
		hf_sights_beyond(&sights, pass.head->size, sink);
	sum_up(summary, &pass, snapshot);
	if (reach)
		*reach = pass.under;
	ret = 0;
out:
	hf_sights_release(&sights);
	return ret;
}

/* Look at both files while nobody adds; what is there then does not change. */
static int look(struct hf_snapshot *snapshot, int folder, int entries,
		struct hf_error *err)
{
	int ret;

	if (entries < 0)
		return hf_snapshot_take(snapshot, folder, entries, err);
	if (hf_entries_lock(entries, LOCK_SH, err) < 0)
		return -1;
	ret = hf_snapshot_take(snapshot, folder, entries, err);
	hf_entries_unlock(entries);
	return ret;
}

int hf_log_verify_since(int dir, const char *origin,
			const struct hf_trust *trust,
			const struct hf_log_seen *before, struct hf_sink *sink,
			struct hf_log_summary *summary, struct hf_buf *note,
			struct hf_error *err)
{
	struct hf_snapshot snapshot = { 0 };
	int folder = hf_log_folder(dir, err), entries, ret = -1;

	memset(summary, 0, sizeof(*summary));
	if (folder < 0)
		return -1;
	entries = hf_open_regular_beneath(folder, "entries.txt");
	if (entries < 0 && errno != ENOENT)
		hf_fail(err, HF_ESYS, "cannot open '%s'", HF_ENTRIES_PATH);
	else if (look(&snapshot, folder, entries, err) == 0)
		ret = hf_log_verify_open(folder, entries, &snapshot, origin,
					 trust, before, sink, summary, NULL,
					 err);
	if (ret == 0 && note) {
		hf_buf_add(note, hf_buf_text(&snapshot.note),
			   snapshot.note.len);
		ret = hf_buf_check(note, err);
	}
	hf_snapshot_release(&snapshot);
	hf_close(entries);
	hf_close(folder);
	return ret;
}

int hf_log_verify(int dir, const char *origin, const struct hf_trust *trust,
		  struct hf_sink *sink, struct hf_log_summary *summary,
		  struct hf_error *err)
{
	return hf_log_verify_since(dir, origin, trust, NULL, sink, summary,
				   NULL, err);
}
