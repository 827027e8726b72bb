/*
 * A location more: the marker first, then the stanza.  A run that is cut in
 * between leaves a folder that is marked, which nobody looks for, and which the
 * same command takes again.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/io.h"
#include "base/replace.h"
#include "base/text.h"
#include "finding/sink.h"
#include "register/lock.h"
#include "register/marker.h"
#include "register/names.h"
#include "register/paths.h"
#include "register/read.h"
#include "register/write.h"

/* One addition. */
struct addition {
	struct hf_register *reg;
	const struct hf_location *location;
	int lock;		/* the register's folder, opened for it; or -1 */
	int dir;		/* the location's folder, or -1 */
	struct hf_buf text;	/* of register.txt, with the new stanza */
	size_t at;		/* where that begins */
	struct hf_arena arena;
	struct hf_location added;	/* as it reads */
};

/* What is missing is told in the words of the file. */
static int want_values(const struct hf_location *location,
		       struct hf_error *err)
{
	const char *missing = !location->id ? "n identifier" :
			      !location->url ? " URL" :
			      !location->site ? " Site" :
			      !location->n_threat_zones ? " Threat-Zone" :
			      !location->medium ? " Medium" : NULL;

	if (!missing)
		return 0;
	return hf_fail(err, HF_EUSAGE, "a location needs a%s", missing);
}

static int write_stanza(struct hf_buf *text, const struct hf_location *location,
			struct hf_error *err)
{
	const struct {
		const char *label, *value;
	} behind[] = {
		{ "Medium", location->medium },
		{ "Media-Since", location->media_since },
		{ "Credential-Domain", location->credential_domain },
		{ "Trust", hf_location_trust_name(location->trust) },
		{ "Form", hf_held_form_name(location->form) },
	};

