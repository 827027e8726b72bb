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
#include "bag/path.h"
#include "container/zip.h"
#include "finding/sink.h"

#define CENTRAL_SIZE	46
#define LOCAL_SIZE	30
#define SCRATCH		(2 * 65536)	/* a name and an extra field */

#define WINDOW		(512u * 1024)	/* of the central directory, at a time */
#define ENTRY_MOST	(CENTRAL_SIZE + 3 * 65535u)
/* Bits that change how a member is read: encryption, masked headers, UTF-8. */
#define MEANING		(ENCRYPTED | DESCRIPTOR | 0x40 | 0x800 | 0x2000)
#define ENCRYPTED	1	/* general purpose bit 0 */
#define DOS_FOLDER	16	/* of the attributes (4.4.15) */
#define DESCRIPTOR	8	/* bit 3: sizes stand behind the octets */

enum { STORED = 0, DEFLATED = 8 };

/* What an entry says, with the larger numbers of its extra field. */
struct entry {
	uint16_t flags, method;
	uint32_t crc;
	uint64_t packed, size, offset;
	uint32_t attributes;		/* of the system that made it */
	bool by_unix;
	bool described_twice;
	uint32_t lead;			/* octets of the header before it */
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
		size_t len = hf_zip_16(extra + 2);

		if (len > size - 4)
			return;
		if (hf_zip_16(extra) == 0x5455 && len >= 5 && extra[4] & 1)
			e->mtime = (int32_t)hf_zip_32(extra + 5);
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
		size_t len = hf_zip_16(extra + 2);
		const unsigned char *at = extra + 4, *end = at + len;

		if (len > size - 4)
			return false;
		for (size_t i = 0; hf_zip_16(extra) == 1 && i < 3; i++) {
			if (!wanted[i])
				continue;
			if (end - at < 8)
				return false;
			*wanted[i] = hf_zip_64(at);
			at += 8;
		}
		extra = end;
		size -= 4 + len;
	}
	return true;
}

/*
 * Fields that give a member another name, or describe it anew, to some tools:
 * Info-ZIP's Unicode Path, and what libarchive writes into streams.
 */
static bool has_second_description(const unsigned char *extra, size_t size,
				   const char *name, size_t name_len)
{
	while (size >= 4) {
		size_t id = hf_zip_16(extra), len = hf_zip_16(extra + 2);

		if (len > size - 4)
			return false;
		if (id == 0x6c78)
			return true;
		if (id == 0x7075 && (len != name_len + 5 ||
				     memcmp(extra + 9, name, name_len) != 0))
			return true;
		extra += 4 + len;
		size -= 4 + len;
	}
	return false;
}

