#include "container/octets.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/error.h"
#include "base/io.h"

/* --- As they lie in the file. --- */

static ssize_t read_raw(struct hf_octets *o, const void **data_ret)
{
	ssize_t n;

	*data_ret = o->chunk;
	if (o->first_at < o->n_first) {
		*data_ret = o->first + o->first_at;
		n = (ssize_t)(o->n_first - o->first_at);
		o->first_at = o->n_first;
		o->at += (uint64_t)n;
		return n;
	}
	do {
		n = o->seekable ? hf_io->pread(o->fd, o->chunk, HF_OCTETS_CHUNK,
					       (off_t)o->at)
				: hf_io->read(o->fd, o->chunk, HF_OCTETS_CHUNK);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		o->sys_errno = errno;
	else
		o->at += (uint64_t)n;
	return n;
}

int64_t hf_octets_skip(struct hf_octets *o, int64_t wanted)
{
	if (!o->seekable || o->first_at < o->n_first || o->gzip || o->filter)
		return 0;
	if ((uint64_t)wanted > o->size - o->at)
		wanted = o->size > o->at ? (int64_t)(o->size - o->at) : 0;
	o->at += (uint64_t)wanted;
	o->given += (uint64_t)wanted;
	return wanted;
}

/* --- Through gzip: by zlib, which compares the sums; libarchive does not. --- */

/* More of the file; 1, 0 at its end, -1. */
static int feed(struct hf_octets *o)
{
	const void *data;
	ssize_t n;

	if (o->gzip->avail_in)
		return 1;
	n = read_raw(o, &data);
	if (n <= 0)
		return n < 0 ? -1 : 0;
	o->gzip->next_in = (unsigned char *)data;
	o->gzip->avail_in = (unsigned int)n;
	return 1;
}

/*
 * What follows a gzip: another, which goes on (RFC 1952, 2.2); zeros, with which
 * a tape is filled up; or nothing.  1 where another begins.
 */
static int look_behind(struct hf_octets *o)
{
	int got;

	while ((got = feed(o)) > 0) {
		if (*o->gzip->next_in == 0x1f)
			return inflateReset(o->gzip) == Z_OK ? 1 : -1;
		if (*o->gzip->next_in) {
			o->trailing = true;
			break;
		}
		o->gzip->next_in++;
		o->gzip->avail_in--;
	}
	o->ended = true;
	return got < 0 ? -1 : 0;
}

static ssize_t broken(struct hf_octets *o, const char *how)
{
	o->damage = how;
	errno = 0;
	return -1;
}

/* Unpack some; where it is damaged, how goes into breaks.  -1: no memory, ... */
static int inflate_some(struct hf_octets *o)
{
	int got = feed(o);

	if (got < 0)
		return -1;
	if (!got) {
		o->breaks = "it ends within what is compressed";
		return 0;
	}
	got = inflate(o->gzip, Z_NO_FLUSH);
	if (got == Z_MEM_ERROR) {
		errno = ENOMEM;
		return -1;
	}
	if (got != Z_OK && got != Z_STREAM_END && got != Z_BUF_ERROR)
		o->breaks = "what is compressed does not unpack, or its sum is another";
	return got == Z_STREAM_END ? look_behind(o) : 0;
}

static ssize_t read_gzip(struct hf_octets *o, const void **data_ret)
{
	z_stream *z = o->gzip;

	if (o->breaks)
		return broken(o, o->breaks);
	*data_ret = o->unpacked;
	z->next_out = o->unpacked;
	z->avail_out = HF_OCTETS_CHUNK;
	while (!o->ended && z->avail_out && !o->breaks) {
		if (inflate_some(o) < 0)
			return -1;
	}
	/* What came before the damage is given first. */
	return o->breaks && z->avail_out == HF_OCTETS_CHUNK
	       ? broken(o, o->breaks)
	       : (ssize_t)(HF_OCTETS_CHUNK - z->avail_out);
}

/* --- Through the others: by libarchive, with nothing assumed within. --- */

static la_ssize_t give_raw(struct archive *filter, void *ctx,
			   const void **data_ret)
{
	struct hf_octets *o = ctx;
	ssize_t n = read_raw(o, data_ret);

	if (n >= 0)
		return n;
	archive_set_error(filter, o->sys_errno, "%s",
			  hf_errno_text(o->sys_errno));
	return ARCHIVE_FATAL;
}

static ssize_t stopped(struct hf_octets *o)
{
	if (o->sys_errno)
		return -1;
	if (errno == ENOMEM || archive_errno(o->filter) == ENOMEM) {
		errno = ENOMEM;
		return -1;
	}
	return broken(o, archive_error_string(o->filter));
}

/* Its own entry libarchive uses even where it could not make one. */
static int next_header(struct archive *filter)
{
	struct archive_entry *entry = archive_entry_new2(filter);
	int got = entry ? archive_read_next_header2(filter, entry)
			: ARCHIVE_FATAL;

	archive_entry_free(entry);
	return got;
}

static ssize_t read_filtered(struct hf_octets *o, const void **data_ret)
{
	la_int64_t offset;
	size_t size;
	int got = ARCHIVE_OK;

	if (o->ended)
		return 0;
	errno = 0;
	/* All that comes through the filter is one member. */
	if (!o->begun)
		got = next_header(o->filter);
	o->begun = true;
	if (got == ARCHIVE_OK)
		got = archive_read_data_block(o->filter, data_ret, &size,
					      &offset);
	if (got == ARCHIVE_OK)
		return (ssize_t)size;
	if (got != ARCHIVE_EOF || o->sys_errno || errno == ENOMEM)
		return stopped(o);
	o->ended = true;
	return 0;
}

/* --- All of them. --- */

ssize_t hf_octets_next(struct hf_octets *o, const void **data_ret)
{
	ssize_t n = o->gzip ? read_gzip(o, data_ret) :
		    o->filter ? read_filtered(o, data_ret) :
		    read_raw(o, data_ret);

	if (n > 0) {
		o->last = *data_ret;
		o->n_last = (size_t)n;
		o->given += (uint64_t)n;
	}
	return n;
}

static bool open_gzip(struct hf_octets *o)
{
	o->gzip = calloc(1, sizeof(*o->gzip));
	o->unpacked = malloc(HF_OCTETS_CHUNK);
	/* 16: with the header and the trailer of gzip. */
	return o->gzip && o->unpacked &&
	       inflateInit2(o->gzip, MAX_WBITS + 16) == Z_OK;
}

/* Named one by one: no filter within a filter is unpacked. */
static bool open_filter(struct hf_octets *o, int filter)
{
	o->filter = archive_read_new();
	return o->filter &&
	       archive_read_set_format(o->filter, ARCHIVE_FORMAT_RAW) ==
	       ARCHIVE_OK &&
	       archive_read_append_filter(o->filter, filter) == ARCHIVE_OK &&
	       archive_read_set_read_callback(o->filter, give_raw) ==
	       ARCHIVE_OK &&
	       archive_read_set_callback_data(o->filter, o) == ARCHIVE_OK;
}

bool hf_octets_open(struct hf_octets *o, enum hf_archive_kind kind)
{
	static const int filters[] = {
		[HF_ARCHIVE_TAR_BZ2] = ARCHIVE_FILTER_BZIP2,
		[HF_ARCHIVE_TAR_XZ] = ARCHIVE_FILTER_XZ,
		[HF_ARCHIVE_TAR_ZST] = ARCHIVE_FILTER_ZSTD,
	};

	o->begun = o->ended = o->trailing = false;
	o->damage = o->breaks = NULL;
	o->given = 0;
	o->n_last = 0;
	o->chunk = malloc(HF_OCTETS_CHUNK);
	if (!o->chunk || (kind == HF_ARCHIVE_TAR_GZ && !open_gzip(o)))
		return false;
	if (kind == HF_ARCHIVE_TAR || kind == HF_ARCHIVE_TAR_GZ)
		return true;
	if (!open_filter(o, filters[kind]))
		return false;
	errno = 0;
	/* What it finds at the beginning is told where it is read. */
	if (archive_read_open1(o->filter) != ARCHIVE_OK && stopped(o) < 0 &&
	    errno == ENOMEM)
		return false;
	return true;
}

void hf_octets_close(struct hf_octets *o)
{
	if (o->gzip)
		inflateEnd(o->gzip);
	free(o->gzip);
	free(o->unpacked);
	archive_read_free(o->filter);
	free(o->chunk);
	o->gzip = NULL;
	o->unpacked = o->chunk = NULL;
	o->filter = NULL;
}
