#include "chain/hands.h"

#include <stdlib.h>

#include "base/list.h"
#include "chain/graph.h"

/* Agents may act for one another, even in a ring. */
#define MOST_STEPS	32

/*
 * What a statement is kept under: the agent that it names, and each that this
 * one acts for.
 */
#define NAMED(agent)	(2 * (agent))
#define ACTED_FOR(agent) (2 * (agent) + 1)
#define NOBODY		SIZE_MAX

static size_t acts_for(const struct hf_record *record, size_t agent)
{
	const struct hf_ref *other = &record->agents[agent].acts_for;

	return other->id ? other->at : HF_NONE;
}

static bool is_above(const struct hf_record *record, size_t agent, size_t other)
{
	for (int i = 0; i < MOST_STEPS && agent != HF_NONE; i++) {
		if (agent == other)
			return true;
		agent = acts_for(record, agent);
	}
	return false;
}

bool hf_same_hands(const struct hf_record *record, size_t agent, size_t other)
{
	return is_above(record, agent, other) || is_above(record, other, agent);
}

void hf_hands_clear(struct hf_hands *hands)
{
	hands->n = 0;
}

static int add_entry(struct hf_hands *hands, size_t key,
		     const struct hf_hand *hand, struct hf_error *err)
{
	struct hf_hand_entry *entries = hf_list_grow(
		hands->entries, hands->n, &hands->size, sizeof(*entries));

	if (!entries)
		return hf_fail_memory(err);
	hands->entries = entries;
	hands->entries[hands->n++] = (struct hf_hand_entry){
		.key = key, .since = hand->since, .until = hand->until,
		.id = hand->id };
	return 0;
}

int hf_hands_add(struct hf_hands *hands, const struct hf_hand *hand,
		 struct hf_error *err)
{
	size_t agent = hand->agent;

	if (agent == HF_NONE)
		return add_entry(hands, NOBODY, hand, err);
	if (add_entry(hands, NAMED(agent), hand, err) < 0)
		return -1;
	for (int i = 1; i < MOST_STEPS; i++) {
		agent = acts_for(hands->record, agent);
		if (agent == HF_NONE || agent == hand->agent)
			break;
		if (add_entry(hands, ACTED_FOR(agent), hand, err) < 0)
			return -1;
	}
	return 0;
}

static int by_key(const void *a, const void *b)
{
	const struct hf_hand_entry *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->since != y->since)
		return x->since < y->since ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* The latest until so far, and the latest of any other statement. */
static void follow(struct hf_hand_entry *entry,
		   const struct hf_hand_entry *before)
{
	entry->latest = entry->until;
	entry->latest_id = entry->id;
	entry->second = HF_DATE_FIRST;
	if (!before || before->key != entry->key)
		return;
	entry->second = before->second;
	if (before->latest_id == entry->id)
		return;		/* in a ring, one statement comes again */
	if (before->latest >= entry->until) {
		entry->latest = before->latest;
		entry->latest_id = before->latest_id;
		if (entry->until > entry->second)
			entry->second = entry->until;
	} else {
		entry->second = before->latest;
	}
}

void hf_hands_sort(struct hf_hands *hands)
{
	if (hands->n)
		qsort(hands->entries, hands->n, sizeof(*hands->entries),
		      by_key);
	for (size_t i = 0; i < hands->n; i++)
		follow(&hands->entries[i], i ? &hands->entries[i - 1] : NULL);
}

void hf_hands_release(struct hf_hands *hands)
{
	free(hands->entries);
	*hands = (struct hf_hands){ 0 };
}

/* What is asked of the statements that are kept under one key. */
static bool find_under(const struct hf_hands *hands, size_t key, int64_t since,
		       int64_t by, size_t except)
{
	size_t low = 0, high = hands->n;
	const struct hf_hand_entry *last;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct hf_hand_entry *e = &hands->entries[middle];

		if (e->key < key || (e->key == key && e->since <= by))
			low = middle + 1;
		else
			high = middle;
	}
	last = low ? &hands->entries[low - 1] : NULL;
	if (!last || last->key != key)
		return false;
	if (last->latest_id != except)
		return last->latest >= since;
	return last->second >= since && last->second != HF_DATE_FIRST;
}

bool hf_hands_find(const struct hf_hands *hands, size_t agent, bool or_nobody,
		   int64_t since, int64_t by, size_t except)
{
	size_t above = agent;

	if ((or_nobody && find_under(hands, NOBODY, since, by, except)) ||
	    find_under(hands, ACTED_FOR(agent), since, by, except))
		return true;
	for (int i = 0; i < MOST_STEPS && above != HF_NONE; i++) {
		if (find_under(hands, NAMED(above), since, by, except))
			return true;
		above = acts_for(hands->record, above);
	}
	return false;
}
