/*
 * What the files of the log share: how far it is known, how its entries are
 * read one after the other, and what others have seen of it.
 */
#ifndef HF_LOG_INSIDE_H
#define HF_LOG_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "finding/finding.h"
#include "log/checkpoint.h"
#include "log/entry.h"
#include "log/log.h"
#include "log/tree.h"
#include "log/trust.h"

#define HF_ENTRIES_PATH		"log/entries.txt"
#define HF_CHECKPOINT_PATH	"log/checkpoint"
/* No checkpoint, with all signatures that it may have, is longer. */
#define HF_CHECKPOINT_MAX	(64 * 1024)

/* --- How far the log is known (frontier_file.c keeps it) --- */

struct hf_reach {
	struct hf_frontier frontier;
	uint64_t offset;	/* octets of these entries */
	uint64_t last_offset;	/* where the last of them begins */
	struct hf_hash last;	/* its leaf hash */
	int64_t time;		/* and its time */
};

/* Go on by an entry of @size octets, whose leaf hash is @leaf. */
void hf_reach_add(struct hf_reach *reach, const struct hf_hash *leaf,
		  size_t size, int64_t time);
/* Whether @entry is what must come next: by its number and what it names. */
bool hf_reach_is_next(const struct hf_reach *reach,
		      const struct hf_entry *entry);

/*
 * What the file "frontier" of the folder log/ says, as far as @entries agrees
 * with it; false where there is none that is of use.
 */
bool hf_frontier_file_read(struct hf_reach *reach_ret, int folder,
			   int entries);
/* Write it; whether that succeeds is of no consequence. */
void hf_frontier_file_write(const struct hf_reach *reach, int folder);

/* --- Reading entries one after the other (scan.c) --- */

struct hf_scan {
	int fd;
	uint64_t next;		/* what is read next into data */
	uint64_t end;		/* of what is looked at */
	char *data;
	size_t used, len;	/* of data */
	bool is_long;		/* the end of that is still to be found */
};

enum hf_scanned {
	HF_SCAN_END = 0,
	HF_SCAN_ENTRY,		/* up to its empty line, whatever is in it */
	HF_SCAN_LONG,		/* the first HF_ENTRY_MAX + 1 octets of a longer one */
	HF_SCAN_TORN,		/* what is behind the last empty line */
};

/* Begin at @from of the open file @fd, which stays the caller's. */
int hf_scan_begin(struct hf_scan *scan, int fd, uint64_t from, uint64_t end,
		  struct hf_error *err);
/* The next, until the call after it; -1 where it cannot be read. */
int hf_scan_next(struct hf_scan *scan, const char **text_ret, size_t *len_ret,
		 struct hf_error *err);
void hf_scan_end(struct hf_scan *scan);

/* --- The files at one moment (snapshot.c) --- */

struct hf_snapshot {
	struct hf_buf note;	/* the checkpoint */
	bool has_note;
	uint64_t size;		/* of entries.txt */
	bool has_entries;
};

/* Open the folder log/ of the register; -1. */
int hf_log_folder(int dir, struct hf_error *err);
/* Open entries.txt, for adding where that may be; -1 with errno. */
int hf_entries_open(int folder);
/* Wait for the lock; LOCK_SH or LOCK_EX. */
int hf_entries_lock(int entries, int how, struct hf_error *err);
void hf_entries_unlock(int entries);
/* Look at both files; the caller holds a lock on @entries (-1: not there). */
int hf_snapshot_take(struct hf_snapshot *snapshot, int folder, int entries,
		     struct hf_error *err);
void hf_snapshot_release(struct hf_snapshot *snapshot);

/* --- What a checkpoint is worth (signatures.c) --- */

struct hf_signed {
	bool by_log, by_witness;	/* a key of trust.txt, and it holds */
	bool bad;			/* one that should hold does not */
	bool any;			/* there is a signature */
};

/* Hold each signature of @note against @trust; bad ones are found. */
void hf_signatures_check(struct hf_signed *signed_ret,
			 const struct hf_note *note,
			 const struct hf_trust *trust, const char *path,
			 struct hf_sink *sink);
/*
 * Whether a checkpoint that @signer (or nobody, if NULL) signs would verify: by
 * a key of @trust, where that names one.  0; or -1, HF_EREFUSED.
 */
