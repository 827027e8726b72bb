/*
 * What a run that was cut left behind the checkpoint.  Whether it was written
 * to the disk is not known, also where it can be read (after an fsync(2) that
 * failed, the cache may have what the disk has not): so what is accepted is
 * written again.
 */
#include "log/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/stamp.h"
#include "finding/sink.h"

/* A torn entry is hardly longer than one; more than this is nobody's run. */
#define TORN_MAX	(64 * 1024 * 1024)

struct mending {
	int folder, entries;
	struct hf_snapshot snapshot;
	struct hf_log_summary *summary;
	struct hf_reach under, tail;
	int64_t first;		/* time of the first entry of the tail */
};

/* Take findings on, and count those that no mending is for. */
struct judging {
	struct hf_sink sink;	/* must be first */
	struct hf_sink *next;
	struct hf_policy policy;
	uint64_t others;
};

static void judge(struct hf_sink *sink, const struct hf_finding *finding)
{
	struct judging *judging = (struct judging *)sink;

	if (finding->id != HF_LOG_TAIL_UNSIGNED &&
	    finding->id != HF_LOG_TORN_TAIL &&
	    hf_policy_severity(&judging->policy, finding) == HF_ERROR)
		judging->others++;
	if (judging->next)
		hf_emit(judging->next, finding);
}

static int verify(struct mending *m, const char *origin,
		  const struct hf_trust *trust, struct hf_sink *sink,
		  struct hf_error *err)
{
	struct judging judging = { .sink.emit = judge, .next = sink };

	hf_policy_init(&judging.policy, false);
	if (hf_snapshot_take(&m->snapshot, m->folder, m->entries, err) < 0 ||
	    hf_log_verify_open(m->folder, m->entries, &m->snapshot, origin,
			       trust, NULL, &judging.sink, m->summary,
			       &m->under, err) < 0)
		return -1;
	if (judging.others)
		return hf_fail(err, HF_EREFUSED, "what is under the checkpoint does not verify, so what is behind it is not mended");
	return 0;
}

/* --- What is torn --- */

static int read_octets(int fd, char *data, size_t size, uint64_t at)
{
	while (size) {
		ssize_t n = hf_io->pread(fd, data, size, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n ? errno : EIO;
			return -1;
		}
		data += n;
		size -= (size_t)n;
		at += (uint64_t)n;
	}
	return 0;
}

/* Under the first name that nobody has: log/torn-2026-11-20T12:00:04Z, and so on. */
static int keep_aside(const struct mending *m, const char *data, size_t size,
		      struct hf_error *err)
{
	char time[HF_DATETIME_MAX], name[64];
	int ret = -1;

	hf_clock_datetime(hf_clock_wall(), time);
	errno = EEXIST;
	for (int i = 0; ret < 0 && errno == EEXIST && i < 100; i++) {
		if (i)
			snprintf(name, sizeof(name), "torn-%s-%d", time, i + 1);
		else
			snprintf(name, sizeof(name), "torn-%s", time);
		ret = hf_publish_file(m->folder, name, data, size);
	}
	if (ret < 0)
		return hf_fail(err, HF_ESYS, "cannot keep what is torn as 'log/%s'",
			       name);
	return 0;
}

static int cut_torn(const struct mending *m, struct hf_error *err)
{
	uint64_t torn = m->snapshot.size - m->tail.offset;
	char *data;
	int ret;

	if (!torn)
		return 0;
	if (torn > TORN_MAX)
		return hf_fail(err, HF_EREFUSED, "the last %llu octets of '%s' are no entries: that is more than a run that was cut leaves",
			       (unsigned long long)torn, HF_ENTRIES_PATH);
	data = malloc((size_t)torn);
	if (!data)
		return hf_fail_memory(err);
	if (read_octets(m->entries, data, (size_t)torn, m->tail.offset) < 0)
		ret = hf_fail(err, HF_ESYS, "cannot read '%s'",
			      HF_ENTRIES_PATH);
	else
		ret = keep_aside(m, data, (size_t)torn, err);
	free(data);
	if (ret == 0 &&
	    (hf_io->ftruncate(m->entries, (off_t)m->tail.offset) < 0 ||
	     hf_io->fsync(m->entries) < 0))
		ret = hf_fail(err, HF_ESYS, "cannot cut off what is torn of '%s'",
			      HF_ENTRIES_PATH);
	return ret;
}

/* --- What is whole --- */

