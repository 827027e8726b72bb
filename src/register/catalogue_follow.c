#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/io.h"
#include "base/text.h"
#include "register/catalogue_make.h"

/* What the catalogue knows of the log: as far as the last entry. */
struct known {
	uint64_t size;
	struct hf_log_place last;	/* of number size - 1 */
	char leaf[2 * HF_HASH_SIZE + 1];
	bool of_another;		/* log */
};

/* One walk from the last entry known up to the head. */
struct walk {
	struct hf_catalogue *catalogue;
	const struct hf_feed *feed;
	struct known known;
	bool met;		/* the entry that is known already, or none is */
};

static int read_known(struct hf_catalogue *c, const struct hf_feed *feed,
		      struct known *known, struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_KNOWN, err);
	int ret;

	*known = (struct known){ 0 };
	if (!s)
		return -1;
	ret = hf_sql_step(c, s, err);
	if (ret > 0) {
		known->of_another = strcmp(hf_sql_text_at(s, 0), feed->origin);
		known->size = hf_sql_number_at(s, 1);
		known->last.number = known->size - 1;
		known->last.offset = hf_sql_number_at(s, 2);
		known->last.length = hf_sql_number_at(s, 3);
		strncpy(known->leaf, hf_sql_text_at(s, 4),
			sizeof(known->leaf) - 1);
	} else if (ret == 0) {
		known->of_another = true;
	}
	hf_sql_give(c, HF_SQL_KNOWN, s);
	return ret < 0 ? -1 : 0;
}

static int write_known(struct hf_catalogue *c, const struct hf_feed *feed,
		       const struct known *known, struct hf_error *err)
{
	sqlite3_stmt *s = hf_sql_take(c, HF_SQL_SET_KNOWN, err);

	if (!s)
		return -1;
	hf_sql_text(s, 1, feed->origin);
	hf_sql_number(s, 2, known->size);
	hf_sql_number(s, 3, known->last.offset);
	hf_sql_number(s, 4, known->last.length);
	sqlite3_bind_text(s, 5, known->leaf, -1, SQLITE_STATIC);
	return hf_sql_finish(c, HF_SQL_SET_KNOWN, s, err);
}

static void leaf_of(const char *text, size_t length,
		    char leaf[2 * HF_HASH_SIZE + 1])
{
	struct hf_hash hash;

	hf_leaf_hash(&hash, text, length);
	hf_hex_encode(leaf, hash.at, sizeof(hash.at));
}

/* The log's own entry must be the one that is known: each names all before. */
static int meet(struct walk *walk, const struct hf_entry *entry,
		const struct hf_log_place *place, const char *text,
		struct hf_error *err)
{
	char leaf[2 * HF_HASH_SIZE + 1];

	leaf_of(text, place->length, leaf);
	if (entry->number != walk->known.last.number ||
	    strcmp(leaf, walk->known.leaf)) {
		walk->catalogue->malformed = true;
		return hf_fail(err, HF_EFORMAT, "the catalogue is of another log");
	}
	walk->met = true;
	return 0;
}

static int visit(void *ctx, const struct hf_entry *entry,
		 const struct hf_log_place *place, const char *text,
		 struct hf_error *err)
{
	struct walk *walk = ctx;

	if (!walk->met)
		return meet(walk, entry, place, text, err);
	if (entry->number >= walk->feed->size)
		return 0;
	if (entry->number != walk->known.size)
		return hf_fail(err, HF_EFORMAT, "entry %" PRIu64 " of the log has the "
			       "number %" PRIu64, walk->known.size, entry->number);
	if (hf_catalogue_apply(walk->catalogue, entry, place, err) < 0)
		return -1;
	walk->known.size++;
	walk->known.last = *place;
	if (walk->known.size == walk->feed->size)
		leaf_of(text, place->length, walk->known.leaf);
	return 0;
}

/* In a transaction; -1 with malformed set where it is of another log. */
static int take_in(struct hf_catalogue *c, struct hf_feed *feed,
		   const struct known *known, struct hf_error *err)
{
	struct walk walk = {
		.catalogue = c, .feed = feed, .known = *known,
		.met = !known->size,
	};
	struct hf_log_place from = { 0 };
	int ret;

	if (known->size)
		from = known->last;
	hf_rows_expect(c, feed->size - known->size);
	ret = feed->walk(feed, &from, visit, &walk, err);
	/* Where nothing is that can be read, it was never this log. */
	if (!walk.met)
		c->malformed = true;
	if (ret == 0 && walk.known.size != feed->size)
		ret = hf_fail(err, HF_EFORMAT, "the log ends with entry %" PRIu64
			      ", its checkpoint speaks of %" PRIu64,
			      walk.known.size, feed->size);
	if (ret == 0)
		ret = hf_rows_flush(c, err);
	if (ret == 0)
		ret = write_known(c, feed, &walk.known, err);
	hf_rows_drop(c);
	return ret;
}

/* Whether there is nothing to take in. */
static bool is_at_head(const struct known *known, const struct hf_feed *feed)
{
	return known->size >= feed->size;
}

/* In a transaction: another process may have been here since we asked. */
static int catch_up(struct hf_catalogue *c, struct hf_feed *feed,
		    struct hf_error *err)
{
	struct known known;
	int ret;