int hf_signer_suffices(const struct hf_signer *signer,
		       const struct hf_trust *trust, struct hf_error *err);

/*
 * The same, and find that it lacks a signature that it should have.  Yields
 * whether it is signed by a key of the log.
 */
bool hf_signatures_judge(const struct hf_note *note,
			 const struct hf_trust *trust, const char *path,
			 struct hf_sink *sink);
/*
 * Read the note of a checkpoint of @origin.  1; 0 where it is none (which was
 * found); -1.
 */
int hf_checkpoint_take(struct hf_checkpoint *head_ret,
		       struct hf_note *note_ret, const struct hf_buf *text,
		       const char *origin, const char *path,
		       struct hf_sink *sink, struct hf_error *err);

/* --- What others have seen of the log (witnesses.c) --- */

struct hf_sight {
	char *path;		/* "log/witness/NAME" */
	uint64_t size;
	struct hf_hash root;
};

struct hf_sights {
	struct hf_sight *at;	/* by size */
	size_t n, room;
	size_t next;		/* not yet met */
};

/*
 * Visit what lies in log/witness/, with its text; one that is too long has the
 * beginning of it, which is no checkpoint.
 */
typedef int hf_witness_file_fn(void *ctx, const char *path,
			       const struct hf_buf *text,
			       struct hf_error *err);
int hf_witness_files(int folder, hf_witness_file_fn *visit, void *ctx,
		     struct hf_error *err);
/* Those in log/witness/. */
int hf_sights_load(struct hf_sights *sights, int folder, const char *origin,
		   const struct hf_trust *trust, struct hf_sink *sink,
		   struct hf_error *err);
int hf_sights_add(struct hf_sights *sights, const char *path,
		  const struct hf_checkpoint *seen, struct hf_error *err);
/* Pass over those of less than @size entries. */
void hf_sights_skip(struct hf_sights *sights, uint64_t size);
/* The tree has this size now: find where it is another than was seen. */
void hf_sights_meet(struct hf_sights *sights,
		    const struct hf_frontier *frontier, struct hf_sink *sink);
/* Find those that are beyond the checkpoint of ours. */
void hf_sights_beyond(const struct hf_sights *sights, uint64_t size,
		      struct hf_sink *sink);
void hf_sights_release(struct hf_sights *sights);

/* --- Verifying all (verify.c) --- */

/*
 * What hf_log_verify() does, of what is open; @before is what
 * somebody knows the log to have been, or NULL.  How far the checkpoint goes, if it was
 * reached, in *@reach_ret.
 */
int hf_log_verify_open(int folder, int entries,
		       const struct hf_snapshot *snapshot, const char *origin,
		       const struct hf_trust *trust,
		       const struct hf_log_seen *before,
		       struct hf_sink *sink,
		       struct hf_log_summary *summary_ret,
		       struct hf_reach *reach_ret, struct hf_error *err);

/* --- An open log (open.c) --- */

struct hf_log {
	int folder, entries;
	char *origin;
	const struct hf_trust *trust;
	const struct hf_signer *signer;		/* or NULL */
	struct hf_buf note;		/* the checkpoint that stands */
	struct hf_checkpoint head;
	struct hf_reach reach;		/* all that is under it */
	uint64_t kept;			/* entries that frontier is of */
	struct hf_frontier before;	/* the tree that was last added to */
	bool is_known;			/* head and reach hold */
	bool settled;			/* what is there is known to be durable */
	bool broken;			/* adding failed: open it again */
};

/*
 * See what is there now; the caller holds the lock.  1 if there is something
 * new, 0 if not, -1; HF_EREFUSED where it does not verify.  @sink may be NULL.
 */
int hf_log_take_up(struct hf_log *log, struct hf_sink *sink,
		   struct hf_error *err);

/* The exact bytes of one entry, onto @text (walk.c). */
int hf_log_read_text(struct hf_log *log, const struct hf_log_place *place,
		     struct hf_buf *text, struct hf_error *err);

/* --- A new checkpoint (checkpoint_file.c) --- */

/*
 * Sign (unless @signer is NULL) and write the checkpoint of what @reach has,
 * durably; the note that is there now onto @note.
 */
int hf_checkpoint_write(struct hf_buf *note, int folder, const char *origin,
			const struct hf_reach *reach,
			const struct hf_signer *signer,
			struct hf_error *err);

#endif
