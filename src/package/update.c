#include "package/update.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bag/bag.h"
#include "bag/path.h"
#include "bag/writer.h"
#include "base/buf.h"
#include "base/chars.h"
#include "base/file.h"
#include "base/io.h"
#include "base/lines.h"
#include "base/staging.h"
#include "base/text.h"
#include "finding/sink.h"
#include "package/documents.h"
#include "package/reinfo.h"
#include "package/relink.h"
#include "provenance/dc.h"
#include "provenance/premis.h"
#include "provenance/record.h"
#include "verify/checks.h"

#define INFO_MAX	(64u * 1024 * 1024)

struct update {
	const struct hf_update_options *options;
	struct hf_update_summary *summary;
	struct hf_sink *sink;
	struct hf_error *err;
	struct hf_staging staging;
	int root;			/* the bag as it is */
	struct hf_source *source;
	struct hf_bag *bag;
	struct hf_inventory *files;	/* all that is there, with new digests */
	struct hf_inventory *counted;	/* files that were found to differ */
	hf_alg_set algs;		/* of the new manifests */
	struct hf_record *record;	/* its documents are written anew; or NULL */
	struct hf_findings found;
	uint64_t to_write;		/* findings that writing anew mends */
	uint64_t forbidding;		/* of which, for want of --accept: */
	uint64_t unaccepted;
};

/* What a finding means for an update. */
enum meaning {
	FORBIDS,	/* nobody knows what the bag should be */
	MENDED,		/* writing the tag files anew does away with it */
	CHANGED, ADDED, REMOVED,
	INDIFFERENT,
};

static const struct {
	enum hf_finding_id id;
	enum meaning meaning;
} meanings[] = {
	{ HF_PAYLOAD_CHANGED, CHANGED },
	{ HF_TAG_FILE_CHANGED, CHANGED },
	{ HF_DIGEST_DOWNGRADED, CHANGED },
	{ HF_PAYLOAD_UNLISTED, ADDED },
	{ HF_PAYLOAD_UNLISTED_SYSTEM, ADDED },
	{ HF_PAYLOAD_MISSING, REMOVED },
	{ HF_TAG_FILE_MISSING, REMOVED },
	{ HF_PAYLOAD_NOT_FETCHED, INDIFFERENT },
	{ HF_BAGIT_TXT_LABEL_CASE, MENDED },
	{ HF_BAGIT_TXT_SPACING, MENDED },
	{ HF_BAGIT_TXT_BOM, MENDED },
	{ HF_BAGIT_TXT_EXTRA_LINE, MENDED },
	{ HF_MANIFEST_NAME_IRREGULAR, MENDED },
	{ HF_MANIFEST_LINE_IGNORED, MENDED },
	{ HF_MANIFEST_LINE_MD5SUM, MENDED },
	{ HF_MANIFEST_INCOMPLETE, MENDED },
	{ HF_PATH_DOT_PREFIX, MENDED },
	{ HF_PATH_PERCENT, MENDED },
	{ HF_PATH_PERCENT_LITERAL, MENDED },
	{ HF_PATH_LISTED_TWICE, MENDED },
	{ HF_NAME_FORM_DIFFERS, MENDED },
	{ HF_TAG_MANIFEST_MISSING, MENDED },
	{ HF_TAG_MANIFEST_OMITS_MANIFEST, MENDED },
	{ HF_TAG_MANIFEST_LISTS_ITS_KIND, MENDED },
	{ HF_TAG_MANIFEST_LISTS_PAYLOAD, MENDED },
	{ HF_TAG_MANIFESTS_DIFFER, MENDED },
	{ HF_TAG_MANIFEST_ALGORITHMS, MENDED },
	{ HF_TAG_FILE_UNLISTED, MENDED },
	{ HF_TAG_FILE_BOM, MENDED },
	{ HF_OXUM_MISMATCH, MENDED },
	{ HF_OXUM_MALFORMED, MENDED },
	{ HF_OXUM_REPEATED, MENDED },
	{ HF_ENCODING_NOT_UTF8, MENDED },
};

static enum meaning meaning_of(const struct hf_finding *finding)
{
	struct hf_policy policy;

	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		if (meanings[i].id == finding->id)
			return meanings[i].meaning;
	}
	hf_policy_init(&policy, false);
	return hf_policy_severity(&policy, finding) == HF_ERROR ? FORBIDS
								: INDIFFERENT;
}

/*
 * Read the bag and everything in it.  Irregular manifests are mended only when
 * something is written anyway, or when that is asked for.
 */
