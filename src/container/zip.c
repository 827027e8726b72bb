/*
 * A zip's members, by its central directory (PKWARE's APPNOTE, 4.3.12 to
 * 4.3.16), each compared with the header that stands before its octets (4.3.7):
 * unpackers differ in which of the two they believe.  What is stored is read
 * where it lies, what is deflated, through zlib; nothing else is unpacked.
 */
#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/io.h"
#include "container/inside.h"
#include "finding/sink.h"

#define END_SIZE	22
#define END64_SIZE	56
#define LOCATOR_SIZE	20
#define CENTRAL_SIZE	46
#define LOCAL_SIZE	30
#define TAIL		(END_SIZE + 65535)	/* with the longest comment */
#define SCRATCH		(2 * 65536)	/* a name and an extra field */

#define WINDOW		(512u * 1024)	/* of the central directory, at a time */
#define ENTRY_MOST	(CENTRAL_SIZE + 3 * 65535u)
#define ENCRYPTED	1	/* general purpose bit 0 */
#define DESCRIPTOR	8	/* bit 3: sizes stand behind the octets */

enum { STORED = 0, DEFLATED = 8 };

static uint16_t get16(const unsigned char *at)
{
	uint16_t n;

	memcpy(&n, at, sizeof(n));
	return le16toh(n);
}

static uint32_t get32(const unsigned char *at)
{
	uint32_t n;

	memcpy(&n, at, sizeof(n));
	return le32toh(n);
}

static uint64_t get64(const unsigned char *at)
{
	uint64_t n;

	memcpy(&n, at, sizeof(n));
	return le64toh(n);
}

