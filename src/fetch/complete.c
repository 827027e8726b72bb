#include "fetch/complete.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "bag/path.h"
#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/text.h"
#include "base/tree.h"
#include "fetch/crew.h"
#include "fetch/hole.h"
#include "finding/sink.h"
#include "verify/checks.h"

struct completion {
	const struct hf_fetch_options *options;
	struct hf_fetch_summary *summary;
	struct hf_sink *sink;
	struct hf_error *err;
	struct hf_staging staging;
	struct hf_source *source;
	struct hf_site site;
	hf_alg_set all;			/* payload manifests: each must list it */
	struct hf_hole *holes;
	size_t n_holes;
	bool *told;			/* by index in the inventory */
};

/*
 * Open the bag, and keep away from it whoever would put another in its place
 * (package/update.c locks it to do that).
 */
static int open_bag(struct completion *c, const char *path)
{
	struct stat here, beside;

	c->site.root = hf_open_beneath(c->staging.parent, c->staging.name,
				       O_RDONLY | O_DIRECTORY);
	if (c->site.root < 0)
		return hf_fail(c->err, HF_ESYS, "cannot open the folder '%s'",
			       hf_shown(path));
	if (hf_io->flock(c->site.root, LOCK_EX | LOCK_NB) < 0)
		return hf_fail(c->err, HF_ESYS, "cannot lock the folder '%s'",
			       hf_shown(path));
	c->site.beside = c->staging.dir;
	if (hf_io->fstat(c->site.root, &here) < 0 ||
	    hf_io->fstat(c->site.beside, &beside) < 0)
		return hf_fail(c->err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(path));
	if (here.st_dev == beside.st_dev)
		return 0;
	return hf_fail(c->err, HF_EUSAGE,
		       "'%s' is a mount point, and files arrive in a folder beside it; keep the bag in a folder of that file system",
		       hf_shown(path));
}

static int read_bag(struct completion *c)
{
	struct hf_findings ignored;	/* told at the end, of what is then */
	int ret = -1;

	hf_findings_init(&ignored);
	if (hf_source_from_directory(&c->source, c->site.root, c->err) == 0 &&
	    hf_bag_read(&c->site.bag, c->source, HF_BAG_ALL, &ignored.sink,
			c->err) == 0)
		ret = hf_check_renamed(c->site.bag, &ignored.sink, c->err);
	hf_findings_release(&ignored);
	return ret;
}

/*
 * Of what is there, only tag files and files of fetch.txt are looked into: the
 * ones say what is to be fetched, and the others may be what it left before.
 */
static void leave_the_rest(struct hf_inventory *inventory)
{
	for (uint32_t i = 0; i < hf_inventory_count(inventory); i++) {
		struct hf_file *file = hf_inventory_at(inventory, i);

		if (hf_path_is_payload(file->path, file->path_len) &&
		    !(file->flags & HF_FILE_FETCH))
			file->listed = 0;
	}
}

/* Something that says what is to be fetched may have been altered. */
static bool is_doubtful(const struct completion *c,
			const struct hf_findings *found)
{
	const struct hf_bag *bag = c->site.bag;

	for (size_t i = 0; i < bag->n_manifests; i++) {
		if (!bag->manifests[i].tag && bag->manifests[i].unread)
			return true;
	}
	for (size_t i = 0; i < found->n; i++) {
		if (!hf_path_is_payload(found->at[i].path,
					strlen(found->at[i].path)))
			return true;
	}
	return bag->top_unseen || bag->fetch.unread;
}

static int check_what_is_there(struct completion *c)
{
	struct hf_verify_options options = { .engine = c->options->engine };
	struct hf_findings found;
	struct hf_read_amount read;
	int ret;

	hf_findings_init(&found);
	leave_the_rest(c->site.bag->inventory);
	ret = hf_check_fixity(c->site.bag, &options, NULL, &found.sink,
			      &read, c->err);
	if (ret == 0 && found.failed)
		ret = hf_fail_memory(c->err);
	c->summary->doubtful = ret == 0 && is_doubtful(c, &found);
	for (size_t i = 0; ret == 0 && i < found.n; i++)
		hf_emit(c->sink, &found.at[i]);
	hf_findings_release(&found);
	return ret;
}

/* Whether a file may be put there, and what arrives can be compared. */
static bool is_hole(const struct completion *c, const struct hf_file *file)
{
	const unsigned int other = HF_FILE_PRESENT | HF_FILE_DIRECTORY |
		HF_FILE_SYMLINK | HF_FILE_SPECIAL | HF_FILE_UNSEEN |
		HF_FILE_RENAMED | HF_FILE_FLAWED;

	if (c->summary->doubtful || file->flags & other || !file->listed ||
	    hf_is_behind_unseen(c->site.bag, file))
		return false;
	return !hf_declaration_is_final(&c->site.bag->declaration) ||
	       !(c->all & ~file->named);
}

