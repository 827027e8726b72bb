#include "container/pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "digest/engine.h"

/* libarchive gives away what comes, in bits and pieces: gather them. */
#define GATHERED	(1024u * 1024)
/* The record of tar(5): what has no filter behind it is padded to it. */
#define TAR_RECORD	10240
/* A field of two bytes says how long a name is in a zip. */
#define ZIP_NAME_MAX	UINT16_MAX
/* 1980-01-01 */
#define ZIP_EPOCH	315532800

struct hf_packer {
	struct archive *archive;
	struct archive_entry *entry;
	enum hf_pack_form form;
	int fd;
	const char *target;
	locale_t utf8;
	char *zone;		/* TZ as it was, or NULL */
	bool zone_set;
	unsigned char *gathered;
	size_t n_gathered;
	uint64_t octets;
	uint64_t owed;		/* bytes of the last member still to come */
	struct hf_error write_err;	/* of our callback */
	bool write_failed;
	bool discards;		/* nothing is to be written any more */
};

typedef int set_fn(struct archive *archive);

/*
 * How each is made.  Levels are those that the library has for usual; they are
 * named, so that another version of it does not choose others.
 */
static const struct form {
	const char *name;
	const char *endings[3];
	set_fn *format, *filter;
	const char *filter_name;	/* for its options */
	const char *level;
	unsigned int least_threads;	/* 0: it has no threads */
} forms[HF_PACK_FORM_COUNT] = {
	[HF_PACK_TAR] = { "tar", { ".tar" }, archive_write_set_format_pax,
			  archive_write_add_filter_none },
	[HF_PACK_TAR_GZ] = { "tar.gz", { ".tar.gz", ".tgz" },
			     archive_write_set_format_pax,
			     archive_write_add_filter_gzip, "gzip", "6" },
	[HF_PACK_TAR_BZ2] = { "tar.bz2", { ".tar.bz2" },
			      archive_write_set_format_pax,
			      archive_write_add_filter_bzip2, "bzip2", "9" },
	/* With one thread it is another stream than with any more. */
	[HF_PACK_TAR_XZ] = { "tar.xz", { ".tar.xz" },
			     archive_write_set_format_pax,
			     archive_write_add_filter_xz, "xz", "6", 2 },
	[HF_PACK_TAR_ZST] = { "tar.zst", { ".tar.zst" },
			      archive_write_set_format_pax,
			      archive_write_add_filter_zstd, "zstd", "3", 1 },
	[HF_PACK_ZIP] = { "zip", { ".zip" }, archive_write_set_format_zip,
			  archive_write_add_filter_none },
};

/* Whether @path ends so, with a name before it. */
static bool ends_with(const char *path, const char *ending)
{
	const char *name = strrchr(path, '/');
	size_t len, n = strlen(ending);

	name = name ? name + 1 : path;
	len = strlen(name);
	return len > n && !strcmp(name + len - n, ending);
}

bool hf_pack_form_parse(const char *path, enum hf_pack_form *form_ret)
{
	for (int form = 0; form < HF_PACK_FORM_COUNT; form++) {
		for (int i = 0; forms[form].endings[i]; i++) {
			if (ends_with(path, forms[form].endings[i])) {
				*form_ret = (enum hf_pack_form)form;
				return true;
			}
		}
	}
	return false;
}

size_t hf_pack_stem(const char *name)
{
	size_t len = strlen(name);

	for (int form = 0; form < HF_PACK_FORM_COUNT; form++) {
		for (int i = 0; forms[form].endings[i]; i++) {
			if (ends_with(name, forms[form].endings[i]))
				return len - strlen(forms[form].endings[i]);
		}
	}
	return len;
}

const char *hf_pack_form_name(enum hf_pack_form form)
{
	return forms[form].name;
}

/* Our own failure to write says more than what libarchive makes of it. */
static int fail(const struct hf_packer *packer, struct hf_error *err)
{
	const char *text = archive_error_string(packer->archive);

	if (packer->write_failed) {
		*err = packer->write_err;
		return -1;
	}
	if (archive_errno(packer->archive) == ENOMEM)
		return hf_fail_memory(err);
	return hf_fail(err, HF_ELIB, "libarchive cannot make '%s': %s",
		       hf_shown(packer->target), text ? text : "no reason given");
}

