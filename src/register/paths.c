#include "register/paths.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/chars.h"
#include "base/text.h"

/* Leave out what says nothing; ".." stays, for links lead elsewhere. */
static void tidy(char *path)
{
	char *out = path;

	for (const char *part = path; *part;) {
		size_t len;

		part += strspn(part, "/");
		len = strcspn(part, "/");
		if (len && !(len == 1 && *part == '.')) {
			*out++ = '/';
			memmove(out, part, len);
			out += len;
		}
		part += len;
	}
	if (out == path)
		*out++ = '/';
	*out = '\0';
}

const char *hf_path_from(struct hf_arena *arena, const char *folder,
			 const char *path)
{
	char *whole = *path == '/' ? hf_arena_strdup(arena, path)
				   : hf_arena_printf(arena, "%s/%s", folder,
						     path);

	if (whole)
		tidy(whole);
	return whole;
}

int hf_path_absolute(struct hf_arena *arena, const char *path,
		     const char **path_ret, struct hf_error *err)
{
	char *here = *path == '/' ? NULL : getcwd(NULL, 0);

	if (!here && *path != '/')
		return hf_fail(err, HF_ESYS, "cannot find out where '%s' is",
			       hf_shown(path));
	*path_ret = hf_path_from(arena, here ? here : "", path);
	free(here);
	return *path_ret ? 0 : hf_fail_memory(err);
}

/* How long "SCHEME" of "SCHEME://..." is (RFC 3986, 3.1); 0: there is none. */
static size_t scheme_of(const char *url)
{
	size_t len = 0;

	for (; url[len] && url[len] != ':'; len++) {
		char c = hf_ascii_lower(url[len]);

		if ((c < 'a' || c > 'z') &&
		    (!len || !strchr("0123456789+.-", c)))
			return 0;
	}
	return strncmp(url + len, "://", 3) == 0 ? len : 0;
}

/* Percent-decode in place; false for what is none, and for a NUL. */
static bool decode(char *text)
{
	char *out = text;

	for (const char *in = text; *in; in++) {
		unsigned char byte = (unsigned char)*in;

		if (*in == '%') {
			if (!in[1] || !in[2] ||
			    !hf_hex_decode(&byte, 1, in + 1, 2) || !byte)
				return false;
			in += 2;
		}
		*out++ = (char)byte;
	}
	*out = '\0';
	return true;
}

const char *hf_path_of_url(struct hf_arena *arena, const char *url,
			   const char **why_ret)
{
	size_t scheme = scheme_of(url);
	char *path;

	*why_ret = NULL;
	if (!scheme)
		return url;
	if (scheme != 4 || strncasecmp(url, "file", 4)) {
		*why_ret = "only folders are supported: write a path, or file:/// and a path; what is elsewhere must be mounted";
		return NULL;
	}
	url += strlen("file://");
	if (!strncasecmp(url, "localhost/", strlen("localhost/")))
		url += strlen("localhost");
	if (*url != '/') {
		*why_ret = "only folders of this machine are supported: write file:/// and a whole path";
		return NULL;
	}
	path = hf_arena_strdup(arena, url);
	if (path && !decode(path)) {
		*why_ret = "in a URL a % stands before two hexadecimal digits, and is itself %25";
		return NULL;
	}
	return path;
}