static int add_hole(struct completion *c, const struct hf_fetch_entry *entry,
		    const struct hf_file *file)
{
	struct hf_hole *hole = &c->holes[c->n_holes++];

	*hole = (struct hf_hole){
		.entry = entry, .part = HF_PART_NONE,
		.most = entry->length == HF_LENGTH_UNKNOWN
			? c->options->max_octets : entry->length,
	};
	hole->part.path = file->path;
	hole->part.algs = file->listed;
	if (hf_part_find(&hole->part, c->site.beside, hole->most,
			 c->err) < 0)
		return -1;
	hole->continued = hole->begun_before = hole->part.size != 0;
	return 0;
}

static int find_holes(struct completion *c)
{
	struct hf_bag *bag = c->site.bag;

	for (size_t i = 0; i < bag->n_manifests; i++)
		c->all |= bag->manifests[i].tag ? 0 : bag->manifests[i].bit;
	c->holes = calloc(bag->fetch.n + 1, sizeof(*c->holes));
	if (!c->holes)
		return hf_fail_memory(c->err);
	for (size_t i = 0; i < bag->fetch.n; i++) {
		const struct hf_fetch_entry *entry = &bag->fetch.at[i];
		const struct hf_file *file =
			hf_inventory_at(bag->inventory, entry->index);

		if (file->flags & (HF_FILE_PRESENT | HF_FILE_RENAMED))
			c->summary->present++;
		else
			c->summary->left++;
		if (is_hole(c, file) && add_hole(c, entry, file) < 0)
			return -1;
	}
	return 0;
}

static void count(struct completion *c)
{
	struct hf_fetch_summary *summary = c->summary;

	for (size_t i = 0; i < c->n_holes; i++) {
		const struct hf_hole *hole = &c->holes[i];

		summary->kept |= hole->part.there;
		if (hole->outcome != HF_HOLE_FILLED)
			continue;
		summary->fetched++;
		summary->octets += hole->part.size;
		summary->resumed += hole->begun_before;
		summary->left--;
	}
}

/* Passes on what is said of the bag, but of holes only what we did not say. */
struct rest {
	struct hf_sink sink;	/* must be first */
	struct completion *c;
};

static bool was_tried(const struct completion *c, const char *path)
{
	struct hf_inventory *inventory = c->site.bag->inventory;
	uint32_t index = hf_inventory_find(inventory, path, strlen(path));

	return index != HF_NO_FILE && c->told[index];
}

static void pass_on(struct hf_sink *sink, const struct hf_finding *finding)
{
	struct rest *rest = (struct rest *)sink;

	if (finding->id != HF_PAYLOAD_NOT_FETCHED ||
	    !was_tried(rest->c, finding->path))
		hf_emit(rest->c->sink, finding);
}

static int tell(struct completion *c)
{
	struct hf_verify_options options = { .depth = HF_VERIFY_STRUCTURE };
	struct rest rest = { { pass_on }, c };
	struct hf_verify_summary ignored;

	c->told = calloc(hf_inventory_count(c->site.bag->inventory) + 1,
			 sizeof(*c->told));
	if (!c->told)
		return hf_fail_memory(c->err);
	for (size_t i = 0; i < c->n_holes; i++) {
		hf_hole_tell(&c->site, &c->holes[i], c->sink);
		c->told[c->holes[i].entry->index] = true;
	}
	return hf_verify_folder(c->site.root, &options, &rest.sink, &ignored,
				c->err);
}

static int complete(struct completion *c, const char *path)
{
	int ret;

	if (open_bag(c, path) < 0 || read_bag(c) < 0 ||
	    check_what_is_there(c) < 0 || find_holes(c) < 0)
		return -1;
	ret = hf_crew_run(c->options, &c->site, c->holes, c->n_holes);
	count(c);
	return ret < 0 ? -1 : tell(c);
}

static void release(struct completion *c)
{
	for (size_t i = 0; i < c->n_holes; i++)
		hf_part_close(&c->holes[i].part);
	free(c->holes);
	free(c->told);
	hf_arena_release(&c->site.arena);
	hf_bag_free(c->site.bag);
	hf_source_free(c->source);
	hf_close(c->site.root);
}

/*
 * Nothing is left to go on with.  Its going is made durable, so that no loss of
 * power has a whole bag look as if something were still to come.
 */
static void clear_away(struct hf_staging *staging)
{
	struct hf_error ignored;

	if (hf_tree_remove(staging->parent, staging->temp, &ignored) == 0)
		hf_io->fsync(staging->parent);
	hf_staging_end(staging);
}

int hf_fetch_bag(const char *path, const struct hf_fetch_options *options,
		 struct hf_sink *sink, struct hf_fetch_summary *summary,
		 struct hf_error *err)
{
	struct completion c = {
		.options = options, .summary = summary, .sink = sink,
		.err = err, .staging = HF_STAGING_NONE,
		.site = { .root = -1, .beside = -1, .err = err },
	};
	int ret;

	memset(summary, 0, sizeof(*summary));
	if (hf_staging_begin_gathering(&c.staging, path, err) < 0)
		return -1;
	ret = complete(&c, path);
	/* Where we failed before we knew what is there, it stays as it is. */
	if (summary->kept || (ret < 0 && c.staging.recovered))
		hf_staging_keep(&c.staging);
	else
		clear_away(&c.staging);
	release(&c);
	return ret;
}
