/* The payload, copied and hashed in one read of the source. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "bag/recheck.h"
#include "bag/tagfile.h"
#include "bag/writer.h"
#include "base/file.h"
#include "base/io.h"
#include "base/text.h"

struct copy {
	struct hf_bag_writer *writer;
	int root;
	const struct hf_copy_options *options;
	struct hf_sink *sink;
	struct hf_error *err;
	const uint32_t *order;	/* items, by path */
	uint64_t total, done;
	uint64_t refused;	/* sources that could not be copied */
	bool failed;		/* err is set */
	atomic_bool no_clone;	/* this file system does not share blocks */
};

static const char *path_of(const struct copy *copy, uint64_t item)
{
	return hf_inventory_at(copy->writer->payload,
			       copy->order[item])->path;
}

/*
 * Let the new file share the blocks of the source where the file system can:
 * then nothing need be written.  Once it could not, it is not asked again.
 */
static bool clone(struct copy *copy, int to, int from)
{
	if (atomic_load(&copy->no_clone))
		return false;
	if (hf_io->clone(to, from) == 0)
		return true;
	atomic_store(&copy->no_clone, true);
	return false;
}

/* Open the source of an item; one that it does not have is the target. */
static int open_source(const struct copy *copy, uint64_t item,
		       struct stat *st)
{
	const char *source = copy->writer->sources[copy->order[item]];
	int fd;

	if (!source)
		return hf_create_beneath(copy->writer->dir,
					 path_of(copy, item), 0666);
	if (!copy->writer->follow_links || strlen(source) >= PATH_MAX)
		return hf_stat_regular_beneath(copy->root, source, st);
	fd = hf_io->openat(copy->root, source,
			   O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
	if (fd >= 0 && (hf_io->fstat(fd, st) < 0 || !S_ISREG(st->st_mode))) {
		hf_close(fd);
		errno = EFTYPE_NOT_REGULAR;
		return -1;
	}
	return fd;
}

/*
 * What fails of the source is a positive errno; what fails of the target goes
 * into its place in the extent, and shows when the item is closed.
 */
static int open_item(void *ctx, uint64_t item, struct hf_extent *extent)
{
	struct copy *copy = ctx;
	struct stat *st = &extent->before;
	int to;

	extent->fd = open_source(copy, item, st);
	if (extent->fd < 0)
		return errno;
	extent->algs = copy->writer->algs;
	extent->length = HF_TO_END;
	if (copy->writer->in_place)
		return 0;
	to = copy->writer->sources[copy->order[item]] ?
	     hf_create_beneath(copy->writer->dir, path_of(copy, item),
			       st->st_mode & 0777) :
	     extent->fd;
	extent->kept_fd = to < 0 ? -errno : to;
	if (to < 0 || !copy->writer->sources[copy->order[item]])
		extent->length = 0;	/* nothing to read, or in vain */
	else if (!clone(copy, to, extent->fd))
		extent->copy_fd = to;
	return 0;
}

/* Times, and what the umask took away from the permissions. */
static int keep_attributes(int to, int from)
{
	struct timespec times[2];
	struct stat st;

	if (hf_io->fstat(from, &st) < 0)
		return -1;
	/* Some file systems have none to keep. */
	if (to != from && hf_io->fchmod(to, st.st_mode & 0777) < 0 &&
	    errno != EPERM && errno != EOPNOTSUPP)
		return -1;
	times[0] = st.st_atim;
	times[1] = st.st_mtim;
	return hf_io->futimens(to, times);
}

static int close_item(void *ctx, uint64_t item, const struct hf_extent *extent)
{
	struct copy *copy = ctx;
	int to = extent->kept_fd, failed = 0;

	(void)item;
	if (to < 0) {
		hf_close(extent->fd);
		return copy->writer->in_place ? 0 : -to;
	}
	if (keep_attributes(to, extent->fd) < 0 || hf_io->fsync(to) < 0)
		failed = errno;
	else if (copy->writer->drop_cache)
		hf_io->fadvise(to, 0, 0, POSIX_FADV_DONTNEED);
	if (to != extent->fd)
		hf_close(extent->fd);
	if (hf_io->close(to) < 0 && !failed)
		failed = errno;
	return failed;
}

static uint64_t size_hint(void *ctx, uint64_t item)
{
	const struct copy *copy = ctx;

	return hf_inventory_at(copy->writer->payload, copy->order[item])->size;
}

static void progress(void *ctx, uint64_t bytes)
{
	struct copy *copy = ctx;

	copy->done += bytes;
	if (copy->options->progress)
		copy->options->progress(copy->options->progress_ctx,
					copy->done, copy->total);
}

/* The algorithms by which a file is not what somebody found it to be. */
static hf_alg_set differing(struct hf_inventory *expected, uint32_t at,
			    const struct hf_digests *seen)
{
	hf_alg_set algs = 0;

	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		if (hf_inventory_at(expected, at)->listed & HF_ALG_BIT(alg) &&
		    memcmp(hf_inventory_digest(expected, at, alg),
			   seen->of[alg], hf_alg_size(alg)) != 0)
			algs |= HF_ALG_BIT(alg);
	}
	return algs;
}

/* Digest the source of an item once more; false where it was told why not. */
static bool digest_again(const struct copy *copy, uint64_t item,
			 hf_alg_set algs, struct hf_digests *digests)
{
	const char *source = copy->writer->sources[copy->order[item]];
	struct hf_source_stream stream = {
		.extent = { .length = HF_TO_END },
	};
	struct stat st;
	bool done;

	stream.extent.fd = open_source(copy, item, &st);
	if (stream.extent.fd < 0) {
		hf_tell_unopened(copy->sink, source, errno);
		return false;
	}
	done = hf_digest_again(&stream, source, algs, copy->sink, digests);
	hf_close(stream.extent.fd);
	return done;
}

