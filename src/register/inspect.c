/* One package at every place, and a bag that somebody has in hand. */
#include "register/inspect.h"

#include <string.h>

#include "base/text.h"
#include "container/open.h"
#include "finding/sink.h"
#include "register/look.h"
#include "register/sight.h"

/* One package at one place, of which the log may have a copy there. */
static int look_for(struct hf_look *look, const char *package,
		    struct hf_kept *kept, struct hf_error *err)
{
	enum hf_held_form form;
	int lies = hf_place_find(&look->place, package, &form, err);

	if (lies < 0)
		return -1;
	if (!kept)
		return lies ? hf_tell_stranger(look, package, NULL, err) : 0;
	if (hf_look_at(look, &kept->held, lies ? &form : NULL, &kept->state,
		       kept->found, err) < 0)
		return -1;
	kept->found_form = lies ? form : kept->held.form;
	return 0;
}

static struct hf_kept *kept_at(struct hf_kept_list *copies,
			       const struct hf_location *location)
{
	for (size_t i = 0; i < copies->n; i++) {
		if (copies->at[i].location == location)
			return &copies->at[i];
	}
	return NULL;
}

static bool is_expected(const struct hf_kept *kept)
{
	return kept && kept->held.fate == HF_FATE_HELD &&
	       kept->location->trust != HF_DEAD;
}

static int look_into(struct hf_look *look, const struct hf_location *location,
		     const char *package, struct hf_kept *kept,
		     struct hf_error *err)
{
	struct hf_findings unasked;
	int open, ret = 0;

	hf_findings_init(&unasked);
	open = hf_look_begin(look, location, is_expected(kept) ? look->sink
							    : &unasked.sink,
			  err);
	hf_findings_release(&unasked);
	if (open < 0)
		return -1;
	if (open) {
		ret = look_for(look, package, kept, err);
		hf_look_end(look);
	} else if (kept && kept->held.fate == HF_FATE_HELD) {
		kept->state = HF_STATE_UNREACHABLE;
	}
	return ret;
}

int hf_inspect_package(const struct hf_ledger *ledger,
		       const char *package, struct hf_kept_list *copies,
		       const struct hf_inspect_options *options,
		       struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_register *reg = ledger->reg;
	struct hf_inspected counts = { 0 };
	struct hf_look look = { .ledger = ledger, .options = options,
			     .counts = &counts, .sink = sink };
	int ret = 0;

	for (size_t i = 0; ret == 0 && i < reg->n_locations; i++)
		ret = look_into(&look, &reg->locations[i], package,
				kept_at(copies, &reg->locations[i]), err);
	for (size_t i = 0; i < copies->n; i++) {
		struct hf_kept *kept = &copies->at[i];

		if (kept->location || kept->held.fate != HF_FATE_HELD)
			continue;
		kept->state = HF_STATE_UNREACHABLE;
		hf_tell_unknown_place(kept->held.location, sink);
	}
	hf_look_release(&look);
	return ret;
}

/* "quay" of "bags/quay/". */
static int name_of_folder(char name[256], const char *path,
			  struct hf_error *err)
{
	size_t len;
	const char *part = hf_last_part(path, &len);

	if (!len || len > 255)
		return hf_fail(err, HF_EUSAGE, "'%s' is no name of a package",
			       hf_shown(path));
	memcpy(name, part, len);
	name[len] = '\0';
	return 0;
}

int hf_inspect_bag(const struct hf_ledger *ledger, const char *path,
		   const struct hf_inspect_options *options,
		   struct hf_bag_in_hand *bag_ret, struct hf_sink *sink,
		   struct hf_error *err)
{
	struct hf_bag_in_hand bag = { 0 };
	struct hf_sighting seen;
	enum hf_sight sight;
	int known;

	if (hf_is_archive(path, err) < 0 ||
	    name_of_folder(bag.package, path, err) < 0 ||
	    hf_see_root(&seen, path, bag.package, options, sink, err) < 0)
		return -1;
	if (seen.top[0])
		memcpy(bag.package, seen.top, sizeof(bag.package));
	memcpy(bag.root, seen.root, sizeof(bag.root));
	*bag_ret = bag;
	if (seen.sight != HF_SIGHT_RIGHT)
		return 0;
	known = hf_catalogue_root(ledger->catalogue, bag.package,
				  bag_ret->newest, err);
	if (known < 0)
		return -1;
	if (!known) {
		hf_found(sink, BAG_NOT_IN_LOG, .subject = bag.package);
		return 0;
	}
	return hf_compare_root(&sight, ledger, bag.package, bag_ret->newest,
			       bag.root, bag.package, sink, err);
}
