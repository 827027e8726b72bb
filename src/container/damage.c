/* What is told of an archive that cannot be read on. */
#include "base/text.h"
#include "container/inside.h"
#include "finding/sink.h"

void hf_archive_damaged(struct hf_archive *a, const char *how)
{
	if (!a->damaged && a->octets.sys_errno)
		hf_found(a->sink, READ_ERROR, .path = a->name,
			 .detail = hf_errno_text(a->octets.sys_errno));
	else if (!a->damaged)
		hf_found(a->sink, ARCHIVE_DAMAGED, .path = a->name,
			 .detail = how);
	a->damaged = true;
}

void hf_archive_exceeds(struct hf_archive *a, const char *what)
{
	if (!a->damaged)
		hf_found(a->sink, ARCHIVE_EXCEEDS_LIMITS, .path = a->name,
			 .detail = what);
	a->damaged = true;
}

bool hf_archive_is_swollen(const struct hf_archive *a, uint64_t octets,
			   uint64_t packed)
{
	return octets > a->limits.spared && octets / a->limits.ratio > packed;
}
