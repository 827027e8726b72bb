#include "register/catalogue_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Packages that are held in memory: some 80 MiB, with three copies of each. */
#define ROWS_MAX	(1u << 17)

/* Outcomes, as bits; what people decide may have none. */
enum {
	PASS = 1, FAIL = 2, UNDETERMINED = 4, RECORDED = 8, UNSAID = 16,
	DONE = PASS | RECORDED | UNSAID,	/* it is so */
};

struct deed;
typedef int effect_fn(struct deed *deed, struct hf_error *err);

/* What an event means for the copies of its package. */
struct effect {
	const char *event;
	unsigned int outcomes;		/* with which it means that */
	effect_fn *apply;
	enum hf_copy_fate fate;
};

/* One entry, while it is applied. */
struct deed {
	struct hf_catalogue *catalogue;
	const struct hf_entry *entry;
	const struct effect *effect;
	struct hf_package_row *package;
	unsigned int outcome;
};

static const char *value(const struct deed *deed, enum hf_entry_label label)
{
	return deed->entry->at[label];
}

static struct hf_copy_row *copy_at(const struct hf_package_row *package,
				   const char *location)
{
	struct hf_copy_row *row = package->copies;

	while (row && strcmp(row->at.location, location))
		row = row->next;
	return row;
}

/* A root that counts: 64 hex digits, as roots are written. */
static const char *root_of(const struct deed *deed)
{
	const char *root = value(deed, HF_ENTRY_BAG_ROOT);

	return root && strlen(root) == 64 &&
	       strspn(root, "0123456789abcdef") == 64 ? root : NULL;
}

/* A number of the entry; @otherwise where it says none, or nonsense. */
static uint64_t number_of(const struct deed *deed, enum hf_entry_label label,
			  uint64_t otherwise)
{
	const char *text = value(deed, label);
	unsigned long long n;

	if (!text || !*text || text[strspn(text, "0123456789")])
		return otherwise;
	errno = 0;
	n = strtoull(text, NULL, 10);
	return errno || n > INT64_MAX ? otherwise : n;
}

static int add_root(struct deed *deed, const char *root, struct hf_error *err)
{
	struct hf_catalogue *c = deed->catalogue;
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_ADD_ROOT, err);

	if (!s)
		return -1;
	hf_sql_number(s, 1, (uint64_t)deed->package->id);
	hf_sql_text(s, 2, root);
	hf_sql_number(s, 3, deed->entry->number);
	return hf_sql_finish(c, HF_SQL_ADD_ROOT, s, err);
}

/*
 * The newest root is what an ingestion brings.  What is copied or recovered
 * may be an older one: that is the package's only while there is no other.
 */
static int bring_root(struct deed *deed, const char *root, bool newest,
		      struct hf_error *err)
{
	struct hf_package_row *package = deed->package;

	if (newest || !*package->root) {
		memcpy(package->root, root, sizeof(package->root));
		package->changed = true;
	}
	return add_root(deed, root, err);
}

/* It was read in full just now, with that result. */
static void note_reading(struct hf_held_copy *copy, const struct deed *deed)
{
	copy->checked = deed->entry->time;
	copy->checked_by = deed->entry->number;
	copy->failed = deed->outcome == FAIL;
	if (!copy->failed)
		copy->passed = deed->entry->time;
}

/* The copy is there from now on: what was before it counts no longer. */
static void begin_life(struct hf_copy_row *row, const struct deed *deed)
{
	const char *form = value(deed, HF_ENTRY_FORM);
	const char *root = root_of(deed);
	struct hf_held_copy *copy = &row->at;

	copy->fate = HF_FATE_HELD;
	copy->ended_by = UINT64_MAX;
	copy->origin = deed->entry->number;
	copy->since = deed->entry->time;
	copy->files = number_of(deed, HF_ENTRY_FILES, copy->files);
	copy->octets = number_of(deed, HF_ENTRY_BYTES, copy->octets);
	if (form)
		copy->form = strcmp(form, "tar") ? HF_HELD_BAG : HF_HELD_TAR;
	if (root)
		memcpy(row->root, root, sizeof(row->root));
	row->changed = true;
}

static struct hf_copy_row *have_copy(struct deed *deed, struct hf_error *err)
{
	const char *location = value(deed, HF_ENTRY_LOCATION);
	struct hf_copy_row *row = copy_at(deed->package, location);

	return row ? row : hf_rows_add_copy(deed->catalogue, deed->package,
					    location, err);
}

/* ingestion, replication: another copy, that was read back and passed. */
static int put(struct deed *deed, bool newest, struct hf_error *err)
{
	const char *root = root_of(deed);
	struct hf_copy_row *row;

	if (root && bring_root(deed, root, newest, err) < 0)
		return -1;
	if (!value(deed, HF_ENTRY_LOCATION))
		return 0;
	row = have_copy(deed, err);
	if (!row)
		return -1;
	/* Nothing of an earlier copy at this place is this one's. */
	row->at.files = row->at.octets = 0;
	row->at.form = HF_HELD_BAG;
	row->root[0] = '\0';
	begin_life(row, deed);
	note_reading(&row->at, deed);
	return 0;
}

static int ingest(struct deed *deed, struct hf_error *err)
{
	return put(deed, true, err);
}

