#include "container/kind.h"

#include <stdbool.h>
#include <string.h>

static const struct {
	enum hf_archive_kind kind;
	size_t at, size;
	const char *magic;
	const char *media_type;
} kinds[] = {
	{ HF_ARCHIVE_ZIP, 0, 4, "PK\3\4", "application/zip" },
	{ HF_ARCHIVE_ZIP, 0, 4, "PK\5\6", "application/zip" },
	{ HF_ARCHIVE_TAR_GZ, 0, 3, "\x1f\x8b\x08", "application/gzip" },
	{ HF_ARCHIVE_TAR_BZ2, 0, 3, "BZh", "application/x-bzip2" },
	{ HF_ARCHIVE_TAR_XZ, 0, 6, "\xfd" "7zXZ", "application/x-xz" },
	{ HF_ARCHIVE_TAR_ZST, 0, 4, "\x28\xb5\x2f\xfd", "application/zstd" },
	{ HF_ARCHIVE_TAR, 257, 5, "ustar", "application/x-tar" },
};

#define N_KINDS	(sizeof(kinds) / sizeof(kinds[0]))

#define SUM	148	/* where the sum lies in a header */
#define SUM_END	156

/*
 * A header of tar has a sum of its octets, those of the sum itself taken for
 * blanks; some took the octets as signed.  No name in it, "BZh..." or other, can
 * pass for something else then; and one of before 1988 has nothing but this.
 */
static bool is_tar(const unsigned char *header, size_t size)
{
	unsigned long sum = 0, stated = 0;
	long with_sign = 0;
	bool digits = false;

	if (size < HF_KIND_OCTETS || !*header)
		return false;
	for (size_t i = 0; i < HF_KIND_OCTETS; i++) {
		unsigned char octet = i >= SUM && i < SUM_END ? ' ' : header[i];

		sum += octet;
		with_sign += (signed char)octet;
	}
	/* Compressed octets come to nought too: so it must be a number. */
	for (size_t i = SUM; i < SUM_END; i++) {
		if (header[i] && !strchr("01234567 ", header[i]))
			return false;
		if (header[i] < '0')
			continue;
		digits = true;
		stated = 8 * stated + header[i] - '0';
	}
	return digits && (sum == stated || with_sign == (long)stated);
}

enum hf_archive_kind hf_archive_recognize(const void *data, size_t size)
{
	if (is_tar(data, size))
		return HF_ARCHIVE_TAR;
	for (size_t i = 0; i < N_KINDS; i++) {
		if (size >= kinds[i].at + kinds[i].size &&
		    !memcmp((const char *)data + kinds[i].at, kinds[i].magic,
			    kinds[i].size))
			return kinds[i].kind;
	}
	return HF_ARCHIVE_NONE;
}

const char *hf_archive_media_type(enum hf_archive_kind kind)
{
	for (size_t i = 0; i < N_KINDS; i++) {
		if (kinds[i].kind == kind)
			return kinds[i].media_type;
	}
	return NULL;
}
