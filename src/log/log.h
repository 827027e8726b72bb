/*
 * The log of a register: entries that are only ever added, each with the hash
 * of the one before, and a checkpoint over all of them, signed where there is
 * a key.  Nothing is acknowledged before it is durable.
 *
 * In the folder log/ of the register: entries.txt, checkpoint, and frontier,
 * which only saves reading everything again, and may be deleted.
 */
#ifndef HF_LOG_LOG_H
#define HF_LOG_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "finding/finding.h"
#include "log/checkpoint.h"
#include "log/entry.h"
#include "log/trust.h"

struct hf_log;

/* How an entry is found again. */
struct hf_log_place {
	uint64_t number;	/* from 0 */
	uint64_t offset;	/* in entries.txt */
	uint64_t length;
};

/*
 * Begin the log of @origin in the open register folder @dir, where none may be
 * (HF_EUSAGE): the folder log/, an empty entries.txt, a checkpoint of size 0.
 */
HF_API int hf_log_create(int dir, const char *origin,
			 const struct hf_signer *signer, struct hf_error *err);

/*
 * Open the log in the register folder @dir, which stays the caller's, to be
 * read and, with @signer or without, added to.  The tree is taken from
 * frontier and what comes behind it, and must yield the root of the
 * checkpoint; if it does not, everything is read.  What then is wrong (as
 * hf_log_verify() finds) goes to @sink, and HF_EREFUSED is returned: nothing
 * is added to a log that does not verify.  A torn tail, or a whole one that is
 * not under the checkpoint, refuses too, until hf_log_mend().
 * On success the caller owns *@log_ret; @trust and @signer must outlive it.
 */
HF_API int hf_log_open(struct hf_log **log_ret, int dir, const char *origin,
		       const struct hf_trust *trust,
		       const struct hf_signer *signer, struct hf_sink *sink,
		       struct hf_error *err);
HF_API void hf_log_close(struct hf_log *log);	/* NULL is allowed */

/* The checkpoint that stands. */
HF_API const struct hf_checkpoint *hf_log_head(const struct hf_log *log);

/*
 * Whether what is added would verify: where the trust names a key of the log,
 * one of those must sign (HF_EREFUSED).  hf_log_append() asks it as well; who
 * does more than that asks before.
 */
HF_API int hf_log_may_append(const struct hf_log *log, struct hf_error *err);

/*
 * Add @n entries in one commit.  Their number, prev, and (where it is 0) time
 * are set, and where each lies is put into @places, which may be NULL.  A time
 * before that of the last entry is made that: no clock takes the log back.
 * Waits for another process that adds; what that added meanwhile comes first.
 *
 * 0: entries and checkpoint are durable.  -1: none is acknowledged.  After
 * HF_EUSAGE nothing was written, and the log is as it was.  After anything
 * else it must be closed and opened again, which says what stands: the
 * checkpoint before, perhaps with a tail behind it, for hf_log_mend(); or, if
 * only the folder could not be synced, the new one.
 */
HF_API int hf_log_append(struct hf_log *log, struct hf_entry *entries,
			 size_t n, struct hf_log_place *places,
			 struct hf_error *err);

/*
 * Take up what other processes added since; 1 if there was something, 0 if
 * not, -1.
 */
HF_API int hf_log_refresh(struct hf_log *log, struct hf_sink *sink,
			  struct hf_error *err);

/*
 * Visit the entries from @from on, in order, each with its exact bytes, up to
 * the head.  @visit returns 0, or -1 with @err filled to stop.
 */
typedef int hf_log_visit_fn(void *ctx, const struct hf_entry *entry,
			    const struct hf_log_place *place,
			    const char *text, struct hf_error *err);
HF_API int hf_log_walk(struct hf_log *log, const struct hf_log_place *from,
		       hf_log_visit_fn *visit, void *ctx,
		       struct hf_error *err);

/* One entry, by its place; its values live in *@storage. */
HF_API int hf_log_read(struct hf_log *log, const struct hf_log_place *place,
		       struct hf_entry *entry_ret, struct hf_buf *storage,
		       struct hf_error *err);

/* What was verified. */
struct hf_log_summary {
	uint64_t entries, octets;	/* under the checkpoint */
	uint64_t tail_entries, tail_octets;	/* behind it */
	bool is_signed;			/* by a key that trust.txt names */
	struct hf_checkpoint head;
	int64_t first, last;		/* times of the first and last entry; 0 */
};

/*
 * Verify all of it: every entry is canonical, has its number and the hash of
 * the one before, and the tree yields the root of the checkpoint; the
 * checkpoint is signed by a key of @trust; every checkpoint that a witness
 * cosigned (log/witness/NAME) is a beginning of this log.  In bounded memory.
 * Findings: log-tampered, log-truncated, log-torn-tail, log-tail-unsigned,
 * log-rollback, log-fork, checkpoint-missing, checkpoint-malformed,
 * checkpoint-unsigned, signature-invalid, signature-unknown, clock-suspect.
 * Where @trust has a key of the log, a checkpoint without a signature is
 * signature-unknown, and not checkpoint-unsigned.
 */
HF_API int hf_log_verify(int dir, const char *origin,
			 const struct hf_trust *trust, struct hf_sink *sink,
			 struct hf_log_summary *summary_ret,
			 struct hf_error *err);

/* A checkpoint that somebody keeps, and what findings call it. */
struct hf_log_seen {
	const char *path;
	struct hf_checkpoint head;
};

/*
 * The same, for somebody who keeps what he saw: the log must continue @before
 * too (NULL: he sees it for the first time), or it is log-rollback or log-fork.
 * The checkpoint that was verified is appended to @note, unless that is NULL.
 */
HF_API int hf_log_verify_since(int dir, const char *origin,
			       const struct hf_trust *trust,
			       const struct hf_log_seen *before,
			       struct hf_sink *sink,
			       struct hf_log_summary *summary_ret,
			       struct hf_buf *note, struct hf_error *err);

/*
 * What is behind the checkpoint: a torn last entry is cut off, and kept in
 * log/torn-TIME; whole, hash-linked entries are put under it and signed, where
 * @accept, and else stay as they are (*@summary_ret says how many).  What was
 * found goes to @sink.  What is wrong before it is not mended (HF_EREFUSED).
 */
HF_API int hf_log_mend(int dir, const char *origin,
		       const struct hf_trust *trust,
		       const struct hf_signer *signer, bool accept,
		       struct hf_sink *sink, struct hf_log_summary *summary_ret,
		       struct hf_error *err);

/*
 * Write, onto @proof, all that a stranger needs to verify that an entry is in
 * the log: the format of C2SP tlog-proof, with the entry's own bytes as its
 * extra data.
 */
HF_API int hf_log_prove(struct hf_log *log, const struct hf_log_place *place,
			struct hf_buf *proof, struct hf_error *err);

/*
 * Verify such a proof, with the keys of @trust and nothing else; findings go
 * to @sink: proof-malformed, proof-failed, and those of signatures.  Without
 * an error among them, the entry is in the log of *@head_ret.  It is put into
 * *@entry_ret, with *@storage; all zero, where the proof has none.
 */
HF_API int hf_log_check_proof(const char *proof, size_t len,
			      const struct hf_trust *trust,
			      struct hf_sink *sink,
			      struct hf_checkpoint *head_ret,
			      struct hf_entry *entry_ret,
			      struct hf_buf *storage, struct hf_error *err);

#endif
