#include "register/copying.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bag/mending.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "register/admission.h"
#include "register/readback.h"
#include "register/replacing.h"
#include "register/sources.h"

/* One copying. */
struct copying {
	struct hf_custody *custody;
	const char *package;
	const struct hf_copying_options *options;
	struct hf_sink *sink;
	struct hf_receipt *receipt;
	struct hf_error *err;
	struct hf_place to;
	struct hf_copy_sources sources;
};

/* --- From one of them. --- */

/* It lies there, and is not what it was: that is worth an entry. */
static int record_failure(struct copying *c, const struct hf_copy_source *source,
			  const struct hf_arrival *arrival)
{
	struct hf_entry entry = { .at = {
		[HF_ENTRY_EVENT]	 = "fixity check",
		[HF_ENTRY_PACKAGE]  = c->package,
		[HF_ENTRY_LOCATION] = source->location->id,
		[HF_ENTRY_BAG_ROOT] = *arrival->root.hex ? arrival->root.hex
						       : NULL,
		[HF_ENTRY_OUTCOME]  = arrival->judge.fixity == HF_UNDETERMINED
				    ? "undetermined" : "fail",
	} };
	struct hf_log_place place;

	return hf_custody_record(c->custody, &entry, &place, c->err);
}

/* Tell what was found, in the name of the place. */
static void tell_findings(const struct copying *c, const struct hf_copy_source *source,
			  const struct hf_arrival *arrival)
{
	for (size_t i = 0; i < arrival->findings.n; i++) {
		struct hf_finding f = arrival->findings.at[i];

		if (!f.subject)
			f.subject = source->location->id;
		hf_emit(c->sink, &f);
	}
}

/* What keeps a copy from being read says nothing of the others: 0, or -1. */
static int tell_unread(const struct copying *c,
		       const struct hf_copy_source *source,
		       struct hf_sink *sink)
{
	if (hf_error_is_ours(c->err))
		return -1;
	hf_found(sink, UNREADABLE, .path = c->package,
		 .subject = source->location->id, .detail = c->err->text);
	return 0;
}

/* 1: it arrived as the log knows it; 0: it is not fit; -1. */
static int judge_source(struct copying *c, const struct hf_copy_source *source,
			struct hf_arrival *arrival)
{
	/* Its folder at the place has its name, whatever an archive has. */
	snprintf(arrival->name, sizeof(arrival->name), "%s", c->package);
	if (hf_arrival_is_fit(arrival) &&
	    strcmp(arrival->root.hex, source->root) != 0)
		hf_found(&arrival->judge.sink, BAG_SUBSTITUTED,
			 .subject = source->location->id, .path = c->package,
			 .algorithm = "bag root", .expected = source->root,
			 .actual = arrival->root.hex);
	if (hf_arrival_is_fit(arrival))
		return 1;
	tell_findings(c, source, arrival);
	return record_failure(c, source, arrival) < 0 ? -1 : 0;
}

static int admit(struct copying *c, const struct hf_copy_source *source,
		 struct hf_arrival *arrival, const char *note)
{
	const struct hf_admission admission = {
		.event = "replication", .from = source->location->id,
		.source = source->location->id, .note = note,
		.findings = c->options->findings,
		.replaces = c->options->replaces,
		/* A place that has an older version gets the newest. */
		.new_version = true,
	};

	if (hf_arrival_settle(arrival, c->err) < 0)
		return -1;
	return hf_admit(c->custody, arrival, &admission, c->sink, c->receipt,
			c->err);
}

/* 1: copied, or refused for good; 0: try another; -1. */
static int take_whole(struct copying *c, const struct hf_copy_source *source,
		      const char *path)
{
	struct hf_arrival arrival;
	int ret = hf_arrival_begin(&arrival, &c->to, &c->options->moving,
				   c->err);

	if (ret == 0 && hf_arrival_take(&arrival, path, NULL, c->err) < 0)
		ret = tell_unread(c, source, &arrival.judge.sink);
	if (ret == 0)
		ret = judge_source(c, source, &arrival);
	if (ret > 0 && admit(c, source, &arrival, c->options->note) < 0)
		ret = -1;
	hf_arrival_end(&arrival);
	return ret;
}

/* --- A part from there, and the rest from the damaged copy itself. --- */