static int flush(struct hf_packer *packer)
{
	if (hf_write_all(packer->fd, packer->gathered,
			 packer->n_gathered) < 0) {
		packer->write_failed = true;
		return hf_fail(&packer->write_err, HF_ESYS,
			       "cannot write '%s'", hf_shown(packer->target));
	}
	packer->octets += packer->n_gathered;
	packer->n_gathered = 0;
	return 0;
}

/* An archive_write_callback. */
static la_ssize_t gather(struct archive *archive, void *ctx, const void *data,
			 size_t size)
{
	struct hf_packer *packer = ctx;
	const char *at = data;
	size_t left = size;

	(void)archive;
	while (left && !packer->discards) {
		size_t n = GATHERED - packer->n_gathered;

		if (n > left)
			n = left;
		memcpy(packer->gathered + packer->n_gathered, at, n);
		packer->n_gathered += n;
		at += n;
		left -= n;
		if (packer->n_gathered == GATHERED && flush(packer) < 0)
			return -1;
	}
	return (la_ssize_t)size;
}

static bool set_filter_options(struct archive *archive,
			       const struct form *form, unsigned int jobs)
{
	unsigned int threads = hf_engine_threads(jobs);
	char text[16];

	if (!form->filter_name)
		return true;
	if (archive_write_set_filter_option(archive, form->filter_name,
					    "compression-level",
					    form->level) != ARCHIVE_OK)
		return false;
	/* The time at which it was made is no part of it. */
	if (!strcmp(form->filter_name, "gzip"))
		return archive_write_set_filter_option(archive, "gzip",
						       "timestamp", NULL) ==
		       ARCHIVE_OK;
	if (!form->least_threads)
		return true;
	if (threads < form->least_threads)
		threads = form->least_threads;
	snprintf(text, sizeof(text), "%u", threads);
	return archive_write_set_filter_option(archive, form->filter_name,
					       "threads", text) == ARCHIVE_OK;
}

static bool set_up(struct hf_packer *packer,
		   const struct hf_packer_options *options)
{
	const struct form *form = &forms[options->form];
	struct archive *archive = packer->archive;

	if (form->format(archive) != ARCHIVE_OK ||
	    form->filter(archive) != ARCHIVE_OK ||
	    !set_filter_options(archive, form, options->jobs))
		return false;
	if (options->form == HF_PACK_ZIP &&
	    archive_write_set_format_option(archive, "zip", "compression",
					    options->deflate ? "deflate"
							     : "store") !=
	    ARCHIVE_OK)
		return false;
	return archive_write_set_bytes_per_block(archive, 0) == ARCHIVE_OK &&
	       archive_write_open(archive, packer, NULL, gather, NULL) ==
	       ARCHIVE_OK;
}

/* Local time is that of nowhere in particular, or the bytes would differ. */
static int set_zone(struct hf_packer *packer, struct hf_error *err)
{
	const char *zone = getenv("TZ");

	packer->zone = zone ? strdup(zone) : NULL;
	if ((zone && !packer->zone) || setenv("TZ", "UTC0", 1) < 0)
		return hf_fail_memory(err);
	tzset();
	packer->zone_set = true;
	return 0;
}

static void restore_zone(struct hf_packer *packer)
{
	if (packer->zone_set) {
		if (packer->zone)
			setenv("TZ", packer->zone, 1);
		else
			unsetenv("TZ");
		tzset();
	}
	free(packer->zone);
}

/*
 * The C library says that there is no such locale also where it had no memory
 * to load it: then there is none for as much again either.
 */
static void tell_no_locale(const struct hf_packer *packer,
			   struct hf_error *err)
{
	void *room = malloc(GATHERED);

	if (room)
		hf_fail(err, HF_ELIB,
			"cannot make '%s': this system lacks the locale C.UTF-8, without which names would not be written as UTF-8; install it",
			hf_shown(packer->target));
	else
		hf_fail_memory(err);
	free(room);
}

int hf_packer_new(struct hf_packer **packer_ret,
		  const struct hf_packer_options *options,
		  struct hf_error *err)
{
	struct hf_packer *packer = calloc(1, sizeof(*packer));

	if (!packer)
		return hf_fail_memory(err);
	packer->form = options->form;
	packer->fd = options->fd;
	packer->target = options->target;
	packer->archive = archive_write_new();
	packer->entry = archive_entry_new();
	packer->gathered = malloc(GATHERED);
	packer->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (!packer->archive || !packer->entry || !packer->gathered) {
		hf_fail_memory(err);
		goto fail;
	}
	if (!packer->utf8) {
		tell_no_locale(packer, err);
		goto fail;
	}
	if (options->form == HF_PACK_ZIP && set_zone(packer, err) < 0)
		goto fail;
	if (!set_up(packer, options)) {
		fail(packer, err);
		goto fail;
	}
	*packer_ret = packer;
	return 0;
fail:
	hf_packer_free(packer);
	return -1;
}

