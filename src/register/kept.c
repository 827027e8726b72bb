#include "register/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"

const char *hf_kept_subject(struct hf_buf *buf, const char *package,
			    const char *location)
{
	hf_buf_clear(buf);
	hf_buf_printf(buf, "%s at %s", package, location);
	return hf_buf_text(buf);
}

/* An end is evidenced by what somebody else attests (G3), as in a record. */
static enum hf_copy_state state_of_ended(const struct hf_kept *kept)
{
	switch (kept->held.fate) {
	case HF_FATE_LOST:
		return HF_STATE_LOST;
	case HF_FATE_TRANSFERRED:
		return HF_STATE_IN_TRANSIT;
	default:
		return kept->ended_grade >= HF_G3 ? HF_STATE_DESTROYED
						  : HF_STATE_DESTROYED_ASSERTED;
	}
}

/* What the log alone says; who looks may find it worse (inspect.h). */
static enum hf_copy_state state_by_log(const struct hf_kept *kept,
				       const struct hf_register *reg,
				       int64_t now)
{
	const struct hf_held_copy *held = &kept->held;
	int64_t interval = hf_register_interval(reg, held->location);

	if (held->fate != HF_FATE_HELD)
		return state_of_ended(kept);
	if (held->failed)
		return HF_STATE_CORRUPT;
	if (!held->checked)
		return HF_STATE_ATTESTED;
	if (interval && now - held->checked > interval)
		return HF_STATE_STALE;
	return HF_STATE_VERIFIED;
}

int hf_kept_add(struct hf_kept_list *list, const struct hf_register *reg,
		const struct hf_held_copy *held, int64_t now,
		struct hf_error *err)
{
	struct hf_kept *grown = hf_list_grow(list->at, list->n, &list->size,
					     sizeof(*grown));
	struct hf_kept *kept;

	if (!grown)
		return hf_fail_memory(err);
	list->at = grown;
	kept = &list->at[list->n];
	*kept = (struct hf_kept){ .held = *held };
	kept->held.package = hf_arena_strdup(&list->arena, held->package);
	kept->held.location = hf_arena_strdup(&list->arena, held->location);
	kept->held.root = hf_arena_strdup(&list->arena,
					  held->root ? held->root : "");
	if (!kept->held.package || !kept->held.location || !kept->held.root)
		return hf_fail_memory(err);
	kept->location = hf_register_location(reg, held->location);
	kept->state = state_by_log(kept, reg, now);
	list->n++;
	return 0;
}

struct gathering {
	struct hf_kept_list *list;
	const struct hf_ledger *ledger;
	int64_t now;
};

static int visit_copy(void *ctx, const struct hf_held_copy *copy,
		      struct hf_error *err)
{
	struct gathering *g = ctx;

	return hf_kept_add(g->list, g->ledger->reg, copy, g->now, err);
}

/* "G3"; what is no grade is none. */
static enum hf_grade parse_grade(const char *text)
{
	return text && text[0] == 'G' && text[1] >= '0' && text[1] <= '5' &&
	       !text[2] ? (enum hf_grade)(HF_G0 + (text[1] - '0')) : HF_G0;
}

static void note_end(struct hf_kept_list *list, const struct hf_entry *entry)
{
	for (size_t i = 0; i < list->n; i++) {
		struct hf_kept *kept = &list->at[i];

		if (kept->held.fate == HF_FATE_HELD ||
		    kept->held.ended_by != entry->number)
			continue;
		kept->ended_grade = parse_grade(entry->at[HF_ENTRY_GRADE]);
		kept->state = state_of_ended(kept);
	}
}

static int visit_entry(void *ctx, const struct hf_log_place *place,
		       struct hf_error *err)
{
	struct gathering *g = ctx;
	struct hf_buf storage = { 0 };
	struct hf_entry entry;
	int ret = hf_log_read(g->ledger->log, place, &entry, &storage, err);

	if (ret == 0)
		note_end(g->list, &entry);
	hf_buf_release(&storage);
	return ret;
}

static bool any_ended(const struct hf_kept_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->at[i].held.fate != HF_FATE_HELD)
			return true;
	}
	return false;
}

int hf_kept_gather(struct hf_kept_list *list_ret,
		   const struct hf_ledger *ledger, const char *package,
		   int64_t now, struct hf_error *err)
{
	struct hf_kept_list list = { 0 };
	struct gathering g = { &list, ledger, now };

	/* How well an end is evidenced, its entry alone says. */
	if (hf_catalogue_copies(ledger->catalogue, package, NULL,
				visit_copy, &g, err) < 0 ||
	    (any_ended(&list) &&
	     hf_catalogue_entries(ledger->catalogue, package, visit_entry,
				  &g, err) < 0)) {
		hf_kept_release(&list);
		return -1;
	}
	*list_ret = list;
	return 0;
}

void hf_kept_release(struct hf_kept_list *list)
{
	free(list->at);
	hf_arena_release(&list->arena);
	*list = (struct hf_kept_list){ 0 };
}

bool hf_kept_counts(const struct hf_kept *kept)
{
	return kept->held.fate == HF_FATE_HELD && kept->location &&
	       kept->location->trust != HF_DEAD &&
	       (kept->state == HF_STATE_VERIFIED ||
		kept->state == HF_STATE_STALE ||
		kept->state == HF_STATE_ATTESTED);
}
