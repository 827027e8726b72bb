#include "bag/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bag/path.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "base/list.h"
#include "base/text.h"

#define FLUSH_AT	(64 * 1024)

int hf_bag_writer_init(struct hf_bag_writer *writer, int dir, hf_alg_set algs,
		       bool in_place, struct hf_error *err)
{
	memset(writer, 0, sizeof(*writer));
	writer->dir = dir;
	writer->algs = algs;
	writer->payload_algs = algs;
	writer->tag_algs = algs;
	writer->in_place = in_place;
	if (hf_inventory_new(&writer->payload, err) < 0)
		return -1;
	if (hf_inventory_new(&writer->tags, err) < 0) {
		hf_bag_writer_release(writer);
		return -1;
	}
	/* An empty payload still has its folder (RFC 8493, 2.1.2). */
	if (!in_place && hf_make_folder_beneath(dir, "data") < 0) {
		hf_bag_writer_release(writer);
		return hf_fail(err, HF_ESYS, "cannot make the folder 'data' of the new bag");
	}
	return 0;
}

void hf_bag_writer_release(struct hf_bag_writer *writer)
{
	hf_inventory_free(writer->payload);
	hf_inventory_free(writer->tags);
	free(writer->sources);
	memset(writer, 0, sizeof(*writer));
}

int hf_bag_writer_add(struct hf_bag_writer *writer, const char *source,
		      const char *path, uint64_t size, struct hf_error *err)
{
	uint32_t index = hf_inventory_add(writer->payload, path, strlen(path));
	const char **sources;

	if (index == HF_NO_FILE)
		return hf_fail_memory(err);
	sources = hf_list_grow(writer->sources, index, &writer->sources_size,
			       sizeof(*sources));
	if (!sources)
		return hf_fail_memory(err);
	writer->sources = sources;
	sources[index] = source;
	hf_inventory_at(writer->payload, index)->size = size;
	return 0;
}

/* A tag file on its way: written in pieces, hashed as it goes by. */
struct tag_file {
	struct hf_bag_writer *writer;
	struct hf_inventory *listed;	/* the tags, or the payload */
	const char *path;
	int fd;
	struct hf_digester *digester;
	struct hf_buf pending;
};

static int tag_begin(struct tag_file *file, struct hf_bag_writer *writer,
		     const char *path, struct hf_error *err)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int made = 0;

	memset(file, 0, sizeof(*file));
	file->writer = writer;
	file->listed = writer->tags;
	file->path = path;
	file->fd = -1;
	if (slash) {
		folder = strndup(path, (size_t)(slash - path));
		made = folder ? hf_make_folders_beneath(writer->dir, folder)
			      : -1;
		free(folder);
	}
	if (made == 0)
		file->fd = hf_create_beneath(writer->dir, path, 0666);
	if (file->fd < 0)
		return hf_fail(err, HF_ESYS, "cannot create '%s'",
			       hf_shown(path));
	return hf_digester_new(&file->digester, writer->algs, err);
}

static int tag_flush(struct tag_file *file, struct hf_error *err)
{
	struct hf_buf *pending = &file->pending;

	if (hf_buf_check(pending, err) < 0 ||
	    hf_digester_update(file->digester, hf_buf_text(pending),
			       pending->len, err) < 0)
		return -1;
	if (hf_write_all(file->fd, hf_buf_text(pending), pending->len) < 0)
		return hf_fail(err, HF_ESYS, "cannot write '%s'",
			       hf_shown(file->path));
	hf_buf_clear(pending);
	return 0;
}

/* Note the digests, so that the tag manifests can list the file. */
static int tag_list(struct tag_file *file, struct hf_error *err)
{
	struct hf_inventory *listed = file->listed;
	uint32_t index = hf_inventory_add(listed, file->path,
					  strlen(file->path));
	struct hf_digests digests;

	if (index == HF_NO_FILE)
		return hf_fail_memory(err);
	if (hf_digester_finish(file->digester, &digests, err) < 0)
		return -1;
	return hf_inventory_set(listed, index, file->writer->algs, &digests, err);
}

/* Write the rest, sync, and list it; also the way out after a failure. */
static int tag_end(struct tag_file *file, int so_far, struct hf_error *err)
{
	int ret = -1;

	if (so_far < 0 || tag_flush(file, err) < 0)
		goto out;
	if (hf_io->fsync(file->fd) < 0) {
		hf_fail(err, HF_ESYS, "cannot make '%s' durable",
			hf_shown(file->path));
		goto out;
	}
	if (file->writer->drop_cache)
		hf_io->fadvise(file->fd, 0, 0, POSIX_FADV_DONTNEED);
	ret = tag_list(file, err);
out:
	if (file->fd >= 0 && hf_io->close(file->fd) < 0 && ret == 0)
		ret = hf_fail(err, HF_ESYS, "cannot close '%s'",
			      hf_shown(file->path));
	hf_digester_free(file->digester);
	hf_buf_release(&file->pending);
	return ret;
}

