/*
 * Statements of who had a copy, so kept that the check of custody can ask
 * whether one of many fits, without going through them all: a stranger's record
 * may have 100,000 of one copy and one day.
 */
#ifndef HF_CHAIN_HANDS_H
#define HF_CHAIN_HANDS_H

#include "base/error.h"
#include "provenance/model.h"

/* That @agent had it, or HF_NONE: not said who; between two moments. */
struct hf_hand {
	size_t agent;
	int64_t since, until;
	size_t id;		/* of the statement, as its giver numbers them */
};

/* One statement, under a name by which it is asked for. */
struct hf_hand_entry {
	size_t key;
	int64_t since, until;
	size_t id;
	/* Of the key's entries up to here: the latest until, and the next. */
	int64_t latest, second;
	size_t latest_id;
};

struct hf_hands {
	const struct hf_record *record;
	struct hf_hand_entry *entries;
	size_t n, size;
};

/* Forget all statements, and keep the room. */
void hf_hands_clear(struct hf_hands *hands);
int hf_hands_add(struct hf_hands *hands, const struct hf_hand *hand,
		 struct hf_error *err);
/* When all were added, and before any is asked for. */
void hf_hands_sort(struct hf_hands *hands);
void hf_hands_release(struct hf_hands *hands);

/*
 * Whether a statement other than @except (HF_NONE: any) begins no later than
 * @by, ends no earlier than @since, and may be of @agent: it names the same
 * hands, or (with @or_nobody) nobody.
 */
bool hf_hands_find(const struct hf_hands *hands, size_t agent, bool or_nobody,
		   int64_t since, int64_t by, size_t except);

/* Whether @agent is @other, or acts for them, or they for it. */
bool hf_same_hands(const struct hf_record *record, size_t agent, size_t other);

#endif