static int replicate(struct deed *deed, struct hf_error *err)
{
	return put(deed, false, err);
}

/*
 * The copy is back, or made anew from another: what the entry does not say of
 * it is as it was.  What people only recorded, nobody has read.
 */
static int recover(struct deed *deed, struct hf_error *err)
{
	const char *root = root_of(deed);
	struct hf_copy_row *row;

	if (!value(deed, HF_ENTRY_LOCATION))
		return 0;
	if (root && bring_root(deed, root, false, err) < 0)
		return -1;
	row = have_copy(deed, err);
	if (!row)
		return -1;
	begin_life(row, deed);
	if (deed->outcome == PASS)
		note_reading(&row->at, deed);
	return 0;
}

/* fixity check: what has ended, or never was, is not held for being read. */
static int check(struct deed *deed, struct hf_error *err)
{
	const char *location = value(deed, HF_ENTRY_LOCATION);
	struct hf_copy_row *row = location ? copy_at(deed->package, location)
					   : NULL;

	(void)err;
	if (row && row->at.fate == HF_FATE_HELD) {
		note_reading(&row->at, deed);
		row->changed = true;
	}
	return 0;
}

static void end_copy(struct hf_copy_row *row, const struct deed *deed)
{
	if (row->at.fate != HF_FATE_HELD)
		return;
	row->at.fate = deed->effect->fate;
	row->at.ended_by = deed->entry->number;
	row->changed = true;
}

/* Of the copy at Location; where none is named, of all that are held. */
static int end(struct deed *deed, struct hf_error *err)
{
	const char *location = value(deed, HF_ENTRY_LOCATION);

	(void)err;
	for (struct hf_copy_row *row = deed->package->copies; row;
	     row = row->next) {
		if (!location || !strcmp(row->at.location, location))
			end_copy(row, deed);
	}
	return 0;
}

/* Who has custody of a package may change while its copies stay. */
static int hand_over(struct deed *deed, struct hf_error *err)
{
	if (!value(deed, HF_ENTRY_TO) || !value(deed, HF_ENTRY_LOCATION))
		return 0;
	return end(deed, err);
}

static const struct effect effects[] = {
	{ "fixity check", PASS | FAIL, check, 0 },
	{ "ingestion", PASS, ingest, 0 },
	{ "replication", PASS, replicate, 0 },
	{ "recovery", DONE, recover, 0 },
	{ "deaccession", DONE, end, HF_FATE_DESTROYED },
	{ "deletion", DONE, end, HF_FATE_DESTROYED },
	{ "destruction", DONE, end, HF_FATE_DESTROYED },
	{ "loss", DONE, end, HF_FATE_LOST },
	{ "transfer", DONE, hand_over, HF_FATE_TRANSFERRED },
};

/* An outcome that we do not know decides nothing. */
static unsigned int outcome_of(const struct hf_entry *entry)
{
	static const char *const words[] = {
		"pass", "fail", "undetermined", "recorded",
	};
	const char *outcome = entry->at[HF_ENTRY_OUTCOME];

	if (!outcome)
		return UNSAID;
	for (unsigned int i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!strcmp(outcome, words[i]))
			return 1u << i;
	}
	return UNDETERMINED;
}

static int add_entry(struct hf_catalogue *c, const struct hf_entry *entry,
		     const struct hf_log_place *place, int64_t package,
		     struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_ADD_ENTRY, err);

	if (!s)
		return -1;
	hf_sql_number(s, 1, entry->number);
	hf_sql_number(s, 2, place->offset);
	hf_sql_number(s, 3, place->length);
	sqlite3_bind_int64(s, 4, entry->time);
	hf_sql_text(s, 5, entry->at[HF_ENTRY_EVENT]);
	hf_sql_number(s, 6, package ? (uint64_t)package : UINT64_MAX);
	hf_sql_text(s, 7, entry->at[HF_ENTRY_LOCATION]);
	hf_sql_text(s, 8, entry->at[HF_ENTRY_OUTCOME]);
	return hf_sql_finish(c, HF_SQL_ADD_ENTRY, s, err);
}

static int take_effect(struct deed *deed, struct hf_error *err)
{
	const char *event = value(deed, HF_ENTRY_EVENT);

	for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++) {
		if (strcmp(event, effects[i].event))
			continue;
		deed->effect = &effects[i];
		return effects[i].outcomes & deed->outcome
			       ? effects[i].apply(deed, err) : 0;
	}
	return 0;
}

int hf_catalogue_apply(struct hf_catalogue *c, const struct hf_entry *entry,
		       const struct hf_log_place *place, struct hf_error *err)
{
	const char *package = entry->at[HF_ENTRY_PACKAGE];
	struct deed deed = {
		.catalogue = c, .entry = entry, .outcome = outcome_of(entry),
	};

	if (!package)
		return add_entry(c, entry, place, 0, err);
	deed.package = hf_rows_package(c, package, entry->number, err);
	if (!deed.package ||
	    add_entry(c, entry, place, deed.package->id, err) < 0 ||
	    take_effect(&deed, err) < 0)
		return -1;
	if (c->rows.n < ROWS_MAX)
		return 0;
	if (hf_rows_flush(c, err) < 0)
		return -1;
	hf_rows_drop(c);
	return 0;
}