void hf_packer_free(struct hf_packer *packer)
{
	if (!packer)
		return;
	/*
	 * To free it is to close it, which writes.  Within a member that would
	 * be zeros in place of all that is owed; so it is declared to have
	 * failed, though libarchive 3.6 then loses a few bytes of memory.
	 */
	packer->discards = true;
	if (packer->archive && (packer->owed || packer->write_failed))
		archive_write_fail(packer->archive);
	if (packer->archive)
		archive_write_free(packer->archive);
	archive_entry_free(packer->entry);
	if (packer->utf8)
		freelocale(packer->utf8);
	restore_zone(packer);
	free(packer->gathered);
	free(packer);
}

/*
 * What all tools read alike.  Fractions of seconds before 1970 are taken by
 * some as after the full second, and by some as before it.  The 32 bits of a
 * zip have a sign for some, and for some not; and its other time, of DOS,
 * begins in 1980.
 */
static void set_time(struct hf_packer *packer, struct timespec at)
{
	bool zip = packer->form == HF_PACK_ZIP;

	if (at.tv_sec < 0 || zip)
		at.tv_nsec = 0;
	if (zip && at.tv_sec > INT32_MAX)
		at.tv_sec = INT32_MAX;
	if (zip && at.tv_sec < ZIP_EPOCH)
		at.tv_sec = ZIP_EPOCH;
	archive_entry_set_mtime(packer->entry, at.tv_sec, at.tv_nsec);
}

int hf_packer_add(struct hf_packer *packer,
		  const struct hf_pack_member *member, struct hf_error *err)
{
	locale_t before;
	int got;

	/* With the slash that a folder's name ends with. */
	if (packer->form == HF_PACK_ZIP &&
	    strlen(member->path) + member->folder > ZIP_NAME_MAX)
		return hf_fail(err, HF_EREFUSED,
			       "'%s' is too long a name for a zip; make a tar",
			       hf_shown(member->path));
	archive_entry_clear(packer->entry);
	archive_entry_copy_pathname(packer->entry, member->path);
	archive_entry_set_filetype(packer->entry,
				   member->folder ? AE_IFDIR : AE_IFREG);
	archive_entry_set_perm(packer->entry,
			       member->folder || member->executable ? 0755
								    : 0644);
	archive_entry_set_size(packer->entry, (la_int64_t)member->size);
	archive_entry_set_uid(packer->entry, 0);
	archive_entry_set_gid(packer->entry, 0);
	set_time(packer, member->mtime);

	before = uselocale(packer->utf8);
	got = archive_write_header(packer->archive, packer->entry);
	uselocale(before);
	/* A warning says that something is not written as it is. */
	packer->owed = member->size;
	if (got == ARCHIVE_OK)
		return 0;
	fail(packer, err);
	return err->code == HF_ELIB ? hf_error_within(err, "'%s'",
						      hf_shown(member->path))
				    : -1;
}

int hf_packer_data(struct hf_packer *packer, const void *data, size_t size,
		   struct hf_error *err)
{
	const char *at = data;

	while (size) {
		la_ssize_t n = archive_write_data(packer->archive, at, size);

		if (n <= 0)
			return fail(packer, err);
		at += n;
		size -= (size_t)n;
		packer->owed -= (uint64_t)n;
	}
	return 0;
}

/* Zeros to the end of a record, as tar has written them to tapes. */
static int pad(struct hf_packer *packer)
{
	uint64_t at = packer->octets + packer->n_gathered;
	static const char zeros[TAR_RECORD];

	if (packer->form != HF_PACK_TAR || at % TAR_RECORD == 0)
		return 0;
	return gather(packer->archive, packer, zeros,
		      TAR_RECORD - at % TAR_RECORD) < 0 ? -1 : 0;
}

int hf_packer_finish(struct hf_packer *packer, uint64_t *octets_ret,
		     struct hf_error *err)
{
	if (archive_write_close(packer->archive) != ARCHIVE_OK)
		return fail(packer, err);
	if (pad(packer) < 0 || flush(packer) < 0) {
		*err = packer->write_err;
		return -1;
	}
	*octets_ret = packer->octets;
	return 0;
}
