/*
 * How the bytes of an item are read.
 *
 * From the page cache where they are in it, and so that what others have
 * there stays: RWF_DONTCACHE (Linux 6.14) leaves nothing behind that was not
 * there before.  Where the system lacks it, a file that was not cached is
 * dropped once, at its end; dropping it chunk by chunk does nothing.
 *
 * RWF_NOWAIT costs nothing where the bytes are cached, and says EAGAIN where
 * they are not: then a reader waits for them, see readers.c.
 *
 * With from_medium, O_DIRECT: so that what a disk has lost is not hidden by
 * what memory still has.
 */
#include "digest/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/io.h"

/* Forget what the page cache has of the item. */
static void drop(const struct hf_flight *f)
{
	hf_io->fadvise(f->extent.fd, (off_t)f->extent.offset,
		       (off_t)f->length, POSIX_FADV_DONTNEED);
}

void hf_reading_begin(struct hf_engine *engine, struct hf_flight *f)
{
	f->cold = f->direct = f->waited = f->undirected = false;
	if (!engine->options->from_medium || !f->length || f->extent.read)
		return;
	f->direct = hf_io->set_direct(f->extent.fd, true) == 0;
	if (!f->direct)
		drop(f);
}

/*
 * This file system cannot, or what was read ends where it must not.  Or the
 * descriptor is that of many, of which some were read so before.
 */
static void leave_direct(const struct hf_engine *engine, struct hf_flight *f)
{
	f->direct = false;
	f->undirected = true;
	hf_io->set_direct(f->extent.fd, false);
	if (engine->options->from_medium)
		drop(f);
}

/*
 * Whole blocks of the medium around what is asked for; what comes before it is
 * moved away.  -1 with EINVAL where that cannot be.
 */
static ssize_t read_direct(struct hf_flight *f, unsigned char *data,
			   size_t size, uint64_t at)
{
	uint64_t from = f->extent.offset + at;
	size_t skew = (size_t)(from % HF_ALIGN);
	size_t whole = (skew + size + HF_ALIGN - 1) / HF_ALIGN * HF_ALIGN;
	ssize_t n;

	if ((uintptr_t)data % HF_ALIGN) {
		errno = EINVAL;
		return -1;
	}
	n = hf_io->pread(f->extent.fd, data, whole, (off_t)(from - skew));
	if (n < 0)
		return n;
	n = (size_t)n > skew ? n - (ssize_t)skew : 0;
	if ((size_t)n > size)
		n = (ssize_t)size;
	if (skew)
		memmove(data, data + skew, (size_t)n);
	return n;
}

/* What is left to ask for when the system did not know these flags. */
static int weaker(int flags)
{
	return flags & RWF_DONTCACHE ? flags & ~RWF_DONTCACHE : 0;
}

static ssize_t read_cached(struct hf_engine *engine, struct hf_flight *f,
			   unsigned char *data, size_t size, uint64_t at,
			   bool now)
{
	off_t from = (off_t)(f->extent.offset + at);
	struct iovec vec = { .iov_base = data, .iov_len = size };

	for (;;) {
		int all = atomic_load(&engine->read_flags);
		int flags = now ? all : all & ~RWF_NOWAIT;
		ssize_t n = flags ? hf_io->preadv2(f->extent.fd, &vec, 1, from,
						   flags)
				  : hf_io->pread(f->extent.fd, data, size,
						 from);

		if (n >= 0 || !flags ||
		    (errno != EOPNOTSUPP && errno != EINVAL && errno != ENOSYS))
			return n;
		atomic_store(&engine->read_flags, weaker(all));
	}
}

/* Without waiting first: whether a file is cached must be known. */
static ssize_t read_somehow(struct hf_engine *engine, struct hf_flight *f,
			    unsigned char *data, size_t size, uint64_t at,
			    bool now)
{
	ssize_t n;

	if (f->direct) {
		f->waited = true;
		return read_direct(f, data, size, at);
	}
	n = read_cached(engine, f, data, size, at, true);
	if (n >= 0 || errno != EAGAIN)
		return n;
	f->waited = true;
	if (at == 0)
		f->cold = true;
	return now ? -1 : read_cached(engine, f, data, size, at, false);
}

static ssize_t read_on(struct hf_engine *engine, struct hf_flight *f,
		       unsigned char *data, size_t size, uint64_t at, bool now)
{
	for (;;) {
		bool undirected = f->undirected;
		ssize_t n;

		if (f->extent.read) {
			n = f->extent.read(f->extent.read_ctx, data, size);
			if (n >= 0 || errno != EINTR)
				return n;
			continue;
		}
		if (f->direct && now) {
			errno = EAGAIN;
			return -1;
		}
		n = read_somehow(engine, f, data, size, at, now);
		if (n < 0 && errno == EINVAL && !undirected)
			leave_direct(engine, f);
		else if (n >= 0 || errno != EINTR)
			return n;
	}
}

ssize_t hf_reading(struct hf_engine *engine, struct hf_flight *f,
		   unsigned char *data, size_t size, uint64_t at, bool now)
{
	ssize_t n = read_on(engine, f, data, size, at, now);

	if (n > 0)
		hf_rate_wait(engine, (size_t)n);
	return n;
}

void hf_reading_end(struct hf_engine *engine, struct hf_flight *f)
{
	if (f->cold && !f->direct &&
	    !(atomic_load(&engine->read_flags) & RWF_DONTCACHE))
		drop(f);
}

bool hf_reading_tells(struct hf_engine *engine)
{
	return atomic_load(&engine->read_flags) & RWF_NOWAIT;
}
