#include "profile/media.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/chars.h"
#include "base/text.h"

/*
 * One row for each format, all of its names without "application/".  What is
 * compressed is taken for a tar within: nothing else is a bag in one file.
 */
static const char *const formats[][12] = {
	{ "tar", "x-tar", "x-gtar", "x-ustar" },
	{ "zip", "x-zip", "x-zip-compressed" },
	{ "gzip", "x-gzip", "tar+gzip", "x-tar+gzip", "x-gtar+gzip", "x-tgz",
	  "x-compressed-tar", "x-gtar-compressed", "x-tar-gz" },
	{ "bzip2", "x-bzip2", "x-bzip", "tar+bzip2", "x-tar+bzip2", "x-tbz",
	  "x-bzip-compressed-tar", "x-bzip2-compressed-tar" },
	{ "xz", "x-xz", "tar+xz", "x-tar+xz", "x-txz", "x-xz-compressed-tar" },
	{ "zstd", "x-zstd", "tar+zstd", "x-tar+zstd",
	  "x-zstd-compressed-tar" },
	{ "x-7z-compressed", "7z", "x-7z" },
};

#define N_FORMATS	(sizeof(formats) / sizeof(formats[0]))

/* Without parameters: "application/zip; charset=binary". */
static size_t type_length(const char *text)
{
	size_t len = strcspn(text, ";");

	while (len && hf_is_blank(text[len - 1]))
		len--;
	return len;
}

bool hf_media_is_type(const char *text)
{
	size_t len = type_length(text);
	const char *slash = memchr(text, '/', len);

	if (len == 1 && *text == '*')
		return true;
	return slash && slash > text && slash + 1 < text + len &&
	       !memchr(text, ' ', len);
}

/* The format that goes by this name, or N_FORMATS. */
static size_t format_of(const char *type, size_t len)
{
	static const char application[] = "application/";
	size_t skip = sizeof(application) - 1;

	if (len <= skip || strncasecmp(type, application, skip))
		return N_FORMATS;
	for (size_t i = 0; i < N_FORMATS; i++) {
		for (const char *const *name = formats[i]; *name; name++) {
			if (strlen(*name) == len - skip &&
			    !strncasecmp(type + skip, *name, len - skip))
				return i;
		}
	}
	return N_FORMATS;
}

bool hf_media_accepts(const char *accepted, const char *type)
{
	size_t a = type_length(accepted), t = type_length(type);
	size_t format = format_of(accepted, a);

	if ((a == 1 && *accepted == '*') ||
	    (a == 3 && !strncmp(accepted, "*/*", 3)))
		return true;
	if (a > 2 && !strncmp(accepted + a - 2, "/*", 2))
		return t >= a && !strncasecmp(accepted, type, a - 1);
	if (a == t && !strncasecmp(accepted, type, a))
		return true;
	return format < N_FORMATS && format == format_of(type, t);
}