static int examine(struct update *u)
{
	struct hf_verify_options options = {
		.engine = u->options->engine,
		.progress = u->options->progress,
		.progress_ctx = u->options->progress_ctx,
	};
	struct hf_digest_keep keep;
	uint64_t octets;

	/* These digests are written down, so no kernel of ours makes them. */
	options.engine.engine = HF_ENGINE_OPENSSL;

	if (hf_source_from_directory(&u->source, u->root, u->err) < 0)
		return -1;
	u->source->jobs = options.engine.jobs;
	if (hf_bag_read(&u->bag, u->source, HF_BAG_ALL, &u->found.sink,
			u->err) < 0 ||
	    hf_inventory_new(&u->files, u->err) < 0 ||
	    hf_inventory_new(&u->counted, u->err) < 0)
		return -1;
	u->algs = u->bag->payload_algs | u->options->add;
	if (!u->algs)
		u->algs = HF_ALG_BIT(HF_SHA512);
	keep.algs = u->algs;
	keep.files = u->files;
	return hf_check_all(u->bag, &options, &keep, &u->found.sink, &octets,
			    u->err);
}

/* A file that differs in several manifests counts once. */
static int count_file(struct update *u, const char *path, uint64_t *files)
{
	uint32_t before = hf_inventory_count(u->counted);
	uint32_t index = hf_inventory_add(u->counted, path, strlen(path));

	if (index == HF_NO_FILE)
		return hf_fail_memory(u->err);
	*files += index == before;
	return 0;
}

static int count(struct update *u, const struct hf_finding *finding)
{
	struct hf_update_summary *summary = u->summary;
	unsigned int wanted;
	uint64_t *files;

	switch (meaning_of(finding)) {
	case CHANGED:
		wanted = HF_ACCEPT_CHANGED;
		files = &summary->changed;
		break;
	case ADDED:
		wanted = HF_ACCEPT_ADDED;
		files = &summary->added;
		break;
	case REMOVED:
		wanted = HF_ACCEPT_REMOVED;
		files = &summary->removed;
		break;
	case MENDED:
		u->to_write++;
		return 0;
	case FORBIDS:
		u->forbidding++;
		return 0;
	default:
		return 0;
	}
	u->forbidding += !(u->options->accept & wanted);
	u->unaccepted += !(u->options->accept & wanted);
	return count_file(u, finding->path, files);
}

/* Say what there is to accept, and no more: nobody should bless the unseen. */
static int refuse_unaccepted(const struct update *u)
{
	const struct hf_update_summary *s = u->summary;

	return hf_fail(u->err, HF_EREFUSED,
		       "the bag is not as recorded (%" PRIu64 " changed, %" PRIu64 " added, %" PRIu64 " removed), and was left as it is; restore what was not meant to be so, and accept the rest",
		       s->changed, s->added, s->removed);
}

/* What was found decides whether, and what, there is to do. */
static int weigh(struct update *u)
{
	if (u->found.failed)
		return hf_fail_memory(u->err);
	for (size_t i = 0; i < u->found.n; i++) {
		if (count(u, &u->found.at[i]) < 0)
			return -1;
		hf_emit(u->sink, &u->found.at[i]);
	}
	u->summary->draft = !hf_declaration_is_final(&u->bag->declaration) &&
			    !u->options->upgrade;
	if (u->summary->draft)
		return hf_fail(u->err, HF_EREFUSED,
			       "the bag follows BagIt %u.%u, a draft, and was left as it is; have it upgraded to 1.0, which is what holdfast writes",
			       u->bag->declaration.major,
			       u->bag->declaration.minor);
	if (u->unaccepted)
		return refuse_unaccepted(u);
	if (u->forbidding)
		return hf_fail(u->err, HF_EREFUSED,
			       "the bag has errors that an update cannot mend, and was left as it is; see what was found");
	return 0;
}

static bool has_work(const struct update *u)
{
	const struct hf_update_summary *s = u->summary;

	return s->changed || s->added || s->removed || u->options->n_info ||
	       u->algs != u->bag->payload_algs ||
	       !hf_declaration_is_final(&u->bag->declaration) ||
	       u->to_write || u->options->fix_manifests;
}

/*
 * fetch.txt is written as it was, unless it is to be read by other rules than
 * before, or was to be put right.
 */
static bool has_new_fetch(const struct update *u)
{
	const struct hf_declaration *declaration = &u->bag->declaration;

	return u->bag->has_fetch &&
	       (u->options->fix_manifests ||
		!hf_declaration_is_final(declaration) ||
		hf_ascii_casecmp(declaration->encoding, "UTF-8") != 0);
}

