/* entries.txt from one place to another, an entry at a time. */
#include "log/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"

#define ROOM	(512 * 1024)

int hf_scan_begin(struct hf_scan *scan, int fd, uint64_t from, uint64_t end,
		  struct hf_error *err)
{
	*scan = (struct hf_scan){ .fd = fd, .next = from, .end = end };
	scan->data = malloc(ROOM);
	return scan->data ? 0 : hf_fail_memory(err);
}

void hf_scan_end(struct hf_scan *scan)
{
	free(scan->data);
	scan->data = NULL;
}

/* Read on behind what is not used up; 0 at the end. */
static ssize_t fill(struct hf_scan *scan, struct hf_error *err)
{
	size_t left = scan->len - scan->used;
	uint64_t want = scan->end - scan->next;
	ssize_t n;

	memmove(scan->data, scan->data + scan->used, left);
	scan->used = 0;
	scan->len = left;
	if (want > ROOM - left)
		want = ROOM - left;
	if (!want)
		return 0;
	do {
		n = hf_io->pread(scan->fd, scan->data + left, (size_t)want,
				 (off_t)scan->next);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return hf_fail(err, HF_ESYS, "cannot read '%s'",
			       HF_ENTRIES_PATH);
	if (n == 0)
		scan->end = scan->next;		/* it was cut meanwhile */
	scan->len += (size_t)n;
	scan->next += (uint64_t)n;
	return n;
}

/* Drop what is left of an entry that is too long, up to its empty line. */
static int skip_long(struct hf_scan *scan, struct hf_error *err)
{
	for (;;) {
		size_t left = scan->len - scan->used;
		size_t n = hf_entry_length(scan->data + scan->used, left);
		ssize_t more;

		if (n) {
			scan->used += n;
			return 0;
		}
		/* One line end may be the first half of what is looked for. */
		scan->used = scan->len - (left ? 1 : 0);
		more = fill(scan, err);
		if (more < 0)
			return -1;
		if (more == 0) {
			scan->used = scan->len;
			return 0;
		}
	}
}

int hf_scan_next(struct hf_scan *scan, const char **text, size_t *len,
		 struct hf_error *err)
{
	if (scan->is_long && skip_long(scan, err) < 0)
		return -1;
	scan->is_long = false;
	for (;;) {
		size_t left = scan->len - scan->used;
		ssize_t more;

		*text = scan->data + scan->used;
		*len = hf_entry_length(*text, left < HF_ENTRY_MAX ?
					      left : HF_ENTRY_MAX);
		if (*len) {
			scan->used += *len;
			return HF_SCAN_ENTRY;
		}
		if (left > HF_ENTRY_MAX) {
			/* Its end is looked for when the next is. */
			scan->used += HF_ENTRY_MAX - 1;
			scan->is_long = true;
			*len = HF_ENTRY_MAX + 1;
			return HF_SCAN_LONG;
		}
		more = fill(scan, err);
		if (more < 0)
			return -1;
		if (more == 0) {
			*text = scan->data;
			*len = scan->len;
			scan->used = scan->len;
			return *len ? HF_SCAN_TORN : HF_SCAN_END;
		}
	}
}
