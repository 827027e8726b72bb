/*
 * The catalogue: an index of the log, in SQLite, that answers what is held
 * where without reading the log again.  It holds nothing of its own: it may be
 * deleted at any time, and is made again.
 */
#ifndef HF_REGISTER_CATALOGUE_H
#define HF_REGISTER_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "log/log.h"
#include "register/register.h"

struct hf_catalogue;

/*
 * Open the catalogue of @dir, a register's open folder, and bring it up to the
 * head of @log.  One that is missing, malformed, of another version, or of
 * another log (its last entry has another hash) is made again from the log.
 */
HF_API int hf_catalogue_open(struct hf_catalogue **catalogue_ret, int dir,
			     struct hf_log *log, struct hf_error *err);
HF_API void hf_catalogue_close(struct hf_catalogue *catalogue);

/* Take in what the log has that the catalogue has not; in one transaction. */
HF_API int hf_catalogue_refresh(struct hf_catalogue *catalogue,
				struct hf_log *log, struct hf_error *err);

/* Delete it, and make it again. */
HF_API int hf_catalogue_rebuild(int dir, struct hf_log *log,
				struct hf_error *err);

/* What became of a copy, by the log. */
enum hf_copy_fate {
	HF_FATE_HELD,
	HF_FATE_DESTROYED,	/* deletion, destruction, deaccession */
	HF_FATE_LOST,
	HF_FATE_TRANSFERRED,	/* handed over to somebody else */
};

/* One copy: a package at a location.  Strings die with the visit. */
struct hf_held_copy {
	const char *package, *location;
	enum hf_copy_fate fate;
	enum hf_held_form form;
	const char *root;	/* that the log says is current there; 64 hex digits */
	uint64_t files, octets;
	uint64_t origin;	/* the entry that put it there: ingestion, replication, recovery */
	int64_t since;		/* its time */
	int64_t checked;	/* time of the last full reading; 0: none */
	int64_t passed;		/* of the last that passed; 0: none */
	uint64_t checked_by;	/* the entry of the last; UINT64_MAX: none */
	bool failed;		/* the last one did not pass */
	uint64_t ended_by;	/* the entry that ended it; UINT64_MAX: none */
};

typedef int hf_copy_visit_fn(void *ctx, const struct hf_held_copy *copy,
			     struct hf_error *err);
/*
 * Visit the copies of @package (NULL: of all) at @location (NULL: at all), by
 * package and location in the order of bytes; the ended ones too.
 */
HF_API int hf_catalogue_copies(struct hf_catalogue *catalogue,
			       const char *package, const char *location,
			       hf_copy_visit_fn *visit, void *ctx,
			       struct hf_error *err);

/* One of them: 1, or 0 if the log knows of none there; in *@storage. */
HF_API int hf_catalogue_copy(struct hf_catalogue *catalogue,
			     const char *package, const char *location,
			     struct hf_held_copy *copy_ret,
			     struct hf_buf *storage, struct hf_error *err);

/*
 * The newest root of a package, by the last entry that brought one: 1 with 64
 * hex digits and a NUL; 0 if it is not registered.
 */
HF_API int hf_catalogue_root(struct hf_catalogue *catalogue,
			     const char *package, char root_ret[65],
			     struct hf_error *err);
/*
 * Whether @root was ever one of @package's: 1 or 0; *@first_ret, which may be
 * NULL, is the entry by which it became that.
 */
HF_API int hf_catalogue_knows_root(struct hf_catalogue *catalogue,
				   const char *package, const char *root,
				   uint64_t *first_ret, struct hf_error *err);

/* The places in the log of the entries that name @package, in order. */
typedef int hf_place_visit_fn(void *ctx, const struct hf_log_place *place,
			      struct hf_error *err);
HF_API int hf_catalogue_entries(struct hf_catalogue *catalogue,
				const char *package, hf_place_visit_fn *visit,
				void *ctx, struct hf_error *err);

/*
 * The last entries of @event that are of no package or location of their own,
 * the newest first, into @runs_ret, which has room for @room: how many there are,
 * or -1.
 */
struct hf_run_seen {
	int64_t time;
	struct hf_log_place place;
};
HF_API int hf_catalogue_runs(struct hf_catalogue *catalogue, const char *event,
			     struct hf_run_seen *runs_ret, size_t room,
			     struct hf_error *err);

/* How many packages and copies are held. */
struct hf_catalogue_counts {
	uint64_t packages, copies, octets;
};
HF_API int hf_catalogue_count(struct hf_catalogue *catalogue,
			      struct hf_catalogue_counts *counts_ret,
			      struct hf_error *err);

/* All that it holds, as text, in order: for comparing two. */
HF_API int hf_catalogue_dump(struct hf_catalogue *catalogue, struct hf_buf *out,
			     struct hf_error *err);

#endif