/* The tag files that are written anew; all others are linked. */
static bool is_rewritten(void *ctx, const char *path)
{
	const struct update *u = ctx;
	struct hf_manifest manifest;

	if (u->record && (!strcmp(path, HF_PREMIS_IN_PACKAGE) ||
			  !strcmp(path, HF_DC_IN_PACKAGE)))
		return true;
	if (!strcmp(path, "fetch.txt"))
		return has_new_fetch(u);
	return !strcmp(path, "bagit.txt") || !strcmp(path, "bag-info.txt") ||
	       (u->bag->info_name && !strcmp(path, u->bag->info_name)) ||
	       hf_manifest_parse_name(&manifest, path);
}

/* List a file of @from, whose digests are known there, in @to. */
static int list(struct update *u, struct hf_inventory *from, uint32_t index,
		struct hf_inventory *to)
{
	const struct hf_file *file = hf_inventory_at(from, index);
	uint32_t at = hf_inventory_add(to, file->path, file->path_len);
	struct hf_digests digests;

	if (at == HF_NO_FILE)
		return hf_fail_memory(u->err);
	hf_inventory_get(from, index, u->algs, &digests);
	hf_inventory_at(to, at)->size = file->size;
	return hf_inventory_set(to, at, u->algs, &digests, u->err);
}

/* A file that fetch.txt still has to bring keeps the digests that it had. */
static int take_hole(struct update *u, struct hf_bag_writer *writer,
		     uint32_t index)
{
	const struct hf_file *file = hf_inventory_at(u->bag->inventory, index);

	if (u->algs & ~file->listed)
		return hf_fail(u->err, HF_EREFUSED,
			       "'%s' is not there yet, so no further digest of it can be made; fetch it first",
			       hf_shown(file->path));
	return list(u, u->bag->inventory, index, writer->payload);
}

static int take_file(struct update *u, struct hf_bag_writer *writer,
		     uint32_t index)
{
	const struct hf_file *file = hf_inventory_at(u->files, index);

	if (!hf_path_is_payload(file->path, file->path_len))
		return is_rewritten(u, file->path)
		       ? 0 : list(u, u->files, index, writer->tags);
	writer->octets += file->size;
	u->summary->files++;
	return list(u, u->files, index, writer->payload);
}

/* Fill the writer with what is there, and with what is still to come. */
static int take_files(struct update *u, struct hf_bag_writer *writer)
{
	uint32_t n = hf_inventory_count(u->files);

	for (uint32_t i = 0; i < n; i++) {
		if (take_file(u, writer, i) < 0)
			return -1;
	}
	n = hf_inventory_count(u->bag->inventory);
	for (uint32_t i = 0; i < n; i++) {
		const struct hf_file *file =
			hf_inventory_at(u->bag->inventory, i);

		if (file->flags & HF_FILE_FETCH && file->listed &&
		    !(file->flags & HF_FILE_PRESENT) &&
		    take_hole(u, writer, i) < 0)
			return -1;
	}
	u->summary->octets = writer->octets;
	return 0;
}

/* bag-info.txt as it is, in UTF-8. */
static int read_info(struct update *u, struct hf_buf *text)
{
	const char *encoding = u->bag->declaration.encoding;
	struct hf_fd_reader reader;
	struct hf_lines *lines = NULL;
	struct hf_line line;
	int ret = -1, got = 0;

	if (!u->bag->has_info)
		return 0;
	reader.fd = hf_open_regular_beneath(u->root, u->bag->info_name);
	if (reader.fd < 0)
		return hf_fail(u->err, HF_ESYS, "cannot read '%s'",
			       u->bag->info_name);
	if (!hf_ascii_casecmp(encoding, "UTF-8")) {
		ret = hf_read_all(reader.fd, text, INFO_MAX);
		if (ret < 0)
			hf_fail(u->err, HF_ESYS, "cannot read '%s'",
				u->bag->info_name);
		else if (text->len >= 3 && !memcmp(text->data, "\xef\xbb\xbf", 3))
			memmove(text->data, text->data + 3, text->len -= 3);
		goto out;
	}
	if (hf_lines_new(&lines, encoding, hf_read_fd, &reader, u->err) < 0)
		goto out;
	while ((got = hf_lines_next(lines, &line, u->err)) > 0) {
		hf_buf_add(text, line.text, line.len);
		hf_buf_addc(text, '\n');
	}
	ret = got < 0 ? hf_error_within(u->err, "'%s'", u->bag->info_name)
		      : hf_buf_check(text, u->err);
out:
	hf_lines_free(lines);
	hf_close(reader.fd);
	return ret;
}

