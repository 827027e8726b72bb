#include "life.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

static int walk(struct hf_feed *feed, const struct hf_log_place *from,
		hf_log_visit_fn *visit, void *ctx, struct hf_error *err)
{
	struct life *life = feed->source;

	/* As a log does that is read where no entry begins. */
	if (from->number >= life->n ||
	    from->offset != life->at[from->number].place.offset)
		return feed->size ? hf_fail(err, HF_EFORMAT, "no entry is there")
				  : 0;
	for (size_t i = from->number; i < feed->size; i++) {
		life->walked++;
		if (visit(ctx, &life->at[i].entry, &life->at[i].place,
			  life->at[i].text.data, err) < 0)
			return -1;
	}
	return 0;
}

static int renew(struct hf_feed *feed, struct hf_error *err)
{
	struct life *life = feed->source;

	(void)err;
	if (life->lagging)
		feed->size = life->n;
	return 0;
}

struct life *life_new(const char *origin)
{
	struct life *life = calloc(1, sizeof(*life));

	ck_assert_ptr_nonnull(life);
	life->feed = (struct hf_feed){
		.origin = origin, .walk = walk, .renew = renew, .source = life,
	};
	return life;
}

void life_free(struct life *life)
{
	for (size_t i = 0; i < life->n; i++) {
		hf_buf_release(&life->at[i].text);
		hf_buf_release(&life->at[i].values);
	}
	free(life);
}

/* A value that lives as long as the entry; the buffer has room for all. */
static const char *keep(struct lived *lived, const char *value)
{
	char *at = lived->values.data + lived->values.len;

	hf_buf_add(&lived->values, value, strlen(value) + 1);
	return at;
}

static const char *root(char digit)
{
	static char text[65];

	memset(text, digit, 64);
	return text;
}

static void add_word(struct lived *lived, const char *word)
{
	const char **at = lived->entry.at;

	if (!strcmp(word, "bag") || !strcmp(word, "tar"))
		at[HF_ENTRY_FORM] = keep(lived, word);
	else if (!strcmp(word, "to"))
		at[HF_ENTRY_TO] = keep(lived, "Another Archive");
	else if (*word == 'r')
		at[HF_ENTRY_BAG_ROOT] = keep(lived, root(word[1]));
	else if (*word == 'p')
		at[HF_ENTRY_PREVIOUS_ROOT] = keep(lived, root(word[1]));
	else if (*word == 'f')
		at[HF_ENTRY_FILES] = keep(lived, word + 1);
	else if (*word == 'b')
		at[HF_ENTRY_BYTES] = keep(lived, word + 1);
	else
		ck_abort_msg("what is '%s'?", word);
}

static void add_words(struct lived *lived, char *words)
{
	static const enum hf_entry_label labels[] = {
		HF_ENTRY_EVENT, HF_ENTRY_PACKAGE, HF_ENTRY_LOCATION,
		HF_ENTRY_OUTCOME,
	};
	char *rest = NULL;
	int i = 0;

	for (char *word = strtok_r(words, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest), i++) {
		if (i >= COUNT(labels)) {
			add_word(lived, word);
			continue;
		}
		if (!strcmp(word, "-"))
			continue;
		for (char *c = word; i == 0 && *c; c++) {
			if (*c == '-')
				*c = ' ';
		}
		lived->entry.at[labels[i]] = keep(lived, word);
	}
	lived->entry.at[HF_ENTRY_AGENT] = "holdfast (software)";
}

void life_add(struct life *life, const char *words)
{
	struct lived *lived = &life->at[life->n];
	struct lived *before = life->n ? lived - 1 : NULL;
	char *copy = strdup(words);
	struct hf_error err;

	ck_assert_uint_lt(life->n, LIFE_MAX);
	ck_assert_ptr_nonnull(copy);
	ck_assert_ptr_nonnull(hf_buf_reserve(&lived->values, 1024));
	lived->entry.number = life->n;
	lived->entry.time = LIFE_TIME + (int64_t)life->n;
	add_words(lived, copy);
	free(copy);
	if (before)
		hf_leaf_hash(&lived->entry.prev, before->text.data,
			     before->text.len);
	assert_ok(hf_entry_format(&lived->text, &lived->entry, &err), &err);
	lived->place.number = life->n;
	if (before)
		lived->place.offset = before->place.offset +
				      before->place.length;
	lived->place.length = lived->text.len;
	life->feed.size = ++life->n;
}

static unsigned int any(unsigned int *seed, unsigned int n)
{
	*seed = *seed * 1664525u + 1013904223u;
	return (*seed >> 8) % n;
}

void life_add_any(struct life *life, unsigned int *seed)
{
	static const char *const events[] = {
		"ingestion", "ingestion", "replication", "replication",
		"fixity-check", "fixity-check", "fixity-check", "recovery",
		"deletion", "destruction", "deaccession", "loss", "transfer",
		"validation", "key-rotation",
	};
	static const char *const outcomes[] = {
		"pass", "pass", "pass", "fail", "undetermined", "recorded", "-",
		"sideways",
	};
	static const char *const places[] = {
		"attic", "cellar", "tape-room", "elsewhere", "-",
	};
	char words[256], package[32] = "-", more[64] = "";

	if (any(seed, 20))
		snprintf(package, sizeof(package), "box-%u", any(seed, 40));
	if (any(seed, 4))
		snprintf(more, sizeof(more), " r%u p%u f%u b%u%s", any(seed, 9),
			 any(seed, 9), any(seed, 99), any(seed, 99999),
			 any(seed, 2) ? " tar" : "");
	snprintf(words, sizeof(words), "%s %s %s %s%s%s",
		 events[any(seed, COUNT(events))], package,
		 places[any(seed, COUNT(places))],
		 outcomes[any(seed, COUNT(outcomes))], more,
		 any(seed, 2) ? " to" : "");
	life_add(life, words);
}
