#include "register/location.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "register/marker.h"

/* Of us, and not of the place: nothing is known of that then. */
static bool is_ours(int error)
{
	return error == ENOMEM || error == EMFILE || error == ENFILE;
}

#define unreachable(location, sink, ...)				\
	hf_found((sink), UNREACHABLE, .path = (location)->path,		\
		 .subject = (location)->id, __VA_ARGS__)

/* The folder: 1, 0 with the finding told, or -1. */
static int open_folder(struct hf_place *place, struct hf_sink *sink,
		       struct hf_error *err)
{
	const struct hf_location *location = place->location;

	do {
		place->dir = hf_io->openat(AT_FDCWD, location->path,
					   O_RDONLY | O_DIRECTORY | O_CLOEXEC,
					   0);
	} while (place->dir < 0 && errno == EINTR);
	if (place->dir >= 0)
		return 1;
	if (is_ours(errno))
		return hf_fail(err, HF_ESYS, "cannot open '%s'",
			       hf_shown(location->path));
	unreachable(location, sink,
		    .detail = errno == ENOENT ? "there is no such folder" :
			      errno == ENOTDIR ? "it is not a folder" :
			      hf_errno_text(errno));
	return 0;
}

static void tell_state(const struct hf_location *location,
		       enum hf_marker_state state, int error,
		       struct hf_sink *sink)
{
	char why[256];

	if (state == HF_MARKER_ABSENT)
		snprintf(why, sizeof(why),
			 "there is no marker in it, %s: nothing is mounted there, or it is another folder",
			 HF_MARKER);
	else if (state == HF_MARKER_MALFORMED)
		snprintf(why, sizeof(why),
			 "its marker, %s, cannot be understood", HF_MARKER);
	else
		snprintf(why, sizeof(why), "its marker, %s, cannot be read: %s",
			 HF_MARKER, error == ELOOP ? "it is a symbolic link" :
			 error == EFTYPE_NOT_REGULAR ? "it is no file" :
			 hf_errno_text(error));
	unreachable(location, sink, .detail = why);
}

/* Another's marker: a disk that was put into the wrong slot, say. */
static void tell_other(const struct hf_location *location,
		       const struct hf_marker *marker, struct hf_sink *sink)
{
	char expected[512], actual[512];

	snprintf(expected, sizeof(expected), "%s of %s", location->id,
		 location->origin);
	snprintf(actual, sizeof(actual), "%s of %s", marker->id,
		 marker->origin);
	unreachable(location, sink, .expected = expected, .actual = actual,
		    .detail = "its marker is that of another location");
}

/* The marker: 1, 0 with the finding told, or -1. */
static int check_marker(const struct hf_place *place, struct hf_sink *sink,
			struct hf_error *err)
{
	const struct hf_location *location = place->location;
	enum hf_marker_state state;
	struct hf_marker marker;

	if (hf_marker_read(place->dir, &marker, &state, err) < 0)
		return -1;
	if (state == HF_MARKER_UNREADABLE && is_ours(errno))
		return hf_fail(err, HF_ESYS, "cannot read '%s/%s'",
			       hf_shown(location->path), HF_MARKER);
	if (state != HF_MARKER_READ) {
		tell_state(location, state, errno, sink);
		return 0;
	}
	if (!strcmp(marker.id, location->id) &&
	    !strcmp(marker.origin, location->origin))
		return 1;
	tell_other(location, &marker, sink);
	return 0;
}

int hf_place_open(struct hf_place *place_ret,
		  const struct hf_location *location, struct hf_sink *sink,
		  struct hf_error *err)
{
	struct hf_place place = { .location = location, .dir = -1 };
	int ret = open_folder(&place, sink, err);

	if (ret > 0)
		ret = check_marker(&place, sink, err);
	if (ret > 0)
		*place_ret = place;
	else
		hf_place_close(&place);
	return ret;
}

void hf_place_close(struct hf_place *place)
{
	hf_close(place->dir);
	place->dir = -1;
}
