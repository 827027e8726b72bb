#include "verify/verify.h"

#include <stdio.h>
#include <string.h>

#include "container/open.h"
#include "finding/sink.h"
#include "profile/check.h"
#include "verify/checks.h"

static bool is_there(const struct hf_bag *bag, const char *path)
{
	uint32_t index = hf_inventory_find(bag->inventory, path, strlen(path));

	return index != HF_NO_FILE &&
	       hf_inventory_at(bag->inventory, index)->flags & HF_FILE_PRESENT;
}

static void summarize(const struct hf_bag *bag,
		      struct hf_verify_summary *summary)
{
	if (bag->declaration.found)
		snprintf(summary->version, sizeof(summary->version), "%u.%u",
			 bag->declaration.major, bag->declaration.minor);
	summary->payload_files = bag->payload_files;
	summary->payload_octets = bag->payload_octets;
	summary->files = bag->files;
	summary->octets = bag->octets;
	summary->payload_algs = bag->payload_algs;
	summary->tag_algs = bag->tag_algs;
	summary->has_record = is_there(bag, "holdfast/record.txt");
}

int hf_check_all_but_fixity(struct hf_bag *bag, struct hf_sink *sink,
			    struct hf_error *err)
{
	hf_check_structure(bag, sink);
	/* Manifests that could not be decoded list nothing: say no more. */
	if (!bag->declaration.supported)
		return 0;
	if (hf_check_renamed(bag, sink, err) < 0 ||
	    hf_check_names(bag, sink, err) < 0)
		return -1;
	return hf_check_completeness(bag, sink, err);
}

int hf_check_all(struct hf_bag *bag, const struct hf_verify_options *options,
		 const struct hf_digest_keep *keep, struct hf_sink *sink,
		 uint64_t *octets, struct hf_error *err)
{
	struct hf_read_amount read = { 0 };

	if (hf_check_all_but_fixity(bag, sink, err) < 0)
		return -1;
	if (hf_check_fixity(bag, options, keep, sink, &read, err) < 0)
		return -1;
	*octets = read.octets;
	return 0;
}

/*
 * Payload-Oxum alone.  What fetch.txt still has to bring belongs to it, and
 * what links lead to: where there are such there is no way around an
 * inventory of what is there.  What manifests say is not needed, nor read.
 */
static int check_fast(struct hf_bag **bag, struct hf_source *source,
		      struct hf_sink *sink, struct hf_error *err)
{
	/* One that could not be read may be there: that is told already. */
	if ((*bag)->info.unread || (*bag)->top_unseen)
		return 0;
	if (!(*bag)->info.has_oxum) {
		hf_found(sink, OXUM_ABSENT, .path = (*bag)->info_name);
		return 0;
	}
	if ((*bag)->has_fetch || (*bag)->has_links) {
		struct hf_findings found;
		struct hf_bag *whole;
		int got;

		hf_findings_init(&found);
		got = hf_bag_read(&whole, source, HF_BAG_ENTRIES, &found.sink,
				  err);
		/* What is written was not asked for; what was not seen counts. */
		for (size_t i = 0; i < found.n && !(*bag)->has_unseen; i++) {
			if (found.at[i].id == HF_UNREADABLE ||
			    found.at[i].id == HF_READ_ERROR)
				hf_emit(sink, &found.at[i]);
		}
		if (got == 0 && found.failed)
			got = hf_fail_memory(err);
		hf_findings_release(&found);
		if (got < 0)
			return -1;
		hf_bag_free(*bag);
		*bag = whole;
	}
	if (!(*bag)->has_unseen && !(*bag)->fetch.unread)
		hf_check_oxum(*bag, sink);
	return 0;
}

int hf_verify_open(struct hf_source *source,
		   const struct hf_verify_options *options,
		   struct hf_sink *sink, struct hf_verify_summary *summary,
		   struct hf_error *err)
{
	bool fast = options->depth == HF_VERIFY_FAST;
	struct hf_read_amount read = { 0 };
	struct hf_bag *bag = NULL;
	int ret = -1;

	memset(summary, 0, sizeof(*summary));
	summary->undone = options->depth != HF_VERIFY_FULL;
	source->jobs = options->engine.jobs;
	if (hf_bag_read(&bag, source, fast ? HF_BAG_INFO : HF_BAG_ALL, sink,
			err) < 0)
		goto out;
	if (fast ? check_fast(&bag, source, sink, err) < 0
		 : hf_check_all_but_fixity(bag, sink, err) < 0)
		goto out;
	if (options->profiles && !fast &&
	    hf_profiles_check(options->profiles, bag, source->media_type, sink,
			      err) < 0)
		goto out;
	if (options->depth == HF_VERIFY_FULL &&
	    hf_check_fixity(bag, options, NULL, sink, &read, err) < 0)
		goto out;
	summarize(bag, summary);
	summary->octets_read = read.octets;
	summary->undone |= read.later;
	ret = 0;
out:
	hf_bag_free(bag);
	return ret;
}

int hf_verify_bag(const char *path, const struct hf_verify_options *options,
		  struct hf_sink *sink, struct hf_verify_summary *summary,
		  struct hf_error *err)
{
	const struct hf_open_options open = {
		.jobs = options->engine.jobs,
		.no_digests = options->depth != HF_VERIFY_FULL,
		.progress = options->progress,
		.progress_ctx = options->progress_ctx,
	};
	struct hf_source *source;
	int ret;

	if (hf_open_bag(&source, path, &open, sink, err) < 0)
		return -1;
	ret = hf_verify_open(source, options, sink, summary, err);
	hf_source_free(source);
	return ret;
}

int hf_verify_folder(int dir, const struct hf_verify_options *options,
		     struct hf_sink *sink, struct hf_verify_summary *summary,
		     struct hf_error *err)
{
	struct hf_source *source;
	int ret;

	if (hf_source_from_directory(&source, dir, err) < 0)
		return -1;
	ret = hf_verify_open(source, options, sink, summary, err);
	hf_source_free(source);
	return ret;
}