int hf_bag_writer_tag(struct hf_bag_writer *writer, const char *path,
		      const void *data, size_t size, struct hf_error *err)
{
	struct tag_file file;
	int ret = tag_begin(&file, writer, path, err);

	if (ret == 0)
		hf_buf_add(&file.pending, data, size);
	return tag_end(&file, ret, err);
}

int hf_bag_writer_payload(struct hf_bag_writer *writer, const char *path,
			  const void *data, size_t size, struct hf_error *err)
{
	const char *at = data;
	struct tag_file file;
	int ret = tag_begin(&file, writer, path, err);

	file.listed = writer->payload;
	for (size_t n; ret == 0 && size; at += n, size -= n) {
		n = size < FLUSH_AT ? size : FLUSH_AT;
		hf_buf_add(&file.pending, at, n);
		ret = tag_flush(&file, err);
		writer->octets += n;
	}
	return tag_end(&file, ret, err);
}

/* "<hex>  <path>" for every file of @inventory that has the digest. */
static int write_lines(struct tag_file *file, struct hf_inventory *inventory,
		       enum hf_alg alg, struct hf_error *err)
{
	const uint32_t *sorted = hf_inventory_sorted(inventory);
	uint32_t n = hf_inventory_count(inventory);
	char hex[HF_HEX_MAX];

	if (!sorted)
		return hf_fail_memory(err);
	for (uint32_t i = 0; i < n; i++) {
		const struct hf_file *listed = hf_inventory_at(inventory,
							       sorted[i]);

		if (!(listed->listed & HF_ALG_BIT(alg)))
			continue;
		hf_hex_encode(hex, hf_inventory_digest(inventory, sorted[i],
						       alg),
			      hf_alg_size(alg));
		hf_buf_printf(&file->pending, "%s  ", hex);
		hf_path_encode(&file->pending, listed->path, listed->path_len);
		hf_buf_addc(&file->pending, '\n');
		if (file->pending.len >= FLUSH_AT && tag_flush(file, err) < 0)
			return -1;
	}
	return 0;
}

static int write_manifest(struct hf_bag_writer *writer, const char *prefix,
			  struct hf_inventory *inventory, enum hf_alg alg,
			  struct hf_error *err)
{
	struct tag_file file;
	char name[64];
	int ret;

	snprintf(name, sizeof(name), "%smanifest-%s.txt", prefix,
		 hf_alg_name(alg));
	ret = tag_begin(&file, writer, name, err);
	if (ret == 0)
		ret = write_lines(&file, inventory, alg, err);
	return tag_end(&file, ret, err);
}

/*
 * Tag manifests list no tag manifest (2.2.1).  Writing the first notes it
 * among the tags, so they are written from a mark: what had been listed then.
 */
static int write_tag_manifests(struct hf_bag_writer *writer,
			       struct hf_error *err)
{
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		char name[64];
		uint32_t index;

		if (!(writer->tag_algs & HF_ALG_BIT(alg)))
			continue;
		if (write_manifest(writer, "tag", writer->tags, alg, err) < 0)
			return -1;
		snprintf(name, sizeof(name), "tagmanifest-%s.txt",
			 hf_alg_name(alg));
		index = hf_inventory_find(writer->tags, name, strlen(name));
		hf_inventory_at(writer->tags, index)->listed = 0;
	}
	return 0;
}

int hf_bag_writer_finish(struct hf_bag_writer *writer, struct hf_error *err)
{
	static const char declaration[] =
		"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

	if (hf_bag_writer_tag(writer, "bagit.txt", declaration,
			      sizeof(declaration) - 1, err) < 0)
		return -1;
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (writer->payload_algs & HF_ALG_BIT(alg) &&
		    write_manifest(writer, "", writer->payload, alg, err) < 0)
			return -1;
	}
	return write_tag_manifests(writer, err);
}

void hf_info_line(struct hf_buf *buf, const char *label, const char *value)
{
	hf_buf_printf(buf, "%s: ", label);
	for (; *value; value++)
		hf_buf_addc(buf, *value == '\n' || *value == '\r' ? ' '
								  : *value);
	hf_buf_addc(buf, '\n');
}