/* Whether the file is what somebody found it to be before us. */
static bool is_expected(const struct copy *copy,
			const struct hf_item_result *result)
{
	struct hf_inventory *expected = copy->writer->expected;
	uint32_t index = copy->order[result->item];
	const struct hf_file *file = hf_inventory_at(copy->writer->payload,
						     index);
	uint32_t at = expected ? hf_inventory_find(expected, file->path,
						   file->path_len)
			       : HF_NO_FILE;
	const char *source = copy->writer->sources[index];
	char wanted[HF_HEX_MAX], actual[HF_HEX_MAX];
	struct hf_digests again;
	hf_alg_set algs;

	if (at == HF_NO_FILE || !differing(expected, at, result->digests))
		return true;
	/* What has no source is empty, and made by us where it would be. */
	if (!source) {
		source = file->path + sizeof("data/") - 1;
		again = *result->digests;
	} else if (!digest_again(copy, result->item, result->algs, &again)) {
		return false;
	}
	algs = differing(expected, at, &again);
	if (!algs)
		hf_tell_second_differs(copy->sink, source);
	for (int alg = 0; alg < HF_ALG_COUNT; alg++) {
		size_t size = hf_alg_size(alg);

		if (!(algs & HF_ALG_BIT(alg)))
			continue;
		hf_hex_encode(wanted, hf_inventory_digest(expected, at, alg),
			      size);
		hf_hex_encode(actual, again.of[alg], size);
		hf_found(copy->sink, EXPECTED_DIFFERS, .path = source,
			 .algorithm = hf_alg_name(alg), .expected = wanted,
			 .actual = actual);
	}
	return false;
}

static int keep_digests(struct copy *copy, uint32_t index,
			const struct hf_item_result *result)
{
	struct hf_inventory *payload = copy->writer->payload;
	struct hf_file *file = hf_inventory_at(payload, index);

	if (hf_inventory_set(payload, index, result->algs, result->digests,
			     copy->err) < 0) {
		copy->failed = true;
		return -1;
	}
	file->size = result->bytes;
	file->flags |= HF_FILE_PRESENT;
	copy->writer->octets += result->bytes;
	return 0;
}

static int take(void *ctx, const struct hf_item_result *result)
{
	struct copy *copy = ctx;
	uint32_t index = copy->order[result->item];
	const char *source = copy->writer->sources[index];

	switch (result->status) {
	case HF_ITEM_DONE:
		if (is_expected(copy, result))
			return keep_digests(copy, index, result);
		break;
	case HF_ITEM_NOT_OPENED:
		hf_tell_unopened(copy->sink, source, result->sys_errno);
		break;
	case HF_ITEM_READ_ERROR:
		hf_tell_read_error(copy->sink, source, result->bytes,
				   result->sys_errno);
		break;
	case HF_ITEM_SHORT:
	case HF_ITEM_CHANGED:
		hf_found(copy->sink, CHANGED_DURING_READ, .path = source);
		break;
	case HF_ITEM_COPY_ERROR:
		if (copy->failed)
			return -1;
		copy->failed = true;
		errno = result->sys_errno;
		return hf_fail(copy->err, HF_ESYS, "cannot write '%s'",
			       hf_shown(path_of(copy, result->item)));
	case HF_ITEM_LIB_ERROR:
		if (!copy->failed)
			hf_fail(copy->err, HF_ELIB,
				"the digests of '%s' could not be computed",
				hf_shown(source));
		copy->failed = true;
		return -1;
	case HF_ITEM_CANCELLED:
		return 0;
	}
	copy->refused++;
	return 0;
}

/* All folders first, so that the workers find theirs. */
static int make_folders(struct copy *copy, uint32_t n)
{
	char *last = strdup("");
	int ret = -1;

	for (uint32_t i = 0; i < n && last; i++) {
		const char *path = path_of(copy, i);
		size_t len = (size_t)(strrchr(path, '/') - path);

		if (strlen(last) == len && !strncmp(last, path, len))
			continue;
		free(last);
		last = strndup(path, len);
		if (last && hf_make_folders_beneath(copy->writer->dir,
						    last) < 0) {
			hf_fail(copy->err, HF_ESYS,
				"cannot make the folder '%s'", hf_shown(last));
			goto out;
		}
	}
	ret = last ? 0 : hf_fail_memory(copy->err);
out:
	free(last);
	return ret;
}

int hf_bag_writer_copy(struct hf_bag_writer *writer, int root,
		       const struct hf_copy_options *options,
		       struct hf_sink *sink, struct hf_error *err)
{
	struct copy copy = {
		.writer = writer, .root = root, .options = options,
		.sink = sink, .err = err,
	};
	struct hf_engine_job job = {
		.n_items = hf_inventory_count(writer->payload),
		.waits = !writer->in_place,
		.open_item = open_item, .close_item = close_item,
		.done = take, .size_hint = size_hint, .progress = progress,
		.ctx = &copy,
	};

	copy.order = hf_inventory_sorted(writer->payload);
	if (!copy.order)
		return hf_fail_memory(err);
	for (uint32_t i = 0; i < job.n_items; i++)
		copy.total += size_hint(&copy, i);
	if (!writer->in_place && make_folders(&copy, (uint32_t)job.n_items) < 0)
		return -1;
	if (job.n_items && hf_engine_run(&options->engine, &job, err) < 0)
		return -1;
	if (copy.failed)
		return -1;
	if (copy.refused)
		return hf_fail(err, HF_EREFUSED,
			       "not every file could be read and found as it should be (%llu could not), so nothing was made",
			       (unsigned long long)copy.refused);
	return 0;
}
