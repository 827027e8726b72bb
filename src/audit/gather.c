/* What a plan is made of: the copies of the log, and what is begun of them. */
#include <stdlib.h>
#include <string.h>

#include "audit/begun.h"
#include "audit/inside.h"
#include "base/arena.h"
#include "base/list.h"

struct gathering {
	struct hf_audit_held *held;
	const struct hf_register *reg;
};

/* A place that is given up is not read: what lies there is nobody's any more. */
static bool is_kept_at(const struct hf_register *reg, const char *id,
		       size_t *location_ret)
{
	const struct hf_location *location = hf_register_location(reg, id);

	if (!location || location->trust == HF_DEAD)
		return false;
	*location_ret = (size_t)(location - reg->locations);
	return true;
}

static int add_root(struct hf_audit_held *held, const char *root,
		    struct hf_error *err)
{
	char (*grown)[65] = hf_list_grow(held->roots, held->n_roots,
					 &held->roots_room, sizeof(*grown));

	if (!grown)
		return hf_fail_memory(err);
	held->roots = grown;
	memset(grown[held->n_roots], 0, sizeof(*grown));
	strncpy(grown[held->n_roots++], root ? root : "", 64);
	return 0;
}

static int take_copy(void *ctx, const struct hf_held_copy *copy,
		     struct hf_error *err)
{
	struct gathering *g = ctx;
	struct hf_audit_held *held = g->held;
	struct hf_holding *grown;
	const char *package;
	size_t location;

	if (copy->fate != HF_FATE_HELD ||
	    !is_kept_at(g->reg, copy->location, &location))
		return 0;
	grown = hf_list_grow(held->copies, held->n, &held->room,
			     sizeof(*grown));
	if (grown)
		held->copies = grown;
	package = grown && held->n &&
		  !strcmp(grown[held->n - 1].package, copy->package)
		  ? grown[held->n - 1].package
		  : hf_arena_strdup(&held->arena, copy->package);
	if (!grown || !package)
		return hf_fail_memory(err);
	held->copies[held->n++] = (struct hf_holding){
		.package = package, .location = location,
		.octets = copy->octets, .files = copy->files,
		.since = copy->since, .checked = copy->checked,
		.interval = hf_register_interval(g->reg, copy->location),
		.failed = copy->failed };
	return add_root(held, copy->root, err);
}

/* The first copy of @package, or of what would come behind it. */
static size_t find_package(const struct hf_audit_held *held,
			   const char *package)
{
	size_t from = 0, to = held->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(held->copies[middle].package, package) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* What the reading of a copy has behind it, that is no longer held, is nothing. */
static int take_begun(void *ctx, const struct hf_begun *begun,
		      struct hf_error *err)
{
	struct hf_audit_held *held = ((struct gathering *)ctx)->held;

	(void)err;
	for (size_t i = find_package(held, begun->package); i < held->n &&
	     !strcmp(held->copies[i].package, begun->package); i++) {
		struct hf_holding *copy = &held->copies[i];

		if (strcmp(held->places[copy->location].id, begun->location) ||
		    strcmp(held->roots[i], begun->root))
			continue;
		copy->suspended = true;
		copy->progress = begun->octets < copy->octets
				 ? begun->octets : copy->octets;
	}
	return 0;
}

int hf_audit_gather(struct hf_audit_held *held, struct hf_audit_run *run,
		    struct hf_error *err)
{
	const struct hf_register *reg = run->custody.reg;
	struct gathering g = { held, reg };

	*held = (struct hf_audit_held){ 0 };
	held->places = calloc(reg->n_locations + 1, sizeof(*held->places));
	if (!held->places)
		return hf_fail_memory(err);
	for (size_t i = 0; i < reg->n_locations; i++)
		held->places[i] = (struct hf_holding_place){
			.id = reg->locations[i].id,
			.rate = run->options->limit_rate };
	if (hf_catalogue_copies(run->custody.catalogue, NULL, NULL, take_copy,
				&g, err) < 0)
		return -1;
	return hf_begun_list(reg->dir, take_begun, &g, err);
}

void hf_audit_held_release(struct hf_audit_held *held)
{
	free(held->copies);
	free(held->roots);
	free(held->places);
	hf_arena_release(&held->arena);
	*held = (struct hf_audit_held){ 0 };
}
