/*
 * The marker of a location: a file in its folder that says which it is, and of
 * which register.
 *
 *	Location: tape-room
 *	Register: archive.example.org/register
 */
#ifndef HF_REGISTER_MARKER_H
#define HF_REGISTER_MARKER_H

#include "base/error.h"
#include "log/note.h"

#define HF_MARKER_ID_MAX	128

struct hf_marker {
	char id[HF_MARKER_ID_MAX + 1];
	char origin[HF_KEY_NAME_MAX + 1];
};

enum hf_marker_state {
	HF_MARKER_READ,
	HF_MARKER_ABSENT,
	HF_MARKER_MALFORMED,
	HF_MARKER_UNREADABLE,	/* errno says why */
};

/* Read the marker in the open folder @dir.  -1 only where memory ended. */
int hf_marker_read(int dir, struct hf_marker *marker_ret,
		   enum hf_marker_state *state_ret, struct hf_error *err);

/*
 * Write it, unless it is there: 1, or 0 where it was.  HF_EUSAGE if another
 * location's is there; @path is for messages.
 */
int hf_marker_write(int dir, const char *path, const char *id,
		    const char *origin, struct hf_error *err);

#endif
