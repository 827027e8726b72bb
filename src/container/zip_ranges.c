/*
 * The ranges of a zip that its members take.  Members that share octets are how a
 * small file unpacks to a vast one; and what lies in no range, some tools find.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "container/zip.h"
#include "finding/sink.h"

#define DESCRIPTOR_MOST	24	/* octets that may follow a member's (4.3.9) */

void hf_zip_not_read(struct hf_indexed *m, int sys_errno)
{
	m->place = HF_NOT_READ;
	m->sys_errno = sys_errno;
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
	hf_zip_not_read(range->of, EARCHIVE_DAMAGED);
	if (!meets)
		return;
	hf_zip_not_read(next->of, EARCHIVE_DAMAGED);
	/* Those behind may lie in this one too. */
	if (next->to < range->to)
		next->to = range->to;
}

/* Each member with its header; and what lies between them. */
static void judge_ranges(struct hf_archive *a, struct range *ranges, uint32_t n,
			 uint64_t end)
{
	uint64_t at = 0;
	bool gap = false;

	for (uint32_t i = 0; i < n; i++) {
		gap = gap || (ranges[i].from > at &&
			      ranges[i].from - at > (i ? DESCRIPTOR_MOST : 0));
		if (ranges[i].to > at)
			at = ranges[i].to;
		judge_range(a, &ranges[i], i + 1 < n ? &ranges[i + 1] : NULL,
			    end);
	}
	gap = gap || (end > at && end - at > (n ? DESCRIPTOR_MOST : 0));
	if (gap)
		hf_found(a->sink, ARCHIVE_TRAILING_DATA, .path = a->name,
			 .detail = "between its members");
}

int hf_zip_check_ranges(struct hf_archive *a, uint64_t end,
			struct hf_error *err)
{
	uint32_t n = hf_index_count(a->index), used = 0;
	struct range *ranges = reallocarray(NULL, (size_t)n + 1,
					    sizeof(*ranges));

	if (!ranges)
		return hf_fail_memory(err);
	for (uint32_t i = 0; i < n; i++) {
		struct hf_indexed *m = hf_index_at(a->index, i);

		/* Where its header was not found, it has been told. */
		if (!m->lead)
			continue;
		ranges[used++] = (struct range){ m->offset - m->lead,
						 m->offset + m->packed, m };
	}
	if (used)
		qsort(ranges, used, sizeof(*ranges), by_place);
	/* Members that are none of the bag's have ranges that are not known. */
	if (used == n && !a->damaged && !a->left_out)
		judge_ranges(a, ranges, used, end);
	else
		for (uint32_t i = 0; i < used; i++)
			judge_range(a, &ranges[i],
				    i + 1 < used ? &ranges[i + 1] : NULL, end);
	free(ranges);
	return 0;
}