/* Exactly @size octets at @at; false with the trouble told. */
static bool read_at(struct hf_archive *a, uint64_t at, void *data,
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

/* Where the central directory lies. */
struct central {
	uint64_t offset, size, entries;
};

/* The larger form of the end, which a locator before the end points to. */
static bool read_end64(struct hf_archive *a, uint64_t end,
		       struct central *central)
{
	unsigned char locator[LOCATOR_SIZE], end64[END64_SIZE];
	uint64_t at;

	if (end < LOCATOR_SIZE)
		return true;
	if (!read_at(a, end - LOCATOR_SIZE, locator, sizeof(locator)))
		return false;
	if (get32(locator) != 0x07064b50)
		return true;
	at = get64(locator + 8);
	if (at > end - LOCATOR_SIZE ||
	    end - LOCATOR_SIZE - at < END64_SIZE) {
		hf_archive_damaged(a, "its end points to where no end is");
		return false;
	}
	if (!read_at(a, at, end64, sizeof(end64)))
		return false;
	if (get32(end64) != 0x06064b50) {
		hf_archive_damaged(a, "its end points to where no end is");
		return false;
	}
	central->entries = get64(end64 + 32);
	central->size = get64(end64 + 40);
	central->offset = get64(end64 + 48);
	return true;
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

/* The end is looked for from behind: a comment may follow it. */
static bool find_central(struct hf_archive *a, struct central *central)
{
	uint64_t size = a->octets.size;
	size_t tail = size < TAIL ? (size_t)size : TAIL;
	unsigned char *data = a->octets.chunk;

	if (!read_at(a, size - tail, data, tail))
		return false;
	for (size_t i = tail < END_SIZE ? 0 : tail - END_SIZE + 1; i-- > 0; ) {
		const unsigned char *end = data + i;
		size_t whole = i + END_SIZE + get16(end + 20);

		if (get32(end) != 0x06054b50 || whole > tail)
			continue;
		if (has_data(data + whole, tail - whole))
			hf_found(a->sink, ARCHIVE_TRAILING_DATA,
				 .path = a->name);
		*central = (struct central){
			.entries = get16(end + 10), .size = get32(end + 12),
			.offset = get32(end + 16) };
		return read_end64(a, size - tail + i, central);
	}
	hf_archive_damaged(a, "it has no central directory at its end");
	return false;
}

/* What an entry says, with the larger numbers of its extra field. */
struct entry {
	uint16_t flags, method;
	uint32_t crc;
	uint64_t packed, size, offset;
	uint32_t attributes;		/* of the system that made it */
	bool by_unix;
	time_t mtime;
};

/* 4.4.6: as MS-DOS had it, of no time zone; taken for UTC. */
static time_t dos_time(uint16_t time, uint16_t date)
{
	struct tm tm = {
		.tm_year = (date >> 9) + 80, .tm_mon = (date >> 5 & 15) - 1,
		.tm_mday = date & 31, .tm_hour = time >> 11,
		.tm_min = time >> 5 & 63, .tm_sec = 2 * (time & 31),
	};

	return timegm(&tm);
}

/* The field that Info-ZIP's tools add: seconds since 1970. */
static void read_time(const unsigned char *extra, size_t size, struct entry *e)
{
	while (size >= 4) {
		size_t len = get16(extra + 2);

		if (len > size - 4)
			return;
		if (get16(extra) == 0x5455 && len >= 5 && extra[4] & 1)
			e->mtime = (int32_t)get32(extra + 5);
		extra += 4 + len;
		size -= 4 + len;
	}
}

/* 4.5.3: those of the three that did not fit, in this order. */
static bool read_zip64(const unsigned char *extra, size_t size,
		       struct entry *e, bool has_offset)
{
	uint64_t *const wanted[] = {
		e->size == UINT32_MAX ? &e->size : NULL,
		e->packed == UINT32_MAX ? &e->packed : NULL,
		has_offset && e->offset == UINT32_MAX ? &e->offset : NULL,
	};

	while (size >= 4) {
		size_t len = get16(extra + 2);
		const unsigned char *at = extra + 4, *end = at + len;

		if (len > size - 4)
			return false;
		for (size_t i = 0; get16(extra) == 1 && i < 3; i++) {
			if (!wanted[i])
				continue;
			if (end - at < 8)
				return false;
			*wanted[i] = get64(at);
			at += 8;
		}
		extra = end;
		size -= 4 + len;
	}
	return true;
}

static void differs(struct hf_archive *a, const char *path,
		    const char *how)
{
	hf_found(a->sink, ARCHIVE_HEADERS_DIFFER, .path = path,
		 .detail = how);
}

/*
 * The header before the octets: it must say what the directory says.  Where
 * the octets begin goes into @e's offset.  False where they cannot be found.
 */
static bool compare_local(struct hf_archive *a, const char *path,
			  struct entry *e, const char *name, size_t name_len)
{
	unsigned char header[LOCAL_SIZE], *rest = a->octets.chunk;
	struct entry local = { 0 };
	size_t local_name, extra;

	if (!read_at(a, e->offset, header, sizeof(header)))
		return false;
	if (get32(header) != 0x04034b50) {
		differs(a, path, "there is no header before it");
		return false;
	}
	local.flags = get16(header + 6);
	local.method = get16(header + 8);
	local.crc = get32(header + 14);
	local.packed = get32(header + 18);
	local.size = get32(header + 22);
	local_name = get16(header + 26);
	extra = get16(header + 28);
	if (!read_at(a, e->offset + LOCAL_SIZE, rest, local_name + extra))
		return false;
	if (local_name != name_len || memcmp(rest, name, name_len) != 0) {
		differs(a, path, "the header before it has another name");
		return false;
	}
	if (local.method != e->method) {
		differs(a, path, "the header before it has another method");
		return false;
	}
	if (!read_zip64(rest + local_name, extra, &local, false) ||
	    (!(local.flags & DESCRIPTOR) &&
	     (local.size != e->size || local.packed != e->packed ||
	      local.crc != e->crc))) {
		differs(a, path, "the header before it has another size or sum");
		return false;
	}
	e->offset += LOCAL_SIZE + local_name + extra;
	return true;
}

/* Unix keeps the kind of a file in the upper half of the attributes. */
static enum hf_walk_kind kind_of(const struct entry *e, const char *path)
{
	mode_t mode = e->by_unix ? e->attributes >> 16 : 0;
	size_t len = strlen(path);

	if (len && path[len - 1] == '/')
		return HF_WALK_DIRECTORY;
	switch (mode & S_IFMT) {
	case S_IFLNK:
		return HF_WALK_SYMLINK;
	case 0:
	case S_IFREG:
		return HF_WALK_FILE;
	case S_IFDIR:
		return HF_WALK_DIRECTORY;
	default:
		return HF_WALK_SPECIAL;
	}
}

static void not_read(struct hf_indexed *m, int sys_errno)
{
	m->place = HF_NOT_READ;
	m->sys_errno = sys_errno;
}

/* Whether @size octets are more than @packed of the archive may become. */
static bool is_out_of_proportion(const struct hf_archive *a, uint64_t size,
				 uint64_t packed)
{
	return size > a->limits.spared && size / a->limits.ratio > packed;
}

static void find_octets(struct hf_archive *a, struct entry *e,
			const char *name, size_t name_len,
			struct hf_indexed *m)
{
	m->fd = a->octets.fd;
	m->size = e->size;
	m->packed = e->packed;
	if (e->flags & ENCRYPTED || (e->method != STORED &&
				     e->method != DEFLATED)) {
		hf_found(a->sink, ARCHIVE_MEMBER_UNSUPPORTED, .path = m->path,
			 .detail = e->flags & ENCRYPTED ? "it is encrypted" :
			 "it is neither stored nor deflated");
		not_read(m, EOPNOTSUPP);
		return;
	}
	if (!compare_local(a, m->path, e, name, name_len)) {
		not_read(m, EARCHIVE_DAMAGED);
		return;
	}
	m->offset = e->offset;
	m->place = e->method == STORED ? HF_AT_OFFSET : HF_DEFLATED;
	if (m->offset > a->octets.size ||
	    e->packed > a->octets.size - m->offset ||
	    (e->method == STORED && e->packed != e->size)) {
		hf_archive_damaged(a, "a member is longer than the archive");
		not_read(m, EARCHIVE_DAMAGED);
		return;
	}
	if (e->size > UINT64_MAX - a->inflated)
		a->inflated = UINT64_MAX;
	else
		a->inflated += e->size;
	/* Many that are small come to as much as one that is large. */
	if (is_out_of_proportion(a, e->size, e->packed) ||
	    is_out_of_proportion(a, a->inflated, a->octets.size)) {
		hf_archive_exceeds(a, "what its members unpack to");
		not_read(m, EFBIG);
	}
}

/* The target of a link is what the member holds. */
static int read_target(struct hf_archive *a, struct hf_indexed *m,
		       struct hf_error *err)
{
	char target[4096];

	m->target = "";
	if (m->place != HF_AT_OFFSET || m->size >= sizeof(target)) {
		hf_found(a->sink, ARCHIVE_MEMBER_UNSUPPORTED, .path = m->path,
			 .detail = "it is a link whose target cannot be read");
		return 0;
	}
	if (!read_at(a, m->offset, target, (size_t)m->size))
		return 0;
	target[m->size] = '\0';
	m->target = hf_index_keep(a->index, target);
	return m->target ? 0 : hf_fail_memory(err);
}

/* Its numbers; false where the larger ones are missing. */
static bool parse_entry(const unsigned char *at, size_t name_len, size_t extra,
			struct entry *e)
{
	const unsigned char *field = at + CENTRAL_SIZE + name_len;

	*e = (struct entry){
		.flags = get16(at + 8), .method = get16(at + 10),
		.crc = get32(at + 16), .packed = get32(at + 20),
		.size = get32(at + 24), .offset = get32(at + 42),
		.attributes = get32(at + 38), .by_unix = at[5] == 3,
		.mtime = dos_time(get16(at + 12), get16(at + 14)) };
	read_time(field, extra, e);
	return read_zip64(field, extra, e, true);
}

/* Where it lies in the bag.  Slashes alone part the parts (4.4.17.1). */
static int place_entry(struct hf_archive *a, const char *name, size_t len,
		       struct hf_indexed *m, struct hf_error *err)
{
	bool failed = false;

	if (strlen(name) != len || strchr(name, '\\'))
		hf_found(a->sink, ARCHIVE_PATH_UNSAFE, .path = name,
			 .detail = strlen(name) != len
				   ? "its name holds a NUL"
				   : "its name holds a backslash");
	else
		m->path = hf_index_place(a->index, name,
					 m->kind == HF_WALK_DIRECTORY, &failed);
	return failed ? hf_fail_memory(err) : 0;
}

static int add_entry(struct hf_archive *a, struct entry *e, const char *name,
		     size_t name_len, struct hf_error *err)
{
	struct hf_indexed m = {
		.fd = -1, .kind = kind_of(e, name), .mtime.tv_sec = e->mtime,
		.executable = e->by_unix && e->attributes >> 16 & S_IXUSR,
	};

	if (place_entry(a, name, name_len, &m, err) < 0)
		return -1;
	if (!m.path)
		return 0;
	if (m.kind == HF_WALK_FILE || m.kind == HF_WALK_SYMLINK)
		find_octets(a, e, name, name_len, &m);
	if (m.kind == HF_WALK_SYMLINK && read_target(a, &m, err) < 0)
		return -1;
	return hf_index_add(a->index, &m, err);
}

/* One entry of the directory; how long it is, 0 where it is none, or -1. */
static ssize_t read_entry(struct hf_archive *a, const unsigned char *at,
			  size_t left, struct hf_error *err)
{
	size_t name_len, extra, comment;
	struct entry e;
	char *name;
	int ret;

	if (left < CENTRAL_SIZE || get32(at) != 0x02014b50)
		return 0;
	name_len = get16(at + 28);
	extra = get16(at + 30);
	comment = get16(at + 32);
	if (left - CENTRAL_SIZE < name_len + extra + comment ||
	    !parse_entry(at, name_len, extra, &e))
		return 0;
	name = malloc(name_len + 1);
	if (!name)
		return hf_fail_memory(err);
	memcpy(name, at + CENTRAL_SIZE, name_len);
	name[name_len] = '\0';
	ret = add_entry(a, &e, name, name_len, err);
	free(name);
	return ret < 0 ? -1 : (ssize_t)(CENTRAL_SIZE + name_len + extra +
					comment);
}

struct range { uint64_t from, to; struct hf_indexed *of; };

static int by_place(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

/* None of those that overlap is read, however often it would unpack. */
static void judge_range(struct hf_archive *a, struct range *range,
			struct range *next, uint64_t end)
{
	bool meets = next && range->to > next->from;

	if (!meets && range->to <= end)
		return;
	hf_found(a->sink, ARCHIVE_OVERLAP, .path = range->of->path,
		 .actual = meets ? next->of->path : NULL);
	not_read(range->of, EARCHIVE_DAMAGED);
	if (!meets)
		return;
	not_read(next->of, EARCHIVE_DAMAGED);
	/* Those behind may lie in this one too. */
	if (next->to < range->to)
		next->to = range->to;
}

/* Members that share octets: so a small file unpacks to a large one. */
static int check_overlaps(struct hf_archive *a, uint64_t end,
			  struct hf_error *err)
{
	uint32_t n = hf_index_count(a->index), used = 0;
	struct range *ranges = reallocarray(NULL, (size_t)n + 1,
					    sizeof(*ranges));

	if (!ranges)
		return hf_fail_memory(err);
	for (uint32_t i = 0; i < n; i++) {
		struct hf_indexed *m = hf_index_at(a->index, i);

		if ((m->place != HF_AT_OFFSET && m->place != HF_DEFLATED) ||
		    m->kind == HF_WALK_DIRECTORY || !m->packed)
			continue;
		ranges[used++] = (struct range){ m->offset,
						 m->offset + m->packed, m };
	}
	qsort(ranges, used, sizeof(*ranges), by_place);
	for (uint32_t i = 0; i < used; i++)
		judge_range(a, &ranges[i], i + 1 < used ? &ranges[i + 1] : NULL,
			    end);
	free(ranges);
	return 0;
}

/* The central directory, of which a window is in memory. */
struct window {
	unsigned char *data;
	size_t at, size;	/* read to here; filled to here */
	uint64_t next, left;	/* of the archive: what is not yet in it */
};

/* See that a whole entry is in the window, where there is one. */
static bool refill(struct hf_archive *a, struct window *w)
{
	size_t more;

	if (w->size - w->at >= ENTRY_MOST || !w->left)
		return true;
	memmove(w->data, w->data + w->at, w->size - w->at);
	w->size -= w->at;
	w->at = 0;
	more = WINDOW - w->size < w->left ? WINDOW - w->size : (size_t)w->left;
	if (!read_at(a, w->next, w->data + w->size, more))
		return false;
	w->size += more;
	w->next += more;
	w->left -= more;
	return true;
}

static int read_entries(struct hf_archive *a, const struct central *central,
			struct window *w, struct hf_error *err)
{
	uint64_t n = 0;

	while (refill(a, w) && w->at < w->size && !a->damaged) {
		ssize_t len = read_entry(a, w->data + w->at, w->size - w->at,
					 err);

		if (len < 0)
			return -1;
		if (len == 0) {
			hf_archive_damaged(a, "its central directory is malformed");
			break;
		}
		w->at += (size_t)len;
		if (++n > a->limits.members)
			hf_archive_exceeds(a, "the number of its members");
	}
	if (!a->damaged && n != central->entries)
		hf_archive_damaged(a, "its central directory has more or fewer members than it says");
	return check_overlaps(a, central->offset, err);
}

static int index_zip(struct hf_archive *a, struct hf_error *err)
{
	struct central central = { 0 };
	struct window w = { 0 };
	int ret;

	if (!find_central(a, &central))
		return 0;
	if (central.offset > a->octets.size ||
	    central.size > a->octets.size - central.offset) {
		hf_archive_damaged(a, "its central directory lies outside of it");
		return 0;
	}
	w.next = central.offset;
	w.left = central.size;
	w.data = malloc(WINDOW);
	if (!w.data)
		return hf_fail_memory(err);
	ret = read_entries(a, &central, &w, err);
	free(w.data);
	return ret;
}

int hf_zip_index(struct hf_archive *a, struct hf_error *err)
{
	int ret;

	a->octets.chunk = malloc(SCRATCH);
	if (!a->octets.chunk)
		return hf_fail_memory(err);
	ret = index_zip(a, err);
	free(a->octets.chunk);
	a->octets.chunk = NULL;
	return ret;
}
