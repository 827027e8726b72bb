/*
 * The end of a zip, by which its directory is found (4.3.14 to 4.3.16).  Some
 * tools take the directory from where the end says, others from just before the
 * end: so it must be the same.
 */
#include <errno.h>

#include "base/io.h"
#include "base/text.h"
#include "container/zip.h"
#include "finding/sink.h"

#define END_SIZE	22
#define END64_SIZE	56
#define LOCATOR_SIZE	20
#define TAIL		(END_SIZE + 65535)	/* with the longest comment */

bool hf_zip_read_at(struct hf_archive *a, uint64_t at, void *data,
		    size_t size)
{
	size_t got = 0;

	while (got < size) {
		ssize_t n = hf_io->pread(a->octets.fd, (char *)data + got,
					 size - got, (off_t)(at + got));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			a->octets.sys_errno = errno;
		if (n <= 0) {
			hf_archive_damaged(a, n < 0 ? hf_errno_text(errno) :
					   "it ends too early");
			return false;
		}
		got += (size_t)n;
	}
	return true;
}

void hf_zip_differs(struct hf_archive *a, const char *path, const char *how)
{
	hf_found(a->sink, ARCHIVE_HEADERS_DIFFER, .path = path,
		 .detail = how);
}

/* Nothing is read of it: nobody knows which of the two is meant. */
static bool end_differs(struct hf_archive *a, const char *how)
{
	hf_zip_differs(a, a->name, how);
	a->damaged = true;
	return false;
}

/* Take the larger number where the smaller has no room; else they are one. */
static bool widen(uint64_t *number, uint64_t larger, uint64_t most)
{
	bool same = *number == larger || *number == most;

	*number = larger;
	return same;
}

/*
 * The larger form of the end, which a locator before the end points to.  Where
 * it lies goes into *@end_ret: the directory ends there.
 */
static bool read_end64(struct hf_archive *a, uint64_t *end_ret,
		       struct hf_zip_directory *central)
{
	unsigned char locator[LOCATOR_SIZE], end64[END64_SIZE];
	uint64_t end = *end_ret, at;

	if (end < LOCATOR_SIZE)
		return true;
	if (!hf_zip_read_at(a, end - LOCATOR_SIZE, locator, sizeof(locator)))
		return false;
	if (hf_zip_32(locator) != 0x07064b50)
		return true;
	at = hf_zip_64(locator + 8);
	if (at > end - LOCATOR_SIZE || end - LOCATOR_SIZE - at < END64_SIZE) {
		hf_archive_damaged(a, "its end points to where no end is");
		return false;
	}
	if (!hf_zip_read_at(a, at, end64, sizeof(end64)))
		return false;
	if (hf_zip_32(end64) != 0x06064b50 ||
	    hf_zip_64(end64 + 4) != end - LOCATOR_SIZE - at - 12) {
		hf_archive_damaged(a, "its end points to where no end is");
		return false;
	}
	*end_ret = at;
	if (widen(&central->entries, hf_zip_64(end64 + 32), UINT16_MAX) &&
	    widen(&central->size, hf_zip_64(end64 + 40), UINT32_MAX) &&
	    widen(&central->offset, hf_zip_64(end64 + 48), UINT32_MAX))
		return true;
	return end_differs(a, "its two ends say different things");
}

/* Some tools fill a block up with zeros. */
static bool has_data(const unsigned char *at, size_t size)
{
	while (size && !*at) {
		at++;
		size--;
	}
	return size != 0;
}

static bool read_end(struct hf_archive *a, const unsigned char *end,
		     uint64_t at, struct hf_zip_directory *central)
{
	*central = (struct hf_zip_directory){
		.entries = hf_zip_16(end + 10), .size = hf_zip_32(end + 12),
		.offset = hf_zip_32(end + 16) };
	if (!read_end64(a, &at, central))
		return false;
	if (central->offset <= at && central->size == at - central->offset)
		return true;
	return end_differs(a, "its end says that its directory lies elsewhere than just before it");
}

/* The end is looked for from behind: a comment may follow it. */
bool hf_zip_find_directory(struct hf_archive *a,
			   struct hf_zip_directory *central)
{
	uint64_t size = a->octets.size;
	size_t tail = size < TAIL ? (size_t)size : TAIL;
	unsigned char *data = a->octets.chunk;

	if (!hf_zip_read_at(a, size - tail, data, tail))
		return false;
	for (size_t i = tail < END_SIZE ? 0 : tail - END_SIZE + 1; i-- > 0; ) {
		const unsigned char *end = data + i;
		size_t whole = i + END_SIZE + hf_zip_16(end + 20);

		if (hf_zip_32(end) != 0x06054b50 || whole > tail)
			continue;
		if (has_data(data + whole, tail - whole))
			hf_found(a->sink, ARCHIVE_TRAILING_DATA,
				 .path = a->name);
		return read_end(a, end, size - tail + i, central);
	}
	hf_archive_damaged(a, "it has no central directory at its end");
	return false;
}
