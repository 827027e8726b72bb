#include "register/replacing.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/staging.h"
#include "base/text.h"
#include "register/readback.h"

/* --- What lies there. --- */

/* It is there, and does not open, or ends the reading: nobody knows what it is. */
static int tell_unread(struct hf_sink *sink, const struct hf_error *err)
{
	if (hf_error_is_ours(err))
		return -1;
	hf_found(sink, UNREADABLE, .detail = err->text);
	return 0;
}

int hf_lying_read(const struct hf_place *place, const char *package,
		  enum hf_held_form form,
		  const struct hf_moving_options *options,
		  struct hf_sink *sink, struct hf_lying_bag *bag,
		  struct hf_error *err)
{
	struct hf_policy policy;
	struct hf_judge judge;
	char *path = hf_lying_path(place->location, package, form);
	int ret;

	*bag = (struct hf_lying_bag){ 0 };
	if (!path)
		return hf_fail_memory(err);
	hf_policy_init(&policy, false);
	hf_judge_init(&judge, &policy, sink);
	ret = hf_read_shut_in(path, options, &judge.sink, &bag->root, err);
	if (ret < 0)
		ret = tell_unread(&judge.sink, err);
	bag->sound = ret == 0 && judge.fixity == HF_VALID;
	bag->undetermined = ret == 0 && judge.fixity == HF_UNDETERMINED;
	free(path);
	return ret;
}

/* --- Another in its place. --- */

/* Both names at once; where a file system cannot, one after the other. */
static int exchange(int aside, const char *new_name, int place,
		    const char *old_name)
{
	if (!strcmp(new_name, old_name)) {
		if (hf_io->renameat2(aside, new_name, place, old_name,
				     RENAME_EXCHANGE) == 0)
			return 0;
		if (errno != EINVAL && errno != ENOSYS)
			return -1;
	}
	if (hf_rename_to_new(place, old_name, aside, "replaced") < 0)
		return -1;
	return hf_rename_to_new(aside, new_name, place, new_name);
}

int hf_replace_lying(struct hf_arrival *arrival, const char *from,
		     enum hf_held_form form, struct hf_error *err)
{
	const struct hf_place *place = arrival->incoming.place;
	char *old_name = hf_lying_name(arrival->name, form), *path = NULL;
	int aside = -1, ret = -1;

	if (!old_name || asprintf(&path, "%s/%s", HF_QUARANTINE,
				  arrival->incoming.id) < 0) {
		path = NULL;
		hf_fail_memory(err);
		goto out;
	}
	/* In quarantine nothing is cleared, whoever is killed in between. */
	if (hf_arrival_put_aside(arrival, from, "was replaced", err) < 0)
		goto out;
	aside = hf_open_beneath(place->dir, path, O_RDONLY | O_DIRECTORY);
	if (aside < 0 ||
	    exchange(aside, arrival->held, place->dir, old_name) < 0 ||
	    hf_io->fsync(aside) < 0 || hf_io->fsync(place->dir) < 0)
		hf_fail(err, HF_ESYS,
			"'%s' cannot be exchanged at location %s; both are in '%s'",
			hf_shown(old_name), hf_shown(place->location->id),
			path);
	else
		ret = 0;
out:
	hf_close(aside);
	free(old_name);
	free(path);
	return ret;
}