/* Less than half of its octets are bad, as far as can be seen. */
static bool pays(const struct hf_mending *mending, const char *good)
{
	int dir = hf_io->openat(AT_FDCWD, good,
				O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
	uint64_t octets = 0;
	bool seen = dir >= 0;
	struct stat st;

	for (size_t i = 0; seen && i < mending->bad.n; i++) {
		int fd = hf_stat_regular_beneath(dir, mending->bad.paths[i],
						 &st);

		seen = fd >= 0;
		octets += seen ? (uint64_t)st.st_size : 0;
		hf_close(fd);
	}
	hf_close(dir);
	return seen && octets < mending->octets / 2;
}

static int note_mending(const struct copying *c, const struct hf_copy_source *source,
			struct hf_buf *note, struct hf_error *err)
{
	size_t n = c->options->mending->bad.n;

	if (c->options->note)
		hf_buf_printf(note, "%s; ", c->options->note);
	hf_buf_printf(note, "tag files and %zu payload file%s from %s, the others from the damaged copy itself",
		      n, n == 1 ? "" : "s", source->location->id);
	return hf_buf_check(note, err);
}

/* As take_whole(); 0: it did not come out right, and nothing was told. */
static int take_mending(struct copying *c, const struct hf_copy_source *source,
			const char *path)
{
	const struct hf_mending *mending = c->options->mending;
	struct hf_buf note = { 0 };
	struct hf_arrival arrival;
	int ret = hf_arrival_begin(&arrival, &c->to, &c->options->moving,
				   c->err);

	if (ret == 0 && hf_arrival_take_mending(&arrival, path,
						mending->damaged,
						&mending->bad, c->err) == 0)
		ret = hf_arrival_is_fit(&arrival) &&
		      !strcmp(arrival.root.hex, source->root);
	else if (ret == 0 && hf_error_is_ours(c->err))
		ret = -1;
	snprintf(arrival.name, sizeof(arrival.name), "%s", c->package);
	if (ret > 0 && (note_mending(c, source, &note, c->err) < 0 ||
			admit(c, source, &arrival, hf_buf_text(&note)) < 0))
		ret = -1;
	hf_buf_release(&note);
	hf_arrival_end(&arrival);
	return ret;
}

static int take_from(struct copying *c, const struct hf_copy_source *source,
		     const char *path, enum hf_held_form form)
{
	const struct hf_mending *mending = c->options->mending;
	int ret = 0;

	if (mending && form == HF_HELD_BAG && pays(mending, path))
		ret = take_mending(c, source, path);
	return ret ? ret : take_whole(c, source, path);
}

/* It lies there, in that form: as take_from(). */
static int take_lying(struct copying *c, const struct hf_copy_source *source,
		      enum hf_held_form form)
{
	char *path = hf_lying_path(source->location, c->package, form);
	int ret = path ? take_from(c, source, path, form)
		       : hf_fail_memory(c->err);

	free(path);
	return ret;
}

static int try_source(struct copying *c, const struct hf_copy_source *source)
{
	struct hf_place place;
	enum hf_held_form form;
	int there = hf_place_open(&place, source->location, c->sink, c->err);
	int ret;

	if (there <= 0)
		return there;
	ret = hf_place_find(&place, c->package, &form, c->err);
	if (ret == 0)
		hf_found(c->sink, MISSING, .subject = source->location->id,
			 .path = c->package);
	if (ret > 0)
		ret = take_lying(c, source, form);
	else if (ret < 0)
		ret = tell_unread(c, source, c->sink);
	hf_place_close(&place);
	return ret;
}

static int copy(struct copying *c)
{
	if (hf_copy_sources_find(&c->sources, c->custody, c->package,
				 c->options->from, c->options->replaces
				 ? c->to.location : NULL, c->err) < 0)
		return -1;
	for (size_t i = 0; i < c->sources.n; i++) {
		int ret = try_source(c, &c->sources.at[i]);

		if (ret != 0)
			return ret < 0 ? -1 : 0;
	}
	if (c->options->none_found)
		*c->options->none_found = true;
	return hf_fail(c->err, HF_EREFUSED,
		       "no copy of '%s' was found that is as the log says and could be copied",
		       hf_shown(c->package));
}

int hf_copy_package(struct hf_custody *custody, const char *package,
		    const char *to, const struct hf_copying_options *options,
		    struct hf_sink *sink, struct hf_receipt *receipt,
		    struct hf_error *err)
{
	struct copying c = {
		.custody = custody, .package = package, .options = options,
		.sink = sink, .receipt = receipt, .err = err,
	};
	int ret;

	*receipt = (struct hf_receipt){ 0 };
	if (hf_custody_place(custody, to, &c.to, sink, err) < 0)
		return -1;
	ret = copy(&c);
	hf_copy_sources_release(&c.sources);
	hf_place_close(&c.to);
	return ret;
}