/*
 * What Payload-Oxum counts: what is there and what is still to come.  False
 * where fetch.txt does not know how long that is.
 */
static bool whole_payload(const struct update *u, uint64_t *octets,
			  uint64_t *files)
{
	bool known = true;

	for (size_t i = 0; i < u->bag->fetch.n; i++) {
		const struct hf_fetch_entry *entry = &u->bag->fetch.at[i];

		if (hf_inventory_at(u->bag->inventory, entry->index)->flags &
		    (HF_FILE_PRESENT | HF_FILE_RENAMED))
			continue;
		++*files;
		if (entry->length == HF_LENGTH_UNKNOWN ||
		    __builtin_add_overflow(*octets, entry->length, octets))
			known = false;
	}
	return known;
}

/* Whether the payload is, in number and length, what it was. */
static bool same_size(const struct update *u)
{
	const struct hf_update_summary *s = u->summary;

	for (size_t i = 0; i < u->found.n; i++) {
		if (u->found.at[i].id == HF_OXUM_MISMATCH)
			return false;
	}
	return u->bag->info.has_oxum && !s->changed && !s->added && !s->removed;
}

static bool is_set(const struct update *u, const char *label)
{
	for (size_t i = 0; i < u->options->n_info; i++) {
		if (!hf_ascii_casecmp(u->options->info[i].label, label))
			return true;
	}
	return false;
}

static int write_info(struct update *u, struct hf_bag_writer *writer)
{
	size_t n = u->options->n_info;
	struct hf_label_value *set = calloc(n + 2, sizeof(*set));
	struct hf_buf old = { 0 }, text = { 0 };
	uint64_t octets = writer->octets, files = u->summary->files;
	bool known = whole_payload(u, &octets, &files);
	char oxum[64], size[32];
	int ret = -1;

	if (!set) {
		hf_fail_memory(u->err);
		goto out;
	}
	if (read_info(u, &old) < 0)
		goto out;
	snprintf(oxum, sizeof(oxum), "%" PRIu64 ".%" PRIu64, octets, files);
	if (n)
		memcpy(set, u->options->info, n * sizeof(*set));
	/* What nobody knows is not said, rather than said wrong. */
	if (known || !same_size(u))
		set[n++] = (struct hf_label_value){ "Payload-Oxum",
						    known ? oxum : NULL };
	if (known && hf_info_get(&u->bag->info, "Bag-Size") &&
	    !is_set(u, "Bag-Size"))
		set[n++] = (struct hf_label_value){
			"Bag-Size", hf_format_bytes(size, octets) };
	if (hf_reinfo(&text, hf_buf_text(&old), old.len,
		      !hf_declaration_is_final(&u->bag->declaration), set, n,
		      u->err) < 0)
		goto out;
	ret = hf_bag_writer_tag(writer, "bag-info.txt", text.data, text.len,
				u->err);
out:
	free(set);
	hf_buf_release(&old);
	hf_buf_release(&text);
	return ret;
}

static int write_fetch(struct update *u, struct hf_bag_writer *writer)
{
	struct hf_buf text = { 0 };
	int ret;

	if (!has_new_fetch(u))
		return 0;
	for (size_t i = 0; i < u->bag->fetch.n; i++) {
		const struct hf_fetch_entry *entry = &u->bag->fetch.at[i];
		const struct hf_file *file =
			hf_inventory_at(u->bag->inventory, entry->index);

		hf_buf_printf(&text, "%s ", entry->url);
		if (entry->length == HF_LENGTH_UNKNOWN)
			hf_buf_addc(&text, '-');
		else
			hf_buf_printf(&text, "%" PRIu64, entry->length);
		hf_buf_addc(&text, ' ');
		hf_path_encode(&text, file->path, file->path_len);
		hf_buf_addc(&text, '\n');
	}
	ret = hf_buf_check(&text, u->err);
	if (ret == 0)
		ret = hf_bag_writer_tag(writer, "fetch.txt", text.data,
					text.len, u->err);
	hf_buf_release(&text);
	return ret;
}