	if (hf_sql_run(c, HF_SQL_BEGIN, err) < 0)
		return -1;
	ret = read_known(c, feed, &known, err);
	if (ret == 0 && !is_at_head(&known, feed))
		ret = take_in(c, feed, &known, err);
	if (ret == 0)
		return hf_sql_run(c, HF_SQL_COMMIT, err);
	/* What failed may have ended it already. */
	sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}

/*
 * It may know more than the head that we have seen: then another process has
 * added to the log; or the log was set back.
 */
static int see_as_far(struct hf_catalogue *c, struct hf_feed *feed,
		      const struct known *known, struct hf_error *err)
{
	if (!known->of_another && known->size > feed->size &&
	    feed->renew(feed, err) < 0)
		return -1;
	if (!known->of_another && known->size <= feed->size)
		return 0;
	c->malformed = true;
	return hf_fail(err, HF_EFORMAT, "the catalogue is of another log");
}

/* Is the last entry still what it was?  Nothing is written. */
static int look(struct hf_catalogue *c, struct hf_feed *feed,
		const struct known *known, struct hf_error *err)
{
	struct walk walk = { .catalogue = c, .feed = feed, .known = *known };
	int ret;

	if (!known->size)
		return 0;
	ret = feed->walk(feed, &known->last, visit, &walk, err);
	if (!walk.met)
		c->malformed = true;
	return walk.met ? ret : -1;
}

static int follow(struct hf_catalogue *c, struct hf_feed *feed,
		  struct hf_error *err)
{
	struct known known;

	if (read_known(c, feed, &known, err) < 0 ||
	    see_as_far(c, feed, &known, err) < 0)
		return -1;
	return is_at_head(&known, feed) ? look(c, feed, &known, err)
					: catch_up(c, feed, err);
}

static int make(struct hf_catalogue *c, struct hf_feed *feed,
		struct hf_error *err)
{
	const struct known nothing = { 0 };
	struct hf_error ignored;

	if (hf_make_begin(c, err) == 0 &&
	    take_in(c, feed, &nothing, err) == 0 &&
	    hf_make_end(c, err) == 0) {
		c->malformed = false;
		return 0;
	}
	hf_sql_close(c);
	hf_make_remove(c, &ignored);
	return -1;
}

/* Follow the log with what is there, or with one that is made again. */
static int bring_up(struct hf_catalogue *c, struct hf_feed *feed,
		    struct hf_error *err)
{
	int ret = hf_make_attach(c, err);

	if (ret > 0) {
		ret = follow(c, feed, err);
		if (ret == 0 || !c->malformed)
			return ret;
		hf_sql_close(c);
		ret = 0;
	}
	return ret < 0 ? -1 : make(c, feed, err);
}

static struct hf_catalogue *catalogue_new(int dir, struct hf_error *err)
{
	struct hf_catalogue *c = calloc(1, sizeof(*c));

	if (!c) {
		hf_fail_memory(err);
		return NULL;
	}
	c->lock = -1;
	/* Our own: SQLite goes by it for as long as it is open. */
	c->dir = hf_io->openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	if (c->dir < 0) {
		hf_fail(err, HF_ESYS, "cannot open the register's folder");
		free(c);
		return NULL;
	}
	return c;
}

void hf_catalogue_close(struct hf_catalogue *c)
{
	if (!c)
		return;
	hf_rows_drop(c);
	hf_sql_close(c);
	if (c->malformed)
		hf_make_discard(c);
	hf_close(c->lock);
	hf_close(c->dir);
	free(c);
}

static int locked(struct hf_catalogue *c, struct hf_feed *feed,
		  int (*work)(struct hf_catalogue *c, struct hf_feed *feed,
			      struct hf_error *err),
		  struct hf_error *err)
{
	int ret;

	if (hf_make_lock(c, err) < 0)
		return -1;
	ret = work(c, feed, err);
	hf_make_unlock(c);
	return ret;
}

int hf_follow_open(struct hf_catalogue **catalogue_ret, int dir,
		   struct hf_feed *feed, struct hf_error *err)
{
	struct hf_catalogue *c = catalogue_new(dir, err);

	if (!c)
		return -1;
	if (locked(c, feed, bring_up, err) < 0) {
		c->malformed = false;
		hf_catalogue_close(c);
		return -1;
	}
	*catalogue_ret = c;
	return 0;
}

int hf_follow_refresh(struct hf_catalogue *c, struct hf_feed *feed,
		      struct hf_error *err)
{
	int ret;

	if (c->visits)
		return hf_fail(err, HF_EUSAGE, "the catalogue is being visited, and "
			       "takes in nothing meanwhile");
	ret = c->db && !c->malformed ? follow(c, feed, err) : -1;
	if (ret == 0 || (c->db && !c->malformed))
		return ret;
	/* Another process may have made it again already. */
	hf_sql_close(c);
	c->malformed = false;
	return locked(c, feed, bring_up, err);
}

int hf_follow_rebuild(int dir, struct hf_feed *feed, struct hf_error *err)
{
	struct hf_catalogue *c = catalogue_new(dir, err);
	int ret;

	if (!c)
		return -1;
	ret = locked(c, feed, make, err);
	c->malformed = false;
	hf_catalogue_close(c);
	return ret;
}