	if (hf_register_write(text, "Location", location->id, err) < 0 ||
	    hf_register_write(text, "URL", location->url, err) < 0 ||
	    hf_register_write(text, "Site", location->site, err) < 0)
		return -1;
	for (size_t i = 0; i < location->n_threat_zones; i++) {
		if (hf_register_write(text, "Threat-Zone",
				      location->threat_zones[i], err) < 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof(behind) / sizeof(behind[0]); i++) {
		if (hf_register_write(text, behind[i].label, behind[i].value,
				      err) < 0)
			return -1;
	}
	return hf_buf_check(text, err);
}

/* Behind all that people wrote, which stays as it is, byte for byte. */
static int append_stanza(struct addition *addition, struct hf_error *err)
{
	struct hf_buf *text = &addition->text;
	const char *id = addition->location->id, *why;

	if (want_values(addition->location, err) < 0)
		return -1;
	why = hf_location_id_trouble(id);
	if (why)
		return hf_fail(err, HF_EUSAGE, "'%s': %s", hf_shown(id), why);
	if (hf_register_text(addition->reg->dir, addition->reg->path, text,
			     err) < 0)
		return -1;
	if (text->len && text->data[text->len - 1] != '\n')
		hf_buf_addc(text, '\n');
	hf_buf_addc(text, '\n');
	addition->at = text->len;
	return write_stanza(text, addition->location, err);
}

/* The line in which the mistake is, without its end. */
static const char *line_of(struct addition *addition, unsigned long line)
{
	const char *text = hf_buf_text(&addition->text);

	while (--line && text)
		text = strchr(text, '\n') ? strchr(text, '\n') + 1 : NULL;
	return hf_arena_memdup(&addition->arena, text ? text : "",
			       text ? strcspn(text, "\n") : 0);
}

/* It is the new stanza's, or somebody's who wrote before. */
static int tell_mistake(struct addition *addition,
			const struct hf_finding *mistake, struct hf_error *err)
{
	const struct hf_location *added = &addition->added;
	const char *line = line_of(addition, mistake->line);

	if (!line)
		return hf_fail_memory(err);
	if (mistake->line < added->line)
		return hf_fail(err, HF_EREFUSED,
			       "'%s/%s' has a mistake in line %lu, which is to be corrected first: %s",
			       hf_shown(addition->reg->path), HF_REGISTER_TEXT,
			       mistake->line, hf_finding_text(mistake->id));
	if (mistake->id == HF_REGISTER_LOCATION_REPEATED)
		return hf_fail(err, HF_EUSAGE,
			       "the register has that location already: of '%s/%s', %s",
			       hf_shown(addition->reg->path), HF_REGISTER_TEXT,
			       mistake->detail);
	return hf_fail(err, HF_EUSAGE, "'%s' cannot be: %s", hf_shown(line),
		       mistake->detail ? mistake->detail
				       : hf_finding_text(mistake->id));
}

/* Read the new text as it will be read: by that it is judged. */
static int check_text(struct addition *addition, struct hf_error *err)
{
	struct hf_memory_reader memory = { hf_buf_text(&addition->text),
					   addition->text.len };
	struct hf_register_place place = { .name = HF_REGISTER_TEXT };
	struct hf_register again = { .dir = -1 };
	struct hf_findings found;
	bool sound = false;
	int ret;

	hf_findings_init(&found);
	ret = hf_path_absolute(&addition->arena, addition->reg->path,
			       &place.folder, err);
	if (ret == 0)
		ret = hf_register_read(&again, &addition->arena, &place,
				       hf_read_memory, &memory, &found.sink,
				       &sound, err);
	if (ret == 0 && found.failed)
		ret = hf_fail_memory(err);
	if (ret == 0 && again.n_locations)
		addition->added = again.locations[again.n_locations - 1];
	if (ret == 0 && !sound)
		ret = tell_mistake(addition, &found.at[0], err);
	hf_findings_release(&found);
	return ret;
}

static int open_location(struct addition *addition, struct hf_error *err)
{
	const char *path = addition->added.path;

	addition->dir = hf_io->openat(AT_FDCWD, path,
				      O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (addition->dir >= 0)
		return 0;
	if (errno == ENOENT)
		return hf_fail(err, HF_EUSAGE,
			       "the folder '%s' is not there: make it, or mount it, first (a path that does not begin with / begins at the register)",
			       hf_shown(path));
	if (errno == ENOTDIR)
		return hf_fail(err, HF_EUSAGE, "'%s' is not a folder",
			       hf_shown(path));
	return hf_fail(err, HF_ESYS, "cannot open the folder '%s'",
		       hf_shown(path));
}

static int mark_and_write(struct addition *addition, struct hf_error *err)
{
	const struct hf_location *added = &addition->added;
	int marked = hf_marker_write(addition->dir, added->path, added->id,
				     added->origin, err);
	bool renamed;

	if (marked < 0)
		return -1;
	if (hf_replace_file(addition->reg->dir, HF_REGISTER_TEXT,
			    addition->text.data, addition->text.len,
			    &renamed) == 0)
		return 0;
	return hf_fail(err, HF_ESYS, renamed ?
		       "the location is in '%s/%s', but whether it outlasts a power failure is unknown" :
		       "cannot write '%s/%s'", hf_shown(addition->reg->path),
		       HF_REGISTER_TEXT);
}

int hf_register_add_location(struct hf_register *reg,
			     const struct hf_location *location,
			     struct hf_error *err)
{
	struct addition addition = {
		.reg = reg, .location = location, .lock = -1, .dir = -1,
	};
	int ret = -1;

	/* Others who add wait; what they added is then read, and stays. */
	addition.lock = hf_register_lock(reg, err);
	if (addition.lock >= 0 &&
	    append_stanza(&addition, err) == 0 &&
	    check_text(&addition, err) == 0 &&
	    open_location(&addition, err) == 0)
		ret = mark_and_write(&addition, err);
	hf_close(addition.dir);
	hf_close(addition.lock);
	hf_buf_release(&addition.text);
	hf_arena_release(&addition.arena);
	return ret;
}