/* Zeros, where they follow the octets; else what the directory has. */
static bool agrees(const struct entry *local, const struct entry *e)
{
	bool later = local->flags & DESCRIPTOR;

	return ((later && !local->size) || local->size == e->size) &&
	       ((later && !local->packed) || local->packed == e->packed) &&
	       ((later && !local->crc) || local->crc == e->crc);
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

	if (!hf_zip_read_at(a, e->offset, header, sizeof(header)))
		return false;
	if (hf_zip_32(header) != 0x04034b50) {
		hf_zip_differs(a, path, "there is no header before it");
		return false;
	}
	local.flags = hf_zip_16(header + 6);
	local.method = hf_zip_16(header + 8);
	local.crc = hf_zip_32(header + 14);
	local.packed = hf_zip_32(header + 18);
	local.size = hf_zip_32(header + 22);
	local_name = hf_zip_16(header + 26);
	extra = hf_zip_16(header + 28);
	if (!hf_zip_read_at(a, e->offset + LOCAL_SIZE, rest, local_name + extra))
		return false;
	if (local_name != name_len || memcmp(rest, name, name_len) != 0) {
		hf_zip_differs(a, path, "the header before it has another name");
		return false;
	}
	if (local.method != e->method || (local.flags ^ e->flags) & MEANING) {
		hf_zip_differs(a, path, "the header before it has another method");
		return false;
	}
	if (!read_zip64(rest + local_name, extra, &local, false) ||
	    !agrees(&local, e)) {
		hf_zip_differs(a, path, "the header before it has another size or sum");
		return false;
	}
	if (has_second_description(rest + local_name, extra, name, name_len)) {
		hf_zip_differs(a, path, "the header before it gives it another name, or form, to some");
		return false;
	}
	e->lead = (uint32_t)(LOCAL_SIZE + local_name + extra);
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
		hf_zip_not_read(m, EARCHIVE_DAMAGED);
		return;
	}
	if (!compare_local(a, m->path, e, name, name_len)) {
		hf_zip_not_read(m, EARCHIVE_DAMAGED);
		return;
	}
	m->offset = e->offset;
	m->lead = e->lead;
	m->crc = e->crc;
	m->has_crc = true;
	m->place = e->method == STORED ? HF_AT_OFFSET : HF_DEFLATED;
	if (m->offset > a->octets.size ||
	    e->packed > a->octets.size - m->offset ||
	    (e->method == STORED && e->packed != e->size)) {
		hf_archive_damaged(a, "a member is longer than the archive");
		hf_zip_not_read(m, EARCHIVE_DAMAGED);
		return;
	}
	if (!hf_path_is_payload(m->path, strlen(m->path)) &&
	    e->method == DEFLATED)
		a->inflated_tags += e->size;
	if (a->inflated_tags > a->limits.kept) {
		hf_archive_exceeds(a, "the size of its tag files");
		hf_zip_not_read(m, EARCHIVE_DAMAGED);
		return;
	}
	if (e->size > UINT64_MAX - a->inflated)
		a->inflated = UINT64_MAX;
	else
		a->inflated += e->size;
	/* Many that are small come to as much as one that is large. */
	if (hf_archive_is_swollen(a, e->size, e->packed) ||
	    hf_archive_is_swollen(a, a->inflated, a->octets.size)) {
		hf_archive_exceeds(a, "what its members unpack to");
		hf_zip_not_read(m, EARCHIVE_DAMAGED);
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
	if (!hf_zip_read_at(a, m->offset, target, (size_t)m->size))
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
		.flags = hf_zip_16(at + 8), .method = hf_zip_16(at + 10),
		.crc = hf_zip_32(at + 16), .packed = hf_zip_32(at + 20),
		.size = hf_zip_32(at + 24), .offset = hf_zip_32(at + 42),
		.attributes = hf_zip_32(at + 38), .by_unix = at[5] == 3,
		.mtime = dos_time(hf_zip_16(at + 12), hf_zip_16(at + 14)) };
	e->described_twice = has_second_description(
		field, extra, (const char *)at + CENTRAL_SIZE, name_len);
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

/* By its rights or attributes a folder, and by its name a file. */
static bool is_folder_to_some(const struct entry *e, const char *name,
			      size_t len)
{
	bool is_folder = e->by_unix ? S_ISDIR(e->attributes >> 16)
				    : (e->attributes & DOS_FOLDER) != 0;

	return is_folder && (!len || name[len - 1] != '/');
}

/* A folder has a header too, that must say the same. */
static void find_header(struct hf_archive *a, struct entry *e, const char *name,
			size_t name_len, struct hf_indexed *m)
{
	if (!compare_local(a, m->path, e, name, name_len))
		return;
	m->offset = e->offset;
	m->lead = e->lead;
	m->packed = e->packed;
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
	a->left_out |= !m.path;
	if (!m.path)
		return 0;
	if (e->described_twice || is_folder_to_some(e, name, name_len))
		hf_zip_differs(a, m.path, "it has another name, or is of another kind, to some");
	if (m.kind == HF_WALK_FILE || m.kind == HF_WALK_SYMLINK)
		find_octets(a, e, name, name_len, &m);
	else
		find_header(a, e, name, name_len, &m);
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

	if (left < CENTRAL_SIZE || hf_zip_32(at) != 0x02014b50)
		return 0;
	name_len = hf_zip_16(at + 28);
	extra = hf_zip_16(at + 30);
	comment = hf_zip_16(at + 32);
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
	if (!hf_zip_read_at(a, w->next, w->data + w->size, more))
		return false;
	w->size += more;
	w->next += more;
	w->left -= more;
	return true;
}

static int read_entries(struct hf_archive *a, const struct hf_zip_directory *central,
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
	return hf_zip_check_ranges(a, central->offset, err);
}

static int index_zip(struct hf_archive *a, struct hf_error *err)
{
	struct hf_zip_directory central = { 0 };
	struct window w = { 0 };
	int ret;

	if (!hf_zip_find_directory(a, &central))
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