/* The new bag must stand up to the verifier before it takes the name. */
static int check_new(struct update *u)
{
	struct hf_verify_options options = { .depth = HF_VERIFY_STRUCTURE };
	struct hf_verify_summary summary;
	struct hf_findings found;
	struct hf_policy policy;
	struct hf_judge judge;
	int ret;

	hf_policy_init(&policy, false);
	hf_findings_init(&found);
	hf_judge_init(&judge, &policy, &found.sink);
	ret = hf_verify_folder(u->staging.dir, &options, &judge.sink, &summary,
			       u->err);
	if (ret == 0 && judge.fixity > HF_INCOMPLETE) {
		for (size_t i = 0; i < found.n; i++) {
			if (hf_policy_severity(&policy, &found.at[i]) ==
			    HF_ERROR)
				hf_emit(u->sink, &found.at[i]);
		}
		ret = hf_fail(u->err, HF_EREFUSED,
			      "the new bag would not be valid, and the old one was left as it is; see what was found");
	}
	hf_findings_release(&found);
	return ret;
}

/*
 * A package of ours has documents that follow from its record and its files.
 * One whose record has mistakes keeps those that it has.
 */
static int read_record(struct update *u)
{
	struct hf_findings ignored;
	struct hf_fd_reader reader;
	int ret = 0;

	reader.fd = hf_open_regular_beneath(u->root, HF_RECORD_IN_PACKAGE);
	if (reader.fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (reader.fd < 0)
		return hf_fail(u->err, HF_ESYS, "cannot read '%s'",
			       HF_RECORD_IN_PACKAGE);
	hf_findings_init(&ignored);
	ret = hf_record_read(&u->record, HF_RECORD_IN_PACKAGE, hf_read_fd,
			     &reader, &ignored.sink, u->err);
	if (ret < 0)
		hf_error_within(u->err, "'%s'", HF_RECORD_IN_PACKAGE);
	if (ret == 0 && !u->record->sound) {
		hf_record_free(u->record);
		u->record = NULL;
	}
	hf_findings_release(&ignored);
	hf_close(reader.fd);
	return ret;
}

/* The bag's folders as they were, in times and permissions. */
static int keep_folders(struct update *u)
{
	if (hf_relink_folders(u->staging.dir, u->root, u->err) < 0)
		return hf_error_within(u->err, "the new '%s'",
				       hf_shown(u->staging.name));
	return 0;
}

static int write_new(struct update *u)
{
	struct hf_bag_writer writer;
	int ret = -1;

	if (hf_bag_writer_init(&writer, u->staging.dir, u->algs, true,
			       u->err) < 0)
		return -1;
	if (read_record(u) < 0 || take_files(u, &writer) < 0 ||
	    hf_relink(u->staging.dir, u->root, is_rewritten, u, u->err) < 0 ||
	    write_info(u, &writer) < 0 || write_fetch(u, &writer) < 0 ||
	    (u->record &&
	     hf_documents_write(&writer, u->record, u->err) < 0) ||
	    hf_bag_writer_finish(&writer, u->err) < 0 ||
	    keep_folders(u) < 0 ||
	    check_new(u) < 0)
		goto out;
	ret = hf_staging_replace(&u->staging, u->err);
out:
	hf_bag_writer_release(&writer);
	return ret;
}

static int open_bag(struct update *u, const char *path)
{
	u->root = hf_io->openat(AT_FDCWD, path,
				O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (u->root < 0)
		return hf_fail(u->err, HF_ESYS, "cannot open the folder '%s'",
			       hf_shown(path));
	return 0;
}

int hf_update(const char *path, const struct hf_update_options *options,
	      struct hf_sink *sink, struct hf_update_summary *summary,
	      struct hf_error *err)
{
	struct update u = {
		.options = options, .summary = summary, .sink = sink,
		.err = err, .root = -1, .staging = HF_STAGING_NONE,
	};
	int ret = -1;

	memset(summary, 0, sizeof(*summary));
	hf_findings_init(&u.found);
	if (hf_staging_begin_replacing(&u.staging, path, err) < 0 ||
	    open_bag(&u, path) < 0) {
		hf_staging_failed(&u.staging, path, "updated", err);
		goto out;
	}
	summary->recovered = u.staging.recovered;
	if (examine(&u) < 0 || weigh(&u) < 0)
		goto out;
	if (has_work(&u)) {
		if (write_new(&u) < 0) {
			hf_staging_failed(&u.staging, path, "updated", err);
			goto out;
		}
		summary->written = true;
	}
	ret = 0;
out:
	hf_bag_free(u.bag);
	hf_source_free(u.source);
	hf_inventory_free(u.files);
	hf_inventory_free(u.counted);
	hf_findings_release(&u.found);
	hf_record_free(u.record);
	hf_close(u.root);
	hf_staging_end(&u.staging);
	return ret;
}
