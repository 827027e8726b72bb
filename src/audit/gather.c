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
	bool may_write;
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

struct hf_holding hf_holding_of(const struct hf_register *reg,
				const struct hf_held_copy *copy,
				size_t location, const char *package)
{
	return (struct hf_holding){
		.package = package, .location = location,
		.octets = copy->octets, .files = copy->files,
		.since = copy->since, .checked = copy->checked,
		.interval = hf_register_interval(reg, copy->location),
		.failed = copy->failed };
}

static int add_seen(struct hf_audit_held *held,
		    const struct hf_held_copy *copy, struct hf_error *err)
{
	struct hf_audit_seen *grown = hf_list_grow(held->seen, held->n_seen,
						   &held->seen_room,
						   sizeof(*grown));

	if (!grown)
		return hf_fail_memory(err);
	held->seen = grown;
	grown += held->n_seen++;
	*grown = (struct hf_audit_seen){ .checked_by = copy->checked_by };
	strncpy(grown->root, copy->root ? copy->root : "", 64);
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
	held->copies[held->n++] = hf_holding_of(g->reg, copy, location,
						package);
	return add_seen(held, copy, err);
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

/*
 * What was begun of a copy that is no longer held, or is another one, or has been
 * read whole since, is of no use to anybody.
 */
static int take_begun(void *ctx, const struct hf_begun *begun,
		      struct hf_error *err)
{
	const struct gathering *g = ctx;
	struct hf_audit_held *held = g->held;

	for (size_t i = find_package(held, begun->of.package); i < held->n &&
	     !strcmp(held->copies[i].package, begun->of.package); i++) {
		struct hf_holding *copy = &held->copies[i];

		if (strcmp(held->places[copy->location].id,
			   begun->of.location))
			continue;
		if (strcmp(held->seen[i].root, begun->root) ||
		    held->seen[i].checked_by != begun->of.after)
			break;
		copy->suspended = true;
		copy->progress = begun->octets < copy->octets
				 ? begun->octets : copy->octets;
		return 0;
	}
	return g->may_write ? hf_begun_remove(g->reg->dir, &begun->of, err) : 0;
}

int hf_audit_gather(struct hf_audit_held *held, struct hf_audit_run *run,
		    struct hf_error *err)
{
	const struct hf_register *reg = run->custody.reg;
	struct gathering g = { held, reg, !run->options->plan_only };

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
	free(held->seen);
	free(held->places);
	hf_arena_release(&held->arena);
	*held = (struct hf_audit_held){ 0 };
}
