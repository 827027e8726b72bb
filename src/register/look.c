#include "register/look.h"

#include <string.h>

#include "base/buf.h"
#include "register/lying.h"
#include "register/sight.h"

static const char *subject_of(struct hf_look *look, const char *package)
{
	return hf_kept_subject(&look->subject, package, look->location->id);
}

int hf_look_begin(struct hf_look *look, const struct hf_location *location,
		      struct hf_sink *sink, struct hf_error *err)
{
	int open;

	look->location = location;
	open = hf_place_open(&look->place, location, sink, err);
	if (open >= 0)
		(*(open ? &look->counts->places
			: &look->counts->unreachable))++;
	return open;
}

void hf_look_end(struct hf_look *look)
{
	hf_place_close(&look->place);
}

void hf_look_release(struct hf_look *look)
{
	hf_buf_release(&look->subject);
	hf_buf_release(&look->path);
}

/* Something lies there, and the log says that this copy is held there. */
static int compare(struct hf_look *look, const struct hf_held_copy *copy,
		   enum hf_held_form form, struct hf_sighting *sighting,
		   struct hf_error *err)
{
	const char *subject = subject_of(look, copy->package);
	const char *path = hf_lying_path_into(&look->path, look->location,
					      copy->package, form);

	if (hf_buf_check(&look->subject, err) < 0 ||
	    hf_buf_check(&look->path, err) < 0 ||
	    hf_see_root(sighting, path, subject, look->options, look->sink,
			err) < 0)
		return -1;
	if (sighting->sight != HF_SIGHT_RIGHT)
		return 0;
	return hf_compare_root(&sighting->sight, look->ledger, copy->package,
			       copy->root, sighting->root, subject, look->sink,
			       err);
}

/* What an ended copy is told to be, where something lies in its place. */
static void tell_ended(struct hf_look *look, const struct hf_held_copy *copy)
{
	const char *subject = subject_of(look, copy->package);

	look->counts->strangers++;
	switch (copy->fate) {
	case HF_FATE_DESTROYED:
		hf_found(look->sink, RESURRECTED_COPY, .subject = subject,
			 .detail = "the log says that it was destroyed or given up, and it lies there");
		break;
	case HF_FATE_LOST:
		hf_found(look->sink, RESURRECTED_COPY, .subject = subject,
			 .detail = "the log says that it was lost, and it lies there");
		break;
	default:
		hf_found(look->sink, UNREGISTERED_COPY, .subject = subject,
			 .detail = "the log says that it was handed over to somebody else");
	}
}

int hf_tell_stranger(struct hf_look *look, const char *package,
			 const char *detail, struct hf_error *err)
{
	const char *subject = subject_of(look, package);
	char root[65];
	int known = hf_catalogue_root(look->ledger->catalogue, package, root,
				      err);

	if (known < 0)
		return -1;
	look->counts->strangers++;
	if (known)
		hf_found(look->sink, UNREGISTERED_COPY, .subject = subject,
			 .detail = detail);
	else
		hf_found(look->sink, BAG_NOT_IN_LOG, .subject = subject);
	return 0;
}

int hf_look_at(struct hf_look *look, const struct hf_held_copy *copy,
	       const enum hf_held_form *form, enum hf_copy_state *state,
	       char root[65], struct hf_error *err)
{
	struct hf_sighting sighting;

	root[0] = '\0';
	if (copy->fate != HF_FATE_HELD) {
		if (form)
			tell_ended(look, copy);
		return 0;
	}
	look->counts->copies++;
	if (!form) {
		*state = HF_STATE_MISSING;
		hf_found(look->sink, MISSING,
			 .subject = subject_of(look, copy->package));
		return 0;
	}
	if (look->options->names_only)
		return 0;
	if (compare(look, copy, *form, &sighting, err) < 0)
		return -1;
	memcpy(root, sighting.root, sizeof(sighting.root));
	look->counts->sound += sighting.sight == HF_SIGHT_RIGHT;
	if (sighting.sight == HF_SIGHT_WRONG)
		*state = HF_STATE_CORRUPT;
	else if (sighting.sight == HF_SIGHT_NONE &&
		 *state != HF_STATE_CORRUPT)
		*state = HF_STATE_UNREACHABLE;
	return 0;
}

void hf_tell_unknown_place(const char *id, struct hf_sink *sink)
{
	hf_found(sink, UNREACHABLE, .subject = id,
		 .detail = "by the log there are copies at it, and register.txt has no such location");
}