/* Read the tail again, to know how far it goes. */
static int measure_tail(struct mending *m, struct hf_error *err)
{
	uint64_t n = m->summary->tail_entries;
	struct hf_scan scan;
	int got = HF_SCAN_ENTRY;

	m->tail = m->under;
	if (!n)
		return 0;
	if (hf_scan_begin(&scan, m->entries, m->under.offset,
			  m->snapshot.size, err) < 0)
		return -1;
	while (n-- && got == HF_SCAN_ENTRY) {
		struct hf_buf storage = { 0 };
		struct hf_entry entry = { 0 };
		struct hf_hash leaf;
		const char *text;
		size_t len;

		got = hf_scan_next(&scan, &text, &len, err);
		if (got != HF_SCAN_ENTRY)
			break;
		if (hf_entry_parse(&entry, &storage, text, len, err) < 0)
			got = -1;
		hf_leaf_hash(&leaf, text, len);
		if (m->tail.frontier.size == m->under.frontier.size)
			m->first = entry.time;
		hf_reach_add(&m->tail, &leaf, len, entry.time);
		hf_buf_release(&storage);
	}
	hf_scan_end(&scan);
	if (got >= 0 && got != HF_SCAN_ENTRY)
		return hf_fail(err, HF_EREFUSED, "'%s' changes while it is mended",
			       HF_ENTRIES_PATH);
	return got < 0 ? -1 : 0;
}

static int write_octets(int fd, const char *data, size_t size, uint64_t at)
{
	while (size) {
		ssize_t n = hf_io->pwrite(fd, data, size, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n ? errno : ENOSPC;
			return -1;
		}
		data += n;
		size -= (size_t)n;
		at += (uint64_t)n;
	}
	return 0;
}

/* The same octets in the same place, so that no moment is without them. */
static int write_again(const struct mending *m, struct hf_error *err)
{
	char data[32 * 1024];
	uint64_t at = m->under.offset;
	int ret = 0;

	while (ret == 0 && at < m->tail.offset) {
		uint64_t n = m->tail.offset - at;

		if (n > sizeof(data))
			n = sizeof(data);
		ret = read_octets(m->entries, data, (size_t)n, at);
		if (ret == 0)
			ret = write_octets(m->entries, data, (size_t)n, at);
		at += n;
	}
	if (ret == 0)
		ret = hf_io->fsync(m->entries);
	return ret == 0 ? 0 : hf_fail(err, HF_ESYS, "cannot write the end of '%s' again",
				      HF_ENTRIES_PATH);
}

static int accept_tail(struct mending *m, const char *origin,
		       const struct hf_trust *trust,
		       const struct hf_signer *signer, struct hf_error *err)
{
	struct hf_log_summary *summary = m->summary;
	struct hf_buf note = { 0 };
	int ret;

	if (!summary->tail_entries)
		return 0;
	ret = hf_signer_suffices(signer, trust, err);
	if (ret == 0)
		ret = write_again(m, err);
	if (ret == 0)
		ret = hf_checkpoint_write(&note, m->folder, origin, &m->tail,
					  signer, err);
	hf_buf_release(&note);
	if (ret < 0)
		return -1;
	if (!summary->entries)
		summary->first = m->first;
	summary->is_signed = signer && trust && hf_trust_log_key(trust, 0);
	summary->entries += summary->tail_entries;
	summary->octets = m->tail.offset;
	summary->last = m->tail.time;
	summary->tail_entries = summary->tail_octets = 0;
	summary->head.size = summary->entries;
	hf_frontier_root(&m->tail.frontier, &summary->head.root);
	return 0;
}

/* --- Both --- */

static int mend(struct mending *m, const char *origin,
		const struct hf_trust *trust, const struct hf_signer *signer,
		bool accept, struct hf_sink *sink, struct hf_error *err)
{
	if (verify(m, origin, trust, sink, err) < 0)
		return -1;
	if (!m->summary->tail_octets)
		return 0;
	if (measure_tail(m, err) < 0 || cut_torn(m, err) < 0)
		return -1;
	m->summary->tail_octets = m->tail.offset - m->under.offset;
	return accept ? accept_tail(m, origin, trust, signer, err) : 0;
}

/* Not for adding at its end: what is there is written again in its place. */
static int open_entries(int folder, struct hf_error *err)
{
	int fd = hf_open_beneath(folder, "entries.txt",
				 O_RDWR | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		hf_fail(err, HF_ESYS, "cannot open '%s'", HF_ENTRIES_PATH);
	return fd;
}

int hf_log_mend(int dir, const char *origin, const struct hf_trust *trust,
		const struct hf_signer *signer, bool accept,
		struct hf_sink *sink, struct hf_log_summary *summary,
		struct hf_error *err)
{
	struct mending m = { .entries = -1, .summary = summary };
	int ret = -1;

	memset(summary, 0, sizeof(*summary));
	m.folder = hf_log_folder(dir, err);
	if (m.folder < 0)
		return -1;
	m.entries = open_entries(m.folder, err);
	if (m.entries >= 0 && hf_entries_lock(m.entries, LOCK_EX, err) == 0) {
		ret = mend(&m, origin, trust, signer, accept, sink, err);
		hf_entries_unlock(m.entries);
	}
	hf_snapshot_release(&m.snapshot);
	hf_close(m.entries);
	hf_close(m.folder);
	return ret;
}
