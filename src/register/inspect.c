/* One package at every place, and a bag that somebody has in hand. */
#include "register/inspect.h"

#include <string.h>

#include "finding/sink.h"
#include "register/look.h"
#include "register/sight.h"

/* One package at one place, of which the log may have a copy there. */
static int look_for(struct hf_look *look, const char *package,
		    struct hf_kept *kept, struct hf_error *err)
{
	enum hf_held_form form;
	struct hf_bag_root root = { 0 };
	int lies = hf_place_find(&look->place, package, &form, err);

	if (lies < 0)
		return -1;
	if (!kept)
		return lies ? hf_tell_stranger(look, package, NULL, err) : 0;
	if (hf_look_at(look, &kept->held, lies ? &form : NULL, &kept->state,
		    &root, err) < 0)
		return -1;
	memcpy(kept->found, root.hex, sizeof(kept->found));
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

int hf_inspect_package(const struct hf_holdings *holdings,
		       const char *package, struct hf_kept_list *copies,
		       const struct hf_inspect_options *options,
		       struct hf_sink *sink, struct hf_error *err)
{
	const struct hf_register *reg = holdings->reg;
	struct hf_inspected counts = { 0 };
	struct hf_look look = { .holdings = holdings, .options = options,
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

int hf_inspect_bag(const struct hf_holdings *holdings, const char *path,
		   const char *package,
		   const struct hf_inspect_options *options,
		   char root_ret[65], struct hf_sink *sink,
		   struct hf_error *err)
{
	char current[65];
	struct hf_bag_root root;
	enum hf_sight sight;
	int known;

	root_ret[0] = '\0';
	if (hf_see_root(&sight, &root, path, package, options, sink, err) < 0)
		return -1;
	if (sight != HF_SIGHT_RIGHT)
		return 0;
	memcpy(root_ret, root.hex, sizeof(root.hex));
	known = hf_catalogue_root(holdings->catalogue, package, current, err);
	if (known < 0)
		return -1;
	if (!known) {
		hf_found(sink, BAG_NOT_IN_LOG, .subject = package);
		return 0;
	}
	return hf_compare_root(&sight, holdings, package, current, root.hex,
			       package, sink, err);
}
