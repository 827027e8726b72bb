#include "register/incoming.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/text.h"
#include "base/tree.h"
#include "base/walk.h"

#define ID_TRIES	1000

/* Open a folder of ours at a location, which is made where it is missing. */
static int open_area(const struct hf_place *place, const char *name,
		     struct hf_error *err)
{
	int fd = -1;

	if (hf_make_folder_beneath(place->dir, name) == 0)
		fd = hf_open_beneath(place->dir, name,
				     O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		hf_fail(err, HF_ESYS, "'%s' cannot be made at location %s",
			name, hf_shown(place->location->id));
	return fd;
}

/* Remove the folder of a run that is dead: nobody holds its lock. */
static int clear_one(void *ctx, const struct hf_walk_entry *entry,
		     struct hf_error *err)
{
	int area = *(int *)ctx, fd;

	if (entry->kind != HF_WALK_DIRECTORY)
		return HF_WALK_GO_ON;
	fd = hf_open_beneath(area, entry->path, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		return HF_WALK_PRUNE;
	if (hf_io->flock(fd, LOCK_EX | LOCK_NB) == 0 &&
	    hf_tree_remove(area, entry->path, err) < 0) {
		hf_close(fd);
		return -1;
	}
	hf_close(fd);
	return HF_WALK_PRUNE;
}

/* A folder that nobody else has: the time, the process, and a number. */
static int make_own(struct hf_incoming *incoming, struct hf_error *err)
{
	time_t now = (time_t)hf_clock_wall();
	struct tm tm;
	char stamp[32];

	gmtime_r(&now, &tm);
	strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &tm);
	for (int i = 0; i < ID_TRIES; i++) {
		snprintf(incoming->id, sizeof(incoming->id), "%s-%ld-%d",
			 stamp, (long)getpid(), i);
		if (hf_io->mkdirat(incoming->area, incoming->id, 0700) == 0) {
			incoming->dir = hf_open_beneath(incoming->area,
							incoming->id,
							O_RDONLY | O_DIRECTORY);
			break;
		}
		if (errno != EEXIST)
			break;
	}
	if (incoming->dir < 0 || hf_io->flock(incoming->dir, LOCK_EX) < 0)
		return hf_fail(err, HF_ESYS,
			       "'%s/%s' cannot be made at location %s",
			       HF_INCOMING, incoming->id,
			       hf_shown(incoming->place->location->id));
	return 0;
}

int hf_incoming_begin(struct hf_incoming *incoming,
		      const struct hf_place *place, struct hf_error *err)
{
	*incoming = (struct hf_incoming)HF_INCOMING_NONE;
	incoming->place = place;
	incoming->area = open_area(place, HF_INCOMING, err);
	if (incoming->area < 0)
		return -1;
	/* Nobody may take for dead what another has made and not yet locked. */
	if (hf_io->flock(incoming->area, LOCK_EX) < 0)
		return hf_fail(err, HF_ESYS, "'%s' cannot be locked",
			       HF_INCOMING);
	if (hf_walk(incoming->area, NULL, clear_one, &incoming->area, err) < 0 ||
	    make_own(incoming, err) < 0)
		return -1;
	hf_io->flock(incoming->area, LOCK_UN);
	if (asprintf(&incoming->path, "%s/%s/%s", place->location->path,
		     HF_INCOMING, incoming->id) < 0) {
		incoming->path = NULL;
		return hf_fail_memory(err);
	}
	return 0;
}

int hf_incoming_folder(const struct hf_incoming *incoming, const char *name,
		       struct hf_error *err)
{
	int fd = -1;

	if (hf_io->mkdirat(incoming->dir, name, 0755) == 0)
		fd = hf_open_beneath(incoming->dir, name,
				     O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		hf_fail(err, HF_ESYS, "'%s' cannot be made",
			hf_shown(incoming->path));
	return fd;
}

char *hf_incoming_path(const struct hf_incoming *incoming, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", incoming->path, name) < 0 ? NULL
								  : path;
}

int hf_incoming_admit(const struct hf_incoming *incoming, const char *name,
		      const char *as, struct hf_error *err)
{
	const struct hf_place *place = incoming->place;

	if (hf_tree_sync_folders(incoming->dir, err) < 0)
		return -1;
	if (hf_rename_to_new(incoming->dir, name, place->dir, as) < 0) {
		if (errno == EEXIST)
			return hf_fail(err, HF_EUSAGE,
				       "something lies at location %s as '%s' already, and was left as it is",
				       hf_shown(place->location->id),
				       hf_shown(as));
		return hf_fail(err, HF_ESYS,
			       "'%s' cannot be given its name at location %s",
			       hf_shown(as), hf_shown(place->location->id));
	}
	if (hf_io->fsync(place->dir) < 0)
		return hf_fail(err, HF_ESYS,
			       "location %s cannot be made durable",
			       hf_shown(place->location->id));
	return 0;
}

int hf_incoming_put_aside(struct hf_incoming *incoming, struct hf_error *err)
{
	int area, ret = -1;

	if (hf_tree_sync_folders(incoming->dir, err) < 0)
		return -1;
	area = open_area(incoming->place, HF_QUARANTINE, err);
	if (area < 0)
		return -1;
	if (hf_rename_to_new(incoming->area, incoming->id, area,
			     incoming->id) < 0 || hf_io->fsync(area) < 0) {
		hf_fail(err, HF_ESYS, "'%s' cannot be put into quarantine",
			hf_shown(incoming->path));
	} else {
		hf_close(incoming->dir);
		incoming->dir = -1;
		ret = 0;
	}
	hf_close(area);
	return ret;
}

void hf_incoming_end(struct hf_incoming *incoming)
{
	struct hf_error ignored;

	/* A new run would clear it as well. */
	if (incoming->dir >= 0)
		hf_tree_remove(incoming->area, incoming->id, &ignored);
	hf_close(incoming->dir);
	hf_close(incoming->area);
	free(incoming->path);
	*incoming = (struct hf_incoming)HF_INCOMING_NONE;
}
