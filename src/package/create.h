/*
 * Create a package: a BagIt 1.0 bag of a folder, with the provenance that its
 * record states.  It is built aside, read back, and appears whole or not at
 * all; the source is only read.
 */
#ifndef HF_PACKAGE_CREATE_H
#define HF_PACKAGE_CREATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "digest/algorithm.h"
#include "digest/engine_options.h"
#include "finding/finding.h"

/* What becomes of symbolic links in the source. */
enum hf_symlinks { HF_SYMLINKS_REFUSE, HF_SYMLINKS_FOLLOW, HF_SYMLINKS_SKIP };

/* How the finished package is read back before it is published. */
enum hf_read_back {
	HF_READ_BACK_MEDIUM,	/* dropped from the cache first, where it can be */
	HF_READ_BACK_CACHE,
	HF_READ_BACK_NONE,
};

/* A line for bag-info.txt. */
struct hf_label_value {
	const char *label, *value;
};

struct hf_profile_set;

struct hf_create_options {
	hf_alg_set algs;		/* of the manifests; 0: sha512, or by profile */
	struct hf_engine_options engine;
	const struct hf_label_value *info;	/* in order, repeats kept */
	size_t n_info;
	const char *const *exclude;	/* patterns as of fnmatch(3) */
	size_t n_exclude;
	const char *const *expect;	/* lists of digests made before us */
	size_t n_expect;
	/* What the bag is to meet (a folder of the set is not looked at); or NULL. */
	const struct hf_profile_set *profiles;
	enum hf_symlinks symlinks;
	bool keep_empty;		/* put .keep into empty folders */
	bool nest;			/* a bag may go into a bag */
	enum hf_read_back read_back;
	const char *software;		/* for Bag-Software-Agent; NULL: ours */
	/* @done of @total octets, twice: written, then read back; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

struct hf_create_summary {
	uint64_t files, octets;		/* of payload */
	bool has_record;
	bool recovered;			/* what an earlier run left was removed */
	bool finished;			/* ... or was finished, and nothing else done */
};

/*
 * Make a bag of the folder @source at @dest, where nothing may be yet
 * (HF_EUSAGE; as where @dest lies within @source).  What forbids it is reported
 * to @sink, all of it, and yields HF_EREFUSED with nothing written.  HF_ESYS
 * where the system failed us; then too there is nothing at @dest.  Where the
 * folder holds record.txt, what that names is packaged, and its provenance.
 */
HF_API int hf_create(const char *source, const char *dest,
		     const struct hf_create_options *options,
		     struct hf_sink *sink,
		     struct hf_create_summary *summary_ret,
		     struct hf_error *err);

/* A payload file whose bytes are in memory.  All of it stays the caller's. */
struct hf_memory_file {
	const char *path;	/* beneath data/, such as "letters/a.txt"; UTF-8 */
	const void *data;
	size_t size;		/* octets at @data */
};

/*
 * The same of @n files in memory (none may be given twice), one after the
 * other: staged, synced, read back, and whole or not at all.  A path that is
 * none is HF_EUSAGE, and so are options that are for folders: exclude, expect,
 * symlinks, keep_empty, nest.
 */
HF_API int hf_create_from_memory(const struct hf_memory_file *files, size_t n,
				 const char *dest,
				 const struct hf_create_options *options,
				 struct hf_sink *sink,
				 struct hf_create_summary *summary_ret,
				 struct hf_error *err);

/*
 * Make the folder itself a bag: what it holds becomes the payload, moved into
 * data/ by a rename, never copied.  At no moment is there part of a bag; a run
 * that was cut is undone or finished by the next, and the summary says which.
 * Options that would leave something out, or add to it, are HF_EUSAGE.
 */
HF_API int hf_create_in_place(const char *folder,
			      const struct hf_create_options *options,
			      struct hf_sink *sink,
			      struct hf_create_summary *summary_ret,
			      struct hf_error *err);

#endif
