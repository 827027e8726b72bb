/*
 * What is to be packaged: which files of a folder, under which names; or why
 * not.  Nothing is written, and nothing but names, folders and the record is
 * read.
 */
#ifndef HF_PACKAGE_PLAN_H
#define HF_PACKAGE_PLAN_H

#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"
#include "finding/finding.h"
#include "package/create.h"
#include "provenance/model.h"

struct hf_planned_file {
	const char *source;	/* beneath the source folder; NULL: made empty */
	const char *path;	/* in the bag: "data/..." */
	uint64_t size;
};

struct hf_planned_folder {
	const char *source;	/* beneath the source folder; "" is itself */
	struct timespec mtime;
	mode_t mode;
};

struct hf_plan {
	struct hf_arena arena;
	int root;			/* the source folder, open */
	const char *name;		/* its name, without what leads there */
	struct hf_record *record;	/* NULL: a plain folder */
	struct hf_planned_file *files;
	size_t n_files, files_size;
	struct hf_planned_folder *folders;
	size_t n_folders, folders_size;
	uint64_t refused;		/* findings that forbid to go on */
};

/* --- package/plan.c: what a plan is made of. --- */

void hf_plan_release(struct hf_plan *plan);

int hf_plan_add_file(struct hf_plan *plan, const char *source,
		     const char *payload, uint64_t size, struct hf_error *err);

/* By the record (package/accession.c), and as it stands (package/folder.c). */
int hf_plan_accession(struct hf_plan *plan, struct hf_sink *sink,
		      struct hf_error *err);
int hf_plan_folder(struct hf_plan *plan,
		   const struct hf_create_options *options,
		   struct hf_sink *sink, struct hf_error *err);

/* Names that could not travel: refused, or warned about. */
int hf_plan_check_names(struct hf_plan *plan, struct hf_sink *sink,
			struct hf_error *err);

/*
 * Pass on to @sink what a walk found, in the order of paths and not of some
 * folder's entries; and release it.
 */
struct hf_findings;
int hf_plan_tell_sorted(struct hf_findings *found, struct hf_sink *sink,
			struct hf_error *err);

/* --- package/planning.c: above those. --- */

/*
 * Plan the packaging of the folder @source: by its record.txt if it has one,
 * else as it stands.  Everything that forbids it is in @sink and counted in
 * refused.  -1 only where we failed.
 */
int hf_plan_make(struct hf_plan *plan, const char *source,
		 const struct hf_create_options *options, struct hf_sink *sink,
		 struct hf_error *err);

/* Emit a finding that forbids to go on. */
#define hf_refuse(plan, sink, name, ...) \
	((plan)->refused++, hf_found((sink), name, __VA_ARGS__))

#endif
