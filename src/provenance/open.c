/* Where a record is found, and what it quotes from. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "bag/source.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "provenance/premis.h"
#include "provenance/quote.h"
#include "provenance/record.h"

/* A record, open, and the folder or archive that its payload is in. */
struct found {
	struct hf_source *source;
	struct hf_source_stream file;	/* with source NULL: none is open */
	bool in_folder;
	enum hf_payload_place place;
	char name[4096];		/* for messages */
	char first[64];			/* the first octets of the file */
	size_t n_first, at;		/* how many, and given back already */
};

/* ENOTDIR: something else has the name of the folder. */
static bool is_absent(int error)
{
	return error == ENOENT || error == ENOTDIR;
}

static int open_in(struct found *found, const char *name)
{
	int sys_errno = found->source->ops->open(found->source, name,
						 &found->file.extent);

	found->file.source = sys_errno ? NULL : found->source;
	return sys_errno;
}

/* @path is how the folder or archive is called. */
static int find_within(struct found *found, const char *path,
		       struct hf_error *err)
{
	static const struct {
		const char *name;
		enum hf_payload_place place;
	} places[] = {
		{ HF_RECORD_IN_PACKAGE, HF_IN_PACKAGE },
		{ HF_PREMIS_IN_PACKAGE, HF_IN_PACKAGE },
		{ HF_RECORD_NAME, HF_BESIDE_RECORD },
	};
	int sys_errno = ENOENT;

	found->in_folder = true;
	for (size_t i = 0; i < 3 && is_absent(sys_errno); i++) {
		snprintf(found->name, sizeof(found->name), "%s",
			 places[i].name);
		found->place = places[i].place;
		sys_errno = open_in(found, places[i].name);
	}
	if (!sys_errno)
		return 0;
	if (is_absent(sys_errno))
		return hf_fail(err, HF_EUSAGE,
			       "'%s' carries no record (neither %s nor %s nor %s)",
			       hf_shown(path), HF_RECORD_IN_PACKAGE,
			       HF_PREMIS_IN_PACKAGE, HF_RECORD_NAME);
	errno = sys_errno;
	return hf_fail(err, HF_ESYS, "cannot open '%s/%s'", hf_shown(path),
		       found->name);
}

/* @path is the record itself: its payload lies in the same folder. */
static int find_beside(struct found *found, const char *path, int fd,
		       struct hf_error *err)
{
	const char *slash = strrchr(path, '/');
	char folder[4096] = ".";

	if (slash)
		snprintf(folder, sizeof(folder), "%.*s",
			 (int)(slash == path ? 1 : slash - path), path);
	if (hf_source_open_directory(&found->source, folder, err) < 0)
		return -1;
	found->file.source = found->source;
	found->file.extent.fd = fd;
	found->file.extent.length = HF_TO_END;
	snprintf(found->name, sizeof(found->name), "%s", path);
	return 0;
}

/* Takes @fd over if it succeeds. */
static int find_at(struct found *found, const char *path, int fd,
		   struct hf_error *err)
{
	struct stat st;

	if (hf_io->fstat(fd, &st) < 0)
		return hf_fail(err, HF_ESYS, "cannot look at '%s'",
			       hf_shown(path));
	if (S_ISDIR(st.st_mode))
		return hf_source_over_directory(&found->source, fd, err);
	if (!S_ISREG(st.st_mode))
		return hf_fail(err, HF_EUSAGE,
			       "'%s' is neither a file nor a folder",
			       hf_shown(path));
	return find_beside(found, path, fd, err);
}

static int read_first(struct found *found, struct hf_error *err)
{
	while (found->n_first < sizeof(found->first)) {
		ssize_t n = hf_source_stream_read(
			&found->file, found->first + found->n_first,
			sizeof(found->first) - found->n_first);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return hf_fail(err, HF_ESYS, "cannot read '%s'",
				       hf_shown(found->name));
		if (n == 0)
			break;
		found->n_first += (size_t)n;
	}
	return 0;
}

/* A hf_read_fn over the file, from its beginning. */
static ssize_t read_record(void *ctx, void *data, size_t size)
{
	struct found *found = ctx;
	size_t left = found->n_first - found->at;

	if (!left)
		return hf_source_stream_read(&found->file, data, size);
	if (size > left)
		size = left;
	memcpy(data, found->first + found->at, size);
	found->at += size;
	return (ssize_t)size;
}

/* PREMIS is XML; a record never begins with a bracket. */
static bool is_xml(const struct found *found)
{
	size_t i = found->n_first >= 3 &&
		   !memcmp(found->first, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (i < found->n_first && strchr(" \t\r\n", found->first[i]))
		i++;
	return i < found->n_first && found->first[i] == '<';
}

static int read_found(struct hf_record **record_ret, struct found *found,
		      struct hf_sink *sink, struct hf_error *err)
{
	int ret = read_first(found, err);

	if (ret == 0)
		ret = (is_xml(found) ? hf_premis_read : hf_record_read)(
			record_ret, found->name, read_record, found, sink, err);
	if (ret < 0)
		return -1;
	(*record_ret)->in_folder = found->in_folder;
	(*record_ret)->packaged = found->in_folder &&
				  found->place == HF_IN_PACKAGE;
	ret = hf_quotes_check(*record_ret, found->source, found->place, sink,
			      &(*record_ret)->misquoted, err);
	if (ret < 0) {
		hf_record_free(*record_ret);
		*record_ret = NULL;
	}
	return ret;
}

int hf_record_open(struct hf_record **record_ret, const char *path,
		   struct hf_sink *sink, struct hf_error *err)
{
	struct found found = { 0 };
	int fd = hf_io->openat(AT_FDCWD, path,
			       O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
	int ret;

	if (fd < 0)
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(path));
	ret = find_at(&found, path, fd, err);
	if (ret < 0)
		hf_close(fd);
	if (ret == 0 && !found.file.source)
		ret = find_within(&found, path, err);
	if (ret == 0)
		ret = read_found(record_ret, &found, sink, err);
	if (found.file.source)
		hf_source_stream_close(&found.file);
	hf_source_free(found.source);
	return ret;
}

int hf_record_open_in(struct hf_record **record_ret, struct hf_source *bag,
		      const char *path, struct hf_sink *sink,
		      struct hf_error *err)
{
	struct found found = { .source = bag };
	int ret = find_within(&found, path, err);

	if (ret == 0)
		ret = read_found(record_ret, &found, sink, err);
	if (found.file.source)
		hf_source_stream_close(&found.file);
	return ret;
}
